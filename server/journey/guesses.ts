import { networkOf } from '#server/app/address.ts';

const day = 24 * 60 * 60 * 1000;
/** Different wrong codes of six digits that are looked at in a day, of one network and of all. */
const fromOneNetwork = 150;
const fromAll = 900;

/**
 * Guessing six digits (J6). What counts is how many different wrong codes were looked at: who tries one again learns
 * nothing, so two hundred people with the code of last month are one guess. Behind that nobody is refused: whoever types
 * six digits, right or wrong, is asked for the six that stand under them, and twelve are always looked at (J29).
 *
 * There are 900,000 codes of six digits. 900 of them tried in a day find an open meeting with a chance of 1 in 1,000,
 * from one machine or from a thousand networks. Twelve digits are 9 × 10^11: a thousand a second, which is more than this
 * program answers, find one in a day with a chance of 1 in 10,000. A hall of two hundred where sixty mistype twice, each
 * differently, comes to 120 and types on with six digits; one where somebody types wrong codes on purpose scans, or types
 * twelve, and no other hall notices until six of them do so.
 *
 * What resembles an open code is not spared: who sees when the limit comes would learn which guesses were near.
 * In memory alone: a restart is a rest.
 */
export class Guesses {
	readonly #now: () => number;
	/** Told once when all of a day were looked at. */
	readonly #onSpent: () => void;
	#tried = new Set<string>();
	#byNetwork = new Map<string, number>();
	#until = 0;

	constructor(now: () => number, onSpent: () => void) {
		this.#now = now;
		this.#onSpent = onSpent;
	}

	/**
	 * Counts a code before it is looked at, so that a thousand at once are no way around; whoever finds that it was right
	 * calls what this returns. Null: six digits are not enough here now.
	 */
	begin(address: string, code: string): (() => void) | null {
		if (this.#now() >= this.#until) this.#beginDay();
		const network = networkOf(address);
		if (this.#tried.size >= fromAll || this.#of(network) >= fromOneNetwork) return null;
		if (this.#tried.has(code)) return () => {};
		this.#tried.add(code);
		this.#byNetwork.set(network, this.#of(network) + 1);
		if (this.#tried.size === fromAll) this.#onSpent();
		return () => this.#takeBack(network, code);
	}

	#of(network: string): number {
		return this.#byNetwork.get(network) ?? 0;
	}

	#takeBack(network: string, code: string): void {
		if (this.#tried.delete(code)) this.#byNetwork.set(network, this.#of(network) - 1);
	}

	#beginDay(): void {
		this.#tried = new Set();
		this.#byNetwork = new Map();
		this.#until = this.#now() + day;
	}
}
