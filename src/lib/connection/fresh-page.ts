import { wireVersion } from '#wire/protocol.ts';

const key = 'siroop.fresh';

/**
 * Loads this page anew, once in the life of this tab for each version of the page: what a new page does not mend (an
 * old one from a cache, a server that goes back and forth) would be a loop. Returns whether it does.
 */
export function reloadOnce(): boolean {
	try {
		if (sessionStorage.getItem(key) === String(wireVersion)) return false;
		sessionStorage.setItem(key, String(wireVersion));
	} catch {
		// What can't be remembered could be done for ever.
		return false;
	}
	location.reload();
	return true;
}

/** A screen that nobody touches: soon the first time, then again after this, ms. */
const soon = 2000;
const later = 60_000;

/** For a beamer that the server will not have any more: a new page is right, or says what is wrong. */
export function reloadByItself(): () => void {
	const wait = () => (timer = setTimeout(() => location.reload(), later));
	let timer = setTimeout(() => reloadOnce() || wait(), soon * (1 + Math.random()));
	return () => clearTimeout(timer);
}

/** Somebody has words in a field that they see, and that the page did not come with. */
export function isTyping(): boolean {
	const fields = document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input');
	return [...fields].some((field) => isText(field) && isChanged(field) && field.checkVisibility());
}

const isText = ({ type, readOnly }: { type: string; readOnly: boolean }) =>
	!readOnly && ['textarea', 'text', 'search', 'email', 'number'].includes(type);
const isChanged = ({ value, defaultValue }: { value: string; defaultValue: string }) =>
	value.trim() !== '' && value !== defaultValue;
