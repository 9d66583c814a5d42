/** Step 2s that are kept, and bytes from which on validating one costs more than comparing it. */
const most = 4;
const leastBytes = 4096;

/**
 * Long step 2s in which nothing was new; nor will it ever be, for what is known stays known and what is deleted stays
 * deleted. A thousand pages that come back each hand in the same list of all that was ever deleted.
 */
export class KnownStep2s {
	readonly #newestLast: Buffer[] = [];

	has(data: Uint8Array): boolean {
		return data.length >= leastBytes && this.#newestLast.some((known) => known.equals(data));
	}

	/** One that was not there yet. */
	add(data: Uint8Array): void {
		if (data.length < leastBytes) return;
		this.#newestLast.push(Buffer.from(data.buffer, data.byteOffset, data.length));
		if (this.#newestLast.length > most) this.#newestLast.shift();
	}
}
