import type { DocumentRules } from './document-rules.ts';
import { LiveRoom, type RoomHost } from './room.ts';
import { Semaphore } from './semaphore.ts';

export interface RoomsHost extends Omit<RoomHost, 'loading' | 'onEnd' | 'isHeld'> {
	/** null: there is nothing under this name. */
	rulesOf(name: string): DocumentRules | null;
}

/** The rooms that are in memory. Of each name at most one lives; a second begins when the first has ended. */
export class Rooms {
	readonly #liveRooms = new Map<string, LiveRoom>();
	readonly #host: RoomHost;
	readonly #rulesOf: RoomsHost['rulesOf'];
	readonly #loading: Semaphore;
	/** How many hold each room. */
	readonly #holds = new Map<string, number>();
	#closed = false;

	constructor(host: RoomsHost) {
		this.#rulesOf = host.rulesOf;
		this.#loading = new Semaphore(host.limits.loadsAtOnce, host.limits.longestWaitMs, host.clock);
		this.#host = {
			...host,
			loading: this.#loading,
			isHeld: (name) => this.#holds.has(name),
			onEnd: (live) => this.#forget(live)
		};
	}

	/** How many rooms wait for their turn to be loaded. */
	get waiting(): number {
		return this.#loading.waiting;
	}

	get liveRooms(): readonly LiveRoom[] {
		return [...this.#liveRooms.values()];
	}

	/** As `with`, for a visitor: a room that is not in memory must fit. */
	async visit<T>(name: string, act: (live: LiveRoom) => T): Promise<Awaited<T>> {
		if (!this.#liveRooms.has(name) && !this.#makeSpace())
			throw new Error('the rooms in memory take all there is');
		return this.with(name, act);
	}

	/** Runs `act` in the open room, loaded when it must be. `act` begins at once, before the room can close. */
	async with<T>(name: string, act: (live: LiveRoom) => T): Promise<Awaited<T>> {
		for (;;) {
			if (this.#closed) throw new Error('the server is leaving');
			const live = this.#liveRooms.get(name) ?? this.#begin(name);
			if (live.isEnding) await live.gone;
			else await live.ready;
			if (live.isOpen) return await act(live);
		}
	}

	/** Runs `work` while what is written in these rooms waits: what it reads there is all there is. */
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
		this.#liveRooms.get(name)?.resume();
	}

	/** Rooms that a crash left with a long log: load them once, and they are compacted when they are unloaded. */
	async sweep(): Promise<void> {
		const { store, limits, onTrouble } = this.#host;
		for (const name of await store.cold(limits.compactRowsOnUnload, 20)) {
			if (this.#rulesOf(name) && !this.#liveRooms.has(name))
				await this.with(name, () => {}).catch((error) => onTrouble('sweep', name, error));
		}
	}

	/** Resolves when what came in so far is on disk, or its room has failed. */
	async flush(): Promise<void> {
		await Promise.allSettled([...this.#liveRooms.values()].map((live) => live.flush()));
	}

	/** Nobody comes in any more, and every room is unloaded. */
	async close(): Promise<void> {
		this.#closed = true;
		await Promise.allSettled([...this.#liveRooms.values()].map((live) => live.ready));
		await Promise.all([...this.#liveRooms.values()].map((live) => live.unload()));
	}

	/** Unloads rooms in which nobody is before their time, the longest unused first. Returns whether that was enough. */
	#makeSpace(): boolean {
		const { limits, metrics } = this.#host;
		let bytes = this.liveRooms.reduce((sum, live) => sum + live.bytes, 0);
		if (bytes <= limits.documentBytes) return true;
		const idle = this.liveRooms.filter((live) => live.idleSince !== null);
		for (const live of idle.sort((a, b) => a.idleSince! - b.idleSince!)) {
			bytes -= live.bytes;
			metrics.budgetEvictions.inc();
			void live.unload();
			if (bytes <= limits.documentBytes) return true;
		}
		return false;
	}

	#begin(name: string): LiveRoom {
		const rules = this.#rulesOf(name);
		if (!rules) throw new Error(`there is no document ${name}`);
		const live = new LiveRoom(name, rules, this.#host);
		this.#liveRooms.set(name, live);
		return live;
	}

	#forget(live: LiveRoom): void {
		if (this.#liveRooms.get(live.name) === live) this.#liveRooms.delete(live.name);
	}
}
