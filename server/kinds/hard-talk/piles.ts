import type { Query } from '#server/db/open.ts';

/** A card of the table that lies under no other, with the words of those under it: they are talked about together (Q7). */
export interface Pile {
	id: string;
	text: string;
	under: string[];
	/** The title of its group. */
	group: string | null;
}

/** As they were last written down, in the order of the table; what was hidden is on no table. */
export async function pilesOf(db: Query, step: string): Promise<Pile[]> {
	const cards = await db
		.selectFrom('card')
		.leftJoin('card_group', (join) =>
			join
				.onRef('card_group.id', '=', 'card.group_id')
				.onRef('card_group.step_id', '=', 'card.step_id')
				.on('card_group.gone_at', 'is', null)
		)
		.select(['card.id', 'card.text', 'card.on_card_id as on', 'card_group.title as group'])
		.where('card.step_id', '=', step)
		.where('card.hidden_at', 'is', null)
		.orderBy('card.shuffle')
		.execute();
	const there = new Set(cards.map(({ id }) => id));
	return cards
		.filter(({ on }) => on === null || !there.has(on))
		.map(({ id, text, group }) => ({
			id,
			text,
			group,
			under: cards.filter(({ on }) => on === id).map((card) => card.text)
		}));
}

export async function isOnTable(db: Query, step: string, card: string): Promise<boolean> {
	return (await pilesOf(db, step)).some(({ id }) => id === card);
}
