import { speaksAs } from '#domain/journey/admitting.ts';
import type { Standing } from '#domain/parts/consent/consent.ts';
import { nobodyNamed } from '#domain/parts/consent/speaking.ts';
import type { Advice, MyConsent } from '#wire/parts/consent/state.ts';
import type { Viewing } from '#server/kinds/kind.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { isSpeaker, namedIn } from '#server/journey/speakers.ts';
import { adviceIn } from './advice.ts';
import { questionsIn } from './before-answers.ts';
import { readRound, saidOn, wordsBehind, type Round, type RoundRows } from './rounds.ts';
import { agreement, timesOf } from './state.ts';
import { idsAsked, versionOf, type Subject } from './subjects.ts';

/** What one person reads and answers; with what changed since their organisation answered last (I12). */
export async function myConsent(
	{ context, reading, seat }: Pick<Viewing, 'context' | 'reading' | 'seat'>,
	round: Round,
	subjects: readonly Subject[]
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
	const own = await ownStandings(reading, rows, subjects, organisation);
	const speaks = organisation !== null && (await isSpeaker(reading, context, seat));
	const advice =
		organisation === null ? [] : await adviceFor(reading, round, { ...seat, organisation, speaks });
	const questions = await reading.rows(questionsIn, round.id);
	return {
		organisation,
		questions: questions.filter((one) => one.participant === seat.participant).map(({ id }) => id),
		...(await spokenFor(reading, { ...seat, organisation })),
		speaks,
		subjects: mine.map(({ subject: { id, kind, name, words }, version, before: read }) => ({
			id,
			kind,
			name,
			version,
			words,
			own: own.get(id) ?? null,
			advice: advice.filter((one) => one.subject === id && one.version === version),
			before: before.find((one) => one.subject === id && one.version === read)?.words ?? null
		}))
	};
}

/** Where one's organisation stands on each subject, whether or not others may know; none for who comes for none. */
async function ownStandings(
	reading: Reading,
	rows: RoundRows,
	subjects: readonly Subject[],
	organisation: string | null
): Promise<ReadonlyMap<string, Standing | undefined>> {
	const table = await idsAsked(reading);
	const times = await timesOf(reading);
	return new Map(
		subjects.map((subject) => {
			const { standings } = agreement(subject, rows, table, times);
			return [subject.id, standings.find((one) => one.organisation === organisation)?.standing];
		})
	);
}

/** Who answers for their organisation, by name: colleagues know each other. */
async function spokenFor(
	reading: Reading,
	{ participant, organisation }: Pick<SeatOf, 'participant' | 'organisation'>
): Promise<Pick<MyConsent, 'role' | 'holder' | 'deputy' | 'isLeft'>> {
	const { holder, deputy, isLeft } = (await namedIn(reading)).get(organisation ?? '') ?? nobodyNamed;
	const people = await reading.people();
	const name = (of: string | null) => people.find((one) => one.participant === of)?.name ?? null;
	const role = participant === holder ? 'holder' : participant === deputy ? 'deputy' : null;
	return { role, holder: name(holder), deputy: name(deputy), isLeft };
}

/** The newest of each colleague for whoever answers, or may come to; of others their own (I16). */
async function adviceFor(
	reading: Reading,
	round: Round,
	me: Pick<SeatOf, 'participant' | 'organisation'> & { speaks: boolean }
): Promise<(Advice & { subject: string; version: string })[]> {
	const named = (await namedIn(reading)).get(me.organisation!) ?? nobodyNamed;
	const reads = me.speaks || named.holder === me.participant || named.deputy === me.participant;
	const theirs = (await reading.rows(adviceIn, round.id)).filter(
		(one) => one.organisation === me.organisation && (reads || one.participant === me.participant)
	);
	const newest = new Map(theirs.map((one) => [`${one.participant} ${one.subject} ${one.version}`, one]));
	return [...newest.values()].map(({ id, subject, version, participant, name, stance, words }) => ({
		...{ id, subject, version, name, stance, words },
		isMine: participant === me.participant
	}));
}

/** Who was not there read nothing. */
const versionRead = (rows: RoundRows, subject: string, organisation: string | null): string | null =>
	saidOn(rows, subject).findLast((one) => one.organisation === organisation && one.stance !== 'absent')
		?.version ?? null;
