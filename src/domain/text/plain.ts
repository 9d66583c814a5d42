// Hints for plain language (X8, X9). They point, and never change a letter.
import { plainWords } from './plain-words.ts';
import { wordsOf } from './text.ts';

/** Words in one sentence, above which it is long; B1 asks for at most so many. */
const longSentence = 20;

export interface Hint {
	kind: 'long-sentence' | 'jargon';
	/** Where it stands in the text, UTF-16 units. */
	at: number;
	length: number;
	/** The words themselves. */
	words: string;
	/** Of jargon: plain words for it. Of a sentence: nothing. */
	plain: string;
}

/** In the order of the text. */
export function hintsFor(text: string, locale: 'nl' | 'en'): Hint[] {
	const spoken = withoutQuotes(text);
	return [...longSentences(spoken), ...jargon(spoken, locale)]
		.sort((a, b) => a.at - b.at)
		.map((hint) => ({ ...hint, words: text.slice(hint.at, hint.at + hint.length) }));
}

type Found = Omit<Hint, 'words'>;

const closes: ReadonlyMap<string, string> = new Map([
	['‘', '’'],
	['“', '”'],
	['"', '"']
]);

/**
 * Somebody's own words become blanks of the same length, so that places stay. An opening mark looks for the next that
 * closes it, found once for all that stand before it: a page of opening marks is read once.
 */
function withoutQuotes(text: string): string {
	const nextClose = new Map<string, number>();
	let spoken = '';
	let at = 0;
	while (at < text.length) {
		const end = quoteEnd(text, at, nextClose);
		spoken += end === null ? text[at]! : ' '.repeat(end - at);
		at = end ?? at + 1;
	}
	return spoken;
}

/** Where the quote that begins here ends, or null. What closes ‘ is no apostrophe: no letter follows it. */
function quoteEnd(text: string, at: number, nextClose: Map<string, number>): number | null {
	const close = closes.get(text[at]!);
	if (close === undefined) return null;
	let found = nextClose.get(close) ?? -1;
	if (found <= at) {
		found = text.indexOf(close, at + 1);
		if (found < 0) found = text.length;
		nextClose.set(close, found);
	}
	if (found === text.length) return null;
	return close === '’' && /^\p{L}/u.test(text.slice(found + 1, found + 3)) ? null : found + 1;
}

function longSentences(text: string): Found[] {
	return [...text.matchAll(/[^.!?…\n]+[.!?…]*/gu)].flatMap((match) => {
		const words = match[0].trim();
		if (wordsOf(words).length <= longSentence) return [];
		const at = match.index + match[0].indexOf(words);
		return [{ kind: 'long-sentence', at, length: words.length, plain: '' }];
	});
}

function jargon(text: string, locale: 'nl' | 'en'): Found[] {
	return matchers[locale].flatMap(({ pattern, plain }) =>
		[...text.matchAll(pattern)].map(({ 0: { length }, index: at }): Found => ({
			kind: 'jargon',
			at,
			length,
			plain
		}))
	);
}

const matchersOf = (locale: 'nl' | 'en') =>
	plainWords[locale].map(([word, plain]) => {
		const stem = word.endsWith('*') ? `${word.slice(0, -1)}\\p{L}*` : word;
		return { pattern: new RegExp(`(?<!\\p{L})${stem}(?!\\p{L})`, 'giu'), plain };
	});
const matchers = { nl: matchersOf('nl'), en: matchersOf('en') };
