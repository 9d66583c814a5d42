import type { HarvestKind } from '#domain/parts/harvest/harvest.ts';
import { inWordsFirst } from '#lib/ui/in-words.ts';
import { m } from '#lib/paraglide/messages.js';

/** Above what something rests on, by the kind of that: 'Rust op deze waarden'. */
const titles: Partial<Record<HarvestKind, () => string>> = {
	value: m.link_values,
	theme: m.link_themes,
	tension: m.link_tensions,
	solution: m.link_solutions
};

/** Throws where nothing rests on the kind: that is a bug, not input. */
export function linkTitle(kind: HarvestKind): string {
	const title = titles[kind];
	if (!title) throw new Error(`nothing rests on a ${kind}`);
	return title();
}

/** On the fold with all that may be chosen: 'Kies thema’s'. */
export const linkChoose = (kind: HarvestKind): string =>
	kind === 'tension' ? m.link_choose_tensions() : m.link_choose_themes();

/** How many values are still asked (H6); only of those a number is. */
export const valuesAsked = (count: number): string =>
	m.link_values_asked({ count, words: inWordsFirst(count) });
