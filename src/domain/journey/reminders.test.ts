import fc from 'fast-check';
import { expect, test } from 'vitest';
import { againAfter, dayBefore, isDue, leftOut, mayRemind, owing } from './reminders.ts';

test('R4 who did it or said to be ready owes nothing, and in the meeting alone nobody owes anything', () => {
	expect(owing({ people: ['a', 'b', 'c'], done: new Set(['b']), deadline: 1 })).toEqual(['a', 'c']);
	expect(owing({ people: ['a'], done: new Set(), deadline: null })).toEqual([]);
});

test('R4 doing more never makes anybody owe more', () => {
	const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
	fc.assert(
		fc.property(names, names, names, (people, before, more) => {
			const first = owing({ people, done: new Set(before), deadline: 1 });
			const then = owing({ people, done: new Set([...before, ...more]), deadline: 1 });
			expect(first).toEqual(expect.arrayContaining(then));
			for (const name of then) expect(people).toContain(name);
		})
	);
});

test('R5 a reminder goes at most once in twenty hours, and not after the deadline', () => {
	const deadline = 10 * dayBefore;
	expect(mayRemind({ deadline }, null, 0)).toBe(true);
	expect(mayRemind({ deadline }, 0, againAfter - 1)).toBe(false);
	expect(mayRemind({ deadline }, 0, againAfter)).toBe(true);
	expect(mayRemind({ deadline }, null, deadline)).toBe(false);
	expect(mayRemind({ deadline: null }, null, 0)).toBe(false);
});

test('R6 the one that goes by itself is due within a day of the deadline', () => {
	const deadline = 10 * dayBefore;
	expect(isDue({ deadline }, deadline - dayBefore - 1)).toBe(false);
	expect(isDue({ deadline }, deadline - dayBefore)).toBe(true);
	expect(isDue({ deadline }, deadline)).toBe(false);
	expect(isDue({ deadline: null }, 0)).toBe(false);
});

test('R19 who gets no reminder now, and why: the first of the reasons that there are', () => {
	const step = { deadline: 1000 + againAfter };
	const reached = { hasAddress: true, last: null, isFull: false };
	expect(leftOut(step, reached, 1000)).toBeNull();
	expect(leftOut(step, { hasAddress: false, last: 999, isFull: true }, 1000)).toBe('no-address');
	expect(leftOut(step, { ...reached, last: 999, isFull: true }, 1000)).toBe('lately');
	expect(leftOut(step, { ...reached, isFull: true }, 1000)).toBe('too-many');
	expect(leftOut(step, reached, step.deadline)).toBe('over');
	expect(leftOut({ deadline: null }, reached, 1000)).toBe('over');
});
