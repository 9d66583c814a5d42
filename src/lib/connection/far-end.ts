import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { vi } from 'vitest';
import { messageYjsSyncStep1, readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { message, type Policy } from '#wire/protocol.ts';

// For the tests beside state classes and pages: the other end of their lines, without a server. The real one is met in
// tests/integration/connection.

type Write = (encoder: encoding.Encoder) => void;

const allRoots = ['cards', 'drafts', 'groups', 'place', 'texts'];

/** Documents by name. Lets everybody in until `closed` says otherwise. */
export class FarEnd {
	closed: { code: number; reason: string } | null = null;
	/** Updates are not on disk yet. */
	isSlow = false;
	readonly #writable: (name: string) => readonly string[];
	readonly #docs = new Map<string, Y.Doc>();
	readonly #sockets = new Set<Socket>();

	/** From here on every socket leads to this one. `writable`: the roots of a document that may be written now. */
	constructor(writable: (name: string) => readonly string[] = () => allRoots) {
		this.#writable = writable;
		const comes = (socket: Socket) => this.#admit(socket);
		vi.stubGlobal(
			'WebSocket',
			class extends Socket {
				constructor(url: string) {
					super(url);
					queueMicrotask(() => comes(this));
				}
			}
		);
	}

	/** As the server has it. */
	doc(name: string): Y.Doc {
		return this.#docs.get(name) ?? this.#newDoc(name);
	}

	/** Somebody has all of this document, and knows what they may write in it. */
	isOpen(name: string): boolean {
		return [...this.#sockets].some((socket) => socket.name === name && socket.isServed);
	}

	/** Says again to everybody what they may write. */
	rule(): void {
		for (const socket of this.#sockets) this.#rule(socket);
	}

	/** JSON, to everybody: facts. */
	tell(type: number, what: unknown): void {
		for (const socket of this.#sockets) socket.hear(type, json(what));
	}

	/** Sends everybody away, and whoever comes after them. */
	hangUp(code: number, reason = ''): void {
		this.closed = { code, reason };
		for (const socket of this.#sockets) this.#sendAway(socket);
	}

	#newDoc(name: string): Y.Doc {
		const doc = new Y.Doc();
		this.#docs.set(name, doc);
		doc.on('update', (update: Uint8Array, from: unknown) => {
			for (const socket of this.#sockets)
				if (socket.name === name && socket !== from)
					socket.hear(message.sync, (encoder) => writeUpdate(encoder, update));
		});
		return doc;
	}

	#rule(socket: Socket): void {
		socket.hear(message.policy, json({ write: this.#writable(socket.name), epoch: 1 } satisfies Policy));
	}

	#admit(socket: Socket): void {
		if (this.closed) return this.#sendAway(socket);
		this.#sockets.add(socket);
		socket.opened((bytes) => this.#receive(socket, bytes));
	}

	#sendAway(socket: Socket): void {
		this.#sockets.delete(socket);
		socket.closed(this.closed!);
	}

	/** What is sent is here at once; the answer comes a moment later, as over a real line. */
	#receive(socket: Socket, bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === message.hello) queueMicrotask(() => this.#rule(socket));
		if (type === message.sync) this.#sync(socket, decoder);
	}

	#sync(socket: Socket, decoder: decoding.Decoder): void {
		const doc = this.doc(socket.name);
		const isQuestion = decoding.peekVarUint(decoder) === messageYjsSyncStep1;
		const answer = encoding.createEncoder();
		readSyncMessage(decoder, answer, doc, socket);
		queueMicrotask(() => {
			if (isQuestion) socket.serve(encoding.toUint8Array(answer), doc);
			else if (!this.isSlow) socket.acknowledge();
		});
	}
}

const json =
	(what: unknown): Write =>
	(encoder) =>
		encoding.writeVarString(encoder, JSON.stringify(what));

class Socket {
	readonly OPEN = 1;
	/** Of the document that it leads to. */
	readonly name: string;
	readyState = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	readonly #listeners: (() => void)[] = [];
	#receive: (bytes: Uint8Array) => void = () => {};
	#hasAll = false;
	#saved = 0;

	constructor(url: string) {
		this.name = new URL(url).pathname.slice('/sync/'.length);
	}

	get isServed(): boolean {
		return this.readyState === 1 && this.#hasAll;
	}

	addEventListener(_: 'message', listen: () => void): void {
		this.#listeners.push(listen);
	}

	opened(receive: (bytes: Uint8Array) => void): void {
		if (this.readyState !== 0) return;
		this.#receive = receive;
		this.readyState = 1;
		this.onopen?.();
	}

	hear(type: number, write: Write): void {
		if (this.readyState !== 1) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, type);
		write(encoder);
		for (const listen of this.#listeners) listen();
		this.onmessage?.({ data: encoding.toUint8Array(encoder).slice().buffer });
	}

	/** Gives what there is, and asks what else they have. */
	serve(all: Uint8Array, doc: Y.Doc): void {
		this.hear(message.sync, (encoder) => encoding.writeUint8Array(encoder, all));
		this.#hasAll = true;
		this.hear(message.sync, (encoder) => writeSyncStep1(encoder, doc));
	}

	acknowledge(): void {
		this.#saved++;
		this.hear(message.ack, (encoder) => encoding.writeVarUint(encoder, this.#saved));
	}

	closed(why: { code: number; reason: string }): void {
		this.readyState = 3;
		this.onclose?.(why);
	}

	send(bytes: Uint8Array): void {
		this.#receive(bytes.slice());
	}

	close(): void {
		this.readyState = 3;
	}
}
