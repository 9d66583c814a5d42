import { ownDocument } from '#wire/parts/cards/own.ts';

/** UTF-16 units of a draft that go into the document; the server takes no more. */
export const draftLimit = 2000;

/**
 * The sentences under way of one step, on this device, from the very key press: IndexedDB answers too late for a
 * battery that dies or a page that is reloaded in mid-word. Emptied when the server has them.
 */
export class LocalDrafts {
	readonly #key: string;

	constructor(step: string, participant: string) {
		this.#key = `siroop.drafts/${ownDocument(step, participant)}`;
	}

	read(): Map<string, string> {
		try {
			return new Map(JSON.parse(localStorage.getItem(this.#key) ?? '[]') as [string, string][]);
		} catch {
			// Nothing may be kept here, or somebody else wrote it: then there is no sentence of ours.
			return new Map();
		}
	}

	keep(drafts: ReadonlyMap<string, string>): void {
		try {
			if (drafts.size === 0) localStorage.removeItem(this.#key);
			else localStorage.setItem(this.#key, JSON.stringify([...drafts]));
		} catch {
			// A private window or a full disk: the document keeps it, a moment later.
			return;
		}
	}
}
