import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';

export interface HarvestState {
	id: string;
	kind: HarvestKind;
	/** The group that it came from. */
	group: string | null;
	name: string;
	/** What it rests on: harvest ids. */
	links: string[];
}

export interface Linkable {
	id: string;
	kind: HarvestKind;
	name: string;
}
