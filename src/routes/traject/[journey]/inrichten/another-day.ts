import { dateInWords, dayOf } from '#lib/journey/run-sheet.ts';
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
	const isOfNow = date === today || (closedAt !== null && dayOf(closedAt) === today);
	if (today === null || isOfNow) return null;
	return m.setup_open_day({ date: dateInWords(date, getLocale()), today: dateInWords(today, getLocale()) });
}
