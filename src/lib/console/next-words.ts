import type { Deed, Look, Skip } from '#domain/journey/next-act.ts';
import { script, type TurnName } from '#domain/kinds/hard-talk/talk.ts';
import { m } from '#lib/paraglide/messages.js';
import { inWordsFirst } from '#lib/ui/in-words.ts';
import type { StepFacts } from '#wire/journey/facts.ts';

// By name and not by a computed key, so that a page carries only the messages that it uses.
const deeds: Record<Deed['name'] | Look['name'], (step: StepFacts) => string> = {
	'begin-round': m.check_in_console_start,
	'next-speaker': m.check_in_console_next,
	'last-speaker': m.check_in_console_last,
	'close-dots': m.values_console_close,
	'next-turn': ({ state }) =>
		m.talk_next_turn({ name: turnAfter(state?.part === 'talk' ? (state.current?.turn ?? 0) : 0) }),
	'end-script': m.talk_to_closing,
	'next-theme': m.today_console_next,
	'to-reactions': () => m.console_next({ to: m.consent_phase_reactions() }),
	'to-standpoints': () => m.console_next({ to: m.consent_phase_standpoint() }),
	'choose-card': m.next_choose_card,
	objection: m.next_objection,
	answers: m.next_answers
};

/** Only their names: what is read aloud at a turn stands in the middle of the console, and in no other page. */
const turnNames: Record<TurnName, () => string> = {
	uninterrupted: m.talk_uninterrupted,
	recognising: m.talk_recognising,
	mine: m.talk_mine,
	agreeing: m.talk_agreeing
};

/** The name of the turn after this one; 0 is before the first. */
function turnAfter(turn: number): string {
	const rule = script[turn];
	return rule ? turnNames[rule.name]() : '';
}

type Counted = (given: { count: number; words: string }) => string;
const skips: Record<Skip['reason'], Counted> = {
	'round-not-held': m.skip_round_not_held,
	'round-not-over': m.skip_round_not_over,
	'rules-open': m.skip_rules_open,
	'cards-loose': m.skip_cards_loose,
	'cards-late': m.skip_cards_late,
	'dots-open': m.skip_dots_open,
	'harvest-none': m.skip_harvest_none,
	'questions-open': m.consent_skip_questions,
	'reactions-missing': m.consent_skip_reactions,
	'answers-missing': m.skip_answers_missing,
	'objections-open': m.skip_objections_open,
	'scores-missing': m.skip_scores_missing,
	'themes-unseen': m.skip_themes_unseen,
	'talk-open': m.skip_talk_open,
	'cards-undecided': m.skip_cards_undecided,
	'tensions-none': m.skip_tensions_none,
	'solutions-open': m.skip_solutions_open,
	'ambitions-incomplete': m.skip_ambitions_incomplete
};

/** What the button of an act says. */
export const actWords = (act: Deed | Look, step: StepFacts): string => deeds[act.name](step);

/** What is skipped, a sentence each. */
export const skipWords = ({ reason, count }: Skip): string =>
	skips[reason]({ count, words: inWordsFirst(count) });
