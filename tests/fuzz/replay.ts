import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';

/**
 * What a file holds of these documents: snapshot and log, one after the other. Read from a copy as it is, nothing closed,
 * so nobody may be writing in it at this moment. Throws when something in it waits for what is not there.
 */
export async function replay(file: string, documents: readonly string[]): Promise<Y.Doc[]> {
	const copy = path.join(path.dirname(file), 'copy.db');
	for (const suffix of ['', '-wal'])
		if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
	const store = await openSqliteStore(copy);
	try {
		return await Promise.all(
			documents.map(async (document) => documentOf(document, await store.open(document)))
		);
	} finally {
		await store.close();
	}
}

function documentOf(
	document: string,
	{ snapshot, tail }: { snapshot: Uint8Array | null; tail: Uint8Array[] }
): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => {
		if (snapshot) Y.applyUpdateV2(doc, snapshot);
		for (const update of tail) Y.applyUpdate(doc, update);
	});
	if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error(`the stored ${document} has gaps`);
	return doc;
}

/** Two documents that say the same and know the same; null, or where they differ. */
export function difference(a: Y.Doc, b: Y.Doc, roots: readonly string[]): string | null {
	for (const root of roots) {
		const [left, right] = [a, b].map((doc) => doc.getMap(root).toJSON());
		const keys = Object.keys({ ...left, ...right });
		const key = keys.find((at) => JSON.stringify(left![at]) !== JSON.stringify(right![at]));
		if (key !== undefined) return `${root}.${key}: ${brief(left![key])} against ${brief(right![key])}`;
	}
	return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b)) ? null : 'the same words, but not the same history';
}

const brief = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
