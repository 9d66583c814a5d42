import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import {
	decidePoles,
	itemLimit,
	leansTo,
	poles,
	quadrants,
	type Pole,
	type Quadrant
} from '#domain/kinds/both-and/tension.ts';
import { checkLine } from '#domain/text/text.ts';
import type { TensionState, TensionsState } from '#wire/kinds/both-and/state.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { themesThere } from '#server/journey/gates.ts';
import { refused, type Outcome, type Refused } from '#server/acts/outcome.ts';
import { organisationsOf } from '#server/journey/organisations.ts';
import { act, type Acting, type KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { cardActs } from '#server/parts/cards/cards.ts';
import {
	harvestActs,
	harvestOf,
	insertHarvest,
	projectTexts,
	linkableTo,
	linksOf,
	persistTexts,
	withCards,
	type Harvested
} from '#server/parts/harvest/harvest.ts';
import { penStep, pensHeld } from '#server/journey/pens.ts';
import { table } from '#server/parts/board/table.ts';
import type { Sheet } from '#server/reports/sheet.ts';

// "Hoe krijgen we het goede van allebei?" Tensions are named by anyone, mapped together, and end in a sentence with
// two clauses. Their texts are written on the board; what stands in the quadrants, who leans where and who looks
// after a pole are rows, for there it counts which organisation said it (M-rules).

const opens = (step: StepRow) => stageOf(step.kind, step.stage).opens;

export default {
	kind: 'both-and',
	facts,
	mine,
	...table,
	sheets,
	gate: async (db, step, stage) => (stage === 'naming' ? themesThere(db, step.journey_id) : []),

	acts: {
		ready: cardActs.ready,
		link: harvestActs.link,

		/** Two poles, and if they know the theme where it plays. The form makes the id, so that a replay names it once. */
		addTension: act(
			'anyone',
			v.object({ id: madeId, poleA: v.string(), poleB: v.string(), theme: v.optional(v.string(), '') }),
			async (at, given) => {
				const named = decidePoles(given.poleA, given.poleB);
				if (!named.ok) return refused(named.reason, named.field);
				return inStage(at, ['naming'], (tx) =>
					addTension(tx, at, { ...given, poleA: named.a, poleB: named.b })
				);
			}
		),

		/** Off the list; its row, texts and quadrants stay for `bringBackTension`. */
		dropTension: act('facilitator', v.object({ tension: v.string() }), (at, { tension }) =>
			setDropped(at, tension, true)
		),
		bringBackTension: act('facilitator', v.object({ tension: v.string() }), async (at, { tension }) => {
			const outcome = await setDropped(at, tension, false);
			if (outcome.ok && showsBoard(opens(at.step))) await projectTexts(at.context, at.step);
			return outcome;
		}),

		/** To which pole an organisation leans: 'none' takes it back. A facilitator may say it for one without a device. */
		lean: act(
			'anyone',
			v.object({
				tension: v.string(),
				pole: v.picklist([...poles, 'none']),
				organisation: v.optional(v.string())
			}),
			(at, given) =>
				inStage(at, ['naming', 'mapping'], async (tx) => {
					const organisation = await speaksFor(tx, at, given.organisation);
					if (organisation === null) return refused('organisation-missing');
					if (!(await tensionIn(tx, at.step.id, given.tension))) return refused('harvest-gone');
					return lean(tx, at, { ...given, organisation });
				})
		),

		/** The organisation is kept, never the person (M9). */
		addItem: act(
			'anyone',
			v.object({
				id: madeId,
				tension: v.string(),
				quadrant: v.picklist(quadrants),
				text: v.string(),
				organisation: v.optional(v.string())
			}),
			async (at, given) => {
				const text = checkLine(given.text, itemLimit);
				if (!text.ok) return refused(text.reason, 'text');
				return inStage(at, ['mapping'], async (tx) => {
					if (!(await tensionIn(tx, at.step.id, given.tension))) return refused('harvest-gone');
					const organisation = await speaksFor(tx, at, given.organisation);
					await tx
						.insertInto('tension_item')
						.values({
							id: given.id,
							tension_id: given.tension,
							quadrant: given.quadrant,
							text: text.text,
							organisation_id: organisation,
							at: at.now,
							removed_at: null
						})
						.onConflict((oc) => oc.doNothing())
						.execute();
					return { ok: true };
				});
			}
		),
		removeItem: act('anyone', v.object({ id: v.string() }), (at, { id }) => setRemoved(at, id, at.now)),
		bringBackItem: act('anyone', v.object({ id: v.string() }), (at, { id }) => setRemoved(at, id, null)),

		/** Who looks after which pole; '' for nobody yet. Each leans to the pole it looks after (M6). */
		setOwners: act(
			'anyone',
			v.object({ tension: v.string(), a: v.string(), b: v.string() }),
			(at, { tension, ...given }) => inStage(at, ['mapping'], (tx) => setOwners(tx, at, tension, given))
		),

		/** Large on the beamer: one tension, or with '' all of them. */
		showTension: act('facilitator', v.object({ tension: v.string() }), (at, { tension }) =>
			at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const found = tension === '' || (await tensionIn(tx, at.step.id, tension));
				if (!found) return refused('harvest-gone');
				const { settings } = await penStep(tx, at.step.id);
				const kept = JSON.parse(settings) as Record<string, unknown>;
				await tx
					.updateTable('step')
					.set({ settings: JSON.stringify({ ...kept, shown: tension || null }) })
					.where('id', '=', at.step.id)
					.execute();
				return { ok: true };
			})
		)
	}
} satisfies KindServer;

const shownIn = v.object({ shown: v.optional(v.nullable(v.string()), null) });

async function facts(db: Query, step: StepRow): Promise<TensionsState> {
	const found = await harvestOf(db, step.id);
	const { shown } = v.parse(shownIn, JSON.parse(step.settings));
	return {
		part: 'tensions',
		tensions: await tensionsState(db, step, found),
		linkable: await linkableTo(db, step.journey_id, 'tension'),
		shown: found.some(({ id }) => id === shown) ? shown : null
	};
}

async function tensionsState(db: Query, step: StepRow, found: readonly Harvested[]): Promise<TensionState[]> {
	if (found.length === 0) return [];
	const ids = found.map(({ id }) => id);
	const links = await linksOf(db, found);
	const items = await itemsOf(db, ids);
	const leanings = await leaningsOf(db, ids);
	return found.map(({ id, name, texts, details }) => ({
		id,
		name,
		texts: opens(step) === 'texts' ? { poleA: texts.poleA ?? '', poleB: texts.poleB ?? '' } : texts,
		items: items
			.filter((item) => item.tension === id)
			.map(({ tension: _, quadrant, ...item }) => ({ ...item, quadrant: quadrant as Quadrant })),
		leanings: leanings
			.filter((leaning) => leaning.tension === id)
			.map(({ organisation, pole }) => ({ organisation, pole: pole as Pole })),
		owners: ownersIn(details),
		links: links.get(id) ?? []
	}));
}

/** What stands in the quadrants, each with whose view it is. */
async function sheets(db: Query, step: StepRow): Promise<Sheet[]> {
	const tensions = await harvestOf(db, step.id);
	if (tensions.length === 0) return [];
	const names = new Map(tensions.map(({ id, name }) => [id, name]));
	const organisations = new Map(
		(await organisationsOf(db, step.journey_id)).map(({ id, name }) => [id, name])
	);
	const items = await itemsOf(
		db,
		tensions.map(({ id }) => id)
	);
	return [
		{
			name: 'quadrants',
			columns: ['tension', 'quadrant', 'text', 'organisation'],
			rows: items.map(({ tension, quadrant, text, organisation }) => [
				names.get(tension) ?? '',
				quadrant,
				text,
				organisations.get(organisation ?? '') ?? null
			])
		}
	];
}

function itemsOf(db: Query, tensions: readonly string[]) {
	return db
		.selectFrom('tension_item')
		.select(['id', 'tension_id as tension', 'quadrant', 'text', 'organisation_id as organisation'])
		.where('tension_id', 'in', tensions)
		.where('removed_at', 'is', null)
		.orderBy('at')
		.orderBy('id')
		.execute();
}

/** In the fixed order of the table: organisations are never ranked. */
function leaningsOf(db: Query, tensions: readonly string[]) {
	return db
		.selectFrom('leaning')
		.innerJoin('organisation', 'organisation.id', 'leaning.organisation_id')
		.select(['tension_id as tension', 'organisation_id as organisation', 'pole'])
		.where('tension_id', 'in', tensions)
		.orderBy('organisation.position')
		.execute();
}

const ownersShape = v.object({ a: v.nullable(v.string()), b: v.nullable(v.string()) });

function ownersIn(details: Harvested['details']): TensionState['owners'] {
	return v.parse(ownersShape, details.owners ?? { a: null, b: null });
}

/** The texts as they were kept last, for a page without a socket; and for facilitators what they took off the list. */
async function mine({ context, step, seat }: Acting) {
	const found = await harvestOf(context.db, step.id);
	return {
		harvest: await withCards(context.db, found),
		...(mayFacilitate(seat) && { dropped: await droppedIn(context.db, step.id) })
	};
}

function droppedIn(db: Query, step: string) {
	return db
		.selectFrom('harvest')
		.select(['id', 'name'])
		.where('step_id', '=', step)
		.where('dropped_at', 'is not', null)
		.orderBy('dropped_at')
		.execute();
}

/** One transaction, if the pens are free in one of these stages (A6). */
function inStage(
	at: Acting,
	stages: readonly string[],
	run: (tx: Query) => Promise<Outcome>
): Promise<Outcome> {
	return at.context.db.transaction().execute(async (tx): Promise<Outcome> => {
		return (await closed(tx, at, stages)) ?? run(tx);
	});
}

async function closed(tx: Query, { step, seat }: Acting, stages: readonly string[]): Promise<Refused | null> {
	if (seat.role === 'observer') return refused('observer');
	const now = await penStep(tx, step.id);
	return stages.includes(now.stage) ? pensHeld(now) : refused('tensions-not-open');
}

function tensionIn(tx: Query, step: string, id: string) {
	return tx
		.selectFrom('harvest')
		.select(['id', 'details', 'dropped_at'])
		.where('id', '=', id)
		.where('step_id', '=', step)
		.where('dropped_at', 'is', null)
		.executeTakeFirst();
}

/** Whose view it is: one's own organisation's, or for a facilitator the one that she writes it down for. */
async function speaksFor(tx: Query, { step, seat }: Acting, wanted?: string): Promise<string | null> {
	if (!wanted || !mayFacilitate(seat)) return seat.organisation;
	const found = await tx
		.selectFrom('organisation')
		.select('id')
		.where('id', '=', wanted)
		.where('journey_id', '=', step.journey_id)
		.executeTakeFirst();
	return found?.id ?? null;
}

async function addTension(
	tx: Query,
	at: Acting,
	{ id, poleA, poleB, theme }: { id: string; poleA: string; poleB: string; theme: string }
): Promise<Outcome> {
	const { step, seat, now } = at;
	const there = await tx.selectFrom('harvest').select('step_id').where('id', '=', id).executeTakeFirst();
	if (there) return there.step_id === step.id ? { ok: true } : refused('form-malformed', 'id');
	const themes = await linkableTo(tx, step.journey_id, 'tension');
	if (theme && !themes.some((item) => item.id === theme)) return refused('link-unknown', 'theme');
	await insertHarvest(tx, at, { id, kind: 'tension', texts: { poleA, poleB } });
	if (theme) await tx.insertInto('harvest_link').values({ from_id: id, to_id: theme, at: now }).execute();
	await append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'harvest',
		subject: id,
		detail: { kind: 'tension' },
		by: seat
	});
	return { ok: true };
}

/** `dropped` says how it shall be, so that a double click changes nothing. */
function setDropped({ context, step, seat, now }: Acting, id: string, dropped: boolean): Promise<Outcome> {
	return context.db.transaction().execute(async (tx): Promise<Outcome> => {
		const found = await tx
			.selectFrom('harvest')
			.select('dropped_at')
			.where('id', '=', id)
			.where('step_id', '=', step.id)
			.executeTakeFirst();
		if (!found) return refused('harvest-gone');
		if ((found.dropped_at !== null) === dropped) return { ok: true };
		if (dropped && showsBoard(opens(step))) await persistTexts(tx, context, step);
		await tx
			.updateTable('harvest')
			.set({ dropped_at: dropped ? now : null })
			.where('id', '=', id)
			.execute();
		await append(tx, {
			journey: step.journey_id,
			at: now,
			act: dropped ? 'drop-harvest' : 'bring-back-harvest',
			subject: id,
			by: seat
		});
		return { ok: true };
	});
}

/** The last word of an organisation counts (M7). */
async function lean(
	tx: Query,
	{ step, seat, now }: Acting,
	{ tension, pole, organisation }: { tension: string; pole: Pole | 'none'; organisation: string }
): Promise<Outcome> {
	const there = await tx
		.selectFrom('leaning')
		.select('pole')
		.where('tension_id', '=', tension)
		.where('organisation_id', '=', organisation)
		.executeTakeFirst();
	if ((there?.pole ?? 'none') === pole) return { ok: true };
	if (pole === 'none')
		await tx
			.deleteFrom('leaning')
			.where('tension_id', '=', tension)
			.where('organisation_id', '=', organisation)
			.execute();
	else
		await tx
			.insertInto('leaning')
			.values({ tension_id: tension, organisation_id: organisation, pole, at: now })
			.onConflict((oc) => oc.columns(['tension_id', 'organisation_id']).doUpdateSet({ pole, at: now }))
			.execute();
	await append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'lean',
		subject: tension,
		detail: { organisation, pole },
		by: seat
	});
	return { ok: true };
}

function setRemoved(at: Acting, id: string, removedAt: number | null): Promise<Outcome> {
	return inStage(at, ['mapping'], async (tx) => {
		const found = await tx
			.selectFrom('tension_item')
			.innerJoin('harvest', 'harvest.id', 'tension_item.tension_id')
			.select('removed_at')
			.where('tension_item.id', '=', id)
			.where('harvest.step_id', '=', at.step.id)
			.executeTakeFirst();
		if (!found) return refused('item-gone');
		if ((found.removed_at === null) === (removedAt === null)) return { ok: true };
		await tx.updateTable('tension_item').set({ removed_at: removedAt }).where('id', '=', id).execute();
		return { ok: true };
	});
}

async function setOwners(
	tx: Query,
	{ step, seat, now }: Acting,
	id: string,
	given: Record<Pole, string>
): Promise<Outcome> {
	const tension = await tensionIn(tx, step.id, id);
	if (!tension) return refused('harvest-gone');
	const leanings = (await leaningsOf(tx, [id])).map((l) => ({ ...l, pole: l.pole as Pole }));
	for (const pole of poles)
		if (given[pole] !== '' && !leansTo(leanings, given[pole], pole)) return refused('owner-leans-not', pole);
	const details = JSON.parse(tension.details) as Harvested['details'];
	const owners = { a: given.a || null, b: given.b || null };
	const before = ownersIn(details);
	if (before.a === owners.a && before.b === owners.b) return { ok: true };
	await tx
		.updateTable('harvest')
		.set({ details: JSON.stringify({ ...details, owners }) })
		.where('id', '=', id)
		.execute();
	await append(tx, {
		journey: step.journey_id,
		at: now,
		act: 'set-owners',
		subject: id,
		detail: owners,
		by: seat
	});
	return { ok: true };
}
