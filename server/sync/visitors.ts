// Who comes to a document, and what the app says of it.

/** What the upgrade request proved. */
export interface Visitor {
	person: string | null;
	beamer: string | null;
	/** By seat the notebook in which is written there; null or absent: each with its first one. */
	seats?: ReadonlyMap<string, string> | null;
}

/** What the app decides for a visitor and a document. */
export interface Admission {
	ok: true;
	/** Id of the journey the document belongs to. */
	journey: string;
	/** null for a beamer. */
	participant: string | null;
	/** Whose private documents these are; null for a beamer. */
	notebook: string | null;
	name: string;
	organisation: string | null;
	/** Roots of the document that this visitor may write now; empty = reading only. */
	write: readonly string[];
}

export interface Denial {
	ok: false;
	/** From `close` in #wire/protocol.ts. */
	code: number;
	reason: string;
}
