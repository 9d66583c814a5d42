import { expect, test } from 'vitest';
import { corrections } from './corrections.ts';

const laid = new Map([
	['a', { text: 'Dichtbij' }],
	['b', { text: 'Trots' }]
]);
const asLaid = [
	{ id: 'a', text: 'Dichtbij' },
	{ id: 'b', text: ' Trots ' }
];

test('V6 nothing waits of what reads as it lies, and of a card that lies nowhere', () => {
	expect(corrections(asLaid, [], laid)).toEqual([]);
	expect(corrections([...asLaid, { id: 'c', text: 'Nieuw' }], ['d'], laid)).toEqual([]);
});

test('V6 other words and what was taken back wait', () => {
	expect(corrections([{ id: 'a', text: 'Vlakbij' }], ['b', 'c'], laid)).toEqual([
		{ id: 'a', text: 'Vlakbij' },
		{ id: 'b', text: null }
	]);
});
