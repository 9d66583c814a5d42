import { tidy } from '#domain/text/text.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';

// Revealed cards as rows.

/** A card on the table as an anonymous step keeps it: its words, and nothing about who wrote them. */
export function cardRow(
	card: { id: string; prompt: string; text: string },
	step: string,
	prompts: readonly string[],
	now: number
): Database['card'] {
	return {
		id: card.id,
		step_id: step,
		// A socket can bring a card to a prompt that there is not; its words are not lost.
		prompt: prompts.includes(card.prompt) ? card.prompt : (prompts[0] ?? ''),
		text: tidy(card.text),
		participant_id: null,
		organisation_id: null,
		shuffle: 0,
		revealed_at: now,
		entered_by: null,
		confirmed_at: null,
		hidden_at: null,
		hidden_by: null,
		group_id: null,
		on_card_id: null
	};
}

/** A card that was revealed, by its id, as far as it matters to who wrote it. */
export type Laid = Map<string, Pick<Database['card'], (typeof laidColumns)[number]>>;

const laidColumns = ['id', 'step_id', 'shuffle', 'text', 'prompt', 'participant_id', 'hidden_at'] as const;

/** Of these cards, those that were revealed already, here or elsewhere. */
export async function laidAmong(db: Query, cards: readonly string[]): Promise<Laid> {
	const laid: Laid = new Map();
	for (const slice of slices(cards)) {
		const rows = await db.selectFrom('card').select(laidColumns).where('id', 'in', slice).execute();
		for (const row of rows) laid.set(row.id, row);
	}
	return laid;
}

/** The same before these are laid on a table, with the first place there that nobody has. */
export async function laidBefore(
	tx: Query,
	step: string,
	cards: readonly string[]
): Promise<{ laid: Laid; place: number }> {
	const rows = [];
	for (const slice of slices(cards))
		rows.push(
			...(await tx
				.selectFrom('card')
				.select(laidColumns)
				.where(({ eb, or }) => or([eb('step_id', '=', step), eb('id', 'in', slice)]))
				.execute())
		);
	const here = rows.filter(({ step_id }) => step_id === step);
	return {
		laid: new Map(rows.map((row) => [row.id, row])),
		place: here.reduce((next, { shuffle }) => Math.max(next, shuffle + 1), 0)
	};
}

/** A statement takes a limited number of values. */
export function* slices<T>(items: readonly T[]): Generator<T[]> {
	for (let from = 0; from < items.length; from += 500) yield items.slice(from, from + 500);
}

/** How many cards of a step are rows. */
export async function onTable(db: Query, step: string): Promise<number> {
	const { cards } = await db
		.selectFrom('card')
		.select((eb) => eb.fn.countAll<number>().as('cards'))
		.where('step_id', '=', step)
		.executeTakeFirstOrThrow();
	return Number(cards);
}

/** The cards that were taken off the table. */
export function hiddenCards(db: Query, step: string): Promise<{ id: string; text: string }[]> {
	return db
		.selectFrom('card')
		.select(['id', 'text'])
		.where('step_id', '=', step)
		.where('hidden_at', 'is not', null)
		.orderBy('shuffle')
		.execute();
}
