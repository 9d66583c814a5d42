import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type * as Y from 'yjs';
import {
	canonicalWords,
	agreementOf,
	decideIntegration,
	decideStance,
	isAccepted,
	methods,
	roundOf,
	stances,
	type Agreement,
	type Integrated,
	type Said,
	type Stance,
	type Words
} from '#domain/parts/consent/consent.ts';
import { harvestFields, inLines, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { checkLine, tidy, tidyLines, visibleLength } from '#domain/text/text.ts';
import type { ConsentState, MyConsent, MySubject, SubjectState, Voiced } from '#wire/parts/consent/state.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { act, type Acting } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { newId } from '#server/app/secrets.ts';
import {
	harvestIn,
	harvestOf,
	persistTexts,
	writtenAt,
	type Harvested
} from '#server/parts/harvest/harvest.ts';

// The consent round: each organisation takes its stance on one version of a text, which stands still (I-rules).
// A kind says what its subjects are; a stage that opens `consent` opens the acts.

/** Visible characters in the words of a stance or an integration. */
const wordsLimit = 500;
/** Visible characters in a text that a facilitator amends. */
const textLimit = 2000;

/** What is consented to as one. */
export interface Subject {
	/** `values`, or a harvest id. */
	id: string;
	kind: HarvestKind;
	name: string;
	/** All that is consented to, in the order in which it is read; `field` is its label. */
	words: Words[];
}

/** What a kind puts to the organisations in this step. */
export type SubjectsOf = (db: Query, step: StepRow) => Promise<Subject[]>;

/** Hex SHA-256 over the canonical words: another character is another version (I1). */
export const versionOf = ({ words }: Pick<Subject, 'words'>): string =>
	createHash('sha256').update(canonicalWords(words)).digest('hex');

/** The texts of one harvest as words, in the order of its fields; texts that nobody wrote are none. */
export const wordsOf = ({ id, kind, texts }: Pick<Harvested, 'id' | 'kind' | 'texts'>): Words[] =>
	harvestFields[kind]
		.map((field) => ({ harvest: id, field, text: texts[field] ?? '' }))
		.filter(({ text }) => text !== '');

/** All values of a step are one subject: an organisation says yes to them together. */
export async function valuesTogether(db: Query, step: Pick<StepRow, 'id' | 'name'>): Promise<Subject[]> {
	const values = await harvestOf(db, step.id);
	if (values.length === 0) return [];
	return [{ id: 'values', kind: 'value', name: step.name, words: values.flatMap(wordsOf) }];
}

/** Who does not consent to this text as it is now: names of organisations, in their order. None: it is agreed (I4). */
export async function openOn(db: Query, step: StepRow, subject: Subject): Promise<string[]> {
	const organisations = await organisationsOf(db, step.journey_id);
	// Absent or overdue: neither consents, so no clock is needed here
	const { standings } = await stateOf(db, step, subject, 0);
	const open = standings.filter(({ standing }) => standing !== 'consent' && standing !== 'concern');
	return open.map(({ organisation }) => organisations.find((o) => o.id === organisation)?.name ?? '');
}

/** The part of the facts: organisations, stances and words; never a person. */
export async function consentState(
	db: Query,
	step: StepRow,
	subjects: readonly Subject[],
	now: number
): Promise<ConsentState> {
	const harmable = await harmableIn(db, step.journey_id);
	return {
		part: 'consent',
		subjects: await Promise.all(subjects.map((subject) => subjectState(db, step, subject, now))),
		harmable: harmable.map(({ id, kind, name }) => ({ id, kind, name }))
	};
}

async function subjectState(db: Query, step: StepRow, subject: Subject, now: number): Promise<SubjectState> {
	const rows = await stancesOn(db, step.id, subject.id);
	const done = await integrationsOf(db, rows);
	const { standings, ...state } = await stateOf(db, step, subject, now);
	const counts = new Set(standings.map(({ said }) => said));
	return {
		id: subject.id,
		kind: subject.kind,
		name: subject.name,
		version: versionOf(subject),
		...state,
		standings: standings.map(({ organisation, standing, answersBy }) => ({
			organisation,
			standing,
			answersBy
		})),
		voiced: rows.filter(isVoiced).map((row) => ({
			id: row.id,
			organisation: row.organisation,
			stance: row.stance,
			words: row.words,
			harms: row.harms,
			stands: counts.has(row.id) && !isAccepted(row.id, done),
			integration: newestOf(row.id, done)
		}))
	};
}

/** What one person reads and answers. */
export async function myConsent(
	{ context, step, seat }: Pick<Acting, 'context' | 'step' | 'seat'>,
	subjects: readonly Subject[]
): Promise<MyConsent> {
	const organisation = seat.role === 'observer' ? null : seat.organisation;
	return {
		organisation,
		subjects: await Promise.all(
			subjects.map((subject) => mySubject(context.db, step.id, organisation, subject))
		)
	};
}

async function mySubject(
	db: Query,
	step: string,
	organisation: string | null,
	{ id, kind, name, words }: Subject
): Promise<MySubject> {
	const version = versionOf({ words });
	const said = await stancesOn(db, step, id);
	// Who was not there read nothing
	const read = said.findLast((one) => one.organisation === organisation && one.stance !== 'absent') ?? null;
	return {
		id,
		kind,
		name,
		version,
		words,
		before: read === null || read.version === version ? null : await textOf(db, step, id, read.version)
	};
}

/** The acts of a kind that puts these subjects to the organisations. */
export const consentActs = (subjects: SubjectsOf) => ({
	/** An organisation's own stance on the text that was on the screen (I2, I3, I5). The last one counts. */
	stance: act(
		'anyone',
		v.object({
			subject: v.string(),
			version: v.string(),
			stance: v.picklist(stances),
			harms: v.optional(v.string(), ''),
			words: v.optional(v.string(), '')
		}),
		(at, given) =>
			at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const here = await subjectIn(tx, at, subjects, given.subject);
				if (!here) return refused('subject-gone');
				const { step, subject, version } = here;
				const { organisation, role } = at.seat;
				const words = tidy(given.words.slice(0, wordsLimit * 20));
				const harmable = await harmableIn(tx, step.journey_id);
				const decision = decideStance(
					{
						closed: await consentClosed(tx, step),
						observes: role === 'observer',
						organisation,
						version,
						harmable: harmable.map(({ id }) => id)
					},
					{ ...given, words }
				);
				if (!decision.ok) return refused(decision.reason, decision.field);
				if (visibleLength(decision.words) > wordsLimit) return refused('line-too-long', 'words');
				const { harms } = decision;
				return takeStance(tx, { ...at, step }, subject, organisation!, {
					...decision,
					version,
					stance: given.stance,
					harms
				});
			})
	),

	/**
	 * The organisation is not there: from now on it has 72 hours to answer (I8). Any stance of its own takes it back.
	 */
	markAbsent: act('facilitator', v.object({ subject: v.string(), organisation: v.string() }), (at, given) =>
		at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
			const here = await subjectIn(tx, at, subjects, given.subject);
			if (!here) return refused('subject-gone');
			const { step, subject, version } = here;
			if (!isOpen(step)) return refused('consent-not-open');
			const { standings } = await stateOf(tx, step, subject, at.now);
			const standing = standings.find(({ organisation }) => organisation === given.organisation)?.standing;
			if (!standing) return refused('organisation-unknown');
			if (standing === 'absent' || standing === 'overdue') return { ok: true };
			if (standing !== 'asked') return refused('stance-given');
			return takeStance(tx, { ...at, step }, subject, given.organisation, {
				version,
				stance: 'absent',
				harms: null,
				words: ''
			});
		})
	),

	/** What is done so that an objection does no harm, or what a concern is answered with (I6, I7). The newest counts. */
	integrate: act(
		'facilitator',
		v.object({ stance: v.string(), method: v.picklist(methods), words: v.string() }),
		(at, given) => {
			const words = checkLine(given.words, wordsLimit);
			if (!words.ok) return Promise.resolve(refused(words.reason, 'words'));
			return at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const found = await stanceIn(tx, at.step.id, given.stance);
				const here = found && (await subjectIn(tx, at, subjects, found.subject));
				if (!found || !here) return refused('stance-gone');
				if (!isOpen(here.step)) return refused('consent-not-open');
				const said = await stancesOn(tx, here.step.id, found.subject);
				const done = await integrationsOf(tx, said);
				const stands = said.findLast((one) => one.organisation === found.organisation)?.id === found.id;
				const round = roundOf(said, done, found.order);
				const decision = decideIntegration({ ...found, stands }, given.method, round);
				if (!decision.ok) return refused(decision.reason, decision.field);
				const before = newestOf(found.id, done);
				if (before?.method === given.method && before.words === words.text) return { ok: true };
				const id = newId();
				await tx
					.insertInto('integration')
					.values({
						id,
						stance_id: found.id,
						method: given.method,
						words: words.text,
						position: await nextPosition(tx, here.step.id),
						at: at.now,
						participant_id: at.seat.participant,
						accepted_at: null,
						accepted_by: null
					})
					.execute();
				await append(tx, {
					journey: here.step.journey_id,
					at: at.now,
					act: 'integrate',
					subject: found.id,
					detail: { organisation: found.organisation, method: given.method },
					by: at.seat
				});
				return { ok: true };
			});
		}
	),

	/**
	 * The organisation that objected says that this will do; then it is asked for its stance again (I6). Objecting
	 * again takes it back.
	 */
	acceptIntegration: act('anyone', v.object({ integration: v.string() }), (at, given) =>
		at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
			if (at.seat.role === 'observer') return refused('observer');
			const found = await integrationIn(tx, at.step.id, given.integration);
			const here = found && (await subjectIn(tx, at, subjects, found.subject));
			if (!found || !here) return refused('integration-gone');
			if (found.organisation !== at.seat.organisation) return refused('not-your-objection');
			const closed = await consentClosed(tx, here.step);
			if (closed) return refused(closed);
			if (found.acceptedAt !== null) return { ok: true };
			const said = await stancesOn(tx, here.step.id, found.subject);
			const newest = newestOf(found.stance, await integrationsOf(tx, said));
			if (newest?.id !== given.integration) return refused('integration-gone');
			await tx
				.updateTable('integration')
				.set({ accepted_at: at.now, accepted_by: at.seat.participant })
				.where('id', '=', given.integration)
				.execute();
			await append(tx, {
				journey: here.step.journey_id,
				at: at.now,
				act: 'accept-integration',
				subject: given.integration,
				detail: { organisation: found.organisation },
				by: at.seat
			});
			return { ok: true };
		})
	),

	/** Another text, which asks everybody again (I1). Its counter-act is amending it back. */
	amend: act(
		'facilitator',
		v.object({ harvest: v.string(), field: v.string(), text: v.string() }),
		async (at, given): Promise<Outcome> => {
			const { context, step, seat, now } = at;
			const item = (await writtenAt(context.db, context, step)).find(({ id }) => id === given.harvest);
			if (!item || !harvestFields[item.kind].includes(given.field)) return refused('harvest-gone');
			if (!isOpen(step)) return refused('consent-not-open');
			const text = checkText(given.field, given.text);
			if (!text.ok) return refused(text.reason, 'text');
			if (text.text === (item.texts[given.field] ?? '')) return { ok: true };
			// The document first: if the program ends here, it is persisted into the rows when it starts again.
			await writeInto(context, step, `${given.harvest}.${given.field}`, text.text);
			return context.db.transaction().execute(async (tx): Promise<Outcome> => {
				await persistTexts(tx, context, step);
				await append(tx, {
					journey: step.journey_id,
					at: now,
					act: 'amend',
					subject: given.harvest,
					detail: { field: given.field },
					by: seat
				});
				return { ok: true };
			});
		}
	)
});

const isOpen = (step: StepRow) => stageOf(step.kind, step.stage).opens === 'consent';

/** Why no organisation takes a stance now, or null: what holds the pens of the table holds this too (A6). */
async function consentClosed(tx: Query, step: StepRow) {
	if (!isOpen(step)) return 'consent-not-open';
	if (step.locked_at !== null) return 'locked';
	const { paused_at } = await tx
		.selectFrom('room')
		.select('paused_at')
		.where('journey_id', '=', step.journey_id)
		.executeTakeFirstOrThrow();
	return paused_at === null ? null : 'paused';
}

/** The step and the subject as they are in this transaction, or null where the step has no such subject now. */
async function subjectIn(tx: Query, at: Acting, subjects: SubjectsOf, id: string) {
	const step = await tx.selectFrom('step').selectAll().where('id', '=', at.step.id).executeTakeFirstOrThrow();
	const subject = (await subjects(tx, step)).find((one) => one.id === id);
	return subject ? { step, subject, version: versionOf(subject) } : null;
}

/** Says it once: the same stance again, by a second tap for instance, changes nothing (I5). */
async function takeStance(
	tx: Query,
	{ step, seat, now }: Pick<Acting, 'step' | 'seat' | 'now'>,
	subject: Subject,
	organisation: string,
	given: { version: string; stance: Stance; harms: string | null; words: string }
): Promise<Outcome> {
	const said = await stancesOn(tx, step.id, subject.id);
	const newest = said.findLast((one) => one.organisation === organisation);
	const same =
		newest?.version === given.version &&
		newest.stance === given.stance &&
		newest.words === given.words &&
		newest.harms === given.harms;
	if (same && !isAccepted(newest.id, await integrationsOf(tx, said))) return { ok: true };
	await tx
		.insertInto('consent_text')
		.values({
			step_id: step.id,
			subject: subject.id,
			version: given.version,
			words: JSON.stringify(subject.words)
		})
		.onConflict((oc) => oc.doNothing())
		.execute();
	await tx
		.insertInto('stance')
		.values({
			id: newId(),
			step_id: step.id,
			subject: subject.id,
			version: given.version,
			organisation_id: organisation,
			stance: given.stance,
			harms_id: given.harms,
			words: given.words,
			position: await nextPosition(tx, step.id),
			at: now,
			participant_id: seat.participant
		})
		.execute();
	await append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'stance',
		subject: subject.id,
		detail: { organisation, stance: given.stance, version: given.version },
		by: seat
	});
	return { ok: true };
}

/** Stances and integrations of a step are counted together, so that it is known which came after which. */
async function nextPosition(tx: Query, step: string): Promise<number> {
	const newest = await tx
		.selectFrom('stance')
		.leftJoin('integration', 'integration.stance_id', 'stance.id')
		.select((eb) => [
			eb.fn.max('stance.position').as('said'),
			eb.fn.max('integration.position').as('integrated')
		])
		.where('step_id', '=', step)
		.executeTakeFirst();
	return 1 + Math.max(Number(newest?.said ?? 0), Number(newest?.integrated ?? 0));
}

async function stateOf(
	db: Query,
	step: Pick<StepRow, 'id' | 'journey_id'>,
	subject: Subject,
	now: number
): Promise<Agreement> {
	const said = await stancesOn(db, step.id, subject.id);
	return agreementOf({
		organisations: (await organisationsOf(db, step.journey_id)).map(({ id }) => id),
		version: versionOf(subject),
		said,
		integrated: await integrationsOf(db, said),
		now
	});
}

type StanceOf = Said & { harms: string | null; words: string };

const isVoiced = (said: StanceOf): said is StanceOf & { stance: Voiced['stance'] } =>
	said.stance === 'objection' || said.stance === 'concern';

/** Oldest first; no person comes out of here. */
function stancesOn(db: Query, step: string, subject: string): Promise<StanceOf[]> {
	return db
		.selectFrom('stance')
		.select([
			'id',
			'position as order',
			'organisation_id as organisation',
			'version',
			'stance',
			'harms_id as harms',
			'words',
			'at'
		])
		.where('step_id', '=', step)
		.where('subject', '=', subject)
		.orderBy('position')
		.execute();
}

function stanceIn(db: Query, step: string, id: string) {
	return db
		.selectFrom('stance')
		.select(['id', 'subject', 'stance', 'position as order', 'organisation_id as organisation'])
		.where('step_id', '=', step)
		.where('id', '=', id)
		.executeTakeFirst();
}

type IntegrationOf = Integrated & Omit<NonNullable<Voiced['integration']>, 'accepted'>;

async function integrationsOf(db: Query, said: readonly Said[]): Promise<IntegrationOf[]> {
	if (said.length === 0) return [];
	return db
		.selectFrom('integration')
		.select([
			'id',
			'stance_id as stance',
			'method',
			'words',
			'position as order',
			'accepted_at as acceptedAt'
		])
		.where(
			'stance_id',
			'in',
			said.map(({ id }) => id)
		)
		.orderBy('position')
		.execute();
}

function newestOf(stance: string, done: readonly IntegrationOf[]): Voiced['integration'] {
	const newest = done.findLast((one) => one.stance === stance);
	if (!newest) return null;
	const { id, method, words, acceptedAt } = newest;
	return { id, method, words, accepted: acceptedAt !== null };
}

function integrationIn(db: Query, step: string, id: string) {
	return db
		.selectFrom('integration')
		.innerJoin('stance', 'stance.id', 'integration.stance_id')
		.select([
			'stance.id as stance',
			'stance.subject',
			'stance.organisation_id as organisation',
			'integration.accepted_at as acceptedAt'
		])
		.where('stance.step_id', '=', step)
		.where('integration.id', '=', id)
		.executeTakeFirst();
}

/** What an objection can harm (I3). */
const harmableIn = (db: Query, journey: string) => harvestIn(db, journey, ['value', 'ambition']);

async function textOf(db: Query, step: string, subject: string, version: string): Promise<Words[] | null> {
	const row = await db
		.selectFrom('consent_text')
		.select('words')
		.where('step_id', '=', step)
		.where('subject', '=', subject)
		.where('version', '=', version)
		.executeTakeFirst();
	return row ? (JSON.parse(row.words) as Words[]) : null;
}

/** A text of a harvest as it is kept: on one line, or where it is a list on several. */
function checkText(field: string, raw: string) {
	const text = checkLine(raw, textLimit);
	return text.ok && inLines.has(field) ? { ok: true as const, text: tidyLines(raw) } : text;
}

async function writeInto(context: Context, step: StepRow, key: string, text: string): Promise<void> {
	await context.sync.change({ kind: 'board', step: step.id }, (doc) => {
		const kept = doc.getMap<Y.Text>('texts').get(key);
		if (!kept || kept.toString() === text) return;
		kept.delete(0, kept.length);
		kept.insert(0, text);
	});
}
