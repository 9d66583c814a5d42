import type { Query } from '#server/db/open.ts';
import { refused, type Refused } from '#server/acts/outcome.ts';

/** A step as it is inside this transaction, with whether its room pauses: an act read its step before it got its turn. */
export function penStep(tx: Query, step: string) {
	return tx
		.selectFrom('step')
		.innerJoin('room', 'room.journey_id', 'step.journey_id')
		.select([
			'step.journey_id',
			'step.kind',
			'step.stage',
			'step.locked_at',
			'step.settings',
			'room.paused_at'
		])
		.where('step.id', '=', step)
		.executeTakeFirstOrThrow();
}

/** What holds all pens of the table: a lock or a pause (A6). */
export function pensHeld(now: { locked_at: number | null; paused_at: number | null }): Refused | null {
	if (now.locked_at !== null) return refused('locked');
	return now.paused_at === null ? null : refused('paused');
}
