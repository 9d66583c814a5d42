import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/**
 * Lines of cells, the headings first, for who opens it with a double click on a Dutch machine (E7): semicolons, commas in
 * its numbers, and the mark of UTF-8. No `sep=` before it: Excel then overlooks that mark, and accents are gone.
 */
export function csvOf(lines: readonly (readonly Cell[])[]): string {
	return stringify(
		lines.map((line) => line.map(written)),
		{ bom: true, delimiter: ';', quoted: true, quoted_empty: true, record_delimiter: 'windows' }
	);
}

const written = (cell: Cell): string =>
	typeof cell === 'number' ? String(cell).replace('.', ',') : plain(cell ?? '');

/**
 * A spreadsheet takes a cell that begins with = + - @, wide ones too, for a formula; a text is only ever text (E4). Where
 * a cell begins is for the spreadsheet to say: one that parts by commas cuts a text in pieces that we did not make, and
 * passes over quotes and spaces before the sign. Each run of those is looked at once.
 */
const beforeSign = /(?<![;,\s"])[;,\s"]*(?=[=+\-@＝＋－＠])/g;

const plain = (text: string): string =>
	text.replace(beforeSign, (run, at) => (at === 0 || /[;,\t\r\n]/.test(run) ? `${run}'` : run));
