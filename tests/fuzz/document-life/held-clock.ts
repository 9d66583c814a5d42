import type { Cancel, Clock } from '#server/sync/clock.ts';

interface Timer {
	at: number;
	ms: number;
	run: () => void;
}

/** Every promise that can go on has gone on. */
export const drained = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Time that stands still until a test moves it. As in Node, promises go on between one callback and the next. */
export class HeldClock implements Clock {
	/** ms that each look at the clock takes: a computer under strain. */
	strain = 0;
	#now = 0;
	readonly #timers = new Set<Timer>();
	#soon: (() => void)[] = [];

	now(): number {
		this.#now += this.strain;
		return this.#now;
	}

	/** Without that it takes time. */
	get time(): number {
		return this.#now;
	}

	after(ms: number, run: () => void): Cancel {
		const timer = { at: this.#now + ms, ms, run };
		this.#timers.add(timer);
		return () => void this.#timers.delete(timer);
	}

	soon(run: () => void): void {
		this.#soon.push(run);
	}

	get hasSoon(): boolean {
		return this.#soon.length > 0;
	}

	/** Timers that are set, for so many ms or for any. */
	timers(ms?: number): number {
		return [...this.#timers].filter((timer) => ms === undefined || timer.ms === ms).length;
	}

	/** Runs what was to run soon, the first or all that was asked before now. */
	async turn(most = Infinity): Promise<void> {
		for (const run of this.#soon.splice(0, most)) {
			run();
			await drained();
		}
	}

	/** Runs what is due within so many ms, in order. */
	async pass(ms: number): Promise<void> {
		const end = this.#now + ms;
		for (let timer = this.#next(end); timer; timer = this.#next(end)) {
			this.#timers.delete(timer);
			this.#now = Math.max(this.#now, timer.at);
			timer.run();
			await drained();
		}
		this.#now = Math.max(this.#now, end);
	}

	#next(end: number): Timer | undefined {
		let next: Timer | undefined;
		for (const timer of this.#timers) if (timer.at <= end && (!next || timer.at < next.at)) next = timer;
		return next;
	}
}
