import type * as Y from 'yjs';

/**
 * What one person writes alone in a step; nobody else gets it. `notebook`: the first of a seat has the id of that seat.
 *
 * - `cards`  card id → OwnCard
 * - `drafts` prompt id → the sentence that is not a card yet
 */
export const ownDocument = (step: string, notebook: string) => `own/${step}/${notebook}`;

export interface OwnCard {
	text: string;
	prompt: string;
	/** When it was written, ms since 1970, by the clock of the device; for the order on one's own screen only. */
	at: number;
	/** The seat that wrote it down for this person, until this person confirms it. */
	onBehalf?: string;
}

export interface OwnCardView extends OwnCard {
	id: string;
}

const isOwnCard = (v: unknown): v is OwnCard =>
	typeof v === 'object' && v !== null && 'text' in v && typeof v.text === 'string' && 'prompt' in v;

/** All of what one notebook has of cards; `taken`: those that were there and were taken back. */
export interface Own {
	cards: OwnCardView[];
	taken: string[];
}

export const readNotebook = (doc: Y.Doc): Own => ({ cards: readOwn(doc), taken: readTaken(doc) });

/** Yjs keeps the item of a key that was deleted: a document that was lost, or never had the card, has none. */
export const readTaken = (doc: Y.Doc): string[] =>
	[...doc.getMap('cards')._map].flatMap(([id, item]) => (item.deleted ? [id] : []));

/** One's own cards, oldest first. A value that has not its shape is passed over. */
export function readOwn(doc: Y.Doc): OwnCardView[] {
	return [...doc.getMap('cards')]
		.filter((e): e is [string, OwnCard] => isOwnCard(e[1]))
		.map(([id, card]) => ({ id, ...card }))
		.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1));
}
