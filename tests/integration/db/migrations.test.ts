import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Migration } from '#server/db/migrations/migration.ts';
import { migrations } from '#server/db/migrations/migrations.ts';
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

test('4 stances, their words and what was done with them stay, in the round of their step, and go with their journey', async () => {
	const file = aFile();
	await brought(
		file,
		migrations.filter(({ number }) => number < 4)
	);
	const db = new SQLite(file);
	db.exec(`
		INSERT INTO person (id, name, created_at) VALUES ('wies', 'Wies', 1);
		INSERT INTO journey (id, name, created_at, created_by, beamer_token) VALUES ('road', 'Regio', 1, 'wies', 'b');
		INSERT INTO organisation VALUES ('wel', 'road', 'welfare', 'Welzijn', 'Wel', 'We', 'wel', 1);
		INSERT INTO participant (id, journey_id, person_id, organisation_id, role, return_hash, joined_at)
			VALUES ('seat', 'road', 'wies', 'wel', 'participant', 'h', 1);
		INSERT INTO meeting (id, journey_id, name, place, date, starts_at, position, room_for)
			VALUES ('day', 'road', 'Dag 1', '', '2026-03-12', '09:30', 1, 30);
		INSERT INTO step (id, journey_id, meeting_id, kind, name, question, script, minutes, form, position, stage,
			stage_at, settings, note)
			VALUES ('step', 'road', 'day', 'values', 'Waarden', '?', '', 30, 'plenary', 1, 'consenting', 1, '{}', '');
		INSERT INTO stance VALUES ('no', 'step', 'values', 'v1', 'wel', 'objection', 'value', 'Nee', 1, 10, 'seat');
		INSERT INTO stance VALUES ('yes', 'step', 'values', 'v2', 'wel', 'consent', NULL, '', 3, 12, 'seat');
		INSERT INTO consent_text VALUES ('step', 'values', 'v1', '[]'), ('step', 'values', 'v2', '[]');
		INSERT INTO integration VALUES ('done', 'no', 'text', 'Zo dan', 2, 11, 'seat', 12, 'seat');
	`);
	db.close();
	await brought(file, migrations);
	const where = { round_id: 'step', journey_id: 'road', subject: 'values' };
	const by = { organisation_id: 'wel', participant_id: 'seat' };
	const objection = { stance: 'objection', harms_id: 'value', words: 'Nee', position: 1, at: 10 };
	const consent = { stance: 'consent', harms_id: null, words: '', position: 3, at: 12 };
	expect(look(file, 'SELECT * FROM stance')).toEqual([
		{ id: 'no', ...where, version: 'v1', ...by, ...objection },
		{ id: 'yes', ...where, version: 'v2', ...by, ...consent }
	]);
	expect(look(file, 'SELECT * FROM consent_text ORDER BY version')).toEqual([
		{ ...where, version: 'v1', words: '[]' },
		{ ...where, version: 'v2', words: '[]' }
	]);
	const done = { id: 'done', stance_id: 'no', method: 'text', words: 'Zo dan', position: 2, at: 11 };
	expect(look(file, 'SELECT * FROM integration')).toEqual([
		{ ...done, participant_id: 'seat', accepted_at: 12, accepted_by: 'seat' }
	]);
	const indexes = `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
		AND name IN ('stance_round', 'integration_stance') ORDER BY name`;
	expect(look(file, indexes)).toEqual([{ name: 'integration_stance' }, { name: 'stance_round' }]);
	expect(look(file, 'PRAGMA foreign_key_check')).toEqual([]);
	const thrownAway = new SQLite(file);
	thrownAway.pragma('foreign_keys = ON');
	thrownAway.exec(`DELETE FROM journey WHERE id = 'road'`);
	thrownAway.close();
	for (const table of ['stance', 'consent_text', 'integration'])
		expect(look(file, `SELECT * FROM ${table}`), table).toEqual([]);
});

test('5 what refers to a row is found by an index, so that taking that row away reads no whole table', async () => {
	const file = aFile();
	await brought(file, migrations);
	const references = look(
		file,
		`SELECT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f
		 WHERE t.type = 'table' AND NOT EXISTS (
			SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
			WHERE c.seqno = 0 AND c.name = f."from")`
	);
	expect(references).toEqual([]);
});

test('6 what was not sent yet is written when it leaves, no word and no link of any letter is left, and who came first administers', async () => {
	const file = aFile();
	await brought(
		file,
		migrations.filter(({ number }) => number < 6)
	);
	const hash = (token: string) => createHash('sha256').update(token).digest('hex');
	const [seat, reminder, sent, dead] = ['seat', 'reminder', 'sent', 'dead'].map((name) => `geheim${name}`);
	const db = new SQLite(file);
	db.exec(`
		INSERT INTO person (id, name, created_at, hosts_at) VALUES ('wies', 'Wies', 1, NULL), ('fenna', 'Fenna', 2, 2),
			('frits', 'Frits', 3, 3);
		INSERT INTO journey (id, name, created_at, created_by, beamer_token) VALUES ('road', 'Regio', 1, 'fenna', 'b');
		INSERT INTO participant (id, journey_id, person_id, role, return_hash, joined_at)
			VALUES ('place', 'road', 'wies', 'participant', '${hash(seat!)}', 1);
		INSERT INTO meeting (id, journey_id, name, place, date, starts_at, position, room_for)
			VALUES ('day', 'road', 'Dag 1', '', '2026-03-12', '09:30', 1, 30);
		INSERT INTO step (id, journey_id, meeting_id, kind, name, question, script, minutes, form, position, stage,
			stage_at, settings, note)
			VALUES ('step', 'road', 'day', 'values', 'Waarden', '?', '', 30, 'plenary', 1, 'writing', 1, '{}', '');
		INSERT INTO reminder VALUES ('step', 'place', 6, '${hash(reminder!)}', 99);
	`);
	const letter = db.prepare('INSERT INTO mail VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)');
	const words = (greeting: string, token: string) => `${greeting},\n\nhttps://siroop.test/terug/${token}\n`;
	// Enough of them that pages were divided, and copies may lie where no row is any more.
	for (let n = 0; n < 200; n++)
		letter.run(`m${(n * 83) % 200}`, 'a@b.nl', '', words('Dag Wies', sent!), 1, 2);
	letter.run('link', 'Wies@b.nl', 'Jouw plek', words('Dag Wies', seat!), 5, null);
	letter.run('owed', 'wies@b.nl', 'Still to do', words('Hello Wies', reminder!), 6, null);
	letter.run('gone', 'wies@b.nl', 'Jouw plek', words('Dag Wies', dead!), 7, null);
	db.close();
	await brought(file, migrations);
	const about = { journey_id: 'road', participant_id: 'place' };
	const open = { sent_at: null, failed_at: null, failure: null };
	expect(look(file, 'SELECT * FROM mail ORDER BY id')).toEqual([
		{
			...{ id: 'link', kind: 'return-link', ...about, step_id: null, recipient: 'Wies@b.nl', locale: 'nl' },
			...{ link_hash: hash(seat!), written_at: 5, due_at: 5, ...open }
		},
		{
			...{ id: 'owed', kind: 'reminder', ...about, step_id: 'step', recipient: 'wies@b.nl', locale: 'en' },
			...{ link_hash: null, written_at: 6, due_at: 6, ...open }
		}
	]);
	expect(look(file, 'SELECT id FROM person WHERE administers_at IS NOT NULL')).toEqual([{ id: 'fenna' }]);
	for (const part of [file, `${file}-wal`])
		if (existsSync(part)) expect(readFileSync(part).includes('geheim'), part).toBe(false);
	expect(look(file, 'PRAGMA user_version')).toEqual([{ user_version: 0 }]);
	expect(look(file, 'PRAGMA foreign_key_check')).toEqual([]);
});

test('10 a link to another device that worked as often as it was opened is gone, and one that works once stays', async () => {
	const file = aFile();
	await brought(file, migrations.slice(0, 9));
	const db = new SQLite(file);
	db.exec(`INSERT INTO person (id, name, created_at) VALUES ('wies', 'Wies', 1)`);
	for (const [id, lasting] of [
		['demo', 1],
		['mine', 0]
	] as const) {
		db.exec(`INSERT INTO session (id, person_id, expires_at) VALUES ('${id}', 'wies', 9)`);
		db.exec(`INSERT INTO device_link VALUES ('${id}', '${id}', 9, ${lasting})`);
	}
	db.close();
	await brought(file, migrations);
	expect(look(file, 'SELECT * FROM device_link')).toEqual([
		{ hash: 'mine', session_id: 'mine', expires_at: 9 }
	]);
	expect(look(file, 'SELECT id FROM session')).toHaveLength(2);
});

test('N13 what was counted of each writer where nobody is to know who wrote is nowhere in the file any more', async () => {
	const file = aFile();
	await brought(
		file,
		migrations.filter(({ number }) => number < 7)
	);
	const db = new SQLite(file);
	db.pragma('foreign_keys = OFF');
	for (const [id, kind, settings] of [
		['hard', 'hard-talk', '{}'],
		['unnamed', 'values', '{"anonymous":true}'],
		['named', 'values', '{}']
	]) {
		db.prepare(
			`INSERT INTO step (id, journey_id, meeting_id, kind, name, question, script, minutes, form, position, stage, stage_at, settings, note)
			 VALUES (?, 'j', 'm', ?, '', '', '', 1, 'plenary', 1, 'writing', 1, ?, '')`
		).run(id, kind, settings);
		db.prepare(`INSERT INTO written VALUES (?, ?, 2, 2, 1)`).run(id, `writer-of-${id}`);
		db.prepare(`INSERT INTO ready VALUES (?, 'writing', ?, 1)`).run(id, `writer-of-${id}`);
	}
	db.pragma('secure_delete = OFF');
	const yesterday = db.prepare(`INSERT INTO written VALUES ('hard', ?, 2, 2, 1)`);
	for (let n = 0; n < 300; n++) yesterday.run(`writer-of-yesterday-${n}`);
	db.exec(`DELETE FROM written WHERE participant_id LIKE 'writer-of-yesterday%'`);
	db.close();
	const bytes = () => readFileSync(file).toString('latin1');
	expect(bytes()).toContain('writer-of-yesterday');
	await brought(file, migrations);
	for (const table of ['written', 'ready'])
		expect(look(file, `SELECT step_id FROM ${table}`)).toEqual([{ step_id: 'named' }]);
	for (const gone of ['yesterday', 'hard', 'unnamed']) expect(bytes()).not.toContain(`writer-of-${gone}`);
});
