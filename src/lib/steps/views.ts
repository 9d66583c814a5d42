import type { Component } from 'svelte';
import type { Saved } from '#lib/ui/RoomStrip.svelte';
import type { BoardView } from '#wire/board.ts';
import type { StepFacts } from '#wire/facts.ts';

// A kind's pages stand in a folder of its own name. The globs find them, so that a new kind needs no list here.

/** What each participant's view of a step gets. */
export interface ParticipantProps {
	/** Where this person is: the room's step and stage, or those they still have a sentence under way in. */
	step: StepFacts;
	view: unknown;
	/** Of the last form post: a reason beside its field. */
	form: { act?: string; ok?: boolean; field?: string; message?: string; given?: Record<string, string> } | null;
	/**
	 * Says that a sentence is under way here: the page then does not follow the room by itself. True from the first
	 * key in a text until its words are sent or taken away, also when the focus leaves it for a moment.
	 */
	onbusy: (busy: boolean) => void;
	/** What the room's strip says about saving; a view with nothing to save never calls it. */
	onsaved: (saved: Saved) => void;
	/** The room is at this step. Elsewhere the view is there to be read. */
	here: boolean;
}

const find = async <P extends object>(
	modules: Record<string, () => Promise<unknown>>,
	path: string
): Promise<Component<P>> => {
	const load = modules[path];
	if (!load) throw new Error(`no view ${path}`);
	return ((await load()) as { default: Component<P> }).default;
};

const participants = import.meta.glob('./*/Participant.svelte');
const consoles = import.meta.glob('./*/Console.svelte');
const beamers = import.meta.glob('./*/Beamer.svelte');

export const participantView = (kind: string) => find<ParticipantProps>(participants, `./${kind}/Participant.svelte`);
export const consoleView = (kind: string) => find<ConsoleProps>(consoles, `./${kind}/Console.svelte`);
export const beamerView = (kind: string) => find<BeamerProps>(beamers, `./${kind}/Beamer.svelte`);

/** The middle of the console. */
export interface ConsoleProps {
	step: StepFacts;
	view: unknown;
	form: ParticipantProps['form'];
}

/** The whole picture of the beamer, made of the parts in lib/beamer; what else is true stands in `theJourney().facts`. */
export interface BeamerProps {
	step: StepFacts;
	/** The beamer's secret, for the socket of the board. */
	token: string;
	/** As it lay when the page was made; null while it may not be seen. */
	board: BoardView | null;
}
