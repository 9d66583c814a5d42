import { expect, test } from 'vitest';
import { myCards } from './own-cards.ts';

const written = (id: string, text = id) => ({ id, text, prompt: '1', at: 1 });
const known = {
	own: [written('a'), written('b')],
	loaded: [{ ...written('a', 'a, gewijzigd'), revealed: true }],
	onTable: new Set<string>(),
	blocked: false,
	removed: new Set<string>()
};
const ids = (cards: { id: string }[]) => cards.map((card) => card.id);

test('the document on the device is what I wrote', () => {
	expect(myCards(known).map((card) => card.text)).toEqual(['a', 'b']);
});

test('V4 a card is on the table when it was loaded so, or seen on the board since', () => {
	expect(myCards(known).map((card) => card.revealed)).toEqual([true, false]);
	expect(myCards({ ...known, onTable: new Set(['b']) }).map((card) => card.revealed)).toEqual([true, true]);
});

test('without a socket the server is newer, and what only this device has is unsent', () => {
	const cards = myCards({ ...known, blocked: true });
	expect(cards.map((card) => card.text)).toEqual(['a, gewijzigd', 'b']);
	expect(cards.map((card) => card.unsent)).toEqual([false, true]);
});

test('without a socket a card that I took away by form does not come back', () => {
	expect(ids(myCards({ ...known, blocked: true, removed: new Set(['b']) }))).toEqual(['a']);
});
