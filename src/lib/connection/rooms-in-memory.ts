import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { message } from '#wire/protocol.ts';

/**
 * The other end of the sockets, for tests beside components: documents in memory, and the pens that the rules give.
 * What a page does with them is what it does with the server.
 */
export class RoomsInMemory {
	readonly #docs = new Map<string, Y.Doc>();
	readonly #sockets = new Set<Ear>();
	readonly #pens: (room: string) => readonly string[];

	/** `pens`: the roots of a document that who looks may write now. */
	constructor(pens: (room: string) => readonly string[]) {
		this.#pens = pens;
	}

	/** As the server has it. */
	doc(room: string): Y.Doc {
		const doc = this.#docs.get(room) ?? new Y.Doc();
		this.#docs.set(room, doc);
		return doc;
	}

	/** Tells every socket again what it may write. */
	rule(): void {
		for (const socket of this.#sockets) socket.rule();
	}

	/** Somebody has this document, and knows what they may write in it. */
	isOpen(room: string): boolean {
		return [...this.#sockets].some((socket) => socket.room === room && socket.isHeard);
	}

	open(room: string, tell: (bytes: Uint8Array) => void): Ear {
		const ear = new Ear(room, this.doc(room), () => this.#pens(room), tell);
		this.#sockets.add(ear);
		return ear;
	}

	close(ear: Ear): void {
		ear.stop();
		this.#sockets.delete(ear);
	}

	/** In the place of the browser's: it reaches these rooms. */
	get Socket(): typeof WebSocket {
		// eslint-disable-next-line @typescript-eslint/no-this-alias -- a class inside has a `this` of its own
		const rooms = this;
		class Socket {
			binaryType = '';
			onopen: (() => void) | null = null;
			onmessage: ((event: { data: Uint8Array }) => void) | null = null;
			onclose: ((event: { code: number }) => void) | null = null;
			#ear: Ear | null = null;
			readonly #listeners: (() => void)[] = [];

			constructor(url: string) {
				const room = new URL(url).pathname.slice('/sync/'.length);
				queueMicrotask(() => {
					this.#ear = rooms.open(room, (bytes) => queueMicrotask(() => this.#hear(bytes)));
					this.onopen?.();
				});
			}

			addEventListener(_: 'message', listen: () => void): void {
				this.#listeners.push(listen);
			}

			send(bytes: Uint8Array): void {
				this.#ear?.hear(bytes);
			}

			close(): void {
				if (this.#ear) rooms.close(this.#ear);
				this.#ear = null;
				this.onclose?.({ code: 1000 });
			}

			#hear(data: Uint8Array): void {
				for (const listen of this.#listeners) listen();
				this.onmessage?.({ data });
			}
		}
		return Socket as unknown as typeof WebSocket;
	}
}

/** One connection, as the server hears it. */
class Ear {
	readonly room: string;
	/** It has all that is in the document. */
	isHeard = false;
	readonly #doc: Y.Doc;
	readonly #pen: () => readonly string[];
	readonly #tell: (bytes: Uint8Array) => void;
	#heard = 0;

	constructor(room: string, doc: Y.Doc, pen: () => readonly string[], tell: (bytes: Uint8Array) => void) {
		this.room = room;
		this.#doc = doc;
		this.#pen = pen;
		this.#tell = tell;
		doc.on('update', this.#pass);
	}

	hear(bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		switch (decoding.readVarUint(decoder)) {
			case message.hello:
				return this.rule();
			case message.sync:
				return this.#sync(bytes[1]!, decoder);
			default:
		}
	}

	rule(): void {
		const policy = JSON.stringify({ write: this.#pen(), epoch: 1 });
		this.#say(message.policy, (out) => encoding.writeVarString(out, policy));
	}

	stop(): void {
		this.#doc.off('update', this.#pass);
	}

	#sync(kind: number, decoder: decoding.Decoder): void {
		const answer = encoding.createEncoder();
		encoding.writeVarUint(answer, message.sync);
		sync.readSyncMessage(decoder, answer, this.#doc, this);
		if (encoding.length(answer) > 1) this.#tell(encoding.toUint8Array(answer));
		this.isHeard = true;
		if (kind === sync.messageYjsSyncStep1)
			return this.#say(message.sync, (out) => sync.writeSyncStep1(out, this.#doc));
		this.#heard++;
		this.#say(message.ack, (out) => encoding.writeVarUint(out, this.#heard));
	}

	readonly #pass = (update: Uint8Array, origin: unknown) => {
		if (origin !== this) this.#say(message.sync, (out) => sync.writeUpdate(out, update));
	};

	#say(type: number, write: (out: encoding.Encoder) => void): void {
		const out = encoding.createEncoder();
		encoding.writeVarUint(out, type);
		write(out);
		this.#tell(encoding.toUint8Array(out));
	}
}
