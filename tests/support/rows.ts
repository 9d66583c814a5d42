import SQLite from 'better-sqlite3';

/** What is found in a database as another program sees it, on a connection that is gone after. */
export function lookInto<Seen>(file: string, look: (db: SQLite.Database) => Seen): Seen {
	const db = new SQLite(file);
	try {
		return look(db);
	} finally {
		db.close();
	}
}
