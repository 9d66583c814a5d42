/** So many samples are looked at: enough for one without delay, few enough to follow a clock that drifts. */
const remembered = 20;

/** The page, and what the server said last before we came in, may be old; what follows is not. */
const staleAtFirst = 3;

/**
 * The server's time, reckoned here. Each fact carries the time at which it was sent; on its way that grows old, never
 * young, so of the last samples the one that puts the server latest had the smallest delay. `elapsed` is a clock of
 * the device that nobody can set back.
 */
export class ServerClock {
	readonly #offsets: number[];
	/** Until the server has said something itself, fresh: a page may have been on the device for an hour. */
	#guess: number | null;

	/** `guess`: what the server's time may be at `elapsed`, if anyone knows. */
	constructor(server: number, elapsed: number, guess: number | null = null) {
		this.#offsets = [server - elapsed];
		this.#guess = guess && guess - elapsed;
	}

	/** A message that the server sent at `server` (ms since 1970) came in at `elapsed` (ms of this device). */
	sample(server: number, elapsed: number): void {
		this.#offsets.push(server - elapsed);
		if (this.#offsets.length > staleAtFirst) this.#guess = null;
		if (this.#offsets.length > remembered) this.#offsets.shift();
	}

	/** ms since 1970 by the clock of the server. */
	at(elapsed: number): number {
		return elapsed + Math.max(...this.#offsets, this.#guess ?? -Infinity);
	}
}

const key = 'siroop.clock';

/** For a reload without a connection: how far the server is ahead of this device. */
export function rememberTime(server: number): void {
	try {
		sessionStorage.setItem(key, String(server - Date.now()));
	} catch {
		// Nothing may be kept here: then a reload without a connection shows the time of its page.
		return;
	}
}

export function rememberedTime(): number | null {
	try {
		const ahead = sessionStorage.getItem(key);
		return ahead === null ? null : Date.now() + Number(ahead);
	} catch {
		// On the server, or where nothing may be kept.
		return null;
	}
}
