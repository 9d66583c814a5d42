import * as v from 'valibot';
import { checkDotRules, decideDots } from '#domain/parts/dots/dots.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { closing, dotRules, groupsOf, myDots } from './dots.ts';

const digits = v.pipe(v.string(), v.regex(/^\d{1,2}$/));
const number = v.pipe(digits, v.transform(Number));

const dots = stepAct({
	name: 'dots',
	who: 'participants',
	speaks: true,
	input: v.object({ group: v.string(), dots: number }),
	/** `dots` is the new number on this group, so that a double click or a replay changes nothing (W3). */
	async run(tx, { step, room, seat, now }, given) {
		const groups = await groupsOf(tx, step.id);
		const mine = await myDots(tx, step.id, seat.participant);
		const decision = decideDots(
			{
				opens: stageOf(step.kind, step.stage).opens,
				lockedAt: step.locked_at,
				pausedAt: room.paused_at,
				closedAt: (await closing(tx, step.id))?.closed_at ?? null,
				groupExists: groups.some((group) => group.id === given.group),
				mine,
				...dotRules(step),
				role: seat.role
			},
			given.group,
			given.dots
		);
		if (!decision.ok) return refused(decision.reason, 'dots');
		const before = mine.find((dots) => dots.group === given.group)?.dots ?? 0;
		if (decision.dots === before) return unchanged();
		if (decision.dots > before) await forgetResting(tx, step.id, seat.participant);
		const row = { dots: decision.dots, organisation_id: seat.organisation, at: now };
		await tx
			.insertInto('dot')
			.values({ step_id: step.id, group_id: given.group, participant_id: seat.participant, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'group_id', 'participant_id']).doUpdateSet(row))
			.execute();
		// Until the weighing is closed nobody hears of dots (W5).
		return changed({ isPrivate: true });
	}
});

const closeWeighing = stepAct({
	name: 'close-weighing',
	who: 'facilitators',
	when: { opens: ['dots'], else: 'weighing-not-open' },
	input: v.object({}),
	/** From now on the totals are public; no dot moves any more. */
	async run(tx, { step, seat, now }) {
		if (await closing(tx, step.id)) return unchanged();
		await tx
			.insertInto('weighing')
			.values({ step_id: step.id, closed_at: now, closed_by: seat.participant })
			.execute();
		return changed({ audit: { subject: step.id } });
	}
});

const reopenWeighing = stepAct({
	name: 'reopen-weighing',
	who: 'facilitators',
	input: v.object({}),
	/** The counter-act: the dots are as they were, and can move again. What was seen stays seen. */
	async run(tx, { step }) {
		const reopened = await tx.deleteFrom('weighing').where('step_id', '=', step.id).executeTakeFirst();
		return reopened.numDeletedRows ? changed({ audit: { subject: step.id } }) : unchanged();
	}
});

const setDots = stepAct({
	name: 'set-dots',
	who: 'facilitators',
	input: v.object({ each: digits, most: digits, was }),
	/** How many dots each person has, and how many of them on one group at most (W2). */
	async run(tx, at, given) {
		const { step } = at;
		const before = dotRules(step);
		const stands = { each: String(before.each), most: String(before.most) };
		const about = { subject: step.id, acts: ['set-dots', 'change-step'] };
		const edit = await editing(tx, at, given, stands, about);
		if (!edit.ok) return edit;
		const [each, most] = [Number(edit.fields.each), Number(edit.fields.most)];
		const checked = checkDotRules(each, most);
		if (!checked.ok) return refused(checked.reason, 'each');
		if (before.each === each && before.most === most) return unchanged();
		await tx
			.updateTable('step')
			.set({ settings: JSON.stringify({ ...JSON.parse(step.settings), dotsEach: each, dotsMost: most }) })
			.where('id', '=', step.id)
			.execute();
		return changed({ audit: { subject: step.id, detail: { each, most } } });
	}
});

export const dotActs = { dots, closeWeighing, reopenWeighing, setDots };

/** Dots on groups that are gone rest; whoever gives a new one takes them back for good (W7). */
async function forgetResting(tx: Query, step: string, participant: string): Promise<void> {
	await tx
		.deleteFrom('dot')
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.where('group_id', 'in', (eb) =>
			eb.selectFrom('card_group').select('id').where('step_id', '=', step).where('gone_at', 'is not', null)
		)
		.execute();
}
