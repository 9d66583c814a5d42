import { m } from '#lib/paraglide/messages.js';
import { Drafts, isEmpty, wasKey, type Filled } from './drafts.ts';
import { drafted, sent, type Restored } from './sent.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Of one form: what it is called, whose it is, and what is asked anew each time. */
interface Followed {
	name: string;
	person: string;
	without?: readonly string[];
	silent?: boolean;
}

/**
 * Fills in what was left here, and keeps what is typed until it was sent (P18). `early`: where somebody typed before this
 * came. Returns the stop function.
 */
export function followForm(
	form: HTMLFormElement,
	{ name, person, without = [], silent = false }: Followed,
	early: Iterable<unknown> = []
): () => void {
	const drafts = new Drafts(person);
	const line = lineBelow(silent ? null : form);
	const typed = [...early].filter(isControl);
	let filled = restore(form, drafts.read(name), typed);
	if (isEmpty(filled)) drafts.forget(name);
	else line.say(m.draft_kept());
	const keep = (control: Control) => {
		if (without.includes(control.name)) return;
		filled = { ...filled, ...valueOf(control), ...began(form) };
		const isKept = drafts.keep(name, filled, Date.now());
		line.say(isEmpty(filled) ? null : isKept ? m.draft_kept() : m.saved_unsent());
	};
	typed.forEach(keep);
	const onInput = ({ target }: Event) => isControl(target) && keep(target);
	const onSent = () => {
		filled = {};
		drafts.forget(name);
		line.say(null);
	};
	const heard = { input: onInput, change: onInput, [sent]: onSent };
	for (const [event, on] of Object.entries(heard)) form.addEventListener(event, on);
	return () => {
		for (const [event, on] of Object.entries(heard)) form.removeEventListener(event, on);
		line.say(null);
	};
}

/** Below the fields: that this is not sent, and whether it is kept here. Null: the form says it itself. */
function lineBelow(form: HTMLFormElement | null): { say(words: string | null): void } {
	const line = document.createElement('p');
	line.className = 'small soft';
	return {
		say(words) {
			line.textContent = words;
			if (words === null) line.remove();
			else if (!line.isConnected) form?.append(line);
		}
	};
}

/** Returns what was left, unless all of it stands there already. */
function restore(form: HTMLFormElement, kept: Filled, typed: readonly Control[]): Filled {
	const { [wasKey]: was = '{}', ...left } = kept;
	for (const control of typed) delete left[keyOf(control)];
	const detail: Restored = { filled: left, was: JSON.parse(was) as Filled };
	form.dispatchEvent(new CustomEvent(drafted, { detail }));
	return fillIn(form, left) ? { ...left, [wasKey]: was } : {};
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

/** What the fields of a form that changes something began with, as the form says itself. */
function began(form: HTMLFormElement): Filled {
	const was = form.querySelector<HTMLInputElement>(`input[type=hidden][name=${wasKey}]`);
	return was ? { [wasKey]: was.value } : {};
}

/** Says it as fingers would, so that whatever is bound to a field hears it. Returns whether anything is another now. */
function fillIn(form: HTMLFormElement, filled: Filled): boolean {
	const controls = [...form.elements].filter(isControl);
	return controls.filter((control) => fillOne(control, filled)).length > 0;
}

function fillOne(control: Control, filled: Filled): boolean {
	const value = filled[keyOf(control)];
	if (value === undefined || !becomes(control, value)) return false;
	control.dispatchEvent(new Event('input', { bubbles: true }));
	control.dispatchEvent(new Event('change', { bubbles: true }));
	return true;
}

/** Returns whether it was another. */
function becomes(control: Control, value: string): boolean {
	if (isChosen(control)) {
		// Of several, the one that was chosen says so; it takes the place of the others by itself.
		if (control.type === 'radio' && control.value !== value) return false;
		const { checked: was } = control;
		control.checked = value === (control.type === 'checkbox' ? 'yes' : control.value);
		return control.checked !== was;
	}
	if (control.value === value) return false;
	control.value = value;
	return control.value === value;
}
