import { statSync } from 'node:fs';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import SQLite from 'better-sqlite3';
import { fenceLost, type ClientOwner, type Row, type StoredDocument, type StoreStats } from './store.ts';

/**
 * The thread that owns sync.db. All that came while the disk was busy is done in one transaction and answered in one
 * message, so the cost of a commit is shared by all documents and no key press waits for more than two of them.
 */
export interface Setup {
	file: string;
	lockWaitMs: number;
	/** Bytes beyond which the file can't grow; null: the disk. */
	mostBytes: number | null;
	/** Without writes for so long, the log is emptied. */
	idleMs: number;
}

export type Operations = ReturnType<typeof operations> & { start(): void; stop(): void };
export interface Request {
	name: keyof Operations;
	args: unknown[];
}
/** Null: done, and there is nothing to say. */
export type Answer = null | { value: unknown } | { error: string };
export interface Answers {
	/** In the order of the requests. */
	answers: Answer[];
	/** Rows that this transaction added, and how long it took. */
	rows: number;
	seconds: number;
}

/** Rows one behind the other. As objects, a hundred thousand would keep the other side busy. */
export interface Packed {
	bytes: Uint8Array;
	lengths: Uint32Array;
}

/**
 * A document that was removed begins at a fence that its epoch alone decides, above all of before: it says nothing about
 * how often the document was opened, or by whom.
 */
const fencesOfEpoch = 2 ** 32;

/** Number of the schema below, kept in `PRAGMA user_version`. */
const schemaVersion = 3;
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
/** What the version after that left behind: how often each document that was removed had been opened. */
const from2 = `
	UPDATE sync_room SET fence = epoch * ${fencesOfEpoch} WHERE emptied = epoch AND next_seq = 1;
	PRAGMA user_version = 3;
`;

/** Bytes of the log above which it is emptied, and after which SQLite cuts it back by itself. */
const mostLog = 64 * 1024 * 1024;
/** How often the length of the log is checked; also the time between two attempts to empty it. */
const checkMs = 1000;
/** What `probe` writes: a few pages. */
const probeBytes = 16 * 1024;
/** How long such an attempt waits for who still reads, and so keeps everyone waiting. */
const readersMs = 50;
/** The same when the store closes, or when words must be gone. */
const lastReadersMs = 1000;

const port = parentPort!;
const { file, lockWaitMs, mostBytes, idleMs } = workerData as Setup;

const lock = takeLock(file, lockWaitMs);
const db = openFile(file);
const transaction = { begin: db.prepare('BEGIN IMMEDIATE'), commit: db.prepare('COMMIT') };
const savepoint = { set: db.prepare('SAVEPOINT one'), drop: db.prepare('RELEASE one') };
const operation: Operations = { ...operations(db), start() {}, stop() {} };
let checkedAt = -Infinity;
const idle = setTimeout(() => void emptyLog(readersMs), idleMs);

port.on('message', (first: Request[]) => work(withAllElse(first)));

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
	db.pragma(`journal_size_limit = ${mostLog}`);
	db.pragma('busy_timeout = 5000');
	// What is deleted is overwritten, and no copy of what is not lies in a temporary file (see `scrub`).
	db.pragma('secure_delete = ON');
	db.pragma('temp_store = MEMORY');
	if (mostBytes !== null)
		db.pragma(`max_page_count = ${Math.floor(mostBytes / Number(db.pragma('page_size', { simple: true })))}`);
	const version = Number(db.pragma('user_version', { simple: true }));
	if (version > schemaVersion) throw new Error(`${file} was written by a newer program`);
	if (version === 0) db.transaction(() => db.exec(schema))();
	if (version === 1) db.transaction(() => db.exec(from1 + from2))();
	if (version === 2) db.transaction(() => db.exec(from2))();
	return db;
}

/** What came while the disk was busy. */
function withAllElse(first: Request[]): Request[] {
	const all = [first];
	for (let next; (next = receiveMessageOnPort(port));) all.push(next.message as Request[]);
	return all.flat();
}

function work(requests: Request[]): void {
	const start = performance.now();
	const answers = doAll(requests);
	const seconds = (performance.now() - start) / 1000;
	const removed = (i: number) => requests[i]!.name === 'remove' && answers[i] === null;
	const rows = requests.reduce((sum, { name, args }, i) => {
		return name === 'append' && answers[i] === null ? sum + (args[2] as Row[]).length : sum;
	}, 0);
	if (answers.some((_, i) => removed(i)) && !scrub())
		for (const i of answers.keys()) if (removed(i)) answers[i] = { error: notClean };
	port.postMessage({ answers, rows, seconds } satisfies Answers);
	if (requests.some(({ name }) => name === 'stop')) return stop();
	// Who asks for figures, or whether all is well, does not keep the log from being emptied.
	if (requests.some(({ name }) => name !== 'stats' && name !== 'probe')) idle.refresh();
	if (start - checkedAt < checkMs) return;
	checkedAt = start;
	if (sizeOf(`${file}-wal`) > mostLog) emptyLog(readersMs);
}

/** Another process reads the file, a backup for instance, or the disk is full. */
const notClean = 'the file still holds what was removed';

/**
 * Deleted words lie in the log until it is emptied, and pages that were once divided hold old copies of rows, which
 * `secure_delete` passes over; so the file is written anew. Rare (a reveal of an anonymous step), and 10 MB take a
 * tenth of a second. Returns whether all of it was done.
 */
function scrub(): boolean {
	try {
		db.exec('VACUUM');
	} catch {
		// The removal itself is on disk; whoever asked is told that the log is not clean, and asks again.
		return false;
	}
	return emptyLog(lastReadersMs);
}

/**
 * False when somebody reads it, a backup for instance, or when the disk refuses. Then all of it is safe where it is,
 * the log grows on, as `stats` shows, and it is tried again.
 */
function emptyLog(waitMs: number): boolean {
	idle.refresh();
	db.pragma(`busy_timeout = ${waitMs}`);
	try {
		const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
		return state?.busy === 0;
	} catch {
		return false;
	} finally {
		db.pragma('busy_timeout = 5000');
	}
}

/** In one transaction. An operation that fails takes back only itself. */
function doAll(requests: Request[]): Answer[] {
	try {
		transaction.begin.run();
		const answers = requests.map(run);
		transaction.commit.run();
		return answers;
	} catch (error) {
		if (db.inTransaction) db.exec('ROLLBACK');
		return requests.map((request) => readOnly(request) ?? { error: String(error) });
	}
}

/**
 * What a disk that takes nothing can still answer: nothing of this transaction has happened, and what lies there can be
 * read. An owner gets the fence as it is: only we have the file, and of one document there is one owner at a time.
 */
function readOnly({ name, args }: Request): Answer | undefined {
	const reading = name === 'open' ? operation.peek : reads.has(name) ? operation[name] : null;
	if (!reading) return undefined;
	try {
		return { value: (reading as (...args: unknown[]) => unknown)(...args) };
	} catch (error) {
		return { error: String(error) };
	}
}
const reads: ReadonlySet<string> = new Set(['cold', 'stats']);

function run({ name, args }: Request): Answer {
	savepoint.set.run();
	try {
		const value = (operation[name] as (...args: unknown[]) => unknown)(...args);
		savepoint.drop.run();
		return value === undefined ? null : { value };
	} catch (error) {
		// A full disk may have taken back the whole transaction already; then all of it has failed.
		if (!db.inTransaction) throw error;
		db.exec('ROLLBACK TO one; RELEASE one');
		return readOnly({ name, args }) ?? { error: error instanceof Error ? error.message : String(error) };
	}
}

function stop(): void {
	emptyLog(lastReadersMs);
	clearTimeout(idle);
	db.close();
	lock.close();
	port.close();
}

type Head = Pick<StoredDocument, 'fence' | 'epoch' | 'emptied' | 'nextSeq'>;
/** No owner: what is appended is refused, and the document opened again. */
const nothing: Head = { fence: 0, epoch: 1, emptied: 0, nextSeq: 1 };

/** What this connection has read stays in its memory, also when the file is gone or something else stands there. */
function lookAfresh(): void {
	const fresh = new SQLite(file, { readonly: true, fileMustExist: true });
	try {
		for (const table of ['room', 'log', 'snapshot', 'client'])
			fresh.prepare(`SELECT 1 FROM sync_${table} LIMIT 1`).get();
	} finally {
		fresh.close();
	}
}

function operations(db: SQLite.Database) {
	const prepare = (sql: string) => db.prepare<unknown[], unknown>(sql);
	const own = prepare(`
		INSERT INTO sync_room (id, epoch, fence, next_seq, log_rows, updated_at) VALUES (?, 1, 1, 1, 0, 0)
		ON CONFLICT (id) DO UPDATE SET fence = fence + 1
		RETURNING fence, epoch, emptied, next_seq AS nextSeq`);
	const kept = prepare('SELECT fence, epoch, emptied, next_seq AS nextSeq FROM sync_room WHERE id = ?');
	const snapshotOf = prepare('SELECT data FROM sync_snapshot WHERE room = ?').pluck();
	// One value in the place of a hundred thousand; S27 shows that no byte changes on its way through text.
	const tailOf = prepare(`
		SELECT CAST(group_concat(data, '') AS BLOB) AS bytes, group_concat(length(data)) AS lengths
		FROM (SELECT data FROM sync_log WHERE room = ? ORDER BY seq)`);
	const ownersOf = prepare('SELECT client, participant FROM sync_client WHERE room = ?').raw();
	const advance = prepare(`
		UPDATE sync_room SET next_seq = next_seq + ?, log_rows = log_rows + ?, updated_at = ?
		WHERE id = ? AND fence = ? AND next_seq = ?`);
	const addRow = prepare('INSERT INTO sync_log (room, seq, data) VALUES (?, ?, ?)');
	const addOwner = prepare('INSERT INTO sync_client (room, client, participant) VALUES (?, ?, ?)');
	const nextOf = prepare('SELECT next_seq FROM sync_room WHERE id = ? AND fence = ?').pluck();
	const putSnapshot = prepare(`
		INSERT INTO sync_snapshot (room, seq, data) VALUES (?, ?, ?)
		ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, data = excluded.data WHERE excluded.seq >= seq`);
	const dropRows = prepare('DELETE FROM sync_log WHERE room = ? AND seq <= ?');
	const countRows = prepare('UPDATE sync_room SET log_rows = log_rows - ? WHERE id = ?');
	const raiseEpoch = prepare('UPDATE sync_room SET epoch = epoch + 1 WHERE id = ? AND epoch = ?');
	const dropLog = prepare('DELETE FROM sync_log WHERE room = ?');
	const dropSnapshot = prepare('DELETE FROM sync_snapshot WHERE room = ?');
	const dropOwners = prepare('DELETE FROM sync_client WHERE room = ?');
	const begin = prepare(`
		UPDATE sync_room SET epoch = epoch + 1, emptied = epoch + 1, fence = (epoch + 1) * ${fencesOfEpoch}, next_seq = 1,
			log_rows = 0, updated_at = 0
		WHERE id = ? AND fence = ?`);
	const disown = prepare('UPDATE sync_room SET fence = fence + 1 WHERE id = ? AND fence = ?');
	const longest = prepare('SELECT id FROM sync_room WHERE log_rows >= ? ORDER BY updated_at LIMIT ?').pluck();
	const count = prepare('SELECT count(*) AS documents, coalesce(sum(log_rows), 0) AS logRows FROM sync_room');

	const stored = (document: string, row: Head): Omit<StoredDocument, 'tail'> & { tail: Packed } => ({
		...row,
		snapshot: (snapshotOf.get(document) as Uint8Array | undefined) ?? null,
		tail: pack(tailOf.get(document) as { bytes: Uint8Array | null; lengths: string | null }),
		clientOwners: ownersOf.all(document) as ClientOwner[]
	});

	return {
		open: (document: string) => stored(document, own.get(document) as Head),
		/** The same without writing. A document that is not there yet can be read, and not written. */
		peek: (document: string) => stored(document, (kept.get(document) as Head | undefined) ?? nothing),
		/** A little is written and taken away again, and the file is looked at as who has never seen it would. */
		probe(): void {
			addRow.run('', 0, new Uint8Array(probeBytes));
			dropLog.run('');
			lookAfresh();
		},
		append(
			document: string,
			fence: number,
			rows: readonly Row[],
			clientOwners: readonly ClientOwner[],
			at: number
		): void {
			const { changes } = advance.run(rows.length, rows.length, at, document, fence, rows[0]!.seq);
			if (changes === 0) throw new Error(fenceLost);
			for (const { seq, data } of rows) addRow.run(document, seq, data);
			for (const [client, participant] of clientOwners) addOwner.run(document, client, participant);
		},
		compact(document: string, fence: number, seq: number, snapshot: Uint8Array): void {
			const next = nextOf.get(document, fence) as number | undefined;
			if (next === undefined) throw new Error(fenceLost);
			if (seq >= next || putSnapshot.run(document, seq, snapshot).changes === 0)
				throw new Error(`${document} can't be compacted up to row ${seq}`);
			countRows.run(dropRows.run(document, seq).changes, document);
		},
		bumpEpoch(document: string, expected: number): number {
			if (raiseEpoch.run(document, expected).changes === 0)
				throw new Error(`${document} is not at epoch ${expected}`);
			return expected + 1;
		},
		remove(document: string, fence: number): void {
			if (begin.run(document, fence).changes === 0) throw new Error(fenceLost);
			for (const drop of [dropLog, dropSnapshot, dropOwners]) drop.run(document);
		},
		release(document: string, fence: number): void {
			if (disown.run(document, fence).changes === 0) throw new Error(fenceLost);
		},
		cold(rows: number, limit: number): string[] {
			return longest.all(rows, limit) as string[];
		},
		stats(): StoreStats {
			const counted = count.get() as Pick<StoreStats, 'documents' | 'logRows'>;
			return { ...counted, fileBytes: sizeOf(file), walBytes: sizeOf(`${file}-wal`) };
		}
	};
}

/** Bytes; 0 when it is not there. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function pack({ bytes, lengths }: { bytes: Uint8Array | null; lengths: string | null }): Packed {
	const packed = {
		bytes: bytes ?? new Uint8Array(),
		lengths: Uint32Array.from(lengths?.split(',') ?? [], Number)
	};
	if (packed.lengths.reduce((sum, length) => sum + length, 0) !== packed.bytes.length)
		throw new Error('rows do not come out of the file as they went in');
	return packed;
}
