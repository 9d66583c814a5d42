import { draftsOf } from './sent.ts';

// What was filled in and not sent, on this device: by the name of its form, the fields that were touched.

/** Fields of one form, by name; of ticks with the value: 'serves=health'. */
export type Filled = Record<string, string>;

interface Entry {
	at: number;
	filled: Filled;
}

/** Forms that are remembered on one device; the oldest gives way. */
const formsMost = 40;
/** UTF-16 units of one form: more than any form takes. */
const lengthMost = 20_000;

/** The drafts of one person on this device. */
export class Drafts {
	readonly #key: string;

	constructor(person: string) {
		this.#key = draftsOf(person);
	}

	read(form: string): Filled {
		return this.#all()[form]?.filled ?? {};
	}

	/** Returns whether it is kept here. */
	keep(form: string, filled: Filled, at: number): boolean {
		const { [form]: _, ...others } = this.#all();
		if (isEmpty(filled)) return this.#write(others);
		const isTooLong = JSON.stringify(filled).length > lengthMost;
		return (
			this.#write({ ...newest(others, formsMost - 1), ...(!isTooLong && { [form]: { at, filled } }) }) &&
			!isTooLong
		);
	}

	forget(form: string): void {
		this.keep(form, {}, 0);
	}

	#all(): Record<string, Entry> {
		try {
			return JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Record<string, Entry>;
		} catch {
			// Nothing may be kept here, or somebody else wrote it.
			return {};
		}
	}

	#write(entries: Record<string, Entry>): boolean {
		try {
			if (Object.keys(entries).length === 0) localStorage.removeItem(this.#key);
			else localStorage.setItem(this.#key, JSON.stringify(entries));
			return true;
		} catch {
			// A private window or a full disk: the form says that it is kept nowhere.
			return false;
		}
	}
}

/** What the fields began with, among them; no field that somebody fills in. */
export const wasKey = 'was';

export const isEmpty = (filled: Filled) =>
	Object.entries(filled).every(([field, value]) => field === wasKey || value.trim() === '');

const newest = (entries: Record<string, Entry>, most: number): Record<string, Entry> =>
	Object.fromEntries(
		Object.entries(entries)
			.sort(([, a], [, b]) => b.at - a.at)
			.slice(0, most)
	);
