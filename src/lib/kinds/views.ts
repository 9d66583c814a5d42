import type { Component } from 'svelte';
import type { Posted } from '#lib/form/answer.ts';
import type { Saved } from '#lib/connection/connection-state.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import type { SpeakerRole } from '#domain/parts/consent/speaking.ts';
import type { Role } from '#domain/journey/access.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

// A kind's pages stand in a folder of its own name. Three globs beside this file find them, one for each page that
// shows them, so that no page carries another's; a new kind needs no list here.

/** What each participant's view of a step gets. */
export interface ParticipantProps {
	/** Where this person is: the room's step and stage, or those they still have a sentence under way in. */
	step: StepFacts;
	view: unknown;
	form: Posted;
	/**
	 * Says that a sentence is under way here: a text with words has the focus. The page then does not follow the room
	 * by itself; and when the room went on meanwhile, also not while those words still stand there.
	 */
	onbusy: (busy: boolean) => void;
	/** What the room's strip says about saving; a view with nothing to save never calls it. */
	onsaved: (saved: Saved) => void;
	/** The room is at this step. Elsewhere the view is there to be read. */
	here: boolean;
}

/** A file of a kind's folder: its component, and what must be there before it is first shown. */
export interface ViewModule<Props extends object> {
	default: Component<Props>;
	/** Loads the parts that one stage needs, so that a phone does not carry those of all stages. */
	prepare?: (step: StepFacts) => Promise<void>;
}

/** Throws where a kind has no such file: that is a bug, not input. */
export async function viewOf<Props extends object>(
	modules: Record<string, () => Promise<ViewModule<Props>>>,
	path: string
): Promise<ViewModule<Props>> {
	const load = modules[path];
	if (!load) throw new Error(`no view ${path}`);
	return load();
}

/** The middle of the console. */
export interface ConsoleProps {
	step: StepFacts;
	view: unknown;
	/** Everybody with a seat, the removed ones too. */
	people: ConsolePerson[];
	/** How many cards lie in no group on its board; a console without one never says. */
	onloose: (count: number) => void;
}

/** Somebody at the table, as facilitators see them. */
export interface ConsolePerson {
	id: string;
	name: string;
	role: Role;
	removedAt: number | null;
	/** Has no device: a facilitator wrote this person down. */
	enteredBy: string | null;
	organisation: string | null;
	initials: string | null;
	slot: string | null;
	here: boolean;
	/** What they said that they do; may be empty. */
	job: string;
	/** Ms since 1970. */
	joinedAt: number;
	/** Null: they wait until somebody says that they belong here. */
	admittedAt: number | null;
	/** As what they were named to answer for their organisation (I14); null: they were not. */
	speaks: SpeakerRole | null;
	/** Who of their organisation said that they do not, by name. */
	doubtedBy: string | null;
}

/** The whole picture of the beamer, made of the parts in lib/beamer; what else is true stands in `theJourney().facts`. */
export interface BeamerProps {
	step: StepFacts;
	/** The beamer's secret, for the socket of the board. */
	token: string;
	/** As it lay when the page was made; null while it may not be seen. */
	board: BoardView | null;
}
