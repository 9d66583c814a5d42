import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { close, message, wireVersion, type Policy, type Refusal } from '#wire/protocol.ts';
import { Attempts, Reach, silence, siteAnswers, socketServer, watchDevice } from './network.ts';
import type { OpenCopy, LocalCopy } from './local-copy.ts';

/**
 * - `unsent`: not saved, on this device or anywhere else, until there is a connection
 * - `stopped`: this page will not get further; another one may
 */
export type Saved = 'saved' | 'saving' | 'unsent' | 'offline' | 'blocked' | 'stopped';

export interface LiveDocOptions {
	/** The name of a document. */
	room: string;
	/** Where the document is kept on this device; without one it lives as long as the page. */
	local?: LocalCopy;
	/** The beamer's token instead of a session. */
	beamer?: string | undefined;
	/** A document is there, with what this device kept of it; again after the old one was thrown away. */
	opened(doc: Y.Doc): void;
	/** What one of the questions below answers may be another. */
	changed(): void;
	/**
	 * The document took another path than the server's and is about to be thrown away. Returns what writes the lost
	 * words into the new one, done when that has all the server has, or null.
	 */
	diverged(doc: Y.Doc, refusal: Refusal): ((fresh: Y.Doc) => void) | null;
	/** The server will not have us any more, or we walked on ('left'). Returns whether what it never got is kept elsewhere: then the copy goes. */
	closing(doc: Y.Doc, refusal: Refusal): boolean;
	Socket?: typeof WebSocket;
}

/** Nobody's document goes astray so often within a minute; then something is wrong that a new one does not mend. */
const mostRebuilds = 3;
const rebuildsWithin = 60_000;
/** What is under way when somebody walks on gets so long to arrive, ms. */
const goodbye = 10_000;
/** Nothing is wrong with this page: the room opens later, or somewhere else is said what to do. */
const notStopped = new Set(['not-open-yet', 'embargoed', 'revealed', 'signed-out', 'removed', 'outdated']);
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
	readonly #attempts = new Attempts();
	#retry: ReturnType<typeof setTimeout> | undefined;
	#leaving: ReturnType<typeof setTimeout> | undefined;
	#unwatch: (() => void) | null = null;
	#doc: Y.Doc | null = null;
	#copy: OpenCopy | null = null;
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
		this.#isUnsaved = options.local?.isUnsaved ?? false;
		this.#reach = new Reach({
			ask: siteAnswers,
			retry: () => this.#connect(),
			changed: () => options.changed()
		});
	}

	get saved(): Saved {
		if (this.ended && !notStopped.has(this.ended.reason)) return 'stopped';
		if (this.ended || this.#waitsForPen) return this.#isUnsaved ? 'offline' : 'saved';
		if (this.#reach.current === 'blocked' || this.#reach.current === 'offline') return this.#reach.current;
		return this.#isUnsaved ? 'saving' : 'saved';
	}

	get isUnsaved(): boolean {
		return this.#isUnsaved;
	}

	/** This device has what is unsaved, after a reload too. */
	get isKept(): boolean {
		return this.#copy !== null;
	}

	/** Words of a document that strayed have to come into this one, and may not now. */
	get #waitsForPen(): boolean {
		return this.#rescue !== null && this.policy?.write.length === 0;
	}

	/** As far as was heard; who never had a connection may write, and will be told. */
	mayWrite(root: string): boolean {
		return this.policy === null || this.policy.write.includes(root);
	}

	get isBlocked(): boolean {
		return this.#reach.current === 'blocked';
	}

	async start(): Promise<void> {
		this.#unwatch = watchDevice({ wake: () => this.#wake(), sleep: () => this.#sleep() });
		this.#reach.lost();
		await this.#begin();
	}

	/** Nobody looks any more; what is under way may still arrive. */
	leave(): void {
		if (!this.#isUnsaved || this.ended) return this.stop();
		this.#leaving = setTimeout(() => {
			if (this.#doc) this.#options.closing(this.#doc, { code: 0, reason: 'left' });
			this.stop();
		}, goodbye);
	}

	stop(): void {
		clearTimeout(this.#leaving);
		this.#unwatch?.();
		this.#unwatch = null;
		this.#reach.stop();
		this.#putAway();
	}

	/** A new document: from the device the first time, from the server alone when the last one strayed. */
	async #begin(isAnew = false): Promise<void> {
		const doc = new Y.Doc();
		const local = this.#options.local;
		const copy = (await (isAnew ? local?.openAnew(doc) : local?.open(doc))) ?? null;
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
		this.#provider = this.#provide(doc, isAnew ? null : (local?.epoch ?? null));
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
			params: {
				v: String(wireVersion),
				...(beamer && { scherm: beamer }),
				...(epoch !== null && { epoch: String(epoch) })
			},
			// When to try again is for `#closed`: the provider would bring a whole room back at one moment.
			shouldReconnect: () => false,
			WebSocketPolyfill: this.#counting(Socket)
		});
		// Who is here is counted by the server; a cursor is shown to nobody.
		provider.awareness.setLocalState(null);
		provider.on('status', ({ status }) => status === 'connected' && this.#connected(provider));
		provider.on('connection-close', () => this.#lost(provider));
		provider.on('sync', (isSynced) => isSynced && this.#synced(doc));
		provider.on('closed', (refusal) => provider === this.#provider && this.#closed(refusal));
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
		clearTimeout(this.#retry);
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

	#closed(refusal: Refusal): void {
		const { code } = refusal;
		if (code === frameTooBig || (code >= 4400 && code < 4500)) return this.#refused(refusal);
		this.#retry = setTimeout(() => this.#connect(), this.#attempts.next(code));
	}

	/** The answer to hello: the connection works, both ways. */
	#ruled(policy: Policy): void {
		this.policy = policy;
		this.#attempts.opened();
		if (this.#provider) this.#provider.params = { ...this.#provider.params, epoch: String(policy.epoch) };
		this.#reach.opened();
		// What was changed without a connection can't be handed in any more, and would stay on this screen alone.
		if (policy.write.length === 0 && this.#isUnsaved && !this.#hasAnswered && !this.#rescue) {
			return void this.#rebuild({ code: close.diverged, reason: 'locked' });
		}
		this.#settle();
		this.#options.changed();
	}

	#synced(doc: Y.Doc): void {
		if (doc !== this.#doc) return;
		this.isSynced = true;
		this.#settle();
		this.#options.changed();
	}

	/** The document has all there is, and what was lost with the last one as soon as that may be written. */
	#settle(): void {
		if (!this.#doc || !this.policy || !this.isSynced || this.#waitsForPen) return;
		this.#rescue?.(this.#doc);
		this.#rescue = null;
		void this.#options.local?.settle(this.policy.epoch);
		this.#review();
	}

	#acknowledged(count: number): void {
		this.#saved = count;
		this.#review();
	}

	#review(): void {
		if (this.#hasAnswered && this.#saved >= this.#sent && !this.#rescue) this.#mark(false);
	}

	#mark(isUnsaved: boolean): void {
		const { local } = this.#options;
		// Each time: another tab of this person may have said meanwhile that it has sent all of its own.
		if (local && isUnsaved) local.isUnsaved = true;
		if (isUnsaved === this.#isUnsaved) return;
		this.#isUnsaved = isUnsaved;
		if (local && !isUnsaved) {
			local.isUnsaved = false;
			local.unsent = [];
		}
		this.#options.changed();
		if (this.#leaving && !isUnsaved) this.stop();
	}

	#refused(refusal: Refusal): void {
		if (strayed.has(refusal.code) && this.#mayRebuild()) return void this.#rebuild(refusal);
		this.ended = refusal;
		this.#reach.stop();
		if (this.#keepsElsewhere(refusal)) this.#mark(false);
		const isUnsaved = this.#isUnsaved || (this.#options.local?.isUnsaved ?? false);
		if (!isUnsaved && refusal.code !== close.outdated) this.#forget();
		this.#options.changed();
		if (this.#leaving) this.stop();
	}

	#keepsElsewhere(refusal: Refusal): boolean {
		if (!this.#doc) return false;
		// What an older copy had to save has not reached this document yet.
		this.#rescue?.(this.#doc);
		this.#rescue = null;
		return this.#options.closing(this.#doc, refusal);
	}

	/** Whoever was removed or signed out leaves nothing behind, except words that nobody else has. */
	#forget(): void {
		void this.#copy?.remove();
		this.#copy = null;
		void this.#options.local?.clear();
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
		clearTimeout(this.#retry);
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
