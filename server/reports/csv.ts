import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** A card may have lines of its own: bare, they would end its row. */
const lineEnd = /[\r\n]/;

/** Lines of cells, the headings first. Opens in a spreadsheet as it is (E4). */
export function csvOf(lines: readonly (readonly Cell[])[]): string {
	return stringify(
		lines.map((line) => line.map((cell) => plain(cell ?? ''))),
		{ bom: true, record_delimiter: 'windows', quoted_match: lineEnd }
	);
}

/** A spreadsheet takes a cell that begins with = + - @, wide ones too, for a formula; a text is only ever text. */
function plain(cell: string | number): string | number {
	return typeof cell === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}
