import { setTimeout as wait } from 'node:timers/promises';
import type { SyncStore } from '#server/sync/store.ts';
import type { Dice } from './fuzzer.ts';

export const broken = 'a broken disk';

/**
 * A store that takes its time, fails when it is told to (before or after it did what was asked), and can stop in the
 * middle, as when a process is killed: what it had begun comes to its end, and nobody hears of it.
 */
export class Disk {
	readonly store: SyncStore;
	readonly #dice: Dice;
	/** Chance in a hundred that a request fails. */
	failures = 0;
	slowestMs = 0;
	#isDead = false;

	constructor(real: SyncStore, dice: Dice) {
		this.#dice = dice;
		this.store = {
			...real,
			open: (...args) => this.#pass(() => real.open(...args)),
			append: (...args) => this.#pass(() => real.append(...args)),
			compact: (...args) => this.#pass(() => real.compact(...args)),
			release: (...args) => this.#pass(() => real.release(...args)),
			cold: (...args) => this.#pass(() => real.cold(...args))
		};
	}

	die(): void {
		this.#isDead = true;
	}

	async #pass<T>(act: () => Promise<T>): Promise<T> {
		const [fails, late, ms] = [
			this.#dice.percent(this.failures),
			this.#dice.percent(50),
			this.#dice.below(this.slowestMs + 1)
		];
		if (ms > 0) await wait(ms);
		if (this.#isDead) await never;
		if (fails && !late) throw new Error(broken);
		const result = await act();
		if (this.#isDead) await never;
		if (fails) throw new Error(broken);
		return result;
	}
}

const never = new Promise<never>(() => {});
