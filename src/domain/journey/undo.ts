// A move of the room can be taken back for a moment (P16).
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';

/** So long the console offers it, ms. */
export const undoMs = 10_000;
/** What a press in the last moment needs on its way to the server, ms. */
const onItsWayMs = 2_000;

export const isInTime = (movedAt: number, now: number): boolean => now - movedAt <= undoMs + onItsWayMs;

/**
 * What a move back to this stage leaves as it is: cards that were laid on the table stay there, and what everybody has
 * seen is seen. Null: it is as if the room had not moved.
 */
export function staysAfter(kind: string, back: string): 'cards' | 'seen' | null {
	const next = neighbour(kind, back, 1);
	if (next === null) return null;
	if (stageOf(kind, back).opens === 'cards' && next.opens === 'board') return 'cards';
	return next.shows ? 'seen' : null;
}
