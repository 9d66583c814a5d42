/** What was asked, and whether it has been answered. */
export class Promises {
	readonly #open = new Map<number, string>();
	#count = 0;
	readonly #fault: (what: string) => void;

	constructor(fault: (what: string) => void) {
		this.#fault = fault;
	}

	get open(): string[] {
		return [...this.#open.values()];
	}

	/** `mayFail` answers why this error can't be, or null. */
	watch(what: string, promise: Promise<unknown>, mayFail: (error: Error) => string | null): void {
		const number = this.#count++;
		this.#open.set(number, what);
		promise.then(
			() => this.#open.delete(number),
			(error: Error) => {
				this.#open.delete(number);
				const wrong = mayFail(error);
				if (wrong) this.#fault(`${what} was refused with '${error.message}': ${wrong}`);
			}
		);
	}
}
