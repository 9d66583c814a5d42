import * as v from 'valibot';
import type * as Y from 'yjs';
import { mayFacilitate } from '#domain/journey/access.ts';
import {
	checkAmbitionName,
	choosingOpen,
	decideAmbition,
	decideNotNow,
	missingDecisions,
	undecided,
	type Table
} from '#domain/kinds/choose/choosing.ts';
import { restsOn } from '#domain/parts/harvest/harvest.ts';
import { questions } from '#domain/kinds/choose/judgement.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { solutionsThere } from '#server/journey/gates.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { cardActs } from '#server/parts/cards/cards.ts';
import { harvestIn, insertHarvest, linksOf } from '#server/parts/harvest/harvest.ts';
import { judge, myJudgements, weighedState } from './judgement.ts';

// "Goede richting? Bouwt het voort? Levert het genoeg op?" Everyone judges alone; then the table chooses.

const words = v.optional(v.string(), '');

interface Wanted {
	id: string;
	name: string;
	solutions: string[];
	stops: string | null;
}

/** Ids with commas between them, and what a page without a script ticked: `solution-<id>`. */
function withTicks(given: { id: string; name: string; stops: string; solutions: string }): Wanted {
	const { id, name, stops, solutions, ...rest } = given;
	const ticked = Object.keys(rest).flatMap((key) => /^solution-(.+)$/.exec(key)?.[1] ?? []);
	const listed = solutions.split(',').map((each) => each.trim());
	return { id, name, stops: stops || null, solutions: [...new Set([...listed, ...ticked])].filter(Boolean) };
}

const ambitionForm = v.pipe(
	v.objectWithRest({ id: madeId, name: words, stops: words, solutions: words }, v.string()),
	v.transform(withTicks)
);

export default {
	kind: 'choose',

	async facts(db, step): Promise<ChooseState> {
		const solutions = await harvestIn(db, step.journey_id, ['solution']);
		const ids = solutions.map(({ id }) => id);
		const { ambitions } = await tableNow(db, step);
		return {
			part: 'choose',
			solutions: solutions.map(({ id, name }) => ({ id, name })),
			weighed: await weighedState(db, step, ids),
			ambitions: [...ambitions],
			notNow: await reasonsOf(db, step.journey_id, 'standing')
		};
	},

	async mine({ context: { db }, step, seat }) {
		const solutions = await harvestIn(db, step.journey_id, ['solution']);
		const below = await harvestIn(db, step.journey_id, restsOn.solution);
		const links = await linksOf(db, solutions);
		return {
			answers: await myJudgements(db, step.id, seat.participant),
			/** What is read beside the name: of each solution what it is, and what it rests on by name. */
			about: solutions.map(({ id, texts }) => ({
				id,
				what: texts.what ?? '',
				restsOn: below.filter((item) => links.get(id)?.includes(item.id)).map(({ name }) => name)
			})),
			/** For facilitators: what was let go of, and reasons that were taken back, to begin from again. */
			...(mayFacilitate(seat) && {
				dropped: await droppedOf(db, step.journey_id),
				earlier: await reasonsOf(db, step.journey_id, 'taken back')
			})
		};
	},

	async gate(db, step, stage) {
		if (stage === 'judging') return solutionsThere(db, step.journey_id);
		if (stage !== 'harvested') return [];
		const solutions = await harvestIn(db, step.journey_id, ['solution']);
		const open = undecided(await tableNow(db, step));
		return missingDecisions(solutions.filter(({ id }) => open.includes(id)).map(({ name }) => name));
	},

	/** What the answers came to in both lenses once they are open (Z3), and what waits with its reason. */
	async sheets(db, step) {
		const solutions = await harvestIn(db, step.journey_id, ['solution']);
		const names = new Map(solutions.map(({ id, name }) => [id, name]));
		const weighed = (await weighedState(db, step, [...names.keys()])) ?? [];
		const reasons = await reasonsOf(db, step.journey_id, 'standing');
		return [
			{
				name: 'judgements',
				columns: ['solution', 'people', ...questions, 'share_direction', 'share_platform', 'share_yield'],
				rows: weighed.map(({ solution, people, found }) => [
					names.get(solution) ?? '',
					people,
					...questions.map((question) => found?.raw[question] ?? null),
					...questions.map((question) => found?.share[question] ?? null)
				])
			},
			{
				name: 'not_now',
				columns: ['solution', 'reason'],
				rows: reasons.map(({ solution, reason }) => [names.get(solution) ?? '', reason])
			}
		];
	},

	acts: {
		ready: cardActs.ready,
		judge,

		/** The form makes the id, so that a replay makes one. `stops` lets go of another one for it (Z8). */
		makeAmbition: act('facilitator', ambitionForm, (at, given) =>
			choosing(at, (tx, table) => makeAmbition(tx, at, table, given))
		),

		/** Its name and its solutions, as they shall be. */
		changeAmbition: act('facilitator', ambitionForm, async (at, given) => {
			const outcome = await choosing(at, (tx, table) => changeAmbition(tx, at, table, given));
			if (outcome.ok) await renameOnCards(at, given.id);
			return outcome;
		}),

		/** Lets go of it; row, texts and links stay (Z13). Its solutions are undecided again. */
		dropAmbition: act('facilitator', v.object({ id: v.string() }), (at, { id }) =>
			choosing(at, async (tx, table) => {
				if (!choosingOpen(table.stage)) return refused('choosing-not-open');
				if (!(await ambitionIn(tx, at.step.journey_id, id))) return refused('ambition-gone');
				return table.ambitions.some((ambition) => ambition.id === id) ? drop(tx, at, id) : { ok: true };
			})
		),

		/** The counter-act. */
		takeUpAmbition: act('facilitator', v.object({ id: v.string(), stops: words }), (at, { id, stops }) =>
			choosing(at, (tx, table) => takeUp(tx, at, table, id, stops || null))
		),

		/** Not now, with a reason; said again, the reason is another one. */
		notNow: act('facilitator', v.object({ solution: v.string(), reason: words }), (at, given) =>
			choosing(at, async (tx, table) => {
				const decision = decideNotNow(table, given.solution, given.reason);
				if (!decision.ok) return refused(decision.reason, 'reason');
				const standing = await reasonsOf(tx, at.step.journey_id, 'standing');
				const before = standing.find(({ solution }) => solution === given.solution);
				if (before?.reason === decision.reason) return { ok: true };
				const row = {
					step_id: at.step.id,
					reason: decision.reason,
					at: at.now,
					participant_id: at.seat.participant,
					ended_at: null
				};
				await tx
					.insertInto('not_now')
					.values({ solution_id: given.solution, ...row })
					.onConflict((oc) => oc.column('solution_id').doUpdateSet(row))
					.execute();
				await note(tx, at, 'not-now', given.solution);
				return { ok: true };
			})
		),

		/** The counter-act: it is undecided again. The reason stays for whoever puts it aside once more (Z13). */
		stillNow: act('facilitator', v.object({ solution: v.string() }), (at, { solution }) =>
			choosing(at, async (tx, table) => {
				if (!choosingOpen(table.stage)) return refused('choosing-not-open');
				if (!table.notNow.includes(solution)) return { ok: true };
				await tx
					.updateTable('not_now')
					.set({ ended_at: at.now })
					.where('solution_id', '=', solution)
					.execute();
				await note(tx, at, 'still-now', solution);
				return { ok: true };
			})
		)
	}
} satisfies KindServer;

/** The lines that each act of choosing shares; then the cards of ambitions that are open already follow. */
async function choosing(at: Acting, change: (tx: Query, table: Table) => Promise<Outcome>): Promise<Outcome> {
	const { context, step } = at;
	const outcome = await context.db.transaction().execute(async (tx) => change(tx, await tableNow(tx, step)));
	if (outcome.ok) await layCards(context, step.journey_id);
	return outcome;
}

async function makeAmbition(tx: Query, at: Acting, table: Table, wanted: Wanted): Promise<Outcome> {
	const name = checkAmbitionName(wanted.name);
	if (!name.ok) return refused(name.reason, 'name');
	if (await ambitionIn(tx, at.step.journey_id, wanted.id)) return { ok: true };
	if (await taken(tx, wanted.id)) return refused('form-malformed', 'id');
	const decision = decideAmbition(table, wanted);
	if (!decision.ok) return refused(decision.reason);
	if (wanted.stops !== null) await drop(tx, at, wanted.stops);
	await insertHarvest(tx, at, { id: wanted.id, kind: 'ambition', texts: { name: name.text } });
	await restOn(tx, at, wanted.id, wanted.solutions);
	await note(tx, at, 'make-ambition', wanted.id);
	return { ok: true };
}

async function changeAmbition(tx: Query, at: Acting, table: Table, wanted: Wanted): Promise<Outcome> {
	const name = checkAmbitionName(wanted.name);
	if (!name.ok) return refused(name.reason, 'name');
	const before = table.ambitions.find(({ id }) => id === wanted.id);
	if (!before) return refused('ambition-gone');
	const decision = decideAmbition(table, { ...wanted, stops: null });
	if (!decision.ok) return refused(decision.reason);
	if (before.name === name.text && sameSet(before.solutions, wanted.solutions)) return { ok: true };
	await rename(tx, at.step.journey_id, wanted.id, name.text);
	await restOn(tx, at, wanted.id, wanted.solutions);
	await note(tx, at, 'change-ambition', wanted.id);
	return { ok: true };
}

/** In its row; the cards that it is written out on follow with `renameOnCards`. */
async function rename(tx: Query, journey: string, id: string, name: string): Promise<void> {
	const row = await ambitionIn(tx, journey, id);
	const texts = { ...(JSON.parse(row?.texts ?? '{}') as Record<string, string>), name };
	await tx
		.updateTable('harvest')
		.set({ name, texts: JSON.stringify(texts) })
		.where('id', '=', id)
		.execute();
}

async function takeUp(
	tx: Query,
	at: Acting,
	table: Table,
	id: string,
	stops: string | null
): Promise<Outcome> {
	if (table.ambitions.some((ambition) => ambition.id === id)) return { ok: true };
	if (!(await ambitionIn(tx, at.step.journey_id, id))) return refused('ambition-gone');
	const links = (await linksOf(tx, [{ id }])).get(id) ?? [];
	const solutions = links.filter((to) => table.solutions.includes(to));
	const decision = decideAmbition(table, { id, solutions, stops });
	if (!decision.ok) return refused(decision.reason);
	if (stops !== null) await drop(tx, at, stops);
	await tx.updateTable('harvest').set({ dropped_at: null }).where('id', '=', id).execute();
	await note(tx, at, 'take-up-ambition', id);
	return { ok: true };
}

async function drop(tx: Query, at: Acting, id: string): Promise<Outcome> {
	await tx.updateTable('harvest').set({ dropped_at: at.now }).where('id', '=', id).execute();
	await note(tx, at, 'drop-ambition', id);
	return { ok: true };
}

/**
 * Its solutions, and through them their themes and tensions (Z10). What somebody linked by hand stays, unless it came
 * with a solution that goes.
 */
async function restOn(
	tx: Query,
	{ step, now }: Acting,
	id: string,
	wanted: readonly string[]
): Promise<void> {
	const { solutions } = await tableNow(tx, step);
	const had = ((await linksOf(tx, [{ id }])).get(id) ?? []).filter((to) => solutions.includes(to));
	const below = async (of: readonly string[]) =>
		[
			...(
				await linksOf(
					tx,
					of.map((each) => ({ id: each }))
				)
			).values()
		].flat();
	const gone = had.filter((to) => !wanted.includes(to));
	const stay = new Set([...wanted, ...(await below(wanted))]);
	const away = [...gone, ...(await below(gone))].filter((to) => !stay.has(to));
	const added = wanted.filter((to) => !had.includes(to));
	const links = new Set([...added, ...(await below(added))]);
	if (away.length)
		await tx.deleteFrom('harvest_link').where('from_id', '=', id).where('to_id', 'in', away).execute();
	for (const to of links)
		await tx
			.insertInto('harvest_link')
			.values({ from_id: id, to_id: to, at: now })
			.onConflict((oc) => oc.doNothing())
			.execute();
}

/** What stands now: the stage as it is in this transaction, solutions, ambitions and what is put aside. */
async function tableNow(db: Query, { id, journey_id }: StepRow): Promise<Table> {
	const { stage } = await db
		.selectFrom('step')
		.select('stage')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const solutions = (await harvestIn(db, journey_id, ['solution'])).map((item) => item.id);
	const ambitions = await harvestIn(db, journey_id, ['ambition']);
	const links = await linksOf(db, ambitions);
	return {
		stage,
		solutions,
		notNow: (await reasonsOf(db, journey_id, 'standing')).map(({ solution }) => solution),
		ambitions: ambitions.map((ambition) => ({
			id: ambition.id,
			name: ambition.name,
			solutions: (links.get(ambition.id) ?? []).filter((to) => solutions.includes(to))
		}))
	};
}

/** Reasons for "niet nu", of solutions that exist, oldest first. */
function reasonsOf(
	db: Query,
	journey: string,
	which: 'standing' | 'taken back'
): Promise<{ solution: string; reason: string }[]> {
	return db
		.selectFrom('not_now')
		.innerJoin('harvest', 'harvest.id', 'not_now.solution_id')
		.select(['not_now.solution_id as solution', 'not_now.reason'])
		.where('harvest.journey_id', '=', journey)
		.where('harvest.dropped_at', 'is', null)
		.where('not_now.ended_at', which === 'standing' ? 'is' : 'is not', null)
		.orderBy('not_now.at')
		.orderBy('harvest.position')
		.execute();
}

function droppedOf(db: Query, journey: string): Promise<{ id: string; name: string }[]> {
	return db
		.selectFrom('harvest')
		.select(['id', 'name'])
		.where('journey_id', '=', journey)
		.where('kind', '=', 'ambition')
		.where('dropped_at', 'is not', null)
		.orderBy('position')
		.execute();
}

/** Dropped or not. */
function ambitionIn(db: Query, journey: string, id: string) {
	return db
		.selectFrom('harvest')
		.select(['id', 'texts'])
		.where('id', '=', id)
		.where('journey_id', '=', journey)
		.where('kind', '=', 'ambition')
		.executeTakeFirst();
}

const taken = (db: Query, id: string) =>
	db.selectFrom('harvest').select('id').where('id', '=', id).executeTakeFirst();

const sameSet = (a: readonly string[], b: readonly string[]) =>
	a.length === b.length && a.every((each) => b.includes(each));

const note = (tx: Query, { step, now, seat }: Acting, name: string, subject: string) =>
	append(tx, { journey: step.journey_id, at: now, act: name, subject, by: seat });

/** The steps that write at what others harvested: ambitions that come late get their texts there too. */
async function layCards(context: Context, journey: string): Promise<void> {
	for (const step of await writingSteps(context, journey))
		await context.kinds.get(step.kind)?.project?.(context, step);
}

/** The name as it is in the row, wherever the ambition is being written out already. */
async function renameOnCards({ context, step }: Acting, id: string): Promise<void> {
	const row = await ambitionIn(context.db, step.journey_id, id);
	if (!row) return;
	const { name = '' } = JSON.parse(row.texts) as { name?: string };
	for (const other of await writingSteps(context, step.journey_id))
		await context.sync.change({ kind: 'board', step: other.id }, (doc) => {
			const text = doc.getMap<Y.Text>('texts').get(`${id}.name`);
			if (!text || text.toString() === name) return;
			text.delete(0, text.length);
			text.insert(0, name);
		});
}

async function writingSteps(context: Context, journey: string): Promise<StepRow[]> {
	const steps = await context.db.selectFrom('step').selectAll().where('journey_id', '=', journey).execute();
	return steps.filter(({ kind }) => context.kinds.get(kind)?.writesAt);
}
