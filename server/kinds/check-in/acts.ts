import * as v from 'valibot';
import { groundRulesMost } from '#domain/bounds.ts';
import { decideAccept } from '#domain/kinds/check-in/ground-rules.ts';
import { checkLine } from '#domain/text/text.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import { madeId } from '#server/documents/values.ts';
import { acceptedWording, insertRule, rulesOf, wordingOf } from './rules.ts';
import { changeTurn, drawOrder, speakerOf, takeBackTurns, turnsOf, nextOf } from './turns.ts';

/** Visible characters in a ground rule. */
const ruleLimit = 120;

/** The next one begins. Who was speaking is done, or was called and is not there: that person comes last (K3). */
const goingOn = (name: string, isSkipped: boolean) =>
	stepAct({
		name,
		who: 'facilitators',
		when: { stages: ['round'], else: 'round-not-open' },
		/** Who was speakerOf, or '': a double click moves on once (K2). */
		input: v.object({ after: v.string() }),
		async run(tx, at, { after }) {
			const { step, now } = at;
			const speaker = speakerOf(await turnsOf(tx, step.id));
			if ((speaker?.participant ?? '') !== after) return unchanged();
			await drawOrder(tx, at);
			await takeBackTurns(tx, step.id);
			const turns = await turnsOf(tx, step.id);
			const next = nextOf(turns);
			if (!speaker && !next) return unchanged();
			const over = isSkipped ? { started_at: null, position: turns.length + 1 } : { ended_at: now };
			if (speaker) await changeTurn(tx, step.id, speaker.participant, over);
			if (next) await changeTurn(tx, step.id, next.participant, { started_at: now });
			return changed();
		}
	});

const accept = stepAct({
	name: 'accept-rules',
	who: 'participants',
	input: v.object({ wording: v.string() }),
	async run(tx, { step, seat, now }, { wording }) {
		const rules = await rulesOf(tx, step.id);
		const decision = decideAccept(rules, wording, wordingOf(rules));
		if (!decision.ok) return refused(decision.reason);
		if ((await acceptedWording(tx, step.id, seat.participant)) === wording) return unchanged();
		const row = { rules: wording, at: now };
		await tx
			.insertInto('acceptance')
			.values({ step_id: step.id, participant_id: seat.participant, ...row })
			.onConflict((oc) => oc.columns(['step_id', 'participant_id']).doUpdateSet(row))
			.execute();
		return changed({ audit: { subject: step.id } });
	}
});

const addRule = stepAct({
	name: 'add-rule',
	who: 'facilitators',
	input: v.object({ id: madeId, text: v.string() }),
	/** Another rule; everybody is asked again, because it is another promise (K4). */
	async run(tx, at, { id, text: given }) {
		const text = checkLine(given, ruleLimit);
		if (!text.ok) return refused(text.reason, 'text');
		if (await isFull(tx, 'ground_rule.step_id', at.step.id, groundRulesMost))
			return refused('too-many', 'text');
		const isNew = await insertRule(tx, at, { id, text: text.text });
		return isNew ? changed({ audit: { subject: id } }) : unchanged();
	}
});

const removeRule = stepAct({
	name: 'remove-rule',
	who: 'facilitators',
	input: v.object({ id: v.string() }),
	/** The counter-act; the row stays. */
	async run(tx, { step, now }, { id }) {
		const rule = await tx
			.selectFrom('ground_rule')
			.select('removed_at')
			.where('id', '=', id)
			.where('step_id', '=', step.id)
			.executeTakeFirst();
		if (!rule) return refused('rule-gone');
		if (rule.removed_at !== null) return unchanged();
		await tx.updateTable('ground_rule').set({ removed_at: now }).where('id', '=', id).execute();
		return changed({ audit: { subject: id } });
	}
});

export const checkInActs = {
	nextSpeaker: goingOn('next-speaker', false),
	skipSpeaker: goingOn('skip-speaker', true),
	accept,
	addRule,
	removeRule
};
