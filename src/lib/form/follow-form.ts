import { m } from '#lib/paraglide/messages.js';
import { Drafts, isEmpty, type Filled } from './drafts.ts';
import { sent } from './sent.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Of one form: what it is called, whose it is, and what is asked anew each time. */
interface Followed {
	name: string;
	person: string;
	without: readonly string[];
}

/** Fills in what was left here, and keeps what is typed until it was sent (P14). Returns the stop function. */
export function followForm(form: HTMLFormElement, { name, person, without }: Followed): () => void {
	const drafts = new Drafts(person);
	const line = document.createElement('p');
	line.className = 'small soft';
	/** Below the fields: that this is not sent, and whether it is kept here. */
	const say = (words: string | null) => {
		line.textContent = words;
		if (words === null) line.remove();
		else if (!line.isConnected) form.append(line);
	};
	let filled: Filled = drafts.read(name);
	fillIn(form, filled);
	if (Object.keys(filled).length > 0) say(m.draft_kept());
	const onInput = ({ target }: Event) => {
		if (!isControl(target) || without.includes(target.name)) return;
		filled = { ...filled, ...valueOf(target) };
		const isKept = drafts.keep(name, filled, Date.now());
		say(isEmpty(filled) ? null : isKept ? m.draft_kept() : m.saved_unsent());
	};
	const onSent = () => {
		filled = {};
		drafts.forget(name);
		say(null);
	};
	form.addEventListener('input', onInput);
	form.addEventListener('change', onInput);
	form.addEventListener(sent, onSent);
	return () => {
		form.removeEventListener('input', onInput);
		form.removeEventListener('change', onInput);
		form.removeEventListener(sent, onSent);
		line.remove();
	};
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
