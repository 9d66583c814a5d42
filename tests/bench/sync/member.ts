import * as Y from 'yjs';
import { awarenessBody, dialects, syncBody, type Dialect, type Said } from './dialects.ts';
import { RawSocket } from './raw-socket.ts';
import type { ServerProcess } from './server-process.ts';

/** Nothing: the step 2 of who has nothing that the server lacks. */
const nothing = Uint8Array.of(0, 0);
const emptyVector = Uint8Array.of(0);

/** What a client that was here before still has. */
export interface Copy {
	vector: Uint8Array;
	/** What it sends when the server asks with its step 1. */
	step2: Uint8Array;
}
const noCopy: Copy = { vector: emptyVector, step2: nothing };

/** One connection to a document, as a browser would have it. */
export class Member {
	readonly document: string;
	readonly dialect: Dialect;
	readonly socket: RawSocket;
	/** The document as the server had it at the first step 2. */
	stored: Uint8Array = nothing;
	/** Updates of this connection that the server says are safe. */
	acknowledged = 0;
	closedWith: number | null = null;
	/** The server asked what we have, so often, and was told. */
	step2sSent = 0;
	/** Takes a frame first; true when it has done all there is to do with it. */
	onFrame: (payload: Buffer, at: number) => boolean = () => false;
	onAck: (acknowledged: number, at: number) => void = () => {};
	readonly #copy: Copy;
	readonly #synced: Promise<void>;
	#isSynced!: () => void;
	#failed!: (error: Error) => void;
	#step2s = 0;
	#acks = 0;

	constructor(server: ServerProcess, document: string, person: string, copy = noCopy) {
		this.#copy = copy;
		this.document = document;
		this.dialect = dialects[server.name];
		this.#synced = new Promise((resolve, reject) => {
			this.#isSynced = resolve;
			this.#failed = reject;
		});
		this.#synced.catch(() => {});
		this.socket = new RawSocket(server.port, this.dialect.path(document), this.dialect.headers(person), {
			message: (payload, at) => {
				if (!this.onFrame(payload, at)) this.#take(this.dialect.read(payload), at);
			},
			closed: (code) => {
				this.closedWith = code;
				this.#failed(new Error(`${server.name} closed a connection with ${code}`));
			}
		});
	}

	/** Resolves when the document is here. */
	async join(): Promise<this> {
		await this.socket.opened;
		for (const message of this.dialect.greeting(this.document)) this.socket.send(message);
		if (!this.dialect.asksFirst) this.#askAll();
		await this.#synced;
		return this;
	}

	sendUpdate(update: Uint8Array): void {
		this.socket.send(this.dialect.wrap(this.document, syncBody(2, update)));
	}

	sendAwareness(update: Uint8Array): void {
		this.socket.send(this.dialect.wrap(this.document, awarenessBody(update)));
	}

	#askAll(): void {
		this.socket.send(this.dialect.wrap(this.document, syncBody(0, this.#copy.vector)));
	}

	#take(said: Said, at: number): void {
		switch (said.kind) {
			case 'admitted':
				return this.#askAll();
			case 'step1':
				this.step2sSent++;
				return this.socket.send(this.dialect.wrap(this.document, syncBody(1, this.#copy.step2)));
			case 'step2':
				if (this.#step2s++ === 0) this.stored = Uint8Array.from(said.update);
				return this.#isSynced();
			case 'ack':
				this.acknowledged = Math.max(0, said.total - this.step2sSent);
				return this.onAck(this.acknowledged, at);
			case 'ack-one':
				// The first are for our step 2s.
				this.acknowledged = Math.max(0, ++this.#acks - this.step2sSent);
				return this.onAck(this.acknowledged, at);
			case 'update':
			case 'awareness':
			case 'other':
				return;
			default:
				return said satisfies never;
		}
	}
}

/** Opens connections a few at a time, as they would come in. */
export async function joinAll<T>(count: number, join: (index: number) => Promise<T>): Promise<T[]> {
	const members: T[] = [];
	for (let from = 0; from < count; from += 25)
		members.push(
			...(await Promise.all(Array.from({ length: Math.min(25, count - from) }, (_, i) => join(from + i))))
		);
	return members;
}

export function documentOf(stored: Uint8Array): Y.Doc {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, stored);
	return doc;
}
