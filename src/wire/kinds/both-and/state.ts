import type { Lack, Pole, Quadrant } from '#domain/kinds/both-and/tension.ts';
import type { Linkable } from '#wire/parts/harvest/state.ts';

export type { Lack, Pole, Quadrant };

/** What a step with tensions adds to the facts. */
export interface TensionsState {
	part: 'tensions';
	tensions: TensionState[];
	/** The themes that a tension can be linked to. */
	linkable: Linkable[];
	/** The one that the facilitator put on the beamer; null: all of them. */
	shown: string | null;
}

export interface TensionState {
	id: string;
	/** 'Nu helpen & Later voorkomen' */
	name: string;
	/**
	 * By field. Only the names of the poles while the texts are being written: then the board has them, newer, and
	 * nobody is sent them again at each word.
	 */
	texts: Record<string, string>;
	items: TensionItem[];
	leanings: { organisation: string; pole: Pole }[];
	owners: Record<Pole, string | null>;
	/** Ids of themes. */
	links: string[];
}

export interface TensionItem {
	id: string;
	quadrant: Quadrant;
	text: string;
	/** Whose view it is; never who wrote it. Null for who sits for no organisation. */
	organisation: string | null;
}
