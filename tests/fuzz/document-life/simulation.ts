import * as Y from 'yjs';
import type { DocumentRules } from '#server/sync/document-rules.ts';
import type { Frame } from '#server/sync/frames.ts';
import { rulesOf } from '#server/documents/kinds.ts';
import { defaultLimits, type Limits } from '#server/sync/limits.ts';
import { SyncMetrics } from '#server/sync/metrics.ts';
import type { LiveDocument } from '#server/sync/live-document.ts';
import { LiveDocuments } from '#server/sync/live-documents.ts';
import { fenceLost } from '#server/sync/store.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { close } from '#wire/protocol.ts';
import { newDoc } from './stored-docs.ts';
import { drained, HeldClock } from './held-clock.ts';
import { bodyOf, Phone, type Connection } from './phone.ts';
import { Promises } from './promises.ts';
import type { ActKind, Ending, Setup, Step, Timed } from './steps.ts';
import { WatchedStore } from './watched-store.ts';

/** Each ms of its own, so that the timers of a clock tell what they are for. */
const idleMs = 1000;
const longestWaitMs = 700;
const awarenessMs = 30;
const windowMs = 40;
/** For what all documents together need many turns to do. */
const mostRounds = 500;

const metrics = new SyncMetrics();
const brokenStore = ['the disk is full', 'the writer has stopped'];
const leaving = 'the server is leaving';
const noSpace = 'the documents in memory take all there is';
const noPermit = 'no permit within the longest wait';
const byAct = 'the act threw';

/** An act of the server: it may be in the document or not, never something in between. */
interface Act {
	key: string;
	document: string;
	epoch: number;
	state: 'asked' | 'kept' | 'refused';
}

/** What had failed or ended in a document, as far as it was known, when something was asked of it. */
interface Asked {
	name: string;
	failures: number;
	ends: number;
}

/** Documents, the phones in them, and what must hold whatever the schedule does. */
export class Simulation {
	readonly clock = new HeldClock();
	readonly faults: string[] = [];
	readonly #setup: Setup;
	readonly #limits: Limits;
	readonly #store: WatchedStore;
	readonly #documents: LiveDocuments;
	readonly #documentList: string[];
	readonly #phones: Phone[];
	readonly #promises = new Promises((what) => this.fault(what));
	readonly #acts: Act[] = [];
	readonly #holds: { documents: string[]; letGo: () => void }[] = [];
	/** Lives by name, as last seen, and those that are over. Times by the clock. */
	readonly #lives = new Map<string, { live: LiveDocument; beganAfter: number; seenAt: number }>();
	#checkedAt = 0;
	readonly #past: LiveDocument[] = [];
	/** Failures by which a life ends: what was asked after the last of these was known may not fail by them. */
	#known = new Map<string, number>();
	/** Lives that were removed, or ended by a failure. */
	readonly #ends = new Map<string, number>();
	/** Frames of which it was checked that they are on disk, and in which epoch. */
	readonly #onDisk = new WeakMap<Frame, string>();
	readonly #signed = new WeakSet<Y.Doc>();
	#clients = 1000;
	/** Updates of who left before they were told that these are on disk. */
	readonly #left: { document: string; endsBefore: number; update: Uint8Array }[] = [];
	/** What came after something that is refused: it is thrown away. */
	readonly #barred: { document: string; update: Uint8Array }[] = [];
	/** Documents that were ever held: what waits there may be too late when everything is closed. */
	readonly #wasHeld = new Set<string>();
	#isClosed = false;

	constructor(setup: Setup) {
		this.#setup = setup;
		this.#limits = { ...defaultLimits, idleMs, longestWaitMs, ...setup.limits };
		this.#store = new WatchedStore({
			isHeld: (name) => this.#isHeld(name),
			compactRowsOnUnload: setup.limits.compactRowsOnUnload,
			fault: (what) => this.fault(what)
		});
		this.#documents = new LiveDocuments({
			store: this.#store,
			limits: this.#limits,
			clock: this.clock,
			metrics,
			now: () => Math.floor(this.clock.time),
			rulesOf: (name) => this.#rulesOf(name),
			onCommit: () => {},
			onTrouble: (what, document, error) => this.#onTrouble(what, document, error as Error)
		});
		this.#documentList = Array.from({ length: setup.documents }, (_, i) => documentAt(i));
		this.#phones = this.#documentList.flatMap((document, r) =>
			Array.from(
				{ length: setup.phonesPerDocument },
				(_, p) => new Phone(this, document, `phone${r}${p}`, r + p, p === 2)
			)
		);
	}

	/** Throws when something is not as it must be. */
	async play(steps: readonly Timed[]): Promise<void> {
		const unhandled = (error: unknown) => this.fault(`nobody took the error ${String(error)}`);
		process.on('unhandledRejection', unhandled);
		try {
			for (const step of steps) {
				await this.#do(step);
				await this.#tick(step.ticks);
				this.#complain();
			}
			await this.#end(this.#setup.ending);
		} finally {
			process.off('unhandledRejection', unhandled);
		}
	}

	fault(what: string): void {
		this.faults.push(what);
	}

	nextClient(): number {
		return this.#clients++;
	}

	holds(document: string, update: Uint8Array): boolean {
		return this.#store.stored.holds(document, update);
	}

	commits(document: string): number {
		return this.#store.commits.get(document) ?? 0;
	}

	/** As the server does it. */
	visit(connection: Connection): void {
		const { document } = connection.phone;
		const name = document;
		const fits = this.#fits(name);
		const asked = this.#asked(name);
		const idle = this.#idle;
		const bytes = bytesOf(this.#documents.all);
		const visit = this.#documents.visit(document, (live) => {
			this.#checkOpen(name, live);
			if (!fits) this.fault(`${connection.name} came into ${name}, for which there was no space`);
			if (!connection.isOver) connection.enter(live);
		});
		this.#checkEvictions(name, idle, bytes);
		this.#promises.watch(`${connection.name}'s visit of ${name}`, visit, (error) => {
			connection.refuse(close.unavailable, 'unavailable');
			if (error.message === noSpace) return fits ? 'there was space' : null;
			return error.message === noPermit ? null : this.#whyNot(asked, error);
		});
	}

	/** Nobody hears what the disk does not have. */
	checkFrame(connection: Connection, frame: Frame, payload: Uint8Array): void {
		const name = connection.phone.document;
		const live = connection.live!;
		if (!live.isOpen || this.#documents.all.every((other) => other !== live))
			this.fault(`${connection.name} is sent ${frame.kind} by a life that is over`);
		if (frame.kind === 'awareness' || this.#onDisk.get(frame) === `${name} ${live.epoch}`) return;
		const isOnDisk =
			frame.kind === 'step1'
				? this.#store.stored.reaches(name, bodyOf(payload))
				: this.#store.stored.holds(name, bodyOf(payload));
		if (!isOnDisk) this.fault(`${connection.name} is sent ${frame.kind} that is not on disk`);
		this.#onDisk.set(frame, `${name} ${live.epoch}`);
	}

	checkRefusal(connection: Connection, code: number, reason: string): void {
		const hasEnded = !connection.live || this.ends(connection.phone.document) > connection.endsBefore;
		const isExpected =
			((code === close.unavailable || code === close.forbidden) && hasEnded) ||
			(code === close.restarting && this.#isClosed) ||
			(code === close.diverged && (reason === 'epoch' || reason === 'emptied') && !connection.live) ||
			(code === close.tooLarge && reason === 'room-full' && this.#mayBeFull) ||
			(code === close.malformed && connection.isRude);
		if (!isExpected) this.fault(`${connection.name} is refused with ${code} ${reason}`);
	}

	/** What who leaves of their own accord sent before still counts. */
	noteLeft({ phone, sent, acknowledged, endsBefore, isRude, hasOvertaken }: Connection): void {
		if (isRude || hasOvertaken || this.#mayBeFull) return;
		for (const update of sent.slice(acknowledged))
			this.#left.push({ document: phone.document, endsBefore, update });
	}

	noteBarred(document: string, updates: readonly Uint8Array[]): void {
		for (const update of updates) this.#barred.push({ document, update });
	}

	/** Lives of this document that ended before their time: it was removed, or could not be loaded or written. */
	ends(document: string): number {
		return this.#ends.get(document) ?? 0;
	}

	get #mayBeFull(): boolean {
		return this.#setup.limits.boardBytes < 1000;
	}

	async #do(step: Step): Promise<void> {
		switch (step.do) {
			case 'join':
				return this.#phone(step.phone).join(step.greets);
			case 'greet':
				return this.#phone(step.phone).connection?.greet();
			case 'leave':
				return this.#phone(step.phone).leave();
			case 'edit':
				return this.#phone(step.phone).edit(step.size);
			case 'overtake':
				return this.#phone(step.phone).overtake();
			case 'awareness':
				return this.#phone(step.phone).connection?.sendAwareness(step.said);
			case 'query-awareness':
				return this.#phone(step.phone).connection?.queryAwareness();
			case 'receive':
				return void this.#phone(step.phone).connection?.receive(step.most);
			case 'clog':
				return this.#phone(step.phone).connection?.clog();
			case 'drain':
				return this.#phone(step.phone).connection?.drain();
			case 'rude':
				return this.#phone(step.phone).connection?.beRude(step.how);
			case 'grant':
				return this.#grant(this.#phone(step.phone));
			case 'change':
				return this.#change(this.#documentOf(step.document), step.how);
			case 'read':
				return this.#read(this.#documentOf(step.document), step.throws);
			case 'remove':
				return this.#remove(this.#documentOf(step.document));
			case 'usurp':
				return this.#usurp(this.#documentOf(step.document));
			case 'hold':
				return this.#hold(step.documents.map((document) => this.#documentOf(document)));
			case 'let-go':
				return this.#letGo(step.which);
			case 'flush':
				return this.#promises.watch('flush', this.#documents.flush(), () => 'it never is');
			case 'sweep':
				return this.#promises.watch('the sweep', this.#documents.sweep(), ({ message }) =>
					brokenStore.includes(message) ? null : 'it never is'
				);
			case 'close':
				return this.#close();
			case 'crash':
				return this.#store.crash();
			case 'go':
			case 'fail':
			case 'lose':
				return void this.#store.end(step.do, step.which);
			case 'turn':
				return this.clock.turn(1);
			case 'turns':
				return this.clock.turn();
			case 'flow':
				return this.#flow();
			case 'pass':
				return this.clock.pass(step.ms);
			case 'strain':
				this.clock.strain = step.ms;
				return;
			default:
				return step satisfies never;
		}
	}

	/** Every promise goes on so many steps, or as far as it can. */
	async #tick(ticks?: number): Promise<void> {
		if (ticks === undefined) await drained();
		else for (let i = 0; i < ticks; i++) await null;
		this.#checkLives();
		if (ticks !== undefined) return;
		this.#known = new Map(this.#store.failures);
		if (!this.clock.hasSoon) this.#checkRest();
	}

	#phone(number: number): Phone {
		return this.#phones[number % this.#phones.length]!;
	}

	#rulesOf(name: string): DocumentRules | null {
		const rules = rulesOf(name);
		if (!rules) return null;
		const mostBytes = name.startsWith('board/') ? this.#setup.limits.boardBytes : rules.mostBytes;
		return { ...rules, mostBytes, mostIn: () => Infinity, checkValue: () => null };
	}

	#documentOf(number: number): string {
		return this.#documentList[number % this.#documentList.length]!;
	}

	get #connections(): Connection[] {
		return this.#phones.flatMap(({ connection }) => connection ?? []);
	}

	/** A screen that is nobody never writes. */
	#grant({ connection }: Phone): void {
		if (!connection || connection.participant === null) return;
		connection.phone.isReader = false;
		connection.live?.requestMissing(connection);
	}

	#change(document: string, how: ActKind): void {
		const name = document;
		const asked = this.#asked(name);
		const act: Act = {
			key: `act${this.#acts.length}`,
			document: name,
			epoch: this.#store.stored.epoch(name),
			state: 'asked'
		};
		const run = (doc: Y.Doc) => {
			this.#sign(doc);
			if (how === 'throw') throw new Error(byAct);
			if (how !== 'nothing') doc.getMap('cards').set(act.key, 'y'.repeat(20));
			if (how === 'half') throw new Error(byAct);
			return act.key;
		};
		const change = this.#documents
			.with(document, (live) => {
				this.#checkOpen(name, live);
				return live.change(run);
			})
			.then(
				(key) => this.#keep(act, how, key),
				(error) => {
					act.state = 'refused';
					throw error;
				}
			);
		if (!document.startsWith('journey/')) this.#acts.push(act);
		this.#promises.watch(`${act.key} (${how}) in ${name}`, change, (error) =>
			error.message === byAct ? null : this.#whyNot(asked, error)
		);
	}

	#keep(act: Act, how: ActKind, key: unknown): void {
		act.state = 'kept';
		if (key !== act.key) this.fault(`${act.key} was answered with ${String(key)}`);
		if (how === 'throw' || how === 'half') this.fault(`${act.key} threw, and was kept`);
		const { stored } = this.#store;
		const isRemoved = stored.epoch(act.document) !== act.epoch;
		if (how === 'write' && !isRemoved && !stored.has(act.document, 'cards', act.key))
			this.fault(`${act.key} was kept, but is not on disk`);
	}

	/** The bytes of a random client id would differ between two runs of one seed. */
	#sign(doc: Y.Doc): void {
		if (this.#signed.has(doc)) return;
		doc.clientID = this.nextClient();
		this.#signed.add(doc);
	}

	#read(document: string, throws: boolean): void {
		const name = document;
		const asked = this.#asked(name);
		const read = this.#documents.with(document, (live) => {
			this.#checkOpen(name, live);
			return live.read((doc) => {
				if (throws) throw new Error(byAct);
				if (!this.#store.isDeceived(name) && !this.#store.stored.isAll(name, doc))
					this.fault(`what is read in ${name} is not what is on disk`);
			});
		});
		this.#promises.watch(`a read of ${name}`, read, (error) =>
			throws && error.message === byAct ? null : this.#whyNot(asked, error)
		);
	}

	#remove(document: string): void {
		const name = document;
		const asked = this.#asked(name);
		const remove = this.#documents.with(document, async (live) => {
			const members = this.#connections.filter((connection) => connection.live === live);
			this.#count(name);
			const removed = live.remove(close.forbidden, 'gone');
			if (!members.every(({ isOver }) => isOver))
				this.fault(`who was in ${name} was not told that it is removed`);
			await removed;
			this.#count(name);
		});
		this.#promises.watch(`the removal of ${name}`, remove, (error) => this.#whyNot(asked, error));
	}

	#usurp(document: string): void {
		const doc = newDoc();
		doc.clientID = this.nextClient();
		doc.getMap('cards').set(`usurper${doc.clientID}`, 1);
		this.#store.usurp(document, Y.encodeStateAsUpdate(doc));
	}

	/** What is read while a document is held is all there is, until it is let go. */
	#hold(documents: string[]): void {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#holds.push({ documents, letGo: resolve });
		for (const document of documents) this.#wasHeld.add(document);
		const hold = this.#documents.hold(documents, async () => {
			const before = await Promise.all(documents.map((document) => this.#versionIn(document)));
			await promise;
			const { stored } = this.#store;
			documents.forEach((name, i) => {
				const known = before[i];
				const isOthers = known?.epoch !== stored.epoch(name) || this.#store.usurped.has(name);
				if (known && !isOthers && known.seq !== stored.seq(name)) this.fault(`${name} was held, and went on`);
			});
		});
		this.#promises.watch('a hold', hold, () => 'it never is');
	}

	async #versionIn(document: string): Promise<{ epoch: number; seq: number } | null> {
		const { stored } = this.#store;
		const name = document;
		try {
			return await this.#documents.with(document, (live) =>
				live.read(() => ({ epoch: stored.epoch(name), seq: stored.seq(name) }))
			);
		} catch {
			return null;
		}
	}

	#isHeld(name: string): boolean {
		return this.#holds.some(({ documents }) => documents.some((document) => document === name));
	}

	#letGo(which: number): void {
		if (this.#holds.length === 0) return;
		const [hold] = this.#holds.splice(which % this.#holds.length, 1);
		hold!.letGo();
	}

	/** As the server does it: everyone is told to come back, then the documents are unloaded. */
	#close(): void {
		this.#isClosed = true;
		for (const connection of this.#connections) connection.refuse(close.restarting, 'restarting');
		this.#promises.watch('the closing of everything', this.#documents.close(), () => 'it never is');
	}

	/** What is asked now may fail by what fails from now on, or failed and is not known yet. */
	#asked(name: string): Asked {
		return { name, failures: this.#known.get(name) ?? 0, ends: this.#ends.get(name) ?? 0 };
	}

	#whyNot({ name, failures, ends }: Asked, { message }: Error): string | null {
		if (this.#store.isCrashed && brokenStore.includes(message)) return null;
		if (message === leaving) return this.#isClosed ? null : 'it is not leaving';
		if (message === noPermit) return null;
		if (message === byAct)
			return (this.#ends.get(name) ?? 0) > ends ? null : 'by an act that changed nothing';
		if (message === `${name} was removed`) return (this.#ends.get(name) ?? 0) > ends ? null : 'it was not';
		if (message === `${name} was closed` || message === `${name} is not open`)
			return this.#isClosed && this.#wasHeld.has(name) ? null : 'what was asked is done first';
		if (!this.#isOfStore(name, message)) return 'this can never be';
		return (this.#store.failures.get(name) ?? 0) > failures ? null : 'nothing failed since it was asked';
	}

	#onTrouble(what: string, name: string, { message }: Error): void {
		if (what === 'load' || what === 'commit' || what === 'remove') {
			this.#store.over(name);
			this.#count(name);
		}
		const isExpected =
			this.#isOfStore(name, message) ||
			(what === 'load' && message === noPermit && this.#hasWaited(name)) ||
			((what === 'commit' || what === 'unload') && message === byAct) ||
			(what === 'sweep' && (message === leaving || message === noPermit));
		if (!isExpected) this.fault(`${what} ${name}: ${message}`);
	}

	#isOfStore(name: string, message: string): boolean {
		return brokenStore.includes(message) || (message === fenceLost && this.#store.usurped.has(name));
	}

	#count(name: string): void {
		this.#ends.set(name, (this.#ends.get(name) ?? 0) + 1);
	}

	#hasWaited(name: string): boolean {
		this.#checkLives();
		return this.clock.time - (this.#lives.get(name)?.beganAfter ?? Infinity) >= longestWaitMs;
	}

	/** Whether a visitor of a document that is not in memory may come. */
	#fits(name: string): boolean {
		const { all } = this.#documents;
		if (all.some((live) => live.name === name)) return true;
		const stays = all.filter(({ idleSince }) => idleSince === null);
		return bytesOf(stays) <= this.#limits.documentBytes;
	}

	/** The longest unused first. */
	get #idle(): LiveDocument[] {
		return this.#documents.all
			.filter(({ idleSince }) => idleSince !== null)
			.sort((a, b) => a.idleSince! - b.idleSince!);
	}

	/** `idle`, `bytes`: before the visit. As few leave as must, those that were not used for the longest time first. */
	#checkEvictions(name: string, idle: readonly LiveDocument[], bytes: number): void {
		const evicted = idle.filter(({ isEnding }) => isEnding);
		if (evicted.some((live, i) => live !== idle[i]))
			this.fault(`for ${name} documents leave in the wrong order`);
		const withoutLast = bytes - bytesOf(evicted.slice(0, -1));
		if (evicted.length > 0 && withoutLast <= this.#limits.documentBytes)
			this.fault(`for ${name} more documents leave than must`);
	}

	#checkOpen(name: string, live: LiveDocument): void {
		if (!live.isOpen) this.fault(`somebody came into ${name}, which is not open`);
		if (this.#documents.all.every((other) => other !== live))
			this.fault(`somebody came into a past life of ${name}`);
	}

	/** One life at a time: who is not in the map any more is over, for good. */
	#checkLives(): void {
		const { all } = this.#documents;
		for (const live of all) {
			const seen = this.#lives.get(live.name);
			if (seen?.live === live) continue;
			if (seen) this.#past.push(seen.live);
			this.#lives.set(live.name, { live, beganAfter: this.#checkedAt, seenAt: this.clock.time });
		}
		for (const [name, { live }] of this.#lives)
			if (!all.includes(live)) {
				this.#lives.delete(name);
				this.#past.push(live);
			}
		for (const { isOpen, isEnding, name } of this.#past)
			if (isOpen || isEnding) this.fault(`a life of ${name} was forgotten before it was over`);
		this.#checkedAt = this.clock.time;
		if (this.#store.opening > this.#limits.loadsAtOnce)
			this.fault('more documents are loaded at once than may be');
	}

	/** When everything that can go on without store and time has gone on. */
	#checkRest(): void {
		const { all } = this.#documents;
		const { loadsAtOnce } = this.#limits;
		const loading = all.filter(({ state }) => state === 'loading');
		if (!this.#store.isCrashed && this.#store.opening !== Math.min(loadsAtOnce, loading.length))
			this.fault(`${this.#store.opening} documents are being loaded, of ${loading.length} that want to be`);
		for (const { name } of loading.slice(loadsAtOnce))
			if (this.clock.time - this.#lives.get(name)!.seenAt > longestWaitMs + windowMs)
				this.fault(`${name} waits for its turn for too long`);
		for (const live of all) this.#checkMembers(live);
		for (const { name, live } of this.#connections)
			if (live && !all.includes(live)) this.fault(`${name} is in a document that is over`);
		const idle = all.filter(({ idleSince }) => idleSince !== null).length;
		// One that leaves before its time keeps its timer until it is gone.
		const ending = all.filter(({ isEnding }) => isEnding).length;
		const timers = this.clock.timers(idleMs);
		if (timers < idle || timers > idle + ending) this.fault(`${timers} timers for ${idle} idle documents`);
		if (this.clock.timers(longestWaitMs) !== this.#documents.waiting)
			this.fault(
				`${this.clock.timers(longestWaitMs)} timers for ${this.#documents.waiting} documents that wait`
			);
		// What is left of the window of a turn may be as long as that of awareness.
		if (this.clock.timers(awarenessMs) > 2 * all.length)
			this.fault('timers of awareness for documents that are gone');
	}

	#checkMembers(live: LiveDocument): void {
		const members = this.#connections.filter((connection) => connection.live === live);
		if (live.size !== members.length)
			this.fault(`${live.name} has ${live.size} members of ${members.length}`);
		if (members.length === 0) return;
		if (!live.isOpen) this.fault(`${live.name} leaves memory under its members`);
		if (live.idleSince !== null) this.fault(`${live.name} is idle, with ${members.length} members`);
	}

	/** Everything that needs no time goes on until nothing moves. */
	async #flow(): Promise<void> {
		for (let i = 0; i < mostRounds; i++) {
			await drained();
			let moves = this.clock.hasSoon;
			await this.clock.turn();
			while (this.#store.end('go', 0)) moves = true;
			for (const connection of this.#connections) if (connection.receive()) moves = true;
			if (!moves) return;
		}
		this.fault('it does not come to rest');
	}

	async #end(ending: Ending): Promise<void> {
		this.clock.strain = 0;
		if (ending === 'hang') await this.#hang();
		if (ending === 'crash') this.#store.crash();
		if (ending === 'close') await this.#leaveAtOnce();
		else await this.#leaveInPeace();
		this.#checkEmpty();
		for (const what of this.#promises.open) this.fault(`never answered: ${what}`);
		if (this.clock.timers() > 0) this.fault(`${this.clock.timers()} timers are left`);
		this.#checkActs();
		this.#complain();
	}

	async #leaveInPeace(): Promise<void> {
		while (this.#holds.length > 0) this.#letGo(0);
		await this.#agree();
		for (const connection of this.#connections) connection.leave();
		await this.#settle(awarenessMs, longestWaitMs, idleMs);
		this.#checkEmpty();
		await this.#sweep();
		this.#close();
		await this.#settle();
	}

	/** Logs that failed lives left long are short again. */
	async #sweep(): Promise<void> {
		if (this.#store.isCrashed || this.#isClosed) return;
		await this.#do({ do: 'sweep' });
		await this.#settle(idleMs);
		this.#checkEmpty();
		for (const [name, { rows }] of this.#store.disk)
			if (rows.length >= this.#limits.compactRowsOnUnload)
				this.fault(`${name} was swept, and has ${rows.length} rows`);
	}

	/** In the middle of all, and what is held goes on when the documents are already leaving. */
	async #leaveAtOnce(): Promise<void> {
		this.#close();
		await drained();
		await this.clock.turn();
		while (this.#holds.length > 0) this.#letGo(0);
		await this.#settle();
	}

	async #agree(): Promise<void> {
		for (const document of this.#documentList)
			if (this.#store.isDeceived(document)) this.#change(document, 'write');
		for (const connection of this.#connections) connection.drain();
		for (const connection of this.#connections) connection.greet();
		await this.#settle(awarenessMs, windowMs);
		if (!this.#store.isCrashed && !this.#isClosed) this.#checkAgreement();
		this.#complain();
	}

	/** The store answers nobody: who waits for a turn is told so in time. */
	async #hang(): Promise<void> {
		for (let i = 0; i < 5; i++) {
			await drained();
			await this.clock.turn();
			await this.clock.pass(longestWaitMs);
			await this.#tick();
		}
		if (this.#documents.waiting > 0) this.fault('somebody waits for a turn that does not come');
		this.#complain();
	}

	async #settle(...passing: number[]): Promise<void> {
		await this.#flow();
		for (const ms of passing) {
			await this.clock.pass(ms);
			await this.#flow();
		}
		await this.#tick();
		this.#complain();
	}

	/** Who is in has what the disk has, was told so, and knows who else is here. */
	#checkAgreement(): void {
		const connections = this.#connections.filter(({ live }) => live !== null);
		for (const connection of connections) {
			const name = connection.phone.document;
			if (connection.isRude) this.fault(`${connection.name} was rude, and is still there`);
			if (!this.#store.stored.isAll(name, connection.phone.doc))
				this.fault(`${connection.name} has another ${name} than the disk`);
			if (connection.acknowledged !== connection.sent.length)
				this.fault(
					`${connection.name} sent ${connection.sent.length}, of which ${connection.acknowledged} are saved at rest`
				);
			if (connection.phone.document.startsWith('board/')) this.#checkSight(connection, connections);
		}
		for (const { document, endsBefore, update } of this.#left) {
			const isLost = !this.holds(document, update) && this.#store.stored.couldTake(document, update);
			if (isLost && this.ends(document) === endsBefore)
				this.fault(`somebody left, and their last words are lost`);
		}
		for (const { document, update } of this.#barred)
			if (this.#isNew(update) && this.holds(document, update))
				this.fault('somebody was refused, and went on');
		for (const document of this.#documentList) {
			const wrong = this.#store.stored.replay(document);
			if (wrong) this.fault(wrong);
		}
	}

	#isNew(update: Uint8Array): boolean {
		return Y.parseUpdateMeta(update).to.size > 0;
	}

	#checkSight(connection: Connection, connections: readonly Connection[]): void {
		const here = connections.filter(({ live, said }) => live === connection.live && said !== null);
		const seen = [...connection.sees].filter(([, { state }]) => state !== null);
		const ghost = seen.find(([id]) => here.every((other) => other.id !== id));
		if (ghost) this.fault(`${connection.name} sees somebody who is not there`);
		const missed = here.find(({ id, said }) => connection.sees.get(id)?.state?.said !== said);
		if (missed) this.fault(`${connection.name} does not see ${missed.name} as they are`);
	}

	#checkEmpty(): void {
		for (const { name, state } of this.#documents.all) this.fault(`${name} stays in memory, ${state}`);
	}

	/** An act that failed left nothing. */
	#checkActs(): void {
		for (const { key, document, state } of this.#acts)
			if (state === 'refused' && this.#store.stored.has(document, 'cards', key) && !this.#store.lost.has(key))
				this.fault(`${key} was refused, but is on disk`);
	}

	#complain(): void {
		const [first] = this.faults;
		if (first !== undefined) throw new Error(first);
	}
}

function documentAt(number: number): string {
	const id = `fuzzrooms${String(number).padStart(3, '0')}`;
	if (number === 1) return ownDocument(id, 'annadirector');
	if (number === 2) return journeyDocument(id);
	return boardDocument(id);
}

const bytesOf = (lives: readonly LiveDocument[]) => lives.reduce((sum, { bytes }) => sum + bytes, 0);
