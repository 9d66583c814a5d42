import { clearCopies, clearSaved, unsavedDocuments } from './local-copy.ts';
import { offered, recall } from './lost-words.ts';
import { forgetPages } from './shell.ts';

// What this device has of the people who use it, and how it goes. Everything that is kept here under a name of ours:
// local copies and what is known of them, sentences under way, words that were lost, and pages.

const ours = 'siroop.';
const drafts = `${ours}drafts/`;
const lost = `${ours}lost/`;

/** Words are here that never reached the server: in a document, in a sentence under way, or lost and not copied yet. */
export function hasUnsent(): boolean {
	return (
		unsavedDocuments().length > 0 ||
		keysOf(drafts).length > 0 ||
		keysOf(lost).some((key) => offered(recall(key.slice(lost.length))) !== '')
	);
}

/** Signed out from elsewhere, or removed: nothing stays but what nobody else has. */
export async function forgetSaved(): Promise<void> {
	await Promise.all([forgetPages(), clearSaved()]);
}

/** Signed out here: nothing stays, whoever takes this device next (J31). */
export async function forgetAll(): Promise<void> {
	await Promise.all([forgetPages(), clearCopies()]);
	for (const key of keysOf(ours)) localStorage.removeItem(key);
}

function keysOf(beginning: string): string[] {
	try {
		return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
	} catch {
		// Nothing may be kept here: then nothing is.
		return [];
	}
}
