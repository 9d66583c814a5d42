import {
	fenceLost,
	type ClientOwner,
	type Row,
	type StoredDocument,
	type StoreStats,
	type SyncStore
} from '#server/sync/store.ts';

/** What is durable: whoever opens a store on it after a crash finds this and no more. */
export type Disk = Map<string, KeptDocument>;

interface KeptDocument extends Omit<StoredDocument, 'snapshot' | 'tail' | 'clientOwners'> {
	snapshot: { seq: number; data: Uint8Array } | null;
	rows: Row[];
	clientOwners: Map<number, string>;
	at: number;
}

/**
 * Something that was asked and has not happened yet. Only the first of a document can be let go: the rest waits behind it.
 */
export interface Waiting {
	readonly name: keyof SyncStore;
	/** '' for what is asked of the whole store. */
	readonly document: string;
	/** It happens, and whoever asked is told. */
	go(): void;
	/** It does not happen, and whoever asked is told so. */
	fail(error?: Error): void;
	/** It happens, but whoever asked is told that it failed: the thread died between the commit and the answer. */
	lose(error?: Error): void;
}

/** One that waits, as the store sees it. `error`: what whoever asked is told instead. */
interface Asked extends Waiting {
	end(happens: boolean, error?: Error): void;
}

/**
 * A store in memory that keeps to the whole contract, for tests that must choose the moment at which things become
 * durable. What is asked happens by itself, after `pause`, until `hold`; from then on it waits in `waiting` until the
 * test lets it go. Bytes are copied on their way in and out.
 */
export class MemoryStore implements SyncStore {
	readonly disk: Disk;
	readonly #pause: (asked: Waiting) => Promise<void>;
	/** By document, in the order in which it was asked. */
	readonly #queues = new Map<string, Asked[]>();
	#isHolding = false;
	#ended: Error | null = null;
	readonly #drained = Promise.withResolvers<void>();

	constructor({
		disk = new Map(),
		pause = () => Promise.resolve()
	}: { disk?: Disk; pause?: (asked: Waiting) => Promise<void> } = {}) {
		this.disk = disk;
		this.#pause = pause;
	}

	/** From now on nothing happens that is not let go by hand. */
	hold(): void {
		this.#isHolding = true;
	}

	/** What waits happens, and from now on everything by itself. */
	letGo(): void {
		this.#isHolding = false;
		for (const document of [...this.#queues.keys()]) this.#start(document);
	}

	/** The next of each document. */
	get waiting(): readonly Waiting[] {
		return [...this.#queues.values()].flatMap((queue) => queue.slice(0, 1));
	}

	/** What has not happened never will; whoever asked, or asks later, hears `error`. The disk stays as it is. */
	crash(error = new Error('the writer has stopped')): void {
		this.#ended = error;
		while (this.#queues.size > 0) for (const [first] of [...this.#queues.values()]) first!.end(false, error);
	}

	open(document: string): Promise<StoredDocument> {
		return this.#ask('open', document, () => {
			const kept = this.disk.get(document) ?? newDocument();
			kept.fence++;
			this.disk.set(document, kept);
			const { rows, snapshot, clientOwners, fence, epoch, emptied, nextSeq } = kept;
			return {
				fence,
				epoch,
				emptied,
				nextSeq,
				snapshot: snapshot && copy(snapshot.data),
				tail: rows.map(({ data }) => copy(data)),
				clientOwners: [...clientOwners]
			};
		});
	}

	append(
		document: string,
		fence: number,
		rows: readonly Row[],
		clientOwners: readonly ClientOwner[],
		at: number
	): Promise<void> {
		const added = rows.map(({ seq, data }) => ({ seq, data: copy(data) }));
		return this.#ask('append', document, () => {
			const kept = this.#owned(document, fence);
			if (added.length === 0 || added.some(({ seq }, i) => seq !== kept.nextSeq + i))
				throw new Error(fenceLost);
			const known = new Map(kept.clientOwners);
			for (const [client, participant] of clientOwners) {
				if (known.has(client)) throw new Error(`client ${client} has an owner already`);
				known.set(client, participant);
			}
			kept.clientOwners = known;
			kept.rows.push(...added);
			kept.nextSeq += added.length;
			kept.at = at;
		});
	}

	compact(document: string, fence: number, seq: number, snapshot: Uint8Array): Promise<void> {
		const data = copy(snapshot);
		return this.#ask('compact', document, () => {
			const kept = this.#owned(document, fence);
			if (seq < (kept.snapshot?.seq ?? 0) || seq >= kept.nextSeq)
				throw new Error(`${document} has no row ${seq} to compact up to`);
			kept.snapshot = { seq, data };
			kept.rows = kept.rows.filter((row) => row.seq > seq);
		});
	}

	bumpEpoch(document: string, expected: number): Promise<number> {
		return this.#ask('bumpEpoch', document, () => {
			const kept = this.disk.get(document);
			if (kept?.epoch !== expected) throw new Error(`${document} is not at epoch ${expected}`);
			return ++kept.epoch;
		});
	}

	remove(document: string, fence: number): Promise<void> {
		return this.#ask('remove', document, () => {
			const { epoch } = this.#owned(document, fence);
			this.disk.set(document, { ...newDocument(), fence: fence + 1, epoch: epoch + 1, emptied: epoch + 1 });
		});
	}

	release(document: string, fence: number): Promise<void> {
		return this.#ask('release', document, () => void this.#owned(document, fence).fence++);
	}

	cold(rows: number, limit: number): Promise<string[]> {
		return this.#ask('cold', '', () =>
			[...this.disk]
				.filter(([, kept]) => kept.rows.length >= rows)
				.sort(([, a], [, b]) => a.at - b.at)
				.slice(0, limit)
				.map(([document]) => document)
		);
	}

	stats(): Promise<StoreStats> {
		return this.#ask('stats', '', () => ({
			documents: this.disk.size,
			logRows: [...this.disk.values()].reduce((sum, { rows }) => sum + rows.length, 0),
			fileBytes: 0,
			walBytes: 0
		}));
	}

	probe(): Promise<void> {
		return this.#ask('probe', '', () => {});
	}

	/** Everything that was asked before happens first, if the test lets it. */
	close(): Promise<void> {
		this.#ended ??= new Error('the writer has stopped');
		if (this.#queues.size === 0) this.#drained.resolve();
		return this.#drained.promise;
	}

	#owned(document: string, fence: number): KeptDocument {
		const kept = this.disk.get(document);
		if (kept?.fence !== fence) throw new Error(fenceLost);
		return kept;
	}

	#ask<T>(name: keyof SyncStore, document: string, effect: () => T): Promise<T> {
		if (this.#ended) return Promise.reject(this.#ended);
		const { promise, resolve, reject } = Promise.withResolvers<T>();
		const asked: Asked = {
			name,
			document,
			go: () => asked.end(true),
			fail: (error = new Error('the disk is full')) => asked.end(false, error),
			lose: (error = new Error('the writer has stopped')) => asked.end(true, error),
			end: (happens, error) => {
				if (!this.#isNext(asked)) return;
				this.#queues.get(document)!.shift();
				try {
					const value = happens ? effect() : undefined;
					if (error) reject(error);
					else resolve(value as T);
				} catch (refused) {
					reject(refused);
				}
				this.#start(document);
			}
		};
		const queue = this.#queues.get(document) ?? [];
		this.#queues.set(document, queue);
		if (queue.push(asked) === 1) this.#start(document);
		return promise;
	}

	#isNext(asked: Asked): boolean {
		return this.#queues.get(asked.document)?.[0] === asked;
	}

	#start(document: string): void {
		const [next] = this.#queues.get(document) ?? [];
		if (!next) {
			this.#queues.delete(document);
			if (this.#ended && this.#queues.size === 0) this.#drained.resolve();
		} else if (!this.#isHolding)
			this.#pause(next).then(
				() => !this.#isHolding && next.go(),
				(error) => next.fail(error)
			);
	}
}

const newDocument = (): KeptDocument => ({
	fence: 0,
	epoch: 1,
	emptied: 0,
	nextSeq: 1,
	snapshot: null,
	rows: [],
	clientOwners: new Map(),
	at: 0
});

const copy = (bytes: Uint8Array) => Uint8Array.from(bytes);
