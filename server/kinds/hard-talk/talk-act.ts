import type * as v from 'valibot';
import { changed, stepAct, unchanged, type AtStep } from '#server/acts/act.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { keepTalk, talksOf, type TalkChange, type TalkRow } from './talks.ts';

/** What becomes of a talk; null: all is so already. */
interface Becomes {
	set: TalkChange | null;
}

export const becomes = (set: TalkChange | null): { ok: true } & Becomes => ({ ok: true, set });

/** What a decision about a talk goes by. */
export interface Talking extends AtStep {
	tx: Query;
	/** Every talk of the step. */
	talks: readonly TalkRow[];
}

/** An act on the talk about one card, with its line in the audit. */
const talkAct = <Input>(
	name: string,
	input: v.GenericSchema<unknown, Input>,
	decide: (at: Talking, given: Input) => Promise<Outcome<Becomes & { card: string }>>
) =>
	stepAct({
		name,
		who: 'facilitators',
		when: { stages: ['talking'], else: 'talk-not-open' },
		input,
		async run(tx, at, given) {
			const talks = await talksOf(tx, at.step.id);
			const decision = await decide({ ...at, tx, talks }, given);
			if (!decision.ok) return decision;
			const { card, set } = decision;
			if (set === null) return unchanged();
			await keepTalk(tx, { step: at.step.id, card, now: at.now }, set);
			return changed({ audit: { subject: card } });
		}
	});

/** About a card, whether or not there was a talk about it. */
export const cardAct = <Input extends { card: string }>(
	name: string,
	input: v.GenericSchema<unknown, Input>,
	decide: (at: Talking, given: Input) => Promise<Outcome<Becomes>>
) => talkAct(name, input, async (at, given) => ofCard(given.card, await decide(at, given)));

/** About a talk that there is already. */
export const ongoingAct = <Input extends { talk: string }>(
	name: string,
	input: v.GenericSchema<unknown, Input>,
	decide: (row: TalkRow, at: Talking, given: Input) => Outcome<Becomes> | Promise<Outcome<Becomes>>
) =>
	talkAct(name, input, async (at, given) => {
		const row = at.talks.find(({ id }) => id === given.talk);
		return row ? ofCard(row.card_id, await decide(row, at, given)) : refused('talk-gone');
	});

const ofCard = (card: string, decision: Outcome<Becomes>): Outcome<Becomes & { card: string }> =>
	decision.ok ? { ...decision, card } : decision;
