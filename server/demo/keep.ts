import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';

/** Facts and documents. */
const databases = ['siroop.db', 'sync.db'];

/** Copies the databases of a program that runs, as they are on disk now, into a new folder. */
export function keepMoment(dataDir: string, folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const file of databases) {
		const db = new SQLite(join(dataDir, file), { readonly: true });
		db.prepare('VACUUM INTO ?').run(join(folder, file));
		db.close();
	}
}
