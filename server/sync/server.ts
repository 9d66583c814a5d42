import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import type * as Y from 'yjs';
import type { Facts } from '#wire/journey/facts.ts';
import { screenMoved } from '#wire/journey/screen.ts';
import { close, wireVersion } from '#wire/protocol.ts';
import { inTime } from '#server/app/in-time.ts';
import { realClock, type Clock } from './clock.ts';
import { Connection } from './connection.ts';
import type { DocumentRules } from './document-rules.ts';
import * as frames from './frames.ts';
import { Bucket, defaultLimits, frameBytes, type Limits } from './limits.ts';
import { SyncMetrics, type Levels } from './metrics.ts';
import type { LiveDocument, WrittenTexts } from './live-document.ts';
import { LiveDocuments } from './live-documents.ts';
import { documentIn, isOriginTrusted, parametersOf, reject } from './requests.ts';
import { Semaphore } from './semaphore.ts';
import type { SyncStore } from './store.ts';
import type { Admission, Denial, Visitor } from './visitors.ts';

export interface SyncApp {
	identify(request: IncomingMessage): Promise<Visitor>;
	admit(visitor: Visitor, document: string): Promise<Admission | Denial>;
	/** Somebody came, left, or (un)started writing in a journey. */
	presenceChanged(journey: string): void;
	/** Updates of clients are on disk, and in which texts who wrote. */
	documentChanged(document: string, written: WrittenTexts): void;
	now(): number;
}

export interface LogLine {
	/** What went wrong: load, commit, compact, unload, sweep (documents), admit, check, app (what the app was asked). */
	what: string;
	document?: string;
	error: unknown;
}

export interface SyncOptions {
	/** Closed together with the server. */
	store: SyncStore;
	app: SyncApp;
	/** What there is under a name, and what may lie in it; null: nothing. */
	rulesOf(document: string): DocumentRules | null;
	/** Besides the host of the request itself, for instance 'https://siroop.example'. */
	origins?: readonly string[];
	limits?: Partial<Limits>;
	/** What pages of now say as `?v=`; the one of #wire/protocol.ts unless a test says otherwise. */
	wireVersion?: number;
	/** Counted there; by default nobody asks for the figures. */
	metrics?: SyncMetrics;
	clock?: Clock;
	/** Where a request comes from; behind a proxy, whatever that proxy says. */
	address?: (request: IncomingMessage) => string;
	log: (line: LogLine) => void;
}

export interface Presence {
	participants: Set<string>;
	/** Participants with a sentence under way. */
	writing: Set<string>;
	beamers: number;
}

/** A socket that hears the facts of a journey. */
export interface Listener {
	/** Null: a screen. */
	participant: string | null;
	/** Who is signed in in that browser, also at a screen. */
	person: string | null;
	/** Where it comes from. */
	network: string;
}

export interface SyncServer {
	/** Takes `/sync/<document name>`. */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Asks the app again about every open connection of a journey. */
	recheck(journey: string): void;
	/** Asks the app again who everyone is that came as this person: a session of theirs has ended. */
	reidentify(person: string): void;
	/** The same to one person alone. */
	tell(journey: string, participant: string, facts: Facts): void;
	/** Sends the facts to all who listen in the document of the journey, and to who comes back later. */
	announce(journey: string, facts: Facts): void;
	/** Somebody or some screen would get what is announced. */
	hasListeners(journey: string): boolean;
	/** Who comes now is sent the facts that were announced last. */
	hasFacts(journey: string): boolean;
	presence(journey: string): Presence;
	listeners(journey: string): Listener[];
	/** Hangs up on the screens of a journey for which this is so, and tells them by which token to come back. */
	moveScreens(journey: string, token: string, follows: (screen: Listener) => boolean): void;
	/** A transaction of the server. Resolves when it is on disk. */
	change<T>(document: string, act: (doc: Y.Doc) => T): Promise<Awaited<T>>;
	/** Calls `get` when all of the document is on disk. */
	read<T>(document: string, get: (doc: Y.Doc) => T): Promise<Awaited<T>>;
	/**
	 * Runs `work` while what is written in these documents waits, by clients and by `change`: what it reads there is all
	 * there is, until it is over or the document was removed.
	 */
	hold<T>(documents: readonly string[], work: () => Promise<T>): Promise<T>;
	/**
	 * Throws a document away, words and writers, for good: its sockets close with 4403 and this reason, and a device that
	 * comes back with an old copy is told 'emptied' and keeps only what it never sent.
	 */
	remove(document: string, reason: string): Promise<void>;
	/** Nobody gets in any more, what is under way is on disk, and everyone is told to come back. Acts still work. */
	drain(): Promise<void>;
	/**
	 * Drains; then documents are unloaded and the store is closed. Takes `closeMs` and 6 s at most, whatever the store does,
	 * and returns whether all of it was done.
	 */
	close(): Promise<boolean>;
}

export function createSyncServer(options: SyncOptions): SyncServer {
	return new Server(options);
}

/** No compression: frames are small, and a compressor for each of three hundred sockets is not (F28). */
const socketOptions: ServerOptions & { maxFragments: number; closeTimeout: number } = {
	noServer: true,
	perMessageDeflate: false,
	maxPayload: frameBytes,
	// Browsers cut a long message into parts of 64 kB or so.
	maxFragments: 1024,
	closeTimeout: 5000
};

class Server implements SyncServer {
	readonly #options: SyncOptions;
	readonly #limits: Limits;
	readonly #metrics: SyncMetrics;
	readonly #sockets: WebSocketServer;
	readonly #documents: LiveDocuments;
	readonly #connections = new Set<Connection>();
	/** Connections in the document of each journey. */
	readonly #journeys = new Map<string, Set<Connection>>();
	/** The last facts of each journey that somebody listens to. */
	readonly #facts = new Map<string, frames.Frame>();
	readonly #admissions: Semaphore;
	readonly #upgrades = new Map<string, Bucket>();
	readonly #presenceChanged = new Set<string>();
	readonly #timers: NodeJS.Timeout[];
	#presenceTimer: NodeJS.Timeout | undefined;
	#draining: Promise<void> | null = null;
	#closing: Promise<boolean> | null = null;

	constructor(options: SyncOptions) {
		this.#options = options;
		this.#limits = { ...defaultLimits, ...options.limits };
		this.#metrics = options.metrics ?? new SyncMetrics();
		this.#metrics.watch(() => this.#levels());
		this.#sockets = new WebSocketServer(socketOptions);
		const clock = options.clock ?? realClock;
		this.#admissions = new Semaphore(this.#limits.admissionsAtOnce, this.#limits.longestWaitMs, clock);
		this.#documents = new LiveDocuments({
			store: options.store,
			limits: this.#limits,
			clock,
			metrics: this.#metrics,
			now: () => options.app.now(),
			rulesOf: (name) => options.rulesOf(name),
			onCommit: (name, written) => this.#notify(() => options.app.documentChanged(name, written)),
			onTrouble: (what, document, error) => this.#trouble({ what, document, error })
		});
		this.#timers = [
			setInterval(() => this.#tick(), 1000).unref(),
			setInterval(() => this.#recheckAll(), this.#limits.recheckMs).unref(),
			setInterval(() => void this.#sweep(), this.#limits.sweepMs).unref()
		];
	}

	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		const address = this.#addressOf(request);
		if (this.#draining) return reject(socket, '503 Service Unavailable', 'Retry-After: 2');
		if (!this.#upgradesOf(address).allows()) return reject(socket, '429 Too Many Requests');
		this.#sockets.handleUpgrade(request, socket, head, (ws) =>
			this.#onConnection(ws, socket, request, address)
		);
	}

	recheck(journey: string): void {
		const concerns = ({ admission }: Connection) => admission === null || admission.journey === journey;
		void this.#recheck([...this.#connections].filter(concerns));
	}

	reidentify(person: string): void {
		const theirs = [...this.#connections].filter(({ visitor }) => visitor.person === person);
		for (const connection of theirs) connection.isIdentified = false;
		void this.#recheck(theirs);
	}

	announce(journey: string, facts: Facts): void {
		const listeners = this.#journeys.get(journey);
		if (!listeners) return;
		const frame = frames.facts(facts);
		this.#facts.set(journey, frame);
		for (const connection of listeners) {
			if (connection.isLagging) connection.missedFacts = true;
			else if (connection.saidHello) connection.send(frame);
		}
	}

	tell(journey: string, participant: string, facts: Facts): void {
		const frame = frames.facts(facts);
		for (const connection of this.#journeys.get(journey) ?? [])
			if (connection.participant === participant && connection.saidHello) connection.send(frame);
	}

	hasListeners(journey: string): boolean {
		return this.#journeys.has(journey);
	}

	hasFacts(journey: string): boolean {
		return this.#facts.has(journey);
	}

	presence(journey: string): Presence {
		const presence: Presence = { participants: new Set(), writing: new Set(), beamers: 0 };
		for (const { participant, isWriting } of this.#journeys.get(journey) ?? []) {
			if (participant === null) presence.beamers++;
			else presence.participants.add(participant);
			if (participant !== null && isWriting) presence.writing.add(participant);
		}
		return presence;
	}

	listeners(journey: string): Listener[] {
		return [...(this.#journeys.get(journey) ?? [])].map(listenerAt);
	}

	moveScreens(journey: string, token: string, follows: (screen: Listener) => boolean): void {
		for (const connection of [...(this.#journeys.get(journey) ?? [])])
			if (connection.participant === null && follows(listenerAt(connection)))
				connection.refuse(screenMoved, token);
	}

	change<T>(document: string, act: (doc: Y.Doc) => T): Promise<Awaited<T>> {
		return this.#documents.with(document, (live) => live.change(act)) as Promise<Awaited<T>>;
	}

	read<T>(document: string, get: (doc: Y.Doc) => T): Promise<Awaited<T>> {
		return this.#documents.with(document, (live) => live.read(get)) as Promise<Awaited<T>>;
	}

	hold<T>(documents: readonly string[], work: () => Promise<T>): Promise<T> {
		return this.#documents.hold(documents, work);
	}

	remove(document: string, reason: string): Promise<void> {
		return this.#documents.with(document, (live) => live.remove(close.forbidden, reason));
	}

	drain(): Promise<void> {
		this.#draining ??= this.#drain();
		return this.#draining;
	}

	close(): Promise<boolean> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	/** The app's word on who, what and where is asked for after the handshake: a browser can't read a failed one. */
	#onConnection(ws: WebSocket, socket: Duplex, request: IncomingMessage, address: string): void {
		const connection = new Connection(ws, socket, request, address, {
			limits: this.#limits,
			metrics: this.#metrics,
			listener: {
				onMessage: (from, incoming) => this.#onMessage(from, incoming),
				onLagging: () => this.#cutOffSlowest(),
				onDrain: (from) => this.#onDrain(from),
				onClose: (from) => this.#onClose(from)
			}
		});
		this.#connections.add(connection);
		if (!isOriginTrusted(request, this.#options.origins ?? [])) connection.refuse(close.forbidden, 'origin');
		else if (this.#count((other) => other.address === address) > this.#limits.connectionsPerAddress)
			connection.refuse(close.tooMany, 'too-many');
		else if (!this.#isCurrentVersion(request)) connection.refuse(close.outdated, 'outdated');
		else void this.#authorizeInTurn(connection);
	}

	/** Who says no version is no page of ours, and knows what to do with what comes (F31). */
	#isCurrentVersion(request: IncomingMessage): boolean {
		const version = parametersOf(request).get('v');
		return version === null || Number(version) === (this.#options.wireVersion ?? wireVersion);
	}

	/** A whole meeting that comes at once comes in turn, so that who is in notices nothing. */
	async #authorizeInTurn(connection: Connection): Promise<void> {
		try {
			await this.#admissions.run(() => this.#authorize(connection));
		} catch {
			connection.refuse(close.unavailable, 'unavailable');
		}
	}

	/** In small batches, so that what the act itself has to send is not kept waiting. */
	async #recheck(connections: Connection[]): Promise<void> {
		for (let i = 0; i < connections.length; i += 32) {
			await Promise.all(connections.slice(i, i + 32).map((connection) => this.#authorize(connection)));
			await turn();
		}
	}

	/** Asks the app, and asks again when a new question came while it answered. */
	async #authorize(connection: Connection): Promise<void> {
		if (++connection.pendingChecks > 1) return;
		while (connection.isOpen && connection.pendingChecks > 0) {
			const pendingChecks = connection.pendingChecks;
			const decision = await this.#askApp(connection);
			if (connection.admission) this.#metrics.rechecks.add(resultOf(decision));
			if (decision.ok) this.#admit(connection, decision);
			else connection.refuse(decision.code, decision.reason);
			connection.pendingChecks -= pendingChecks;
		}
	}

	async #askApp(connection: Connection): Promise<Admission | Denial> {
		try {
			if (!connection.isIdentified) {
				connection.isIdentified = true;
				connection.visitor = await this.#options.app.identify(connection.request);
			}
			const { person, beamer } = connection.visitor;
			if (person === null && beamer === null) return denied(close.signedOut, 'signed-out');
			const isNew = connection.admission === null;
			if (isNew && person !== null && this.#hasTooManyConnections(person))
				return denied(close.tooMany, 'too-many');
			const name = documentIn(connection.request);
			const rules = this.#options.rulesOf(name);
			if (!rules) return denied(close.unknownDocument, 'unknown-room');
			const decision = await this.#options.app.admit(connection.visitor, name);
			if (!decision.ok) return decision;
			// A second lock on what matters most: private cards are for one person, whatever the app says.
			if (rules.owner !== null && decision.notebook !== rules.owner)
				return denied(close.forbidden, 'not-yours');
			return decision;
		} catch (error) {
			this.#trouble({ what: 'admit', document: documentIn(connection.request), error });
			return denied(close.unavailable, 'unavailable');
		}
	}

	#admit(connection: Connection, admission: Admission): void {
		const isNew = connection.admission === null;
		const { opened, changed } = connection.admit(admission);
		if (isNew) return void this.#enter(connection);
		if (changed && connection.live) connection.sendPolicy();
		if (opened) connection.live?.requestMissing(connection);
	}

	async #enter(connection: Connection): Promise<void> {
		try {
			await this.#documents.visit(documentIn(connection.request), (live) => {
				if (connection.isOpen) this.#join(connection, live);
			});
		} catch {
			// The document has said in the log why it could not be loaded.
			connection.refuse(close.unavailable, 'unavailable');
		}
	}

	#join(connection: Connection, live: LiveDocument): void {
		if (live.size >= this.#limits.connectionsPerDocument) return connection.refuse(close.tooMany, 'too-many');
		const epoch = parametersOf(connection.request).get('epoch');
		if (epoch !== null && Number(epoch) !== live.epoch)
			return connection.refuse(close.diverged, Number(epoch) < live.emptied ? 'emptied' : 'epoch');
		live.join(connection);
		if (live.rules.hasFacts) this.#subscribe(connection);
		connection.start(live);
	}

	#subscribe(connection: Connection): void {
		const { journey } = connection.admission!;
		connection.hears = journey;
		const listeners = this.#journeys.get(journey);
		if (listeners) listeners.add(connection);
		else this.#journeys.set(journey, new Set([connection]));
		this.#announcePresenceSoon(journey);
	}

	#onMessage(connection: Connection, incoming: frames.Incoming): void {
		if (incoming.kind === 'hello') this.#onHello(connection);
		else if (incoming.kind === 'writing') this.#onWriting(connection, incoming.writing);
		else connection.live!.onMessage(connection, incoming);
	}

	#onHello(connection: Connection): void {
		connection.onHello();
		this.#sendFacts(connection);
	}

	#sendFacts(connection: Connection): void {
		const facts = connection.hears === null ? undefined : this.#facts.get(connection.hears);
		if (facts && connection.saidHello) connection.send(facts);
	}

	/** What it missed is sent as one: the newest facts, one diff of its document. */
	#onDrain(connection: Connection): void {
		if (!connection.live) return;
		connection.live.onDrain(connection);
		if (connection.missedFacts) this.#sendFacts(connection);
		connection.missedFacts = false;
	}

	/** Many slow sockets together may be more than this process can carry; the slowest come back later. */
	#cutOffSlowest(): void {
		this.#cutOff(({ buffered }) => buffered, this.#limits.bufferedInAll);
	}

	/** Those that hold most of what all hold together, until it is no more than this. */
	#cutOff(held: (connection: Connection) => number, most: number): void {
		let bytes = this.#held(held);
		if (bytes <= most) return;
		for (const connection of [...this.#connections].sort((a, b) => held(b) - held(a))) {
			bytes -= held(connection);
			connection.terminate();
			if (bytes <= most) return;
		}
	}

	#held(held: (connection: Connection) => number): number {
		let bytes = 0;
		for (const connection of this.#connections) bytes += held(connection);
		return bytes;
	}

	#onWriting(connection: Connection, isWriting: boolean): void {
		if (connection.hears === null || connection.isWriting === isWriting) return;
		connection.isWriting = isWriting;
		this.#announcePresenceSoon(connection.hears);
	}

	#onClose(connection: Connection): void {
		this.#connections.delete(connection);
		connection.live?.leave(connection);
		const journey = connection.hears;
		if (journey === null) return;
		const listeners = this.#journeys.get(journey)!;
		listeners.delete(connection);
		this.#announcePresenceSoon(journey);
		if (listeners.size > 0) return;
		this.#journeys.delete(journey);
		this.#facts.delete(journey);
	}

	/** Three hundred people who come in together are one change of presence, or a few. */
	#announcePresenceSoon(journey: string): void {
		this.#presenceChanged.add(journey);
		this.#presenceTimer ??= setTimeout(() => {
			this.#presenceTimer = undefined;
			const journeys = [...this.#presenceChanged];
			this.#presenceChanged.clear();
			for (const changed of journeys) this.#notify(() => this.#options.app.presenceChanged(changed));
		}, this.#limits.presenceMs).unref();
	}

	/** What the app does with it is its own affair: a mistake there must not close a document. */
	#notify(call: () => void): void {
		try {
			call();
		} catch (error) {
			this.#trouble({ what: 'app', error });
		}
	}

	#trouble(line: LogLine): void {
		this.#metrics.troubles.add(line.what);
		this.#options.log(line);
	}

	#levels(): Partial<Levels> {
		const connections = { participant: 0, beamer: 0, unknown: 0 };
		for (const { admission } of this.#connections)
			connections[!admission ? 'unknown' : admission.participant === null ? 'beamer' : 'participant']++;
		const documents = { loading: 0, open: 0, idle: 0, unloading: 0 };
		for (const { state } of this.#documents.all) documents[state]++;
		const sum = (of: (live: LiveDocument) => number) =>
			this.#documents.all.reduce((total, live) => total + of(live), 0);
		return {
			connections,
			documents,
			joinQueueDepth: this.#admissions.waiting + this.#documents.waiting,
			socketBufferedBytes: this.#held(({ buffered }) => buffered),
			staleClients: sum((live) => live.stale),
			docBytes: sum((live) => live.bytes)
		};
	}

	#count(matches: (connection: Connection) => boolean): number {
		let count = 0;
		for (const connection of this.#connections) if (matches(connection)) count++;
		return count;
	}

	#hasTooManyConnections(person: string): boolean {
		return this.#count(({ visitor }) => visitor.person === person) > this.#limits.connectionsPerPerson;
	}

	#addressOf(request: IncomingMessage): string {
		return this.#options.address?.(request) ?? request.socket.remoteAddress ?? '';
	}

	#upgradesOf(address: string): Bucket {
		const bucket =
			this.#upgrades.get(address) ?? new Bucket(this.#limits.upgradesPerSecond, this.#limits.upgradesBurst);
		this.#upgrades.set(address, bucket);
		return bucket;
	}

	#tick(): void {
		const now = performance.now();
		for (const connection of this.#connections) connection.keepAlive(now);
		this.#cutOff(({ unfinished }) => unfinished, this.#limits.unfinishedInAll);
		for (const [address, bucket] of this.#upgrades) if (bucket.full) this.#upgrades.delete(address);
	}

	/** Nobody tells us when a session expires. */
	#recheckAll(): void {
		for (const connection of this.#connections) connection.isIdentified = false;
		void this.#recheck([...this.#connections]);
	}

	async #sweep(): Promise<void> {
		await this.#documents.sweep().catch((error) => this.#trouble({ what: 'sweep', error }));
	}

	async #drain(): Promise<void> {
		for (const timer of this.#timers) clearInterval(timer);
		await within(this.#limits.closeMs / 3, this.#documents.flush());
		await this.#closeInBatches();
	}

	async #close(): Promise<boolean> {
		await this.drain();
		const areDocumentsGone = await within(this.#limits.closeMs / 3, this.#documents.close());
		const isStoreClosed = await within(this.#limits.closeMs / 3, this.#options.store.close());
		for (const socket of this.#sockets.clients) socket.terminate();
		clearTimeout(this.#presenceTimer);
		return areDocumentsGone && isStoreClosed;
	}

	/**
	 * In small random batches, so that they do not all knock at the next process at once (F32): a batch of 25 every
	 * 50 ms, of more where that would take longer than 6 s.
	 */
	async #closeInBatches(): Promise<void> {
		const leaving = [...this.#connections].sort(() => Math.random() - 0.5);
		const batch = Math.max(25, Math.ceil(leaving.length / 120));
		for (let i = 0; i < leaving.length; i += batch) {
			for (const connection of leaving.slice(i, i + batch)) connection.refuse(close.restarting, 'restarting');
			if (i + batch < leaving.length) await wait(50);
		}
	}
}

function resultOf(decision: { ok: true } | Denial): 'kept' | 'refused' | 'failed' {
	if (decision.ok) return 'kept';
	return decision.code === close.unavailable ? 'failed' : 'refused';
}

const listenerAt = ({ participant, visitor, address }: Connection): Listener => ({
	participant,
	person: visitor.person,
	network: address
});

const denied = (code: number, reason: string): Denial => ({ ok: false, code, reason });

/** Whether it was done by then. What fails has said so elsewhere: leaving goes on. */
const within = (ms: number, work: Promise<unknown>) => inTime(ms, work).catch(() => false);
