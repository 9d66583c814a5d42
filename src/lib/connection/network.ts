import { ourHeader } from '#wire/ours.ts';
import { close, type Refusal } from '#wire/protocol.ts';
import { endedBy, isEnded, type ConnectionState } from './connection-state.ts';

/** A socket that can be opened is open within this, ms; a shorter pause is not worth a word. */
const patience = 2000;
/** Once the site has answered, a socket gets so long to open before it counts as blocked, ms. */
const lastChance = 1000;
/** Without a socket, the site is asked for this often, ms. */
const askEvery = 3000;

/** What can be found out about the network, as a kind of `ConnectionState`. */
export type Reached = 'loading' | 'open' | 'offline' | 'blocked';

interface ReachHooks {
	/** Whether the site answers now. */
	ask(): Promise<boolean>;
	/** Tries the socket at once, whatever the backoff says. */
	retry(): void;
	changed(): void;
}

/** Finds out why there is no socket. Within five seconds, and for as long as there is none. */
export class Reach {
	readonly #hooks: ReachHooks;
	#current: Reached = 'loading';
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Grows with each change of the socket, so that an answer that comes late means nothing. */
	#turn = 0;
	#isLooking = false;

	constructor(hooks: ReachHooks) {
		this.#hooks = hooks;
	}

	get current(): Reached {
		return this.#current;
	}

	opened(): void {
		this.#cancel();
		this.#become('open');
	}

	/** There is no socket. Calling it again changes nothing. */
	lost(): void {
		if (this.#isLooking) return;
		this.#isLooking = true;
		const turn = ++this.#turn;
		this.#become('loading');
		this.#timer = setTimeout(() => void this.#check(turn), patience);
	}

	/** The device says itself that it has no network. */
	away(): void {
		this.lost();
		this.#become('offline');
	}

	stop(): void {
		this.#cancel();
	}

	async #check(turn: number): Promise<void> {
		const answers = await this.#hooks.ask();
		if (turn !== this.#turn) return;
		if (!answers) this.#become('offline');
		else if (this.#current !== 'blocked') return this.#tryOnceMore(turn);
		this.#timer = setTimeout(() => void this.#check(turn), askEvery);
	}

	#tryOnceMore(turn: number): void {
		this.#hooks.retry();
		if (turn !== this.#turn) return;
		this.#timer = setTimeout(() => {
			this.#become('blocked');
			this.#timer = setTimeout(() => void this.#check(turn), askEvery - lastChance);
		}, lastChance);
	}

	#cancel(): void {
		this.#turn++;
		this.#isLooking = false;
		clearTimeout(this.#timer);
	}

	#become(next: Reached): void {
		if (next === this.#current) return;
		this.#current = next;
		this.#hooks.changed();
	}
}

/** How long an answer may take before it counts as none, ms. */
export const answerWithin = 1500;

/** Whether the site answers at all. A small file, past every cache; a portal of the hall gives a page in its place. */
export async function siteAnswers(): Promise<boolean> {
	try {
		const signal = AbortSignal.timeout(answerWithin);
		const response = await fetch(`${location.origin}/robots.txt`, {
			method: 'HEAD',
			cache: 'no-store',
			signal
		});
		return response.ok && response.headers.has(ourHeader);
	} catch {
		return false;
	}
}

/** Where the sockets of this site are. */
export const socketServer = () => `${location.origin.replace(/^http/, 'ws')}/sync`;

/** The longest wait between two attempts, ms; different for each, so that a whole room doesn't knock at once. */
export const longestWait = () => 2500 + Math.random() * 5000;

/** A connection that lasted so long was a good one: what comes after it is a new trouble, ms. */
const goodAfter = 5000;
/** A server that starts again closes everyone at once; they come back spread over this, ms. */
const restartWithin = 2000;
/** A document that opens later is asked for first after about this, and never less often than after the other, ms. */
const opensAfter = 2000;
const opensAtLast = 30_000;

/**
 * When to try again: soon at first, later after each failure, and never at the same moment as everybody (failure F32
 * in server/sync/README.md).
 */
export class Attempts {
	readonly #longest: number;
	#failed = 0;
	#closed = 0;
	#openedAt = Infinity;

	constructor(longest = longestWait()) {
		this.#longest = longest;
	}

	/** There is a connection, both ways. */
	opened(): void {
		this.#closed = 0;
		this.#openedAt = Math.min(this.#openedAt, performance.now());
	}

	/** ms to wait, after a socket that closed with this code. */
	next(code: number): number {
		if (performance.now() - this.#openedAt > goodAfter) this.#failed = 0;
		this.#openedAt = Infinity;
		this.#failed++;
		const wait = Math.min(100 * 2 ** this.#failed, this.#longest);
		return Math.random() * (code === close.restarting ? Math.max(wait, restartWithin) : wait / 2) + wait / 2;
	}

	/** The same for a document that is not open yet. */
	nextDoor(): number {
		const wait = Math.min(opensAfter * 2 ** this.#closed++, opensAtLast);
		return (Math.random() * wait) / 2 + wait / 2;
	}
}

/** What `ws` closes with when a frame is larger than it reads at all. */
const frameTooBig = 1009;

/**
 * What a close code asks of who was connected.
 *
 * - `come-back`: the server or the network is away for a while
 * - `garbled`: what was sent could not be read; the same document would be sent again, another message not
 * - `strayed`: the server can't take this document, however often it is handed in
 * - `reload`: another version of the page is needed
 * - `stay-away`: the server will not have them
 */
export type Asked = 'come-back' | 'garbled' | 'strayed' | 'reload' | 'stay-away';

export function askedBy(code: number): Asked {
	switch (code) {
		case close.malformed:
		case frameTooBig:
			return 'garbled';
		case close.diverged:
		case close.invalid:
		case close.tooLarge:
			return 'strayed';
		case close.outdated:
			return 'reload';
		default:
			return code >= 4400 && code < 4500 ? 'stay-away' : 'come-back';
	}
}

/** Without a message for so long a socket is taken for dead, ms; the server says something every 20 s. */
const silence = 30_000;

/** No document goes astray so often within this, ms; then something is wrong that a new one does not mend. */
const mostAnew = 3;
const anewWithin = 60_000;

interface LineHooks {
	/** Opens a socket, unless there is one or none can be. Returns whether it did; what becomes of it is told here. */
	connect(): boolean;
	/** Gives up the socket, if there is one; what that still has to say is of no use. */
	hangUp(): void;
	/** Whether the site answers now. */
	ask(): Promise<boolean>;
	/** `state` is another. */
	changed(): void;
	/** Of a line with a document: it strayed, or was closed, and is to be begun anew. */
	beginAnew?(refusal: Refusal): void;
	/** Before `changed` says so. */
	ended?(refusal: Refusal): void;
	/** A document that is not open yet is asked for again. */
	waitsForDoor?: boolean;
}

/**
 * What keeps one line to the server, for facts and for documents alike: when to try again and when not any more, what
 * a close code asks, when silence is too long, what the device says of its network. Knows nothing of what is said.
 */
export class Reconnection {
	readonly #hooks: LineHooks;
	readonly #reach: Reach;
	readonly #attempts = new Attempts();
	#state: ConnectionState = { kind: 'loading' };
	#retry: ReturnType<typeof setTimeout> | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#heardAt = 0;
	#begunAnew: number[] = [];
	#unwatch: (() => void) | null = null;

	constructor(hooks: LineHooks) {
		this.#hooks = hooks;
		this.#reach = new Reach({
			ask: () => hooks.ask(),
			retry: () => this.connect(),
			changed: () => this.#become({ kind: this.#reach.current })
		});
	}

	get state(): ConnectionState {
		return this.#state;
	}

	get isOn(): boolean {
		return this.#unwatch !== null;
	}

	start(): void {
		this.#unwatch = watchDevice({ wake: () => this.#wake(), sleep: () => this.#sleep() });
		this.#reach.lost();
		this.connect();
	}

	stop(): void {
		this.#unwatch?.();
		this.#unwatch = null;
		this.#rest();
	}

	/** Now, whatever was planned. Calling it again changes nothing. */
	connect(): void {
		if (!this.isOn || isEnded(this.#state)) return;
		clearTimeout(this.#retry);
		if (this.#hooks.connect()) this.#listen();
	}

	/** Anything came in. */
	heard(): void {
		if (!this.isOn || isEnded(this.#state)) return;
		this.#heardAt = performance.now();
		this.#listen();
	}

	/** It works, both ways. */
	opened(): void {
		this.#attempts.opened();
		this.#reach.opened();
	}

	/** There is no socket any more, whoever closed it. */
	lost(): void {
		clearTimeout(this.#silence);
		if (this.isOn && !isEnded(this.#state)) this.#reach.lost();
	}

	/** The other end closed it. */
	closed(refusal: Refusal): void {
		const asked = askedBy(refusal.code);
		switch (asked) {
			case 'come-back':
				return this.#comeBack(refusal.code);
			case 'garbled':
				return this.#hooks.beginAnew ? this.#stray(refusal) : this.#comeBack(refusal.code);
			case 'strayed':
				return this.#hooks.beginAnew ? this.#stray(refusal) : this.end(refusal);
			case 'reload':
			case 'stay-away':
				return this.end(refusal);
			default:
				return asked satisfies never;
		}
	}

	/** The document can't go on; a new one can. */
	beginAnew(refusal: Refusal): void {
		this.#renew({ kind: 'diverged' }, refusal);
	}

	end(refusal: Refusal): void {
		this.#state = endedBy(refusal);
		this.#rest();
		this.#hooks.ended?.(refusal);
		this.#hooks.changed();
		if (this.#hooks.waitsForDoor && this.isOn && this.#state.kind === 'not-open')
			this.#retry = setTimeout(() => this.#renew({ kind: 'loading' }, refusal), this.#attempts.nextDoor());
	}

	#comeBack(code: number): void {
		this.lost();
		this.#retry = setTimeout(() => this.connect(), this.#attempts.next(code));
	}

	/** Connecting again would hand in the same history; only a new document gets further. */
	#stray(refusal: Refusal): void {
		const now = performance.now();
		this.#begunAnew = [...this.#begunAnew.filter((at) => now - at < anewWithin), now];
		if (this.#begunAnew.length > mostAnew) this.end(refusal);
		else this.beginAnew(refusal);
	}

	#renew(state: ConnectionState, refusal: Refusal): void {
		clearTimeout(this.#silence);
		this.#reach.lost();
		this.#become(state);
		this.#hooks.beginAnew?.(refusal);
	}

	/** A socket that says nothing is none, whatever it says of itself. */
	#listen(): void {
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#again(), silence);
	}

	#again(): void {
		this.#hooks.hangUp();
		this.lost();
		this.connect();
	}

	#wake(): void {
		const isSilent = performance.now() - this.#heardAt > silence;
		if (this.#state.kind === 'open' && isSilent) this.#again();
		else this.connect();
	}

	#sleep(): void {
		this.#hooks.hangUp();
		if (!isEnded(this.#state)) this.#reach.away();
		this.connect();
	}

	#rest(): void {
		clearTimeout(this.#retry);
		clearTimeout(this.#silence);
		this.#reach.stop();
		this.#hooks.hangUp();
	}

	#become(next: ConnectionState): void {
		this.#state = next;
		this.#hooks.changed();
	}
}

/** `wake`: now is a good moment to try again. `sleep`: the network is gone. Returns the stop function. */
export function watchDevice({ wake, sleep }: { wake(): void; sleep(): void }): () => void {
	const seen = () => document.visibilityState === 'visible' && wake();
	addEventListener('online', wake);
	addEventListener('offline', sleep);
	document.addEventListener('visibilitychange', seen);
	return () => {
		removeEventListener('online', wake);
		removeEventListener('offline', sleep);
		document.removeEventListener('visibilitychange', seen);
	};
}

/** The moment after which nothing may run any more: the page is put away or closed. Returns the stop function. */
export function beforeLeaving(act: () => void): () => void {
	const hidden = () => document.visibilityState === 'hidden' && act();
	addEventListener('pagehide', act);
	document.addEventListener('visibilitychange', hidden);
	return () => {
		removeEventListener('pagehide', act);
		document.removeEventListener('visibilitychange', hidden);
	};
}
