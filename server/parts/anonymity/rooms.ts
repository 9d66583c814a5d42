import { ownDocument } from '#wire/parts/cards/own.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// The private rooms of a step: whose they are, and how those of an anonymous step are thrown away.

/** Everybody who ever had a seat, with whether they sit at the table now. */
export async function everybody(db: Query, journey: string): Promise<{ id: string; isAtTable: boolean }[]> {
	const rows = await db
		.selectFrom('participant')
		.select(['id', 'role', 'removed_at'])
		.where('journey_id', '=', journey)
		.orderBy('id')
		.execute();
	return rows.map(({ id, role, removed_at }) => ({
		id,
		isAtTable: removed_at === null && role !== 'observer'
	}));
}

/**
 * Returns whether they are gone. If not, the stage keeps the rooms closed meanwhile; the next change of stage, or the
 * next start, tries again.
 */
export async function forgetOrLater(context: Context, step: Pick<StepRow, 'id'>): Promise<boolean> {
	try {
		await forget(context, step);
		return true;
	} catch (error) {
		context.log.error({ error, step: step.id }, 'the rooms of an anonymous step were not removed');
		return false;
	}
}

/** Removes the rooms whose cards were revealed (N7). Also when the program starts: it may have been killed before (N8). */
export async function forget(context: Context, step: Pick<StepRow, 'id'>): Promise<void> {
	const rows = await context.db
		.selectFrom('emptying')
		.select('participant_id')
		.where('step_id', '=', step.id)
		.execute();
	if (rows.length === 0) return;
	await Promise.all(
		rows.map((row) => context.sync.remove(ownDocument(step.id, row.participant_id), 'revealed'))
	);
	await context.db.deleteFrom('emptying').where('step_id', '=', step.id).execute();
}
