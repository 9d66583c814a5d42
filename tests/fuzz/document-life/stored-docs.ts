import * as Y from 'yjs';
import type { Disk } from '../../support/memory-store.ts';

interface StoredDoc {
	epoch: number;
	seq: number;
	doc: Y.Doc;
	snapshot: Y.Snapshot;
}

/** Without a random name, which would take a third of the time. */
export const newDoc = () => new Y.Doc({ guid: 'fuzz' });

/** What the disk holds of each document, as a document that is kept up with it row by row. */
export class StoredDocs {
	readonly #disk: Disk;
	readonly #docs = new Map<string, StoredDoc>();

	constructor(disk: Disk) {
		this.#disk = disk;
	}

	/** Call it whenever something happened on disk. Returns what is wrong there. */
	update(document: string): string | null {
		const kept = this.#disk.get(document);
		if (!kept) return null;
		const stored = this.#docOf(document, kept.epoch);
		const fresh = kept.rows.filter(({ seq }) => seq > stored.seq);
		for (const { seq, data } of fresh) {
			Y.applyUpdate(stored.doc, data);
			stored.seq = seq;
		}
		if (fresh.length > 0) stored.snapshot = Y.snapshot(stored.doc);
		if (stored.doc.store.pendingStructs || stored.doc.store.pendingDs)
			return `the rows of ${document} have gaps`;
		return null;
	}

	/** Returns what is wrong with what a load would find. */
	replay(document: string): string | null {
		const kept = this.#disk.get(document);
		if (!kept) return null;
		const doc = newDoc();
		if (kept.snapshot) Y.applyUpdateV2(doc, kept.snapshot.data);
		for (const { data } of kept.rows) Y.applyUpdate(doc, data);
		return this.isAll(document, doc) ? null : `snapshot and rows of ${document} are not what was appended`;
	}

	/** All of the update is on disk. */
	holds(document: string, update: Uint8Array): boolean {
		return Y.snapshotContainsUpdate(this.#of(document).snapshot, update);
	}

	/** All that has this state vector is on disk. */
	reaches(document: string, vector: Uint8Array): boolean {
		const { sv } = this.#of(document).snapshot;
		return [...Y.decodeStateVector(vector)].every(([client, clock]) => (sv.get(client) ?? 0) >= clock);
	}

	/** Nothing that comes before the update in its own client is missing. */
	couldTake(document: string, update: Uint8Array): boolean {
		const { sv } = this.#of(document).snapshot;
		return [...Y.parseUpdateMeta(update).from].every(([client, clock]) => (sv.get(client) ?? 0) >= clock);
	}

	/** What is on disk, no more and no less. */
	isAll(document: string, doc: Y.Doc): boolean {
		return Y.equalSnapshots(Y.snapshot(doc), this.#of(document).snapshot);
	}

	has(document: string, root: string, key: string): boolean {
		return this.#of(document).doc.getMap(root).has(key);
	}

	keys(document: string, root: string): string[] {
		return [...this.#of(document).doc.getMap(root).keys()];
	}

	/** Goes up when the document is removed. */
	epoch(document: string): number {
		return this.#of(document).epoch;
	}

	/** Of the last row. */
	seq(document: string): number {
		return this.#of(document).seq;
	}

	#of(document: string): StoredDoc {
		return this.#docOf(document, this.#disk.get(document)?.epoch ?? 1);
	}

	#docOf(document: string, epoch: number): StoredDoc {
		const known = this.#docs.get(document);
		if (known?.epoch === epoch) return known;
		const stored = { epoch, seq: 0, doc: newDoc(), snapshot: Y.emptySnapshot };
		this.#docs.set(document, stored);
		return stored;
	}
}
