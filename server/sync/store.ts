/**
 * Where documents live. Asynchronous, with a fence, an epoch and sequence numbers that the owner of the room gives
 * out, so that another backend can take its place; `tests/integration/sync/store-contract.ts` is what each must do.
 */
export interface SyncStore {
	/** Makes the caller the owner of the room: the fence goes up, and whoever owned it before can't write any more. */
	open(room: string): Promise<StoredRoom>;
	/** All or nothing. Resolves when it is on disk, also if the machine loses its power at that moment. */
	append(
		room: string,
		fence: number,
		rows: readonly Row[],
		claims: readonly Claim[],
		at: number
	): Promise<void>;
	/** Puts a snapshot in the place of all rows up to and including `seq`. */
	compact(room: string, fence: number, seq: number, snapshot: Uint8Array): Promise<void>;
	/** After a document was restored or rebuilt: copies of the old epoch are thrown away by their clients. */
	bumpEpoch(room: string, expected: number): Promise<number>;
	/**
	 * For good: when it resolves, no word of the room and none of who wrote in it is left in any file of the store. The
	 * room is as new, at an epoch of its own (`StoredRoom.emptied`), and whoever owned it before can't write any more.
	 */
	remove(room: string, fence: number): Promise<void>;
	release(room: string, fence: number): Promise<void>;
	/** Rooms with at least so many rows, longest untouched first. */
	cold(rows: number, limit: number): Promise<string[]>;
	close(): Promise<void>;
}

export interface StoredRoom {
	fence: number;
	/** 1 for a new room. */
	epoch: number;
	/** The epoch that began when the room was removed; 0: never. */
	emptied: number;
	/** The sequence number of the next row; the first is 1. */
	nextSeq: number;
	/** As Y.encodeStateAsUpdateV2. */
	snapshot: Uint8Array | null;
	/** Updates since the snapshot, as Y.encodeStateAsUpdate. */
	tail: Uint8Array[];
	claims: Claim[];
}

export interface Row {
	seq: number;
	data: Uint8Array;
}

/** A Yjs client id and the participant who introduced it. */
export type Claim = [client: number, participant: string];

/** What a store says to an owner of yesterday. */
export const fenceLost = 'another owner opened this room';
