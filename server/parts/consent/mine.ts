import { speaksAs } from '#domain/journey/admitting.ts';
import type { MyConsent } from '#wire/parts/consent/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { readRound, saidOn, wordsBehind, type Round, type RoundRows } from './rounds.ts';
import { versionOf, type Subject } from './subjects.ts';

/** What one person reads and answers; with what changed since their organisation answered last (I12). */
export async function myConsent(
	reading: Reading,
	round: Round,
	subjects: readonly Subject[],
	seat: SeatOf
): Promise<MyConsent> {
	const organisation = seat.role === 'observer' ? null : speaksAs(seat);
	const rows = await reading.rows(readRound, round.id);
	const mine = subjects.map((subject) => {
		const version = versionOf(subject);
		const read = versionRead(rows, subject.id, organisation);
		return { subject, version, before: read === version ? null : read };
	});
	const before = await wordsBehind(
		reading.db,
		round.id,
		mine.flatMap(({ before }) => before ?? [])
	);
	return {
		organisation,
		subjects: mine.map(({ subject: { id, kind, name, words }, version, before: read }) => ({
			id,
			kind,
			name,
			version,
			words,
			before: before.find((one) => one.subject === id && one.version === read)?.words ?? null
		}))
	};
}

/** Who was not there read nothing. */
const versionRead = (rows: RoundRows, subject: string, organisation: string | null): string | null =>
	saidOn(rows, subject).findLast((one) => one.organisation === organisation && one.stance !== 'absent')
		?.version ?? null;
