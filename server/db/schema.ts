import type { Role } from '#domain/access.ts';

// The tables, as Kysely sees them. Times are ms since 1970; ids are text; what a state is, is a column that says when.
export interface Database {
	person: {
		id: string;
		name: string;
		email: string | null;
		/** May make journeys. */
		hosts_at: number | null;
		created_at: number;
	};
	session: { id: string; person_id: string; expires_at: number };
	/** A link that works once: the first facilitator's. Only the hash of its secret is kept. */
	invitation: { hash: string; made_at: number; expires_at: number; used_at: number | null };
	journey: {
		id: string;
		name: string;
		created_at: number;
		created_by: string;
		/** The beamer's secret. It opens a screen without personal state and is shown in the console, so it is kept as it is. */
		beamer_token: string;
	};
	organisation: {
		id: string;
		journey_id: string;
		kind: string;
		name: string;
		short: string;
		initials: string;
		slot: string;
		position: number;
	};
	participant: {
		id: string;
		journey_id: string;
		person_id: string;
		organisation_id: string | null;
		role: Role;
		/** Hash of the personal return link. */
		return_hash: string;
		joined_at: number;
		/** Entered by the facilitator for somebody without a device. */
		entered_by: string | null;
		removed_at: number | null;
		removed_by: string | null;
	};
	meeting: {
		id: string;
		journey_id: string;
		name: string;
		place: string;
		/** ISO date, for people. */
		date: string;
		position: number;
		/** Six digits, since it was opened; they let in only while it is open. */
		code: string | null;
		opened_at: number | null;
		closed_at: number | null;
		/** People it has room for. */
		room_for: number;
	};
	/** Where the room of a journey is. One row per journey. */
	room: {
		journey_id: string;
		meeting_id: string | null;
		step_id: string | null;
		moved_at: number;
		moved_by: string;
		pulls: number;
		paused_at: number | null;
		paused_by: string | null;
		timer_ends_at: number | null;
		timer_left_ms: number | null;
		timer_total_ms: number | null;
	};
	step: {
		id: string;
		journey_id: string;
		meeting_id: string;
		kind: string;
		name: string;
		question: string;
		script: string;
		minutes: number;
		position: number;
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
	/** How much somebody has written in a step: counts, never words. `waiting` are not on the board yet. */
	written: { step_id: string; participant_id: string; cards: number; waiting: number; at: number };
	/** A card that was revealed. Before that it exists only in the room of its writer. */
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
	value: {
		id: string;
		journey_id: string;
		step_id: string;
		group_id: string;
		name: string;
		meaning: string;
		seen: string;
		unseen: string;
		position: number;
		harvested_at: number;
		harvested_by: string;
		dropped_at: number | null;
	};
	value_card: { value_id: string; card_id: string };
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
	mail: {
		id: string;
		recipient: string;
		subject: string;
		body: string;
		written_at: number;
		sent_at: number | null;
		failed_at: number | null;
		failure: string | null;
	};
	audit: {
		journey_id: string;
		seq: number;
		at: number;
		act: string;
		/** What it was done to: a step, a card, a participant. */
		subject: string | null;
		/** JSON without personal data; part of the chain. */
		detail: string;
		/** JSON with the person; erased without breaking the chain, which holds only its commitment. */
		personal: string | null;
		salt: string | null;
		commitment: string;
		hash: string;
	};
}
