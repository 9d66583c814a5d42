import {
	fenceLost,
	type ClientOwner,
	type Row,
	type StoredRoom,
	type StoreStats,
	type SyncStore
} from '#server/sync/store.ts';

/** What is durable: whoever opens a store on it after a crash finds this and no more. */
export type Disk = Map<string, KeptRoom>;

interface KeptRoom extends Omit<StoredRoom, 'snapshot' | 'tail' | 'clientOwners'> {
	snapshot: { seq: number; data: Uint8Array } | null;
	rows: Row[];
	clientOwners: Map<number, string>;
	at: number;
}

/**
 * Something that was asked and has not happened yet. Only the first of a room can be let go: the rest waits behind it.
 */
export interface Waiting {
	readonly name: keyof SyncStore;
	/** '' for what is asked of the whole store. */
	readonly room: string;
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
	/** By room, in the order in which it was asked. */
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
		for (const room of [...this.#queues.keys()]) this.#start(room);
	}

	/** The next of each room. */
	get waiting(): readonly Waiting[] {
		return [...this.#queues.values()].flatMap((queue) => queue.slice(0, 1));
	}

	/** What has not happened never will; whoever asked, or asks later, hears `error`. The disk stays as it is. */
	crash(error = new Error('the writer has stopped')): void {
		this.#ended = error;
		while (this.#queues.size > 0) for (const [first] of [...this.#queues.values()]) first!.end(false, error);
	}

	open(room: string): Promise<StoredRoom> {
		return this.#ask('open', room, () => {
			const kept = this.disk.get(room) ?? newRoom();
			kept.fence++;
			this.disk.set(room, kept);
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
		room: string,
		fence: number,
		rows: readonly Row[],
		clientOwners: readonly ClientOwner[],
		at: number
	): Promise<void> {
		const added = rows.map(({ seq, data }) => ({ seq, data: copy(data) }));
		return this.#ask('append', room, () => {
			const kept = this.#owned(room, fence);
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

	compact(room: string, fence: number, seq: number, snapshot: Uint8Array): Promise<void> {
		const data = copy(snapshot);
		return this.#ask('compact', room, () => {
			const kept = this.#owned(room, fence);
			if (seq < (kept.snapshot?.seq ?? 0) || seq >= kept.nextSeq)
				throw new Error(`${room} has no row ${seq} to compact up to`);
			kept.snapshot = { seq, data };
			kept.rows = kept.rows.filter((row) => row.seq > seq);
		});
	}

	bumpEpoch(room: string, expected: number): Promise<number> {
		return this.#ask('bumpEpoch', room, () => {
			const kept = this.disk.get(room);
			if (kept?.epoch !== expected) throw new Error(`${room} is not at epoch ${expected}`);
			return ++kept.epoch;
		});
	}

	remove(room: string, fence: number): Promise<void> {
		return this.#ask('remove', room, () => {
			const { epoch } = this.#owned(room, fence);
			this.disk.set(room, { ...newRoom(), fence: fence + 1, epoch: epoch + 1, emptied: epoch + 1 });
		});
	}

	release(room: string, fence: number): Promise<void> {
		return this.#ask('release', room, () => void this.#owned(room, fence).fence++);
	}

	cold(rows: number, limit: number): Promise<string[]> {
		return this.#ask('cold', '', () =>
			[...this.disk]
				.filter(([, kept]) => kept.rows.length >= rows)
				.sort(([, a], [, b]) => a.at - b.at)
				.slice(0, limit)
				.map(([room]) => room)
		);
	}

	stats(): Promise<StoreStats> {
		return this.#ask('stats', '', () => ({
			rooms: this.disk.size,
			logRows: [...this.disk.values()].reduce((sum, { rows }) => sum + rows.length, 0),
			fileBytes: 0,
			walBytes: 0
		}));
	}

	/** Everything that was asked before happens first, if the test lets it. */
	close(): Promise<void> {
		this.#ended ??= new Error('the writer has stopped');
		if (this.#queues.size === 0) this.#drained.resolve();
		return this.#drained.promise;
	}

	#owned(room: string, fence: number): KeptRoom {
		const kept = this.disk.get(room);
		if (kept?.fence !== fence) throw new Error(fenceLost);
		return kept;
	}

	#ask<T>(name: keyof SyncStore, room: string, effect: () => T): Promise<T> {
		if (this.#ended) return Promise.reject(this.#ended);
		const { promise, resolve, reject } = Promise.withResolvers<T>();
		const asked: Asked = {
			name,
			room,
			go: () => asked.end(true),
			fail: (error = new Error('the disk is full')) => asked.end(false, error),
			lose: (error = new Error('the writer has stopped')) => asked.end(true, error),
			end: (happens, error) => {
				if (!this.#isNext(asked)) return;
				this.#queues.get(room)!.shift();
				try {
					const value = happens ? effect() : undefined;
					if (error) reject(error);
					else resolve(value as T);
				} catch (refused) {
					reject(refused);
				}
				this.#start(room);
			}
		};
		const queue = this.#queues.get(room) ?? [];
		this.#queues.set(room, queue);
		if (queue.push(asked) === 1) this.#start(room);
		return promise;
	}

	#isNext(asked: Asked): boolean {
		return this.#queues.get(asked.room)?.[0] === asked;
	}

	#start(room: string): void {
		const [next] = this.#queues.get(room) ?? [];
		if (!next) {
			this.#queues.delete(room);
			if (this.#ended && this.#queues.size === 0) this.#drained.resolve();
		} else if (!this.#isHolding)
			this.#pause(next).then(
				() => !this.#isHolding && next.go(),
				(error) => next.fail(error)
			);
	}
}

const newRoom = (): KeptRoom => ({
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
