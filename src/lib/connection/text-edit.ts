import { simpleDiffStringWithCursor } from 'lib0/diff';

// What somebody did to a text, found by comparing it before and after; and where a place in a text goes when somebody
// else changes it. Indexes are UTF-16 units, as in a textarea and in Yjs.

export interface Edit {
	at: number;
	remove: number;
	insert: string;
}

/** As in an event of Y.Text. */
export type Delta = readonly { retain?: number | undefined; insert?: unknown; delete?: number | undefined }[];

/**
 * The smallest edit that makes `after` of `before`, or null. `caret` is where the caret stands after it, and so the
 * end of what was typed: of equal letters it tells which one. Never cuts a character in half.
 */
export function editBetween(before: string, after: string, caret = 0): Edit | null {
	if (before === after) return null;
	const typedFrom = caret - Math.max(0, after.length - before.length);
	const { index, remove, insert } = simpleDiffStringWithCursor(before, after, typedFrom);
	return { at: index, remove, insert };
}

/** Where a place is after the change. What comes in exactly there comes behind it, unless it takes the place along. */
export function moved(index: number, delta: Delta, goesAlong = false): number {
	let passed = 0;
	let now = index;
	const isBefore = (place: number) => place < index || (goesAlong && place === index);
	for (const { retain, insert, delete: removed } of delta) {
		if (retain !== undefined) passed += retain;
		else if (typeof insert === 'string') now += isBefore(passed) ? insert.length : 0;
		else if (removed !== undefined) {
			now -= Math.max(0, Math.min(removed, index - passed));
			passed += removed;
		}
		if (!isBefore(passed)) break;
	}
	return now;
}

/** The same for what was done here. */
export const movedBy = (index: number, { at, remove, insert }: Edit) =>
	moved(index, [{ retain: at }, { insert }, { delete: remove }]);

/** Where the last of what came in ends, or null when nothing did. */
export function endOf(delta: Delta): number | null {
	let end: number | null = null;
	let now = 0;
	for (const { retain, insert } of delta) {
		if (retain !== undefined) now += retain;
		else if (typeof insert === 'string') end = now += insert.length;
	}
	return end;
}
