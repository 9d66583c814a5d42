import { expect, it } from 'vitest';
import { Bucket } from './limits.ts';

it('a bucket allows a burst, then the rate, and never more than the burst', () => {
	let now = 0;
	const bucket = new Bucket(10, 3, () => now);
	expect([1, 2, 3, 4].map(() => bucket.allows())).toEqual([true, true, true, false]);
	now = 100;
	expect([bucket.allows(), bucket.allows()]).toEqual([true, false]);
	now = 60_000;
	expect(bucket.full).toBe(true);
	expect([1, 2, 3, 4].map(() => bucket.allows())).toEqual([true, true, true, false]);
});

it('what has arrived is taken all the same, and the wait is as long as it takes to make up for it', () => {
	let now = 0;
	const bucket = new Bucket(100, 50, () => now);
	expect(bucket.spend(50)).toBe(0);
	expect(bucket.spend(20)).toBe(200);
	now = 200;
	expect(bucket.spend(0)).toBe(0);
	expect(bucket.spend(1)).toBe(10);
});
