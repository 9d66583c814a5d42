import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { archives, readArchive } from '../kept/archive.ts';
import { KeptMoment } from '../support/kept.ts';

describe.each(archives)('databases of before, %s', (archive) => {
	const files = readArchive(archive);
	const moments = new Set([...files.keys()].map((file) => path.dirname(file)));

	test.each([...moments])('%s opens, and all of its journey is there', async (moment) => {
		const kept = new KeptMoment(files, moment);
		const rows = rowsIn(kept.file('siroop.db'));
		const documents = documentsIn(kept.file('sync.db'), rows.step);
		const { journey } = kept.demo;
		const app = await kept.open();
		const facilitator = await kept.seat(app, 'fac-1');

		expect((await app.facts(journey)).step).toMatchObject({ id: rows.step, stage: rows.stage });
		const overview = await app.overview.of(facilitator, journey);
		expect(overview.flatMap(({ steps }) => steps.map(({ id }) => id))).toEqual(rows.steps);
		expect(await app.thread.overview(journey, facilitator)).toHaveLength(rows.cards + rows.harvest);
		for (const seat of [facilitator, await kept.seat(app, 'wel-b')])
			expect(await app.steps.view(seat, journey, rows.step)).toMatchObject({ step: { id: rows.step } });
		const { steps } = await app.reports.journey(journey);
		expect(steps.flatMap(({ cards }) => cards)).toHaveLength(rows.cards);
		expect(steps.flatMap(({ harvest }) => harvest)).toHaveLength(rows.harvest);
		expect(await app.verifyAudit(journey)).toEqual({ ok: true, entries: rows.audit });
		for (const [room, content] of documents)
			expect(await app.sync.read(room, contentOf), room).toEqual(content);
	});
});

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
