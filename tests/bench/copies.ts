import path from 'node:path';
import SQLite from 'better-sqlite3';

/** The ids of a copy begin with so many characters of its own, in the place of theirs: what holds them grows by nothing. */
const markLength = 4;
/** Ids and hashes are longer; a code of twelve digits is not. */
const shortestId = 13;
/** Copies in one transaction. */
const together = 100;

type Value = string | number | Buffer | null;

/** A text or bytes, by what stands between the marks of the ids in it. */
interface Cut {
	pieces: string[];
	isBytes: boolean;
}

/**
 * Copies the only journey of these databases, rows and documents, so that it is there so many times more. Every copy
 * has ids, people and links of its own. Nobody else may have the files open.
 */
export function copyJourney(dataDir: string, more: number): void {
	const facts = open(path.join(dataDir, 'siroop.db'));
	const documents = open(path.join(dataDir, 'sync.db'));
	const ids = idsIn(facts);
	const marks = marksBeside(ids, more);
	for (const db of [facts, documents]) {
		const copies = tablesIn(db).map((table) => copyOf(db, table, ids));
		const copyAll = db.transaction((some: readonly string[]) => {
			for (const mark of some) for (const copy of copies) copy(mark);
		});
		for (let i = 0; i < marks.length; i += together) copyAll(marks.slice(i, i + together));
		db.close();
	}
}

/** What is cut off half-way is thrown away, so nothing waits for the disk. */
function open(file: string): SQLite.Database {
	const db = new SQLite(file);
	for (const setting of ['journal_mode = MEMORY', 'synchronous = OFF', 'foreign_keys = OFF'])
		db.pragma(setting);
	return db;
}

function tablesIn(db: SQLite.Database): string[] {
	const named = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`;
	return db.prepare<[], string>(named).pluck().all();
}

/** Columns that may have each value once. */
function uniqueIn(db: SQLite.Database, table: string): string[] {
	const alone = `SELECT min(c.name) FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c
		WHERE i."unique" GROUP BY i.name HAVING count(*) = 1`;
	return db.prepare<[string], string>(alone).pluck().all(table);
}

function idsIn(db: SQLite.Database): string[] {
	const values = tablesIn(db).flatMap((table) =>
		uniqueIn(db, table).flatMap((column) =>
			db.prepare<[], Value>(`SELECT "${column}" FROM "${table}"`).pluck().all()
		)
	);
	return values.filter((value) => typeof value === 'string' && value.length >= shortestId) as string[];
}

/** In the alphabet of ids, and none with which an id of the journey begins. */
function marksBeside(ids: readonly string[], count: number): string[] {
	const taken = new Set(ids.map((id) => id.slice(0, markLength)));
	const marks: string[] = [];
	for (let n = 0; marks.length < count; n++) {
		const mark = n.toString(36).padStart(markLength, '0');
		if (!taken.has(mark)) marks.push(mark);
	}
	return marks;
}

/** Returns what inserts the rows of a table once more. Rows that name nothing of the journey are there once. */
function copyOf(db: SQLite.Database, table: string, ids: readonly string[]): (mark: string) => void {
	const anId = new RegExp(ids.join('|'), 'g');
	const unique = uniqueIn(db, table);
	const rows = db.prepare<[], Record<string, Value>>(`SELECT * FROM "${table}"`).all();
	const cutRows = rows
		.map((row) =>
			Object.entries(row).map(([column, value]) => {
				const found = cut(value, anId);
				// A code of a meeting: the copies do without.
				return found === value && unique.includes(column) ? null : found;
			})
		)
		.filter((row) => row.some(isCut));
	const columns = db.pragma(`table_info("${table}")`) as unknown[];
	const insert = db.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join()})`);
	return (mark) => {
		for (const row of cutRows) insert.run(row.map((cell) => (isCut(cell) ? marked(cell, mark) : cell)));
	};
}

function cut(value: Value, anId: RegExp): Value | Cut {
	if (value === null || typeof value === 'number') return value;
	const text = typeof value === 'string' ? value : value.toString('latin1');
	const pieces: string[] = [];
	let from = 0;
	for (const { index } of text.matchAll(anId)) {
		pieces.push(text.slice(from, index));
		from = index + markLength;
	}
	return pieces.length === 0 ? value : { pieces: [...pieces, text.slice(from)], isBytes: value !== text };
}

const isCut = (cell: Value | Cut): cell is Cut =>
	typeof cell === 'object' && cell !== null && 'pieces' in cell;

function marked({ pieces, isBytes }: Cut, mark: string): Value {
	const text = pieces.join(mark);
	return isBytes ? Buffer.from(text, 'latin1') : text;
}
