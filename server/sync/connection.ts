import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { close, type Policy } from '#wire/protocol.ts';
import type { Member } from './audience.ts';
import * as frames from './frames.ts';
import { Bucket, type Limits } from './limits.ts';
import type { SyncMetrics } from './metrics.ts';
import type { LiveDocument } from './live-document.ts';
import { Unfinished } from './unfinished.ts';
import type { Admission, Visitor } from './visitors.ts';

/** Frames that may wait while the app decides who this is and the document is loaded. */
const mostEarly = 64;
const mostEarlyBytes = 1024 * 1024;
/** Bytes of awareness that a client may still send back to us. */
const mostEcho = 1024 * 1024;
/** Bytes of a message beside what is in it. */
const mostHeader = 1024;

/** What the other side of a socket that was cut off makes of it. */
const goneSilent = 1006;

export interface ConnectionOptions {
	limits: Limits;
	metrics: SyncMetrics;
	listener: ConnectionListener;
}

export interface ConnectionListener {
	onMessage(connection: Connection, incoming: frames.Incoming): void;
	/** It takes no more than it has, for now. */
	onLagging(connection: Connection): void;
	/** All that waited is gone. */
	onDrain(connection: Connection): void;
	/** Once: when they left, or as soon as we hung up, whether or not their end answers. */
	onClose(connection: Connection): void;
}

/**
 * One socket. Bounds and reads what comes in, at the pace that the limits allow, and knows what may be written.
 * What the messages mean is for the document and the server.
 */
export class Connection implements Member {
	readonly request: IncomingMessage;
	readonly address: string;
	visitor: Visitor = { person: null, beamer: null };
	/** Questions to the app that are under way or still to be asked. */
	pendingChecks = 0;
	isIdentified = false;
	live: LiveDocument | null = null;
	saidHello = false;
	/** The journey whose facts it is sent, and in which it is present. */
	hears: string | null = null;
	isWriting = false;
	/** While it was lagging, the facts were others. */
	missedFacts = false;
	/** We hung up; who merely left is not refused, and what they sent still counts. */
	refused = false;
	readonly #ws: WebSocket;
	/** Under the WebSocket. What goes to many is written here as it is; `ws` would make a header for each. */
	readonly #socket: Duplex;
	readonly #limits: Limits;
	readonly #metrics: SyncMetrics;
	readonly #listener: ConnectionListener;
	readonly #frames: Bucket;
	readonly #bytes: Bucket;
	readonly #grace = new Map<string, NodeJS.Timeout>();
	readonly #unfinished = new Unfinished();
	#admission: Admission | null = null;
	#early: { incoming: frames.Incoming; bytes: number }[] | null = [];
	/**
	 * Bytes of awareness that cost it nothing: what we sent it of others, which a stock client sends back, and its own.
	 */
	#echo = 0;
	#isFull = false;
	#resumeTimer: NodeJS.Timeout | undefined;
	#isOver = false;
	#acknowledged = 0;
	#sentAt = performance.now();
	#pingedAt = performance.now();
	#unansweredPings = 0;

	constructor(
		ws: WebSocket,
		socket: Duplex,
		request: IncomingMessage,
		address: string,
		options: ConnectionOptions
	) {
		const { limits, metrics, listener } = options;
		this.request = request;
		this.address = address;
		this.#ws = ws;
		this.#socket = socket;
		this.#limits = limits;
		this.#metrics = metrics;
		this.#frames = new Bucket(limits.framesPerSecond, limits.framesBurst);
		this.#bytes = new Bucket(limits.bytesPerSecond, limits.bytesBurst);
		this.#listener = listener;
		// All at once and now: what comes before anyone listens would be lost (F30).
		ws.on('message', (data: Buffer, isBinary: boolean) => this.#onMessage(data, isBinary));
		ws.on('ping', () => this.#unfinished.whole());
		ws.on('pong', () => this.#onPong());
		// A broken frame also closes the socket; without a listener it would end the process (F1).
		ws.on('error', () => {});
		ws.on('close', (code) => this.#end(code));
		socket.on('drain', () => this.#onDrain());
		// After `ws` has read the same bytes.
		socket.on('data', (data: Buffer) => this.#onBytes(data.length));
	}

	get admission(): Admission | null {
		return this.#admission;
	}

	get participant(): string | null {
		return this.#admission?.participant ?? null;
	}

	get name(): string {
		return this.#admission?.name ?? '';
	}

	get organisation(): string | null {
		return this.#admission?.organisation ?? null;
	}

	/** Neither hung up nor left. */
	get isOpen(): boolean {
		return !this.#isOver;
	}

	/** Bytes that wait in its socket. */
	get buffered(): number {
		return this.#socket.writableLength;
	}

	/** Bytes of a message of which the end has not come. */
	get unfinished(): number {
		return this.#unfinished.bytes;
	}

	get isSlow(): boolean {
		return this.#isBuffering(this.#limits.bufferedForAwareness);
	}

	get isLagging(): boolean {
		return this.#isBuffering(this.#limits.bufferedForUpdates);
	}

	/** More than this, and so much that it will emit `drain` when all of it is gone. */
	#isBuffering(bytes: number): boolean {
		return this.#socket.writableNeedDrain && this.buffered > bytes;
	}

	get mayWriteSomething(): boolean {
		return this.#write.length > 0 || this.#grace.size > 0;
	}

	mayWrite(root: string): boolean {
		return this.#write.includes(root) || this.#grace.has(root);
	}

	get #write(): readonly string[] {
		return this.#admission?.write ?? [];
	}

	/** What is taken away may be written for a moment longer. Returns what is new: roots to write, or anything. */
	admit(admission: Admission): { opened: boolean; changed: boolean } {
		const isFirst = this.#admission === null;
		const before = this.#write;
		this.#admission = admission;
		const opened = admission.write.filter((root) => !before.includes(root));
		const closed = before.filter((root) => !admission.write.includes(root));
		for (const root of opened) this.#endGrace(root);
		for (const root of closed)
			this.#grace.set(root, setTimeout(() => this.#grace.delete(root), this.#limits.graceMs).unref());
		return { opened: !isFirst && opened.length > 0, changed: !isFirst && opened.length + closed.length > 0 };
	}

	/** From here on messages are delivered as they come; first the ones that came early. */
	start(live: LiveDocument): void {
		this.live = live;
		const early = this.#early ?? [];
		this.#early = null;
		for (const { incoming } of early) if (this.isOpen) this.#listener.onMessage(this, incoming);
		this.#resume();
	}

	onHello(): void {
		this.saidHello = true;
		this.sendPolicy();
		if (this.#acknowledged > 0) this.send(frames.ack(this.#acknowledged));
	}

	sendPolicy(): void {
		const policy: Policy = { write: this.#write, epoch: this.live!.epoch };
		if (this.saidHello) this.send(frames.policy(policy));
	}

	acknowledge(count: number): void {
		this.#acknowledged = count;
		if (this.saidHello) this.send(frames.ack(count));
	}

	/**
	 * Writes a whole frame beside `ws`. Without compression `ws` too writes each of its own at once and whole, so that
	 * nothing can come in between. A socket that takes nothing is cut off; its client resyncs when it is back.
	 */
	send({ kind, bytes }: frames.Frame): void {
		if (this.#isOver || this.#ws.readyState !== this.#ws.OPEN) return;
		this.#sentAt = performance.now();
		this.#metrics.framesSent.add(kind);
		this.#metrics.bytesSent.inc(bytes.length);
		if (kind === 'awareness') this.#echo = Math.min(mostEcho, this.#echo + 2 * bytes.length);
		if (this.#socket.write(bytes)) return;
		if (this.buffered > this.#limits.bufferedBytes) return this.terminate();
		if (!this.isLagging || this.#isFull) return;
		this.#isFull = true;
		this.#listener.onLagging(this);
	}

	refuse(code: number, reason: string): void {
		if (this.#isOver) return;
		if (this.saidHello) this.send(frames.refusal({ code, reason }));
		this.refused = true;
		this.#metrics.messagesRejected.add(reason);
		this.#end(code);
		this.#ws.close(code, reason);
		// A paused socket would not hear that the other side agreed.
		this.#ws.resume();
	}

	/** Without a word: who does not read would not hear it. */
	terminate(): void {
		this.#end(goneSilent);
		this.#ws.terminate();
	}

	/** Called every second or so. */
	keepAlive(now: number): void {
		if (this.#isOver) return;
		if (this.#unfinished.age(now) > this.#limits.messageMs)
			return this.#refuseUnread(close.unavailable, 'unfinished');
		if (now - this.#sentAt >= this.#limits.keepAliveMs) this.send(frames.keepAlive);
		// While we don't read, we don't hear the answer to a ping either.
		if (now - this.#pingedAt < this.#limits.pingMs || this.#ws.isPaused) return;
		if (this.#unansweredPings === 2) return this.terminate();
		this.#unansweredPings++;
		this.#pingedAt = now;
		this.#ws.ping();
	}

	/** More of one message than any may have is not waited for. */
	#onBytes(count: number): void {
		this.#unfinished.add(count, performance.now());
		if (this.unfinished > this.#limits.step2Bytes + mostHeader)
			this.#refuseUnread(close.tooLarge, 'too-large');
	}

	/** Nothing more of it is read; after `closeTimeout` the socket is gone. */
	#refuseUnread(code: number, reason: string): void {
		this.refuse(code, reason);
		this.#ws.pause();
	}

	#onPong(): void {
		this.#unansweredPings = 0;
		this.#unfinished.whole();
	}

	#onMessage(data: Buffer, isBinary: boolean): void {
		this.#unfinished.whole();
		if (this.#isOver) return;
		this.#unansweredPings = 0;
		const incoming = isBinary ? read(data) : null;
		if (!incoming) return this.refuse(close.malformed, 'malformed');
		this.#metrics.messagesReceived.add(incoming.kind);
		if (!this.#isEcho(incoming, data.length)) {
			if (isTooLarge(incoming, this.#limits)) return this.refuse(close.tooLarge, 'too-large');
			this.#frames.spend(1);
			this.#bytes.spend(data.length);
			this.#throttle();
		}
		if (!this.#early) return this.#listener.onMessage(this, incoming);
		this.#early.push({ incoming, bytes: data.length });
		if (this.#isEarlyFull) this.#ws.pause();
	}

	/** A stock client sends back what it gets of others (F16); in a document of a hundred that is most of what comes in. */
	#isEcho({ kind }: frames.Incoming, bytes: number): boolean {
		if (kind !== 'awareness' || bytes > this.#echo) return false;
		this.#echo -= bytes;
		return true;
	}

	get #isEarlyFull(): boolean {
		const early = this.#early ?? [];
		return early.length >= mostEarly || early.reduce((sum, { bytes }) => sum + bytes, 0) >= mostEarlyBytes;
	}

	/** An update that is thrown away leaves a gap (F5), so who sends too much is read more slowly. */
	#throttle(): void {
		if (this.#resumeTimer) return;
		const wait = Math.max(this.#frames.spend(0), this.#bytes.spend(0));
		if (wait === 0) return this.#resume();
		this.#ws.pause();
		this.#resumeTimer = setTimeout(() => {
			this.#resumeTimer = undefined;
			this.#throttle();
		}, wait).unref();
	}

	#resume(): void {
		if (this.#ws.isPaused && !this.#resumeTimer && !this.#isEarlyFull) this.#ws.resume();
	}

	#onDrain(): void {
		this.#isFull = false;
		if (!this.#isOver) this.#listener.onDrain(this);
	}

	#endGrace(root: string): void {
		clearTimeout(this.#grace.get(root));
		this.#grace.delete(root);
	}

	#end(code: number): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#metrics.disconnects.add(code);
		this.#early = null;
		clearTimeout(this.#resumeTimer);
		for (const root of [...this.#grace.keys()]) this.#endGrace(root);
		this.#listener.onClose(this);
	}
}

function read(data: Buffer): frames.Incoming | null {
	try {
		return frames.readFrame(data);
	} catch {
		return null;
	}
}

function isTooLarge(incoming: frames.Incoming, limits: Limits): boolean {
	switch (incoming.kind) {
		case 'step1':
			return incoming.vector.length > limits.vectorBytes;
		case 'update':
			return incoming.data.length > (incoming.isStep2 ? limits.step2Bytes : limits.updateBytes);
		case 'awareness':
			return incoming.data.length > limits.awarenessBytes;
		case 'query-awareness':
		case 'hello':
		case 'writing':
			return false;
		default:
			return incoming satisfies never;
	}
}
