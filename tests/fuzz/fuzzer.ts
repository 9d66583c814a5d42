import { setTimeout as wait } from 'node:timers/promises';

/**
 * What a fuzzer is. It decides everything by `Dice`, so that a seed decides it again; what it can't decide (when a
 * packet arrives, when a disk is done) it says in its own header. It throws at the first thing that is not right.
 */
export interface Fuzzer {
	/** `npm run fuzz -- NAME`. */
	name: string;
	/** What a round is: 'histories', 'kills'. */
	unit: string;
	/** Rounds in `npm test`, together under ten seconds, and when it runs by itself. */
	short: number;
	long: number;
	run(seed: number, rounds: number, say: Say): Promise<void>;
}

/** Prints a line of progress. */
export type Say = (line: string) => void;

/** Found by a fuzzer: what was wrong, and how to see it again. */
export class Found extends Error {
	readonly seed: number;
	readonly rounds: number;

	constructor(seed: number, rounds: number, cause: unknown) {
		super(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
		this.seed = seed;
		this.rounds = rounds;
	}
}

/** What hangs is found too. */
export async function timely<T>(work: Promise<T>, what: string, ms = 30_000): Promise<T> {
	const done = new AbortController();
	const late = wait(ms, undefined, { signal: done.signal }).then(
		() => Promise.reject(new Error(`waited ${ms} ms for ${what}`)),
		() => never
	);
	try {
		return await Promise.race([work, late]);
	} finally {
		done.abort();
	}
}

const never = new Promise<never>(() => {});

/** For a message that someone reads. */
export const firstOf = (faults: readonly string[]) =>
	faults.slice(0, 5).join('; ') + (faults.length > 5 ? `; and ${faults.length - 5} more` : '');

/**
 * Rounds that know nothing of each other: round 3 of seed 40 is round 0 of seed 43, so the one that failed can be
 * repeated alone.
 */
export function inRounds(round: (dice: Dice, say: Say) => Promise<void> | void): Fuzzer['run'] {
	return async (seed, rounds, say) => {
		const tenth = Math.max(1, Math.floor(rounds / 10));
		for (let i = 0; i < rounds; i++) {
			try {
				await round(new Dice(seed + i), say);
			} catch (error) {
				throw new Found(seed + i, 1, error);
			}
			if (rounds > 10 && (i + 1) % tenth === 0) say(`${i + 1} of ${rounds}`);
		}
	};
}

/** Runs it, prints the seed before, its progress and, when something was found, the command that finds it again. */
export async function runFuzzer(
	{ name, unit, run }: Fuzzer,
	seed: number,
	rounds: number,
	progress: Say = console.log
): Promise<void> {
	const say = console.log;
	const begun = performance.now();
	say(`${name}: seed ${seed}, ${rounds} ${unit}`);
	try {
		await run(seed, rounds, (line) => progress(`${name}: ${line}`));
	} catch (error) {
		const again = error instanceof Found ? error : new Found(seed, rounds, error);
		say(`${name}: FAILED. Again: npm run fuzz -- ${name} --seed ${again.seed} --rounds ${again.rounds}`);
		throw again;
	}
	say(`${name}: nothing found, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

/** The same few rounds in every run of the tests; FUZZ_SEED tries others. */
export const runShort = (fuzzer: Fuzzer) =>
	runFuzzer(fuzzer, Number(process.env.FUZZ_SEED ?? 1), fuzzer.short, () => {});

/** Chance from a seed: the same seed, the same throws. */
export class Dice {
	readonly seed: number;
	#state: number;

	constructor(seed: number) {
		this.seed = seed;
		// Zero would stay zero, and neighbouring seeds begin alike: some throws are thrown away.
		this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
		for (let i = 0; i < 8; i++) this.#next();
	}

	/** 0 up to, not including, `most`. */
	below(most: number): number {
		return this.#next() % most;
	}

	between(least: number, most: number): number {
		return least + this.below(most - least + 1);
	}

	/** True so many times in a hundred. */
	percent(chance: number): boolean {
		return this.below(100) < chance;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.below(from.length)]!;
	}

	/** One of the names, by weight. */
	choose<K extends string>(weights: Record<K, number>): K {
		const entries = Object.entries(weights) as [K, number][];
		let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
		for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
		throw new Error('no weights');
	}

	shuffle<T>(list: readonly T[]): T[] {
		const shuffled = [...list];
		for (let i = shuffled.length - 1; i > 0; i--) {
			const j = this.below(i + 1);
			[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
		}
		return shuffled;
	}

	/** Throws of its own, so that how often one is asked does not change what the other says. */
	fork(): Dice {
		return new Dice(this.#next());
	}

	#next(): number {
		let x = this.#state;
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		this.#state = x;
		return x >>> 0;
	}
}
