import * as v from 'valibot';
import * as Y from 'yjs';
import { harvestFields, inLines, nameOf, restsOn, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { kindOf, stageOf } from '#domain/kinds/kinds.ts';
import { tidy, tidyLines } from '#domain/text/text.ts';
import type { HarvestState, Linkable } from '#wire/journey/facts.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome, type Refused } from '#server/acts/outcome.ts';
import { act, type Acting } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { newId } from '#server/app/secrets.ts';
import { groupsOf } from '#server/parts/dots/dots.ts';
import { penStep, pensHeld } from '#server/journey/pens.ts';

// The harvest: what a step makes (values, themes, …) becomes rows with their lineage; their texts are written together
// on the board of a step. A kind says in `domain/kinds` what it harvests.

export interface Harvested {
	id: string;
	kind: HarvestKind;
	step: string;
	group: string | null;
	name: string;
	/** By field (`harvestFields`). */
	texts: Record<string, string>;
	/** What is chosen and not written; its shape is the kind's. */
	details: Record<string, unknown>;
}

const select = (db: Query) =>
	db
		.selectFrom('harvest')
		.select(['id', 'kind', 'step_id as step', 'group_id as group', 'name', 'texts', 'details'])
		.where('dropped_at', 'is', null)
		.orderBy('position');

const read = (rows: (Omit<Harvested, 'texts' | 'details'> & { texts: string; details: string })[]) =>
	rows.map((row): Harvested => ({
		...row,
		texts: JSON.parse(row.texts) as Harvested['texts'],
		details: JSON.parse(row.details) as Harvested['details']
	}));

/** What was harvested in a step, in order. */
export async function harvestOf(db: Query, step: string): Promise<Harvested[]> {
	return read(await select(db).where('step_id', '=', step).execute());
}

/** Of the whole journey: of these kinds, in order. */
export async function harvestIn(
	db: Query,
	journey: string,
	kinds: readonly HarvestKind[]
): Promise<Harvested[]> {
	if (kinds.length === 0) return [];
	return read(await select(db).where('journey_id', '=', journey).where('kind', 'in', kinds).execute());
}

/** What is written at on the board of a step: what it harvested itself, unless its kind says otherwise. */
export const writtenAt = (db: Query, context: Context, step: StepRow): Promise<Harvested[]> =>
	context.kinds.get(step.kind)?.writesAt?.(db, step) ?? harvestOf(db, step.id);

/** For the facts: names and links, without the texts. */
export async function harvestState(db: Query, items: readonly Harvested[]): Promise<HarvestState[]> {
	const links = await linksOf(db, items);
	return items.map(({ id, kind, group, name }) => ({ id, kind, group, name, links: links.get(id) ?? [] }));
}

/** What the harvest of this kind may be linked to now (H5). */
export async function linkableTo(db: Query, journey: string, kind: HarvestKind | null): Promise<Linkable[]> {
	const found = await harvestIn(db, journey, kind === null ? [] : restsOn[kind]);
	return found.map(({ id, kind, name }) => ({ id, kind, name }));
}

/** By id: what each rests on, without what was dropped. */
export async function linksOf(db: Query, items: readonly { id: string }[]): Promise<Map<string, string[]>> {
	if (items.length === 0) return new Map();
	const rows = await db
		.selectFrom('harvest_link')
		.innerJoin('harvest', 'harvest.id', 'harvest_link.to_id')
		.select(['from_id as from', 'to_id as to'])
		.where(
			'from_id',
			'in',
			items.map((item) => item.id)
		)
		.where('harvest.dropped_at', 'is', null)
		.orderBy('harvest.position')
		.execute();
	const links = new Map<string, string[]>();
	for (const { from, to } of rows) links.set(from, [...(links.get(from) ?? []), to]);
	return links;
}

/** For `load`, so that a page without a socket reads it too: each with its texts and the cards it came from. */
export async function withCards(db: Query, items: readonly Harvested[]) {
	if (items.length === 0) return [];
	const cards = await db
		.selectFrom('harvest_card')
		.innerJoin('card', 'card.id', 'harvest_card.card_id')
		.select(['harvest_card.harvest_id as of', 'card.id', 'card.text', 'card.prompt'])
		.where(
			'harvest_card.harvest_id',
			'in',
			items.map((item) => item.id)
		)
		.where('card.hidden_at', 'is', null)
		.orderBy('card.shuffle')
		.execute();
	return items.map(({ id, kind, texts }) => ({
		id,
		kind,
		texts,
		cards: cards.filter((card) => card.of === id).map(({ id, text, prompt }) => ({ id, text, prompt }))
	}));
}

export const harvestActs = {
	/** A group becomes what its step harvests, with the cards that it came from (H1, H2). Doing it twice changes nothing. */
	harvestGroup: act('facilitator', v.object({ group: v.string() }), async (at, { group }) => {
		const { context, step, seat, now } = at;
		const { harvest: kind } = kindOf(step.kind);
		if (!kind || !['dots', 'texts'].includes(stageOf(step.kind, step.stage).opens))
			return refused('harvest-not-open');
		const outcome = await context.db.transaction().execute(async (tx): Promise<Outcome> => {
			const found = (await groupsOf(tx, step.id)).find((g) => g.id === group);
			if (!found) return refused('group-gone');
			const there = await tx
				.selectFrom('harvest')
				.select(['id', 'dropped_at'])
				.where('step_id', '=', step.id)
				.where('group_id', '=', group)
				.executeTakeFirst();
			const id = there?.id ?? newId();
			if (there) await tx.updateTable('harvest').set({ dropped_at: null }).where('id', '=', id).execute();
			else await insertHarvest(tx, at, { id, kind, group, texts: { name: found.title } });
			await linkCards(tx, step.id, id, group);
			if (there?.dropped_at === null) return { ok: true };
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'harvest',
				subject: id,
				detail: { kind, group },
				by: seat
			});
			return { ok: true };
		});
		if (outcome.ok) await projectTexts(context, step);
		return outcome;
	}),

	/** The counter-act: it is not harvested now. Row, texts and lineage stay, and come back with `harvestGroup` (H3). */
	dropHarvest: act('facilitator', v.object({ harvest: v.string() }), ({ context, step, seat, now }, given) =>
		context.db.transaction().execute(async (tx): Promise<Outcome> => {
			await persistTexts(tx, context, step);
			const dropped = await tx
				.updateTable('harvest')
				.set({ dropped_at: now })
				.where('id', '=', given.harvest)
				.where('step_id', '=', step.id)
				.where('dropped_at', 'is', null)
				.executeTakeFirst();
			if (!dropped.numUpdatedRows) return refused('harvest-gone');
			await append(tx, {
				journey: step.journey_id,
				at: now,
				act: 'drop-harvest',
				subject: given.harvest,
				by: seat
			});
			return { ok: true };
		})
	),

	/** Says what something rests on (H5): a theme on a value. `on` says how it shall be, so that a double click changes nothing. */
	link: act(
		'anyone',
		v.object({ from: v.string(), to: v.string(), on: v.picklist(['yes', 'no']) }),
		({ context, step: { id }, seat, now }, { from, to, on }) =>
			context.db.transaction().execute(async (tx): Promise<Outcome> => {
				const closed = await pensClosed(tx, id, seat.role);
				if (closed) return closed;
				const step = await tx.selectFrom('step').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
				const mine = (await writtenAt(tx, context, step)).find((item) => item.id === from);
				if (!mine) return refused('harvest-gone');
				const theirs = await harvestIn(tx, step.journey_id, restsOn[mine.kind]);
				if (!theirs.some((item) => item.id === to)) return refused('link-unknown');
				if (on === 'yes')
					await tx
						.insertInto('harvest_link')
						.values({ from_id: from, to_id: to, at: now })
						.onConflict((oc) => oc.doNothing())
						.execute();
				else
					await tx.deleteFrom('harvest_link').where('from_id', '=', from).where('to_id', '=', to).execute();
				return { ok: true };
			})
	)
};

/** Why nobody writes at the harvest of a step now, or null: what a pen on its texts may, this may too (A4, A6). */
export async function pensClosed(tx: Query, step: string, role: string): Promise<Refused | null> {
	if (role === 'observer') return refused('observer');
	const now = await penStep(tx, step);
	return stageOf(now.kind, now.stage).opens === 'texts' ? pensHeld(now) : refused('harvest-not-open');
}

/** A new row at the end of the journey's harvest of its kind. */
export async function insertHarvest(
	tx: Query,
	{ step, seat, now }: Pick<Acting, 'step' | 'seat' | 'now'>,
	given: { id: string; kind: HarvestKind; group?: string; texts: Record<string, string>; details?: object }
): Promise<void> {
	const { position } = await tx
		.selectFrom('harvest')
		.select((eb) => eb.fn.countAll<number>().as('position'))
		.where('journey_id', '=', step.journey_id)
		.where('kind', '=', given.kind)
		.executeTakeFirstOrThrow();
	const texts = Object.fromEntries(
		harvestFields[given.kind].map((field) => [field, given.texts[field] ?? ''])
	);
	await tx
		.insertInto('harvest')
		.values({
			id: given.id,
			journey_id: step.journey_id,
			step_id: step.id,
			kind: given.kind,
			group_id: given.group ?? null,
			name: nameOf(given.kind, texts),
			texts: JSON.stringify(texts),
			details: JSON.stringify(given.details ?? {}),
			position: Number(position) + 1,
			harvested_at: now,
			harvested_by: seat.participant,
			dropped_at: null
		})
		.execute();
}

/** Lineage: every card that lies in the group now, the ones under another card too. Links are added, never taken away. */
async function linkCards(tx: Query, step: string, harvest: string, group: string): Promise<void> {
	const cards = await tx
		.selectFrom('card')
		.select('id')
		.where('step_id', '=', step)
		.where('group_id', '=', group)
		.where('hidden_at', 'is', null)
		.execute();
	if (cards.length)
		await tx
			.insertInto('harvest_card')
			.values(cards.map((card) => ({ harvest_id: harvest, card_id: card.id })))
			.onConflict((oc) => oc.doNothing())
			.execute();
}

/** Gives each its texts on the board, made by the server alone so that two people never make them twice. */
export async function projectTexts(context: Context, step: StepRow): Promise<void> {
	const items = await writtenAt(context.db, context, step);
	if (items.length === 0) return;
	await context.sync.change({ kind: 'board', step: step.id }, (doc) => {
		const texts = doc.getMap<Y.Text>('texts');
		for (const { id, kind, texts: kept } of items)
			for (const field of harvestFields[kind])
				if (!texts.has(`${id}.${field}`)) texts.set(`${id}.${field}`, new Y.Text(kept[field] ?? ''));
	});
}

/** Writes the texts of the board into the rows, tidied. Rows are what exports and later steps read. */
export async function persistTexts(tx: Query, context: Context, step: StepRow): Promise<void> {
	const written = await context.sync.read({ kind: 'board', step: step.id }, (doc) => {
		const texts = doc.getMap<Y.Text>('texts');
		return new Map(
			[...texts].map(([key, text]) => {
				const isList = inLines.has(key.slice(key.indexOf('.') + 1));
				return [key, (isList ? tidyLines : tidy)(text.toString())];
			})
		);
	});
	for (const { id, kind, name, texts: before } of await writtenAt(tx, context, step)) {
		const fields = harvestFields[kind].map((field) => [
			field,
			written.get(`${id}.${field}`) ?? before[field] ?? ''
		]);
		const after = Object.fromEntries(fields) as Record<string, string>;
		if (JSON.stringify(after) === JSON.stringify(before) && name === nameOf(kind, after)) continue;
		await tx
			.updateTable('harvest')
			.set({ texts: JSON.stringify(after), name: nameOf(kind, after) })
			.where('id', '=', id)
			.execute();
	}
}
