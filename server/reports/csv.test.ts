import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from './csv.ts';

/** As a spreadsheet reads it: fields that may be quoted, lines that end in a carriage return and a line feed. */
function read(csv: string): string[][] {
	const lines: string[][] = [[]];
	const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/gy;
	for (let found = field.exec(csv); found; found = field.exec(csv)) {
		lines.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
		if (found[3] === '\r\n') lines.push([]);
		if (field.lastIndex >= csv.length) break;
	}
	return lines.filter((line) => line.length > 0);
}
const body = (csv: string) => csv.replace(/^\uFEFF/, '');

describe('E4 E6 a table opens in a spreadsheet as it is', () => {
	test('it begins with the mark of UTF-8, so that accents are accents', () => {
		expect(csvOf([['Eén', 'café', '日本']])).toBe('\uFEFFEén,café,日本\r\n');
	});

	test('E6 words with commas, quotes and lines stay in one cell', () => {
		const words = ['samen, en niet alleen', 'hij zei "ja"', 'een\r\nen twee', 'een\nen twee', ' spaties '];
		expect(read(body(csvOf([words])))).toEqual([words]);
	});

	test.each([
		'=1+1',
		'+31 6 12345678',
		'-niet doen',
		'@iedereen',
		'\t=1+1',
		'\r=1+1',
		'＝1+1',
		'＋1',
		'－1',
		'＠wies',
		'=HYPERLINK("https://elders.example","klik")'
	])('what a spreadsheet would take for a formula is words: %j', (words) => {
		expect(read(body(csvOf([[words]])))).toEqual([[`'${words}`]]);
	});

	test('a number is a number, also below zero; nothing is an empty cell', () => {
		expect(csvOf([[-3, 0, 0.125, null, '']])).toBe('\uFEFF-3,0,0.125,,\r\n');
	});

	test('a sign elsewhere than at the beginning changes nothing', () => {
		expect(read(body(csvOf([['1+1=2', 'a@b.nl', "'=1"]])))).toEqual([['1+1=2', 'a@b.nl', "'=1"]]);
	});

	test('no lines, and a line without cells, break nothing', () => {
		expect(csvOf([])).toBe('\uFEFF');
		expect(body(csvOf([['kop']]))).toBe('kop\r\n');
	});

	test('whatever is in the cells comes out again, and no cell begins with a formula', () => {
		const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\r(?!\n)/.test(text));
		fc.assert(
			fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (lines) => {
				const back = read(body(csvOf(lines)));
				expect(back.map((line) => line.map((text) => text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '')))).toEqual(
					lines
				);
				for (const text of back.flat()) expect(text).not.toMatch(/^[=+\-@]/);
			})
		);
	});
});
