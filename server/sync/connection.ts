import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { close, type Policy } from '#wire/protocol.ts';
import * as frames from './frames.ts';
import { Bucket, type Limits } from './limits.ts';
import type { LiveRoom, Member } from './room.ts';
import type { Admission, Visitor } from './server.ts';

/** Frames that may wait while the app decides who this is and the room is loaded. */
const mostEarly = 64;
const mostEarlyBytes = 1024 * 1024;

export interface Listener {
	message(connection: Connection, incoming: frames.Incoming): void;
	/** Once: when they left, or as soon as we hung up, whether or not their end answers. */
	over(connection: Connection): void;
}

/**
 * One socket. Bounds and reads what comes in, at the pace that the limits allow, and knows what may be written.
 * What the messages mean is for the room and the server.
 */
export class Connection implements Member {
	readonly request: IncomingMessage;
	readonly address: string;
	visitor: Visitor = { person: null, beamer: null };
	/** Questions to the app that are under way or still to be asked. */
	doubts = 0;
	isIdentified = false;
	live: LiveRoom | null = null;
	saidHello = false;
	isWriting = false;
	/** We hung up; who merely left is not refused, and what they sent still counts. */
	refused = false;
	readonly #ws: WebSocket;
	readonly #limits: Limits;
	readonly #listener: Listener;
	readonly #frames: Bucket;
	readonly #bytes: Bucket;
	readonly #awareness: Bucket;
	readonly #grace = new Map<string, NodeJS.Timeout>();
	#admission: Admission | null = null;
	#early: { incoming: frames.Incoming; bytes: number }[] | null = [];
	#slowDown: NodeJS.Timeout | undefined;
	#isOver = false;
	#count = 0;
	#sentAt = performance.now();
	#pingedAt = performance.now();
	#unanswered = 0;

	constructor(ws: WebSocket, request: IncomingMessage, address: string, limits: Limits, listener: Listener) {
		this.request = request;
		this.address = address;
		this.#ws = ws;
		this.#limits = limits;
		this.#frames = new Bucket(limits.framesPerSecond, limits.framesBurst);
		this.#bytes = new Bucket(limits.bytesPerSecond, limits.bytesBurst);
		this.#awareness = new Bucket(limits.awarenessPerSecond, limits.awarenessPerSecond);
		this.#listener = listener;
		// All at once and now: what comes before anyone listens would be lost (F30).
		ws.on('message', (data: Buffer, isBinary: boolean) => this.#receive(data, isBinary));
		ws.on('pong', () => (this.#unanswered = 0));
		// A broken frame also closes the socket; without a listener it would end the process (F1).
		ws.on('error', () => {});
		ws.on('close', () => this.#end());
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

	get isSlow(): boolean {
		return this.#ws.bufferedAmount > this.#limits.bufferedForAwareness;
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

	/** What is taken away may be written for a moment longer. Tells what is new: roots to write, or anything. */
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
	start(live: LiveRoom): void {
		this.live = live;
		const early = this.#early ?? [];
		this.#early = null;
		for (const { incoming } of early) if (this.isOpen) this.#listener.message(this, incoming);
		this.#resume();
	}

	hello(): void {
		this.saidHello = true;
		this.tellPolicy();
		if (this.#count > 0) this.send(frames.ack(this.#count));
	}

	tellPolicy(): void {
		const policy: Policy = { write: this.#write, epoch: this.live!.epoch };
		if (this.saidHello) this.send(frames.policy(policy));
	}

	saved(count: number): void {
		this.#count = count;
		if (this.saidHello) this.send(frames.ack(count));
	}

	/** A socket that takes nothing is cut off; its client resyncs when it is back. */
	send(frame: Uint8Array): void {
		if (this.#isOver) return;
		if (this.#ws.bufferedAmount > this.#limits.bufferedBytes) return this.terminate();
		this.#sentAt = performance.now();
		this.#ws.send(frame);
	}

	refuse(code: number, reason: string): void {
		if (this.#isOver) return;
		if (this.saidHello) this.send(frames.refusal({ code, reason }));
		this.refused = true;
		this.#end();
		this.#ws.close(code, reason);
		// A paused socket would not hear that the other side agreed.
		this.#ws.resume();
	}

	terminate(): void {
		this.#end();
		this.#ws.terminate();
	}

	/** Called every second or so. */
	keepAlive(now: number): void {
		if (this.#isOver) return;
		if (now - this.#sentAt >= this.#limits.keepAliveMs) this.send(frames.keepAlive);
		// While we don't read, we don't hear the answer to a ping either.
		if (now - this.#pingedAt < this.#limits.pingMs || this.#ws.isPaused) return;
		if (this.#unanswered === 2) return this.terminate();
		this.#unanswered++;
		this.#pingedAt = now;
		this.#ws.ping();
	}

	#receive(data: Buffer, isBinary: boolean): void {
		if (this.#isOver) return;
		this.#unanswered = 0;
		const incoming = isBinary ? read(data) : null;
		if (!incoming) return this.refuse(close.malformed, 'malformed');
		if (isTooLarge(incoming, this.#limits)) return this.refuse(close.tooLarge, 'too-large');
		this.#frames.spend(1);
		this.#bytes.spend(data.length);
		this.#pace();
		if (incoming.kind === 'awareness' && !this.#awareness.allows()) return;
		if (!this.#early) return this.#listener.message(this, incoming);
		this.#early.push({ incoming, bytes: data.length });
		if (this.#isEarlyFull) this.#ws.pause();
	}

	get #isEarlyFull(): boolean {
		const early = this.#early ?? [];
		return early.length >= mostEarly || early.reduce((sum, { bytes }) => sum + bytes, 0) >= mostEarlyBytes;
	}

	/** An update that is thrown away leaves a gap (F5), so who sends too much is read more slowly. */
	#pace(): void {
		if (this.#slowDown) return;
		const wait = Math.max(this.#frames.spend(0), this.#bytes.spend(0));
		if (wait === 0) return this.#resume();
		this.#ws.pause();
		this.#slowDown = setTimeout(() => {
			this.#slowDown = undefined;
			this.#pace();
		}, wait).unref();
	}

	#resume(): void {
		if (this.#ws.isPaused && !this.#slowDown && !this.#isEarlyFull) this.#ws.resume();
	}

	#endGrace(root: string): void {
		clearTimeout(this.#grace.get(root));
		this.#grace.delete(root);
	}

	#end(): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#early = null;
		clearTimeout(this.#slowDown);
		for (const root of [...this.#grace.keys()]) this.#endGrace(root);
		this.#listener.over(this);
	}
}

/** Copied out of the socket's memory: a few bytes that wait should not hold on to all that came with them. */
function read(data: Buffer): frames.Incoming | null {
	try {
		return frames.readFrame(new Uint8Array(data));
	} catch {
		return null;
	}
}

function isTooLarge(incoming: frames.Incoming, limits: Limits): boolean {
	switch (incoming.kind) {
		case 'step1':
			return incoming.vector.length > limits.vectorBytes;
		case 'update':
			return incoming.data.length > (incoming.answer ? limits.answerBytes : limits.updateBytes);
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
