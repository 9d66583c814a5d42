import { Worker } from 'node:worker_threads';
import type { SyncStore } from './store.ts';
import type { Answer, Operations, Request, Setup } from './writer.ts';

/**
 * A store in one SQLite file, written by a thread of its own: this side only waits.
 * Rejects when another process holds the file after `lockWaitMs`, or when a newer program wrote it.
 */
export async function openSqliteStore(file: string, { lockWaitMs = 5000 } = {}): Promise<SyncStore> {
	const writer = new Writer({ file, lockWaitMs });
	await writer.ask('start');
	return {
		open: (...args) => writer.ask('open', ...args),
		append: (...args) => writer.ask('append', ...args),
		compact: (...args) => writer.ask('compact', ...args),
		bumpEpoch: (...args) => writer.ask('bumpEpoch', ...args),
		remove: (...args) => writer.ask('remove', ...args),
		release: (...args) => writer.ask('release', ...args),
		cold: (...args) => writer.ask('cold', ...args),
		close: () => writer.stop()
	};
}

interface Asked {
	resolve: (value: never) => void;
	reject: (error: Error) => void;
}

class Writer {
	readonly #thread: Worker;
	readonly #asked = new Map<number, Asked>();
	#next = 1;
	#ended: Error | null = null;
	#stopping: Promise<void> | null = null;

	constructor(setup: Setup) {
		this.#thread = new Worker(new URL('./writer.ts', import.meta.url), {
			workerData: setup,
			// What this process was started with is not meant for the thread.
			execArgv: []
		});
		this.#thread.on('message', (answer: Answer) => this.#hear(answer));
		this.#thread.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
		this.#thread.on('exit', () => this.#end(new Error('the writer has stopped')));
	}

	ask<N extends keyof Operations>(
		name: N,
		...args: Parameters<Operations[N]>
	): Promise<ReturnType<Operations[N]>> {
		return new Promise((resolve, reject) => {
			if (this.#ended) return reject(this.#ended);
			const id = this.#next++;
			this.#asked.set(id, { resolve, reject });
			this.#thread.postMessage({ id, name, args } satisfies Request);
		});
	}

	/** Everything that was asked before is done first. */
	stop(): Promise<void> {
		this.#stopping ??= this.#stop();
		return this.#stopping;
	}

	async #stop(): Promise<void> {
		if (this.#ended) return;
		const exit = new Promise((resolve) => this.#thread.once('exit', resolve));
		await this.ask('stop');
		await exit;
	}

	#hear(answer: Answer): void {
		const asked = this.#asked.get(answer.id)!;
		this.#asked.delete(answer.id);
		if ('error' in answer) asked.reject(new Error(answer.error));
		else asked.resolve(answer.value as never);
	}

	#end(error: Error): void {
		this.#ended ??= error;
		for (const { reject } of this.#asked.values()) reject(this.#ended);
		this.#asked.clear();
	}
}
