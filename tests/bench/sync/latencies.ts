/** Steps of 0.1 ms up to 30 s; what took longer counts as 30 s. */
const stepsPerMs = 10;
const steps = 30_000 * stepsPerMs;

/** Millions of measured times in little room. */
export class Latencies {
	readonly #counts = new Uint32Array(steps + 1);
	count = 0;

	add(ms: number): void {
		this.#counts[ms <= 0 ? 0 : ms >= 30_000 ? steps : (ms * stepsPerMs) | 0]!++;
		this.count++;
	}

	/** ms; `share` 0.5 is the median. null without any. */
	at(share: number): number | null {
		if (this.count === 0) return null;
		let left = Math.ceil(share * this.count);
		let step = 0;
		while ((left -= this.#counts[step]!) > 0) step++;
		return (step + 0.5) / stepsPerMs;
	}
}
