import { expect, test } from 'vitest';
import { barsOf } from './bars.ts';

const totals = [
	{ title: 'Vertrouwen', dots: 8, share: 0.14 },
	{ title: 'Nabijheid', dots: 6, share: 0.19 },
	{ title: 'Lef', dots: 0, share: 0 }
];

test('both measures stand on one scale and the longest bar has all the room', () => {
	const [nabijheid, vertrouwen] = barsOf(totals, 'share');
	expect(nabijheid).toMatchObject({ percent: 19, shareWidth: 33.3, dotsWidth: 75 });
	expect(vertrouwen).toMatchObject({ percent: 14, shareWidth: 24.5, dotsWidth: 100 });
});

test('rows are sorted by the measure that was asked for, and the totals stay as they were', () => {
	expect(barsOf(totals, 'share').map((b) => b.title)).toEqual(['Nabijheid', 'Vertrouwen', 'Lef']);
	expect(barsOf(totals, 'dots').map((b) => b.title)).toEqual(['Vertrouwen', 'Nabijheid', 'Lef']);
	expect(totals[0]!.title).toBe('Vertrouwen');
});

test('without a single dot every bar is empty', () => {
	const none = barsOf([{ title: 'Lef', dots: 0, share: 0 }], 'share');
	expect(none).toMatchObject([{ percent: 0, shareWidth: 0, dotsWidth: 0 }]);
});
