import { m } from '#lib/paraglide/messages.js';
import type { StepFacts } from '#wire/journey/facts.ts';

/** How many cards people wrote so far; about how many where nobody is to know who (N14). */
export function cardCount({ cards, ready }: Pick<StepFacts, 'cards' | 'ready'>): string {
	if (ready) return cards === 0 ? m.anonymous_cards_few() : m.anonymous_cards_some({ count: cards });
	return m.group_count({ count: cards });
}
