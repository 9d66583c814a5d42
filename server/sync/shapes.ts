import { boardRoots } from '#wire/parts/board/board.ts';
import { ownRoots } from '#wire/parts/cards/own.ts';
import type { Room } from '#wire/rooms.ts';

/**
 * What may lie under a root of a document:
 * - `values`: a map of JSON values
 * - `texts`: a map whose keys the server makes; clients only edit the text under an existing key
 */
export type Shape = 'values' | 'texts';
export type Shapes = ReadonlyMap<string, Shape>;

const own: Shapes = new Map(ownRoots.map((root) => [root, 'values']));
const board: Shapes = new Map(boardRoots.map((root) => [root, root === 'texts' ? 'texts' : 'values']));
const none: Shapes = new Map();

/** A journey's document has no roots: nobody writes in it, it is there for presence and facts. */
export function shapesOf(room: Room): Shapes {
	switch (room.kind) {
		case 'own':
			return own;
		case 'board':
			return board;
		case 'journey':
			return none;
		default:
			return room satisfies never;
	}
}
