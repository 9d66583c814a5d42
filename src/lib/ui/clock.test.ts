import { expect, test } from 'vitest';
import { clock } from './clock.ts';

test.each([
	[0, '0:00'],
	[1, '0:01'],
	[59_001, '1:00'],
	[462_000, '7:42'],
	[5_400_000, '90:00']
])('%i ms left is %s', (left, shown) => {
	expect(clock(left)).toBe(shown);
});
