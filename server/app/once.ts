/** A form is posted once, for so long, ms; nobody taps twice after that. */
const formLasts = 60_000;
const formId = /^[a-z0-9]{16}$/;

/**
 * Work that a form asks for, done once however often the form is posted: a second tap gets the answer of the first. What
 * failed, or is not `isDone`, is done anew when the form comes again.
 */
export class Once<Answer> {
	readonly #answered = new Map<string, Promise<Answer>>();
	readonly #isDone: (answer: Answer) => boolean;

	constructor(isDone: (answer: Answer) => boolean = () => true) {
		this.#isDone = isDone;
	}

	/** `form`: made with the form; without one nothing is kept. */
	do(form: string, work: () => Promise<Answer>): Promise<Answer> {
		if (!formId.test(form)) return work();
		const before = this.#answered.get(form);
		if (before) return before;
		const answer = work();
		this.#answered.set(form, answer);
		const forget = () => this.#answered.delete(form);
		setTimeout(forget, formLasts).unref();
		answer.then((given) => this.#isDone(given) || forget(), forget);
		return answer;
	}
}
