import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffle } from './shuffle.ts';

const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

test('V1 shuffling loses, adds and doubles nothing, and leaves the list it was given', () => {
	fc.assert(
		fc.property(fc.array(fc.integer()), draws, (items, stream) => {
			const before = [...items];
			const shuffled = shuffle(items, () => stream.next().value);
			expect(shuffled.toSorted()).toEqual(items.toSorted());
			expect(items).toEqual(before);
		})
	);
});

test('V1 every order is drawn once when every draw is made once', () => {
	const orders = [0, 1, 2].flatMap((one) =>
		[0, 1].map((other) => {
			const draw = [one / 3, other / 2].values();
			return shuffle(['a', 'b', 'c'], () => draw.next().value!).join('');
		})
	);
	expect(orders.sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
});
