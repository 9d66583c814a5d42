/**
 * Where documents live. Asynchronous, with a fence, an epoch and sequence numbers that the owner of the document gives
 * out, so that another backend can take its place; `tests/integration/sync/store-contract.ts` is what each must do.
 *
 * What is asked of one document happens in the order in which it was asked, also without waiting in between. What rejects
 * has not happened, unless the store itself broke: then nobody knows, and the document must be opened again. Bytes that
 * are handed over may not change until the answer is there.
 */
export interface SyncStore {
	/**
	 * Makes the caller the owner of the document: the fence goes up, and whoever owned it before can't write any more. On a
	 * disk that takes nothing it can be read all the same; then the fence stays as it was, and appending fails.
	 */
	open(document: string): Promise<StoredDocument>;
	/**
	 * At least one row, numbered on from `nextSeq`. All or nothing, the client owners too: a client that has an owner
	 * already is refused. Resolves when it is on disk, also if the machine loses its power at that moment. `at`: ms.
	 */
	append(
		document: string,
		fence: number,
		rows: readonly Row[],
		clientOwners: readonly ClientOwner[],
		at: number
	): Promise<void>;
	/**
	 * Puts a snapshot in the place of all rows up to and including `seq`. Refused when there is a newer one, whose rows
	 * are gone, or when there is no such row yet.
	 */
	compact(document: string, fence: number, seq: number, snapshot: Uint8Array): Promise<void>;
	/** After a document was restored or rebuilt: copies of the old epoch are thrown away by their clients. */
	bumpEpoch(document: string, expected: number): Promise<number>;
	/**
	 * For good: when it resolves, no word of the document and none of who wrote in it is left in any file of the store. The
	 * document is as new, at an epoch of its own (`StoredDocument.emptied`), and whoever owned it before can't write any more.
	 * When it rejects the document may be empty while words are left in a file: open it and remove it once more.
	 */
	remove(document: string, fence: number): Promise<void>;
	release(document: string, fence: number): Promise<void>;
	/** Documents with at least so many rows since their snapshot, open or not, longest untouched first. */
	cold(rows: number, limit: number): Promise<string[]>;
	stats(): Promise<StoreStats>;
	/** Rejects while nothing can be written, or when the file is not what it was. Not cheaper than a write. */
	probe(): Promise<void>;
	/** What was asked before is done first; what is asked after is refused. */
	close(): Promise<void>;
}

/** For the figures of operations; cheap enough to ask every few seconds. */
export interface StoreStats {
	documents: number;
	/** Rows that no snapshot has taken the place of. */
	logRows: number;
	/** Of the file with the documents, and of the log that is written before it; 0 for a store without files. */
	fileBytes: number;
	walBytes: number;
}

export interface StoredDocument {
	fence: number;
	/** 1 for a new document. */
	epoch: number;
	/** The epoch that began when the document was removed; 0: never. */
	emptied: number;
	/** The sequence number of the next row; the first is 1. */
	nextSeq: number;
	/** As Y.encodeStateAsUpdateV2. */
	snapshot: Uint8Array | null;
	/** Updates since the snapshot, as Y.encodeStateAsUpdate. */
	tail: Uint8Array[];
	clientOwners: ClientOwner[];
}

export interface Row {
	seq: number;
	data: Uint8Array;
}

/**
 * A Yjs client id and the participant who introduced it. They are never dropped while the document is there: Yjs keeps
 * the clock of every client that ever wrote, deleted words included, and who took over such an id could go on at its
 * clock, so that what its own device adds later would be passed over in silence.
 */
export type ClientOwner = [client: number, participant: string];

/** What a store says to an owner of yesterday. */
export const fenceLost = 'another owner opened this document';
