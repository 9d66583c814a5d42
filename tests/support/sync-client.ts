import { setTimeout as wait } from 'node:timers/promises';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as protocol from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { frame, SyncClient as Client, type SocketAddress } from '#server/rehearsal/sync-client.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { message } from '#wire/protocol.ts';

export { frame, type SocketAddress };
export type { Closed } from '#server/rehearsal/sync-client.ts';

/** Resolves as soon as the condition holds; rejects, with what was waited for, when it never does. */
export async function until<T>(
	condition: () => T | Promise<T>,
	what: string,
	ms = 10_000
): Promise<NonNullable<T>> {
	const deadline = performance.now() + ms;
	for (;;) {
		const value = await condition();
		if (value) return value;
		if (performance.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
		await wait(3);
	}
}

/** The provider that everyone has, as it is, with the headers of a browser. */
export function stockProvider(
	{ server, document, headers = {} }: SocketAddress,
	doc: Y.Doc
): WebsocketProvider {
	class Socket extends WebSocket {
		constructor(url: string, protocols: string[]) {
			super(url, protocols, { headers });
		}
	}
	const WebSocketPolyfill = Socket as unknown as typeof globalThis.WebSocket;
	return new WebsocketProvider(`${server}/sync`, document, doc, { WebSocketPolyfill, disableBc: true });
}

/**
 * The simulator's client for tests: keeps every byte that came in, for tests on secrecy, and sends what no client
 * should.
 */
export class SyncClient extends Client {
	readonly frames: Uint8Array[] = [];
	/** Newest last. */
	readonly facts: Facts[] = [];

	sendStep2(update: Uint8Array): void {
		this.send(
			frame(message.sync, (encoder) => {
				encoding.writeVarUint(encoder, protocol.messageYjsSyncStep2);
				encoding.writeVarUint8Array(encoder, update);
			})
		);
	}

	/** A part of a message of which the end may never come. */
	begin(bytes: number): void {
		this.ws.send(Buffer.alloc(bytes), { fin: false, binary: true });
	}

	/** A hello and what follows it, in two parts. */
	sendInParts(bytes: Uint8Array): void {
		this.ws.send(bytes.subarray(0, 1), { fin: false, binary: true });
		this.ws.send(bytes.subarray(1), { fin: true, binary: true });
	}

	/** When this resolves, the server has read all that was sent before. */
	async roundTrip(): Promise<void> {
		const answered = new Promise<void>((resolve) => this.ws.once('pong', () => resolve()));
		this.ws.ping();
		await answered;
	}

	/** Reads nothing any more: a phone in a pocket. */
	pause(): void {
		this.ws.pause();
	}

	resume(): void {
		this.ws.resume();
	}

	/** Whether these characters came in, in any frame. */
	hasReceived(text: string): boolean {
		return this.frames.some((bytes) => Buffer.from(bytes).includes(text));
	}

	protected override onMessage(bytes: Uint8Array): void {
		this.frames.push(bytes);
		const before = this.latest;
		super.onMessage(bytes);
		if (this.latest && this.latest !== before) this.facts.push(this.latest);
	}
}
