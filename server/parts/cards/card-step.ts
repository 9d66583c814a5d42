import { mayFacilitate } from '#domain/journey/access.ts';
import { hasStage, kindOf, stageOf } from '#domain/kinds/kinds.ts';
import type { CardsState } from '#wire/journey/facts.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import type { Acting, KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymity.ts';
import { cardActs, hiddenCards, myCards } from './cards.ts';
import { dotActs, dotRules, dotsState, myDots } from '#server/parts/dots/dots.ts';
import {
	harvestActs,
	harvestState,
	linkableTo,
	withCards,
	writtenAt
} from '#server/parts/harvest/harvest.ts';
import { promptsOf } from './prompts.ts';
import { table } from '#server/parts/board/table.ts';

// A step with cards: written alone, revealed, grouped, and as far as its kind has the stages, weighed and harvested.

/** All of it; a kind with something of its own takes it apart with `cardsState` and `myPart`. */
export const cardStep = (kind: string) =>
	({
		kind,
		facts: cardsState,
		mine: myPart,
		...table,
		acts: { ...cardActs, ...(hasStage(kind, 'dots') && dotActs), ...(kindOf(kind).harvest && harvestActs) }
	}) satisfies KindServer;

export async function cardsState(db: Query, step: StepRow, context: Context): Promise<CardsState> {
	const { harvest } = kindOf(step.kind);
	const weighs = hasStage(step.kind, 'dots');
	const { closedAt, totals, givers } = await dotsState(db, step);
	return {
		part: 'cards',
		prompts: promptsOf(step),
		anonymous: isAnonymousStep(step),
		dots: weighs ? { ...dotRules(step), closedAt } : null,
		totals,
		givers,
		harvest: await harvestState(db, await writtenAt(db, context, step)),
		linkable: await linkableTo(db, step.journey_id, harvest)
	};
}

/** What this person sees of their own, and what everyone reads without a socket. */
export async function myPart(at: Acting) {
	const { context, step, seat } = at;
	return {
		cards: await myCards(at),
		dots: await myDots(context.db, step.id, seat.participant),
		...(['texts', 'consent'].includes(stageOf(step.kind, step.stage).opens) && {
			harvest: await withCards(context.db, await writtenAt(context.db, context, step))
		}),
		/** For facilitators only: what they took off the table, so that they can lay it back. */
		...(mayFacilitate(seat) && { hidden: await hiddenCards(context.db, step.id) })
	};
}
