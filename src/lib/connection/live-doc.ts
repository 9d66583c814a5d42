import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { close, message, type Policy, type Refusal } from '#wire/protocol.ts';
import { longestWait, Reach, silence, siteAnswers, socketServer, watchDevice } from './network.ts';
import type { Copy, Shelf } from './shelf.ts';

export type Saved = 'saved' | 'saving' | 'offline' | 'blocked';

export interface LiveDocOptions {
	/** As `roomName` makes it. */
	room: string;
	/** Where the document is kept on this device; without one it lives as long as the page. */
	shelf?: Shelf;
	/** The beamer's token instead of a session. */
	beamer?: string | undefined;
	/** A document is there, with what this device kept of it; again after the old one was thrown away. */
	opened(doc: Y.Doc): void;
	/** What one of the questions below answers may be another. */
	changed(): void;
	/**
	 * The document took another path than the server's and is about to be thrown away. Answers what writes the lost
	 * words into the new one, done when that has all the server has, or null.
	 */
	diverged(doc: Y.Doc, refusal: Refusal): ((fresh: Y.Doc) => void) | null;
	/** The server will not have us any more. Answers whether what it never got is kept elsewhere: then the copy goes. */
	closing?(doc: Y.Doc, refusal: Refusal): boolean;
	Socket?: typeof WebSocket;
}

/** Nobody's document goes astray so often within a minute; then something is wrong that a new one does not mend. */
const mostRebuilds = 3;
const rebuildsWithin = 60_000;
/** What `ws` closes with when a frame is larger than it reads at all; trying again would never end. */
const frameTooBig = 1009;
const strayed = new Set<number>([
	close.diverged,
	close.invalid,
	close.tooLarge,
	close.malformed,
	frameTooBig
]);

/**
 * One Yjs document, on this device and on the server. Knows what is saved: every update that this connection sent is
 * counted here and, once it is on disk, there (message 101).
 */
export class LiveDoc {
	policy: Policy | null = null;
	/** The document has had all that the server has, at least once. */
	isSynced = false;
	/** What was on the device when the document was opened is more than nothing. */
	wasKept = false;
	/** Why the server will not have us any more, or null. */
	ended: Refusal | null = null;
	readonly #options: LiveDocOptions;
	readonly #reach: Reach;
	readonly #longestWait = longestWait();
	#unwatch: (() => void) | null = null;
	#doc: Y.Doc | null = null;
	#copy: Copy | null = null;
	#provider: WebsocketProvider | null = null;
	#rescue: ((fresh: Y.Doc) => void) | null = null;
	#isUnsaved: boolean;
	/** Of this connection: updates sent, how many of them are on disk, and whether the server has all we had before. */
	#sent = 0;
	#saved = 0;
	#hasAnswered = false;
	#rebuilds: number[] = [];

	constructor(options: LiveDocOptions) {
		this.#options = options;
		this.#isUnsaved = options.shelf?.isUnsaved ?? false;
		this.#reach = new Reach({
			ask: siteAnswers,
			retry: () => this.#connect(),
			changed: () => options.changed()
		});
	}

	get saved(): Saved {
		if (this.ended) return this.#isUnsaved ? 'offline' : 'saved';
		if (this.#reach.current === 'blocked' || this.#reach.current === 'offline') return this.#reach.current;
		return this.#isUnsaved ? 'saving' : 'saved';
	}

	get isUnsaved(): boolean {
		return this.#isUnsaved;
	}

	get isBlocked(): boolean {
		return this.#reach.current === 'blocked';
	}

	async start(): Promise<void> {
		this.#unwatch = watchDevice({ wake: () => this.#wake(), sleep: () => this.#sleep() });
		this.#reach.lost();
		await this.#begin();
	}

	stop(): void {
		this.#unwatch?.();
		this.#unwatch = null;
		this.#reach.stop();
		this.#putAway();
	}

	/** A new document: from the device the first time, from the server alone when the last one strayed. */
	async #begin(isAnew = false): Promise<void> {
		const doc = new Y.Doc();
		const shelf = this.#options.shelf;
		const copy = (await (isAnew ? shelf?.openAnew(doc) : shelf?.open(doc))) ?? null;
		if (!this.#unwatch) {
			void copy?.close();
			return doc.destroy();
		}
		this.#doc = doc;
		this.#copy = copy;
		this.isSynced = false;
		this.wasKept = doc.store.clients.size > 0;
		doc.on('update', (_: Uint8Array, origin: unknown) => {
			if (origin !== this.#provider && origin !== copy?.origin) this.#mark(true);
		});
		this.#provider = this.#provide(doc, isAnew ? null : (shelf?.epoch ?? null));
		this.#options.opened(doc);
		this.#connect();
		this.#options.changed();
	}

	/** `epoch`: of what the document holds already; the server refuses another one's before it is merged. */
	#provide(doc: Y.Doc, epoch: number | null): WebsocketProvider {
		const { room, beamer, Socket = WebSocket } = this.#options;
		const provider = new WebsocketProvider(socketServer(), room, doc, {
			connect: false,
			disableBc: true,
			maxBackoffTime: this.#longestWait,
			params: { ...(beamer && { scherm: beamer }), ...(epoch !== null && { epoch: String(epoch) }) },
			shouldReconnect: ({ code }) => code !== frameTooBig && !(code >= 4400 && code < 4500),
			WebSocketPolyfill: this.#counting(Socket)
		});
		// Who is here is counted by the server; a cursor is shown to nobody.
		provider.awareness.setLocalState(null);
		provider.on('status', ({ status }) => status === 'connected' && this.#connected(provider));
		provider.on('connection-close', () => this.#lost(provider));
		provider.on('sync', (isSynced) => isSynced && this.#synced(doc));
		provider.on('closed', (refusal) => provider === this.#provider && this.#refused(refusal));
		provider.messageHandlers[message.ack] = (_, decoder) => this.#acknowledged(decoding.readVarUint(decoder));
		provider.messageHandlers[message.policy] = (_, decoder) => this.#ruled(readJson<Policy>(decoder));
		// The close that follows carries the same reason.
		provider.messageHandlers[message.refusal] = () => {};
		return provider;
	}

	/** The provider sends from more than one place; here all of it passes. */
	#counting(Socket: typeof WebSocket): typeof WebSocket {
		const count = (bytes: Uint8Array) => this.#count(bytes);
		return class extends Socket {
			override send(data: Parameters<WebSocket['send']>[0]): void {
				if (data instanceof Uint8Array) count(data);
				super.send(data);
			}
		};
	}

	/** Step 2 and update count; step 1 is a question. */
	#count([type, kind]: Uint8Array): void {
		if (type !== message.sync || kind === 0) return;
		this.#sent++;
		if (kind === 1) this.#hasAnswered = true;
	}

	#connect(): void {
		const provider = this.#provider;
		if (provider?.ws !== null || this.ended) return;
		try {
			provider.connect();
		} catch {
			// Some networks and extensions make even trying an error; that is blocked too.
			this.#reach.lost();
		}
	}

	#connected(provider: WebsocketProvider): void {
		this.#sent = this.#saved = 0;
		this.#hasAnswered = false;
		const hello = encoding.createEncoder();
		encoding.writeVarUint(hello, message.hello);
		provider.ws?.send(encoding.toUint8Array(hello) as Uint8Array<ArrayBuffer>);
	}

	#lost(provider: WebsocketProvider): void {
		if (provider === this.#provider) this.#reach.lost();
	}

	/** The answer to hello: the connection works, both ways. */
	#ruled(policy: Policy): void {
		this.policy = policy;
		if (this.#provider) this.#provider.params = { ...this.#provider.params, epoch: String(policy.epoch) };
		this.#reach.opened();
		// What was changed without a connection can't be handed in any more, and would stay on this screen alone.
		if (policy.write.length === 0 && this.#isUnsaved && !this.#hasAnswered) {
			return void this.#rebuild({ code: close.diverged, reason: 'locked' });
		}
		this.#options.changed();
	}

	#synced(doc: Y.Doc): void {
		if (doc !== this.#doc) return;
		this.isSynced = true;
		this.#rescue?.(doc);
		this.#rescue = null;
		if (this.policy) void this.#options.shelf?.settle(this.policy.epoch);
		this.#options.changed();
	}

	#acknowledged(count: number): void {
		this.#saved = count;
		if (this.#hasAnswered && this.#saved >= this.#sent) this.#mark(false);
	}

	#mark(isUnsaved: boolean): void {
		if (isUnsaved === this.#isUnsaved) return;
		this.#isUnsaved = isUnsaved;
		const { shelf } = this.#options;
		if (shelf) shelf.isUnsaved = isUnsaved;
		if (shelf && !isUnsaved) shelf.unsent = [];
		this.#options.changed();
	}

	#refused(refusal: Refusal): void {
		if (strayed.has(refusal.code) && this.#mayRebuild()) return void this.#rebuild(refusal);
		this.ended = refusal;
		this.#reach.stop();
		if (this.#keepsElsewhere(refusal)) this.#mark(false);
		if (!this.#isUnsaved) this.#forget();
		this.#options.changed();
	}

	#keepsElsewhere(refusal: Refusal): boolean {
		const { closing } = this.#options;
		if (!closing || !this.#doc) return false;
		// What an older copy had to save has not reached this document yet.
		this.#rescue?.(this.#doc);
		this.#rescue = null;
		return closing(this.#doc, refusal);
	}

	/** Whoever was removed or signed out leaves nothing behind, except words that nobody else has. */
	#forget(): void {
		void this.#copy?.remove();
		this.#copy = null;
		void this.#options.shelf?.clear();
	}

	#mayRebuild(): boolean {
		const now = performance.now();
		this.#rebuilds = [...this.#rebuilds.filter((at) => now - at < rebuildsWithin), now];
		return this.#rebuilds.length <= mostRebuilds;
	}

	/** Connecting again would hand in the same history; only a new document gets further. */
	async #rebuild(refusal: Refusal): Promise<void> {
		const lost = this.#doc && this.#options.diverged(this.#doc, refusal);
		this.#rescue = joined(this.#rescue, lost);
		this.#putAway();
		this.#reach.lost();
		if (!this.#rescue) this.#mark(false);
		await this.#begin(true);
	}

	#putAway(): void {
		const [provider, copy, doc] = [this.#provider, this.#copy, this.#doc];
		this.#provider = this.#copy = this.#doc = null;
		provider?.destroy();
		void copy?.close();
		doc?.destroy();
	}

	#wake(): void {
		const provider = this.#provider;
		const isSilent = provider && Date.now() - provider.wsLastMessageReceived > silence;
		if (provider?.wsconnected && isSilent) provider.disconnect();
		this.#connect();
	}

	#sleep(): void {
		this.#reach.away();
		this.#provider?.disconnect();
		this.#connect();
	}
}

const readJson = <T>(decoder: decoding.Decoder) => JSON.parse(decoding.readVarString(decoder)) as T;

/** When the new document strays too, before it could be filled, both have words to save. */
function joined<A>(
	first: ((to: A) => void) | null,
	second: ((to: A) => void) | null
): ((to: A) => void) | null {
	if (!first || !second) return first ?? second;
	return (to) => {
		first(to);
		second(to);
	};
}
