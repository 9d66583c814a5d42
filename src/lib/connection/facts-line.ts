import * as decoding from 'lib0/decoding';
import type { Facts } from '#wire/journey/facts.ts';
import { close, message, wireVersion, type Refusal } from '#wire/protocol.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import type { Source } from './newest.ts';
import {
	answerWithin,
	Attempts,
	Reach,
	silence,
	socketServer,
	watchDevice,
	type Reached
} from './network.ts';

/** Answers after which asking again is of no use: signed out, removed, gone. */
const final = new Set([401, 403, 404]);

interface Options {
	journey: string;
	/** The beamer's token instead of a session. */
	beamer?: string | undefined;
	onFacts(facts: Facts, source: Source): void;
	/** `reached` or `ended` is another. */
	changed(): void;
	Socket?: typeof WebSocket;
}

/**
 * The socket of a journey: facts come in, "I have a sentence under way" goes out. Without Yjs, since there is no
 * document in that room. Where sockets are blocked the facts are asked for instead.
 */
export class FactsLine {
	readonly #options: Options;
	readonly #reach: Reach;
	readonly #attempts = new Attempts();
	#socket: WebSocket | null = null;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#heardAt = 0;
	#isWriting = false;
	#ended: Refusal | null = null;
	#unwatch: (() => void) | null = null;

	constructor(options: Options) {
		this.#options = options;
		this.#reach = new Reach({
			ask: () => this.#ask(),
			retry: () => this.#connect(),
			changed: () => options.changed()
		});
	}

	get reached(): Reached {
		return this.#reach.current;
	}

	/** Why the server will not have us any more, or null. */
	get ended(): Refusal | null {
		return this.#ended;
	}

	start(): void {
		this.#unwatch = watchDevice({ wake: () => this.#wake(), sleep: () => this.#sleep() });
		this.#reach.lost();
		this.#connect();
	}

	stop(): void {
		this.#unwatch?.();
		this.#unwatch = null;
		this.#reach.stop();
		clearTimeout(this.#retry);
		this.#hangUp();
	}

	writing(on: boolean): void {
		if (on === this.#isWriting) return;
		this.#isWriting = on;
		this.#tellWriting();
	}

	#connect(): void {
		clearTimeout(this.#retry);
		if (this.#socket || this.#ended || !this.#unwatch) return;
		const socket = this.#newSocket();
		if (!socket) return;
		socket.binaryType = 'arraybuffer';
		socket.onopen = () => {
			socket.send(Uint8Array.of(message.hello));
			if (this.#isWriting) this.#tellWriting();
		};
		socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#onMessage(new Uint8Array(data));
		socket.onclose = ({ code, reason }) => this.#closed(code, reason);
		this.#socket = socket;
		this.#listen();
	}

	/** Some networks and extensions make even trying an error; that is blocked too, and `Reach` will say so. */
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
		this.#attempts.opened();
		this.#heardAt = performance.now();
		this.#listen();
		this.#reach.opened();
		const decoder = decoding.createDecoder(bytes);
		if (decoding.readVarUint(decoder) !== message.facts) return;
		this.#options.onFacts(JSON.parse(decoding.readVarString(decoder)) as Facts, 'told');
	}

	/** A socket that says nothing is none, whatever it says of itself. */
	#listen(): void {
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#again(), silence);
	}

	#closed(code: number, reason: string): void {
		this.#hangUp();
		// What we say on this line is never wrong twice: whatever garbled it, a new line may be better.
		if (code >= 4400 && code < 4500 && code !== close.malformed) return this.#end({ code, reason });
		this.#reach.lost();
		this.#retry = setTimeout(() => this.#connect(), this.#attempts.next(code));
	}

	#end(refusal: Refusal): void {
		this.#ended = refusal;
		this.#reach.stop();
		this.#hangUp();
		this.#options.changed();
	}

	/** Detached first: what a closing socket still has to say is of no use. */
	#hangUp(): void {
		clearTimeout(this.#silence);
		const socket = this.#socket;
		this.#socket = null;
		if (!socket) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	#again(): void {
		this.#hangUp();
		this.#reach.lost();
		this.#connect();
	}

	#wake(): void {
		const isSilent = performance.now() - this.#heardAt > silence;
		if (this.#reach.current === 'open' && isSilent) this.#again();
		else this.#connect();
	}

	#sleep(): void {
		this.#hangUp();
		this.#reach.away();
		this.#connect();
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
			if (!this.#unwatch) return false;
			if (response.ok) this.#options.onFacts(body as Facts, 'loaded');
			else if (final.has(response.status)) this.#refused(response.status, body as { reason?: string });
			return response.ok;
		} catch {
			// No network, or an answer that is not ours: a portal of the hall that asks for a password, for instance.
			return false;
		}
	}

	#refused(status: number, body: { reason?: string }): void {
		this.#end({ code: 4000 + status, reason: body.reason ?? 'not-yours' });
	}
}
