/** Typing rests this long before the note is sent, ms. */
const rest = 800;

/** What became of a note that was sent: kept, or not, with the reason when there was one. `stands`: another wrote that. */
export type Sent = { kept: true } | { kept: false; why: string | null; stands?: string };

/** A note that keeps itself: after a pause in typing, and when its field or its page is left. */
export class NoteKeeper {
	text = $state('');
	/** `open`: could not be kept; it is tried again with the next letter. */
	state = $state<'still' | 'keeping' | 'kept' | 'open'>('still');
	refusal = $state<string | null>(null);
	/** What somebody else wrote here meanwhile: nothing goes out by itself any more, until she says which it shall be (F9). */
	other = $state<string | null>(null);
	/** What the server has, as far as it is known here. */
	was = $state('');
	readonly #send: (text: string, was: string) => Promise<Sent>;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(text: string, send: (text: string, was: string) => Promise<Sent>) {
		this.#send = send;
		this.was = this.text = text;
	}

	/** The page was read again; whoever has not typed sees what stands there now. */
	read(text: string): void {
		if (this.state === 'still' && this.text === this.was) this.text = this.was = text;
	}

	soon(): void {
		clearTimeout(this.#timer);
		if (this.other !== null) return;
		this.state = 'keeping';
		this.#timer = setTimeout(() => void this.keep(), rest);
	}

	async keep(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.other !== null) return;
		const text = this.text;
		if (text === this.was) return this.#done();
		const sent = await this.#send(text, this.was);
		this.refusal = sent.kept ? null : sent.why;
		if (sent.kept) {
			this.was = text;
			return this.#done();
		}
		this.other = sent.stands ?? null;
		this.state = 'open';
	}

	/** Her own words after all, in place of the other's; or the other's. */
	async choose(whose: 'mine' | 'other'): Promise<void> {
		if (this.other === null) return;
		this.was = this.other;
		if (whose === 'other') this.text = this.other;
		this.other = this.refusal = null;
		await this.keep();
	}

	#done(): void {
		if (this.text === this.was && this.state !== 'still') this.state = 'kept';
	}
}
