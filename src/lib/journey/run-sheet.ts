import { countsFrom, isDate, minuteOfDay, type SheetLine } from '#domain/journey/run-sheet.ts';

// How times and dates are said. What they are stands in domain/run-sheet.ts.

export type { SheetLine };

/** Where the meetings are. A page that the server made and the same page in the browser show one time. */
const zone = 'Europe/Amsterdam';

/** What the times of a meeting count from, ms since 1970 (D5). */
export function sheetStart(
	meeting: { date: string; startsAt: string; openedAt: number | null },
	steps: readonly { minutes: number }[]
): number {
	const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
	return countsFrom(momentOf(meeting.date, meeting.startsAt), meeting.openedAt, minutes);
}

/** The moment of `2026-11-12` at `09:30` where the meetings are, ms since 1970. */
export function momentOf(date: string, time: string): number {
	const asUtc = Date.parse(`${date}T${time}Z`);
	// Twice: the first answer may stand on the other side of a change of the clock.
	return asUtc - aheadOfUtc(asUtc - aheadOfUtc(asUtc));
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

/** How far the clocks here are ahead at that moment, ms. */
const aheadOfUtc = (at: number): number => Date.parse(`${onTheClock(at)}Z`) - Math.floor(at / 1000) * 1000;

/** `2026-11-12T09:30:00`, where the meetings are. */
const onTheClock = (at: number): string =>
	new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone })
		.format(at)
		.replace(' ', 'T');

/** `2026-11-12`: which day it is there. */
export const dayOf = (at: number): string => onTheClock(at).slice(0, 10);

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
