import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lateInRound, rotate, speakerOrder } from './round.ts';

const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
const anyTable = fc
	.array(fc.constantFrom('wel', 'ggd', 'gem', 'pol', null), { maxLength: 30 })
	.map((organisations) =>
		organisations.map((organisation, i) => ({ id: `${organisation} ${i}`, organisation }))
	);

const table = (sizes: Record<string, number>) =>
	Object.entries(sizes).flatMap(([organisation, size]) =>
		Array.from({ length: size }, (_, i) => ({ id: `${organisation} ${i}`, organisation }))
	);
const organisationOf = (id: string) => id.split(' ')[0]!;
const colleaguesInARow = (order: string[]) =>
	order.filter((id, i) => i > 0 && organisationOf(id) === organisationOf(order[i - 1]!)).length;

test('K1 everybody speaks once, and colleagues follow each other no more often than they must', () => {
	fc.assert(
		fc.property(anyTable, draws, (people, stream) => {
			const order = speakerOrder(people, () => stream.next().value);
			expect(order.toSorted()).toEqual(people.map(({ id }) => id).toSorted());
			const largest = Math.max(
				0,
				...[...Map.groupBy(people, (person) => person.organisation).values()].map((party) => party.length)
			);
			expect(colleaguesInARow(order)).toBe(Math.max(0, 2 * largest - 1 - people.length));
		})
	);
});

test('K1 the round visits every organisation before one speaks again', () => {
	fc.assert(
		fc.property(draws, (stream) => {
			const order = speakerOrder(table({ wel: 3, ggd: 3, gem: 3 }), () => stream.next().value);
			for (const from of [0, 3, 6])
				expect(new Set(order.slice(from, from + 3).map(organisationOf)).size).toBe(3);
		})
	);
});

test('K1 a large organisation begins no more often than a small one', () => {
	const people = table({ gem: 4, pol: 1, ggd: 1, wel: 2 });
	const begun = new Map<string, number>();
	const rounds = 4_000;
	let seed = 1;
	const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
	for (let i = 0; i < rounds; i++) {
		const first = organisationOf(speakerOrder(people, random)[0]!);
		begun.set(first, (begun.get(first) ?? 0) + 1);
	}
	expect([...begun.keys()].sort()).toEqual(['gem', 'ggd', 'pol', 'wel']);
	for (const times of begun.values()) expect(Math.abs(times / rounds - 1 / 4)).toBeLessThan(0.03);
});

test('K1 an empty table has an empty round', () => {
	expect(speakerOrder([], () => 0)).toEqual([]);
});

test('K3 who comes late speaks at the end, and nobody loses a place', () => {
	expect(lateInRound(['anneke', 'bas'], ['carla', 'bas', 'dirk'])).toEqual([
		'anneke',
		'bas',
		'carla',
		'dirk'
	]);
});

test('K3 turning the round keeps the circle', () => {
	const order = ['anneke', 'bas', 'carla'];
	expect(rotate(order, 1)).toEqual(['bas', 'carla', 'anneke']);
	expect(rotate(order, -1)).toEqual(['carla', 'anneke', 'bas']);
	expect(rotate(order, 7)).toEqual(rotate(order, 1));
	expect(rotate([], 2)).toEqual([]);
});
