import { tidy } from '#domain/text/text.ts';

// What a writer did at home with a card that lies on the table already (V6).

/** `text`: how it is to read; null: it is to go. */
export interface Correction {
	id: string;
	text: string | null;
}

/**
 * What waits to be laid, in the order of what was written. `taken`: the cards that were taken back; `laid`: those of
 * this writer that lie on the table, to be seen.
 */
export function corrections(
	written: readonly { id: string; text: string }[],
	taken: readonly string[],
	laid: ReadonlyMap<string, { text: string }>
): Correction[] {
	const changed = written.flatMap(({ id, text }) => {
		const there = laid.get(id);
		return there && there.text !== tidy(text) ? [{ id, text: tidy(text) }] : [];
	});
	return [...changed, ...taken.filter((id) => laid.has(id)).map((id) => ({ id, text: null }))];
}
