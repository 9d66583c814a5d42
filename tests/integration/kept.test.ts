import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { openApp, type App } from '#server/app/app.ts';
import type { WrittenDemo } from '#server/demo.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { readRoom } from '#wire/rooms.ts';
import { unpack, type Files } from '../kept/archive.ts';

const kept = path.resolve(import.meta.dirname, '../kept');

describe.each(globSync('*.br', { cwd: kept }))('databases of before, %s', (archive) => {
	const files = unpack(readFileSync(path.join(kept, archive)));
	const moments = new Set([...files.keys()].map((file) => path.dirname(file)));

	test.each([...moments])('%s opens, and all of its journey is there', async (moment) => {
		const { folder, demo } = write(files, moment);
		const rows = rowsIn(path.join(folder, 'siroop.db'));
		const documents = documentsIn(path.join(folder, 'sync.db'), rows.step);
		const app = await open(folder, demo.keptAt);

		const { step } = await app.facts(demo.journey);
		expect(step).toMatchObject({ id: rows.step, stage: rows.stage });
		const facilitator = await seatOf(app, demo, 'fac-1');
		const overview = await app.overview.of(facilitator, demo.journey);
		expect(overview.flatMap(({ steps }) => steps.map(({ id }) => id))).toEqual(rows.steps);
		expect(await app.thread.overview(demo.journey, facilitator)).toHaveLength(rows.cards + rows.harvest);
		for (const seat of [facilitator, await seatOf(app, demo, 'wel-b')])
			expect(await app.steps.view(seat, demo.journey, rows.step)).toMatchObject({ step: { id: rows.step } });
		const { steps } = await app.report.json(demo.journey);
		expect(steps.flatMap(({ cards }) => cards)).toHaveLength(rows.cards);
		expect(steps.flatMap(({ harvest }) => harvest)).toHaveLength(rows.harvest);
		expect(await app.verifyAudit(demo.journey)).toEqual({ ok: true, entries: rows.audit });
		for (const [room, content] of documents)
			expect(await app.sync.read(readRoom(room)!, contentOf), room).toEqual(content);
	});
});

/** The databases of one moment in a folder that is gone after the test, and who is in them. */
function write(files: Files, moment: string): { folder: string; demo: WrittenDemo } {
	const folder = mkdtempSync(path.join(tmpdir(), 'siroop-kept-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const contentOf = (name: string) => files.get(`${moment}/${name}`)!;
	for (const name of ['siroop.db', 'sync.db']) writeFileSync(path.join(folder, name), contentOf(name));
	return { folder, demo: JSON.parse(contentOf('demo.json').toString()) as WrittenDemo };
}

/** At the time of then, so that what was open is open. */
async function open(folder: string, keptAt: number): Promise<App> {
	const app = await openApp(settingsFrom({ DATA_DIR: folder, LOG: 'silent' }), { now: () => keptAt });
	onTestFinished(async () => void (await app.close()));
	return app;
}

async function seatOf(app: App, demo: WrittenDemo, key: string) {
	const { person } = (await app.people.returning(demo.tokens[key]!))!;
	return (await app.people.seat(demo.journey, person))!;
}

/** What the file says itself, before this program had it. */
function rowsIn(file: string) {
	const db = new SQLite(file, { readonly: true });
	const all = <Row>(query: string) => db.prepare<[], Row>(query).all();
	const count = (from: string) => all<{ n: number }>(`SELECT count(*) AS n FROM ${from}`)[0]!.n;
	const [at] = all<{ step: string; stage: string }>(
		'SELECT step.id AS step, step.stage FROM room JOIN step ON step.id = room.step_id'
	);
	const rows = {
		...at!,
		steps: all<{ id: string }>('SELECT id FROM step WHERE removed_at IS NULL ORDER BY position').map(
			({ id }) => id
		),
		cards: count('card WHERE hidden_at IS NULL'),
		harvest: count('harvest WHERE dropped_at IS NULL'),
		audit: count('audit')
	};
	db.close();
	return rows;
}

/** The same of every board, and of what people wrote alone in this step. */
function documentsIn(file: string, step: string): Map<string, unknown> {
	const db = new SQLite(file, { readonly: true });
	const rooms = db
		.prepare<[string], { id: string }>(
			`SELECT id FROM sync_room WHERE id LIKE 'board/%' OR id LIKE 'own/' || ? || '/%'`
		)
		.all(step);
	const snapshot = db.prepare<[string], { data: Uint8Array }>(
		'SELECT data FROM sync_snapshot WHERE room = ?'
	);
	const log = db.prepare<[string], { data: Uint8Array }>(
		'SELECT data FROM sync_log WHERE room = ? ORDER BY seq'
	);
	const documents = rooms.map(({ id }): [string, unknown] => {
		const doc = new Y.Doc();
		for (const { data } of snapshot.all(id)) Y.applyUpdateV2(doc, data);
		for (const { data } of log.all(id)) Y.applyUpdate(doc, data);
		return [id, contentOf(doc)];
	});
	db.close();
	return new Map(documents);
}

/** By root. A root is there as soon as somebody asked for it, so empty ones say nothing. */
function contentOf(doc: Y.Doc): Record<string, unknown> {
	const roots = [...doc.share.keys()].map((root) => [root, doc.getMap(root).toJSON()] as const);
	return Object.fromEntries(roots.filter(([, content]) => Object.keys(content).length > 0));
}
