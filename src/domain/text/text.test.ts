import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	cardLimit,
	checkCard,
	checkEmail,
	checkInitials,
	checkLine,
	checkName,
	checkTitle,
	isLonger,
	nameLimit,
	tidy,
	tidyLines,
	visibleLength,
	wordsOf
} from './text.ts';

const family = '👨‍👩‍👧‍👦';
const anyText = fc.string({
	unit: fc.oneof(
		fc.constantFrom(...'aé \u200D\u200C\u0301\uFE0F\u202E👩🏽🦰☤\u{E0067}'),
		fc.string({ unit: 'binary', maxLength: 1 })
	)
});

test('C1 a card has 1 to 280 visible characters, and a family of four is one of them', () => {
	const full = family.repeat(cardLimit - 1) + 'a';
	expect(visibleLength(full)).toBe(cardLimit);
	expect(checkCard(full)).toEqual({ ok: true, text: full });
	expect(checkCard(full + 'b')).toEqual({ ok: false, reason: 'card-too-long' });
	expect(checkCard(' \n\u200B ')).toEqual({ ok: false, reason: 'card-empty' });
});

test('C1 letters with separate accents count as one', () => {
	expect(visibleLength('e\u0301e\u0301n')).toBe(3);
	expect(checkCard('e\u0301'.repeat(cardLimit)).ok).toBe(true);
});

test('C2 a text is kept in NFC, on one line, without anything that cannot be seen', () => {
	expect(tidy('  e\u0301cht\r\n\taan\u2028 zet\u00A0nu ')).toBe('écht aan zet nu');
	expect(tidy('\u0000a\u0007b\u0085c\uD800d')).toBe('ab cd');
	expect(tidy('veilig\u202E gnidlem\u202C \u2066x\u2069\u200F')).toBe('veilig gnidlem x');
	expect(tidy('ver\u200Btrou\u00ADwen\uFEFF\u2060')).toBe('vertrouwen');
	expect(tidy('\u3164\u115F')).toBe('');
	expect(tidy('a\uFFF9b\uFFFAc\uFFFB')).toBe('abc');
	expect(tidy('a' + '\u0335'.repeat(500))).toBe('a' + '\u0335'.repeat(8));
});

test('C2 what Unicode says will never be a character goes, in every plane', () => {
	expect(tidy('a\uFFFEb\uFFFFc\uFDD0d\uFDEFe')).toBe('abcde');
	for (let plane = 0; plane <= 16; plane++)
		for (const last of [0xfffe, 0xffff])
			expect(tidy(`a${String.fromCodePoint(plane * 0x10000 + last)}b`)).toBe('ab');
	expect(tidy('e\uFFFE\u0301')).toBe('é');
	expect(checkCard('\uFFFE')).toEqual({ ok: false, reason: 'card-empty' });
});

test('C2 an accent finds its letter again when what stood between them is gone', () => {
	expect(tidy('e\u200B\u0301')).toBe('é');
	expect(tidy('=\u200D\u0338')).toBe('≠');
});

test('C2 text that runs from right to left is kept as it was written', () => {
	expect(tidy('الثقة أساس كل شيء')).toBe('الثقة أساس كل شيء');
	expect(checkCard('אמון')).toEqual({ ok: true, text: 'אמון' });
});

test.each([
	family,
	'🧑🏽‍🦰',
	'🏳️‍🌈',
	'❤️',
	'🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
	'می‌خواهم',
	'क्‍ष',
	'র‍্যাব'
])('C3 joiners inside emoji and words stay: %s', (text) => expect(tidy(text)).toBe(text));

test('C3 a joiner or selector that joins nothing goes', () => {
	expect(tidy('\u200Daan\u200D zet\u200C')).toBe('aan zet');
	expect(tidy('1\u200D2')).toBe('12');
	expect(tidy('\uFE0F a \uFE0Fb')).toBe('a b');
	expect(tidy('a\u{E0067}\u{E0062}b')).toBe('ab');
});

test('C4 a card or a name needs a letter or a digit of any script', () => {
	expect(checkCard('👍👍 …!!')).toEqual({ ok: false, reason: 'card-no-words' });
	expect(checkCard('1️⃣ #️⃣')).toEqual({ ok: false, reason: 'card-no-words' });
	expect(checkName('...')).toEqual({ ok: false, reason: 'name-no-words' });
	for (const text of ['Lef', '信', '٣', '👍 ja', '1']) expect(checkCard(text)).toEqual({ ok: true, text });
});

test('C5 a pasted novel is refused without counting its characters', () => {
	const novel = family.repeat(1_000_000);
	const began = performance.now();
	expect(checkCard(novel)).toEqual({ ok: false, reason: 'card-too-long' });
	expect(checkName(novel)).toEqual({ ok: false, reason: 'name-too-long' });
	expect(checkTitle(novel)).toEqual({ ok: false, reason: 'title-too-long' });
	expect(checkEmail(novel)).toEqual({ ok: false, reason: 'email-invalid' });
	expect(checkInitials(novel)).toEqual({ ok: false, reason: 'initials-invalid' });
	expect(performance.now() - began).toBeLessThan(1_000);
});

test('C5 white space counts for the novel, not for the card', () => {
	expect(checkCard('ja' + ' '.repeat(9_000))).toEqual({ ok: true, text: 'ja' });
	expect(checkCard('ja' + ' '.repeat(10_000))).toEqual({ ok: false, reason: 'card-too-long' });
});

test('C6 a name has 1 to 60 visible characters', () => {
	expect(checkName('  Anneke   de Vries ')).toEqual({ ok: true, text: 'Anneke de Vries' });
	expect(checkName('')).toEqual({ ok: false, reason: 'name-empty' });
	expect(checkName('é'.repeat(60)).ok).toBe(true);
	expect(checkName('é'.repeat(61))).toEqual({ ok: false, reason: 'name-too-long' });
});

test('C7 a group may be without a title, and its title has at most 80 visible characters', () => {
	expect(checkTitle(' ')).toEqual({ ok: true, text: '' });
	expect(checkTitle('❤️')).toEqual({ ok: true, text: '❤️' });
	expect(checkTitle('a'.repeat(80)).ok).toBe(true);
	expect(checkTitle('a'.repeat(81))).toEqual({ ok: false, reason: 'title-too-long' });
});

test('C13 nobody has to give an e-mail address, and one that is given can be one', () => {
	expect(checkEmail(' ')).toEqual({ ok: true, text: '' });
	for (const text of ["o'brien.j+werk@ggd-meerstreek.nl", 'a@b.co', 'info@wölfchen.example'])
		expect(checkEmail(` ${text}\n`)).toEqual({ ok: true, text });
	for (const text of [
		'anneke',
		'anneke@wilgenmeer',
		'a@@b.nl',
		'a b@c.nl',
		'a@b.nl\nbcc: c@d.nl',
		'a@b.nl,c@d.nl',
		'<a@b.nl>',
		'.a@b.nl',
		'a..b@c.nl',
		'a@-b.nl',
		'a@b..nl',
		`${'a'.repeat(65)}@b.nl`,
		`a@${'b'.repeat(250)}.nl`
	])
		expect(checkEmail(text), text).toEqual({ ok: false, reason: 'email-invalid' });
});

test('C14 initials are one to three letters or digits', () => {
	for (const text of ['W', 'Wz', 'GGD', 'É2', 'क्षि'])
		expect(checkInitials(` ${text} `), text).toEqual({ ok: true, text });
	for (const text of ['', 'GGDX', 'G D', '👍', 'W-', '\u0301'])
		expect(checkInitials(text), text).toEqual({ ok: false, reason: 'initials-invalid' });
});

test('C10 any other line has 1 to its limit of visible characters', () => {
	expect(checkLine(' Wat mag blijven? ', 20)).toEqual({ ok: true, text: 'Wat mag blijven?' });
	expect(checkLine('\n', 20)).toEqual({ ok: false, reason: 'line-empty' });
	expect(checkLine('👍', 1)).toEqual({ ok: true, text: '👍' });
	expect(checkLine('ab', 1)).toEqual({ ok: false, reason: 'line-too-long' });
});

test('C11 markup is text and stays as it was typed', () => {
	for (const text of ['<script>alert(1)</script>', '#panic()', '=1+1', "Robert'); DROP TABLE card;--"])
		expect(checkCard(text)).toEqual({ ok: true, text });
});

test('C12 tidying twice is tidying once, and what was accepted is accepted again', () => {
	fc.assert(
		fc.property(anyText, (text) => {
			expect(tidy(tidy(text))).toBe(tidy(text));
			expect(tidy(text)).toBe(tidy(text).normalize('NFC'));
			const checked = checkCard(text);
			if (checked.ok) expect(checkCard(checked.text)).toEqual(checked);
		}),
		{ numRuns: 2_000 }
	);
});

test('C16 a list keeps its lines, tidied, without the blank ones', () => {
	expect(tidyLines(' ‘waar mogelijk’ \r\n\n\u202e het  getal\u2028drie\n ')).toBe(
		'‘waar mogelijk’\nhet getal\ndrie'
	);
	fc.assert(
		fc.property(fc.array(anyText), (lines) => {
			const once = tidyLines(lines.join('\n'));
			expect(tidyLines(once)).toBe(once);
			expect(once.split('\n').every((line) => line === tidy(line))).toBe(true);
		})
	);
});

test('words are what stands between spaces of any kind', () => {
	expect(wordsOf('  Een\u00a0kwart \n naar voren ')).toEqual(['Een', 'kwart', 'naar', 'voren']);
	expect(wordsOf(' ')).toEqual([]);
});

test('C17 twenty units for each visible character are enough, and more are not counted', () => {
	const coloured = '👩🏽‍👩🏽‍👧🏽‍👦🏽';
	expect(checkCard(coloured.repeat(cardLimit - 1) + 'a')).toMatchObject({ ok: true });
	expect(checkName('👩‍'.repeat(nameLimit * 7) + '👩')).toEqual({ ok: false, reason: 'name-too-long' });
	expect(isLonger('👩‍'.repeat(40), 5)).toBe(true);
	expect(isLonger(family.repeat(5), 5)).toBe(false);
});
