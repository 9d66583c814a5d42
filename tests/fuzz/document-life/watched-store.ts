import type { ClientOwner, Row, StoredDocument } from '#server/sync/store.ts';
import { MemoryStore, type Waiting } from '../../support/memory-store.ts';
import { StoredDocs } from './stored-docs.ts';

type Deed = 'open' | 'append' | 'compact' | 'release' | 'remove';
export type Outcome = 'go' | 'fail' | 'lose';

/** The one life of a document that may ask something of the store. */
interface Owner {
	/** null: while it is being loaded. */
	fence: number | null;
	compactionFailed: boolean;
	/** Another process opened the document: nothing of what this life asks may happen any more. */
	isUsurped: boolean;
}

interface Surroundings {
	isHeld: (document: string) => boolean;
	compactRowsOnUnload: number;
	fault: (what: string) => void;
}

/**
 * A store that does each thing when it is told to, and knows who may ask what: of each document one life at a time,
 * which does one thing after the other and nothing once it is over.
 */
export class WatchedStore extends MemoryStore {
	readonly stored: StoredDocs;
	/** How often something failed by which a life of the document ends. */
	readonly failures = new Map<string, number>();
	/** Appends that happened. */
	readonly commits = new Map<string, number>();
	/** An append happened, but whoever asked was told that it failed: its acts may be there or not. */
	readonly lost = new Set<string>();
	isCrashed = false;
	/** Documents that another process ever opened. */
	readonly usurped = new Set<string>();
	readonly #deceived = new Set<string>();
	readonly #clientOwners = new Map<string, Owner>();
	/** Asked and not answered, by document. */
	readonly #asked = new Map<string, Deed[]>();
	readonly #surroundings: Surroundings;

	constructor(surroundings: Surroundings) {
		super();
		this.#surroundings = surroundings;
		this.stored = new StoredDocs(this.disk);
		this.hold();
	}

	/** Documents that are being opened. */
	get opening(): number {
		return [...this.#asked.values()].filter((deeds) => deeds.includes('open')).length;
	}

	/** A life of this document that the store did not see the end of is over. */
	over(document: string): void {
		this.#clientOwners.delete(document);
	}

	/** What another process does with this document. */
	usurp(document: string, update: Uint8Array): void {
		const [owner, kept] = [this.#clientOwners.get(document), this.disk.get(document)];
		if (!kept || !owner || owner.fence === null) return;
		owner.isUsurped = true;
		this.#deceived.add(document);
		this.usurped.add(document);
		kept.fence++;
		kept.rows.push({ seq: kept.nextSeq++, data: update });
		this.stored.update(document);
	}

	/** The life of this document has not noticed that it is not the owner any more. */
	isDeceived(document: string): boolean {
		return this.#deceived.has(document);
	}

	override open(document: string): Promise<StoredDocument> {
		if (this.#clientOwners.has(document)) this.#fault(`${document} is opened while a life of it goes on`);
		if (this.#deeds(document).length > 0)
			this.#fault(`${document} is opened while ${this.#deeds(document)[0]} is under way`);
		this.#deceived.delete(document);
		this.#clientOwners.set(document, { fence: null, compactionFailed: false, isUsurped: false });
		this.#ask(document, 'open');
		return super.open(document);
	}

	override append(
		document: string,
		fence: number,
		rows: readonly Row[],
		clientOwners: readonly ClientOwner[],
		at: number
	) {
		this.#expectOwner(document, fence, 'append');
		if (this.#deeds(document).length > 0)
			this.#fault(`append beside ${this.#deeds(document)[0]} in ${document}`);
		if (this.#surroundings.isHeld(document)) this.#fault(`append in ${document}, which is held`);
		if (rows.length === 0) this.#fault(`an append of nothing in ${document}`);
		this.#ask(document, 'append');
		return super.append(document, fence, rows, clientOwners, at);
	}

	override compact(document: string, fence: number, seq: number, snapshot: Uint8Array) {
		this.#expectOwner(document, fence, 'compact');
		if (this.#deeds(document).length > 0)
			this.#fault(`compact beside ${this.#deeds(document)[0]} in ${document}`);
		this.#ask(document, 'compact');
		return super.compact(document, fence, seq, snapshot);
	}

	override release(document: string, fence: number) {
		this.#expectOwner(document, fence, 'release');
		const rows = this.disk.get(document)?.rows.length ?? 0;
		const owner = this.#clientOwners.get(document);
		const isTried = owner?.compactionFailed || owner?.isUsurped || this.#deeds(document).includes('compact');
		if (rows >= this.#surroundings.compactRowsOnUnload && !isTried && !this.isCrashed)
			this.#fault(`${document} leaves memory with ${rows} rows and was not compacted`);
		this.#ask(document, 'release');
		return super.release(document, fence);
	}

	override remove(document: string, fence: number) {
		this.#expectOwner(document, fence, 'remove');
		this.#ask(document, 'remove');
		return super.remove(document, fence);
	}

	/** Lets the `which`th of what waits end so. Returns whether anything waited. */
	end(outcome: Outcome, which: number): boolean {
		const { waiting } = this;
		if (waiting.length === 0) return false;
		const next = waiting[which % waiting.length]!;
		if (next.document === '') next[outcome]();
		else this.#endInDocument(next, outcome);
		return true;
	}

	override crash(): void {
		this.isCrashed = true;
		for (const [document, owner] of this.#clientOwners) if (owner) this.#count(this.failures, document);
		this.#clientOwners.clear();
		this.#asked.clear();
		super.crash();
	}

	#endInDocument(next: Waiting, outcome: Outcome): void {
		const { document } = next;
		const deed = this.#deeds(document).shift()!;
		if (deed !== next.name) this.#fault(`the watch has lost count: ${deed} and ${next.name}`);
		const owner = this.#clientOwners.get(document);
		if (owner) this.#note(document, owner, deed, owner.isUsurped ? 'fail' : outcome);
		next[outcome]();
		const wrong = this.stored.update(document) ?? (deed === 'compact' ? this.stored.replay(document) : null);
		if (wrong) this.#fault(wrong);
		if (owner && deed === 'open' && outcome === 'go') owner.fence = this.disk.get(document)!.fence;
		if (deed === 'append' && outcome === 'lose')
			for (const key of this.stored.keys(document, 'cards')) this.lost.add(key);
	}

	#note(document: string, owner: Owner, deed: Deed, outcome: Outcome): void {
		const isDone = outcome === 'go';
		if (deed === 'append' && outcome !== 'fail') this.#count(this.commits, document);
		if (deed === 'compact') owner.compactionFailed = !isDone;
		if (!isDone && deed !== 'compact') this.#count(this.failures, document);
		if (deed === 'release' || deed === 'remove' || (!isDone && deed !== 'compact')) this.over(document);
	}

	#expectOwner(document: string, fence: number, deed: Deed): void {
		if (this.isCrashed) return;
		const owner = this.#clientOwners.get(document);
		if (owner?.fence !== fence) this.#fault(`${deed} in ${document} by a life that is over`);
	}

	#ask(document: string, deed: Deed): void {
		if (!this.isCrashed) this.#deeds(document).push(deed);
	}

	#deeds(document: string): Deed[] {
		const deeds = this.#asked.get(document) ?? [];
		this.#asked.set(document, deeds);
		return deeds;
	}

	#count(counts: Map<string, number>, document: string): void {
		counts.set(document, (counts.get(document) ?? 0) + 1);
	}

	#fault(what: string): void {
		this.#surroundings.fault(what);
	}
}
