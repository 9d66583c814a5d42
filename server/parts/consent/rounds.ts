import type { Integrated, Method, Said, Stance, Words } from '#domain/parts/consent/consent.ts';
import type { Phase } from '#domain/parts/consent/phases.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// The rows of a consent round: what organisations said, and what was done with it. No person comes out of here (I11).

/** Where organisations are asked for their consent. The round of a step has its id. */
export interface Round {
	id: string;
	journey: string;
}

export const roundOfStep = ({ id, journey_id }: Pick<StepRow, 'id' | 'journey_id'>): Round => ({
	id,
	journey: journey_id
});

export interface StanceOf extends Said {
	/** The id of what it is about. */
	subject: string;
	/** Of an objection: the value or ambition that it harms. */
	harms: string | null;
	words: string;
}

export interface IntegrationOf extends Integrated {
	id: string;
	method: Method;
	words: string;
}

/** All of a round, whatever its subject and version; oldest first. */
export interface RoundRows {
	said: StanceOf[];
	integrated: IntegrationOf[];
	/** On which versions of which subjects the answers were shown (I18). */
	shown: { subject: string; version: string }[];
	/** Where the round is (I20). */
	phase: { name: Phase; position: number };
}

export async function readRound(db: Query, round: string): Promise<RoundRows> {
	const said = await db
		.selectFrom('stance')
		.select([
			'id',
			'position as order',
			'subject',
			'organisation_id as organisation',
			'version',
			'stance',
			'harms_id as harms',
			'words',
			'at'
		])
		.where('round_id', '=', round)
		.orderBy('position')
		.execute();
	const shown = await db
		.selectFrom('consent_shown')
		.select(['subject', 'version'])
		.where('round_id', '=', round)
		.execute();
	const phase = await phaseIn(db, round);
	if (said.length === 0) return { said, integrated: [], shown, phase };
	const integrated = await db
		.selectFrom('integration')
		.innerJoin('stance', 'stance.id', 'integration.stance_id')
		.select([
			'integration.id',
			'integration.stance_id as stance',
			'integration.method',
			'integration.words',
			'integration.position as order',
			'integration.accepted_at as acceptedAt'
		])
		.where('stance.round_id', '=', round)
		.orderBy('integration.position')
		.execute();
	return { said, integrated, shown, phase };
}

async function phaseIn(db: Query, round: string): Promise<RoundRows['phase']> {
	const newest = await db
		.selectFrom('consent_phase')
		.select(['phase as name', 'position'])
		.where('round_id', '=', round)
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirst();
	return newest ?? { name: 'questions', position: 0 };
}

/** What was said about one subject, of all versions. */
export const saidOn = ({ said }: RoundRows, subject: string): StanceOf[] =>
	said.filter((one) => one.subject === subject);

export const isShownBefore = ({ shown }: RoundRows, subject: string, version: string): boolean =>
	shown.some((one) => one.subject === subject && one.version === version);

/** The newest that was done with a stance. */
export const newestOf = ({ integrated }: RoundRows, stance: string): IntegrationOf | undefined =>
	integrated.findLast((one) => one.stance === stance);

/** Stances and integrations of a round are counted together, so that it is known which came after which. */
const nextOrder = ({ said, integrated }: RoundRows): number =>
	1 + [...said, ...integrated].reduce((last, { order }) => Math.max(last, order), 0);

/** Who writes it down, and when. */
interface By {
	seat: { participant: string };
	/** Ms since 1970. */
	now: number;
}

export interface NewStance {
	organisation: string;
	version: string;
	stance: Stance;
	harms: string | null;
	words: string;
}

/** A stance on these words, which are kept with it: what changes after it is shown from them (I12). */
export async function insertStance(
	tx: Query,
	{ id: round_id, journey: journey_id }: Round,
	rows: RoundRows,
	subject: { id: string; words: readonly Words[] },
	{ organisation, version, stance, harms, words }: NewStance,
	{ seat, now }: By
): Promise<void> {
	const about = { round_id, journey_id, subject: subject.id, version };
	if (!saidOn(rows, subject.id).some((one) => one.version === version))
		await tx
			.insertInto('consent_text')
			.values({ ...about, words: JSON.stringify(subject.words) })
			.execute();
	await tx
		.insertInto('stance')
		.values({
			id: newId(),
			...about,
			organisation_id: organisation,
			stance,
			harms_id: harms,
			words,
			position: nextOrder(rows),
			at: now,
			participant_id: seat.participant
		})
		.execute();
}

/** From now on everybody knows what was answered to this version. `seat`: who shows it; null: all had answered. */
export async function insertShown(
	tx: Query,
	{ id: round_id, journey: journey_id }: Round,
	about: { subject: string; version: string },
	{ seat, now }: { seat: By['seat'] | null; now: number }
): Promise<void> {
	await tx
		.insertInto('consent_shown')
		.values({ round_id, journey_id, ...about, at: now, by_id: seat?.participant ?? null })
		.execute();
}

export async function insertIntegration(
	tx: Query,
	rows: RoundRows,
	given: { stance: string; method: Method; words: string },
	{ seat, now }: By
): Promise<void> {
	await tx
		.insertInto('integration')
		.values({
			id: newId(),
			stance_id: given.stance,
			method: given.method,
			words: given.words,
			position: nextOrder(rows),
			at: now,
			participant_id: seat.participant,
			accepted_at: null,
			accepted_by: null
		})
		.execute();
}

/** The words behind these versions. */
export async function wordsBehind(
	db: Query,
	round: string,
	versions: readonly string[]
): Promise<{ subject: string; version: string; words: Words[] }[]> {
	if (versions.length === 0) return [];
	const rows = await db
		.selectFrom('consent_text')
		.select(['subject', 'version', 'words'])
		.where('round_id', '=', round)
		.where('version', 'in', versions)
		.execute();
	return rows.map(({ words, ...of }) => ({ ...of, words: JSON.parse(words) as Words[] }));
}
