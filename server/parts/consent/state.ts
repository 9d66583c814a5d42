import {
	agreementOf,
	everybodySaid,
	hasSaid,
	isAccepted,
	type Agreement,
	type ConsentFacts,
	type StandingOf
} from '#domain/parts/consent/consent.ts';
import type { Phase } from '#domain/parts/consent/phases.ts';
import type { ConsentState, SubjectState, Voiced } from '#wire/parts/consent/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import {
	isShownBefore,
	newestOf,
	readRound,
	saidOn,
	type Round,
	type RoundRows,
	type StanceOf
} from './rounds.ts';
import { questionsOf, reactionsIn } from './before-answers.ts';
import { harmableIn, idsAsked, versionOf, type Subject } from './subjects.ts';

/** The part of the facts: organisations, stances and words; never a person (I11). */
export async function consentState(
	reading: Reading,
	round: Round,
	subjects: readonly Subject[]
): Promise<ConsentState> {
	const rows = await reading.rows(readRound, round.id);
	const organisations = await idsAsked(reading);
	const harmable = await harmableIn(reading);
	const times = await timesOf(reading);
	return {
		part: 'consent',
		phase: rows.phase.name,
		...(await beforeAnswers(reading, round, rows.phase.name)),
		absentDays: times.absentDays,
		subjects: subjects.map((subject) =>
			subjectState(subject, rows, agreement(subject, rows, organisations, times))
		),
		harmable: harmable.map(({ id, kind, name }) => ({ id, kind, name }))
	};
}

/** Questions with what was answered, and reactions, until standpoints are asked; of organisations, never of persons (I11). */
async function beforeAnswers(
	reading: Reading,
	round: Round,
	phase: Phase
): Promise<Pick<ConsentState, 'questions' | 'reactions'>> {
	if (phase === 'standpoint') return { questions: [], reactions: [] };
	const questions = await questionsOf(reading, round.id);
	return {
		questions: questions.map(({ id, subject, organisation, text, answer }) => ({
			...{ id, subject, organisation, text, answer }
		})),
		reactions: (await reactionsIn(reading, round.id)).map(({ organisation, words, passed }) => ({
			...{ organisation, words, passed }
		}))
	};
}

/** Subjects that some organisation does not consent to as they are now (I4), each with those organisations, in their order. */
export async function notAgreed(
	reading: Reading,
	round: Round,
	subjects: readonly Subject[]
): Promise<{ subject: Subject; organisations: string[] }[]> {
	const rows = await reading.rows(readRound, round.id);
	const asked = await reading.organisations();
	const ids = asked.map(({ id }) => id);
	const times = await timesOf(reading);
	return subjects.flatMap((subject) => {
		const { agreed, standings } = agreement(subject, rows, ids, times);
		if (agreed) return [];
		// Who is not named here would have consented: until it is shown all are.
		if (!isShown(rows, subject.id, versionOf(subject), ids))
			return { subject, organisations: asked.map(({ name }) => name) };
		const open = standings.filter(({ standing }) => standing !== 'consent' && standing !== 'concern');
		return {
			subject,
			organisations: open.map((one) => asked.find(({ id }) => id === one.organisation)!.name)
		};
	});
}

/** What says until when an absent organisation can answer. */
export const timesOf = async (reading: Reading): Promise<Pick<ConsentFacts, 'now' | 'absentDays'>> => ({
	now: reading.now,
	absentDays: (await reading.room()).absentDays
});

export const agreement = (
	subject: Subject,
	rows: RoundRows,
	organisations: readonly string[],
	times: Pick<ConsentFacts, 'now' | 'absentDays'>
): Agreement =>
	agreementOf({
		organisations,
		version: versionOf(subject),
		said: saidAtTable(rows, subject, organisations),
		integrated: rows.integrated,
		...times
	});

/** Whether everybody may know what was answered to a version: it was shown, or all have answered (I18, I19). */
export const isShown = (
	rows: RoundRows,
	subject: string,
	version: string,
	organisations: readonly string[]
): boolean =>
	isShownBefore(rows, subject, version) || everybodySaid(organisations, version, saidOn(rows, subject));

/** Organisations that have still to answer to some subject, whether or not it is shown who. */
export async function organisationsAsked(
	reading: Reading,
	round: Round,
	subjects: readonly { id: string; version: string }[]
): Promise<Set<string>> {
	const rows = await reading.rows(readRound, round.id);
	const accepted = (id: string) => isAccepted(id, rows.integrated);
	const owes = (organisation: string) =>
		subjects.some(({ id, version }) => {
			const newest = saidOn(rows, id).findLast(
				(one) => one.organisation === organisation && one.version === version
			);
			return !newest || newest.stance === 'absent' || accepted(newest.id);
		});
	return new Set((await idsAsked(reading)).filter(owes));
}

/** What an organisation said that left the table since stays in the rows, and holds nothing up (J33). */
const saidAtTable = (rows: RoundRows, { id }: Subject, organisations: readonly string[]): StanceOf[] =>
	saidOn(rows, id).filter(({ organisation }) => organisations.includes(organisation));

function subjectState(subject: Subject, rows: RoundRows, { standings, ...agreed }: Agreement): SubjectState {
	const { id, kind, name } = subject;
	const asked = standings.map(({ organisation }) => organisation);
	const said = saidAtTable(rows, subject, asked);
	const version = versionOf(subject);
	const shown = isShown(rows, id, version, asked);
	const counts = new Set(standings.map(({ said }) => said));
	return {
		id,
		kind,
		name,
		version,
		...agreed,
		...(!shown && { smallerStep: false }),
		shown,
		given: asked.filter((one) => hasSaid(one, version, said)).length,
		standings: standings.map((one) => ({
			organisation: one.organisation,
			standing: shown ? one.standing : hidden(one),
			answersBy: one.answersBy
		})),
		voiced: said
			.filter(({ version }) => isShown(rows, id, version, asked))
			.filter(isVoiced)
			.map(({ id, organisation, stance, words, harms }) => ({
				id,
				organisation,
				stance,
				words,
				harms,
				stands: counts.has(id) && !isAccepted(id, rows.integrated),
				integration: integrationOf(rows, id)
			}))
	};
}

/** That nobody is there to answer is no answer: it may be known at once. */
const hidden = ({ standing }: StandingOf): StandingOf['standing'] =>
	standing === 'absent' || standing === 'overdue' ? standing : 'asked';

const isVoiced = (said: StanceOf): said is StanceOf & { stance: Voiced['stance'] } =>
	said.stance === 'objection' || said.stance === 'concern';

function integrationOf(rows: RoundRows, stance: string): Voiced['integration'] {
	const newest = newestOf(rows, stance);
	if (!newest) return null;
	const { id, method, words, acceptedAt } = newest;
	return { id, method, words, accepted: acceptedAt !== null };
}
