import type { ClientOwner, Row, StoredRoom } from '#server/sync/store.ts';
import { MemoryStore, type Waiting } from '../../support/memory-store.ts';
import { StoredDocs } from './stored-docs.ts';

type Deed = 'open' | 'append' | 'compact' | 'release' | 'remove';
export type Outcome = 'go' | 'fail' | 'lose';

/** The one life of a room that may ask something of the store. */
interface Owner {
	/** null: while it is being loaded. */
	fence: number | null;
	compactionFailed: boolean;
	/** Another process opened the room: nothing of what this life asks may happen any more. */
	isUsurped: boolean;
}

interface Surroundings {
	isHeld: (room: string) => boolean;
	compactRowsOnUnload: number;
	fault: (what: string) => void;
}

/**
 * A store that does each thing when it is told to, and knows who may ask what: of each room one life at a time,
 * which does one thing after the other and nothing once it is over.
 */
export class WatchedStore extends MemoryStore {
	readonly stored: StoredDocs;
	/** How often something failed by which a life of the room ends. */
	readonly failures = new Map<string, number>();
	/** Appends that happened. */
	readonly commits = new Map<string, number>();
	/** An append happened, but whoever asked was told that it failed: its acts may be there or not. */
	readonly lost = new Set<string>();
	isCrashed = false;
	/** Rooms that another process ever opened. */
	readonly usurped = new Set<string>();
	readonly #deceived = new Set<string>();
	readonly #clientOwners = new Map<string, Owner>();
	/** Asked and not answered, by room. */
	readonly #asked = new Map<string, Deed[]>();
	readonly #surroundings: Surroundings;

	constructor(surroundings: Surroundings) {
		super();
		this.#surroundings = surroundings;
		this.stored = new StoredDocs(this.disk);
		this.hold();
	}

	/** Rooms that are being opened. */
	get opening(): number {
		return [...this.#asked.values()].filter((deeds) => deeds.includes('open')).length;
	}

	/** A life of this room that the store did not see the end of is over. */
	over(room: string): void {
		this.#clientOwners.delete(room);
	}

	/** What another process does with this room. */
	usurp(room: string, update: Uint8Array): void {
		const [owner, kept] = [this.#clientOwners.get(room), this.disk.get(room)];
		if (!kept || !owner || owner.fence === null) return;
		owner.isUsurped = true;
		this.#deceived.add(room);
		this.usurped.add(room);
		kept.fence++;
		kept.rows.push({ seq: kept.nextSeq++, data: update });
		this.stored.update(room);
	}

	/** The life of this room has not noticed that it is not the owner any more. */
	isDeceived(room: string): boolean {
		return this.#deceived.has(room);
	}

	override open(room: string): Promise<StoredRoom> {
		if (this.#clientOwners.has(room)) this.#fault(`${room} is opened while a life of it goes on`);
		if (this.#deeds(room).length > 0)
			this.#fault(`${room} is opened while ${this.#deeds(room)[0]} is under way`);
		this.#deceived.delete(room);
		this.#clientOwners.set(room, { fence: null, compactionFailed: false, isUsurped: false });
		this.#ask(room, 'open');
		return super.open(room);
	}

	override append(
		room: string,
		fence: number,
		rows: readonly Row[],
		clientOwners: readonly ClientOwner[],
		at: number
	) {
		this.#expectOwner(room, fence, 'append');
		if (this.#deeds(room).length > 0) this.#fault(`append beside ${this.#deeds(room)[0]} in ${room}`);
		if (this.#surroundings.isHeld(room)) this.#fault(`append in ${room}, which is held`);
		if (rows.length === 0) this.#fault(`an append of nothing in ${room}`);
		this.#ask(room, 'append');
		return super.append(room, fence, rows, clientOwners, at);
	}

	override compact(room: string, fence: number, seq: number, snapshot: Uint8Array) {
		this.#expectOwner(room, fence, 'compact');
		if (this.#deeds(room).length > 0) this.#fault(`compact beside ${this.#deeds(room)[0]} in ${room}`);
		this.#ask(room, 'compact');
		return super.compact(room, fence, seq, snapshot);
	}

	override release(room: string, fence: number) {
		this.#expectOwner(room, fence, 'release');
		const rows = this.disk.get(room)?.rows.length ?? 0;
		const owner = this.#clientOwners.get(room);
		const isTried = owner?.compactionFailed || owner?.isUsurped || this.#deeds(room).includes('compact');
		if (rows >= this.#surroundings.compactRowsOnUnload && !isTried && !this.isCrashed)
			this.#fault(`${room} leaves memory with ${rows} rows and was not compacted`);
		this.#ask(room, 'release');
		return super.release(room, fence);
	}

	override remove(room: string, fence: number) {
		this.#expectOwner(room, fence, 'remove');
		this.#ask(room, 'remove');
		return super.remove(room, fence);
	}

	/** Lets the `which`th of what waits end so. Returns whether anything waited. */
	end(outcome: Outcome, which: number): boolean {
		const { waiting } = this;
		if (waiting.length === 0) return false;
		const next = waiting[which % waiting.length]!;
		if (next.room === '') next[outcome]();
		else this.#endInRoom(next, outcome);
		return true;
	}

	override crash(): void {
		this.isCrashed = true;
		for (const [room, owner] of this.#clientOwners) if (owner) this.#count(this.failures, room);
		this.#clientOwners.clear();
		this.#asked.clear();
		super.crash();
	}

	#endInRoom(next: Waiting, outcome: Outcome): void {
		const { room } = next;
		const deed = this.#deeds(room).shift()!;
		if (deed !== next.name) this.#fault(`the watch has lost count: ${deed} and ${next.name}`);
		const owner = this.#clientOwners.get(room);
		if (owner) this.#note(room, owner, deed, owner.isUsurped ? 'fail' : outcome);
		next[outcome]();
		const wrong = this.stored.update(room) ?? (deed === 'compact' ? this.stored.replay(room) : null);
		if (wrong) this.#fault(wrong);
		if (owner && deed === 'open' && outcome === 'go') owner.fence = this.disk.get(room)!.fence;
		if (deed === 'append' && outcome === 'lose')
			for (const key of this.stored.keys(room, 'cards')) this.lost.add(key);
	}

	#note(room: string, owner: Owner, deed: Deed, outcome: Outcome): void {
		const isDone = outcome === 'go';
		if (deed === 'append' && outcome !== 'fail') this.#count(this.commits, room);
		if (deed === 'compact') owner.compactionFailed = !isDone;
		if (!isDone && deed !== 'compact') this.#count(this.failures, room);
		if (deed === 'release' || deed === 'remove' || (!isDone && deed !== 'compact')) this.over(room);
	}

	#expectOwner(room: string, fence: number, deed: Deed): void {
		if (this.isCrashed) return;
		const owner = this.#clientOwners.get(room);
		if (owner?.fence !== fence) this.#fault(`${deed} in ${room} by a life that is over`);
	}

	#ask(room: string, deed: Deed): void {
		if (!this.isCrashed) this.#deeds(room).push(deed);
	}

	#deeds(room: string): Deed[] {
		const deeds = this.#asked.get(room) ?? [];
		this.#asked.set(room, deeds);
		return deeds;
	}

	#count(counts: Map<string, number>, room: string): void {
		counts.set(room, (counts.get(room) ?? 0) + 1);
	}

	#fault(what: string): void {
		this.#surroundings.fault(what);
	}
}
