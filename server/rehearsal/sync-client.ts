import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as protocol from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Facts } from '#wire/journey/facts.ts';
import { message, type Policy, type Refusal } from '#wire/protocol.ts';

export interface SocketAddress {
	/** 'ws://localhost:3000' */
	server: string;
	document: string;
	headers?: Record<string, string>;
	/** '?epoch=2' */
	query?: string;
}

export interface Closed {
	code: number;
	reason: string;
}

/**
 * One end of a socket without a browser around it: it says hello, holds the document of its document, counts what it
 * sends and what of that is on disk, and keeps the newest facts.
 */
export class SyncClient {
	readonly doc: Y.Doc;
	readonly closed: Promise<Closed>;
	/** The newest facts. */
	latest: Facts | null = null;
	policy: Policy | null = null;
	refusal: Refusal | null = null;
	isSynced = false;
	/** False: it never sends a step 2, and what it changes stays with it. */
	isTalking = true;
	/** Sync updates sent since the socket opened, step 2s included, and how many of them are on disk. */
	sent = 0;
	saved = 0;
	/** Called after everything that came in. */
	afterMessage: () => void = () => {};
	protected readonly ws: WebSocket;
	readonly #opened: Promise<void>;
	readonly #waiting = new Set<() => void>();

	constructor({ server, document, headers = {}, query = '' }: SocketAddress, doc = new Y.Doc()) {
		this.doc = doc;
		this.ws = new WebSocket(`${server}/sync/${document}${query}`, { headers });
		this.#opened = new Promise((resolve, reject) => {
			this.ws.once('open', resolve);
			this.ws.once('error', reject);
		});
		this.closed = new Promise((resolve) => {
			this.ws.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
		});
		// After the handshake an error is followed by a close, and that is what callers look at.
		this.#opened.catch(() => {});
		this.ws.on('error', () => {});
		this.ws.on('message', (data: Buffer) => {
			this.onMessage(new Uint8Array(data));
			for (const check of this.#waiting) check();
			this.afterMessage();
		});
		void this.closed.then(() => {
			for (const check of this.#waiting) check();
		});
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== this && this.isTalking) this.sendUpdate(update);
		});
	}

	/** Connected, said hello and asked for the document; resolves when it is there, or when the server hung up. */
	static async join<Client extends typeof SyncClient>(
		this: Client,
		address: SocketAddress,
		doc?: Y.Doc
	): Promise<InstanceType<Client>> {
		const client = new this(address, doc) as InstanceType<Client>;
		await client.opened();
		client.send(frame(message.hello));
		client.askAll();
		await client.when(() => client.isSynced);
		return client;
	}

	get isOpen(): boolean {
		return this.ws.readyState === WebSocket.OPEN;
	}

	get isSaved(): boolean {
		return this.saved === this.sent;
	}

	opened(): Promise<void> {
		return this.#opened;
	}

	/** Resolves when it holds, checked after each message; or when the socket has closed. */
	when(holds: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			const check = () => {
				if (!holds() && this.ws.readyState <= WebSocket.OPEN) return;
				this.#waiting.delete(check);
				resolve();
			};
			this.#waiting.add(check);
			check();
		});
	}

	askAll(): void {
		this.send(frame(message.sync, (encoder) => protocol.writeSyncStep1(encoder, this.doc)));
	}

	sendUpdate(update: Uint8Array): void {
		this.#sendCounted(frame(message.sync, (encoder) => protocol.writeUpdate(encoder, update)));
	}

	/** I have a sentence under way, or no longer. */
	sendWriting(isWriting: boolean): void {
		this.send(frame(message.writing, (encoder) => encoding.writeVarUint(encoder, isWriting ? 1 : 0)));
	}

	send(bytes: Uint8Array | string): void {
		this.ws.send(bytes);
	}

	/** Hangs up as a closing tab does. */
	async leave(): Promise<Closed> {
		this.ws.close();
		return this.closed;
	}

	/** Is gone without a word, as a phone in a lift. */
	vanish(): void {
		this.ws.terminate();
	}

	protected onMessage(bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === message.sync) this.#onSync(decoder);
		else if (type === message.ack) this.saved = decoding.readVarUint(decoder);
		else if (type === message.policy) this.policy = JSON.parse(decoding.readVarString(decoder)) as Policy;
		else if (type === message.refusal) this.refusal = JSON.parse(decoding.readVarString(decoder)) as Refusal;
		else if (type === message.facts) this.latest = JSON.parse(decoding.readVarString(decoder)) as Facts;
	}

	#sendCounted(bytes: Uint8Array): void {
		if (!this.isOpen) return;
		this.sent++;
		this.send(bytes);
	}

	#onSync(decoder: decoding.Decoder): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, message.sync);
		const type = protocol.readSyncMessage(decoder, encoder, this.doc, this);
		if (type === protocol.messageYjsSyncStep2) this.isSynced = true;
		if (type === protocol.messageYjsSyncStep1 && this.isTalking)
			this.#sendCounted(encoding.toUint8Array(encoder));
	}
}

export function frame(type: number, write: (encoder: encoding.Encoder) => void = () => {}): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, type);
	write(encoder);
	return encoding.toUint8Array(encoder);
}
