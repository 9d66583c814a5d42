import { expect, test } from 'vitest';
import { inWordsFirst } from './in-words.ts';

test.each([
	[1, 'Eén'],
	[2, 'Twee'],
	[10, 'Tien'],
	[11, '11']
])('%i begins a sentence as %s', (count, words) => {
	expect(inWordsFirst(count)).toBe(words);
});
