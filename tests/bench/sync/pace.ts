/** Does something for each of `count` in turn, `perSecond` times each, at moments spread at random but the same in each run. */
export class Pace {
	readonly #phases: { at: number; who: number }[];
	readonly #interval: number;
	readonly #act: (who: number) => void;
	#timer: NodeJS.Timeout | undefined;
	#startedAt = 0;
	#next = 0;

	constructor(count: number, perSecond: number, act: (who: number) => void) {
		this.#interval = 1000 / perSecond;
		this.#act = act;
		const random = seeded(count);
		this.#phases = Array.from({ length: count }, (_, who) => ({ who, at: random() * this.#interval })).sort(
			(a, b) => a.at - b.at
		);
	}

	start(): void {
		this.#startedAt = performance.now();
		this.#turn();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#turn(): void {
		for (let now = performance.now(); this.#due(this.#next) <= now; this.#next++)
			this.#act(this.#phases[this.#next % this.#phases.length]!.who);
		this.#timer = setTimeout(() => this.#turn(), Math.max(1, this.#due(this.#next) - performance.now()));
	}

	#due(turn: number): number {
		const { at } = this.#phases[turn % this.#phases.length]!;
		return this.#startedAt + at + Math.floor(turn / this.#phases.length) * this.#interval;
	}
}

/** Mulberry32: the same numbers in each run. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
