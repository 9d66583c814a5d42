import * as Y from 'yjs';
import type { Limits } from './limits.ts';
import type { ClientOwner, SyncStore } from './store.ts';

/** The stored side of one life of a document: what was there, what is added, and the snapshot that takes its place. */
export class Journal {
	readonly epoch: number;
	/** The epoch that began when the document was removed; 0: never. */
	readonly emptied: number;
	readonly clientOwners: readonly ClientOwner[];
	readonly #store: SyncStore;
	readonly #document: string;
	readonly #limits: Limits;
	readonly #fence: number;
	#nextSeq: number;
	/** Since the snapshot. */
	#rows: number;
	#rowBytes: number;
	#snapshotBytes: number;
	/** Rows; after an attempt that failed. */
	#compactNotBefore = 0;

	/** Becomes its owner and fills `doc`. */
	static async open(store: SyncStore, document: string, doc: Y.Doc, limits: Limits): Promise<Journal> {
		const stored = await store.open(document);
		// One transaction: merging a long log first would cost its square (F8).
		doc.transact(() => {
			if (stored.snapshot) Y.applyUpdateV2(doc, stored.snapshot);
			for (const update of stored.tail) Y.applyUpdate(doc, update);
		});
		return new Journal(store, document, limits, stored);
	}

	private constructor(
		store: SyncStore,
		document: string,
		limits: Limits,
		stored: Awaited<ReturnType<SyncStore['open']>>
	) {
		this.#store = store;
		this.#document = document;
		this.#limits = limits;
		this.epoch = stored.epoch;
		this.emptied = stored.emptied;
		this.clientOwners = stored.clientOwners;
		this.#fence = stored.fence;
		this.#nextSeq = stored.nextSeq;
		this.#rows = stored.tail.length;
		this.#rowBytes = sizeOf(stored.tail);
		this.#snapshotBytes = stored.snapshot?.length ?? 0;
	}

	get bytes(): number {
		return this.#snapshotBytes + this.#rowBytes;
	}

	get isLong(): boolean {
		const { compactRows, compactBytes } = this.#limits;
		const most = Math.max(compactBytes, this.#snapshotBytes);
		return this.#rows >= this.#compactNotBefore && (this.#rows >= compactRows || this.#rowBytes > most);
	}

	/** Worth a snapshot before the document is unloaded. */
	get isWorthCompacting(): boolean {
		return this.#rows >= this.#limits.compactRowsOnUnload;
	}

	/** Resolves when all of it is on disk. */
	async append(
		updates: readonly Uint8Array[],
		clientOwners: readonly ClientOwner[],
		at: number
	): Promise<void> {
		const rows = updates.map((data) => ({ seq: this.#nextSeq++, data }));
		this.#rows += rows.length;
		this.#rowBytes += sizeOf(updates);
		await this.#store.append(this.#document, this.#fence, rows, clientOwners, at);
	}

	/** Call it when the document is as it is on disk. When it fails, the rows are still there. */
	async compact(doc: Y.Doc): Promise<void> {
		this.#compactNotBefore = this.#rows + this.#limits.compactRows;
		const snapshot = Y.encodeStateAsUpdateV2(doc);
		const vector = Y.encodeStateVectorFromUpdateV2(snapshot);
		if (!isSameVector(vector, Y.encodeStateVector(doc))) throw new Error('the snapshot lacks something');
		await this.#store.compact(this.#document, this.#fence, this.#nextSeq - 1, snapshot);
		this.#rows = 0;
		this.#rowBytes = 0;
		this.#snapshotBytes = snapshot.length;
		this.#compactNotBefore = 0;
	}

	/** For good. Nothing can be written through this journal any more. */
	async remove(): Promise<void> {
		await this.#store.remove(this.#document, this.#fence);
	}

	async release(): Promise<void> {
		await this.#store.release(this.#document, this.#fence);
	}
}

const sizeOf = (updates: readonly Uint8Array[]) => updates.reduce((sum, { length }) => sum + length, 0);

function isSameVector(a: Uint8Array, b: Uint8Array): boolean {
	const [left, right] = [Y.decodeStateVector(a), Y.decodeStateVector(b)];
	return left.size === right.size && [...left].every(([client, clock]) => right.get(client) === clock);
}
