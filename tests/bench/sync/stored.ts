import path from 'node:path';
import SQLite from 'better-sqlite3';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { ServerName } from './dialects.ts';

// What lies in the files of the servers, written and read without them.

/** A document as rows of the log, or as one snapshot. */
export type Stored =
	{ kind: 'rows'; updates: Uint8Array[]; clients: number[] } | { kind: 'snapshot'; doc: Y.Doc };

export async function putIntoSiroop(folder: string, document: string, stored: Stored): Promise<void> {
	const store = await openSqliteStore(path.join(folder, 'sync.db'));
	const { fence, nextSeq } = await store.open(document);
	const now = Date.now();
	if (stored.kind === 'snapshot') {
		await store.append(
			document,
			fence,
			[{ seq: nextSeq, data: Y.encodeStateAsUpdate(new Y.Doc()) }],
			[],
			now
		);
		await store.compact(document, fence, nextSeq, Y.encodeStateAsUpdateV2(stored.doc));
	} else {
		const clientOwners = stored.clients.map((client): [number, string] => [client, `person${client}`]);
		for (let from = 0; from < stored.updates.length; from += 5000) {
			const rows = stored.updates
				.slice(from, from + 5000)
				.map((data, i) => ({ seq: nextSeq + from + i, data }));
			await store.append(document, fence, rows, from === 0 ? clientOwners : [], now);
		}
	}
	await store.close();
}

/** As its SQLite extension makes it. */
export function putIntoHocuspocus(folder: string, document: string, doc: Y.Doc): void {
	const db = new SQLite(path.join(folder, 'hocuspocus.db'));
	db.exec(
		'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))'
	);
	db.prepare('INSERT INTO documents (name, data) VALUES (?, ?)').run(document, Y.encodeStateAsUpdate(doc));
	db.close();
}

/** The documents of these documents as they are on disk, while the server is not running. */
export async function readStored(name: ServerName, folder: string, documents: string[]): Promise<Y.Doc[]> {
	const docs = documents.map(() => new Y.Doc());
	if (name === 'siroop') {
		const store = await openSqliteStore(path.join(folder, 'sync.db'));
		for (const [i, document] of documents.entries()) {
			const { snapshot, tail } = await store.open(document);
			docs[i]!.transact(() => {
				if (snapshot) Y.applyUpdateV2(docs[i]!, snapshot);
				for (const update of tail) Y.applyUpdate(docs[i]!, update);
			});
		}
		await store.close();
	} else if (name === 'hocuspocus') {
		const db = new SQLite(path.join(folder, 'hocuspocus.db'));
		const dataOf = db.prepare('SELECT data FROM documents WHERE name = ?').pluck();
		for (const [i, document] of documents.entries()) {
			const data = dataOf.get(document) as Uint8Array | undefined;
			if (data) Y.applyUpdate(docs[i]!, data);
		}
		db.close();
	}
	return docs;
}
