import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { close, message, wireVersion, type Policy, type Refusal } from '#wire/protocol.ts';
import { isEnded, savedIn, type ConnectionState, type Saved } from './connection-state.ts';
import { Reconnection, siteAnswers, socketServer } from './network.ts';
import type { OpenCopy, LocalCopy } from './local-copy.ts';

export interface LiveDocOptions {
	/** The name of a document. */
	name: string;
	/** Where the document is kept on this device; without one it lives as long as the page. */
	local?: LocalCopy;
	/** The beamer's token instead of a session. */
	beamer?: string | undefined;
	/** One that is not open yet is asked for again. */
	waitsForDoor?: boolean;
	/** A document is there, with what this device kept of it; again after the old one was thrown away. */
	opened?(doc: Y.Doc): void;
	/** The document is another than it was, or what one of the questions below answers. */
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

/** What is under way when somebody walks on gets so long to arrive, ms. */
const goodbye = 10_000;

/**
 * One Yjs document, on this device and on the server. Knows what is saved: every update that this connection sent is
 * counted here and, once it is on disk, there (message 101).
 */
export class LiveDoc {
	#policy: Policy | null = null;
	#holds: 'nothing' | 'kept' | 'all' = 'nothing';
	readonly #options: LiveDocOptions;
	readonly #line: Reconnection;
	#leaving: ReturnType<typeof setTimeout> | undefined;
	#doc: Y.Doc | null = null;
	#copy: OpenCopy | null = null;
	#provider: WebsocketProvider | null = null;
	#rescue: ((fresh: Y.Doc) => void) | null = null;
	#isUnsaved: boolean;
	/** Of this connection: updates sent, how many of them are on disk, and whether the server has all we had before. */
	#sent = 0;
	#saved = 0;
	#hasAnswered = false;

	constructor(options: LiveDocOptions) {
		this.#options = options;
		this.#isUnsaved = options.local?.isUnsaved ?? false;
		this.#line = new Reconnection({
			connect: () => this.#connect(),
			hangUp: () => this.#provider?.disconnect(),
			ask: siteAnswers,
			changed: () => options.changed(),
			beginAnew: (refusal) => void this.#beginAnew(refusal),
			ended: (refusal) => this.#ended(refusal),
			waitsForDoor: options.waitsForDoor ?? false
		});
	}

	/** Null until what the device kept is there, and for as long as one that strayed has no other in its place. */
	get doc(): Y.Doc | null {
		return this.#doc;
	}

	/**
	 * - `kept`: at least what this device had of it, which is more than nothing
	 * - `all`: all that the server has
	 */
	get holds(): 'nothing' | 'kept' | 'all' {
		return this.#holds;
	}

	get connection(): ConnectionState {
		const { state } = this.#line;
		return this.#waitsForAccess && !isEnded(state) ? { kind: 'locked' } : state;
	}

	get saved(): Saved {
		return savedIn(this.connection, this.#isUnsaved);
	}

	get isUnsaved(): boolean {
		return this.#isUnsaved;
	}

	/** This device has what is unsaved, after a reload too. */
	get isKept(): boolean {
		return this.#copy !== null;
	}

	/** Words of a document that strayed have to come into this one, and may not now. */
	get #waitsForAccess(): boolean {
		return this.#rescue !== null && this.#policy?.write.length === 0;
	}

	/** Roots of the document that may be written now; null as long as nobody said so. */
	get write(): readonly string[] | null {
		return this.#policy?.write ?? null;
	}

	async start(): Promise<void> {
		this.#line.start();
		await this.#begin();
	}

	/** Nobody looks any more; what is under way may still arrive. */
	leave(): void {
		if (!this.#isUnsaved || isEnded(this.connection)) return this.stop();
		this.#leaving = setTimeout(() => {
			if (this.#doc) this.#options.closing(this.#doc, { code: 0, reason: 'left' });
			this.stop();
		}, goodbye);
	}

	stop(): void {
		clearTimeout(this.#leaving);
		this.#line.stop();
		this.#putAway();
	}

	/** A new document: from the device the first time, from the server alone when the last one strayed. */
	async #begin(isAnew = false): Promise<void> {
		const doc = new Y.Doc();
		const local = this.#options.local;
		const copy = (await (isAnew ? local?.openAnew(doc) : local?.open(doc))) ?? null;
		if (!this.#line.isOn) {
			void copy?.close();
			return doc.destroy();
		}
		this.#doc = doc;
		this.#copy = copy;
		this.#holds = doc.store.clients.size > 0 ? 'kept' : 'nothing';
		doc.on('update', (_: Uint8Array, origin: unknown) => {
			if (origin !== this.#provider && origin !== copy?.origin) this.#mark(true);
		});
		this.#provider = this.#provide(doc, isAnew ? null : (local?.epoch ?? null));
		this.#options.opened?.(doc);
		doc.on('update', () => this.#options.changed());
		this.#line.connect();
		this.#options.changed();
	}

	/** `epoch`: of what the document holds already; the server refuses another one's before it is merged. */
	#provide(doc: Y.Doc, epoch: number | null): WebsocketProvider {
		const { name, beamer, Socket = WebSocket } = this.#options;
		const provider = new WebsocketProvider(socketServer(), name, doc, {
			connect: false,
			disableBc: true,
			params: {
				v: String(wireVersion),
				...(beamer && { scherm: beamer }),
				...(epoch !== null && { epoch: String(epoch) })
			},
			// When to try again is for `Reconnection`: the provider would bring a whole room back at one moment.
			shouldReconnect: () => false,
			WebSocketPolyfill: this.#overheard(Socket)
		});
		// Who is here is counted by the server; a cursor is shown to nobody.
		provider.awareness.setLocalState(null);
		provider.on('status', ({ status }) => status === 'connected' && this.#connected(provider));
		provider.on('connection-close', () => provider === this.#provider && this.#line.lost());
		provider.on('sync', (isSynced) => isSynced && this.#synced(doc));
		provider.on('closed', (refusal) => provider === this.#provider && this.#line.closed(refusal));
		provider.messageHandlers[message.ack] = (_, decoder) => this.#acknowledged(decoding.readVarUint(decoder));
		provider.messageHandlers[message.policy] = (_, decoder) => this.#ruled(readJson<Policy>(decoder));
		// The close that follows carries the same reason.
		provider.messageHandlers[message.refusal] = () => {};
		return provider;
	}

	/** The provider sends from more than one place; here all of it passes, and all that comes in. */
	#overheard(Socket: typeof WebSocket): typeof WebSocket {
		const count = (bytes: Uint8Array) => this.#count(bytes);
		const heard = () => this.#line.heard();
		return class extends Socket {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(url, protocols);
				this.addEventListener('message', heard);
			}
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

	#connect(): boolean {
		const provider = this.#provider;
		if (provider?.ws !== null) return false;
		try {
			provider.connect();
			return true;
		} catch {
			// Some networks and extensions make even trying an error; that is blocked too, and the line will say so.
			return false;
		}
	}

	#connected(provider: WebsocketProvider): void {
		this.#sent = this.#saved = 0;
		this.#hasAnswered = false;
		const hello = encoding.createEncoder();
		encoding.writeVarUint(hello, message.hello);
		provider.ws?.send(encoding.toUint8Array(hello) as Uint8Array<ArrayBuffer>);
	}

	/** The answer to hello: the connection works, both ways. */
	#ruled(policy: Policy): void {
		this.#policy = policy;
		if (this.#provider) this.#provider.params = { ...this.#provider.params, epoch: String(policy.epoch) };
		this.#line.opened();
		// What was changed without a connection can't be handed in any more, and would stay on this screen alone.
		if (policy.write.length === 0 && this.#isUnsaved && !this.#hasAnswered && !this.#rescue) {
			return this.#line.beginAnew({ code: close.diverged, reason: 'locked' });
		}
		this.#settle();
		this.#options.changed();
	}

	#synced(doc: Y.Doc): void {
		if (doc !== this.#doc) return;
		this.#holds = 'all';
		this.#settle();
		this.#options.changed();
	}

	/** The document has all there is, and what was lost with the last one as soon as that may be written. */
	#settle(): void {
		if (!this.#doc || !this.#policy || this.#holds !== 'all' || this.#waitsForAccess) return;
		this.#rescue?.(this.#doc);
		this.#rescue = null;
		void this.#options.local?.settle(this.#policy.epoch);
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

	#ended(refusal: Refusal): void {
		if (this.#keepsElsewhere(refusal)) this.#mark(false);
		const isUnsaved = this.#isUnsaved || (this.#options.local?.isUnsaved ?? false);
		if (!isUnsaved && refusal.code !== close.outdated) this.#forget();
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

	async #beginAnew(refusal: Refusal): Promise<void> {
		const lost = this.#doc && this.#options.diverged(this.#doc, refusal);
		this.#rescue = joined(this.#rescue, lost);
		this.#putAway();
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
