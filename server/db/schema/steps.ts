import type { Form } from '#domain/journey/run-sheet.ts';

/** The steps of the run-sheet, and what a step of any kind asks of people. */
export interface StepTables {
	step: {
		id: string;
		journey_id: string;
		meeting_id: string;
		kind: string;
		name: string;
		question: string;
		script: string;
		minutes: number;
		form: Form;
		position: number;
		/** When the room first came to it; the run-sheet reckons what runs late from it. */
		entered_at: number | null;
		/** Open before or after the meeting until then; null: in the meeting only. */
		deadline: number | null;
		/** Taken out of the run-sheet; what was made in it stays. */
		removed_at: number | null;
		stage: string;
		stage_at: number;
		stage_by: string | null;
		locked_at: number | null;
		locked_by: string | null;
		/** JSON, read by the kind: prompts, dots, anonymity, seconds of a turn. */
		settings: string;
		/** The facilitators' note; nobody else receives it. */
		note: string;
	};
	ready: { step_id: string; stage: string; participant_id: string; at: number };
	/** Who sits at which table in a step in pairs or fours. */
	seating: {
		step_id: string;
		participant_id: string;
		table_number: number;
		/** When the tables of this step were drawn; who came later has the moment of that draw too. */
		drawn_at: number;
	};
	/** A gate that was opened with a written reason although something was missing. */
	gate_opening: { step_id: string; stage: string; reason: string; at: number; participant_id: string };
}
