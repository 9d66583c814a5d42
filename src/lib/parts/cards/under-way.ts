/** Between leaving a field and pressing the button beside it, ms: whoever taps "Leg erbij" is still busy. */
const tapTime = 500;

/** Whether a sentence is under way in one of the fields of a page: it has the focus and is not blank. */
export class UnderWay {
	#tell: (busy: boolean) => void;
	#fields = new Set<string>();
	#leaving: ReturnType<typeof setTimeout> | null = null;

	constructor(tell: (busy: boolean) => void) {
		this.#tell = tell;
	}

	say(field: string, on: boolean) {
		const before = this.#fields.size > 0;
		if (on) this.#fields.add(field);
		else this.#fields.delete(field);
		const after = this.#fields.size > 0;
		if (after) this.#stay();
		if (after && !before) this.#tell(true);
		if (before && !after) this.#leaving = setTimeout(() => this.#leave(), tapTime);
	}

	/** Leaves no timer behind. */
	stop() {
		const told = this.#fields.size > 0 || this.#leaving !== null;
		this.#stay();
		this.#fields.clear();
		if (told) this.#tell(false);
	}

	#stay() {
		if (this.#leaving !== null) clearTimeout(this.#leaving);
		this.#leaving = null;
	}

	#leave() {
		this.#leaving = null;
		this.#tell(false);
	}
}
