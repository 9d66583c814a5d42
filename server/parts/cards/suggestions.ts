import { suggestGroups, type SuggestedGroup } from '#domain/parts/cards/similar.ts';
import type { Stem } from './stem.ts';

interface Card {
	id: string;
	text: string;
}

/** Steps of which the last answer is kept: more than there are rooms at one hour. */
const mostKept = 100;

/** Which cards are alike. Two hundred people who ask about the same cards get one answer (BN5). */
export class Suggestions {
	/** By step, newest last. */
	readonly #kept = new Map<string, { cards: string; groups: SuggestedGroup[] }>();

	of(step: string, cards: Card[], stem: Stem): SuggestedGroup[] {
		const asked = JSON.stringify(cards);
		const before = this.#kept.get(step);
		const groups = before?.cards === asked ? before.groups : suggestGroups(cards, stem);
		this.#kept.delete(step);
		this.#kept.set(step, { cards: asked, groups });
		if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
		return groups;
	}
}
