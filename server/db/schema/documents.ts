/** What rows and documents still owe each other. */
export interface DocumentTables {
	/** How much somebody has written in a step: counts, never words. `waiting` are not on the board yet. */
	written: { step_id: string; participant_id: string; cards: number; waiting: number; at: number };
	/** Private documents of an anonymous step whose cards were revealed, and that are to be removed; empty a moment later. */
	emptying: { step_id: string; notebook_id: string };
	/** Steps whose documents have to follow their rows; gone a moment later. */
	projection: { step_id: string };
	/** Steps in which people wrote alone since the program started: what they wrote is counted again after a crash. */
	recount: { step_id: string };
}
