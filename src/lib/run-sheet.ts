const minute = 60_000;

/** One step of the run-sheet, with the moment it begins. */
export interface SheetLine {
	id: string;
	/** ms since 1970, or since the start when that is not known yet. */
	at: number;
	/** Minutes later than planned; 0 for what is over. */
	late: number;
}

/**
 * When each step begins, and how many minutes the room runs over. Planned times follow from the start and the
 * minutes of each step; what comes after the room's step (`here`) moves along with it.
 */
export function runSheet(
	startsAt: number,
	steps: readonly { id: string; minutes: number }[],
	here: string | null = null,
	now = startsAt
): { lines: SheetLine[]; late: number } {
	let at = startsAt;
	let late = 0;
	const lines = steps.map(({ id, minutes }) => {
		const line = { id, at: at + late * minute, late };
		at += minutes * minute;
		if (id === here) late = Math.max(0, Math.floor((now - at) / minute));
		return line;
	});
	return { lines, late };
}

/** Where the meetings are. A page that the server made and the same page in the browser show one time. */
const zone = 'Europe/Amsterdam';

/** `09:20` */
export function timeOfDay(at: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, {
		hour: '2-digit',
		minute: '2-digit',
		hour12: false,
		timeZone: zone
	}).format(at);
}

/** `0:20`, counted from the start. */
export function sinceStart(ms: number): string {
	const minutes = Math.round(ms / minute);
	return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
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
