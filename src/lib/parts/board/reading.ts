import type { BoardView } from '#wire/parts/board/board.ts';
import { idsOn } from '#lib/parts/cards/view.ts';

/** What one reader has before their eyes of the cards that lie loose. */
export interface Seen {
	/** Every card that this reader was shown, wherever it lay. */
	known: ReadonlySet<string>;
	/** In the order in which they stand on this screen. */
	loose: readonly string[];
	/** New cards, which this reader has not asked for yet. */
	waiting: readonly string[];
}

export const nothingSeen: Seen = { known: new Set(), loose: [], waiting: [] };

/**
 * The same list after others changed it: what was read stays where it was, what came stands at the end.
 * A list that jumps takes the sentence from whoever is reading it.
 */
export function keepStill(reading: readonly string[], now: readonly string[]): string[] {
	const there = new Set(now);
	const read = new Set(reading);
	return [...reading.filter((id) => there.has(id)), ...now.filter((id) => !read.has(id))];
}

/**
 * What a reader has after the board changed. A new card waits until the reader asks for it, except one's own (`mine`), one that
 * somebody has put in a group meanwhile, and all of them the first time: nothing was being read then.
 */
export function refresh(seen: Seen, board: BoardView, mine: ReadonlySet<string>): Seen {
	const first = seen.known.size === 0;
	const loose = board.loose.map((card) => card.id);
	const waiting = first ? [] : loose.filter((id) => !seen.known.has(id) && !mine.has(id));
	const waits = new Set(waiting);
	return {
		known: new Set([...seen.known, ...idsOn(board)].filter((id) => !waits.has(id))),
		loose: keepStill(
			seen.loose,
			loose.filter((id) => !waits.has(id))
		),
		waiting
	};
}

/** The reader asked for what waits: it comes at the end, where it moves nothing. */
export function showWaiting(seen: Seen): Seen {
	return {
		known: new Set([...seen.known, ...seen.waiting]),
		loose: keepStill(seen.loose, [...seen.loose, ...seen.waiting]),
		waiting: []
	};
}
