import type { OwnCardView } from '#wire/own.ts';

/** A card of one's own with where it is. */
export interface MyCard extends OwnCardView {
	/** On the table: it belongs to everyone (rule V4). */
	revealed: boolean;
	/** On this device only, and no socket will take it to the server: a form has to. */
	unsent: boolean;
}

interface Known {
	/** From the document on this device. */
	own: readonly OwnCardView[];
	/** From the last `load`. */
	loaded: readonly (OwnCardView & { revealed: boolean })[];
	/** Seen on the board since then. */
	onTable: ReadonlySet<string>;
	/** No socket comes through: what was loaded is newer than the document. */
	blocked: boolean;
	/** Taken away by form since the document was read. */
	removed: ReadonlySet<string>;
}

/** All cards of one's own, oldest first. */
export function myCards({ own, loaded, onTable, blocked, removed }: Known): MyCard[] {
	const revealed = new Set(loaded.filter((card) => card.revealed).map((card) => card.id));
	const sent = new Set(loaded.map((card) => card.id));
	const unsent = blocked ? own.filter((card) => !sent.has(card.id) && !removed.has(card.id)) : [];
	return (blocked ? [...loaded, ...unsent] : [...own]).map((card) => ({
		...card,
		revealed: revealed.has(card.id) || onTable.has(card.id),
		unsent: unsent.includes(card)
	}));
}
