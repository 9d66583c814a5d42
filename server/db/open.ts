import SQLite from 'better-sqlite3';
import { Kysely, sql, SqliteDialect, type Driver, type SqliteDatabase, type Transaction } from 'kysely';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/migrations.ts';
import type { Database } from './schema/schema.ts';

export type Db = Kysely<Database>;
/** A query may run on the database itself or inside a transaction. */
export type Query = Db | Transaction<Database>;

/** How long somebody else may hold the file, ms; and how long who still reads it is waited for when the log is emptied. */
const lockWaitMs = 5000;
const readersMs = 50;

/** The log beside the file holds what was deleted until it is emptied. While a backup reads, that is when it is done. */
export async function emptyLog(db: Db): Promise<void> {
	await sql.raw(`PRAGMA busy_timeout = ${readersMs}`).execute(db);
	try {
		await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
	} finally {
		await sql.raw(`PRAGMA busy_timeout = ${lockWaitMs}`).execute(db);
	}
}

/**
 * Opens the file (`:memory:` is allowed) and brings its schema up to date.
 * Throws when the file was written by a newer program, or when a migration fails: then nothing has changed.
 */
export async function openDb(file: string, steps: readonly Migration[] = migrations): Promise<Db> {
	const sqlite = new SQLite(file);
	sqlite.pragma('journal_mode = WAL');
	sqlite.pragma('synchronous = FULL');
	sqlite.pragma('foreign_keys = ON');
	sqlite.pragma(`busy_timeout = ${lockWaitMs}`);
	// What is deleted is overwritten, and no copy of it lies in a temporary file (N13).
	sqlite.pragma('secure_delete = ON');
	sqlite.pragma('temp_store = MEMORY');
	const db = new Kysely<Database>({ dialect: new Dialect(sqlite, prepared(sqlite)) });
	try {
		await migrate(new Kysely<unknown>({ dialect: new Dialect(sqlite) }), steps);
		eraseWhatWent(sqlite);
	} catch (error) {
		await db.destroy();
		throw error;
	}
	return db;
}

/** `user_version` of a file that may still hold, in pages that nobody uses, what a migration took away. */
const unerased = 1;

/** The file is written anew, once, also when the program was killed on the way there. */
function eraseWhatWent(sqlite: SQLite.Database): void {
	if (sqlite.pragma('user_version', { simple: true }) !== unerased) return;
	sqlite.exec('VACUUM');
	const [log] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
	// While somebody else reads the file its log stays as it is; the next start does it again.
	if (log?.busy === 0) sqlite.pragma('user_version = 0');
}

/** Preparing costs more than most statements themselves. A list of another length is another statement. */
const mostPrepared = 500;

/** The same database, which keeps the statements that were asked last as they were prepared. */
function prepared(sqlite: SQLite.Database): SqliteDatabase {
	const kept = new Map<string, SQLite.Statement>();
	return {
		close: () => sqlite.close(),
		prepare(query) {
			const statement = kept.get(query) ?? sqlite.prepare(query);
			kept.delete(query);
			kept.set(query, statement);
			if (kept.size > mostPrepared) kept.delete(kept.keys().next().value!);
			return statement;
		}
	};
}

/** A full disk takes back a transaction by itself; then there is none to roll back, and the disk is what is told of. */
class Dialect extends SqliteDialect {
	readonly #database: SQLite.Database;

	constructor(sqlite: SQLite.Database, database: SqliteDatabase = sqlite) {
		super({ database });
		this.#database = sqlite;
	}

	override createDriver(): Driver {
		const driver = super.createDriver();
		const rollBack = driver.rollbackTransaction.bind(driver);
		driver.rollbackTransaction = async (connection) => {
			if (this.#database.inTransaction) await rollBack(connection);
		};
		return driver;
	}
}

/** The disk takes nothing: it is full, may only be read, or is broken. What lies there may still be read. */
export const takesNothing = (error: unknown): boolean =>
	error instanceof SQLite.SqliteError && /^SQLITE_(FULL|READONLY|IOERR)/.test(error.code);

/** All pending steps in one transaction; a database from a newer program is refused. */
async function migrate(db: Kysely<unknown>, steps: readonly Migration[]): Promise<void> {
	await db.transaction().execute(async (tx) => {
		const meta = tx.withTables<{ migration: { number: number; name: string } }>();
		await meta.schema
			.createTable('migration')
			.ifNotExists()
			.addColumn('number', 'integer', (c) => c.primaryKey())
			.addColumn('name', 'text', (c) => c.notNull())
			.execute();
		const done = await meta.selectFrom('migration').select('number').execute();
		const newest = Math.max(0, ...done.map((row) => row.number));
		const known = Math.max(...steps.map((step) => step.number));
		if (newest > known)
			throw new Error(
				`this database is at schema ${newest}, this program knows ${known}: start a newer program`
			);
		for (const step of steps.filter((step) => step.number > newest)) {
			await step.up(tx);
			if (step.erases && newest > 0) await sql.raw(`PRAGMA user_version = ${unerased}`).execute(tx);
			await meta.insertInto('migration').values({ number: step.number, name: step.name }).execute();
		}
	});
}
