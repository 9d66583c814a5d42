import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';

/** What steps harvest, and its lineage. */
export interface HarvestTables {
	/** What the steps harvest: values, themes, tensions, solutions, ambitions (domain/harvest.ts). */
	harvest: {
		id: string;
		journey_id: string;
		/** Where it was made, and whose board has its texts. */
		step_id: string;
		kind: HarvestKind;
		/** The group that it came from; null for what did not come from cards. */
		group_id: string | null;
		/** As `nameOf` calls it. */
		name: string;
		/** JSON: the texts that are written together, by field. */
		texts: string;
		/** JSON, read by the kind: what is chosen and not written, the domains of an ambition for instance. */
		details: string;
		position: number;
		harvested_at: number;
		harvested_by: string;
		dropped_at: number | null;
	};
	/** Lineage: the cards that it came from. */
	harvest_card: { harvest_id: string; card_id: string };
	/** Lineage: what it rests on; a theme on values, a solution on themes and tensions. */
	harvest_link: { from_id: string; to_id: string; at: number };
}
