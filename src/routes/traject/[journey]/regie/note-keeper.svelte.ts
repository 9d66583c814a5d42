/** Typing rests this long before the note is sent, ms. */
const rest = 800;

/** What became of a note that was sent: kept, or not, with the reason when there was one. */
export type Sent = { kept: true } | { kept: false; why: string | null };

/** A note that keeps itself: after a pause in typing, and when its field or its page is left. */
export class NoteKeeper {
	text = $state('');
	/** `open`: could not be kept; it is tried again with the next letter. */
	state = $state<'still' | 'keeping' | 'kept' | 'open'>('still');
	refusal = $state<string | null>(null);
	readonly #send: (text: string) => Promise<Sent>;
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(text: string, send: (text: string) => Promise<Sent>) {
		this.#send = send;
		this.#kept = this.text = text;
	}

	soon(): void {
		clearTimeout(this.#timer);
		this.state = 'keeping';
		this.#timer = setTimeout(() => void this.keep(), rest);
	}

	async keep(): Promise<void> {
		clearTimeout(this.#timer);
		const text = this.text;
		if (text === this.#kept) return this.#done();
		const sent = await this.#send(text);
		this.refusal = sent.kept ? null : sent.why;
		if (sent.kept) this.#kept = text;
		if (sent.kept) this.#done();
		else this.state = 'open';
	}

	#done(): void {
		if (this.text === this.#kept && this.state !== 'still') this.state = 'kept';
	}
}
