/** So many samples are looked at: enough for one without delay, few enough to follow a clock that drifts. */
const remembered = 20;

/**
 * The server's time, reckoned here. Each fact carries the time at which it was sent; on its way that grows old, never
 * young, so of the last samples the one that puts the server latest had the smallest delay. `elapsed` is a clock of
 * the device that nobody can set back.
 */
export class ServerClock {
	readonly #offsets: number[] = [];

	constructor(server: number, elapsed: number) {
		this.sample(server, elapsed);
	}

	/** A message that the server sent at `server` (ms since 1970) came in at `elapsed` (ms of this device). */
	sample(server: number, elapsed: number): void {
		this.#offsets.push(server - elapsed);
		if (this.#offsets.length > remembered) this.#offsets.shift();
	}

	/** ms since 1970 by the clock of the server. */
	at(elapsed: number): number {
		return elapsed + Math.max(...this.#offsets);
	}
}
