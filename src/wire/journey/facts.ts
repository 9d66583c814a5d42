import type { CheckInState } from '#wire/kinds/check-in/state.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { AmbitionsState } from '#wire/kinds/ambitions/state.ts';
import type { Missing } from '#domain/journey/gates.ts';
import type { CrowdState } from '#domain/rehearsal/rehearsal.ts';
import type { Form } from '#domain/journey/run-sheet.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import type { ConsentState } from '#wire/parts/consent/state.ts';
import type { HardTalkState } from '#wire/kinds/hard-talk/state.ts';
import type { TensionsState } from '#wire/kinds/both-and/state.ts';

export type { Missing };

/**
 * The facts of a journey, one small JSON value: what everyone at the table, the beamer included, may know.
 * First from `load`, then over the socket (message 104) after each act. Nothing in here is personal, secret,
 * or about who is slow: counts only, for it reaches everybody's screen and the wall.
 */
export interface Facts {
	/** Of the server that tells it: a name of its own at each start. Versions of two runs say nothing of each other. */
	run: string;
	/** Grows within one run, with everything that is told or loaded; an older one is thrown away. No time: clocks are set. */
	version: number;
	/** Server time in ms since 1970; the timer is reckoned from it. */
	now: number;
	/** `rehearsal`: what simulated people do in it (Y5); null: it is none. */
	journey: { id: string; name: string; rehearsal: CrowdState | null };
	meeting: { id: string; name: string; place: string; code: string | null } | null;
	step: StepFacts | null;
	pausedAt: number | null;
	/** Counts the times the facilitator pulled everyone to the step; a change means: come, mid-sentence excepted. */
	pulls: number;
	timer: Timer | null;
	/** In their fixed order at the table. */
	organisations: OrganisationFacts[];
	/** Those that left the table: what they made has their mark (J33). */
	gone: OrganisationMark[];
	people: number;
	connected: number;
	/** Told to the pages of one person alone: something of theirs changed, to be read again. */
	look?: true;
	/**
	 * By organisation, and `guest`: what changes when somebody waits there to be admitted, and when somebody is. Who does,
	 * each page asks for itself.
	 */
	doors: Record<string, { waits: string; admitted: string }>;
	/** Names of the values that bind us, once the room is past the step that harvested them (U7). */
	values: string[];
}

export interface StepFacts {
	id: string;
	kind: string;
	name: string;
	question: string;
	/** Of the steps of the journey; 1 is the first. */
	position: number;
	of: number;
	stage: string;
	lockedAt: number | null;
	minutes: number;
	/**
	 * Private cards while writing, revealed ones afterwards. While nobody is to know who wrote, in fives, downwards, and
	 * it stays as it is for half a minute (N14).
	 */
	cards: number;
	/** People with a focused, non-blank draft; 0 where nobody is to know who wrote. */
	writing: number;
	/** Late cards in own documents that are not on the board yet. */
	waiting: number;
	/** How many people are ready, where nothing is told of one organisation (N14); null: `organisations` says it. */
	ready: Readiness | null;
	/** How people sit. */
	form: Form;
	/** Who sits where, in pairs or fours; null while no tables are drawn. */
	tables: TableFacts[] | null;
	/** What keeps the next stage closed; empty where nothing does (G-rules). */
	gate: Missing[];
	/** What the kind itself adds. */
	state:
		| CheckInState
		| CardsState
		| AmbitionsState
		| ChooseState
		| ConsentState
		| ScoresState
		| HardTalkState
		| TensionsState
		| null;
}

export interface Readiness {
	ready: number;
	of: number;
}

export interface TableFacts {
	/** From 1. */
	number: number;
	people: { id: string; name: string; organisation: string | null }[];
}

/** How an organisation is known, wherever something of it is shown. */
export interface OrganisationMark {
	id: string;
	name: string;
	/** One word for the beamer: "Welzijn". */
	short: string;
	initials: string;
	/** Its colour and pattern: one of `slots`. */
	slot: string;
}

export interface OrganisationFacts extends OrganisationMark {
	/** Who is there; while people speak for their organisation, of those who are admitted (J28). */
	people: number;
	/** These three: nothing while people write and nobody is to know who (`StepFacts.ready`). */
	readyPeople: number;
	writing: number;
	/** Rule R1: somebody is there and everybody who is there is ready. */
	ready: boolean;
}

/** Running: endsAt is set. Stopped or paused: leftMs stands still. At zero nothing closes (rule T4). */
export interface Timer {
	endsAt: number | null;
	leftMs: number;
	totalMs: number;
}
