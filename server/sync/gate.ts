import type { Cancel, Clock } from './clock.ts';

/** So many at once; the others wait in the order in which they came, but not for ever. */
export class Gate {
	readonly #places: number;
	readonly #mostWaitMs: number;
	readonly #clock: Clock;
	readonly #waiting = new Set<() => void>();
	#inside = 0;

	constructor(places: number, mostWaitMs: number, clock: Clock) {
		this.#places = places;
		this.#mostWaitMs = mostWaitMs;
		this.#clock = clock;
	}

	get waiting(): number {
		return this.#waiting.size;
	}

	/** Rejects when there was no place within the longest wait; then `work` has not begun and never will. */
	async pass<T>(work: () => Promise<T>): Promise<T> {
		if (this.#inside < this.#places) this.#inside++;
		else await this.#place();
		try {
			return await work();
		} finally {
			// Not at once: a thousand who need no disk would be one long turn, in which nobody else is heard.
			this.#clock.soon(() => this.#next());
		}
	}

	#place(): Promise<void> {
		return new Promise((resolve, reject) => {
			let cancel: Cancel = () => {};
			const enter = () => {
				cancel();
				resolve();
			};
			this.#waiting.add(enter);
			cancel = this.#clock.after(this.#mostWaitMs, () => {
				this.#waiting.delete(enter);
				reject(new Error('no place within the longest wait'));
			});
		});
	}

	/** Hands the place on, or gives it up. */
	#next(): void {
		const [enter] = this.#waiting;
		if (!enter) return void this.#inside--;
		this.#waiting.delete(enter);
		enter();
	}
}
