import { suggestGroups, type SuggestedGroup } from '#domain/parts/cards/similar.ts';
import type { Stem } from './stem.ts';

interface Card {
	id: string;
	text: string;
}

/** Steps of which the last answer is kept: more than there are rooms at one hour. */
const mostKept = 100;

/** By step, newest last: two hundred people who ask about the same cards get one answer (BN5). */
const kept = new Map<string, { cards: string; groups: SuggestedGroup[] }>();

export function suggestions(step: string, cards: Card[], stem: Stem): SuggestedGroup[] {
	const asked = JSON.stringify(cards);
	const before = kept.get(step);
	const groups = before?.cards === asked ? before.groups : suggestGroups(cards, stem);
	kept.delete(step);
	kept.set(step, { cards: asked, groups });
	if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
	return groups;
}
