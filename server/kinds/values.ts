import { mayFacilitate } from '#domain/access.ts';
import { stageOf } from '#domain/kinds.ts';
import type { Query } from '../db/open.ts';
import type { Ground } from '../ground.ts';
import type { KindServer, StepRow } from '../kinds.ts';
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

	/** How the board and the texts lie is written down first; then what opens the board reveals (V1). */
	async entering(tx, at, stage) {
		await settle(tx, at.ground, at.step);
		if (stageOf(at.step.kind, stage).opens === 'board') await revealCards(tx, at);
	},

	settle,

	async lay(ground, step) {
		if (!isShown(step)) return;
		await layOnBoard(ground, step.id);
		await layTexts(ground, step.id);
	},

	acts: { ...cardActs, ...dotActs, ...harvestActs }
} satisfies KindServer;

async function settle(tx: Query, ground: Ground, step: StepRow): Promise<void> {
	if (!isShown(step)) return;
	await settleBoard(tx, ground, step.id, ground.now());
	await settleTexts(tx, ground, step.id);
}

/** The board of the step can be seen now. */
const isShown = (step: Pick<StepRow, 'kind' | 'stage'>) =>
	['board', 'dots', 'texts'].includes(stageOf(step.kind, step.stage).opens);
