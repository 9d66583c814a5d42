import * as v from 'valibot';
import type { Fields } from '#domain/journey/edits.ts';
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged, type AtStep, type Effects } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { gateOf } from '#server/journey/gates.ts';
import { documentsOfMove, enterStage, type MoveDocuments } from '#server/journey/moves.ts';
import { createReading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// Steps that people do before or after the meeting, until a deadline (R4).

/** The farthest deadline, ms. */
const farthest = 366 * 24 * 60 * 60 * 1000;

const openUntil = stepAct({
	name: 'open-until',
	who: 'facilitators',
	rights: true,
	/** Ms since 1970. */
	input: v.object({ deadline: v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number)), was }),
	async documents({ context, step }) {
		const next = firstStage(step);
		return next && documentsOfMove(context, step, next.name);
	},
	/** Opens a step outside the meeting, until then: from now on everybody may do it. */
	async run(tx, at, { deadline, was }, read: MoveDocuments | null) {
		const { step, now } = at;
		const stands: Fields = step.deadline === null ? {} : { deadline: String(step.deadline) };
		const about = { subject: step.id, acts: ['open-until'] };
		const edit = await editing(tx, at, { deadline: String(deadline), was }, stands, about);
		if (!edit.ok) return edit;
		if (!Number.isFinite(deadline) || deadline <= now || deadline > now + farthest)
			return refused('deadline-invalid', 'deadline');
		if (step.deadline === deadline) return unchanged();
		const begun = await begin(tx, at, read);
		if (!begun.ok) return begun;
		await tx.updateTable('step').set({ deadline }).where('id', '=', step.id).execute();
		return changed({ ...begun.effects, audit: { subject: step.id, detail: { deadline } } });
	}
});

const closeAhead = stepAct({
	name: 'close-ahead',
	who: 'facilitators',
	input: v.object({}),
	/** The counter-act: in the meeting only. What was written stays. */
	async run(tx, { step }) {
		if (step.deadline === null) return unchanged();
		await tx.updateTable('step').set({ deadline: null }).where('id', '=', step.id).execute();
		return changed({ audit: { subject: step.id } });
	}
});

export const deadlineActs = { openUntil, closeAhead };

const isBegun = (step: StepRow) => stageOf(step.kind, step.stage).opens !== 'nothing';

/** The stage that a step which nobody has begun yet opens with; null: it is under way, or over. */
const firstStage = (step: StepRow) => (isBegun(step) ? null : neighbour(step.kind, step.stage, 1));

/** A step that nobody has begun yet enters its first stage that asks something. */
async function begin(
	tx: Query,
	at: AtStep,
	read: MoveDocuments | null
): Promise<Outcome<{ effects: Effects }>> {
	const { journey, step, now } = at;
	if (isBegun(step)) return { ok: true, effects: {} };
	const next = firstStage(step);
	if (!next) return refused('last-stage');
	if ((await gateOf(createReading(tx, journey, now), step, null)).length > 0) return refused('gate-closed');
	// It was under way when its documents were read, and came back meanwhile: what was written alone waits there.
	return enterStage(tx, at, next.name, read ?? { board: null, written: [] });
}
