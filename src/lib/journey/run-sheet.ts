import { countsFrom, isDate, minuteOfDay, type SheetLine } from '#domain/journey/run-sheet.ts';
import { momentOf, onTheClock, zone } from '#domain/journey/region-time.ts';

// How times and dates are said. What they are stands in domain/run-sheet.ts.

export type { SheetLine };

export { momentOf };

/** What the times of a meeting count from, ms since 1970 (D5). */
export function sheetStart(
	meeting: { date: string; startsAt: string; openedAt: number | null },
	steps: readonly { minutes: number }[]
): number {
	const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
	return countsFrom(momentOf(meeting.date, meeting.startsAt), meeting.openedAt, minutes);
}

/**
 * What somebody chose in a field, `2026-11-12T09:30`, as `momentOf` gives it; null: there is no such moment, on 31 February
 * or in the hour that summer time skips.
 */
export function readMoment(given: string): number | null {
	const [date = '', time = ''] = given.split('T');
	if (!isDate(date) || minuteOfDay(time) === null) return null;
	const at = momentOf(date, time);
	return onTheClock(at).startsWith(`${date}T${time}`) ? at : null;
}

/** `09:20` */
export function timeOfDay(at: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, {
		hour: '2-digit',
		minute: '2-digit',
		hour12: false,
		timeZone: zone
	}).format(at);
}

/** 'donderdag 12 november 2026', for a date as `2026-11-12`. */
export function dateInWords(date: string, locale: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(date));
}

/** '12 november 2026 om 09:20' */
export function momentInWords(at: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(
		at
	);
}
