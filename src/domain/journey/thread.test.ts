import fc from 'fast-check';
import { expect, test } from 'vitest';
import { became, cameFrom, gapsIn, type Lineage, type ThingKind } from './thread.ts';

/** `'a:ambition'` and `'a>t'`: a rests on t. */
function lineage(
	things: readonly string[],
	links: readonly string[] = [],
	notNow: readonly string[] = []
): Lineage {
	return {
		things: things.map((thing) => {
			const [id, kind] = thing.split(':');
			return { id: id!, kind: kind as ThingKind };
		}),
		links: links.map((link) => {
			const [from, to] = link.split('>');
			return { from: from!, to: to! };
		}),
		notNow: new Set(notNow)
	};
}

const whole = lineage(
	['c1:card', 'c2:card', 'v:value', 't:theme', 's:solution', 'a:ambition'],
	['v>c1', 't>c2', 't>v', 's>t', 'a>s', 'a>v']
);
const ids = (things: readonly { id: string }[]) => things.map(({ id }) => id);

test('L1 from a card to the ambition that it fed and back, however long the way', () => {
	expect(ids(became(whole, 'c1'))).toEqual(['v', 't', 's', 'a']);
	expect(ids(became(whole, 'c2'))).toEqual(['t', 's', 'a']);
	expect(ids(cameFrom(whole, 'a'))).toEqual(['c1', 'c2', 'v', 't', 's']);
	expect(became(whole, 'a')).toEqual([]);
	expect(cameFrom(whole, 'nosuchthing')).toEqual([]);
});

test('L1 one way is the other way back, whatever is linked to what', () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f'];
	const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
	fc.assert(
		fc.property(fc.array(pair), (pairs) => {
			const of = lineage(
				names.map((name) => `${name}:theme`),
				pairs.map(([from, to]) => `${from}>${to}`)
			);
			for (const one of names)
				for (const other of names)
					expect(ids(became(of, one)).includes(other)).toBe(ids(cameFrom(of, other)).includes(one));
		})
	);
});

test('L2 a whole thread has no gaps, and before there are ambitions nothing misses one', () => {
	expect([...gapsIn(whole)]).toEqual([]);
	const early = lineage(['c:card', 'v:value', 't:theme', 's:solution'], ['v>c', 't>v']);
	expect([...gapsIn(early)]).toEqual([]);
	expect([...gapsIn(lineage(['c:card', 'v:value'], ['v>c']))]).toEqual([]);
});

test('L2 what nothing rests on is a gap; a solution that is put aside with a reason is not', () => {
	const broken = lineage(
		['v1:value', 'v2:value', 't1:theme', 's1:solution', 's2:solution', 'a1:ambition', 'a2:ambition'],
		['a1>v1', 't1>v1'],
		['s2']
	);
	expect([...gapsIn(broken)]).toEqual([
		['v2', 'value-unused'],
		['t1', 'theme-unused'],
		['s1', 'solution-undecided'],
		['a2', 'ambition-without-values']
	]);
	expect([...gapsIn(lineage(['v1:value', 'v2:value', 't:theme'], ['t>v1']))]).toEqual([
		['v2', 'value-unused']
	]);
});

test('L3 a card that went nowhere is said', () => {
	expect([...gapsIn(lineage(['c1:card', 'c2:card', 'v:value'], ['v>c1']))]).toEqual([['c2', 'card-nowhere']]);
});
