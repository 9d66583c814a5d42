/** What only one kind of step keeps. */
export interface KindTables {
	/** Where a theme stands today, as one organisation sees it. */
	score: {
		step_id: string;
		theme_id: string;
		organisation_id: string;
		/** 1 to 5. */
		score: number;
		evidence: string;
		at: number;
		participant_id: string;
	};
	/** A hard talk about one card: what was agreed, what stays open, when it goes on. Never what was said. */
	talk: {
		id: string;
		step_id: string;
		card_id: string;
		/** 0 before the first of the four turns, 1 to 4, 5 after the last. */
		turn: number;
		turn_at: number | null;
		begun_at: number;
		ended_at: number | null;
		agreement: string;
		open_point: string;
		/** ISO date. */
		next_date: string | null;
	};
	tension_item: {
		id: string;
		tension_id: string;
		/** a-plus, a-minus, b-plus, b-minus. */
		quadrant: string;
		text: string;
		organisation_id: string | null;
		at: number;
		removed_at: number | null;
	};
	/** The pole of a tension that an organisation leans to: a or b. */
	leaning: { tension_id: string; organisation_id: string; pole: string; at: number };
	/** The three questions of The Natural Step about a solution, by one person; each 1 to 5. */
	judgement: {
		step_id: string;
		solution_id: string;
		participant_id: string;
		organisation_id: string | null;
		direction: number;
		platform: number;
		yield: number;
		at: number;
	};
	/** A solution that was put aside, with the reason; taken back, the reason stays. */
	not_now: {
		solution_id: string;
		step_id: string;
		reason: string;
		at: number;
		participant_id: string;
		ended_at: number | null;
	};
}
