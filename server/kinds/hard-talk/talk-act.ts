import type * as v from 'valibot';
import { changed, stepAct, unchanged, type AtStep } from '#server/acts/act.ts';
import { refused, type Refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { keepTalk, talksOf, type TalkChange, type TalkRow } from './talks.ts';

/** What becomes of the talk about a card. */
export interface TalkDecision {
	card: string;
	set: TalkChange;
}

/** What a decision about a talk goes by. */
export interface Talking extends AtStep {
	tx: Query;
	/** Every talk of the step. */
	talks: readonly TalkRow[];
}

/** An act on the talk about one card, with its line in the audit. `decide` gives null where all is so already. */
export const talkAct = <Input>(
	name: string,
	input: v.GenericSchema<unknown, Input>,
	decide: (at: Talking, given: Input) => Promise<TalkDecision | Refused | null>
) =>
	stepAct({
		name,
		who: 'facilitators',
		when: { stages: ['talking'], else: 'talk-not-open' },
		input,
		async run(tx, at, given) {
			const talks = await talksOf(tx, at.step.id);
			const decision = await decide({ ...at, tx, talks }, given);
			if (decision === null) return unchanged();
			if ('ok' in decision) return decision;
			const { card, set } = decision;
			await keepTalk(tx, { step: at.step.id, card, now: at.now }, set);
			return changed({ audit: { subject: card } });
		}
	});

/** The same for a talk that there is already. */
export const ongoingAct = <Input extends { talk: string }>(
	name: string,
	input: v.GenericSchema<unknown, Input>,
	decide: (row: TalkRow, at: Talking, given: Input) => TalkChange | Refused | null
) =>
	talkAct(name, input, async (at, given) => {
		const row = at.talks.find(({ id }) => id === given.talk);
		if (!row) return refused('talk-gone');
		const set = decide(row, at, given);
		return set === null || 'ok' in set ? set : { card: row.card_id, set };
	});
