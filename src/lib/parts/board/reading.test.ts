import { describe, expect, test } from 'vitest';
import type { BoardView, CardView } from '#wire/parts/board/board.ts';
import { keepStill, nothingSeen, refresh, showWaiting } from './reading.ts';

const card = (id: string, under: string[] = []): CardView => ({
	id,
	text: `tekst van ${id}`,
	prompt: '1',
	organisation: null,
	order: 0,
	onBehalf: false,
	under: under.map((u) => ({ id: u, text: `tekst van ${u}`, prompt: '1' }))
});
const board = (loose: string[], groups: Record<string, string[]> = {}): BoardView => ({
	loose: loose.map((id) => card(id)),
	groups: Object.entries(groups).map(([id, cards]) => ({ id, title: id, cards: cards.map((c) => card(c)) })),
	count: loose.length
});
const nobody = new Set<string>();

describe('keepStill', () => {
	test('what went leaves the rest in its order, what came stands at the end', () => {
		expect(keepStill(['a', 'b', 'c'], ['x', 'c', 'a'])).toEqual(['a', 'c', 'x']);
	});

	test('a new order of the same cards moves nothing', () => {
		expect(keepStill(['a', 'b', 'c'], ['c', 'b', 'a'])).toEqual(['a', 'b', 'c']);
	});
});

describe('refresh', () => {
	const first = refresh(nothingSeen, board(['a', 'b']), nobody);

	test('at the first look everything is shown', () => {
		expect(first).toMatchObject({ loose: ['a', 'b'], waiting: [] });
	});

	test('an empty board was no first look: the reveal is shown at once', () => {
		const empty = refresh(nothingSeen, board([]), nobody);
		expect(refresh(empty, board(['a', 'b']), nobody)).toMatchObject({ loose: ['a', 'b'], waiting: [] });
	});

	test('V2 a late card waits, and comes at the end when it is asked for', () => {
		const later = refresh(first, board(['late', 'a', 'b']), nobody);
		expect(later).toMatchObject({ loose: ['a', 'b'], waiting: ['late'] });
		const asked = showWaiting(later);
		expect(asked).toMatchObject({ loose: ['a', 'b', 'late'], waiting: [] });
		expect(refresh(asked, board(['late', 'a', 'b']), nobody).loose).toEqual(['a', 'b', 'late']);
	});

	test('a late card of my own does not wait', () => {
		const later = refresh(first, board(['a', 'b', 'late']), new Set(['late']));
		expect(later).toMatchObject({ loose: ['a', 'b', 'late'], waiting: [] });
	});

	test('a late card that somebody has grouped is known, and does not wait when it comes loose', () => {
		const grouped = refresh(first, board(['a', 'b'], { g: ['late'] }), nobody);
		expect(grouped.waiting).toEqual([]);
		expect(refresh(grouped, board(['late', 'a', 'b']), nobody).loose).toEqual(['a', 'b', 'late']);
	});

	test('cards that others move away leave the rest where it was', () => {
		expect(refresh(first, board(['b'], { g: ['a'] }), nobody).loose).toEqual(['b']);
	});

	test('cards under another are known too', () => {
		const piled = refresh(nothingSeen, { ...board(['b']), loose: [card('b', ['a'])] }, nobody);
		expect(refresh(piled, board(['a', 'b']), nobody)).toMatchObject({ loose: ['b', 'a'], waiting: [] });
	});

	test('looking twice is looking once', () => {
		const later = refresh(first, board(['late', 'a', 'b']), nobody);
		expect(refresh(later, board(['late', 'a', 'b']), nobody)).toEqual(later);
	});
});
