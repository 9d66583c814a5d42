import type { ScoresState } from '#wire/kinds/today/state.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { promptsOf } from '#server/parts/cards/prompts.ts';

/** What lies on the table, by the prompt that it was written under (B11). */
export async function foundCards(db: Query, step: StepRow) {
	const cards = await db
		.selectFrom('card')
		.select(['id', 'text', 'prompt', 'organisation_id as organisation'])
		.where('step_id', '=', step.id)
		.where('hidden_at', 'is', null)
		.orderBy('shuffle')
		.execute();
	return promptsOf(step).map(({ id, text, tag }) => ({
		prompt: id,
		text,
		tag,
		cards: cards
			.filter((card) => card.prompt === id)
			.map(({ id, text, organisation }) => ({ id, text, organisation }))
	}));
}

export async function countFound(db: Query, step: StepRow): Promise<NonNullable<ScoresState['found']>> {
	return (await foundCards(db, step)).map((found) => ({ ...found, cards: found.cards.length }));
}
