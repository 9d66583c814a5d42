import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard, type BoardCard } from '#wire/parts/board/board.ts';
import * as acts from './board-acts.ts';

const mine = 'mine';
let doc: Y.Doc;
let undo: Y.UndoManager;

const card = (order: number): BoardCard => ({
	text: `kaartje ${order}`,
	prompt: '1',
	organisation: null,
	order,
	onBehalf: false
});

beforeEach(() => {
	doc = new Y.Doc();
	for (const [order, id] of ['a', 'b', 'c', 'd', 'e'].entries()) doc.getMap('cards').set(id, card(order));
	undo = new Y.UndoManager([doc.getMap('groups'), doc.getMap('place')], {
		trackedOrigins: new Set([mine]),
		captureTimeout: 0
	});
});

const act = <T>(on: (board: acts.Board) => T, at = doc): T =>
	at.transact(() => on({ doc: at, view: readBoard(at) }), mine);

/** 'g1: a b(c) | d e': groups with their cards, what lies under a card between brackets, then what is loose. */
function seen(at = doc): string {
	const { groups, loose } = readBoard(at);
	const name = (c: (typeof loose)[number]) =>
		c.id + (c.under.length ? `(${c.under.map((u) => u.id).join(' ')})` : '');
	return [...groups.map((g) => `${g.id}: ${g.cards.map(name).join(' ')}`), loose.map(name).join(' ')].join(
		' | '
	);
}

const group = (id: string, ...cards: string[]) => act((b) => acts.newGroup(b, id, id, cards));

describe('acts', () => {
	test('a new group stands at the end, its cards in the order in which they were chosen', () => {
		group('g1', 'c', 'a');
		group('g2', 'b');
		expect(seen()).toBe('g1: c a | g2: b | d e');
	});

	test('a card goes behind those of its new group, and one that is there stays where it is', () => {
		group('g1', 'a', 'b');
		act((b) => acts.moveTo(b, ['c', 'a'], 'g1'));
		expect(seen()).toBe('g1: a b c | d e');
		act((b) => acts.moveTo(b, ['a'], null));
		expect(seen()).toBe('g1: b c | a d e');
	});

	test('a card does not go to a group that is gone', () => {
		act((b) => acts.moveTo(b, ['a'], 'gone'));
		expect(seen()).toBe('a b c d e');
	});

	test('a card comes off its pile when it is moved', () => {
		group('g1', 'a');
		act((b) => acts.stack(b, ['b'], 'a'));
		expect(seen()).toBe('g1: a(b) | c d e');
		act((b) => acts.moveTo(b, ['b'], null));
		expect(seen()).toBe('g1: a | b c d e');
	});

	test('a pile moves as one', () => {
		group('g1', 'a');
		act((b) => acts.stack(b, ['c'], 'b'));
		act((b) => acts.moveTo(b, ['b'], 'g1'));
		expect(seen()).toBe('g1: a b(c) | d e');
	});

	test('a pile on a pile is one pile, and on a covered card is on its pile', () => {
		act((b) => acts.stack(b, ['b'], 'a'));
		act((b) => acts.stack(b, ['d'], 'c'));
		act((b) => acts.stack(b, ['c'], 'b'));
		expect(seen()).toBe('a(b c d) e');
	});

	test('a card does not lie on itself or on what lies under it', () => {
		act((b) => acts.stack(b, ['a', 'b'], 'a'));
		act((b) => acts.stack(b, ['a'], 'b'));
		expect(seen()).toBe('a(b) c d e');
	});

	test('off its pile a card lies right behind it', () => {
		group('g1', 'a', 'b', 'c');
		act((b) => acts.stack(b, ['d'], 'a'));
		act((b) => acts.unstack(b, 'd'));
		expect(seen()).toBe('g1: a d b c | e');
	});

	test('merging brings all cards, the covered ones too, and an empty title takes the other', () => {
		act((b) => acts.newGroup(b, 'g1', '', ['a']));
		group('g2', 'b', 'c');
		act((b) => acts.stack(b, ['d'], 'c'));
		act((b) => acts.merge(b, 'g2', 'g1'));
		expect(seen()).toBe('g1: a b c(d) | e');
		expect(readBoard(doc).groups[0]!.title).toBe('g2');
		act((b) => acts.unstack(b, 'd'));
		expect(seen()).toBe('g1: a b c d | e');
	});

	test('merging a group with itself, or with one that is gone, changes nothing', () => {
		group('g1', 'a');
		act((b) => acts.merge(b, 'g1', 'g1'));
		act((b) => acts.merge(b, 'g1', 'gone'));
		expect(seen()).toBe('g1: a | b c d e');
	});

	test('a title changes and what lies in the group does not', () => {
		group('g1', 'a');
		expect(act((b) => acts.rename(b, 'g1', 'Nabijheid'))).toBe(true);
		expect(act((b) => acts.rename(b, 'gone', 'Nabijheid'))).toBe(false);
		expect(readBoard(doc).groups).toMatchObject([{ id: 'g1', title: 'Nabijheid', cards: [{ id: 'a' }] }]);
	});

	test('between two places there is always another', () => {
		let before = 1;
		for (let i = 0; i < 40; i++) before = acts.between(before, 2);
		expect(before).toBeLessThan(2);
		expect(before).toBeGreaterThan(1);
		expect(acts.between(3, undefined)).toBe(4);
	});
});

describe('undo', () => {
	test('each act is one step, there and back', () => {
		const after: string[] = [seen()];
		const does = [
			() => group('g1', 'a', 'b'),
			() => group('g2', 'c'),
			() => act((b) => acts.stack(b, ['d'], 'c')),
			() => act((b) => acts.merge(b, 'g2', 'g1')),
			() => act((b) => acts.ungroup(b, 'g1'))
		];
		for (const deed of does) {
			deed();
			after.push(seen());
		}
		for (const before of after.slice(0, -1).reverse()) {
			undo.undo();
			expect(seen()).toBe(before);
		}
		expect(undo.canUndo()).toBe(false);
		for (const next of after.slice(1)) {
			undo.redo();
			expect(seen()).toBe(next);
		}
	});

	test("takes back one's own acts and not those of others", () => {
		const other = new Y.Doc();
		sync(doc, other);
		group('g1', 'a');
		sync(doc, other);
		act((b) => acts.moveTo(b, ['b'], 'g1'), other);
		sync(doc, other);
		undo.undo();
		sync(doc, other);
		expect(seen()).toBe('a b c d e');
		undo.redo();
		expect(seen()).toBe('g1: a b | c d e');
	});
});

describe('two people at one table', () => {
	test('who move one card end in the same place', () => {
		const other = new Y.Doc();
		group('g1');
		group('g2');
		sync(doc, other);
		act((b) => acts.moveTo(b, ['a'], 'g1'));
		act((b) => acts.moveTo(b, ['a'], 'g2'), other);
		sync(doc, other);
		expect(seen()).toBe(seen(other));
		expect(seen()).toMatch(/: a/);
	});

	test('whatever they do, both see the same and no card is lost', () => {
		const ids = ['a', 'b', 'c', 'd', 'e'];
		const groups = ['g1', 'g2', 'g3'];
		const anyCard = fc.constantFrom(...ids);
		const anyGroup = fc.constantFrom(...groups);
		const anyAct = fc.oneof(
			fc.tuple(anyCard, fc.option(anyGroup)).map(
				([c, g]) =>
					(b: acts.Board) =>
						acts.moveTo(b, [c], g)
			),
			fc.tuple(anyCard, anyCard).map(
				([c, on]) =>
					(b: acts.Board) =>
						acts.stack(b, [c], on)
			),
			anyCard.map((c) => (b: acts.Board) => acts.unstack(b, c)),
			fc.tuple(anyGroup, anyGroup).map(
				([f, i]) =>
					(b: acts.Board) =>
						acts.merge(b, f, i)
			),
			anyGroup.map((g) => (b: acts.Board) => acts.ungroup(b, g)),
			fc.tuple(anyGroup, anyCard).map(
				([g, c]) =>
					(b: acts.Board) =>
						acts.newGroup(b, g, g, [c])
			)
		);
		const step = fc.record({ act: anyAct, by: fc.nat(1), meet: fc.boolean() });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
				const docs = [new Y.Doc(), new Y.Doc()] as const;
				for (const [order, id] of ids.entries()) docs[0].getMap('cards').set(id, card(order));
				sync(...docs);
				for (const { act: deed, by, meet } of steps) {
					act(deed as (b: acts.Board) => unknown, docs[by as 0 | 1]);
					if (meet) sync(...docs);
				}
				sync(...docs);
				expect(seen(docs[0])).toBe(seen(docs[1]));
				const all = seen(docs[0]).replace(/g\d:/g, '').match(/[a-e]/g)!.sort();
				expect(all).toEqual(ids);
			})
		);
	});
});

function sync(a: Y.Doc, b: Y.Doc): void {
	Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)));
	Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
}
