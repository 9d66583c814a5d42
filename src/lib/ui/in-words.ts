import { m } from '#lib/paraglide/messages.js';

/** A number at the start of a sentence: in words up to ten, in figures above. */
export const inWordsFirst = (count: number): string =>
	m.number_words_first().split(' ')[count] ?? String(count);
