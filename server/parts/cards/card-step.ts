import { mayFacilitate } from '#domain/journey/access.ts';
import { hasStage, kindOf, stageOf } from '#domain/kinds/kinds.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { KindServer, Viewing } from '#server/kinds/kind.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { dotActs } from '#server/parts/dots/acts.ts';
import { dotRules, dotsState, myDots } from '#server/parts/dots/dots.ts';
import { harvestActs } from '#server/parts/harvest/acts.ts';
import { withCards, writtenAt } from '#server/parts/harvest/harvest.ts';
import { harvestState, linkableTo } from '#server/parts/harvest/state.ts';
import { cardActs } from './acts.ts';
import { hiddenCards } from './card-rows.ts';
import { myCards } from './own.ts';
import { promptsOf } from './prompts.ts';

// A step with cards: written alone, revealed, grouped, and as far as its kind has the stages, weighed and harvested.

/** All of it; a kind with something of its own takes it apart with `cardsState` and `myPart`. */
export const cardStep = (kind: string) =>
	({
		kind,
		state: cardsState,
		mine: myPart,
		acts: { ...cardActs, ...(hasStage(kind, 'dots') && dotActs), ...(kindOf(kind).harvest && harvestActs) }
	}) satisfies KindServer;

export async function cardsState(reading: Reading, step: StepRow): Promise<CardsState> {
	const { harvest } = kindOf(step.kind);
	const weighs = hasStage(step.kind, 'dots');
	const { closedAt, totals, givers } = weighs
		? await dotsState(reading.db, step)
		: { closedAt: null, totals: null, givers: null };
	return {
		part: 'cards',
		prompts: promptsOf(step),
		anonymous: isAnonymousStep(step),
		dots: weighs ? { ...dotRules(step), closedAt } : null,
		totals,
		givers,
		harvest: await harvestState(reading, step),
		linkable: await linkableTo(reading, harvest)
	};
}

/** What this person sees of their own, and what everyone reads without a socket. */
export async function myPart({ context, step, seat }: Viewing) {
	const { db } = context;
	return {
		...(await myCards(context, step, seat.notebook)),
		dots: await myDots(db, step.id, seat.participant),
		...(['texts', 'consent'].includes(stageOf(step.kind, step.stage).opens) && {
			harvest: await withCards(db, await writtenAt(db, step))
		}),
		/** For facilitators only: what they took off the table, so that they can lay it back. */
		...(mayFacilitate(seat) && { hidden: await hiddenCards(db, step.id) })
	};
}
