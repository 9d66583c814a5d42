import type { GroupTotal } from '#wire/parts/dots/state.ts';
import type { HarvestState, Linkable } from '#wire/parts/harvest/state.ts';

export interface CardsState {
	part: 'cards';
	/** `tag`: what its cards are, a headline or a doubt for instance; the kind knows. */
	prompts: { id: string; text: string; hint: string; tag: string }[];
	/** Stated before writing: no author is kept (N-rules). */
	anonymous: boolean;
	/** Null in a kind that has no weighing. */
	dots: { each: number; most: number; closedAt: number | null } | null;
	/** Only after the facilitator closed the weighing (rule W5). */
	totals: GroupTotal[] | null;
	/** People who gave dots, after closing; null before. */
	givers: number | null;
	/** What was harvested, in its order. */
	harvest: HarvestState[];
	/** What it can be linked to. */
	linkable: Linkable[];
}
