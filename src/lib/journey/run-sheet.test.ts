import { expect, test } from 'vitest';
import { sheetStart } from './run-sheet.ts';

const utc = (text: string) => Date.parse(text);

test('a meeting counts from its planned start, or from its opening on another day', () => {
	const day = { date: '2026-11-12', startsAt: '09:30' };
	const steps = [{ minutes: 20 }, { minutes: 12 }];
	const planned = utc('2026-11-12T08:30Z');
	expect(sheetStart({ ...day, openedAt: null }, steps)).toBe(planned);
	expect(sheetStart({ ...day, openedAt: utc('2026-11-12T08:36Z') }, steps)).toBe(planned);
	expect(sheetStart({ ...day, openedAt: utc('2026-11-13T08:30Z') }, steps)).toBe(utc('2026-11-13T08:30Z'));
});

test('D9 a meeting of a year that nobody means, kept before that was refused, has times all the same', () => {
	for (const date of ['0026-11-12', '9999-12-31'])
		expect(sheetStart({ date, startsAt: '23:59', openedAt: null }, [])).not.toBeNaN();
});
