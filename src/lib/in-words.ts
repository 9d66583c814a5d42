import { m } from '#lib/paraglide/messages.js';

/** A number as a sentence says it: in words up to ten, in figures above. */
export function inWords(count: number): string {
	return m.number_words().split(' ')[count] ?? String(count);
}

/** The same at the start of a sentence. */
export function inWordsFirst(count: number): string {
	const words = inWords(count);
	return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
