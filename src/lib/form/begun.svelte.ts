import { mergeEdit, type Fields } from '#domain/journey/edits.ts';
import type { Refused } from './answer.ts';
import type { Restored } from './sent.ts';

/**
 * What the fields of a form that changes something began with, while others may change it too (F8, F9): a field in which
 * somebody types keeps their words and goes by what stood there then, every other shows what stands there now.
 */
export class Begun {
	/** What each field is to show, until somebody types in it. */
	shown = $state.raw<Fields>({});
	/** What goes along with a post: what was changed is told by it. */
	was = $state.raw<Fields>({});

	/** `given`: what a page without a script got back, as it was refused. */
	constructor(stands: Fields, given: Fields = {}) {
		this.was = stands;
		this.shown = mergeEdit({}, given, stands).fields;
	}

	/** What stands there was read again. */
	follow(stands: Fields, form: HTMLFormElement): void {
		const typed = new FormData(form);
		const { shown, was } = this;
		// A tick that was taken away is in no form data.
		const isTouched = (field: string) =>
			shown[field] !== was[field] ||
			(form.elements.namedItem(field) !== null && (typed.get(field) ?? '') !== shown[field]);
		this.shown = { ...stands, ...only(shown, isTouched) };
		this.was = { ...stands, ...only(was, isTouched) };
	}

	/** It was refused, for somebody else changed the same: now they know, and what they send again is what they want. */
	learn({ clashes, stands }: NonNullable<Refused['meanwhile']>): void {
		this.was = stands;
		this.shown = { ...stands, ...only(this.shown, (field) => clashes.includes(field)) };
	}

	/** What was left here comes back: it is of what stood there when it was typed. */
	restore({ filled, was }: Restored): void {
		this.was = { ...this.was, ...only(was, (field) => field in filled) };
	}

	/** The server has it. */
	sent(given: FormData): void {
		const fields = Object.keys(this.was).map((field) => [field, String(given.get(field) ?? '')]);
		this.shown = this.was = Object.fromEntries(fields);
	}
}

const only = (fields: Fields, is: (field: string) => boolean): Fields =>
	Object.fromEntries(Object.entries(fields).filter(([field]) => is(field)));
