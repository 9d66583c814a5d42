import type { Method, Stance, Standing, SubjectKind, Words } from '#domain/parts/consent/consent.ts';
import type { Phase, Reaction } from '#domain/parts/consent/phases.ts';
import type { SpeakerRole } from '#domain/parts/consent/speaking.ts';
import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';

/** A consent round, as the table and the beamer may know it: organisations, never persons. */
export interface ConsentState {
	part: 'consent';
	/** Where the round is (I20). */
	phase: Phase;
	/** These two until standpoints are asked. */
	questions: Question[];
	/** In drawn order; none before they began. */
	reactions: Reaction[];
	/** Working days that an absent organisation has to answer. */
	absentDays: number;
	subjects: SubjectState[];
	/** What an objection can say that it harms: the values and ambitions of the journey. */
	harmable: { id: string; kind: HarvestKind; name: string }[];
}

/** What is consented to as one: all values of a step together (`values`), or one ambition. */
export interface SubjectState {
	id: string;
	kind: SubjectKind;
	name: string;
	/** Hash of its text now. A page with another one has to read the text again. */
	version: string;
	/** 1 is the first. */
	round: number;
	agreed: boolean;
	/** What was answered to this version may be known; else all that answered are `asked` here, and nothing is voiced (I18). */
	shown: boolean;
	/** How many organisations answered to this version, or are absent. */
	given: number;
	/** Three rounds of integration are over and an objection stands. */
	smallerStep: boolean;
	/** In their order at the table, each once. */
	standings: StandingState[];
	/** Objections and concerns, oldest first, those of earlier versions too. */
	voiced: Voiced[];
}

export interface StandingState {
	organisation: string;
	standing: Standing;
	/** Until when an absent organisation has to answer, ms since 1970. */
	answersBy: number | null;
}

export interface Voiced {
	/** Of the stance. */
	id: string;
	organisation: string;
	stance: Stance & ('concern' | 'objection');
	words: string;
	/** The value or ambition that an objection harms: its id. */
	harms: string | null;
	/** On the text of now, and the newest of its organisation. */
	stands: boolean;
	/** What was done with it, the newest; null: nothing yet. */
	integration: { id: string; method: Method; words: string; accepted: boolean } | null;
}

/** What one person reads and answers: for `load`, so that it works without a socket. */
export interface MyConsent {
	/** Whose stance this person may give; null: nobody's. */
	organisation: string | null;
	/** What they say is its answer; else it is advice (I14, I15). */
	speaks: boolean;
	/** As what they were named; null: they were not. */
	role: SpeakerRole | null;
	/** Who answers for their organisation, by name; null: nobody was named. */
	holder: string | null;
	deputy: string | null;
	/** The holder leaves it to the deputy. */
	isLeft: boolean;
	/** Ids of the questions that one asked oneself. */
	questions: string[];
	subjects: MySubject[];
}

export interface MySubject {
	id: string;
	kind: SubjectKind;
	name: string;
	/** Of these words: the form carries it, so that nobody consents to a text that was not on the screen. */
	version: string;
	words: Words[];
	/** Where one's own organisation stands, also while that is hidden from others; null: one has none. */
	own: Standing | null;
	/** On these words: of one's colleagues, for who answers; else one's own (I16). */
	advice: Advice[];
	/** The words that this organisation answered to last, where they are others than these. */
	before: Words[] | null;
}

/** What a colleague thinks. */
export interface Advice {
	id: string;
	name: string;
	stance: Stance;
	words: string;
	isMine: boolean;
}

/** A question to understand the text. */
export interface Question {
	id: string;
	/** The id of what it is about. */
	subject: string;
	/** Null: of somebody of no organisation. */
	organisation: string | null;
	text: string;
	/** Null: open. Empty: it was answered in the room. */
	answer: string | null;
}
