import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard, type BoardPlace } from './board.ts';

/** Cards of these names in this order, and what each lies on. */
function aBoard(on: Record<string, string | null>): Y.Doc {
	const doc = new Y.Doc();
	for (const [order, id] of Object.keys(on).entries())
		doc.getMap('cards').set(id, { text: id, prompt: '1', organisation: null, order, onBehalf: false });
	for (const [id, below] of Object.entries(on)) doc.getMap('place').set(id, asked(below));
	return doc;
}

/** A place that says what the card lies on so many times: who goes round in a circle does not ask for ever. */
const mostAsked = 100;
function asked(on: string | null): BoardPlace {
	let times = 0;
	return {
		group: null,
		get on() {
			if (++times > mostAsked) throw new Error('round and round');
			return on;
		},
		order: 1
	};
}

/** 'a(b c) d': what lies on the table, with what lies under it. */
const seen = (doc: Y.Doc) =>
	readBoard(doc)
		.loose.map(({ id, under }) => (under.length ? `${id}(${under.map((u) => u.id).join(' ')})` : id))
		.join(' ');

test('a pile is one card with all others under it, however they lie on each other', () => {
	expect(seen(aBoard({ a: null, b: 'a', c: 'b', d: null }))).toBe('a(b c) d');
	expect(seen(aBoard({ a: 'gone', b: 'a' }))).toBe('a(b)');
});

test('cards that lie on each other in a circle lie on the table, and what lies on them too', () => {
	expect(seen(aBoard({ a: 'a' }))).toBe('a');
	expect(seen(aBoard({ a: 'b', b: 'a' }))).toBe('a b');
	expect(seen(aBoard({ a: 'b', b: 'c', c: 'a', d: 'a', e: null }))).toBe('a b c d e');
	expect(readBoard(aBoard({ a: 'b', b: 'a' })).count).toBe(2);
});

test('BN7 a row of cards on cards is read in a time that grows as the row does', () => {
	const row = (length: number) =>
		aBoard(Object.fromEntries(Array.from({ length }, (_, n) => [`c${n}`, n === 0 ? null : `c${n - 1}`])));
	const long = row(4000);
	expect(seen(long).startsWith('c0(')).toBe(true);
	// Going down the row from each card would ask the last of them four thousand times.
	expect(readBoard(long).loose[0]!.under).toHaveLength(3999);
});
