import { Worker } from 'node:worker_threads';
import type { SyncStore } from './store.ts';
import type { Answers, Operations, Packed, Request, Setup } from './writer.ts';

interface Options {
	/** How long another process may still hold the file. */
	lockWaitMs?: number;
	/** Bytes beyond which the file can't grow: appends are refused then, as on a full disk. */
	mostBytes?: number | null;
	/** Without writes for so long, the log beside the file is emptied. */
	idleMs?: number;
	/** After each transaction with rows: how many, and how long it took until they were on disk. */
	onCommit?: (rows: number, seconds: number) => void;
	/** The thread ended without being asked to; from now on everything is refused, and only a new process helps. */
	onEnd?: (error: Error) => void;
}

/**
 * A store in one SQLite file, written by a thread of its own: this side only waits.
 * Rejects when another process holds the file after `lockWaitMs`, or when a newer program wrote it.
 */
export async function openSqliteStore(
	file: string,
	{ lockWaitMs = 5000, mostBytes = null, idleMs = 60_000, onCommit, onEnd }: Options = {}
): Promise<SyncStore> {
	const writer = new Writer({ file, lockWaitMs, mostBytes, idleMs });
	await writer.ask('start');
	writer.listeners = { onCommit, onEnd };
	return {
		open: async (...args) => {
			const stored = await writer.ask('open', ...args);
			return { ...stored, tail: unpack(stored.tail) };
		},
		append: (...args) => writer.ask('append', ...args),
		compact: (...args) => writer.ask('compact', ...args),
		bumpEpoch: (...args) => writer.ask('bumpEpoch', ...args),
		remove: (...args) => writer.ask('remove', ...args),
		release: (...args) => writer.ask('release', ...args),
		cold: (...args) => writer.ask('cold', ...args),
		stats: (...args) => writer.ask('stats', ...args),
		probe: () => writer.ask('probe'),
		close: () => writer.stop()
	};
}

/** Views of one buffer. */
function unpack({ bytes, lengths }: Packed): Uint8Array[] {
	let end = bytes.byteOffset;
	return Array.from(lengths, (length) => new Uint8Array(bytes.buffer, (end += length) - length, length));
}

/** ms */
const longestWindow = 16;

/**
 * Grows while waiting brings more together, and shrinks away where it does not: who writes, waits for the disk and
 * writes again is alone in each message, however quickly they follow each other.
 */
function nextWindow(window: number, cameTogether: boolean): number {
	if (cameTogether) return Math.min(longestWindow, Math.max(1, 2 * window));
	return window < 1 ? 0 : 0.9 * window;
}

interface Asked {
	request: Request;
	resolve: (value: never) => void;
	reject: (error: Error) => void;
}

/**
 * This side of the thread. What is asked in one turn of the loop goes there in one message. It takes all that came
 * while it was busy together: one transaction and one answer.
 */
class Writer {
	listeners: Pick<Options, 'onCommit' | 'onEnd'> = {};
	readonly #thread: Worker;
	/** Asked in this turn, not sent yet. */
	#waiting: Asked[] = [];
	/** Sent, in the order in which they will be answered. */
	#underway: Asked[] = [];
	/** ms from one message to the next, and when the last one went. */
	#window = 0;
	#sentAt = 0;
	#ended: Error | null = null;
	#stopping: Promise<void> | null = null;

	constructor(setup: Setup) {
		this.#thread = new Worker(new URL('./writer.ts', import.meta.url), {
			workerData: setup,
			// What this process was started with is not meant for the thread.
			execArgv: []
		});
		this.#thread.on('message', (answers: Answers) => this.#onAnswers(answers));
		for (const event of ['error', 'messageerror'])
			this.#thread.on(event, (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
		this.#thread.on('exit', () => this.#end(new Error('the writer has stopped')));
	}

	ask<N extends keyof Operations>(
		name: N,
		...args: Parameters<Operations[N]>
	): Promise<ReturnType<Operations[N]>> {
		return new Promise((resolve, reject) => {
			if (this.#ended) return reject(this.#ended);
			if (this.#waiting.push({ request: { name, args }, resolve, reject }) === 1) this.#sendSoon();
		});
	}

	/** Everything that was asked before is done first; what is asked from now on is refused. */
	stop(): Promise<void> {
		this.#stopping ??= this.#stop();
		return this.#stopping;
	}

	async #stop(): Promise<void> {
		if (this.#ended) return;
		const exit = new Promise((resolve) => this.#thread.once('exit', resolve));
		const stopped = this.ask('stop');
		this.#ended = new Error('the writer has stopped');
		await stopped;
		await exit;
	}

	/** At once when it is quiet; many documents that each write a little share a commit. */
	#sendSoon(): void {
		const wait = this.#sentAt + this.#window - performance.now();
		if (wait < 1) setImmediate(() => this.#send());
		else setTimeout(() => this.#send(), wait);
	}

	#send(): void {
		const asked = this.#waiting;
		this.#waiting = [];
		this.#sentAt = performance.now();
		this.#window = nextWindow(this.#window, asked.length > 1);
		this.#underway = this.#underway.concat(asked);
		this.#thread.postMessage(asked.map(({ request }) => request));
	}

	#onAnswers({ answers, rows, seconds }: Answers): void {
		const asked = this.#underway;
		this.#underway = asked.slice(answers.length);
		if (rows > 0) this.listeners.onCommit?.(rows, seconds);
		for (const [i, answer] of answers.entries()) {
			const { resolve, reject } = asked[i]!;
			if (answer && 'error' in answer) reject(new Error(answer.error));
			else resolve(answer?.value as never);
		}
	}

	#end(error: Error): void {
		if (!this.#ended) this.listeners.onEnd?.(error);
		this.#ended ??= error;
		for (const { reject } of [...this.#underway, ...this.#waiting]) reject(this.#ended);
		this.#underway = [];
		this.#waiting = [];
	}
}
