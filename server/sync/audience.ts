import * as Y from 'yjs';
import { AwarenessStates, encodeChanges, type AwarenessChanges, type Person } from './awareness.ts';
import type { Cancel, Clock } from './clock.ts';
import * as frames from './frames.ts';
import type { SyncMetrics } from './metrics.ts';
import type { Writer } from './validation/context.ts';

/** One connection, as far as a document is concerned. */
export interface Member extends Person, Writer {
	send(frame: frames.Frame): void;
	/** More waits in its socket than is good for it; `drained` follows when all of it is gone. */
	readonly isLagging: boolean;
	/** So much that awareness, which is old in a moment, had better be left out. */
	readonly isSlow: boolean;
	/** All that this connection sent up to its `count`th update is on disk. */
	acknowledge(count: number): void;
	/** Says why and hangs up. From then on `refused` is true and what it sent before is thrown away. */
	refuse(code: number, reason: string): void;
	readonly refused: boolean;
}

/** What the document knows of a member. */
export interface Session {
	readonly member: Member;
	/** Our step 1s for which its step 2 has not come yet. */
	openStep1s: number;
	/** An update of it built on something that is missing here; the step 2 that we asked for will bring it. */
	isResyncing: boolean;
	/** Updates it sent, step 2s included. */
	received: number;
	/** It has our step 2, so it can place what follows. */
	isCurrent: boolean;
	/** It lagged, and was sent nothing after this state vector: one diff will bring the rest. */
	staleSince: Uint8Array | null;
	/** While it was slow. */
	missedAwareness: AwarenessChanges | null;
}

/** An update to broadcast, and who has it already. */
export interface Row {
	data: Uint8Array;
	author: Member | null;
}

/**
 * Who is in a document, and what each of them was sent. Whatever reads it here is called at a moment
 * at which all of it is on disk.
 */
export class Audience {
	readonly #doc: Y.Doc;
	readonly #awareness: AwarenessStates | null;
	readonly #clock: Clock;
	readonly #metrics: SyncMetrics;
	readonly #sessions = new Map<Member, Session>();
	readonly #step2s = new Step2Cache();
	#cancelAwareness: Cancel | null = null;
	#isClosed = false;

	constructor(doc: Y.Doc, hasAwareness: boolean, clock: Clock, metrics: SyncMetrics) {
		this.#doc = doc;
		this.#awareness = hasAwareness ? new AwarenessStates() : null;
		this.#clock = clock;
		this.#metrics = metrics;
	}

	get size(): number {
		return this.#sessions.size;
	}

	get members(): Member[] {
		return [...this.#sessions.keys()];
	}

	get stale(): number {
		let count = 0;
		for (const { staleSince } of this.#sessions.values()) if (staleSince) count++;
		return count;
	}

	sessionOf(member: Member): Session | undefined {
		return this.#sessions.get(member);
	}

	join(member: Member): void {
		this.#sessions.set(member, {
			member,
			openStep1s: 0,
			isResyncing: false,
			received: 0,
			isCurrent: false,
			staleSince: null,
			missedAwareness: null
		});
		this.sendAwareness(member);
	}

	/** Returns whether it was here. */
	leave(member: Member): boolean {
		if (!this.#sessions.delete(member)) return false;
		this.#awareness?.leave(member);
		this.#broadcastAwarenessSoon();
		return true;
	}

	/** Asks for what this member has and we have not. */
	sendStep1(session: Session): void {
		session.openStep1s++;
		session.member.send(frames.step1(Y.encodeStateVector(this.#doc)));
	}

	/** What a member asks for with its step 1. */
	sendStep2(session: Session, vector: Uint8Array): void {
		for (const frame of this.#step2s.get(vector, this.#doc)) session.member.send(frame);
		session.isCurrent = true;
		session.staleSince = session.member.isLagging ? Y.encodeStateVector(this.#doc) : null;
	}

	/**
	 * Each row as one frame, made once. A socket that does not keep up gets nothing more: a single frame left out would
	 * be a gap, so what it misses comes as one diff when it has drained.
	 */
	broadcast(rows: readonly Row[]): void {
		if (rows.length === 0) return;
		const sent = rows.map(({ data, author }) => ({ frame: frames.update(data), author }));
		this.#step2s.append(sent.map(({ frame }) => frame));
		let now: Uint8Array | null = null;
		for (const session of this.#sessions.values()) {
			const { member } = session;
			if (!session.isCurrent || session.staleSince) continue;
			for (const { frame, author } of sent) if (member !== author) member.send(frame);
			if (member.isLagging) session.staleSince = now ??= Y.encodeStateVector(this.#doc);
		}
	}

	catchUp(session: Session): void {
		if (session.missedAwareness)
			session.member.send(frames.awareness(encodeChanges(session.missedAwareness)));
		session.missedAwareness = null;
		const { staleSince } = session;
		if (!staleSince) return;
		session.staleSince = null;
		this.#metrics.catchUps.inc();
		session.member.send(frames.update(Y.encodeStateAsUpdate(this.#doc, staleSince)));
		if (session.member.isLagging) session.staleSince = Y.encodeStateVector(this.#doc);
	}

	/** Throws on bytes that are no awareness update. */
	onAwareness(member: Member, data: Uint8Array): void {
		this.#awareness?.accept(member, data);
		this.#broadcastAwarenessSoon();
	}

	sendAwareness(member: Member): void {
		const here = this.#awareness?.all();
		if (here) member.send(frames.awareness(here));
	}

	/** Nobody is sent anything any more. */
	close(): void {
		this.#cancelAwareness?.();
		this.#isClosed = true;
	}

	/** Together: a hundred cursors are one frame for each, and of each cursor only its last place. */
	#broadcastAwarenessSoon(): void {
		if (!this.#awareness?.hasChanges || this.#cancelAwareness || this.#isClosed) return;
		this.#cancelAwareness = this.#clock.after(awarenessWindow, () => {
			this.#cancelAwareness = null;
			this.#broadcastAwareness();
		});
	}

	#broadcastAwareness(): void {
		const changes = this.#awareness!.takeChanges();
		const frame = frames.awareness(encodeChanges(changes));
		for (const session of this.#sessions.values()) {
			if (!session.member.isSlow) session.member.send(frame);
			else {
				session.missedAwareness = new Map([...(session.missedAwareness ?? []), ...changes]);
				this.#metrics.awarenessDropped.add('slow');
			}
		}
	}
}

/** ms; below what people see as a jump. */
const awarenessWindow = 30;

/** State vectors whose step 2 is kept; the longest of them, bytes; and frames that one of these may have. */
const mostCached = 16;
const longestVector = 4096;
const mostFrames = 32;

interface CachedStep2 {
	frames: frames.Frame[];
	/** Bytes of what was sent since it was made. */
	since: number;
}

/**
 * Step 2, as it was made for the last who had the same state vector, and what was sent since: three hundred phones
 * that come back to a board have the same, and somebody goes on typing meanwhile.
 */
class Step2Cache {
	readonly #cached = new Map<string, CachedStep2>();

	get(vector: Uint8Array, doc: Y.Doc): readonly frames.Frame[] {
		const key = vector.length <= longestVector ? Buffer.from(vector).toString('latin1') : null;
		const cached = key === null ? undefined : this.#cached.get(key);
		if (cached) return cached.frames;
		const step2 = { frames: [frames.step2(Y.encodeStateAsUpdate(doc, vector))], since: 0 };
		if (key !== null && this.#cached.size < mostCached) this.#cached.set(key, step2);
		return step2.frames;
	}

	/** One of which a quarter came later had better be made anew. */
	append(sent: readonly frames.Frame[]): void {
		for (const [key, step2] of this.#cached) {
			step2.frames.push(...sent);
			for (const { bytes } of sent) step2.since += bytes.length;
			const isOld = step2.since * 4 > step2.frames[0]!.bytes.length || step2.frames.length > mostFrames;
			if (isOld) this.#cached.delete(key);
		}
	}
}
