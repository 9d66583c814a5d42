// Days and times of the day: which there are, what moment they are, and how they are said (D9, D17).
import type { Checked } from '#domain/text/text.ts';

/** Where the region is: server, phone, letter and file say one time, wherever they stand (D17). */
const zone = 'Europe/Amsterdam';

/** A year outside these is a slip of the fingers: 26 for 2026, 9999 for nothing. */
const firstYear = '2000';
const lastYear = '2100';

/** `2026-11-12` as a field gives it: a day that there is, in a year that people mean (D9). */
export function checkDate(given: string): Checked {
	const at = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(given) : NaN;
	if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(given))
		return { ok: false, reason: 'date-invalid' };
	const year = given.slice(0, firstYear.length);
	return year < firstYear || year > lastYear
		? { ok: false, reason: 'year-invalid' }
		: { ok: true, text: given };
}

/** `09:30` as a field gives it (D9). */
export const checkTime = (given: string): Checked =>
	minuteOfDay(given) === null ? { ok: false, reason: 'time-invalid' } : { ok: true, text: given };

/**
 * What somebody chose in a field, `2026-11-12T09:30`, ms since 1970. Refused: a day or a time that there is not, and the
 * hour that summer time skips (D9).
 */
export function checkMoment(given: string): { ok: true; at: number } | { ok: false; reason: string } {
	const [day = '', time = ''] = given.split('T');
	const date = checkDate(day);
	if (!date.ok) return date;
	const clock = checkTime(time);
	if (!clock.ok) return clock;
	const at = momentOf(day, time);
	return onTheClock(at) === `${day} ${time}` ? { ok: true, at } : { ok: false, reason: 'time-skipped' };
}

/** `09:30` as 570 minutes after midnight, or null when it is no time of the day. */
export function minuteOfDay(time: string): number | null {
	const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
	return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The moment of `2026-11-12` at `09:30` in the region, ms since 1970. */
export function momentOf(date: string, time: string): number {
	const asUtc = Date.parse(`${date}T${time}Z`);
	// Twice: the first answer may stand on the other side of a change of the clock.
	return asUtc - aheadOfUtc(asUtc - aheadOfUtc(asUtc));
}

const second = 1000;
const everyPart: Intl.DateTimeFormatOptions = {
	...{ year: 'numeric', month: '2-digit', day: '2-digit', era: 'short' },
	...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone }
};

/** What calendar and clock show there, as if it were UTC; also long ago and far ahead, ms. */
function shown(at: number): number {
	const clock = new Intl.DateTimeFormat('en-GB', everyPart);
	const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
	const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
	const year = parts.get('era')?.startsWith('B') ? 1 - of('year') : of('year');
	// Date.UTC takes the year 26 for 1926.
	const day = new Date(0).setUTCFullYear(year, of('month') - 1, of('day'));
	return day + ((of('hour') * 60 + of('minute')) * 60 + of('second')) * second;
}

/** How far the clocks there are ahead at that moment, ms. */
const aheadOfUtc = (at: number): number => shown(at) - Math.floor(at / second) * second;

/** `2026-11-12 09:30` in the region, for tables. */
export const onTheClock = (at: number): string =>
	new Date(shown(at)).toISOString().slice(0, '2026-11-12T09:30'.length).replace('T', ' ');

/** The day that it is in the region, `2026-11-12`. */
export const dayOf = (at: number): string => onTheClock(at).slice(0, '2026-11-12'.length);

/** Whether a clock on this machine shows another time then. */
export const isElsewhere = (at: number): boolean =>
	aheadOfUtc(at) !== -new Date(at).getTimezoneOffset() * 60 * second;

/** English is of Europe here: the day comes before the month. */
const tagOf = (locale: string) => (locale === 'en' ? 'en-GB' : locale);

const say = (at: number, locale: string, form: Intl.DateTimeFormatOptions) =>
	new Intl.DateTimeFormat(tagOf(locale), form).format(at);

/** `09:20` */
export const timeOfDay = (at: number, locale: string): string =>
	say(at, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });

/** 'donderdag 12 november 2026', for a date as `2026-11-12`. */
export const dateInWords = (date: string, locale: string): string =>
	say(Date.parse(date), locale, { dateStyle: 'full', timeZone: 'UTC' });

/** '12 november 2026', for a date as `2026-11-12`. */
export const dayInWords = (date: string, locale: string): string =>
	say(Date.parse(date), locale, { dateStyle: 'long', timeZone: 'UTC' });

/** '12 november 2026 om 09:20' */
export const momentInWords = (at: number, locale: string): string =>
	say(at, locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone });

/** 'donderdag 12 november 2026 om 09:20' */
export const deadlineInWords = (at: number, locale: string): string =>
	say(at, locale, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
