import type { DocumentRules } from './document-rules.ts';
import { LiveDocument, type LiveDocumentHost } from './live-document.ts';
import { Semaphore } from './semaphore.ts';

export interface LiveDocumentsHost extends Omit<LiveDocumentHost, 'loading' | 'onEnd' | 'isHeld'> {
	/** null: there is nothing under this name. */
	rulesOf(name: string): DocumentRules | null;
}

/** The documents that are in memory. Of each name at most one lives; a second begins when the first has ended. */
export class LiveDocuments {
	readonly #all = new Map<string, LiveDocument>();
	readonly #host: LiveDocumentHost;
	readonly #rulesOf: LiveDocumentsHost['rulesOf'];
	readonly #loading: Semaphore;
	/** How many hold each document. */
	readonly #holds = new Map<string, number>();
	#closed = false;

	constructor(host: LiveDocumentsHost) {
		this.#rulesOf = host.rulesOf;
		this.#loading = new Semaphore(host.limits.loadsAtOnce, host.limits.longestWaitMs, host.clock);
		this.#host = {
			...host,
			loading: this.#loading,
			isHeld: (name) => this.#holds.has(name),
			onEnd: (live) => this.#forget(live)
		};
	}

	/** How many documents wait for their turn to be loaded. */
	get waiting(): number {
		return this.#loading.waiting;
	}

	get all(): readonly LiveDocument[] {
		return [...this.#all.values()];
	}

	/** As `with`, for a visitor: a document that is not in memory must fit. */
	async visit<T>(name: string, act: (live: LiveDocument) => T): Promise<Awaited<T>> {
		if (!this.#all.has(name) && !this.#makeSpace())
			throw new Error('the documents in memory take all there is');
		return this.with(name, act);
	}

	/** Runs `act` in the open document, loaded when it must be. `act` begins at once, before the document can close. */
	async with<T>(name: string, act: (live: LiveDocument) => T): Promise<Awaited<T>> {
		for (;;) {
			if (this.#closed) throw new Error('the server is leaving');
			const live = this.#all.get(name) ?? this.#begin(name);
			if (live.isEnding) await live.gone;
			else await live.ready;
			if (live.isOpen) return await act(live);
		}
	}

	/** Runs `work` while what is written in these documents waits: what it reads there is all there is. */
	async hold<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
		for (const name of names) this.#holds.set(name, (this.#holds.get(name) ?? 0) + 1);
		try {
			return await work();
		} finally {
			for (const name of names) this.#letGo(name);
		}
	}

	#letGo(name: string): void {
		const others = this.#holds.get(name)! - 1;
		if (others > 0) return void this.#holds.set(name, others);
		this.#holds.delete(name);
		this.#all.get(name)?.resume();
	}

	/** Documents that a crash left with a long log: load them once, and they are compacted when they are unloaded. */
	async sweep(): Promise<void> {
		const { store, limits, onTrouble } = this.#host;
		for (const name of await store.cold(limits.compactRowsOnUnload, 20)) {
			if (this.#rulesOf(name) && !this.#all.has(name))
				await this.with(name, () => {}).catch((error) => onTrouble('sweep', name, error));
		}
	}

	/** Resolves when what came in so far is on disk, or its document has failed. */
	async flush(): Promise<void> {
		await Promise.allSettled([...this.#all.values()].map((live) => live.flush()));
	}

	/** Nobody comes in any more, and every document is unloaded. */
	async close(): Promise<void> {
		this.#closed = true;
		await Promise.allSettled([...this.#all.values()].map((live) => live.ready));
		await Promise.all([...this.#all.values()].map((live) => live.unload()));
	}

	/** Unloads documents in which nobody is before their time, the longest unused first. Returns whether that was enough. */
	#makeSpace(): boolean {
		const { limits, metrics } = this.#host;
		let bytes = this.all.reduce((sum, live) => sum + live.bytes, 0);
		if (bytes <= limits.documentBytes) return true;
		const idle = this.all.filter((live) => live.idleSince !== null);
		for (const live of idle.sort((a, b) => a.idleSince! - b.idleSince!)) {
			bytes -= live.bytes;
			metrics.budgetEvictions.inc();
			void live.unload();
			if (bytes <= limits.documentBytes) return true;
		}
		return false;
	}

	#begin(name: string): LiveDocument {
		const rules = this.#rulesOf(name);
		if (!rules) throw new Error(`there is no document ${name}`);
		const live = new LiveDocument(name, rules, this.#host);
		this.#all.set(name, live);
		return live;
	}

	#forget(live: LiveDocument): void {
		if (this.#all.get(live.name) === live) this.#all.delete(live.name);
	}
}
