import { expect, test } from 'vitest';
import { dateInWords, momentOf, readMoment, sheetStart, timeOfDay } from './run-sheet.ts';

const utc = (text: string) => Date.parse(text);

test('a time of the day is one moment, in winter, in summer and around the change of the clock', () => {
	expect(momentOf('2026-11-12', '09:30')).toBe(utc('2026-11-12T08:30Z'));
	expect(momentOf('2026-07-01', '09:30')).toBe(utc('2026-07-01T07:30Z'));
	expect(momentOf('2026-03-29', '01:30')).toBe(utc('2026-03-29T00:30Z'));
	expect(momentOf('2026-03-29', '03:30')).toBe(utc('2026-03-29T01:30Z'));
	expect(momentOf('2026-10-25', '03:30')).toBe(utc('2026-10-25T02:30Z'));
	for (const time of ['00:00', '09:05', '23:59'])
		expect(timeOfDay(momentOf('2026-11-12', time), 'nl')).toBe(time);
});

test('what a field says is a moment, unless no calendar or clock ever shows it', () => {
	expect(readMoment('2026-11-12T09:30')).toBe(utc('2026-11-12T08:30Z'));
	expect(readMoment('2028-02-29T00:00')).toBe(utc('2028-02-28T23:00Z'));
	// Twice in the night that summer time ends.
	expect(readMoment('2026-10-25T02:30')).not.toBeNull();
	for (const never of ['2026-02-29T09:30', '2026-02-31T09:30', '2026-03-29T02:00', '2026-03-29T02:59'])
		expect(readMoment(never), never).toBeNull();
	for (const odd of [
		'',
		'2026-11-12',
		'2026-11-12T9:30',
		'2026-11-12T24:00',
		'2026-11-12T09:30Z',
		'1e9',
		'nu'
	])
		expect(readMoment(odd), odd).toBeNull();
});

test('a meeting counts from its planned start, or from its opening on another day', () => {
	const day = { date: '2026-11-12', startsAt: '09:30' };
	const steps = [{ minutes: 20 }, { minutes: 12 }];
	const planned = utc('2026-11-12T08:30Z');
	expect(sheetStart({ ...day, openedAt: null }, steps)).toBe(planned);
	expect(sheetStart({ ...day, openedAt: utc('2026-11-12T08:36Z') }, steps)).toBe(planned);
	expect(sheetStart({ ...day, openedAt: utc('2026-11-13T08:30Z') }, steps)).toBe(utc('2026-11-13T08:30Z'));
});

test('a date is said in the language of the page, whatever the zone', () => {
	expect(dateInWords('2026-11-12', 'nl')).toBe('donderdag 12 november 2026');
	expect(dateInWords('2026-11-12', 'en')).toBe('Thursday, November 12, 2026');
});
