import * as v from 'valibot';
import { decideNotNow } from '#domain/kinds/choose/choosing.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import { createReading } from '#server/journey/reading.ts';
import { whileChoosing } from './choosing.ts';
import { choiceIn } from './rows.ts';

const notNow = stepAct({
	name: 'not-now',
	who: 'facilitators',
	input: v.object({ solution: v.string(), reason: v.optional(v.string(), ''), was }),
	/** Not now, with a reason; said again, the reason is another one. */
	async run(tx, at, { solution, ...given }) {
		const { journey, step, seat, now } = at;
		const choice = await choiceIn(createReading(tx, journey, now), step);
		const before = choice.reasons.find((one) => one.solution === solution);
		const stands = before && { reason: before.reason };
		const edit = await editing(tx, at, given, stands ?? {}, { subject: solution, acts: ['not-now'] });
		if (!edit.ok) return edit;
		const decision = decideNotNow(choice, solution, edit.fields.reason);
		if (!decision.ok) return refused(decision.reason, 'reason');
		if (before?.reason === decision.reason) return unchanged();
		const row = {
			step_id: step.id,
			reason: decision.reason,
			at: now,
			participant_id: seat.participant,
			ended_at: null
		};
		await tx
			.insertInto('not_now')
			.values({ solution_id: solution, ...row })
			.onConflict((oc) => oc.column('solution_id').doUpdateSet(row))
			.execute();
		return changed({ audit: { subject: solution } });
	}
});

const stillNow = stepAct({
	name: 'still-now',
	who: 'facilitators',
	when: whileChoosing,
	input: v.object({ solution: v.string() }),
	/** The counter-act: it is undecided again. The reason stays for whoever puts it aside once more (Z13). */
	async run(tx, { journey, step, now }, { solution }) {
		const choice = await choiceIn(createReading(tx, journey, now), step);
		if (!choice.notNow.includes(solution)) return unchanged();
		await tx.updateTable('not_now').set({ ended_at: now }).where('solution_id', '=', solution).execute();
		return changed({ audit: { subject: solution } });
	}
});

export const notNowActs = { notNow, stillNow };
