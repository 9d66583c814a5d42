import { getLocale } from '../paraglide/runtime.js';

/** A message in each of our languages; says itself in the one that this person reads. */
export const inLanguages =
	<Given>(nl: (given: Given) => string, en: (given: Given) => string) =>
	(given: Given): string =>
		(getLocale() === 'en' ? en : nl)(given);
