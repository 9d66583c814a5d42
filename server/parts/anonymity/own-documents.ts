import { ownDocument } from '#wire/parts/cards/own.ts';
import type { Context } from '#server/app/context.ts';
import { emptyLog } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// How the private documents of an anonymous step are thrown away.

/**
 * Returns whether they are gone. If not, the stage keeps them closed meanwhile; the next change of stage, or the
 * next start, tries again.
 */
export async function forgetOrLater(context: Context, step: Pick<StepRow, 'id'>): Promise<boolean> {
	try {
		await forget(context, step);
		return true;
	} catch (error) {
		context.log.error({ error, step: step.id }, 'the documents of an anonymous step were not removed');
		return false;
	}
}

/** Removes the documents whose cards were revealed (N7). Also when the program starts: it may have been killed before (N8). */
export async function forget(context: Context, step: Pick<StepRow, 'id'>): Promise<void> {
	const rows = await context.db
		.selectFrom('emptying')
		.select('notebook_id')
		.where('step_id', '=', step.id)
		.execute();
	if (rows.length === 0) return;
	await Promise.all(
		rows.map((row) => context.sync.remove(ownDocument(step.id, row.notebook_id), 'revealed'))
	);
	await context.db.deleteFrom('emptying').where('step_id', '=', step.id).execute();
	await emptyLog(context.db);
}
