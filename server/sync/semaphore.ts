import type { Cancel, Clock } from './clock.ts';

/** So many at once; the others wait in the order in which they came, but not for ever. */
export class Semaphore {
	readonly #permits: number;
	readonly #mostWaitMs: number;
	readonly #clock: Clock;
	readonly #waiting = new Set<() => void>();
	#taken = 0;

	constructor(permits: number, mostWaitMs: number, clock: Clock) {
		this.#permits = permits;
		this.#mostWaitMs = mostWaitMs;
		this.#clock = clock;
	}

	get waiting(): number {
		return this.#waiting.size;
	}

	/** Rejects when no permit came free within the longest wait; then `work` has not begun and never will. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.#taken < this.#permits) this.#taken++;
		else await this.#permit();
		try {
			return await work();
		} finally {
			// Not at once: a thousand who need no disk would be one long turn, in which nobody else is heard.
			this.#clock.soon(() => this.#release());
		}
	}

	#permit(): Promise<void> {
		return new Promise((resolve, reject) => {
			let cancel: Cancel = () => {};
			const start = () => {
				cancel();
				resolve();
			};
			this.#waiting.add(start);
			cancel = this.#clock.after(this.#mostWaitMs, () => {
				this.#waiting.delete(start);
				reject(new Error('no permit within the longest wait'));
			});
		});
	}

	/** Hands the permit on, or gives it up. */
	#release(): void {
		const [start] = this.#waiting;
		if (!start) return void this.#taken--;
		this.#waiting.delete(start);
		start();
	}
}
