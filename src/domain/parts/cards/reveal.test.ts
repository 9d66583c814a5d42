import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCards, placeNew } from './reveal.ts';

test('V2 revealing again adds only what is new, each card once', () => {
	const written = [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'b' }];
	expect(newCards(written, new Set(['a']))).toEqual([{ id: 'b' }, { id: 'c' }]);
	expect(newCards(written, new Set(['a', 'b', 'c']))).toEqual([]);
});

test('V2 what was revealed before is left as it was', () => {
	const revealed = new Set(['a']);
	newCards([{ id: 'b' }], revealed);
	expect([...revealed]).toEqual(['a']);
});

test('V2 new cards get shuffled places behind the ones that are there', () => {
	const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
	fc.assert(
		fc.property(fc.nat(50), fc.nat(50), draws, (already, count, stream) => {
			const places = placeNew(already, count, () => stream.next().value);
			expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => already + i));
		})
	);
	expect(placeNew(2, 3, () => 0)).toEqual([3, 4, 2]);
});
