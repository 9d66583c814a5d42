import { parentPort, workerData } from 'node:worker_threads';
import SQLite from 'better-sqlite3';
import { fenceLost, type Claim, type Row, type StoredRoom } from './store.ts';

/**
 * The thread that owns sync.db. Whatever is asked while the disk is busy is done in the next transaction, so the
 * cost of a commit is shared by all rooms and no key press waits for more than two of them.
 */
export interface Setup {
	file: string;
	lockWaitMs: number;
}

export type Operations = ReturnType<typeof operations> & { start(): void; stop(): void };
export interface Request {
	id: number;
	name: keyof Operations;
	args: unknown[];
}
export type Answer = { id: number; value: unknown } | { id: number; error: string };

/** Number of the schema below, kept in `PRAGMA user_version`. */
const schemaVersion = 2;
const schema = `
	CREATE TABLE sync_room (
		id TEXT PRIMARY KEY,
		epoch INTEGER NOT NULL,
		emptied INTEGER NOT NULL DEFAULT 0,
		fence INTEGER NOT NULL,
		next_seq INTEGER NOT NULL,
		log_rows INTEGER NOT NULL,
		updated_at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE sync_log (
		room TEXT NOT NULL,
		seq INTEGER NOT NULL,
		data BLOB NOT NULL,
		PRIMARY KEY (room, seq)
	) WITHOUT ROWID;
	CREATE TABLE sync_snapshot (room TEXT PRIMARY KEY, seq INTEGER NOT NULL, data BLOB NOT NULL);
	CREATE TABLE sync_client (
		room TEXT NOT NULL,
		client INTEGER NOT NULL,
		participant TEXT NOT NULL,
		PRIMARY KEY (room, client)
	) WITHOUT ROWID;
	CREATE INDEX sync_room_cold ON sync_room (log_rows, updated_at);
	PRAGMA user_version = ${schemaVersion};
`;
/** What a file of the version before lacks. */
const from1 = `
	ALTER TABLE sync_room ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;
	PRAGMA user_version = 2;
`;

const port = parentPort!;
const { file, lockWaitMs } = workerData as Setup;
const queue: Request[] = [];

const lock = takeLock(file, lockWaitMs);
const db = openFile(file);
const operation: Operations = { ...operations(db), start() {}, stop() {} };

port.on('message', (request: Request) => {
	if (queue.push(request) === 1) setImmediate(work);
});

/**
 * Two processes with one file would each give out the same sequence numbers. The operating system lets go of this
 * lock when the process dies, however it dies; `sync.db` itself stays readable for a backup.
 */
function takeLock(file: string, timeout: number): SQLite.Database {
	const lock = new SQLite(`${file}.lock`, { timeout });
	lock.pragma('locking_mode = EXCLUSIVE');
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		throw new Error(`${file} is in use by another process`, { cause: error });
	}
	return lock;
}

function openFile(file: string): SQLite.Database {
	const db = new SQLite(file);
	db.pragma('journal_mode = WAL');
	db.pragma('synchronous = FULL');
	db.pragma('wal_autocheckpoint = 1000');
	db.pragma('journal_size_limit = 67108864');
	db.pragma('busy_timeout = 5000');
	// What is deleted is overwritten, and no copy of what is not lies in a temporary file (see `scrub`).
	db.pragma('secure_delete = ON');
	db.pragma('temp_store = MEMORY');
	const version = Number(db.pragma('user_version', { simple: true }));
	if (version > schemaVersion) throw new Error(`${file} was written by a newer program`);
	if (version === 0) db.transaction(() => db.exec(schema))();
	if (version === 1) db.transaction(() => db.exec(from1))();
	return db;
}

/** One transaction for all that waits. An operation that fails takes back only itself. */
function work(): void {
	const requests = queue.splice(0);
	const answers = commit(requests);
	const removed = new Set(requests.filter(({ name }) => name === 'remove').map(({ id }) => id));
	const isClean = removed.size === 0 || scrub();
	for (const answer of answers)
		port.postMessage(isClean || !removed.has(answer.id) ? answer : { id: answer.id, error: notClean });
	if (requests.some(({ name }) => name === 'stop')) stop();
	else if (queue.length > 0) setImmediate(work);
}

/** Another process reads the file, a backup for instance, or the disk is full. */
const notClean = 'the file still holds what was removed';

/**
 * Deleted words lie in the log until it is emptied, and pages that were once divided hold old copies of rows, which
 * `secure_delete` passes over; so the file is written anew. Rare (a reveal of an anonymous step), and 10 MB take a
 * tenth of a second. Answers whether all of it was done.
 */
function scrub(): boolean {
	db.pragma('busy_timeout = 1000');
	try {
		db.exec('VACUUM');
		const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
		return state?.busy === 0;
	} catch {
		// The removal itself is on disk; whoever asked is told that the log is not clean, and asks again.
		return false;
	} finally {
		db.pragma('busy_timeout = 5000');
	}
}

function commit(requests: Request[]): Answer[] {
	try {
		db.exec('BEGIN IMMEDIATE');
		const answers = requests.map(run);
		db.exec('COMMIT');
		return answers;
	} catch (error) {
		if (db.inTransaction) db.exec('ROLLBACK');
		return requests.map(({ id }) => ({ id, error: String(error) }));
	}
}

function run({ id, name, args }: Request): Answer {
	db.exec('SAVEPOINT one');
	try {
		const value = (operation[name] as (...args: unknown[]) => unknown)(...args);
		db.exec('RELEASE one');
		return { id, value };
	} catch (error) {
		// A full disk may have taken back the whole transaction already; then all of it has failed.
		if (!db.inTransaction) throw error;
		db.exec('ROLLBACK TO one; RELEASE one');
		return { id, error: error instanceof Error ? error.message : String(error) };
	}
}

function stop(): void {
	db.pragma('wal_checkpoint(TRUNCATE)');
	db.close();
	lock.close();
	port.close();
}

function operations(db: SQLite.Database) {
	const prepare = (sql: string) => db.prepare<unknown[], unknown>(sql);
	const own = prepare(`
		INSERT INTO sync_room (id, epoch, fence, next_seq, log_rows, updated_at) VALUES (?, 1, 1, 1, 0, 0)
		ON CONFLICT (id) DO UPDATE SET fence = fence + 1
		RETURNING fence, epoch, emptied, next_seq AS nextSeq`);
	const snapshotOf = prepare('SELECT data FROM sync_snapshot WHERE room = ?').pluck();
	const tailOf = prepare('SELECT data FROM sync_log WHERE room = ? ORDER BY seq').pluck();
	const claimsOf = prepare('SELECT client, participant FROM sync_client WHERE room = ?').raw();
	const advance = prepare(`
		UPDATE sync_room SET next_seq = next_seq + ?, log_rows = log_rows + ?, updated_at = ?
		WHERE id = ? AND fence = ? AND next_seq = ?`);
	const addRow = prepare('INSERT INTO sync_log (room, seq, data) VALUES (?, ?, ?)');
	const addClaim = prepare('INSERT INTO sync_client (room, client, participant) VALUES (?, ?, ?)');
	const isOwned = prepare('SELECT 1 FROM sync_room WHERE id = ? AND fence = ?');
	const putSnapshot = prepare(`
		INSERT INTO sync_snapshot (room, seq, data) VALUES (?, ?, ?)
		ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, data = excluded.data`);
	const dropRows = prepare('DELETE FROM sync_log WHERE room = ? AND seq <= ?');
	const countRows = prepare('UPDATE sync_room SET log_rows = log_rows - ? WHERE id = ?');
	const raiseEpoch = prepare('UPDATE sync_room SET epoch = epoch + 1 WHERE id = ? AND epoch = ?');
	const dropLog = prepare('DELETE FROM sync_log WHERE room = ?');
	const dropSnapshot = prepare('DELETE FROM sync_snapshot WHERE room = ?');
	const dropClaims = prepare('DELETE FROM sync_client WHERE room = ?');
	const begin = prepare(`
		UPDATE sync_room SET epoch = epoch + 1, emptied = epoch + 1, fence = fence + 1, next_seq = 1, log_rows = 0,
			updated_at = 0
		WHERE id = ? AND fence = ?`);
	const disown = prepare('UPDATE sync_room SET fence = fence + 1 WHERE id = ? AND fence = ?');
	const longest = prepare('SELECT id FROM sync_room WHERE log_rows >= ? ORDER BY updated_at LIMIT ?').pluck();

	return {
		open(room: string): StoredRoom {
			const row = own.get(room) as Pick<StoredRoom, 'fence' | 'epoch' | 'emptied' | 'nextSeq'>;
			return {
				...row,
				snapshot: (snapshotOf.get(room) as Uint8Array | undefined) ?? null,
				tail: tailOf.all(room) as Uint8Array[],
				claims: claimsOf.all(room) as Claim[]
			};
		},
		append(room: string, fence: number, rows: readonly Row[], claims: readonly Claim[], at: number): void {
			const { changes } = advance.run(rows.length, rows.length, at, room, fence, rows[0]!.seq);
			if (changes === 0) throw new Error(fenceLost);
			for (const { seq, data } of rows) addRow.run(room, seq, data);
			for (const [client, participant] of claims) addClaim.run(room, client, participant);
		},
		compact(room: string, fence: number, seq: number, snapshot: Uint8Array): void {
			if (!isOwned.get(room, fence)) throw new Error(fenceLost);
			putSnapshot.run(room, seq, snapshot);
			countRows.run(dropRows.run(room, seq).changes, room);
		},
		bumpEpoch(room: string, expected: number): number {
			if (raiseEpoch.run(room, expected).changes === 0)
				throw new Error(`${room} is not at epoch ${expected}`);
			return expected + 1;
		},
		remove(room: string, fence: number): void {
			if (begin.run(room, fence).changes === 0) throw new Error(fenceLost);
			for (const drop of [dropLog, dropSnapshot, dropClaims]) drop.run(room);
		},
		release(room: string, fence: number): void {
			if (disown.run(room, fence).changes === 0) throw new Error(fenceLost);
		},
		cold(rows: number, limit: number): string[] {
			return longest.all(rows, limit) as string[];
		}
	};
}
