import { shuffle } from './shuffle.ts';

/** What was written and is not on the board yet, each id once (V2). */
export function newCards<T extends { id: string }>(
	written: T[],
	revealed: { has(id: string): boolean }
): T[] {
	const seen = new Set<string>();
	return written.filter(({ id }) => !revealed.has(id) && !seen.has(id) && seen.add(id));
}

/**
 * The shuffled places of the new cards, behind the `already` places that are given out: nothing that someone is
 * reading moves, and the order of the new ones tells nothing about who wrote them (V1, V2).
 */
export function placeNew(already: number, count: number, random: () => number): number[] {
	return shuffle(
		Array.from({ length: count }, (_, i) => already + i),
		random
	);
}
