import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { migrations, type Migration } from '#server/db/migrations.ts';
import { openDb } from '#server/db/open.ts';
import { aMeeting } from '../../support/cast.ts';

function aFile(): string {
	const folder = mkdtempSync(join(tmpdir(), 'siroop-db-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'siroop.db');
}

/** Opens it, and closes it again. */
async function brought(file: string, steps: readonly Migration[]): Promise<void> {
	await (await openDb(file, steps)).destroy();
}

function look(file: string, query: string): Record<string, unknown>[] {
	const db = new SQLite(file, { readonly: true });
	try {
		return db.prepare<unknown[], Record<string, unknown>>(query).all();
	} finally {
		db.close();
	}
}

const schema = (file: string) => look(file, 'SELECT name, sql FROM sqlite_master ORDER BY name');
const last = migrations.at(-1)!;
const next: Migration = {
	number: last.number + 1,
	name: 'a note for each person',
	async up(db) {
		await db.schema.alterTable('person').addColumn('note', 'text').execute();
		await sql`UPDATE person SET note = name`.execute(db);
	}
};

test('migrations are numbered from one on, each once', () => {
	expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, i) => i + 1));
	expect(migrations.every(({ name }) => name.length > 0)).toBe(true);
});

test('opening a database twice changes nothing', async () => {
	const file = aFile();
	await brought(file, migrations);
	const first = schema(file);
	await brought(file, migrations);
	expect(schema(file)).toEqual(first);
	expect(look(file, 'SELECT number FROM migration')).toEqual(migrations.map(({ number }) => ({ number })));
});

test('a new step is taken on the rows that are there, and they stay', async () => {
	const file = aFile();
	await brought(file, migrations);
	const db = new SQLite(file);
	db.exec(`INSERT INTO person (id, name, created_at) VALUES ('wies', 'Wies', 1)`);
	db.close();
	await brought(file, [...migrations, next]);
	expect(look(file, 'SELECT id, name, note FROM person')).toEqual([
		{ id: 'wies', name: 'Wies', note: 'Wies' }
	]);
});

test('a database of a newer program is refused and left as it is', async () => {
	const file = aFile();
	await brought(file, [...migrations, next]);
	const before = schema(file);
	await expect(openDb(file)).rejects.toThrow(/newer program/);
	expect(schema(file)).toEqual(before);
});

test('of a step that fails half-way nothing remains, nor of the steps before it', async () => {
	const file = aFile();
	await brought(file, migrations);
	const before = schema(file);
	const broken: Migration = {
		number: next.number + 1,
		name: 'breaks',
		async up(db) {
			await db.schema.createTable('half').addColumn('id', 'text').execute();
			throw new Error('the power went out');
		}
	};
	await expect(openDb(file, [...migrations, next, broken])).rejects.toThrow('the power went out');
	expect(schema(file)).toEqual(before);
	expect(look(file, 'SELECT number FROM migration')).toHaveLength(migrations.length);
	await brought(file, migrations);
});

test('every table says whose it is: what refers to a row refers to one that is there', async () => {
	const meeting = await aMeeting();
	expect(meeting.sql('PRAGMA foreign_key_check')).toEqual([]);
	expect(meeting.sql('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
	const db = new SQLite(join(meeting.dataDir, 'siroop.db'));
	db.pragma('foreign_keys = ON');
	expect(() => db.prepare(`INSERT INTO ready VALUES ('nostep', 'writing', 'nobody', 1)`).run()).toThrow(
		/FOREIGN KEY/
	);
	db.close();
});
