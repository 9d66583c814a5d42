import type * as Y from 'yjs';
import { Changes } from './changes.ts';
import type { Edit } from './text-edit.ts';
import { TextField } from './text-field.ts';

/** One text that several people write in at once. */
export class SharedText {
	readonly #mayWrite: () => boolean;
	readonly #fields = new Set<TextField>();
	readonly #changes = new Changes();
	#text: Y.Text;
	#isTooLong = $state(false);

	constructor(text: Y.Text, mayWrite: () => boolean) {
		this.#text = text;
		this.#mayWrite = mayWrite;
		text.observe(this.#onText);
	}

	get current(): string {
		this.#changes.follow();
		return this.#text.toString();
	}

	/** What somebody wanted to put in was too long, and was not: what stood there still does. */
	get isTooLong(): boolean {
		return this.#isTooLong;
	}

	/**
	 * Ties a textarea or input to the text: `{@attach text.bind}` or `use:text.bind`. Its value is this text's alone;
	 * bind nothing else to it.
	 */
	readonly bind = (field: HTMLTextAreaElement | HTMLInputElement) => {
		const bound = new TextField(field, {
			read: () => this.#text.toString(),
			write: (edit, by) => this.#write(edit, by),
			mayWrite: this.#mayWrite,
			tooLong: (is) => (this.#isTooLong = is)
		});
		this.#fields.add(bound);
		const stop = () => {
			bound.stop();
			this.#fields.delete(bound);
		};
		return Object.assign(stop, { destroy: stop });
	};

	/** The same text in a new document: the old one went astray. */
	follow(text: Y.Text): void {
		if (text === this.#text) return;
		this.#text.unobserve(this.#onText);
		this.#text = text;
		text.observe(this.#onText);
		for (const field of this.#fields) field.show();
		this.#changes.tell();
	}

	#write({ at, remove, insert }: Edit, by: TextField): void {
		this.#text.doc?.transact(() => {
			if (remove > 0) this.#text.delete(at, remove);
			if (insert !== '') this.#text.insert(at, insert);
		}, by);
	}

	readonly #onText = ({ delta, transaction }: Y.YTextEvent) => {
		for (const field of this.#fields) if (field !== transaction.origin) field.onRemote(delta);
		this.#changes.tell();
	};
}
