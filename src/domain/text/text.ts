// What a person may write down, and how it is kept. Every text passes here once, on its way in.

/** Visible characters on a card (C1). */
export const cardLimit = 280;
/** Visible characters in the name of a person, organisation or meeting (C6). */
export const nameLimit = 60;
/** Visible characters in the title of a group (C7). */
export const titleLimit = 80;

/** UTF-16 units. A longer text is a pasted novel: it is refused before anything counts its characters (C5). */
const novelLimit = 10_000;
/** UTF-16 units for each character that is allowed: a family of four with a colour each has 19 (C17). */
const unitsEach = 20;
/** Combining marks on one character; more of them climb over the neighbours' cards (C2). */
const marksLimit = 8;
/** Of a run of marks so many are looked at: to put n of them in order costs the square of n (C18). */
const marksRead = 32;
/** Longest address that mail knows, and the longest part before its @ (RFC 5321). */
const emailLimit = 254;
const mailboxLimit = 64;

export type Checked = { ok: true; text: string } | { ok: false; reason: string };

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Graphemes: what a person counts as characters; a family of four is one. */
export function visibleLength(text: string): number {
	return [...graphemes.segment(text)].length;
}

/** More UTF-16 units than so many visible characters can need, spaces around them too: nothing need read it (C17). */
export const isFarLonger = (text: string, limit: number): boolean => text.length > limit * unitsEach;

/** More than so many visible characters. Nothing is counted that is too long anyway. */
export const isLonger = (text: string, limit: number): boolean =>
	isFarLonger(text, limit) || (text.length > limit && visibleLength(text) > limit);

/** Its words, as spaces of any kind part them. */
export const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);

/** One line without anything that cannot be seen. Tidying twice is tidying once (C2, C3). */
export function tidy(text: string): string {
	// Of a list of blank lines each is asked.
	if (text === '') return text;
	return dropStrayJoiners(dropUnseen(text).replace(endlessMarks, '$1').normalize('NFC'))
		.replace(/\s+/gu, ' ')
		.trim()
		.normalize('NFC')
		.replace(tooManyMarks, '$1');
}

/** Several lines, each tidy, without blank ones: a list that people write one under the other (C16). */
export function tidyLines(text: string): string {
	return text
		.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
		.map(tidy)
		.filter(Boolean)
		.join('\n');
}

const marksOver = (most: number) => new RegExp(`(\\p{M}{${most}})\\p{M}+`, 'gu');
const tooManyMarks = marksOver(marksLimit);
const endlessMarks = marksOver(marksRead);

/**
 * Control characters, half surrogates, what will never be a character (no XML may hold U+FFFE) and what Unicode calls
 * default-ignorable: zero-width spaces, bidi marks, overrides and isolates, Hangul fillers. Joiners are looked at afterwards, when their neighbours are known.
 * Variation selectors stay behind the character that they vary; tags stay in the flags that they spell.
 */
function dropUnseen(text: string): string {
	return text
		.replace(/[\t\n\v\f\r\u0085]/g, ' ')
		.replace(/(\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F})|[\u{E0000}-\u{E007F}]/gu, '$1')
		.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu, '')
		.replace(
			/(?![\p{Join_Control}\p{Variation_Selector}\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}/gu,
			''
		)
		.replace(/(?<![^\s\p{Join_Control}])\p{Variation_Selector}+/gu, '');
}

/** A joiner belongs between two letters (Persian, Hindi) or two emoji (families); anywhere else it only hides. */
function dropStrayJoiners(text: string): string {
	return text
		.replace(/(?<![\p{L}\p{M}\p{Emoji_Modifier}\p{Extended_Pictographic}])\p{Join_Control}/gu, '')
		.replace(/\p{Join_Control}(?![\p{L}\p{M}\p{Extended_Pictographic}])/gu, '');
}

/** A letter or digit of any script; the digit inside a keycap emoji is none. */
const word = /[\p{L}\p{N}](?!\uFE0F?\u20E3)/u;

export function checkCard(text: string): Checked {
	return check(text, cardLimit, { empty: 'card-empty', noWords: 'card-no-words', tooLong: 'card-too-long' });
}

export function checkName(text: string): Checked {
	return check(text, nameLimit, { empty: 'name-empty', noWords: 'name-no-words', tooLong: 'name-too-long' });
}

/** What somebody does where they work, "beleidsmedewerker"; it may be left out (J24). */
export function checkFunction(text: string): Checked {
	return check(text, nameLimit, { tooLong: 'line-too-long' });
}

/** A group may be without a title; an emoji can be one. */
export function checkTitle(text: string): Checked {
	return check(text, titleLimit, { tooLong: 'title-too-long' });
}

/** Any other single line, of `limit` visible characters: a prompt, a place, a ground rule. */
export function checkLine(text: string, limit: number): Checked {
	return check(text, limit, { empty: 'line-empty', tooLong: 'line-too-long' });
}

/** A reason that is left out is not asked for. */
function check(
	raw: string,
	limit: number,
	reasons: { empty?: string; noWords?: string; tooLong: string }
): Checked {
	if (raw.length > novelLimit) return { ok: false, reason: reasons.tooLong };
	const text = tidy(raw);
	if (text === '' && reasons.empty) return { ok: false, reason: reasons.empty };
	if (isLonger(text, limit)) return { ok: false, reason: reasons.tooLong };
	if (!word.test(text) && reasons.noWords) return { ok: false, reason: reasons.noWords };
	return { ok: true, text };
}

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])?';
const mailbox = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
const address = new RegExp(`^${mailbox}(?:\\.${mailbox})*@${label}(?:\\.${label})+$`, 'u');

/** Whether it can be an address; only a mail tells whether it is one. Nobody has to have one. */
export function checkEmail(raw: string): Checked {
	if (raw.length > novelLimit) return { ok: false, reason: 'email-invalid' };
	const text = tidy(raw);
	if (text === '') return { ok: true, text };
	const fits = text.length <= emailLimit && text.indexOf('@') <= mailboxLimit;
	return fits && address.test(text) ? { ok: true, text } : { ok: false, reason: 'email-invalid' };
}

/** One to three letters or digits: what stands in a badge beside its colour. */
export function checkInitials(raw: string): Checked {
	const text = raw.length > novelLimit ? '' : tidy(raw);
	const lettersOnly = /^(?:[\p{L}\p{N}]\p{M}*)+$/u.test(text);
	if (!lettersOnly || visibleLength(text) > 3) return { ok: false, reason: 'initials-invalid' };
	return { ok: true, text };
}
