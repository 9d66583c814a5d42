import * as v from 'valibot';
import { pauseTimer } from '#domain/journey/timer.ts';
import { isInTime, staysAfter, undoMs } from '#domain/journey/undo.ts';
import { neighbour } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged, type At, type AtStep, type Done } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { isEmbargoedIn } from './embargo.ts';
import { documentsOfMove, enterStage, type MoveDocuments } from './moves.ts';
import { keptMove } from './room-move.ts';
import { stepOnSheet } from './step-rows.ts';
import { timerColumns, timerOf } from './timer.ts';

// A move of the room is taken back (P16).

type MoveRow = Database['room_move'];

/** What a facilitator can take back now, and what that leaves as it is; null: nothing. */
export async function undoOf(db: Query, journey: string, now: number) {
	const row = await keptMove(db, journey);
	if (!row || now - row.at >= undoMs) return null;
	const to = await stepOnSheet(db, journey, row.from_step_id ?? row.step_id);
	if (!to) return null;
	const { at: moved, step_id: step, stage } = row;
	const forward = stage !== null && neighbour(to.kind, stage, 1)?.name === to.stage;
	return {
		...{ step, moved, until: moved + undoMs },
		/** Where it leads: a stage of this kind, or null: another step by its name. */
		...{ stage, kind: to.kind, name: to.name, toStep: to.id },
		stays: forward ? staysAfter(to.kind, stage) : null
	};
}

export const undoMove = stepAct({
	name: 'undo-move',
	who: 'facilitators',
	rights: true,
	/** `moved`: when the move was that the facilitator saw; a second press finds none. */
	input: v.object({ moved: v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number)) }),
	async documents({ context, journey, step }, { moved }) {
		const row = await keptMove(context.db, journey);
		const stage = row?.at === moved && row.step_id === step.id ? row.stage : null;
		return stage === null ? null : documentsOfMove(context, step, stage);
	},
	async run(tx, at, { moved }, read: MoveDocuments | null) {
		const row = await keptMove(tx, at.journey);
		if (!row || row.at !== moved || row.step_id !== at.step.id) return unchanged();
		if (!isInTime(row.at, at.now)) return refused('undo-late');
		const undone = row.stage === null ? await leave(tx, at, row) : await back(tx, at, row, row.stage, read);
		if (undone.ok) await tx.deleteFrom('room_move').where('journey_id', '=', at.journey).execute();
		return undone;
	}
});

/** The step to the stage that it was in, as back and next do (P8); a deadline may have moved it meanwhile. */
async function back(
	tx: Query,
	at: AtStep,
	row: MoveRow,
	stage: string,
	read: MoveDocuments | null
): Promise<Done> {
	const { step } = at;
	if (!read || step.stage_at !== row.at) return unchanged();
	const entered = await enterStage(tx, at, stage, read);
	if (!entered.ok) return entered;
	const { room, ...effects } = entered.effects;
	const audit = { subject: step.id, detail: { from: step.stage, to: stage } };
	return changed({ ...effects, ...(room && { room: { ...room, ...timerBefore(at, row) } }), audit });
}

/** The room to the step where it was; a step where it had not been before was never entered (D3). */
async function leave(tx: Query, at: AtStep, row: MoveRow): Promise<Done> {
	const { journey, room, step, seat, now } = at;
	const to = row.from_step_id && (await stepOnSheet(tx, journey, row.from_step_id));
	if (!to || room.step_id !== step.id) return unchanged();
	if (await isEmbargoedIn(tx, journey, to.kind, { room: to.id })) return refused('room-embargoed');
	if (row.first) await tx.updateTable('step').set({ entered_at: null }).where('id', '=', step.id).execute();
	return changed({
		audit: { subject: to.id },
		room: { step_id: to.id, moved_at: now, moved_by: seat.person, ...timerBefore(at, row) }
	});
}

/** The timer as it would be now: it ran on, unless the room pauses. */
function timerBefore({ room, now }: At, row: MoveRow) {
	const timer = timerOf(row);
	return timerColumns(timer && room.paused_at !== null ? pauseTimer(timer, now) : timer);
}
