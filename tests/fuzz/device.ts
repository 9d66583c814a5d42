import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { frame, SyncClient, type Closed, type SocketAddress } from '#server/rehearsal/sync-client.ts';
import { message } from '#wire/protocol.ts';
import { openRoots } from './open-server.ts';

/**
 * What became of everything that was written in one document. Each edit has a mark of its own: a key that nobody writes
 * again, under the root that the document keeps for it.
 */
export class Ledger {
	readonly document: string;
	readonly root: string;
	made = 0;
	/** The server said that these are on disk. */
	readonly promised = new Set<string>();
	/** These came from the server to somebody. */
	readonly seen = new Set<string>();
	/** These can never have been accepted: they follow, in one document, on something that was forbidden. */
	readonly barred = new Set<string>();
	/** Keys under any root that were refused. */
	readonly #bad: [root: string, key: string][] = [];
	readonly #name: string;

	constructor(document: string) {
		this.document = document;
		this.root = document.startsWith('own/') ? 'cards' : 'place';
		this.#name = `m${document.at(-1)}-`;
	}

	nextMark(): string {
		return this.#name + String(++this.made);
	}

	bar(root: string, key: string): void {
		this.#bad.push([root, key]);
	}

	/** What a document lacks that was promised or seen, and what it has that can't be. */
	faults(doc: Y.Doc): string[] {
		const marks = doc.getMap(this.root);
		const missing = (which: Set<string>, what: string) =>
			[...which].filter((mark) => !marks.has(mark)).map((mark) => `${what}, then lost: ${mark}`);
		const leaked = [...this.barred]
			.filter((mark) => marks.has(mark))
			.map((mark) => `refused, yet there: ${mark}`);
		const bad = this.#bad
			.filter(([root, key]) => doc.getMap(root).has(key))
			.map(([, key]) => `forbidden, yet there: ${key}`);
		return [...bad, ...missing(this.promised, 'acknowledged'), ...missing(this.seen, 'seen'), ...leaked];
	}
}

/** Where a device finds its server, and who it says it is. */
export interface Home {
	server: string;
	person: string;
	/** Unlike any other. */
	device: string;
}

/** How the document of a device goes on after the server hung up with this. */
type After = 'same' | 'anew' | 'wrong';
const after = ({ code, reason }: Closed): After =>
	code < 4400 || code >= 4500 ? 'same' : reason === 'locked' || reason === 'card-too-long' ? 'anew' : 'wrong';

/**
 * A page that somebody has open: a document, and a socket that comes back by itself. What the server refuses, it
 * throws away with the document, as ours does.
 */
export abstract class Device {
	readonly ledger: Ledger;
	readonly home: Home;
	doc: Y.Doc;
	/** Undoes what was done to this page's own groups and free text. */
	undo!: Y.UndoManager;
	/** Refusals that no honest page should get. */
	readonly faults: string[] = [];
	/** Documents thrown away. */
	rebuilt = 0;
	#closes = 0;
	#lastClosed = 'never';
	/** Its document holds something that is refused. */
	holdsForbidden = false;
	/** And under its own client id, so that nothing that it writes after it can be accepted. */
	#isSpoiled = false;
	readonly #nextClient: () => number;

	constructor(home: Home, ledger: Ledger, nextClient: () => number) {
		this.home = home;
		this.ledger = ledger;
		this.#nextClient = nextClient;
		this.doc = this.#newDoc();
	}

	abstract readonly isOnline: boolean;
	/** The roots that it was told it may write; all that are ever open when it can't be told. */
	abstract readonly mayWrite: readonly string[];
	/** All that it wrote is on disk, as far as it can know. */
	abstract readonly isSaved: boolean;
	abstract connect(): void;
	abstract disconnect(): void;

	/** Writes a mark, with what else is done in the same transaction. Returns it. */
	write(value: unknown = 1, more: (doc: Y.Doc) => void = () => {}): string {
		const mark = this.ledger.nextMark();
		this.doc.transact(() => {
			this.doc.getMap(this.ledger.root).set(mark, value);
			more(this.doc);
		});
		if (this.#isSpoiled) this.ledger.barred.add(mark);
		this.wrote(mark);
		return mark;
	}

	/** Something that the server must refuse, whenever it comes: what follows on it in this document is barred. */
	spoil(act: (doc: Y.Doc) => void): void {
		this.holdsForbidden = true;
		this.#isSpoiled = true;
		// Not to be undone: what is deleted again is no offence.
		this.doc.transact(() => act(this.doc), 'spoil');
	}

	/** An edit gets lost on the way, and so does every answer that would bring it, until this page connects again. */
	lose(): void {}

	/** The page is opened again: what was kept on the device, under a new client id. */
	reload(): void {
		this.disconnect();
		const kept = this.doc;
		this.doc = this.#newDoc(Y.encodeStateAsUpdate(kept));
		kept.destroy();
		// The forbidden part stands under the old client id; what comes now does not build on it.
		this.#isSpoiled = false;
		this.connect();
	}

	toString(): string {
		const { isOnline, isSaved, ledger, home } = this;
		const history = `hung up ${this.#closes} times, lastly ${this.#lastClosed}`;
		return `${home.device} of ${ledger.document} (online: ${isOnline}, saved: ${isSaved}, ${history})`;
	}

	protected abstract wrote(mark: string): void;

	/** The server hung up. */
	protected hungUp(closed: Closed): void {
		const next = after(closed);
		this.#closes++;
		this.#lastClosed = `${closed.code} ${closed.reason}`;
		if (next === 'wrong')
			this.faults.push(`${this.home.device} was refused: ${closed.code} ${closed.reason}`);
		if (next === 'same') return;
		this.disconnect();
		this.doc.destroy();
		this.doc = this.#newDoc();
		this.holdsForbidden = false;
		this.#isSpoiled = false;
		this.rebuilt++;
		this.forgot();
		this.connect();
	}

	/** What the old document held is nobody's business any more. */
	protected forgot(): void {}

	#newDoc(kept?: Uint8Array): Y.Doc {
		const doc = new Y.Doc();
		doc.clientID = this.#nextClient();
		if (kept) Y.applyUpdate(doc, kept, 'kept');
		const marks = doc.getMap(this.ledger.root);
		marks.observe(({ keysChanged, transaction }) => {
			if (transaction.local) return;
			for (const mark of keysChanged) if (mark !== null && marks.has(mark)) this.ledger.seen.add(mark);
		});
		this.undo = new Y.UndoManager([doc.getMap('groups'), doc.getMap('texts')], { captureTimeout: 0 });
		return doc;
	}
}

const addressOf = ({ server, person, device }: Home, document: string): SocketAddress => ({
	server,
	document,
	headers: { cookie: `person=${person}; device=${device}`, origin: server.replace('ws', 'http') }
});

/** What our own page does: it says hello and counts what is on disk. */
export class OurDevice extends Device {
	#line: Line | null = null;
	#isWanted = false;
	#again: NodeJS.Timeout | undefined;
	/** Not promised yet; `count` of this line's messages promises it. */
	#open: { mark: string; line: Line | null; count: number }[] = [];

	get isOnline(): boolean {
		return this.#line?.isSynced ?? false;
	}

	get mayWrite(): readonly string[] {
		return this.#line?.policy?.write ?? [];
	}

	get isSaved(): boolean {
		return this.#open.length === 0 && (this.#line?.isSaved ?? false);
	}

	/** Also when it is there but can't make itself understood. */
	connect(): void {
		this.#isWanted = true;
		if (this.#line && !this.#line.isDeaf) return;
		this.#line?.vanish();
		const line = new Line(addressOf(this.home, this.ledger.document), this.doc);
		this.#line = line;
		line.afterMessage = () => this.#listen(line);
		void line.closed.then((closed) => {
			if (this.#line !== line) return;
			this.#line = null;
			this.hungUp(closed);
			if (this.#isWanted && !this.#line) this.#again = setTimeout(() => this.connect(), 5);
		});
	}

	disconnect(): void {
		this.#isWanted = false;
		clearTimeout(this.#again);
		const line = this.#line;
		this.#line = null;
		line?.vanish();
	}

	override lose(): void {
		const line = this.#line;
		if (!line?.isSynced || line.isDeaf) return;
		line.isDeaf = true;
		line.isTalking = false;
		this.write();
		line.isTalking = true;
	}

	protected override wrote(mark: string): void {
		const line = this.#line?.isOpen && this.#line.isTalking ? this.#line : null;
		this.#open.push({ mark, line, count: line?.sent ?? 0 });
	}

	protected override forgot(): void {
		this.#open = [];
	}

	#listen(line: Line): void {
		// A step 2 holds everything that this document holds.
		if (line.sentStep2()) for (const edit of this.#open) [edit.line, edit.count] = [line, line.sent];
		this.#open = this.#open.filter(({ mark, line: by, count }) => {
			const isPromised = by === line && line.saved >= count;
			if (isPromised) this.ledger.promised.add(mark);
			return !isPromised;
		});
	}
}

class Line extends SyncClient {
	/** Takes no notice of a step 1, and so never sends a step 2. */
	isDeaf = false;
	#sentStep2 = false;

	constructor(address: SocketAddress, doc: Y.Doc) {
		super(address, doc);
		void this.opened().then(
			() => {
				if (!this.isOpen) return;
				this.send(frame(message.hello));
				this.askAll();
			},
			() => {}
		);
	}

	/** Whether it sent a step 2 since this was last asked. */
	sentStep2(): boolean {
		const sent = this.#sentStep2;
		this.#sentStep2 = false;
		return sent;
	}

	protected override onMessage(bytes: Uint8Array): void {
		const isStep1 = bytes[0] === message.sync && bytes[1] === 0;
		if (isStep1 && this.isDeaf) return;
		const before = this.sent;
		super.onMessage(bytes);
		if (this.sent > before) this.#sentStep2 = true;
	}
}

/** What everyone else has: the provider as it is. It is told nothing of disks and rights. */
export class StockDevice extends Device {
	#provider: WebsocketProvider | null = null;

	get isOnline(): boolean {
		return this.#provider?.synced ?? false;
	}

	get mayWrite(): readonly string[] {
		return this.ledger.document.startsWith('own/') ? ['cards', 'drafts'] : openRoots;
	}

	get isSaved(): boolean {
		return true;
	}

	connect(): void {
		if (this.#provider) return;
		const { server, document, headers } = addressOf(this.home, this.ledger.document);
		class Socket extends WebSocket {
			constructor(url: string, protocols: string[]) {
				super(url, protocols, { headers });
			}
		}
		const provider = new WebsocketProvider(`${server}/sync`, document, this.doc, {
			WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
			disableBc: true,
			maxBackoffTime: 10
		});
		this.#provider = provider;
		provider.on('closed', (closed) => this.#provider === provider && this.hungUp(closed));
	}

	disconnect(): void {
		const provider = this.#provider;
		this.#provider = null;
		provider?.destroy();
		// It looks after nobody any more, and has a clock that would go on.
		provider?.awareness.destroy();
	}

	protected override wrote(): void {}
}
