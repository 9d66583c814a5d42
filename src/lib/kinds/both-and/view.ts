import { harvestFields } from '#domain/parts/harvest/harvest.ts';
import { lacksOf, type Lack } from '#domain/kinds/both-and/tension.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TensionState, TensionsState } from '#wire/kinds/both-and/state.ts';

/** What `load` gives for a step with tensions. */
export interface TensionsView {
	step: StepFacts;
	mine: {
		ready: boolean;
		/** The texts as they were kept last. */
		harvest: { id: string; texts: Record<string, string> }[];
		/** For facilitators only: what they took off the list. */
		dropped?: { id: string; name: string }[];
	};
	board: BoardView | null;
}

/** What a step with tensions adds to the facts. Throws on any other step. */
export function tensionsState(step: StepFacts): TensionsState {
	if (step.state?.part !== 'tensions') throw new Error(`no tensions in a step of kind ${step.kind}`);
	return step.state;
}

/** A tension with its newest texts: of the board where they are written, else as `load` or the facts have them. */
export function newest(tension: TensionState, board: Board | null, view: TensionsView | null): TensionState {
	const kept = view?.mine.harvest.find(({ id }) => id === tension.id)?.texts;
	const texts = harvestFields.tension.map((field) => [
		field,
		board?.text(`${tension.id}.${field}`)?.current ?? tension.texts[field] ?? kept?.[field] ?? ''
	]);
	return { ...tension, texts: Object.fromEntries(texts) as Record<string, string> };
}

export interface Measured {
	tension: TensionState;
	lacks: Lack[];
}

/** Each with what it misses. */
export const measured = (tensions: readonly TensionState[]): Measured[] =>
	tensions.map((tension) => ({ tension, lacks: lacksOf(tension) }));
