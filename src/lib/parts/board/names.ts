import type { GroupView } from '#wire/parts/board/board.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a group is called where it has to be told from the others: in a list to choose from, in a sentence. */
export function nameOf(group: Pick<GroupView, 'title' | 'cards'>): string {
	const [first] = group.cards;
	if (group.title) return group.title;
	return first ? m.sort_unnamed_with({ words: beginning(first.text) }) : m.group_unnamed();
}

const shortest = 30;

/** The first words, no more than fit in a line of a phone. */
export function beginning(text: string): string {
	if (text.length <= shortest) return text;
	const cut = text.slice(0, shortest);
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), shortest / 2)).trimEnd()} …`;
}

export const cardsInWords = (count: number): string => m.group_count({ count });
