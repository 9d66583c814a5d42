// Which sessions somebody with a session may see and end (J17).

/** By seat the notebook that a session has there; null: all of a person's, each with its first one. */
export type Opens = ReadonlyMap<string, string> | null;

/**
 * Whether a session is for this one to see and end, of the same person: of a whole session all, else those that open a
 * seat that it opens; and for one that came in by a link of somebody else, with another notebook, only those with that.
 */
export const isForMe = (mine: Opens, other: Opens): boolean =>
	mine === null ||
	[...mine].some(([seat, notebook]) =>
		notebook === seat ? other === null || other.has(seat) : other?.get(seat) === notebook
	);
