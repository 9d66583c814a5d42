import { setTimeout as wait } from 'node:timers/promises';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as protocol from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Facts } from '#wire/facts.ts';
import { message, type Policy, type Refusal } from '#wire/protocol.ts';

/** Resolves as soon as the condition holds; rejects, with what was waited for, when it never does. */
export async function until<T>(condition: () => T, what: string, ms = 10_000): Promise<NonNullable<T>> {
	const deadline = performance.now() + ms;
	for (;;) {
		const value = condition();
		if (value) return value;
		if (performance.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
		await wait(3);
	}
}

export interface Place {
	/** 'ws://localhost:3000' */
	server: string;
	room: string;
	headers?: Record<string, string>;
	/** '?epoch=2' */
	query?: string;
}

/** The provider that everyone has, as it is, with the headers of a browser. */
export function stockProvider({ server, room, headers = {} }: Place, doc: Y.Doc): WebsocketProvider {
	class Socket extends WebSocket {
		constructor(url: string, protocols: string[]) {
			super(url, protocols, { headers });
		}
	}
	const WebSocketPolyfill = Socket as unknown as typeof globalThis.WebSocket;
	return new WebsocketProvider(`${server}/sync`, room, doc, { WebSocketPolyfill, disableBc: true });
}

export interface Closed {
	code: number;
	reason: string;
}

/**
 * A client that knows our messages: it says hello, counts what it sends, and keeps every byte that came in, for
 * tests on secrecy. Also sends what no client should.
 */
export class SyncClient {
	readonly doc: Y.Doc;
	readonly frames: Uint8Array[] = [];
	readonly facts: Facts[] = [];
	readonly closed: Promise<Closed>;
	policy: Policy | null = null;
	refusal: Refusal | null = null;
	isSynced = false;
	/** False: it never answers our step 1, and what it changes stays with it. */
	isTalking = true;
	/** Sync updates sent since the socket opened, answers to step 1 included, and how many of them are on disk. */
	sent = 0;
	saved = 0;
	readonly #ws: WebSocket;
	readonly #opened: Promise<void>;

	constructor({ server, room, headers = {}, query = '' }: Place, doc = new Y.Doc()) {
		this.doc = doc;
		this.#ws = new WebSocket(`${server}/sync/${room}${query}`, { headers });
		this.#opened = new Promise((resolve, reject) => {
			this.#ws.once('open', resolve);
			this.#ws.once('error', reject);
		});
		this.closed = new Promise((resolve) => {
			this.#ws.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
		});
		// After the handshake an error is followed by a close, and that is what tests look at.
		this.#opened.catch(() => {});
		this.#ws.on('error', () => {});
		this.#ws.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)));
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== this && this.isTalking) this.sendUpdate(update);
		});
	}

	/** Connected, said hello and asked for the document; resolves when it is there. */
	static async join(place: Place, doc?: Y.Doc): Promise<SyncClient> {
		const client = new SyncClient(place, doc);
		await client.#opened;
		client.send(frame(message.hello));
		client.askAll();
		await Promise.race([until(() => client.isSynced, `step 2 of ${place.room}`), client.closed]);
		return client;
	}

	get isSaved(): boolean {
		return this.saved === this.sent;
	}

	opened(): Promise<void> {
		return this.#opened;
	}

	askAll(): void {
		this.send(frame(message.sync, (encoder) => protocol.writeSyncStep1(encoder, this.doc)));
	}

	sendUpdate(update: Uint8Array): void {
		this.#sendCounted(frame(message.sync, (encoder) => protocol.writeUpdate(encoder, update)));
	}

	sendAnswer(update: Uint8Array): void {
		this.send(
			frame(message.sync, (encoder) => {
				encoding.writeVarUint(encoder, protocol.messageYjsSyncStep2);
				encoding.writeVarUint8Array(encoder, update);
			})
		);
	}

	/** I have a sentence under way, or no longer. */
	sendWriting(isWriting: boolean): void {
		this.send(frame(message.writing, (encoder) => encoding.writeVarUint(encoder, isWriting ? 1 : 0)));
	}

	send(bytes: Uint8Array | string): void {
		this.#ws.send(bytes);
	}

	/** When this resolves, the server has read all that was sent before. */
	async roundTrip(): Promise<void> {
		const answered = new Promise<void>((resolve) => this.#ws.once('pong', () => resolve()));
		this.#ws.ping();
		await answered;
	}

	/** Hangs up as a closing tab does. */
	async leave(): Promise<Closed> {
		this.#ws.close();
		return this.closed;
	}

	/** Reads nothing any more: a phone in a pocket. */
	pause(): void {
		this.#ws.pause();
	}

	/** Is gone without a word, as a phone in a lift. */
	vanish(): void {
		this.#ws.terminate();
	}

	/** Whether these characters came in, in any frame. */
	hasHeard(text: string): boolean {
		return this.frames.some((bytes) => Buffer.from(bytes).includes(text));
	}

	#sendCounted(bytes: Uint8Array): void {
		if (this.#ws.readyState !== WebSocket.OPEN) return;
		this.sent++;
		this.send(bytes);
	}

	#hear(bytes: Uint8Array): void {
		this.frames.push(bytes);
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === message.sync) this.#hearSync(decoder);
		else if (type === message.ack) this.saved = decoding.readVarUint(decoder);
		else if (type === message.policy) this.policy = JSON.parse(decoding.readVarString(decoder));
		else if (type === message.refusal) this.refusal = JSON.parse(decoding.readVarString(decoder));
		else if (type === message.facts) this.facts.push(JSON.parse(decoding.readVarString(decoder)));
	}

	#hearSync(decoder: decoding.Decoder): void {
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
