/** What was revealed, sorted and weighed. */
export interface CardTables {
	/** A card that was revealed. Before that it exists only in the document of its writer. */
	card: {
		id: string;
		step_id: string;
		prompt: string;
		text: string;
		/** Null in an anonymous step: then no author is kept anywhere. */
		participant_id: string | null;
		organisation_id: string | null;
		shuffle: number;
		revealed_at: number;
		entered_by: string | null;
		confirmed_at: number | null;
		hidden_at: number | null;
		hidden_by: string | null;
		/** As last read from the board. */
		group_id: string | null;
		on_card_id: string | null;
	};
	card_group: {
		id: string;
		step_id: string;
		title: string;
		position: number;
		/** The board had it no more when it was last read. The row stays: its dots may come back. */
		gone_at: number | null;
	};
	dot: {
		step_id: string;
		group_id: string;
		participant_id: string;
		organisation_id: string | null;
		dots: number;
		at: number;
	};
	/** The weighing of a step, closed: from here on totals are public. */
	weighing: { step_id: string; closed_at: number; closed_by: string };
}
