import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';

export type StepRow = Database['step'];

/** A left join has every column of a step, or none. */
export const isStep = (row: { [Column in keyof StepRow]: StepRow[Column] | null }): row is StepRow =>
	row.id !== null;

/** A step of this journey, also one that was taken out of the run-sheet; undefined: none. */
export function stepIn(db: Query, journey: string, step: string) {
	return db
		.selectFrom('step')
		.selectAll()
		.where('id', '=', step)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
}

/** The same, unless it was taken out of the run-sheet (D11). */
export async function stepOnSheet(db: Query, journey: string, step: string) {
	const row = await stepIn(db, journey, step);
	return row?.removed_at === null ? row : undefined;
}

/** All steps of a journey in order, also those that were taken out of the run-sheet. */
export function stepsOf(db: Query, journey: string): Promise<StepRow[]> {
	return db.selectFrom('step').selectAll().where('journey_id', '=', journey).orderBy('position').execute();
}

/** The room comes to a step: its first time there is what the run-sheet reckons from (D3). */
export async function enterStep(tx: Query, step: string, at: number): Promise<void> {
	await tx
		.updateTable('step')
		.set({ entered_at: at })
		.where('id', '=', step)
		.where('entered_at', 'is', null)
		.execute();
}
