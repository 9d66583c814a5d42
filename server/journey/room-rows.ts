import { sql, type Expression } from 'kysely';
import type { Query } from '#server/db/open.ts';
import { isStep, type StepRow } from './step-rows.ts';

/** What is counted in a step: numbers, never words (A2). */
export interface Counts {
	/** Steps of the journey. */
	of: number;
	/** Cards that wait in private documents. */
	waiting: number;
	/** Cards on the table. */
	revealed: number;
}

/** Where the room is, with all that is true of one journey at one moment: its meeting, its step, and what is counted there. */
export async function roomIn(db: Query, journey: string) {
	const row = await db
		.selectFrom('room')
		.innerJoin('journey', 'journey.id', 'room.journey_id')
		.leftJoin('meeting', 'meeting.id', 'room.meeting_id')
		.leftJoin('step', 'step.id', 'room.step_id')
		.selectAll('step')
		.select([
			'journey.name as journeyName',
			'journey.rehearsal_at',
			'journey.absent_days as absentDays',
			'journey.beamer_token',
			'meeting.id as meeting',
			'meeting.name as meetingName',
			'meeting.place',
			'meeting.code',
			'meeting.opened_at',
			'meeting.closed_at',
			'room.paused_at',
			'room.pulls',
			'room.timer_ends_at',
			'room.timer_left_ms',
			'room.timer_total_ms'
		])
		.select(countsIn(db, journey, sql.ref('room.step_id')))
		.where('room.journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	return { ...row, step: isStep(row) ? row : null, counts: asNumbers(row) };
}

/** The same counts of a step where the room need not be. */
export async function countsOf(db: Query, step: Pick<StepRow, 'id' | 'journey_id'>): Promise<Counts> {
	const counts = await db.selectNoFrom(countsIn(db, step.journey_id, step.id)).executeTakeFirstOrThrow();
	return asNumbers(counts);
}

const asNumbers = ({ of, waiting, revealed }: { [Count in keyof Counts]: number | null }): Counts => ({
	of: Number(of),
	waiting: Number(waiting ?? 0),
	revealed: Number(revealed)
});

/** As columns of a query. */
function countsIn(db: Query, journey: string, step: string | Expression<string>) {
	const steps = db
		.selectFrom('step')
		.select(({ fn }) => fn.countAll<number>().as('number'))
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null);
	const waiting = db
		.selectFrom('written')
		.innerJoin('participant', 'participant.id', 'written.participant_id')
		.select(({ fn }) => fn.sum<number>('waiting').as('number'))
		.where('written.step_id', '=', step)
		// What somebody who was removed wrote alone is never laid, so nobody waits for it.
		.where('participant.removed_at', 'is', null)
		.where('participant.role', '!=', 'observer');
	const revealed = db
		.selectFrom('card')
		.select(({ fn }) => fn.countAll<number>().as('number'))
		.where('card.step_id', '=', step)
		.where('hidden_at', 'is', null);
	return [steps.as('of'), waiting.as('waiting'), revealed.as('revealed')] as const;
}
