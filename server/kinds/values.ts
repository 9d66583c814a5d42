import { mayFacilitate } from '#domain/access.ts';
import { stageOf } from '#domain/kinds.ts';
import type { KindServer } from '../kinds.ts';
import { cardActs, hiddenCards, myCards } from '../parts/cards.ts';
import { promptsOf } from '../parts/prompts.ts';
import { dotActs, dotRules, dotsNow, myDots } from '../parts/dots.ts';
import { harvestActs, harvestOf, valuesOf } from '../parts/harvest.ts';
import { table } from '../parts/table.ts';

/** "Vanuit welke waarden vertrek jij?": cards, board, dots, and values with their texts. All of it shared parts. */
export default {
	kind: 'values',

	async facts(db, step) {
		const { closedAt, totals, givers } = await dotsNow(db, step);
		const values = await valuesOf(db, step.id);
		return {
			part: 'cards',
			prompts: promptsOf(step),
			dots: { ...dotRules(step), closedAt },
			totals,
			givers,
			values: values.map(({ id, group, name }) => ({ id, group, name }))
		};
	},

	async mine(at) {
		return {
			cards: await myCards(at),
			dots: await myDots(at.ground.db, at.step.id, at.seat.participant),
			...(stageOf(at.step.kind, at.step.stage).opens === 'texts' && {
				values: await harvestOf(at.ground.db, at.step.id)
			}),
			/** For facilitators only: what they took off the table, so that they can lay it back. */
			...(mayFacilitate(at.seat) && { hidden: await hiddenCards(at.ground.db, at.step.id) })
		};
	},

	...table,

	acts: { ...cardActs, ...dotActs, ...harvestActs }
} satisfies KindServer;
