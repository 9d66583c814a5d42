import { expect, test } from 'vitest';
import type { BoardView, CardView } from '#wire/parts/board/board.ts';
import { moved, newestFirst } from './moved.ts';

const card = (id: string): CardView => ({
	id,
	text: id,
	prompt: '1',
	organisation: null,
	order: 0,
	onBehalf: false,
	under: []
});
const board = (loose: string, groups: Record<string, string> = {}): BoardView => ({
	loose: [...loose].map(card),
	groups: Object.entries(groups).map(([id, cards]) => ({ id, title: id, cards: [...cards].map(card) })),
	count: loose.length + Object.values(groups).join('').length
});

test('a card moved when it came into a group or into another one, not when it came loose', () => {
	const before = board('ab', { one: 'cd', two: 'e' });
	expect(moved(before, board('bd', { one: 'ca', two: 'e' }))).toEqual(['a']);
	expect(moved(before, board('ab', { one: 'c', two: 'ed' }))).toEqual(['d']);
	expect(moved(before, before)).toEqual([]);
});

test('nothing moved when the board was laid out for the first time', () => {
	expect(moved(board(''), board('a', { one: 'b' }))).toEqual([]);
});

test('the newest stand first: by the moment where it was seen, else from the end of the group', () => {
	const ids = (at: [string, number][]) =>
		newestFirst([...'abcd'].map(card), new Map(at))
			.map(({ id }) => id)
			.join('');
	expect(ids([])).toBe('dcba');
	expect(
		ids([
			['a', 100],
			['b', 200]
		])
	).toBe('badc');
});
