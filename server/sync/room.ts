import * as Y from 'yjs';
import { close } from '#wire/protocol.ts';
import { roomName, type Room } from '#wire/rooms.ts';
import { AwarenessTable, type Person } from './awareness.ts';
import * as frames from './frames.ts';
import { Journal } from './journal.ts';
import type { Limits } from './limits.ts';
import { judge, type Ground, type Writer } from './pipeline.ts';
import { shapesOf } from './shapes.ts';
import type { Claim, SyncStore } from './store.ts';

/** One connection, as far as a room is concerned. */
export interface Member extends Person, Writer {
	send(frame: Uint8Array): void;
	/** All that this connection sent up to its `count`th update is on disk. */
	saved(count: number): void;
	/** Says why and hangs up. From then on `refused` is true and what it sent before is thrown away. */
	refuse(code: number, reason: string): void;
	readonly refused: boolean;
	/** More waits in its socket than awareness is worth. */
	readonly isSlow: boolean;
}

export interface RoomHost {
	readonly store: SyncStore;
	readonly limits: Limits;
	now(): number;
	checkValue(room: Room, root: string, key: string, value: unknown): string | null;
	/** Updates of clients are on disk. */
	committed(room: Room): void;
	/** What is written in a held room waits. */
	isHeld(room: string): boolean;
	/** This life of the room is over; who comes now begins a new one. */
	ended(live: LiveRoom): void;
	trouble(what: string, room: string, error: unknown): void;
}

/** What the room knows of a member. */
interface Session {
	member: Member;
	/** Our step 1 that it has not answered yet. */
	owed: number;
	/** An update of it built on something that is missing here; the answer to our step 1 will bring it. */
	healing: boolean;
	/** It has our step 2, so it can place what follows. */
	isCurrent: boolean;
	/** Updates it sent, the ones in an answer included. */
	received: number;
}

interface Update {
	session: Session;
	data: Uint8Array;
	answer: boolean;
	count: number;
}

interface Change {
	act(doc: Y.Doc): unknown;
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

/** Something to do at a moment at which all that the document holds is on disk. */
interface Look {
	run(): void;
	reject(error: unknown): void;
}

/** What one turn of work has to tell once it is on disk. */
interface Turn {
	rows: { data: Uint8Array; author: Member | null }[];
	claims: Claim[];
	saved: Map<Member, number>;
	made: { change: Change; value: unknown }[];
	/** Bytes of the updates that were accepted. */
	taken: number;
	byClients: boolean;
}

/** Owner of the client ids with which the server writes. No participant's id looks like this. */
const server = '#server';
/** Different questions that a room remembers its answer to. */
const mostAnswers = 16;

/**
 * One life of a room: loading → open ⇄ idle → sealing → gone, or failed at any moment. A room that comes back is a
 * new object, so what a previous life still had under way can touch nothing of the next.
 *
 * All writing is one loop: apply what came in, commit, tell. While the disk is busy the next turn fills up.
 */
export class LiveRoom {
	readonly room: Room;
	readonly name: string;
	/** Rejects when the room can't be loaded. */
	readonly ready: Promise<void>;
	readonly gone: Promise<void>;
	readonly #host: RoomHost;
	readonly #doc = new Y.Doc();
	readonly #ground: Ground & { claims: Map<number, string> };
	readonly #sessions = new Map<Member, Session>();
	readonly #awareness: AwarenessTable | null;
	readonly #answers = new Map<string, Uint8Array>();
	#state: 'loading' | 'open' | 'sealing' | 'failed' | 'gone' = 'loading';
	#journal!: Journal;
	#updates: Update[] = [];
	#changes: Change[] = [];
	/** Changes of this turn, not on disk yet. */
	#underway: Change[] = [];
	#looks: Look[] = [];
	#emitted: Uint8Array[] = [];
	#isWorking = false;
	#idle: NodeJS.Timeout | undefined;
	#newsTimer: NodeJS.Timeout | undefined;
	#resolveGone!: () => void;

	constructor(room: Room, host: RoomHost) {
		this.room = room;
		this.name = roomName(room);
		this.#host = host;
		this.#awareness = room.kind === 'board' ? new AwarenessTable() : null;
		this.#ground = {
			shapes: shapesOf(room),
			claims: new Map(),
			mostClients: host.limits.clientsPerPerson,
			checkValue: (root, key, value) => host.checkValue(room, root, key, value)
		};
		this.gone = new Promise((resolve) => (this.#resolveGone = resolve));
		this.ready = this.#load();
	}

	get isOpen(): boolean {
		return this.#state === 'open';
	}

	get isEnding(): boolean {
		return this.#state === 'sealing';
	}

	get epoch(): number {
		return this.#journal.epoch;
	}

	/** The epoch that began when the room was removed; 0: never. */
	get emptied(): number {
		return this.#journal.emptied;
	}

	get size(): number {
		return this.#sessions.size;
	}

	join(member: Member): void {
		clearTimeout(this.#idle);
		this.#sessions.set(member, { member, owed: 0, healing: false, isCurrent: false, received: 0 });
		this.invite(member);
		const here = this.#awareness?.all();
		if (here) member.send(frames.awareness(here));
	}

	leave(member: Member): void {
		if (!this.#sessions.delete(member)) return;
		this.#awareness?.leave(member);
		this.#scheduleNews();
		this.#rest();
	}

	/** Asks for what this member has and we have not; never asked of who may only read. */
	invite(member: Member): void {
		if (!member.mayWriteSomething) return;
		this.#whenSaved(() => {
			const session = this.#sessions.get(member);
			if (session) this.#ask(session);
		});
	}

	hear(member: Member, incoming: frames.Incoming): void {
		const session = this.#sessions.get(member);
		if (!session || this.#state !== 'open') return;
		if (incoming.kind === 'step1') this.#hearStep1(session, incoming.vector);
		else if (incoming.kind === 'update') this.#hearUpdate(session, incoming.data, incoming.answer);
		else if (incoming.kind === 'awareness') this.#hearAwareness(member, incoming.data);
		else if (incoming.kind === 'query-awareness') this.#tellAwareness(member);
	}

	/** Runs `act` in a transaction of the server. When it throws half-way, nothing of it remains. */
	change<T>(act: (doc: Y.Doc) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#changes.push({ act, resolve: resolve as (value: unknown) => void, reject });
			this.#work();
		});
	}

	/** Looks at the document at a moment at which all of it is on disk. */
	read<T>(look: (doc: Y.Doc) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#whenSaved(() => {
				try {
					resolve(look(this.#doc));
				} catch (error) {
					reject(error);
				}
			}, reject);
		});
	}

	/** All that came in so far is on disk and told. */
	settled(): Promise<void> {
		return new Promise((resolve, reject) => this.#whenSaved(resolve, reject));
	}

	/** Leaves memory, in a state from which the next load is quick. Nobody is let in meanwhile. */
	seal(): Promise<void> {
		if (this.#state === 'open') {
			this.#state = 'sealing';
			void this.#finish();
		}
		return this.gone;
	}

	/**
	 * Nothing of it stays, in memory or on disk; who is in it hears why. What was written and not yet taken is thrown
	 * away too. Rejects when it could not be done.
	 */
	async remove(code: number, reason: string): Promise<void> {
		this.#state = 'sealing';
		for (const member of [...this.#sessions.keys()]) member.refuse(code, reason);
		this.#updates = [];
		const removed = new Error(`${this.name} was removed`);
		for (const { reject } of this.#changes.splice(0)) reject(removed);
		try {
			await this.settled();
			await this.#journal.remove();
		} catch (error) {
			this.#fail('remove', error);
			throw error;
		}
		this.#end('gone', removed);
	}

	/** A hold is over: what waited goes on. */
	resume(): void {
		if (this.#isAlive) this.#work();
	}

	async #load(): Promise<void> {
		try {
			for (const root of this.#ground.shapes.keys()) this.#doc.getMap(root);
			this.#journal = await Journal.open(this.#host.store, this.name, this.#doc, this.#host.limits);
			if (this.#isWaiting()) throw new Error('the stored document has gaps');
			for (const [client, participant] of this.#journal.claims) this.#ground.claims.set(client, participant);
			this.#doc.on('update', (update: Uint8Array) => this.#emitted.push(update));
			this.#state = 'open';
			this.#rest();
		} catch (error) {
			this.#fail('load', error);
			throw error;
		}
	}

	#hearStep1(session: Session, vector: Uint8Array): void {
		if (!isStateVector(vector)) return session.member.refuse(close.malformed, 'malformed');
		this.#whenSaved(() => {
			session.member.send(frames.step2(this.#answer(vector)));
			session.isCurrent = true;
		});
	}

	#hearUpdate(session: Session, data: Uint8Array, answer: boolean): void {
		if (answer && session.owed === 0) return session.member.refuse(close.malformed, 'not-asked');
		if (answer) session.owed--;
		this.#updates.push({ session, data, answer, count: ++session.received });
		this.#work();
	}

	#hearAwareness(member: Member, data: Uint8Array): void {
		if (!this.#awareness) return;
		try {
			this.#awareness.accept(member, data);
		} catch {
			return member.refuse(close.malformed, 'malformed');
		}
		this.#scheduleNews();
	}

	#tellAwareness(member: Member): void {
		const here = this.#awareness?.all();
		if (here) member.send(frames.awareness(here));
	}

	#scheduleNews(): void {
		if (!this.#awareness || this.#newsTimer || this.#state !== 'open') return;
		const wait = this.size <= 30 ? 33 : this.size <= 150 ? 50 : 100;
		this.#newsTimer = setTimeout(() => {
			this.#newsTimer = undefined;
			const news = this.#awareness?.news();
			if (!news) return;
			const frame = frames.awareness(news);
			for (const member of this.#sessions.keys()) if (!member.isSlow) member.send(frame);
		}, wait);
	}

	#ask(session: Session): void {
		session.owed++;
		session.member.send(frames.step1(Y.encodeStateVector(this.#doc)));
	}

	/** Two hundred phones that come to a board ask the same question. */
	#answer(vector: Uint8Array): Uint8Array {
		const question = Buffer.from(vector).toString('base64');
		const known = this.#answers.get(question);
		if (known) return known;
		const answer = Y.encodeStateAsUpdate(this.#doc, vector);
		if (this.#answers.size < mostAnswers) this.#answers.set(question, answer);
		return answer;
	}

	#whenSaved(run: () => void, reject: (error: unknown) => void = () => {}): void {
		this.#looks.push({ run, reject });
		this.#work();
	}

	get #hasWork(): boolean {
		const written = this.#isHeld ? 0 : this.#updates.length + this.#changes.length;
		return written + this.#looks.length > 0;
	}

	get #isHeld(): boolean {
		return this.#host.isHeld(this.name);
	}

	get #isAlive(): boolean {
		return this.#state === 'open' || this.#state === 'sealing';
	}

	/** Starts the loop at the end of this turn, when all frames that came together are in. */
	#work(): void {
		if (!this.#isAlive) return this.#rejectAll(new Error(`${this.name} is not open`));
		if (this.#isWorking) return;
		this.#isWorking = true;
		setImmediate(() => void this.#loop());
	}

	async #loop(): Promise<void> {
		try {
			while (this.#isAlive && this.#hasWork) await this.#turn();
			this.#isWorking = false;
			this.#rest();
		} catch (error) {
			this.#fail('commit', error);
		}
	}

	async #turn(): Promise<void> {
		const taken = this.#isHeld ? 0 : Infinity;
		this.#underway = this.#changes.splice(0, taken);
		const turn = this.#apply(this.#updates.splice(0, taken), this.#underway);
		if (turn.rows.length > 0) await this.#append(turn);
		if (!this.#isAlive) return;
		this.#tell(turn);
		for (const look of this.#looks.splice(0)) look.run();
		if (this.#journal.isLong) await this.#compact();
	}

	#apply(updates: Update[], changes: Change[]): Turn {
		const turn: Turn = { rows: [], claims: [], saved: new Map(), made: [], taken: 0, byClients: false };
		const authors = new Set<Member>();
		if (updates.length > 0)
			this.#doc.transact(() => updates.forEach((update) => this.#take(update, turn, authors)));
		if (this.#isWaiting()) throw new Error('an accepted update left a gap');
		turn.byClients = this.#emitted.length > 0;
		// What one writer sent comes back to that writer only when Yjs added something of its own.
		const isEcho = authors.size === 1 && this.#emitted.length === 1;
		this.#collect(turn, isEcho ? [...authors][0]! : null);
		for (const change of changes) this.#make(change, turn);
		return turn;
	}

	#take({ session, data, answer, count }: Update, turn: Turn, authors: Set<Member>): void {
		const { member } = session;
		if (member.refused) return;
		const verdict = judge(this.#doc, data, this.#ground, member);
		if (verdict.kind === 'refuse') return member.refuse(verdict.code, verdict.reason);
		if (verdict.kind === 'gap') return this.#heal(session, answer);
		if (verdict.kind === 'apply' && this.#journal.bytes + turn.taken + data.length > this.#mostBytes)
			return member.refuse(close.tooLarge, 'room-full');
		if (answer) session.healing = false;
		// While something is missing, this count would promise too much; the answer will bring all of it.
		if (!session.healing) turn.saved.set(member, count);
		if (verdict.kind === 'nothing') return;
		for (const client of verdict.claims) this.#claim(client, member.participant!, turn);
		Y.applyUpdate(this.#doc, data);
		turn.taken += data.length;
		authors.add(member);
	}

	#heal(session: Session, answer: boolean): void {
		if (answer) return session.member.refuse(close.diverged, 'diverged');
		if (session.healing) return;
		session.healing = true;
		this.#ask(session);
	}

	/** An act that fails before it changed something is only told so; Yjs can't take back half of one. */
	#make(change: Change, turn: Turn): void {
		try {
			turn.made.push({ change, value: this.#doc.transact(() => change.act(this.#doc)) });
		} catch (error) {
			change.reject(error);
			if (this.#emitted.length > 0) throw error;
		}
		if (this.#emitted.length > 0 && !this.#ground.claims.has(this.#doc.clientID))
			this.#claim(this.#doc.clientID, server, turn);
		this.#collect(turn, null);
	}

	#claim(client: number, participant: string, turn: Turn): void {
		this.#ground.claims.set(client, participant);
		turn.claims.push([client, participant]);
	}

	#collect(turn: Turn, author: Member | null): void {
		for (const data of this.#emitted.splice(0)) turn.rows.push({ data, author });
	}

	async #append({ rows, claims }: Turn): Promise<void> {
		this.#answers.clear();
		const updates = rows.map(({ data }) => data);
		await this.#journal.append(updates, claims, this.#host.now());
	}

	/** Only now: nobody has seen what the disk does not have. */
	#tell(turn: Turn): void {
		for (const { data, author } of turn.rows) {
			const frame = frames.update(data);
			for (const { member, isCurrent } of this.#sessions.values())
				if (isCurrent && member !== author) member.send(frame);
		}
		for (const [member, count] of turn.saved) member.saved(count);
		for (const { change, value } of turn.made) change.resolve(value);
		if (turn.byClients) this.#host.committed(this.room);
	}

	get #mostBytes(): number {
		return this.room.kind === 'own' ? this.#host.limits.ownBytes : this.#host.limits.boardBytes;
	}

	/** A room that could not be compacted is whole, only slower to load; it is tried again later. */
	async #compact(): Promise<void> {
		try {
			await this.#journal.compact(this.#doc);
		} catch (error) {
			this.#host.trouble('compact', this.name, error);
		}
	}

	/** Pending parts are merged again into every later update (F4); there may never be any. */
	#isWaiting(): boolean {
		return this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null;
	}

	#rest(): void {
		if (this.#state !== 'open' || this.size > 0 || this.#isWorking || this.#hasWork || this.#isHeld) return;
		clearTimeout(this.#idle);
		this.#idle = setTimeout(() => void this.seal(), this.#host.limits.idleMs).unref();
	}

	async #finish(): Promise<void> {
		try {
			await this.settled();
			if (this.#journal.isWorthSealing) await this.#compact();
			await this.#journal.release();
		} catch (error) {
			this.#host.trouble('seal', this.name, error);
		}
		this.#end('gone', new Error(`${this.name} was closed`));
	}

	/** Memory may be ahead of the disk now, so it is thrown away. Nobody has seen the difference; everyone resyncs. */
	#fail(what: string, error: unknown): void {
		if (this.#state === 'failed' || this.#state === 'gone') return;
		this.#host.trouble(what, this.name, error);
		this.#end('failed', error);
		for (const member of [...this.#sessions.keys()]) member.refuse(close.unavailable, 'unavailable');
	}

	#end(state: 'gone' | 'failed', error: unknown): void {
		if (this.#state === 'failed' || this.#state === 'gone') return;
		this.#state = state;
		clearTimeout(this.#idle);
		clearTimeout(this.#newsTimer);
		this.#rejectAll(error);
		this.#doc.destroy();
		this.#host.ended(this);
		this.#resolveGone();
	}

	#rejectAll(error: unknown): void {
		for (const { reject } of [...this.#underway, ...this.#changes, ...this.#looks]) reject(error);
		this.#underway = [];
		this.#changes = [];
		this.#looks = [];
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
