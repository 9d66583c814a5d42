import type { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

/** The copy of a document that is open on this page. */
export interface OpenCopy {
	/** Transactions with this origin come from the copy itself. */
	readonly origin: unknown;
	/** Lets go of it; what is there stays. */
	close(): Promise<void>;
	/** Throws it away. */
	remove(): Promise<void>;
}

/** What this device keeps of one document. */
export interface LocalCopy {
	/** The path that the server's document was on when this copy last had all of it; null: never. */
	readonly epoch: number | null;
	/** Something was written here that the server has not confirmed. Survives a dead battery. */
	isUnsaved: boolean;
	/** Cards among that, by id. */
	unsent: readonly string[];
	/** Fills the document with what was kept and keeps what follows; null where nothing can be kept. */
	open(doc: Y.Doc): Promise<OpenCopy | null>;
	/** The same, beside the copy that is there: that one is given up only when `settle` says so. */
	openAnew(doc: Y.Doc): Promise<OpenCopy | null>;
	/** The copy opened last has all of this epoch and is the one to keep; older ones are thrown away. */
	settle(epoch: number): Promise<void>;
	/** Nothing of this document stays on the device, but for the copy opened last, which its `remove` throws away. */
	clear(): Promise<void>;
}

interface Entry {
	/** A number in the name of the copy, so that a new one can stand beside it. */
	copy: number;
	epoch: number | null;
	isUnsaved: boolean;
	unsent?: readonly string[];
}

const key = 'siroop.kept';
const ours = 'siroop/';
const copyName = (name: string, copy: number) => `${ours}${name}/${copy}`;

/** A device that keeps nothing (a private window, a full disk) is no reason not to work: then all is for this visit. */
function remember(entries: Record<string, Entry>): void {
	try {
		localStorage.setItem(key, JSON.stringify(entries));
	} catch {
		return;
	}
}

function recall(): Record<string, Entry> {
	try {
		return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Entry>;
	} catch {
		// Nothing may be read here, or somebody else wrote it: then nothing of ours is kept.
		return {};
	}
}

/** Names of documents in which something was written on this device that the server has not confirmed. */
export function unsavedDocuments(): string[] {
	return Object.entries(recall()).flatMap(([name, { isUnsaved }]) => (isUnsaved ? [name] : []));
}

/** This device has something of that document. */
export const isKept = (name: string): boolean => Object.hasOwn(recall(), name);

/** Throws away what this device keeps, except what the server has not confirmed yet. */
export async function clearSaved(): Promise<void> {
	const entries = recall();
	const saved = Object.entries(entries).filter(([, { isUnsaved }]) => !isUnsaved);
	for (const [name] of saved) delete entries[name];
	remember(entries);
	await clearDatabases(saved.map(([name, { copy }]) => copyName(name, copy)));
}

/** Throws away all that this device keeps, confirmed or not, and what an older visit forgot. */
export async function clearCopies(): Promise<void> {
	const known = Object.entries(recall()).map(([name, { copy }]) => copyName(name, copy));
	remember({});
	await clearDatabases([...new Set([...known, ...(await databases())])]);
}

async function clearDatabases(names: readonly string[]): Promise<void> {
	const keeper = names.length > 0 ? await fetchKeeper() : null;
	if (!keeper) return;
	const { clearDocument } = keeper;
	await Promise.all(names.map((name) => clearDocument(name)));
}

/** Not every browser tells which there are. */
async function databases(): Promise<string[]> {
	if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return [];
	const all = await indexedDB.databases();
	return all.flatMap(({ name }) => (name?.startsWith(ours) ? [name] : []));
}

/** In IndexedDB, with a few words about it in localStorage, where they can be read and written at once. */
export class DeviceCopy implements LocalCopy {
	readonly #name: string;
	#entry: Entry;
	#opened: number;

	constructor(name: string) {
		this.#name = name;
		this.#entry = recall()[name] ?? { copy: 1, epoch: null, isUnsaved: false };
		this.#opened = this.#entry.copy;
	}

	get epoch(): number | null {
		return this.#entry.epoch;
	}

	get isUnsaved(): boolean {
		return this.#now.isUnsaved;
	}
	set isUnsaved(isUnsaved: boolean) {
		if (isUnsaved !== this.isUnsaved) this.#write({ isUnsaved });
	}

	get unsent(): readonly string[] {
		return this.#now.unsent ?? [];
	}
	set unsent(unsent: readonly string[]) {
		if (unsent.length + this.unsent.length > 0) this.#write({ unsent });
	}

	open(doc: Y.Doc): Promise<OpenCopy | null> {
		return openCopy(copyName(this.#name, this.#opened), doc);
	}

	openAnew(doc: Y.Doc): Promise<OpenCopy | null> {
		this.#opened++;
		return this.open(doc);
	}

	async settle(epoch: number): Promise<void> {
		const { copy } = this.#now;
		if (copy >= this.#opened && epoch === this.#entry.epoch) return;
		// Another tab may be a copy further; that one is not given up for ours.
		this.#write({ copy: Math.max(copy, this.#opened), epoch });
		await this.#clearFrom(copy);
	}

	async clear(): Promise<void> {
		const { [this.#name]: _, ...others } = recall();
		remember(others);
		await this.#clearFrom(this.#entry.copy);
	}

	async #clearFrom(copy: number): Promise<void> {
		if (copy === this.#opened) return;
		const keeper = (await canKeep()) ? await fetchKeeper() : null;
		if (!keeper) return;
		const { clearDocument } = keeper;
		for (let old = copy; old < this.#opened; old++) await clearDocument(copyName(this.#name, old));
	}

	/** As it is by now: another tab of this person has its say about the same document. */
	get #now(): Entry {
		return recall()[this.#name] ?? this.#entry;
	}

	/** Read again before it is written: other tabs write too. */
	#write(change: Partial<Entry>): void {
		this.#entry = { ...this.#now, ...change };
		remember({ ...recall(), [this.#name]: this.#entry });
	}
}

async function openCopy(name: string, doc: Y.Doc): Promise<OpenCopy | null> {
	const keeper = (await canKeep()) ? await fetchKeeper() : null;
	if (!keeper) return null;
	const kept = new keeper.IndexeddbPersistence(name, doc);
	void kept.whenSynced.then(() => letGoWhenTaken(kept));
	await Promise.race([kept.whenSynced, new Promise((resolve) => setTimeout(resolve, answersWithin))]);
	return { origin: kept, close: async () => void (await kept.destroy()), remove: () => kept.clearData() };
}

/**
 * A database that another tab throws away, or that the browser takes back, would throw at the next key, before that
 * key is sent: from then on this page keeps nothing here, and goes on.
 */
function letGoWhenTaken(kept: IndexeddbPersistence): void {
	const letGo = () => (kept.db = null);
	for (const event of ['versionchange', 'close']) kept.db?.addEventListener(event, letGo);
}

/** Null where the line broke before it came through: then this visit works, and keeps nothing on the device. */
const fetchKeeper = () => import('y-indexeddb').catch(() => null);

/** Some browsers have an IndexedDB that refuses to open, or that never answers. */
const answersWithin = 2000;

function canKeep(): Promise<boolean> {
	return new Promise((resolve) => {
		if (typeof indexedDB === 'undefined') return resolve(false);
		const timer = setTimeout(() => resolve(false), answersWithin);
		const answer = (can: boolean) => {
			clearTimeout(timer);
			resolve(can);
		};
		try {
			const trial = indexedDB.open('siroop');
			trial.onsuccess = () => {
				trial.result.close();
				answer(true);
			};
			trial.onerror = () => answer(false);
		} catch {
			answer(false);
		}
	});
}
