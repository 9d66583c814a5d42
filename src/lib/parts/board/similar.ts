import type { SuggestedGroup } from '#domain/parts/cards/similar.ts';

/**
 * The suggestions that are still of use to this viewer: of cards that still lie loose, two or more, and not among
 * those that the viewer has said "niet nu" to. `dismissed`: the cards of each of those.
 */
export function openSuggestions(
	suggested: readonly SuggestedGroup[],
	loose: ReadonlySet<string>,
	dismissed: readonly (readonly string[])[]
): SuggestedGroup[] {
	return suggested
		.map((group) => ({ ...group, cards: group.cards.filter((card) => loose.has(card)) }))
		.filter(
			({ cards }) => cards.length > 1 && !dismissed.some((no) => cards.every((card) => no.includes(card)))
		);
}
