/** Whose turn it is, and the ground rules that people accepted. */
export interface CheckInTables {
	turn: {
		step_id: string;
		participant_id: string;
		position: number;
		started_at: number | null;
		ended_at: number | null;
	};
	ground_rule: {
		id: string;
		step_id: string;
		text: string;
		position: number;
		added_by: string;
		added_at: number;
		removed_at: number | null;
	};
	/** Holds for one wording of the rules: `rules` is their hash. */
	acceptance: { step_id: string; participant_id: string; rules: string; at: number };
}
