import { countsFrom } from '#domain/journey/run-sheet.ts';
import { momentOf } from '#domain/journey/moments.ts';

/** What the times of a meeting count from, ms since 1970 (D5). */
export function sheetStart(
	meeting: { date: string; startsAt: string; openedAt: number | null },
	steps: readonly { minutes: number }[]
): number {
	const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
	return countsFrom(momentOf(meeting.date, meeting.startsAt), meeting.openedAt, minutes);
}
