import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

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

/** Of the whole journey, in order within each kind. */
export async function harvestOfJourney(db: Query, journey: string): Promise<Harvested[]> {
	return read(await select(db).where('journey_id', '=', journey).execute());
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

/** What is written at on the board of a step (`StepKind.writesAt`). */
export function writtenAt(db: Query, step: StepRow): Promise<Harvested[]> {
	const { writesAt } = kindOf(step.kind);
	return writesAt ? harvestIn(db, step.journey_id, [writesAt]) : harvestOf(db, step.id);
}

/** By id: what each rests on, without what was dropped. */
export async function linksOf(db: Query, items: readonly { id: string }[]): Promise<Map<string, string[]>> {
	if (items.length === 0) return new Map();
	const ids = items.map((item) => item.id);
	return byFrom(await links(db).where('from_id', 'in', ids).execute());
}

/** The same of everything that was harvested in a journey. */
export async function linksOfJourney(db: Query, journey: string): Promise<Map<string, string[]>> {
	return byFrom(await links(db).where('harvest.journey_id', '=', journey).execute());
}

const links = (db: Query) =>
	db
		.selectFrom('harvest_link')
		.innerJoin('harvest', 'harvest.id', 'harvest_link.to_id')
		.select(['from_id as from', 'to_id as to'])
		.where('harvest.dropped_at', 'is', null)
		.orderBy('harvest.position');

function byFrom(rows: readonly { from: string; to: string }[]): Map<string, string[]> {
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
