import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import type { BoardView, CardView } from '#wire/parts/board/board.ts';
import type { MyConsent } from '#wire/parts/consent/state.ts';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { OwnCardView } from '#wire/parts/cards/own.ts';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { OwnCards } from '#lib/connection/own.svelte.ts';
import type { ParticipantProps } from '#lib/kinds/views.ts';
import type { UnderWay } from './under-way.ts';

/** What `load` gives for a step that has cards: enough for every page without a socket. */
export interface CardsView {
	step: StepFacts;
	mine: Mine;
	/** Null while the stage does not show it. */
	board: BoardView | null;
}

export interface Mine {
	ready: boolean;
	cards: (OwnCardView & { revealed: boolean })[];
	/** Of one's own cards on the table, those that were taken back since. */
	taken?: string[];
	dots: { group: string; dots: number }[];
	/** While the texts can be read: everyone's, as they were kept last. */
	harvest?: Harvested[];
	/** While organisations take their stance. */
	consent?: MyConsent;
}

export interface Harvested {
	id: string;
	kind: HarvestKind;
	/** By field. */
	texts: Record<string, string>;
	/** What it came from, also when the group has been taken apart since. */
	cards: { id: string; text: string; prompt: string }[];
}

/** What the view of a stage gets; each takes what it needs. */
export interface StageProps {
	step: StepFacts;
	view: CardsView;
	board: Board;
	own: OwnCards;
	underWay: UnderWay;
	form: ParticipantProps['form'];
}

export type Prompt = CardsState['prompts'][number];

/** What a step with cards adds to the facts. Throws on any other step: its kind has asked for the wrong part. */
export function cardsState(step: StepFacts): CardsState {
	if (step.state?.part !== 'cards') throw new Error(`no cards in a step of kind ${step.kind}`);
	return step.state;
}

/** Every card that can be read, the ones under another too. */
export function idsOn(board: BoardView): Set<string> {
	const cards = [...board.loose, ...board.groups.flatMap((group) => group.cards)];
	return new Set(cards.flatMap((card) => [card.id, ...card.under.map((under) => under.id)]));
}

/** What each card that can be read says, by id. */
export const textsOn = (board: BoardView): Map<string, { text: string }> =>
	new Map(
		[...board.loose, ...board.groups.flatMap((group) => group.cards)]
			.flatMap((card) => [card, ...card.under])
			.map(({ id, text }) => [id, { text }])
	);

/** Everything in a group by its words, the cards under another behind the one on top. */
export function wordsIn(cards: readonly CardView[]): { id: string; text: string; prompt: string }[] {
	return cards.flatMap(({ id, text, prompt, under }) => [{ id, text, prompt }, ...under]);
}

/** How many cards lie in a group, the ones under another too. */
export const countIn = (cards: readonly CardView[]): number => wordsIn(cards).length;
