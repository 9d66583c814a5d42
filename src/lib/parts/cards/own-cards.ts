import type { OwnCardView } from '#wire/parts/cards/own.ts';

/** A card of one's own with where it is. */
export interface MyCard extends OwnCardView {
	/** On the table: it belongs to everyone (rule V4). */
	revealed: boolean;
}

/** `loaded`: what the server said last. `onTable`: every card that was seen on the board since, hidden ones too. */
export function myCards(
	own: readonly OwnCardView[],
	loaded: readonly { id: string; revealed: boolean }[],
	onTable: ReadonlySet<string> = new Set()
): MyCard[] {
	const revealed = new Set(loaded.filter((card) => card.revealed).map((card) => card.id));
	return own.map((card) => ({ ...card, revealed: revealed.has(card.id) || onTable.has(card.id) }));
}
