/**
 * The message of which the end has not come. `ws` holds what it has of it for as long as the socket lives, and tells
 * nobody; so the bytes are watched as they come in.
 */
export class Unfinished {
	/** As many as came since something was whole. */
	bytes = 0;
	#since = 0;
	#wasWhole = false;

	/** Something was whole: a message, a ping or a pong. Comes before `add` of the bytes that made it so. */
	whole(): void {
		this.#wasWhole = true;
	}

	/** What is left of such bytes begins the next message: at most one read of the socket, and not counted. */
	add(bytes: number, now: number): void {
		if (this.bytes === 0) this.#since = now;
		this.bytes = this.#wasWhole ? 0 : this.bytes + bytes;
		this.#wasWhole = false;
	}

	/** Since its first byte, ms. */
	age(now: number): number {
		return this.bytes === 0 ? 0 : now - this.#since;
	}
}
