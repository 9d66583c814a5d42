// Pairs and fours, so that no table is from one organisation (D6–D8). Residents and guests count as one party.
import type { Form } from './run-sheet.ts';
import { shuffle } from '#domain/parts/cards/shuffle.ts';

export interface Sitter {
	id: string;
	/** Null for residents and guests, who count as one party. */
	organisation: string | null;
}

/** People at a table, in the order of the list of tables; table 1 is the first. */
export type Seating = string[][];

/** People at a table of this form, or null where nobody sits at tables. */
export const tableSize = (form: Form): 2 | 4 | null => (form === 'pairs' ? 2 : form === 'fours' ? 4 : null);

/** Two at a table and three at one when the number is odd; or as near to four as can be, three to five (D6). */
function tablesFor(people: number, size: 2 | 4): number {
	return Math.max(1, size === 2 ? Math.floor(people / 2) : Math.round(people / 4));
}

/**
 * Draws the tables. Dealt out party by party, largest first, like cards to players: so each party is spread evenly,
 * and a table is of one party only where there are fewer others than tables (D7). `random` gives 0 up to 1.
 */
export function drawTables(people: readonly Sitter[], size: 2 | 4, random: () => number): Seating {
	if (people.length === 0) return [];
	const parties = [...Map.groupBy(shuffle(people, random), (sitter) => sitter.organisation).values()];
	const largest = Math.max(...parties.map((party) => party.length));
	const first = parties.find((party) => party.length === largest)!;
	const order = [first, ...shuffle(parties, random).filter((party) => party !== first)].flat();
	const tables: Seating = Array.from({ length: tablesFor(people.length, size) }, () => []);
	for (const [index, sitter] of order.entries()) tables[index % tables.length]!.push(sitter.id);
	return shuffle(tables, random);
}

/**
 * The table for somebody who comes later, its index: where somebody from elsewhere sits, then the smallest, then with
 * the fewest of one's own party. Nobody moves (D8). Null when there are no tables.
 */
export function tableForLate(tables: readonly Sitter[][], sitter: Sitter): number | null {
	const own = (table: Sitter[]) => table.filter((other) => other.organisation === sitter.organisation).length;
	const order = tables.map((table, index) => ({
		index,
		alone: own(table) === table.length ? 1 : 0,
		people: table.length,
		own: own(table)
	}));
	order.sort((a, b) => a.alone - b.alone || a.people - b.people || a.own - b.own || a.index - b.index);
	return order[0]?.index ?? null;
}
