import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Board } from '#lib/connection/board.svelte.ts';
import type { BoardView, CardView, GroupView } from '#wire/parts/board/board.ts';
import { Sorter } from './sorter.svelte.ts';

const card = (id: string, ...under: string[]): CardView => ({
	id,
	text: id,
	prompt: '1',
	organisation: null,
	order: 0,
	onBehalf: false,
	under: under.map((id) => ({ id, text: id, prompt: '1' }))
});
const group = (id: string, title: string, ...cards: string[]): GroupView => ({
	id,
	title,
	cards: cards.map((id) => card(id))
});

const board = {
	may: { sort: true, write: false },
	canUndo: true,
	canRedo: true,
	moveTo: vi.fn(),
	newGroup: vi.fn(() => 'new'),
	stack: vi.fn(),
	unstack: vi.fn(),
	rename: vi.fn<() => { ok: true } | { ok: false; reason: string }>(() => ({ ok: true })),
	merge: vi.fn(),
	ungroup: vi.fn(),
	undo: vi.fn(),
	redo: vi.fn()
};
let view: BoardView;
let mine: Set<string>;
let isStill: boolean;
let sorter: Sorter;

beforeEach(() => {
	vi.clearAllMocks();
	Object.assign(board, { may: { sort: true, write: false }, canUndo: true, canRedo: true });
	view = { loose: [card('a'), card('b'), card('c')], groups: [group('g', 'Nabijheid', 'd')], count: 4 };
	mine = new Set();
	isStill = false;
	sorter = new Sorter(
		board as unknown as Board,
		() => view,
		() => mine,
		() => isStill
	);
});

const ids = (cards: readonly CardView[]) => cards.map(({ id }) => id);
const pick = (...cards: string[]) => cards.forEach((id) => sorter.pick(id, true));

describe('V2 what this reader has before their eyes', () => {
	test('V2 new cards wait until the reader asks for them, then stand at the end; their own do not wait', () => {
		expect(ids(sorter.loose)).toEqual(['a', 'b', 'c']);
		mine.add('f');
		view = { ...view, loose: ['e', 'f', ...'abc'].map((id) => card(id)), count: 6 };
		expect(ids(sorter.loose)).toEqual(['a', 'b', 'c', 'f']);
		expect(sorter.seen.waiting).toEqual(['e']);
		expect(sorter.showNew()).toBe('e');
		expect(ids(sorter.loose)).toEqual(['a', 'b', 'c', 'f', 'e']);
		expect(sorter.showNew()).toBeUndefined();
	});

	test('V2 a card that lies under another now is not shown by itself', () => {
		expect(ids(sorter.loose)).toEqual(['a', 'b', 'c']);
		view = { ...view, loose: [card('a', 'b'), card('c')] };
		expect(ids(sorter.loose)).toEqual(['a', 'c']);
	});
});

describe('what is chosen', () => {
	test('stands in the order of the screen, and what is gone is chosen no more', () => {
		pick('d', 'c', 'a');
		sorter.pick('c', false);
		expect(ids(sorter.picked)).toEqual(['a', 'd']);
		expect([sorter.isPicked('a'), sorter.isPicked('c')]).toEqual([true, false]);
		view = { ...view, loose: [card('b'), card('c')] };
		expect(ids(sorter.picked)).toEqual(['d']);
		sorter.clear();
		expect(sorter.picked).toEqual([]);
	});

	test('closes the field for the name of a new group', () => {
		pick('a');
		sorter.title = 'half';
		sorter.newGroup();
		expect([sorter.naming, sorter.title, sorter.picked]).toEqual(['new', '', []]);
		pick('b');
		expect(sorter.naming).toBeNull();
	});
});

describe('acts', () => {
	test('on nothing do nothing', () => {
		sorter.moveTo(null);
		sorter.newGroup();
		sorter.pile();
		pick('a');
		sorter.pile();
		expect([board.moveTo, board.newGroup, board.stack].flatMap(({ mock }) => mock.calls)).toEqual([]);
		expect(sorter.said).toBe('');
		expect(ids(sorter.picked)).toEqual(['a']);
	});

	test('move what is chosen, say it, and choose nothing any more', () => {
		pick('a', 'b');
		sorter.moveTo(view.groups[0]!);
		expect(board.moveTo).toHaveBeenCalledExactlyOnceWith(['a', 'b'], 'g');
		expect(sorter.said).toContain('Nabijheid');
		expect(sorter.picked).toEqual([]);
		sorter.moveTo(null, [card('d')]);
		expect(board.moveTo).toHaveBeenLastCalledWith(['d'], null);
		expect(sorter.said).not.toContain('Nabijheid');
		expect(sorter.said).not.toBe('');
	});

	test('pile the chosen cards under the first one, and take each of a pile off it', () => {
		pick('c', 'a', 'b');
		sorter.pile();
		expect(board.stack).toHaveBeenCalledExactlyOnceWith(['b', 'c'], 'a');
		expect(sorter.said).toContain('3');
		expect(sorter.picked).toEqual([]);
		sorter.unpile(card('a', 'b', 'c'));
		expect(board.unstack.mock.calls).toEqual([['b'], ['c']]);
	});

	test('name a group, or take its name away, or say why that can’t be', () => {
		expect(sorter.rename('g', ' Dichtbij ')).toBeNull();
		expect(sorter.said).toContain('Dichtbij');
		expect(sorter.rename('g', ' ')).toBeNull();
		expect(sorter.said).not.toContain('Dichtbij');
		const before = sorter.said;
		board.rename.mockReturnValueOnce({ ok: false, reason: 'locked' });
		expect(sorter.rename('g', 'Te laat')).toMatch(/\w/);
		expect(sorter.said).toBe(before);
	});

	test('put groups together and take one apart, by name', () => {
		sorter.merge(group('h', 'Trots'), view.groups[0]!);
		expect(board.merge).toHaveBeenCalledExactlyOnceWith('h', 'g');
		for (const title of ['Trots', 'Nabijheid']) expect(sorter.said).toContain(title);
		sorter.ungroup(view.groups[0]!);
		expect(board.ungroup).toHaveBeenCalledExactlyOnceWith('g');
		expect(sorter.said).toContain('Nabijheid');
	});
});

describe('A6 undo and redo', () => {
	test.each(['undo', 'redo'] as const)('A6 %s needs a pen, and something to %s', (act) => {
		const mayNot: (() => void)[] = [
			() => (board.may = { sort: false, write: false }),
			() => (isStill = true),
			() => Object.assign(board, { canUndo: false, canRedo: false })
		];
		for (const hinder of mayNot) {
			hinder();
			sorter[act]();
			expect(board[act]).not.toHaveBeenCalled();
			expect(sorter.said).toBe('');
			board.may = { sort: true, write: false };
			isStill = false;
			Object.assign(board, { canUndo: true, canRedo: true });
		}
		sorter.naming = 'g';
		sorter[act]();
		expect(board[act]).toHaveBeenCalledOnce();
		expect(sorter.naming).toBeNull();
		expect(sorter.said).not.toBe('');
	});
});
