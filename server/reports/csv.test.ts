import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from './csv.ts';

/**
 * As a spreadsheet reads it that parts cells by this: quotes count where a cell begins, what comes behind the closing
 * one belongs to the cell as it is, and a line ends where no quote is open.
 */
function read(csv: string, separator = ';'): string[][] {
	const lines: string[][] = [['']];
	let isQuoted = false;
	let isBegin = true;
	for (let at = 0; at < csv.length; at++) {
		const letter = csv[at]!;
		const line = lines.at(-1)!;
		if (isQuoted && letter === '"' && csv[at + 1] === '"') line[line.length - 1] += csv[at++]!;
		else if (letter === '"' && (isQuoted || isBegin)) {
			isQuoted = !isQuoted;
			isBegin = false;
		} else if (!isQuoted && letter === separator) isBegin = Boolean(line.push(''));
		else if (!isQuoted && /[\r\n]/.test(letter)) {
			if (letter === '\r' && csv[at + 1] === '\n') at++;
			isBegin = Boolean(lines.push(['']));
		} else {
			line[line.length - 1] += letter;
			isBegin = false;
		}
	}
	return csv === '' ? [] : lines.slice(0, -1);
}
const body = (csv: string) => csv.replace(/^\uFEFF/, '');
const isFormula = /^\s*[=+\-@＝＋－＠]/;

describe('E6 E7 a table opens in a spreadsheet as it is', () => {
	test('E7 it begins with the mark of UTF-8, every cell in quotes, semicolons between them', () => {
		expect(csvOf([['Eén', 'café', '日本']])).toBe('\uFEFF"Eén";"café";"日本"\r\n');
	});

	test('E7 a number has a comma, and can be below zero; nothing is an empty cell', () => {
		expect(csvOf([[-3, 0, 0.125, null, '']])).toBe('\uFEFF"-3";"0";"0,125";"";""\r\n');
	});

	test('E6 words with separators, quotes and lines stay in one cell', () => {
		const words = [
			'samen, en niet alleen',
			'ja; nee',
			'hij zei "ja"',
			'een\r\nen twee',
			'een\nen twee',
			' spaties '
		];
		expect(read(body(csvOf([words])))).toEqual([words]);
	});

	test('no lines, and a line without cells, break nothing', () => {
		expect(csvOf([])).toBe('\uFEFF');
		expect(read(body(csvOf([['kop']])))).toEqual([['kop']]);
	});
});

describe('E4 a cell is never a formula', () => {
	test.each([
		'=1+1',
		'+31 6 12345678',
		'-niet doen',
		'@iedereen',
		'\t=1+1',
		'\r=1+1',
		' =1+1',
		'＝1+1',
		'＋1',
		'－1',
		'＠wies',
		'=HYPERLINK("https://elders.example","klik")'
	])('E4 what a spreadsheet would take for one is words: %j', (words) => {
		const [[cell]] = read(body(csvOf([[words]]))) as [[string]];
		expect(cell).not.toMatch(isFormula);
		expect(cell.replace("'", '')).toBe(words);
	});

	test.each([
		'ja;=1+1',
		'ja,=1+1',
		'ja\t=1+1',
		'ja\n=1+1',
		'ja, =1+1',
		'ja,"=1+1',
		'ja,""=1+1',
		'ja," "=1+1"',
		'ja;"=HYPERLINK(""https://elders.example"")"'
	])('E4 nor behind the separator of another spreadsheet: %j', (words) => {
		for (const separator of [';', ',', '\t'])
			for (const cell of read(body(csvOf([['kop', words, words]])), separator).flat())
				expect(cell).not.toMatch(isFormula);
	});

	test('E4 a sign elsewhere changes nothing', () => {
		const words = ['1+1=2', 'a@b.nl', "'=1", 'ja - nee', 'met z’n allen, e-mail of niet'];
		expect(read(body(csvOf([words])))).toEqual([words]);
	});

	test('E4 whatever is in the cells comes out again, and no cell is a formula, by whatever they are parted', () => {
		const piece = fc.oneof(
			fc.constantFrom(...'=+-@＝;,\t\n" \''),
			fc.string({ unit: 'grapheme', maxLength: 2 })
		);
		const cell = fc
			.array(piece, { maxLength: 8 })
			.map((pieces) => pieces.join(''))
			.filter((text) => !/[\r\u2028\u2029]/.test(text));
		const unmarked = (text: string) => text.replace(/(^|[;,\t\n])(["\s]*)'(?=[=+\-@＝＋－＠])/g, '$1$2');
		fc.assert(
			fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (lines) => {
				const csv = body(csvOf(lines));
				expect(read(csv).map((line) => line.map(unmarked))).toEqual(
					lines.map((line) => line.map((text) => unmarked(text)))
				);
				for (const separator of [';', ',', '\t'])
					for (const text of read(csv, separator).flat()) expect(text).not.toMatch(isFormula);
			}),
			{ numRuns: 500 }
		);
	});
});
