import { expect, test } from 'vitest';
import { dateInWords, runSheet, sinceStart, timeOfDay } from './run-sheet.ts';

const minute = 60_000;
const nine = Date.parse('2026-11-12T09:00:00+01:00');
const steps = [
	{ id: 'check-in', minutes: 20 },
	{ id: 'values', minutes: 12 },
	{ id: 'close', minutes: 5 }
];
const times = (sheet: ReturnType<typeof runSheet>) => sheet.lines.map((line) => timeOfDay(line.at, 'nl'));

test('each step begins when the ones before it are over', () => {
	const sheet = runSheet(nine, steps);
	expect(times(sheet)).toEqual(['09:00', '09:20', '09:32']);
	expect(sheet.late).toBe(0);
});

test('a room that runs over moves what comes after it, and nothing before', () => {
	const sheet = runSheet(nine, steps, 'check-in', nine + 26 * minute);
	expect(times(sheet)).toEqual(['09:00', '09:26', '09:38']);
	expect(sheet.lines.map((line) => line.late)).toEqual([0, 6, 6]);
	expect(sheet.late).toBe(6);
});

test('a room within its time is not late', () => {
	expect(runSheet(nine, steps, 'values', nine + 31 * minute).late).toBe(0);
});

test('a minute is late when it is over', () => {
	expect(runSheet(nine, steps, 'check-in', nine + 21 * minute - 1).late).toBe(0);
	expect(runSheet(nine, steps, 'check-in', nine + 21 * minute).late).toBe(1);
});

test('before the meeting opens, times count from the start', () => {
	expect(runSheet(0, steps).lines.map((line) => sinceStart(line.at))).toEqual(['0:00', '0:20', '0:32']);
	expect(sinceStart(95 * minute)).toBe('1:35');
});

test('a date is said in the language of the page, whatever the zone', () => {
	expect(dateInWords('2026-11-12', 'nl')).toBe('donderdag 12 november 2026');
	expect(dateInWords('2026-11-12', 'en')).toBe('Thursday, November 12, 2026');
});
