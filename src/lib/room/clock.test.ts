import { expect, test } from 'vitest';
import { clock } from './clock.ts';

test('T1 what is left is read as minutes and seconds, and never below zero', () => {
	expect([462_000, 461_001, 61_000, 59_000, 1, 0, -5_000].map(clock)).toEqual([
		'7:42',
		'7:42',
		'1:01',
		'0:59',
		'0:01',
		'0:00',
		'0:00'
	]);
	expect(clock(75 * 60_000)).toBe('75:00');
});
