import { untrack } from 'svelte';
import { page } from '$app/state';
import type { MySeat } from '#lib/journey/my-seat.ts';
import { Drafts, isEmpty, type Filled } from './drafts.ts';
import { sent } from './sent.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * What somebody fills in stays on this device until it was sent (P13): over another tab, a pause, a stage, a reload and
 * Escape. For every form: `<form {@attach draft.keep}>`; a `Posting` says by itself that it was sent.
 */
export class FormDraft {
	/** `unkept`: there is something, and this device keeps nothing. */
	is = $state<'nothing' | 'kept' | 'unkept'>('nothing');
	readonly #name: () => string;
	readonly #without: readonly string[];

	/** `name`: of this form and what it is about, the same after a reload. `without`: fields that are asked anew. */
	constructor(name: () => string, without: readonly string[] = []) {
		this.#name = name;
		this.#without = without;
	}

	keep = (form: HTMLFormElement): (() => void) => {
		const name = this.#name();
		return untrack(() => this.#follow(form, name));
	};

	#follow(form: HTMLFormElement, name: string): () => void {
		const drafts = new Drafts(whose());
		let filled: Filled = drafts.read(name);
		fillIn(form, filled);
		if (Object.keys(filled).length > 0) this.is = 'kept';
		const onInput = ({ target }: Event) => {
			if (!isControl(target) || this.#without.includes(target.name)) return;
			filled = { ...filled, ...valueOf(target) };
			this.is = drafts.keep(name, filled, Date.now()) ? 'kept' : 'unkept';
			if (isEmpty(filled)) this.is = 'nothing';
		};
		const onSent = () => {
			filled = {};
			drafts.forget(name);
			this.is = 'nothing';
		};
		form.addEventListener('input', onInput);
		form.addEventListener('change', onInput);
		form.addEventListener(sent, onSent);
		return () => {
			form.removeEventListener('input', onInput);
			form.removeEventListener('change', onInput);
			form.removeEventListener(sent, onSent);
			this.is = 'nothing';
		};
	}
}

/** The seat of this page, or who is signed in. */
function whose(): string {
	const { seat, me } = page.data as { seat?: Partial<MySeat>; me?: { id?: string } | null };
	return seat?.notebook ?? me?.id ?? 'nobody';
}

/** A field with a name that a person writes or chooses in; never a password or a file. */
function isControl(target: unknown): target is Control {
	const isField =
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['hidden', 'password', 'file', 'submit'].includes(target.type));
	return isField && target.name !== '';
}

/** Chosen and not written: a tick, or one of several. */
const isChosen = (control: Control): control is HTMLInputElement & { type: 'checkbox' | 'radio' } =>
	control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
/** Each tick counts by itself. */
const keyOf = (control: Control): string =>
	control.type === 'checkbox' ? `${control.name}=${control.value}` : control.name;

const valueOf = (control: Control): Filled => ({
	[keyOf(control)]: control.type !== 'checkbox' ? control.value : isChecked(control) ? 'yes' : 'no'
});

const isChecked = (control: Control): boolean => isChosen(control) && control.checked;

/** Says it as fingers would, so that whatever is bound to a field hears it. */
function fillIn(form: HTMLFormElement, filled: Filled): void {
	for (const control of form.elements) if (isControl(control)) fillOne(control, filled);
}

function fillOne(control: Control, filled: Filled): void {
	const value = filled[keyOf(control)];
	if (value === undefined || !becomes(control, value)) return;
	control.dispatchEvent(new Event('input', { bubbles: true }));
	control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Returns whether it was another. */
function becomes(control: Control, value: string): boolean {
	if (isChosen(control)) {
		const { checked: was } = control;
		control.checked = value === (control.type === 'checkbox' ? 'yes' : control.value);
		return control.checked !== was;
	}
	if (control.value === value) return false;
	control.value = value;
	return control.value === value;
}
