import { stageOf, showsBoard } from '#domain/kinds/kinds.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { forgetOrLater } from '#server/parts/anonymity/own-documents.ts';
import { isBlank, projectBoard } from '#server/parts/board/board.ts';
import { projectTexts } from '#server/parts/harvest/texts.ts';

// Rows first, documents second: what an act wrote in rows is then brought into the documents of its step. A row says
// which steps have to be, so that a crash between the two is mended when the program starts.

/** In the transaction of the act. */
export async function markForProjection(tx: Query, steps: readonly string[]): Promise<void> {
	if (steps.length === 0) return;
	await tx
		.insertInto('projection')
		.values(steps.map((step_id) => ({ step_id })))
		.onConflict((oc) => oc.doNothing())
		.execute();
}

/** After its commit. What fails stays marked for the next act, or the next start. */
export async function projectMarked(context: Context, steps: readonly string[]): Promise<void> {
	for (const id of steps) {
		const step = await markedStep(context.db, id);
		const isLeft = step?.isEmptying && !(await forgetOrLater(context, step));
		if (step) await project(context, step);
		// Some private documents are left (N8).
		if (isLeft) continue;
		await context.db.deleteFrom('projection').where('step_id', '=', id).execute();
	}
}

/** With whether private documents of it have to go. */
const markedStep = (db: Query, id: string) =>
	db
		.selectFrom('step')
		.selectAll()
		.select(({ exists, selectFrom }) =>
			exists(selectFrom('emptying').select('step_id').whereRef('emptying.step_id', '=', 'step.id')).as(
				'isEmptying'
			)
		)
		.where('id', '=', id)
		.executeTakeFirst();

/** When the program starts. One document that can't be read keeps nobody else out; who opens it is told. */
export async function projectAllMarked(context: Context): Promise<void> {
	const marked = await context.db.selectFrom('projection').select('step_id').execute();
	for (const { step_id } of marked)
		await projectMarked(context, [step_id]).catch((error: unknown) =>
			context.log.error({ error, step: step_id }, 'the documents of a step could not follow its rows')
		);
}

/**
 * Call before the board of a step is shown or written down: a document that was lost lies again as its rows say, or its
 * emptiness would be written over them.
 */
export async function ensureBoard(context: Context, step: StepRow): Promise<void> {
	if (!showsBoard(stageOf(step.kind, step.stage).opens)) return;
	if (await context.sync.read(boardDocument(step.id), isBlank)) await project(context, step);
}

/** Brings the board of a step, where its stage shows one, to what its rows say. Safe to repeat. */
async function project(context: Context, step: StepRow): Promise<void> {
	if (!showsBoard(stageOf(step.kind, step.stage).opens)) return;
	await projectBoard(context, step.id);
	await projectTexts(context, step);
}
