import { dateInWords, dayOf } from '#domain/journey/moments.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

interface Planned {
	/** ISO date. */
	date: string;
	/** Ms since 1970. */
	closedAt: number | null;
}

/** What is asked before a meeting of another day is opened (J43); null: nothing, one that was closed today goes on. */
export function anotherDay({ date, closedAt }: Planned, today: string | null): string | null {
	if (today === null || date === today || wasClosedOn(today, closedAt)) return null;
	return m.setup_open_day({ date: dateInWords(date, getLocale()), today: dateInWords(today, getLocale()) });
}

/** Perhaps too early: it goes on (J41). */
export const wasClosedOn = (day: string, closedAt: number | null): boolean =>
	closedAt !== null && dayOf(closedAt) === day;
