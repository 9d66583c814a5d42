import { expect, test } from 'vitest';
import { isForMe } from './sessions.ts';

const first = new Map([['anneke', 'anneke']]);
const lent = new Map([['anneke', 'another']]);
const elsewhere = new Map([['annekethere', 'annekethere']]);

test.each([
	['a whole one', null, [true, true, true, true]],
	['one with the first notebook of a seat', first, [true, true, true, false]],
	['one with another notebook', lent, [false, false, true, false]],
	['one of another seat', elsewhere, [true, false, false, true]]
])('J17 %s has for itself only what opens the same', (_, mine, may) => {
	expect([null, first, lent, elsewhere].map((other) => isForMe(mine, other))).toEqual(may);
});
