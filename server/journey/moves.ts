import * as v from 'valibot';
import { decideMove } from '#domain/journey/moves.ts';
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged, type AtStep, type Effects } from '#server/acts/act.ts';
import type { Documents } from '#server/acts/documents.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { persistStepBoard, stepBoardDocuments, type StepBoard } from '#server/documents/step-board.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';
import { forget, forgetOrLater } from '#server/parts/anonymity/own-documents.ts';
import { revealCards } from '#server/parts/cards/reveal.ts';
import { writtenDocuments, type Written } from '#server/parts/cards/written.ts';
import { projectTexts } from '#server/parts/harvest/texts.ts';
import { isEmbargoedIn } from './embargo.ts';
import { gateOf } from './gates.ts';
import { readinessNow } from './facts.ts';
import { createReading } from './reading.ts';
import { keepMove } from './room-move.ts';
import { stepIn, type StepRow } from './step-rows.ts';
import { timerColumns } from './timer.ts';

// A step goes to another stage: by next and back, by a deadline, or in a rehearsal. All of them come through here.

/** What lies in the documents of the step before it moves. */
export interface MoveDocuments {
	board: StepBoard | null;
	/** What was written alone, where the stage reveals it. */
	written: Written[];
}

export async function documentsOfMove(
	context: Context,
	step: StepRow,
	stage: string
): Promise<Documents<MoveDocuments>> {
	const { opens } = stageOf(step.kind, stage);
	const isAnonymous = isAnonymousStep(step) && (opens === 'cards' || opens === 'board');
	// What a removal left that failed goes first, or it would be laid twice.
	if (isAnonymous) await forget(context, step);
	// So does an amendment that the board could not take, or the text of before would come back.
	if (stageOf(step.kind, step.stage).opens === 'consent') await projectTexts(context, step);
	const board = await stepBoardDocuments(context, step);
	const own = opens === 'board' ? await writtenDocuments(context, step) : null;
	return {
		held: [...board.held, ...(own?.held ?? [])],
		read: async () => ({ board: await board.read(), written: (await own?.read()) ?? [] }),
		// A word is laid, or it is still with its writer.
		...(own && isAnonymous && { after: () => forgetOrLater(context, step) })
	};
}

/**
 * Enters a stage, in the transaction of the act that says so. How the board lies is written down first; then what
 * opens the board reveals (V1). A refusal comes before anything was written.
 */
export async function enterStage(
	tx: Query,
	at: AtStep,
	stage: string,
	read: MoveDocuments
): Promise<Outcome<{ effects: Effects }>> {
	const { step, room, seat, now } = at;
	if (await embargoesTheRoom(tx, at, stage)) return refused('embargoes-the-room');
	await persistStepBoard(tx, step, read.board, now);
	if (stageOf(step.kind, stage).opens === 'board') {
		const revealed = await revealCards(tx, at, read.written);
		if (!revealed.ok) return revealed;
	}
	await kindServer(step.kind).enter?.(tx, at, stage);
	await tx
		.updateTable('step')
		.set({ stage, stage_at: now, stage_by: seat.person })
		.where('id', '=', step.id)
		.execute();
	at.context.told.moved(step);
	const moved = { moved_at: now, moved_by: seat.person, ...timerColumns(null) };
	// A step where the room is not has no part in its timer.
	return { ok: true, effects: { ...(room.step_id === step.id && { room: moved }), project: [step.id] } };
}

export const move = stepAct({
	name: 'move-stage',
	who: 'facilitators',
	rights: true,
	input: v.object({
		from: v.string(),
		by: v.pipe(
			v.picklist(['1', '-1']),
			v.transform((by): 1 | -1 => (by === '1' ? 1 : -1))
		),
		sure: v.optional(
			v.pipe(
				v.literal('yes'),
				v.transform((): boolean => true)
			)
		)
	}),
	async documents({ context, step }, { from, by }) {
		const next = step.stage === from ? neighbour(step.kind, from, by) : null;
		return next && documentsOfMove(context, step, next.name);
	},
	/**
	 * One stage forward or back (P2, P3). Forward with people still busy asks for a second tap (`sure`). `from` is the
	 * stage that the facilitator saw: a second tap of a double click finds another stage and changes nothing.
	 */
	async run(tx, at, { from, by, sure }, read: MoveDocuments | null) {
		const { context, journey, step, now } = at;
		if (step.stage !== from) return unchanged({ stage: step.stage });
		const reading = createReading(tx, journey, now);
		// Only where people say to be ready does going on wait for them.
		const waits = by === 1 && stageOf(step.kind, from).readiness;
		const counts = waits ? await readinessNow(reading, step, context) : { ready: 0, of: 0 };
		// What a reveal lacks it says itself, from what was read for it.
		if (by === 1 && (await gateOf(reading, step, null)).length > 0) return refused('gate-closed');
		const decision = decideMove({ ...step, lockedAt: step.locked_at }, by, counts, sure === true);
		if (!decision.ok) return refused(decision.reason);
		// It stood in another stage when its documents were read, and came back meanwhile.
		if (!read) return unchanged({ stage: from });
		const entered = await enterStage(tx, at, decision.stage, read);
		if (!entered.ok) return entered;
		const { stage } = decision;
		if (at.room.step_id === step.id) await keepMove(tx, at, { stage: from });
		const audit = { subject: step.id, detail: { from, to: stage } };
		return changed({ ...entered.effects, audit }, { stage });
	}
});

/** The table would lose the step that it is looking at (U6). */
async function embargoesTheRoom(tx: Query, { journey, room, step }: AtStep, stage: string): Promise<boolean> {
	if (room.step_id === null) return false;
	const here = room.step_id === step.id ? step : await stepIn(tx, journey, room.step_id);
	return here !== undefined && isEmbargoedIn(tx, journey, here.kind, { step: step.id, stage });
}
