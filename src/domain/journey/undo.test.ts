import { expect, test } from 'vitest';
import { isInTime, staysAfter, undoMs } from './undo.ts';

test('P16 a move can be undone for ten seconds, and by who pressed in the last of them', () => {
	expect(undoMs).toBe(10_000);
	expect(isInTime(0, undoMs)).toBe(true);
	expect(isInTime(0, undoMs + 1000)).toBe(true);
	expect(isInTime(0, 2 * undoMs)).toBe(false);
});

test('P16 cards on the table stay there and what was seen is seen; every other move goes back whole', () => {
	for (const kind of ['values', 'future', 'ideas', 'hard-talk', 'today'])
		expect(staysAfter(kind, 'writing')).toBe('cards');
	expect(staysAfter('today', 'scoring')).toBe('seen');
	expect(staysAfter('choose', 'judging')).toBe('seen');
	expect(staysAfter('values', 'prepared')).toBe(null);
	expect(staysAfter('values', 'sorting')).toBe(null);
	expect(staysAfter('values', 'consenting')).toBe(null);
});
