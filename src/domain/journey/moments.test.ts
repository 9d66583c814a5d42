import { expect, test } from 'vitest';
import {
	checkDate,
	checkMoment,
	checkTime,
	dateInWords,
	dayInWords,
	dayOf,
	deadlineInWords,
	momentInWords,
	momentOf,
	onTheClock,
	timeOfDay
} from './moments.ts';

const utc = (text: string) => Date.parse(text);
const refused = (reason: string) => ({ ok: false, reason });

test('D9 a day is one that there is, in a year that people mean', () => {
	for (const day of ['2026-11-12', '2028-02-29', '2000-01-01', '2100-12-31'])
		expect(checkDate(day)).toEqual({ ok: true, text: day });
	for (const none of ['', '2026-02-29', '2026-02-30', '2026-13-01', '12-11-2026', 'morgen', '+12026-01-01'])
		expect(checkDate(none), none).toEqual(refused('date-invalid'));
	for (const slip of ['0026-11-12', '0202-11-12', '1999-12-31', '2101-01-01', '9999-12-31'])
		expect(checkDate(slip), slip).toEqual(refused('year-invalid'));
});

test('D9 a time is one that a clock shows', () => {
	for (const time of ['00:00', '09:30', '23:59']) expect(checkTime(time)).toEqual({ ok: true, text: time });
	for (const none of ['', '24:00', '25:00', '9:30', '09:60', 'nu', '09:30:00'])
		expect(checkTime(none), none).toEqual(refused('time-invalid'));
});

test('D9 what a field says is a moment, unless no calendar or clock ever shows it', () => {
	expect(checkMoment('2026-11-12T09:30')).toEqual({ ok: true, at: utc('2026-11-12T08:30Z') });
	expect(checkMoment('2028-02-29T00:00')).toEqual({ ok: true, at: utc('2028-02-28T23:00Z') });
	// Twice in the night that summer time ends.
	expect(checkMoment('2026-10-25T02:30')).toMatchObject({ ok: true });
	for (const never of ['2026-03-29T02:00', '2026-03-29T02:59'])
		expect(checkMoment(never), never).toEqual(refused('time-skipped'));
	for (const day of ['', '2026-02-29T09:30', '1e9', 'nu'])
		expect(checkMoment(day), day).toEqual(refused('date-invalid'));
	for (const year of ['0026-11-12T09:30', '9999-12-31T23:59'])
		expect(checkMoment(year), year).toEqual(refused('year-invalid'));
	for (const time of ['2026-11-12', '2026-11-12T9:30', '2026-11-12T24:00', '2026-11-12T09:30Z'])
		expect(checkMoment(time), time).toEqual(refused('time-invalid'));
});

test('D17 a time of the day is one moment, in winter, in summer and around the change of the clock', () => {
	expect(momentOf('2026-11-12', '09:30')).toBe(utc('2026-11-12T08:30Z'));
	expect(momentOf('2026-07-01', '09:30')).toBe(utc('2026-07-01T07:30Z'));
	expect(momentOf('2026-03-29', '01:30')).toBe(utc('2026-03-29T00:30Z'));
	expect(momentOf('2026-03-29', '03:30')).toBe(utc('2026-03-29T01:30Z'));
	expect(momentOf('2026-10-25', '03:30')).toBe(utc('2026-10-25T02:30Z'));
	for (const time of ['00:00', '09:05', '23:59'])
		expect(timeOfDay(momentOf('2026-11-12', time), 'nl')).toBe(time);
});

test('D17 a row that was kept before years were looked at is still a moment', () => {
	for (const date of ['0000-01-01', '0026-11-12', '9999-12-31'])
		for (const time of ['00:00', '23:59']) {
			const at = momentOf(date, time);
			expect(Math.abs(at - utc(`${date}T${time}Z`)), date).toBeLessThan(3 * 60 * 60 * 1000);
			expect(timeOfDay(at, 'nl')).toBe(time);
			expect(momentInWords(at, 'en')).toContain(time);
		}
});

test('D17 the day is that of the region, around midnight too', () => {
	expect(dayOf(utc('2026-11-12T22:59Z'))).toBe('2026-11-12');
	expect(dayOf(utc('2026-11-12T23:00Z'))).toBe('2026-11-13');
	expect(dayOf(utc('2026-07-01T22:00Z'))).toBe('2026-07-02');
	expect(onTheClock(utc('2026-07-01T22:05:59Z'))).toBe('2026-07-02 00:05');
});

test('D17 a day is said in the language of the page, in English too with the day before the month', () => {
	expect(dateInWords('2026-11-12', 'nl')).toBe('donderdag 12 november 2026');
	expect(dateInWords('2026-11-12', 'en')).toMatch(/^Thursday,? 12 November 2026$/);
	expect(dayInWords('2026-11-12', 'nl')).toBe('12 november 2026');
	expect(dayInWords('2026-11-12', 'en')).toBe('12 November 2026');
	const at = utc('2026-11-12T08:20Z');
	expect(momentInWords(at, 'nl')).toBe('12 november 2026 om 09:20');
	expect(momentInWords(at, 'en')).toBe('12 November 2026 at 09:20');
	expect(deadlineInWords(at, 'nl')).toBe('donderdag 12 november 2026 om 09:20');
	expect(deadlineInWords(at, 'en')).toMatch(/^Thursday,? 12 November 2026 at 09:20$/);
});
