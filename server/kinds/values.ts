import { mayFacilitate } from '#domain/access.ts';
import { stageOf } from '#domain/kinds.ts';
import type { KindServer } from '../kinds.ts';
import { settleBoard } from '../parts/board.ts';
import { cardActs, hiddenCards, layOnBoard, myCards, promptsOf, revealCards } from '../parts/cards.ts';
import { dotActs, dotRules, dotsNow, myDots } from '../parts/dots.ts';
import { harvestActs, layTexts, settleTexts, valuesOf } from '../parts/harvest.ts';

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
			/** For facilitators only: what they took off the table, so that they can lay it back. */
			...(mayFacilitate(at.seat) && { hidden: await hiddenCards(at.ground.db, at.step.id) })
		};
	},

	/** Leaving the board or the texts, either way: how they lie is written down first. */
	async entering(tx, { ground, step, now }, stage) {
		const leaving = stageOf(step.kind, step.stage).opens;
		if (leaving === 'board') await settleBoard(tx, ground, step.id, now);
		if (leaving === 'texts' && stage !== step.stage) await settleTexts(tx, ground, step.id);
	},

	async entered(at, stage) {
		const { opens } = stageOf(at.step.kind, stage);
		if (opens === 'board') await revealCards(at);
		if (opens === 'dots') await layOnBoard(at.ground, at.step.id);
		if (opens === 'texts') await layTexts(at.ground, at.step.id);
	},

	acts: { ...cardActs, ...dotActs, ...harvestActs }
} satisfies KindServer;
