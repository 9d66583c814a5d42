import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import type { KindServer } from '#server/kinds/kinds.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { aroundReveal, forgetOrLater } from '#server/parts/anonymity/anonymity.ts';
import { projectBoard, persistBoard } from './board.ts';
import { projectTexts, persistTexts } from '#server/parts/harvest/harvest.ts';
import { revealCards } from '#server/parts/cards/reveal.ts';

/** For any kind with a board: rows and documents are brought together as its stages change. */
export const table = {
	/** How the board and the texts lie is written down first; then what opens the board reveals (V1). */
	async entering(tx, at, stage) {
		await persist(tx, at.context, at.step);
		if (stageOf(at.step.kind, stage).opens !== 'board') return;
		const revealed = await revealCards(tx, at);
		if (typeof revealed !== 'number') return revealed;
	},

	around: aroundReveal,

	persist,

	async project(context, step) {
		await forgetOrLater(context, step);
		if (!isShown(step)) return;
		await projectBoard(context, step.id);
		await projectTexts(context, step);
	}
} satisfies Partial<KindServer>;

async function persist(tx: Query, context: Context, step: StepRow): Promise<void> {
	if (!isShown(step)) return;
	await persistBoard(tx, context, step.id, context.now());
	await persistTexts(tx, context, step);
}

/** The board of the step can be seen now. */
const isShown = (step: StepRow) => showsBoard(stageOf(step.kind, step.stage).opens);
