import * as v from 'valibot';
import { decideNotNow } from '#domain/kinds/choose/choosing.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { createReading } from '#server/journey/reading.ts';
import { whileChoosing } from './choosing.ts';
import { choiceIn } from './rows.ts';

const notNow = stepAct({
	name: 'not-now',
	who: 'facilitators',
	input: v.object({ solution: v.string(), reason: v.optional(v.string(), '') }),
	/** Not now, with a reason; said again, the reason is another one. */
	async run(tx, { journey, step, seat, now }, given) {
		const choice = await choiceIn(createReading(tx, journey, now), step);
		const decision = decideNotNow(choice, given.solution, given.reason);
		if (!decision.ok) return refused(decision.reason, 'reason');
		const before = choice.reasons.find(({ solution }) => solution === given.solution);
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
			.values({ solution_id: given.solution, ...row })
			.onConflict((oc) => oc.column('solution_id').doUpdateSet(row))
			.execute();
		return changed({ audit: { subject: given.solution } });
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
