import type { Cell } from './csv.ts';

/** A table of an export. Its name and columns are message keys: `sheet_<name>`, `column_<column>`. */
export interface Sheet {
	name: string;
	columns: readonly string[];
	rows: readonly (readonly Cell[])[];
}
