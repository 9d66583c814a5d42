import { closing, script, type TurnName } from '#domain/kinds/hard-talk/talk.ts';
import { dayInWords } from '#domain/journey/moments.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { StepFacts } from '#wire/journey/facts.ts';
import type { TalkCard, HardTalkState } from '#wire/kinds/hard-talk/state.ts';

/** What a step of this kind adds to the facts once its cards were sorted. Throws before that: a mistake of the page. */
export function talkState(step: StepFacts): HardTalkState {
	if (step.state?.part !== 'talk') throw new Error(`no talk in a step of kind ${step.kind}`);
	return step.state;
}

/** A turn in words: its name, the question of the room, and what it asks of each. */
export interface TurnWords {
	name: string;
	question: string;
	asks: string;
}

const turns: Record<TurnName, () => TurnWords> = {
	uninterrupted: () => ({
		name: m.talk_uninterrupted(),
		question: m.talk_uninterrupted_question(),
		asks: m.talk_uninterrupted_asks()
	}),
	recognising: () => ({
		name: m.talk_recognising(),
		question: m.talk_recognising_question(),
		asks: m.talk_recognising_asks()
	}),
	mine: () => ({ name: m.talk_mine(), question: m.talk_mine_question(), asks: m.talk_mine_asks() }),
	agreeing: () => ({
		name: m.talk_agreeing(),
		question: m.talk_agreeing_question(),
		asks: m.talk_agreeing_asks()
	})
};

/** `turn`: 1 to 4; after that the closing. */
export function turnWords(turn: number): TurnWords {
	const rule = script[turn - 1];
	if (rule) return turns[rule.name]();
	return { name: m.talk_closing(), question: m.talk_closing_question(), asks: m.talk_closing_asks() };
}

/** 'Ronde 2 van 4: herkennen' */
export const turnLabel = (turn: number): string =>
	turn < closing ? m.talk_turn({ turn, of: script.length, name: turnWords(turn).name }) : m.talk_closing();

/** What became of a card, in lines. */
export function outcomeLines(card: TalkCard): { label: string; text: string }[] {
	if (card.state === 'left-open')
		return card.nextDate ? [{ label: m.talk_left_open(), text: dayInWords(card.nextDate, getLocale()) }] : [];
	if (card.state !== 'discussed') return [];
	return [
		{ label: m.talk_agreement(), text: card.agreement },
		{ label: m.talk_open_point(), text: card.openPoint },
		{ label: m.talk_next_date(), text: card.nextDate ? dayInWords(card.nextDate, getLocale()) : '' }
	].filter(({ text }) => text !== '');
}
