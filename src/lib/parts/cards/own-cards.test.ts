import { expect, test } from 'vitest';
import { myCards } from './own-cards.ts';

const written = (id: string) => ({ id, text: `tekst van ${id}`, prompt: '1', at: 1 });
const own = [written('a'), written('b'), written('c')];
const revealed = (...onTable: string[]) =>
	myCards(
		own,
		[
			{ id: 'a', revealed: true },
			{ id: 'b', revealed: false }
		],
		new Set(onTable)
	)
		.filter((card) => card.revealed)
		.map((card) => card.id);

test('V4 a card is on the table when the server said so, or when it was seen there since', () => {
	expect(revealed()).toEqual(['a']);
	expect(revealed('c')).toEqual(['a', 'c']);
});

test('what the server does not know yet is a card of mine too', () => {
	expect(myCards(own, []).map((card) => card.id)).toEqual(['a', 'b', 'c']);
});
