import { harvestFields, nameOf, type HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';

/** A new row at the end of the journey's harvest of its kind. */
export async function insertHarvest(
	tx: Query,
	{ step, seat, now }: Pick<AtStep, 'step' | 'seat' | 'now'>,
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
export async function linkCards(tx: Query, step: string, harvest: string, group: string): Promise<void> {
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
