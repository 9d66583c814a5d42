import type { Score, Spread } from '#domain/kinds/today/baseline.ts';

/** A score as everyone reads it once the spread is open. */
export interface ShownScore extends Score {
	/** A facilitator wrote it down for the organisation. */
	onBehalf: boolean;
}

/** What the step `today` adds to the facts while it is about scores. */
export interface ScoresState {
	part: 'scores';
	/** With the sentence that says what it is like in 2040. */
	themes: { id: string; name: string; vision: string }[];
	/** Scores that are in, of every organisation on every theme. */
	filled: number;
	of: number;
	/** In their fixed order; done: every theme is scored. */
	organisations: { id: string; done: boolean }[];
	/** Widest first; null while it is blind: then nothing but the counts above leaves an organisation (B3). */
	spread: Spread<ShownScore>[] | null;
	/** The theme that the room looks at now. */
	shown: string | null;
	/** What was written below each prompt; null before the harvest. */
	found: { prompt: string; text: string; tag: string; cards: number }[] | null;
}
