import { corrections, type Correction } from '#domain/parts/cards/corrections.ts';
import type { Own } from '#wire/parts/cards/own.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';
import type { Laid } from './card-rows.ts';

// What came too late for the reveal: corrections of cards that lie on the table (V6).

/** Of these notebooks, the ids that may lie on a table. */
export const idsIn = (written: readonly Own[]): string[] =>
	written.flatMap(({ cards, taken }) => [...cards.map(({ id }) => id), ...taken]);

/** What waits in one notebook of this person. */
export function correctionsOf(step: string, participant: string, own: Own, laid: Laid): Correction[] {
	const isTheirs = (row: { step_id: string; participant_id: string | null; hidden_at: number | null }) =>
		row.step_id === step && row.participant_id === participant && row.hidden_at === null;
	const theirs = new Map([...laid].filter(([, row]) => isTheirs(row)));
	return corrections(own.cards, own.taken, theirs);
}

/** Onto the table; what is to go is hidden, and a facilitator can show it again (V5). */
export async function layCorrections(
	tx: Query,
	{ seat, now }: AtStep,
	waiting: readonly Correction[]
): Promise<void> {
	for (const { id, text } of waiting) {
		const row = text === null ? { hidden_at: now, hidden_by: seat.participant } : { text };
		await tx.updateTable('card').set(row).where('id', '=', id).execute();
	}
}
