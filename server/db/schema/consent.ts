import type { Method, Stance } from '#domain/parts/consent/consent.ts';
import type { Phase } from '#domain/parts/consent/phases.ts';
import type { SpeakerRole } from '#domain/parts/consent/speaking.ts';

/** What organisations answered in rounds, and what became of their objections. */
export interface ConsentTables {
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
	/** What organisations answered to a version is told to everybody (I18). What was shown stays so. */
	consent_shown: {
		round_id: string;
		journey_id: string;
		subject: string;
		version: string;
		at: number;
		/** Null: every organisation had answered. */
		by_id: string | null;
	};
	/** Where a round is (I20): the last position counts. */
	consent_phase: {
		round_id: string;
		position: number;
		journey_id: string;
		phase: Phase;
		at: number;
		by_id: string | null;
	};
	/** A question to understand the text, written or spoken. */
	consent_question: {
		id: string;
		round_id: string;
		journey_id: string;
		subject: string;
		/** Null: of somebody of no organisation. */
		organisation_id: string | null;
		participant_id: string;
		text: string;
		at: number;
		/** Null: open. Empty: it was answered in the room. */
		answer: string | null;
		answered_at: number | null;
		answered_by: string | null;
		removed_at: number | null;
	};
	/** The turn of an organisation in the round of reactions, in drawn order. */
	consent_reaction: {
		round_id: string;
		organisation_id: string;
		journey_id: string;
		position: number;
		words: string | null;
		at: number | null;
		by_id: string | null;
		/** Since when it was passed over. */
		passed_at: number | null;
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
	/** Somebody is named to answer for their organisation (I14). It ends when another is named, or it is taken back. */
	speaker: {
		id: string;
		journey_id: string;
		organisation_id: string;
		participant_id: string;
		role: SpeakerRole;
		at: number;
		by_id: string | null;
		/** Of a holder: since when they leave it to the deputy. */
		left_at: number | null;
		ended_at: number | null;
		ended_by: string | null;
	};
	/** What a colleague of who answers thinks of one version. History is kept: of each person the newest counts. */
	advice: {
		id: string;
		round_id: string;
		journey_id: string;
		subject: string;
		version: string;
		organisation_id: string;
		participant_id: string;
		stance: Stance;
		words: string;
		at: number;
	};
}
