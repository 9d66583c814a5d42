import { expect, test } from 'vitest';
import { afterWorkingDays } from './working-days.ts';

const local = (at: number) =>
	new Intl.DateTimeFormat('sv-SE', {
		...{ dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Amsterdam' }
	}).format(at);
const after = (from: string, days: number) => local(afterWorkingDays(Date.parse(from), days));

test('I8 working days are counted without Saturdays and Sundays, to the end of the last one', () => {
	// A Thursday.
	expect(after('2026-03-12T09:30:00Z', 1)).toBe('2026-03-14 00:00');
	expect(after('2026-03-12T09:30:00Z', 2)).toBe('2026-03-17 00:00');
	expect(after('2026-03-12T09:30:00Z', 10)).toBe('2026-03-27 00:00');
	// A Saturday.
	expect(after('2026-03-14T09:30:00Z', 1)).toBe('2026-03-17 00:00');
});

test('I8 a day is one of the region, also late in the evening and over a change of the clock', () => {
	// Thursday half past eleven in UTC is Friday there.
	expect(after('2026-03-12T23:30:00Z', 1)).toBe('2026-03-17 00:00');
	// The clock goes on in the night of 28 to 29 March, and back in that of 24 to 25 October.
	expect(after('2026-03-27T09:30:00Z', 1)).toBe('2026-03-31 00:00');
	expect(after('2026-10-23T09:30:00Z', 1)).toBe('2026-10-27 00:00');
	expect(afterWorkingDays(Date.parse('2026-03-27T09:30:00Z'), 60)).toBeGreaterThan(0);
});
