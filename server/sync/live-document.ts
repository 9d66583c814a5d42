import * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import { Audience, type Member, type Row, type Session } from './audience.ts';
import type { Cancel, Clock } from './clock.ts';
import type { DocumentRules } from './document-rules.ts';
import type { Incoming } from './frames.ts';
import { Journal } from './journal.ts';
import { KnownStep2s } from './known-step2s.ts';
import type { Limits } from './limits.ts';
import type { SyncMetrics } from './metrics.ts';
import type { Semaphore } from './semaphore.ts';
import type { ClientOwner, SyncStore } from './store.ts';
import type { ValidationContext } from './validation/context.ts';
import { validateUpdate, type Validation } from './validation/validate.ts';

export interface LiveDocumentHost {
	readonly store: SyncStore;
	readonly limits: Limits;
	readonly clock: Clock;
	readonly metrics: SyncMetrics;
	/** Loading goes through it: a thousand documents at once would be none for a long time. */
	readonly loading: Semaphore;
	/** For what is stored: ms since 1970. */
	now(): number;
	/** Updates of clients are on disk. */
	onCommit(name: string, written: WrittenTexts): void;
	/** What is written in a held document waits. */
	isHeld(document: string): boolean;
	/** This life of the document is over; who comes now begins a new one. */
	onEnd(live: LiveDocument): void;
	onTrouble(what: string, document: string, error: unknown): void;
}

/** By participant: the keys of the texts in which they wrote. */
export type WrittenTexts = ReadonlyMap<string, ReadonlySet<string>>;

interface Update {
	session: Session;
	data: Uint8Array;
	isStep2: boolean;
	count: number;
	/** When it came, by the clock. */
	at: number;
}

interface Change {
	act(doc: Y.Doc): unknown;
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

/** Something to do at a moment at which all that the document holds is on disk. */
interface Waiter {
	run(): void;
	reject(error: unknown): void;
}

/** What one turn of work has to send once it is on disk. */
interface Turn {
	rows: Row[];
	clientOwners: ClientOwner[];
	/** Per member: its updates so far, and when the last of them came. */
	saved: Map<Member, { count: number; at: number }>;
	changed: { change: Change; value: unknown }[];
	/** Bytes of the updates that were applied. */
	bytes: number;
	byClients: boolean;
	texts: Map<string, Set<string>>;
}

/** Owner of the client ids with which the server writes. No participant's id looks like this. */
const server = '#server';
/**
 * Sending to two hundred sockets takes longer than all the rest, and two updates sent together cost as much as one. So
 * from the beginning of one turn to the next it takes so many times as long as the broadcast took, and at most so many
 * ms: nothing in a small or quiet document, and below what anybody notices in a busy one.
 */
const windowPerBroadcast = 50;
const longestWindow = 40;
/** Times that an update may have to be applied in part before the rest of it can be validated. */
const mostPartials = 8;

/**
 * One life of a document: loading → open ⇄ idle → unloading → gone, or failed at any moment. A document that comes back is a
 * new object, so what a previous life still had under way can touch nothing of the next.
 *
 * All writing is one loop: apply what came in, commit, broadcast. While the disk is busy the next turn fills up.
 */
export class LiveDocument {
	readonly name: string;
	readonly rules: DocumentRules;
	/** Rejects when the document can't be loaded. */
	readonly ready: Promise<void>;
	readonly gone: Promise<void>;
	readonly #host: LiveDocumentHost;
	readonly #doc = new Y.Doc();
	readonly #context: ValidationContext & { clientOwners: Map<number, string> };
	readonly #audience: Audience;
	/** `stopped`: all that was under way is done, and nothing new begins. */
	#state: 'loading' | 'open' | 'unloading' | 'stopped' | 'failed' | 'gone' = 'loading';
	#journal!: Journal;
	#updates: Update[] = [];
	#changes: Change[] = [];
	/** Changes of this turn, not on disk yet. */
	#underway: Change[] = [];
	#waiters: Waiter[] = [];
	#emitted: Uint8Array[] = [];
	readonly #knownStep2s = new KnownStep2s();
	#isWorking = false;
	/** By the clock: the next turn does not begin before this, unless somebody waits for its end. */
	#turnNotBefore = 0;
	#cancelTurn: Cancel | null = null;
	#cancelIdle: Cancel | null = null;
	/** By the clock: since when nobody is here and nothing is to be done. */
	#idleSince: number | null = null;
	#resolveGone!: () => void;

	constructor(name: string, rules: DocumentRules, host: LiveDocumentHost) {
		this.name = name;
		this.rules = rules;
		this.#host = host;
		this.#audience = new Audience(this.#doc, rules.hasAwareness, host.clock, host.metrics);
		this.#context = {
			shapes: rules.shapes,
			mostIn: (root) => rules.mostIn(root),
			clientOwners: new Map(),
			mostClients: host.limits.clientsPerPerson,
			checkValue: (root, key, value) => this.#checkValue(root, key, value)
		};
		this.gone = new Promise((resolve) => (this.#resolveGone = resolve));
		this.ready = this.#load();
	}

	get isOpen(): boolean {
		return this.#state === 'open';
	}

	get isEnding(): boolean {
		return this.#state === 'unloading' || this.#state === 'stopped';
	}

	/** As metrics count them. */
	get state(): 'loading' | 'open' | 'idle' | 'unloading' {
		if (this.#state === 'loading') return 'loading';
		if (this.isEnding) return 'unloading';
		return this.#idleSince === null ? 'open' : 'idle';
	}

	/** By the clock; null while it is used. */
	get idleSince(): number | null {
		return this.#state === 'open' ? this.#idleSince : null;
	}

	get epoch(): number {
		return this.#journal.epoch;
	}

	/** The epoch that began when the document was removed; 0: never. */
	get emptied(): number {
		return this.#journal.emptied;
	}

	get size(): number {
		return this.#audience.size;
	}

	/** Members that wait for a catch-up. */
	get stale(): number {
		return this.#audience.stale;
	}

	/** Of what is stored. In memory it takes some ten times as much. */
	get bytes(): number {
		return this.#isAlive || this.#state === 'stopped' ? this.#journal.bytes : 0;
	}

	join(member: Member): void {
		this.#stopIdleTimer();
		this.#audience.join(member);
		this.requestMissing(member);
	}

	leave(member: Member): void {
		if (this.#audience.leave(member)) this.#startIdleTimer();
	}

	/** Asks for what this member has and we have not; never asked of who may only read. */
	requestMissing(member: Member): void {
		if (!member.mayWriteSomething) return;
		this.#withSession(member, (session) => this.#audience.sendStep1(session));
	}

	/** All that waited in its socket is gone. */
	onDrain(member: Member): void {
		this.#withSession(member, (session) => this.#audience.catchUp(session));
	}

	onMessage(member: Member, incoming: Incoming): void {
		const session = this.#audience.sessionOf(member);
		if (!session || this.#state !== 'open') return;
		if (incoming.kind === 'step1') this.#onStep1(session, incoming.vector);
		else if (incoming.kind === 'update') this.#onUpdate(session, incoming.data, incoming.isStep2);
		else if (incoming.kind === 'awareness') this.#onAwareness(member, incoming.data);
		else if (incoming.kind === 'query-awareness') this.#audience.sendAwareness(member);
	}

	/** Runs `act` in a transaction of the server. When it throws half-way, nothing of it remains. */
	change<T>(act: (doc: Y.Doc) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#changes.push({ act, resolve: resolve as (value: unknown) => void, reject });
			this.#scheduleTurn();
		});
	}

	/** Calls `get` at a moment at which all of the document is on disk. */
	read<T>(get: (doc: Y.Doc) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#whenSaved(() => {
				try {
					resolve(get(this.#doc));
				} catch (error) {
					reject(error);
				}
			}, reject);
		});
	}

	/** Resolves when all that came in so far is on disk and was sent to who is here. */
	flush(): Promise<void> {
		return new Promise((resolve, reject) => this.#whenSaved(resolve, reject));
	}

	/** Takes the document out of memory, in a state from which the next load is quick. Nobody is let in meanwhile. */
	unload(): Promise<void> {
		if (this.#state === 'open') {
			this.#state = 'unloading';
			void this.#unload();
		}
		return this.gone;
	}

	/**
	 * Nothing of it stays, in memory or on disk; who is in it is told why. What was written and not yet applied is thrown
	 * away too. Rejects when it could not be done.
	 */
	async remove(code: number, reason: string): Promise<void> {
		this.#state = 'unloading';
		for (const member of this.#audience.members) member.refuse(code, reason);
		this.#updates = [];
		const removed = new Error(`${this.name} was removed`);
		for (const { reject } of this.#changes.splice(0)) reject(removed);
		try {
			await this.#stop();
			await this.#journal.remove();
		} catch (error) {
			this.#fail('remove', error);
			throw error;
		}
		this.#end('gone', removed);
	}

	/** A hold is over: what waited goes on. */
	resume(): void {
		if (this.#isAlive) this.#scheduleTurn();
	}

	async #load(): Promise<void> {
		const { loading, clock, metrics, store, limits } = this.#host;
		try {
			for (const root of this.#context.shapes.keys()) this.#doc.getMap(root);
			this.#journal = await loading.run(async () => {
				const from = clock.now();
				const journal = await Journal.open(store, this.name, this.#doc, limits);
				metrics.documentLoadSeconds.observe((clock.now() - from) / 1000);
				return journal;
			});
			if (this.#hasPendingStructs()) throw new Error('the stored document has gaps');
			for (const [client, participant] of this.#journal.clientOwners)
				this.#context.clientOwners.set(client, participant);
			this.#doc.on('update', (update: Uint8Array) => this.#emitted.push(update));
			this.#state = 'open';
			this.#startIdleTimer();
		} catch (error) {
			this.#fail('load', error);
			throw error;
		}
	}

	#onStep1(session: Session, vector: Uint8Array): void {
		if (!isStateVector(vector)) return session.member.refuse(close.malformed, 'malformed');
		this.#withSession(session.member, (it) => this.#audience.sendStep2(it, vector));
	}

	#onUpdate(session: Session, data: Uint8Array, isStep2: boolean): void {
		if (isStep2 && session.openStep1s === 0) return session.member.refuse(close.malformed, 'not-asked');
		if (isStep2) session.openStep1s--;
		this.#updates.push({ session, data, isStep2, count: ++session.received, at: this.#host.clock.now() });
		this.#scheduleTurn();
	}

	#onAwareness(member: Member, data: Uint8Array): void {
		try {
			this.#audience.onAwareness(member, data);
		} catch {
			member.refuse(close.malformed, 'malformed');
		}
	}

	/** When all of the document is on disk, and this member is still here. */
	#withSession(member: Member, act: (session: Session) => void): void {
		this.#whenSaved(() => {
			const session = this.#audience.sessionOf(member);
			if (session) act(session);
		});
	}

	#whenSaved(run: () => void, reject: (error: unknown) => void = () => {}): void {
		this.#waiters.push({ run, reject });
		this.#scheduleTurn();
	}

	get #hasWork(): boolean {
		return this.#isAwaited || (this.#updates.length > 0 && !this.#isHeld);
	}

	/** Somebody waits for the end of the next turn. */
	get #isAwaited(): boolean {
		return this.#waiters.length > 0 || (this.#changes.length > 0 && !this.#isHeld);
	}

	get #isHeld(): boolean {
		return this.#host.isHeld(this.name);
	}

	get #isAlive(): boolean {
		return this.#state === 'open' || this.#state === 'unloading';
	}

	/** Starts the loop when all frames that came together are in; in a busy document, when its window is over. */
	#scheduleTurn(): void {
		if (!this.#isAlive) return this.#rejectAll(new Error(`${this.name} is not open`));
		this.#stopIdleTimer();
		if (this.#isWorking) return;
		const wait = this.#wait;
		if (wait > 0) return void (this.#cancelTurn ??= this.#host.clock.after(wait, () => this.#startTurns()));
		this.#cancelTurn?.();
		this.#isWorking = true;
		this.#host.clock.soon(() => this.#startTurns());
	}

	/** ms until the next turn may begin. */
	get #wait(): number {
		if (this.#isAwaited) return 0;
		const wait = this.#turnNotBefore - this.#host.clock.now();
		return wait < 1 ? 0 : wait;
	}

	#startTurns(): void {
		this.#cancelTurn = null;
		this.#isWorking = true;
		void this.#loop();
	}

	async #loop(): Promise<void> {
		try {
			while (this.#isAlive && this.#hasWork && this.#wait === 0) await this.#turn();
			this.#isWorking = false;
			if (this.#isAlive && this.#hasWork) this.#scheduleTurn();
			else this.#startIdleTimer();
		} catch (error) {
			this.#fail('commit', error);
		}
	}

	async #turn(): Promise<void> {
		const began = this.#host.clock.now();
		const taken = this.#isHeld ? 0 : Infinity;
		this.#underway = this.#changes.splice(0, taken);
		const turn = this.#apply(this.#updates.splice(0, taken), this.#underway);
		if (turn.rows.length > 0) await this.#append(turn);
		if (!this.#isAlive) return;
		this.#publish(turn, began);
		for (const waiter of this.#waiters.splice(0)) waiter.run();
		if (this.#journal.isLong && this.#state === 'open') await this.#compact();
	}

	#apply(updates: Update[], changes: Change[]): Turn {
		const turn: Turn = {
			rows: [],
			clientOwners: [],
			saved: new Map(),
			changed: [],
			bytes: 0,
			byClients: false,
			texts: new Map()
		};
		const authors = new Set<Member>();
		if (updates.length > 0) this.#applyUpdates(updates, turn, authors);
		if (this.#hasPendingStructs()) {
			this.#host.metrics.pendingViolations.inc();
			throw new Error('an accepted update left a gap');
		}
		turn.byClients = this.#emitted.length > 0;
		// What one writer sent comes back to that writer only when Yjs added something of its own.
		const isEcho = authors.size === 1 && this.#emitted.length === 1;
		this.#collect(turn, isEcho ? [...authors][0]! : null);
		for (const change of changes) this.#applyChange(change, turn);
		return turn;
	}

	#applyUpdates(updates: Update[], turn: Turn, authors: Set<Member>): void {
		const { clock, metrics } = this.#host;
		const from = clock.now();
		this.#doc.transact(() => updates.forEach((update) => this.#applyUpdate(update, turn, authors)));
		metrics.applyBatch.observe(updates.length);
		metrics.applySeconds.observe((clock.now() - from) / 1000);
	}

	#applyUpdate({ session, data, isStep2, count, at }: Update, turn: Turn, authors: Set<Member>): void {
		const { member } = session;
		if (member.refused) return;
		const isKnown = this.#knownStep2s.has(data);
		let validation: Validation = isKnown
			? { kind: 'nothing' }
			: validateUpdate(this.#doc, data, this.#context, member);
		if (validation.kind === 'apply' && this.#journal.bytes + turn.bytes + data.length > this.rules.mostBytes)
			return member.refuse(close.tooLarge, 'room-full');
		for (let i = 0; validation.kind === 'apply' && validation.isPartial; i++) {
			if (i === mostPartials) return member.refuse(close.diverged, 'diverged');
			this.#applyValidated(member, validation, turn, authors);
			validation = validateUpdate(this.#doc, data, this.#context, member);
		}
		if (validation.kind === 'refuse') return this.#refuse(member, validation.code, validation.reason);
		if (validation.kind === 'gap') return this.#resync(session, isStep2);
		if (isStep2) session.isResyncing = false;
		// While something is missing, this count would promise too much; the step 2 will bring all of it.
		if (!session.isResyncing) turn.saved.set(member, { count, at });
		if (validation.kind === 'nothing') return isKnown ? undefined : this.#knownStep2s.add(data);
		this.#applyValidated(member, validation, turn, authors);
		this.#host.metrics.updatesApplied.inc();
	}

	/** A check that fails on strange input must not fail the document in which it was tried. */
	#checkValue(root: string, key: string, value: unknown): string | null {
		try {
			return this.rules.checkValue(root, key, value);
		} catch (error) {
			this.#host.onTrouble('check', this.name, error);
			return 'not-a-value';
		}
	}

	#applyValidated(
		member: Member,
		{ newClients, texts, update }: Extract<Validation, { kind: 'apply' }>,
		turn: Turn,
		authors: Set<Member>
	): void {
		for (const client of newClients) this.#setOwner(client, member.participant!, turn);
		Y.applyUpdate(this.#doc, update);
		turn.bytes += update.length;
		if (texts.size > 0) this.#noteTexts(member.participant!, texts, turn);
		authors.add(member);
	}

	#noteTexts(participant: string, texts: ReadonlySet<string>, turn: Turn): void {
		turn.texts.set(participant, texts.union(turn.texts.get(participant) ?? new Set()));
	}

	#refuse(member: Member, code: number, reason: string): void {
		if (reason === 'locked') this.#host.metrics.lockRejects.inc();
		member.refuse(code, reason);
	}

	#resync(session: Session, isStep2: boolean): void {
		this.#host.metrics.gaps.inc();
		if (isStep2) return session.member.refuse(close.diverged, 'diverged');
		if (session.isResyncing) return;
		session.isResyncing = true;
		this.#withSession(session.member, (it) => this.#audience.sendStep1(it));
	}

	/** An act that fails before it changed something is only told so; Yjs can't take back half of one. */
	#applyChange(change: Change, turn: Turn): void {
		try {
			turn.changed.push({ change, value: this.#doc.transact(() => change.act(this.#doc)) });
		} catch (error) {
			change.reject(error);
			if (this.#emitted.length > 0) throw error;
		}
		if (this.#emitted.length > 0 && !this.#context.clientOwners.has(this.#doc.clientID))
			this.#setOwner(this.#doc.clientID, server, turn);
		this.#collect(turn, null);
	}

	#setOwner(client: number, participant: string, turn: Turn): void {
		this.#context.clientOwners.set(client, participant);
		turn.clientOwners.push([client, participant]);
	}

	#collect(turn: Turn, author: Member | null): void {
		for (const data of this.#emitted.splice(0)) turn.rows.push({ data, author });
	}

	async #append({ rows, clientOwners }: Turn): Promise<void> {
		const updates = rows.map(({ data }) => data);
		await this.#journal.append(updates, clientOwners, this.#host.now());
	}

	/** Only now: nobody has seen what the disk does not have. */
	#publish(turn: Turn, began: number): void {
		if (turn.rows.length > 0) this.#broadcast(turn.rows, began);
		const { clock, metrics } = this.#host;
		for (const [member, { count, at }] of turn.saved) {
			member.acknowledge(count);
			metrics.ackSeconds.observe((clock.now() - at) / 1000);
		}
		for (const { change, value } of turn.changed) change.resolve(value);
		if (turn.byClients) this.#host.onCommit(this.name, turn.texts);
	}

	#broadcast(rows: readonly Row[], began: number): void {
		const { clock, metrics } = this.#host;
		const from = clock.now();
		this.#audience.broadcast(rows);
		const took = clock.now() - from;
		metrics.fanoutSeconds.observe(took / 1000);
		this.#turnNotBefore = began + Math.min(longestWindow, windowPerBroadcast * took);
	}

	/** A document that could not be compacted is whole, only slower to load; it is tried again later. */
	async #compact(): Promise<void> {
		const { clock, metrics } = this.#host;
		const from = clock.now();
		try {
			await this.#journal.compact(this.#doc);
			metrics.compactions.add('done');
			metrics.compactionSeconds.observe((clock.now() - from) / 1000);
		} catch (error) {
			metrics.compactions.add('failed');
			this.#host.onTrouble('compact', this.name, error);
		}
	}

	/** Pending structs are merged again into every later update (F4); there may never be any. */
	#hasPendingStructs(): boolean {
		return this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null;
	}

	#startIdleTimer(): void {
		if (this.#state !== 'open' || this.size > 0 || this.#isWorking || this.#hasWork || this.#isHeld) return;
		this.#stopIdleTimer();
		this.#idleSince = this.#host.clock.now();
		this.#cancelIdle = this.#host.clock.after(this.#host.limits.idleMs, () => void this.unload());
	}

	#stopIdleTimer(): void {
		this.#cancelIdle?.();
		this.#cancelIdle = this.#idleSince = null;
	}

	/** All that is under way is done, and nothing new begins. */
	async #stop(): Promise<void> {
		do await this.flush();
		while (this.#hasWork);
		this.#state = 'stopped';
	}

	async #unload(): Promise<void> {
		try {
			await this.#stop();
			if (this.#journal.isWorthCompacting) await this.#compact();
			await this.#journal.release();
		} catch (error) {
			this.#host.onTrouble('unload', this.name, error);
		}
		this.#end('gone', new Error(`${this.name} was closed`));
	}

	/** Memory may be ahead of the disk now, so it is thrown away. Nobody has seen the difference; everyone resyncs. */
	#fail(what: string, error: unknown): void {
		if (this.#state === 'failed' || this.#state === 'gone') return;
		this.#host.onTrouble(what, this.name, error);
		this.#end('failed', error);
		for (const member of this.#audience.members) member.refuse(close.unavailable, 'unavailable');
	}

	#end(state: 'gone' | 'failed', error: unknown): void {
		if (this.#state === 'failed' || this.#state === 'gone') return;
		this.#state = state;
		this.#stopIdleTimer();
		this.#cancelTurn?.();
		this.#audience.close();
		this.#rejectAll(error);
		this.#doc.destroy();
		this.#host.onEnd(this);
		this.#resolveGone();
	}

	#rejectAll(error: unknown): void {
		for (const { reject } of [...this.#underway, ...this.#changes, ...this.#waiters]) reject(error);
		this.#underway = [];
		this.#changes = [];
		this.#waiters = [];
		this.#updates = [];
	}
}

function isStateVector(bytes: Uint8Array): boolean {
	try {
		Y.decodeStateVector(bytes);
		return true;
	} catch {
		return false;
	}
}
