import type { BoardView } from '#wire/parts/board/board.ts';

const groupsOf = (board: BoardView): Map<string, string> =>
	new Map(board.groups.flatMap((group) => group.cards.map((card) => [card.id, group.id] as const)));

/** The cards that came into a group, or into another one. An empty board before: everything was just laid out. */
export function moved(before: BoardView, after: BoardView): string[] {
	if (before.count === 0) return [];
	const lay = groupsOf(before);
	return [...groupsOf(after)].filter(([card, group]) => lay.get(card) !== group).map(([card]) => card);
}

/** Newest first: what moved while this screen was looking, the latest on top, then the rest from the end of the group. */
export function newestFirst<Card extends { id: string }>(
	cards: readonly Card[],
	movedAt: ReadonlyMap<string, number>
): Card[] {
	return cards.toReversed().toSorted((a, b) => (movedAt.get(b.id) ?? 0) - (movedAt.get(a.id) ?? 0));
}
