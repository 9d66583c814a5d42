import { expect, test } from 'vitest';
import { openSuggestions } from './similar.ts';

const suggested = [
	{ cards: ['a', 'b', 'c'], because: ['vertrouwen'] },
	{ cards: ['d', 'e'], because: ['nabij'] }
];
const loose = (...ids: string[]) => new Set(ids);

test('S1 only cards that still lie loose are suggested, and never one alone', () => {
	expect(openSuggestions(suggested, loose('a', 'c', 'd'), [])).toEqual([
		{ cards: ['a', 'c'], because: ['vertrouwen'] }
	]);
});

test('what this viewer said "niet nu" to stays away, also when a card of it has left', () => {
	const all = loose('a', 'b', 'c', 'd', 'e');
	expect(openSuggestions(suggested, all, [['a', 'b', 'c']]).map((group) => group.cards)).toEqual([
		['d', 'e']
	]);
	expect(openSuggestions(suggested, loose('a', 'b', 'd', 'e'), [['a', 'b', 'c']])).toHaveLength(1);
});

test('a suggestion with a card that was not in what was dismissed is a new one', () => {
	expect(openSuggestions(suggested, loose('a', 'b', 'c'), [['a', 'b']])).toHaveLength(1);
});
