import { showsBoard, stageOf } from '#domain/kinds/kinds.ts';
import type { BoardView } from '#wire/parts/board/board.ts';
import { perform, readFields, whoIsRefused } from '#server/acts/act.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { ensureBoard } from '#server/documents/projection.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { isWrittenUnnamed } from '#server/parts/anonymity/anonymous-step.ts';
import { boardOf } from '#server/parts/board/board.ts';
import { isEmbargoedFor } from './embargo.ts';
import { stepFacts } from './facts.ts';
import { createReading } from './reading.ts';
import { countsOf } from './room-rows.ts';
import type { SeatOf } from './seats.ts';
import { stepOnSheet, type StepRow } from './step-rows.ts';

/** A step as one person sees it, and what that person does there. */
export function createSteps(context: Context) {
	const { db, now } = context;
	return {
		/** Why `view` gives nothing: the step is under embargo for this person now, or there is none. */
		async hidden(journey: string, id: string): Promise<'embargoed' | 'step-unknown'> {
			return (await stepOnSheet(db, journey, id)) ? 'embargoed' : 'step-unknown';
		},

		/**
		 * For `load`: facts of the step, one's own part, and the board where it may be seen. Null: no such step here, or
		 * none for this person now (`hidden` says which).
		 */
		async view(seat: SeatOf, journey: string, id: string) {
			const step = await stepOnSheet(db, journey, id);
			if (!step || (await isEmbargoedFor(db, seat, step))) return null;
			const reading = createReading(db, journey, now());
			const mine = await kindServer(step.kind).mine({ context, reading, step, seat });
			return {
				step: await stepFacts(reading, step, await countsOf(db, step), context),
				mine: { ready: await isReady(context, step, seat), ...mine },
				board: await boardFor(context, step)
			};
		},

		/** The board of a step while its stage shows it, or null (A2, U5); without a seat, as the beamer sees it. */
		async board(journey: string, id: string, seat: SeatOf | null = null): Promise<BoardView | null> {
			const step = await stepOnSheet(db, journey, id);
			if (!step || (await isEmbargoedFor(db, seat, step))) return null;
			return boardFor(context, step);
		},

		act: (seat: SeatOf, journey: string, id: string, fields: Record<string, string>) =>
			actIn(context, seat, journey, id, fields)
	};
}

export type Steps = ReturnType<typeof createSteps>;

/**
 * One act of one person in a step: a form post, whose fields are checked by the act's own schema.
 * Reasons: act-unknown, form-malformed, those of `perform`, and those of the act.
 */
async function actIn(
	context: Context,
	seat: SeatOf,
	journey: string,
	id: string,
	fields: Record<string, string>
): Promise<Outcome> {
	const step = await stepOnSheet(context.db, journey, id);
	if (!step) return refused('step-unknown');
	const { acts } = kindServer(step.kind);
	const { act: name = '', ...rest } = fields;
	const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
	if (!act) return refused('act-unknown');
	// Of the fields nothing is read for who may not do this.
	const closed = whoIsRefused(seat, act.who);
	if (closed) return closed;
	const read = readFields(act, rest);
	if (!read.ok) return read;
	return perform(context, { journey, seat, step: id, seen: step }, act, read.input);
}

async function boardFor(context: Context, step: StepRow): Promise<BoardView | null> {
	if (!showsBoard(stageOf(step.kind, step.stage).opens)) return null;
	await ensureBoard(context, step);
	return boardOf(context, step.id);
}

async function isReady({ db, hands }: Context, step: StepRow, seat: SeatOf): Promise<boolean> {
	if (isWrittenUnnamed(step)) return hands.isRaised(step, seat.participant);
	const row = await db
		.selectFrom('ready')
		.select('at')
		.where('step_id', '=', step.id)
		.where('stage', '=', step.stage)
		.where('participant_id', '=', seat.participant)
		.executeTakeFirst();
	return row !== undefined;
}
