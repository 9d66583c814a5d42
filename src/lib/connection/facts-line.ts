import * as decoding from 'lib0/decoding';
import type { Facts } from '#wire/journey/facts.ts';
import { message, wireVersion } from '#wire/protocol.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Source } from './newest.ts';
import { answerWithin, Reconnection, socketServer } from './network.ts';

/** Answers after which asking again is of no use: signed out, removed, gone. */
const final = new Set([401, 403, 404]);

interface Options {
	journey: string;
	/** The beamer's token instead of a session. */
	beamer?: string | undefined;
	onFacts(facts: Facts, source: Source): void;
	/** `connection` is another. */
	changed(): void;
	Socket?: typeof WebSocket;
}

/**
 * The socket of a journey: facts come in, "I have a sentence under way" goes out. Without Yjs, since nothing is
 * written there. Where sockets are blocked the facts are asked for instead.
 */
export class FactsLine {
	readonly #options: Options;
	readonly #line: Reconnection;
	#socket: WebSocket | null = null;
	#isWriting = false;

	constructor(options: Options) {
		this.#options = options;
		this.#line = new Reconnection({
			connect: () => this.#connect(),
			hangUp: () => this.#hangUp(),
			ask: () => this.#ask(),
			changed: () => options.changed()
		});
	}

	get connection(): ConnectionState {
		return this.#line.state;
	}

	start(): void {
		this.#line.start();
	}

	stop(): void {
		this.#line.stop();
	}

	writing(on: boolean): void {
		if (on === this.#isWriting) return;
		this.#isWriting = on;
		this.#tellWriting();
	}

	#connect(): boolean {
		const socket = this.#socket ? null : this.#newSocket();
		if (!socket) return false;
		socket.binaryType = 'arraybuffer';
		socket.onopen = () => {
			socket.send(Uint8Array.of(message.hello));
			if (this.#isWriting) this.#tellWriting();
		};
		socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#onMessage(new Uint8Array(data));
		socket.onclose = ({ code, reason }) => this.#closed(code, reason);
		this.#socket = socket;
		return true;
	}

	/** Some networks and extensions make even trying an error; that is blocked too, and the line will say so. */
	#newSocket(): WebSocket | null {
		try {
			return new (this.#options.Socket ?? WebSocket)(this.#address());
		} catch {
			return null;
		}
	}

	#address(): string {
		const { journey, beamer } = this.#options;
		const query = new URLSearchParams({ v: String(wireVersion), ...(beamer && { scherm: beamer }) });
		return `${socketServer()}/${journeyDocument(journey)}?${query}`;
	}

	#onMessage(bytes: Uint8Array): void {
		this.#line.heard();
		this.#line.opened();
		const decoder = decoding.createDecoder(bytes);
		if (decoding.readVarUint(decoder) !== message.facts) return;
		this.#options.onFacts(JSON.parse(decoding.readVarString(decoder)) as Facts, 'told');
	}

	#closed(code: number, reason: string): void {
		this.#hangUp();
		this.#line.closed({ code, reason });
	}

	/** Detached first: what a closing socket still has to say is of no use. */
	#hangUp(): void {
		const socket = this.#socket;
		this.#socket = null;
		if (!socket) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	#tellWriting(): void {
		const socket = this.#socket;
		if (socket && socket.readyState === socket.OPEN)
			socket.send(Uint8Array.of(message.writing, this.#isWriting ? 1 : 0));
	}

	/** The question and its answer at once: while sockets are blocked this is how the facts come. */
	async #ask(): Promise<boolean> {
		const { journey, beamer } = this.#options;
		const page = beamer ? `/scherm/${encodeURIComponent(beamer)}` : `/traject/${journey}`;
		try {
			const response = await fetch(`${location.origin}${page}/feiten`, {
				cache: 'no-store',
				headers: { accept: 'application/json' },
				signal: AbortSignal.timeout(answerWithin)
			});
			if (!response.headers.get('content-type')?.includes('json')) return false;
			const body: unknown = await response.json();
			if (!this.#line.isOn) return false;
			if (response.ok) this.#options.onFacts(body as Facts, 'asked');
			else if (final.has(response.status)) this.#refused(response.status, body as { reason?: string });
			return response.ok;
		} catch {
			// No network, or an answer that is not ours: a portal of the hall that asks for a password, for instance.
			return false;
		}
	}

	#refused(status: number, body: { reason?: string }): void {
		this.#line.end({ code: 4000 + status, reason: body.reason ?? 'not-yours' });
	}
}
