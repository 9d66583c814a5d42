import { deserialize } from '$app/forms';

/** Typing rests this long before the note is sent, ms. */
const rest = 800;

/** A note that keeps itself: after a pause in typing, and when its field or its page is left. */
export class NoteKeeper {
	text = $state('');
	/** `open`: could not be kept; it is tried again with the next letter. */
	state = $state<'still' | 'keeping' | 'kept' | 'open'>('still');
	refusal = $state<string | null>(null);
	readonly #step: string;
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(step: string, text: string) {
		this.#step = step;
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
		const answer = await this.#send(text);
		this.refusal = answer.refusal;
		if (!answer.kept) this.state = 'open';
		else {
			this.#kept = text;
			this.#done();
		}
	}

	#done(): void {
		if (this.text === this.#kept && this.state !== 'still') this.state = 'kept';
	}

	/** `keepalive`: a page that is left still brings its note. */
	async #send(text: string): Promise<{ kept: boolean; refusal: string | null }> {
		const body = new URLSearchParams({ step: this.#step, note: text });
		const headers = { 'x-sveltekit-action': 'true' };
		const response = await fetch('?/note', { method: 'POST', body, headers, keepalive: true }).catch(
			() => null
		);
		if (!response) return { kept: false, refusal: null };
		const result = deserialize(await response.text());
		const refusal = result.type === 'failure' ? String(result.data?.message) : null;
		return { kept: result.type === 'success', refusal };
	}
}
