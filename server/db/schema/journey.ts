import type { Role } from '#domain/journey/access.ts';
import type { AdmittedHow } from '#domain/journey/admitting.ts';

/** A journey, who takes part in it and where its room is. */
export interface JourneyTables {
	journey: {
		id: string;
		name: string;
		created_at: number;
		created_by: string;
		/** The beamer's secret. It opens a screen without personal state and is shown in the console, so it is kept as it is. */
		beamer_token: string;
		/** A rehearsal: simulated people may take part in it, and it can be thrown away. */
		rehearsal_at: number | null;
		/** Working days that an absent organisation has to answer. */
		absent_days: number;
	};
	organisation: {
		id: string;
		journey_id: string;
		kind: string;
		name: string;
		short: string;
		initials: string;
		/** Its colour and pattern: one of `slots`. */
		slot: string;
		position: number;
		/** It was taken out of the table; null: it sits there. */
		removed_at: number | null;
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
		/** When it first had a device of its own; null: nobody came in with it yet. */
		device_at: number | null;
		/** In a rehearsal: which person of the demo is simulated here, 'wel-b'. */
		simulated: string | null;
		removed_at: number | null;
		removed_by: string | null;
		/** What they said that they do, for who is asked whether they belong here; or ''. */
		job: string;
		/** Somebody of the organisation said that they do not belong to it. */
		doubted_at: number | null;
		doubted_by: string | null;
		/** Another seat that they said to have already; a facilitator says whether that is so. */
		says_is: string | null;
		/** It became one with another seat; then it was removed, for good. */
		merged_into: string | null;
	};
	/** Somebody belongs to an organisation, or as a guest to the table. Of one person one has no end; the others were taken back. */
	admission: {
		id: string;
		journey_id: string;
		participant_id: string;
		/** Null: as a guest. */
		organisation_id: string | null;
		at: number;
		how: AdmittedHow;
		/** Who said so; null: nobody had to. */
		by_id: string | null;
		ended_at: number | null;
		ended_by: string | null;
	};
	/** Whom an organisation said that it would send: they need not wait. */
	invited: {
		id: string;
		organisation_id: string;
		name: string;
		/** In small letters, or ''; then the name tells who it is. */
		email: string;
		position: number;
		/** Who came for it. */
		participant_id: string | null;
	};
	/**
	 * Where somebody writes alone: a private document is of a step and a notebook. The first of a seat has the id of the
	 * seat; each opening of a link that somebody else made has another one (J14).
	 */
	notebook: { id: string; participant_id: string; made_at: number };
	/**
	 * A personal link that somebody made: the one that works has the hash of the seat's `return_hash`; others are kept
	 * because they were opened. Those of joining have no row.
	 */
	personal_link: {
		hash: string;
		participant_id: string;
		/** The seat that made it; the same as `participant_id`: one's own. */
		made_by: string;
		made_at: number;
		/** What one's own opens; null: made by somebody else. */
		notebook_id: string | null;
		/** Its own hash, or that of the link of somebody else by which its maker came in. */
		root: string;
		opened_at: number | null;
		device: string | null;
	};
	/** In which session somebody said to know of a link that another one made. */
	link_answer: { hash: string; session_id: string };
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
		/** Twelve digits, since it was opened; they let in only while it is open. A program of before gave six. */
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
	/** The last move of the room, and the timer that it ended; one row per journey, gone when it was taken back. */
	room_move: {
		journey_id: string;
		at: number;
		by: string;
		/** The step that went to another stage, or to which the room went. */
		step_id: string;
		/** The stage that it was in before; null where the room went to the step. */
		stage: string | null;
		/** Where the room was, when it went to another step. */
		from_step_id: string | null;
		/** 1: the room had not been at the step before. */
		first: number;
		timer_ends_at: number | null;
		timer_left_ms: number | null;
		timer_total_ms: number | null;
	};
	/**
	 * A letter that was promised: what it is about, never its words, and never its link. They are made when it leaves;
	 * after that `recipient` and `due_at` are empty, and a week after it was promised the row goes.
	 */
	mail: {
		id: string;
		kind: 'return-link' | 'reminder';
		journey_id: string;
		participant_id: string;
		/** Of a reminder. */
		step_id: string | null;
		/** The address as it was typed. */
		recipient: string | null;
		locale: 'nl' | 'en';
		/** Of a return link: the hash of the one that works until the letter brings another. */
		link_hash: string | null;
		written_at: number;
		/** When it is tried next. */
		due_at: number | null;
		sent_at: number | null;
		failed_at: number | null;
		failure: 'refused' | 'login' | 'away' | null;
	};
	/** A mail to somebody who still owes something in a step, with a link of its own that ends by itself. */
	reminder: {
		step_id: string;
		participant_id: string;
		at: number;
		link_hash: string | null;
		link_expires_at: number | null;
	};
}
