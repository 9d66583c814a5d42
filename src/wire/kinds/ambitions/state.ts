import type { AmbitionDetails, CardField, Fault } from '#domain/kinds/ambitions/ambition.ts';
import type { Linkable } from '#wire/parts/harvest/state.ts';

/** What everyone may know of the ambition cards; their texts stand on the board of the step. */
export interface AmbitionsState {
	part: 'ambitions';
	cards: AmbitionState[];
	/** Values, themes, tensions and solutions. */
	linkable: Linkable[];
}

export interface AmbitionState {
	id: string;
	name: string;
	/** What it rests on: harvest ids. */
	links: string[];
	details: AmbitionDetails;
	/** The table that writes it. */
	table: number | null;
	/** In 2040, as last written down. */
	text: string;
	/** What is not filled in yet, as last written down; empty when it is complete. */
	faults: { field: CardField; fault: Fault }[];
}
