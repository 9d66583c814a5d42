import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawTables, tableForLate, tableSize, type Sitter } from './tables.ts';

/** The numbers of people of each party, of which the last are residents. */
const parties = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 7 });
const sizes = fc.constantFrom(2 as const, 4 as const);

function peopleOf(counts: number[]): Sitter[] {
	return counts.flatMap((count, party) =>
		Array.from({ length: count }, (_, n) => ({
			id: `${party}-${n}`,
			organisation: party === 6 ? null : `org${party}`
		}))
	);
}

/** Draws of one run, 0 up to 1. */
function drawn(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return state / 0x80000000;
	};
}

const partyOf = (id: string) => id.split('-')[0]!;

test('D6 everybody sits once: in twos with one of three, or in fours of three to five', () => {
	fc.assert(
		fc.property(parties, sizes, fc.integer(), (counts, size, seed) => {
			const people = peopleOf(counts);
			const tables = drawTables(people, size, drawn(seed));
			expect(tables.flat().sort()).toEqual(people.map(({ id }) => id).sort());
			const seats = tables.map((table) => table.length).sort();
			if (size === 2 && people.length >= 2)
				expect(seats).toEqual([...Array<number>(tables.length - 1).fill(2), people.length % 2 ? 3 : 2]);
			if (size === 4 && people.length >= 3) {
				expect(seats[0]).toBeGreaterThanOrEqual(3);
				expect(seats.at(-1)).toBeLessThanOrEqual(5);
			}
			expect((seats.at(-1) ?? 0) - (seats[0] ?? 0)).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 500 }
	);
});

test('D7 a table is of one organisation only where there are fewer others than tables, and then as few as can be', () => {
	fc.assert(
		fc.property(parties, sizes, fc.integer(), (counts, size, seed) => {
			const people = peopleOf(counts);
			fc.pre(people.length >= 2);
			const tables = drawTables(people, size, drawn(seed));
			const ofOne = tables.filter((table) => new Set(table.map(partyOf)).size === 1).length;
			const others = people.length - Math.max(...counts);
			expect(ofOne).toBe(Math.max(0, tables.length - others));
		}),
		{ numRuns: 1000 }
	);
});

test('D7 between two tables an organisation differs by one person at most', () => {
	fc.assert(
		fc.property(parties, sizes, fc.integer(), (counts, size, seed) => {
			const tables = drawTables(peopleOf(counts), size, drawn(seed));
			for (const party of counts.keys()) {
				const here = tables.map((table) => table.filter((id) => partyOf(id) === String(party)).length);
				if (here.length) expect(Math.max(...here) - Math.min(...here)).toBeLessThanOrEqual(1);
			}
		}),
		{ numRuns: 500 }
	);
});

test('D7 another draw seats people otherwise', () => {
	const people = peopleOf([4, 4, 4, 4, 4, 4]);
	const draws = new Set(
		Array.from({ length: 20 }, (_, seed) =>
			JSON.stringify(
				drawTables(people, 4, drawn(seed * 7919))
					.map((table) => table.toSorted())
					.sort()
			)
		)
	);
	expect(draws.size).toBeGreaterThan(15);
});

const sit = (...ids: string[]): Sitter[] => ids.map((id) => ({ id, organisation: partyOf(id) }));

test('D8 who comes later sits at the smallest table with somebody from elsewhere', () => {
	const tables = [sit('a-1', 'b-1'), sit('b-2', 'c-1'), sit('a-2', 'c-2', 'b-3')];
	expect(tableForLate(tables, sit('a-9')[0]!)).toBe(1);
	expect(tableForLate(tables, sit('c-9')[0]!)).toBe(0);
	expect(tableForLate(tables, { id: 'r', organisation: null })).toBe(0);
	expect(tableForLate([sit('a-1'), sit('b-1', 'c-1')], sit('a-9')[0]!)).toBe(1);
	expect(tableForLate([sit('a-1', 'a-2')], sit('a-9')[0]!)).toBe(0);
	expect(tableForLate([], sit('a-9')[0]!)).toBeNull();
});

test('D8 somebody who comes later makes no table of one organisation', () => {
	fc.assert(
		fc.property(parties, sizes, fc.integer(), fc.nat(6), (counts, size, seed, party) => {
			const people = peopleOf(counts);
			const byId = new Map(people.map((sitter) => [sitter.id, sitter]));
			const tables = drawTables(people, size, drawn(seed)).map((table) => table.map((id) => byId.get(id)!));
			const late = { id: `${party}-late`, organisation: party === 6 ? null : `org${party}` };
			const index = tableForLate(tables, late);
			fc.pre(index !== null && people.some((sitter) => sitter.organisation !== late.organisation));
			expect(tables[index!]!.some((sitter) => sitter.organisation !== late.organisation)).toBe(true);
		})
	);
});

test('D6 only pairs and fours have tables', () => {
	expect([tableSize('alone'), tableSize('pairs'), tableSize('fours'), tableSize('plenary')]).toEqual([
		null,
		2,
		4,
		null
	]);
});
