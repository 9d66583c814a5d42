import type { Form } from '#domain/journey/run-sheet.ts';
import type { Role } from '#domain/journey/access.ts';
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { Method, Stance } from '#domain/parts/consent/consent.ts';

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
		/** A rehearsal: simulated people may take part in it, and it can be thrown away. */
		rehearsal_at: number | null;
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
		/** In a rehearsal: which person of the demo is simulated here, 'wel-b'. */
		simulated: string | null;
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
		/** `09:30`, in the time of the region. */
		starts_at: string;
		position: number;
		/** Taken out of the run-sheet; what was made in it stays. */
		removed_at: number | null;
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
	/** How much somebody has written in a step: counts, never words. `waiting` are not on the board yet. */
	written: { step_id: string; participant_id: string; cards: number; waiting: number; at: number };
	/** Private documents of an anonymous step whose cards were revealed, and that are to be removed; empty a moment later. */
	emptying: { step_id: string; participant_id: string };
	/** Steps whose documents have to follow their rows; gone a moment later. */
	projection: { step_id: string };
	/** Steps in which people wrote alone since the program started: what they wrote is counted again after a crash. */
	recount: { step_id: string };
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
	/** Of one organisation on one version of one subject. History is kept: the newest row counts. */
	stance: {
		id: string;
		/** Where it was asked: a step, or another area. */
		round_id: string;
		journey_id: string;
		/** A harvest id, or `values` for all values of a step together. */
		subject: string;
		/** Hash of the text that it holds for. */
		version: string;
		organisation_id: string;
		stance: Stance;
		/** Of an objection: the value or ambition that it harms. */
		harms_id: string | null;
		words: string;
		/** Stances and integrations of a round in the order in which they came, for two may have one time. */
		position: number;
		at: number;
		participant_id: string;
	};
	/** The words behind a version that an organisation answered to: what changed since then is shown from them. */
	consent_text: {
		round_id: string;
		journey_id: string;
		subject: string;
		version: string;
		/** JSON: Words[] of domain/consent.ts. */
		words: string;
	};
	/** What was done with an objection or a concern. */
	integration: {
		id: string;
		stance_id: string;
		method: Method;
		words: string;
		position: number;
		at: number;
		participant_id: string;
		/** The organisation that objected says that this will do. */
		accepted_at: number | null;
		accepted_by: string | null;
	};
	/** A gate that was opened with a written reason although something was missing. */
	gate_opening: { step_id: string; stage: string; reason: string; at: number; participant_id: string };
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
	/** Who sits at which table in a step in pairs or fours. */
	seating: {
		step_id: string;
		participant_id: string;
		table_number: number;
		/** When the tables of this step were drawn; who came later has the moment of that draw too. */
		drawn_at: number;
	};
	/** A run-sheet that somebody kept to begin another journey with. */
	template: { id: string; person_id: string; name: string; locale: string; body: string; made_at: number };
	/** A mail to somebody who still owes something in a step, with a link of its own that ends by itself. */
	reminder: {
		step_id: string;
		participant_id: string;
		at: number;
		link_hash: string | null;
		link_expires_at: number | null;
	};
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
