import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';

/** Why the program does not start, in a sentence for who keeps it running. */
export class CannotStart extends Error {}

/**
 * Throws when there is nobody in the database of rows while documents hold what people wrote: it was lost, and a new one
 * beside them would hand the installation to whoever opens the first link (P12). Touches neither file.
 */
export function refuseLostRows(rows: string, documents: string): void {
	if (has(rows, ['person']) || !has(documents, ['sync_log', 'sync_snapshot'])) return;
	throw new CannotStart(
		`${rows} is empty or not there, while ${documents} holds what people wrote: ` +
			'put both files of one backup in their place, or name an empty folder with DATA_DIR for a new installation'
	);
}

/** Whether one of these tables of the file has a row. */
function has(file: string, tables: readonly string[]): boolean {
	if (!existsSync(file)) return false;
	const db = new SQLite(file, { readonly: true });
	try {
		const isThere = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`);
		return tables.some((table) => isThere.get(table) && db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get());
	} finally {
		db.close();
	}
}
