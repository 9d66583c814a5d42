import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';
import { timerColumns, timerOf } from './timer.ts';

// The last move of the room, kept so that it can be taken back (P16).

/** Undefined: none, or it was taken back. */
export const keptMove = (db: Query, journey: string) =>
	db.selectFrom('room_move').selectAll().where('journey_id', '=', journey).executeTakeFirst();

/**
 * In the transaction of the move, `at` as it was before. `stage`: of the step that goes to another one; null where the
 * room goes to the step. `first`: it had not been there before.
 */
export async function keepMove(
	tx: Query,
	{ journey, room, step, seat, now }: AtStep,
	{ stage, first = false }: { stage: string | null; first?: boolean }
): Promise<void> {
	const row = {
		...{ at: now, by: seat.person, step_id: step.id, stage },
		...{ from_step_id: stage === null ? room.step_id : null, first: Number(first) },
		...timerColumns(timerOf(room))
	};
	await tx
		.insertInto('room_move')
		.values({ journey_id: journey, ...row })
		.onConflict((oc) => oc.column('journey_id').doUpdateSet(row))
		.execute();
}
