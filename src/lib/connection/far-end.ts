import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { vi } from 'vitest';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { message, type Policy } from '#wire/protocol.ts';

// For the tests beside state classes: the other end of their line, without a server. The real one is met in
// tests/integration/connection.

type Write = (encoder: encoding.Encoder) => void;

/** One room, with its document. Lets everybody in until `closed` says otherwise. */
export class FarEnd {
	readonly doc = new Y.Doc();
	policy: Policy = { write: ['cards', 'drafts', 'groups', 'place', 'texts'], epoch: 1 };
	closed: { code: number; reason: string } | null = null;
	/** Updates are not on disk yet. */
	isSlow = false;
	readonly #open = new Set<Socket>();

	constructor() {
		this.doc.on('update', (update: Uint8Array, from: unknown) => {
			for (const socket of this.#open)
				if (socket !== from) socket.hear(message.sync, (encoder) => writeUpdate(encoder, update));
		});
		const comes = (socket: Socket) => this.#admit(socket);
		vi.stubGlobal(
			'WebSocket',
			class extends Socket {
				constructor() {
					super();
					queueMicrotask(() => comes(this));
				}
			}
		);
	}

	/** Sends everybody away, and whoever comes after them. */
	hangUp(code: number, reason = ''): void {
		this.closed = { code, reason };
		for (const socket of this.#open) this.#sendAway(socket);
	}

	/** JSON, to everybody: facts, a policy. */
	tell(type: number, what: unknown): void {
		for (const socket of this.#open)
			socket.hear(type, (encoder) => encoding.writeVarString(encoder, JSON.stringify(what)));
	}

	#admit(socket: Socket): void {
		if (this.closed) return this.#sendAway(socket);
		this.#open.add(socket);
		socket.opened((bytes) => this.#receive(socket, bytes));
	}

	#sendAway(socket: Socket): void {
		this.#open.delete(socket);
		socket.closed(this.closed!);
	}

	#receive(socket: Socket, bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === message.hello) return this.tell(message.policy, this.policy);
		if (type !== message.sync) return;
		const isQuestion = decoding.peekVarUint(decoder) === 0;
		socket.hear(message.sync, (answer) => readSyncMessage(decoder, answer, this.doc, socket));
		if (isQuestion) socket.hear(message.sync, (encoder) => writeSyncStep1(encoder, this.doc));
		else if (!this.isSlow) socket.acknowledge();
	}
}

class Socket {
	readonly OPEN = 1;
	readyState = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	readonly #listeners: (() => void)[] = [];
	#receive: (bytes: Uint8Array) => void = () => {};
	#saved = 0;

	addEventListener(_: 'message', listen: () => void): void {
		this.#listeners.push(listen);
	}

	opened(receive: (bytes: Uint8Array) => void): void {
		if (this.readyState !== 0) return;
		this.#receive = receive;
		this.readyState = 1;
		this.onopen?.();
	}

	/** An answer of nothing but its type is none. */
	hear(type: number, write: Write): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, type);
		write(encoder);
		const bytes = encoding.toUint8Array(encoder);
		if (bytes.length === 1 || this.readyState !== 1) return;
		for (const listen of this.#listeners) listen();
		this.onmessage?.({ data: bytes.slice().buffer });
	}

	acknowledge(): void {
		this.#saved++;
		this.hear(message.ack, (encoder) => encoding.writeVarUint(encoder, this.#saved));
	}

	closed(why: { code: number; reason: string }): void {
		this.readyState = 3;
		this.onclose?.(why);
	}

	/** What is sent arrives a moment later, as over a real line. */
	send(bytes: Uint8Array): void {
		queueMicrotask(() => this.#receive(bytes.slice()));
	}

	close(): void {
		this.readyState = 3;
	}
}
