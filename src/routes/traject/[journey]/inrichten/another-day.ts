import { dateInWords, dayOf } from '#lib/journey/run-sheet.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

interface Planned {
	/** ISO date. */
	date: string;
	/** Ms since 1970. */
	closedAt: number | null;
}

/** A meeting that is opened now was planned for another day (J43); one that was closed today goes on. */
export const isOfAnotherDay = ({ date, closedAt }: Planned, today: string): boolean =>
	date !== today && (closedAt === null || dayOf(closedAt) !== today);

/** What is asked about it then. */
export const anotherDay = ({ date }: Planned, today: string): string =>
	m.setup_open_day({ date: dateInWords(date, getLocale()), today: dateInWords(today, getLocale()) });
