import { close } from '#wire/protocol.ts';

/** A socket that can be opened is open within this, ms; a shorter pause is not worth a word. */
const patience = 2000;
/** Once the site has answered, a socket gets so long to open before it counts as blocked, ms. */
const lastChance = 1000;
/** Without a socket, the site is asked for this often, ms. */
const askEvery = 3000;

/**
 * - `waiting`: no socket yet, or for a moment not
 * - `open`
 * - `offline`: nothing of the site can be reached
 * - `blocked`: pages come through and sockets don't, as behind the proxies of some offices
 */
export type Reached = 'waiting' | 'open' | 'offline' | 'blocked';

interface Hooks {
	/** Whether the site answers now. */
	ask(): Promise<boolean>;
	/** Tries the socket at once, whatever the backoff says. */
	retry(): void;
	changed(): void;
}

/** Finds out why there is no socket. Within five seconds, and for as long as there is none. */
export class Reach {
	readonly #hooks: Hooks;
	#current: Reached = 'waiting';
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Grows with each change of the socket, so that an answer that comes late means nothing. */
	#turn = 0;
	#isLooking = false;

	constructor(hooks: Hooks) {
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
		this.#become('waiting');
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

/** Whether the site answers at all. A small file, past every cache. */
export async function siteAnswers(): Promise<boolean> {
	try {
		const signal = AbortSignal.timeout(answerWithin);
		const response = await fetch(`${location.origin}/robots.txt`, {
			method: 'HEAD',
			cache: 'no-store',
			signal
		});
		return response.ok;
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

/**
 * When to try again: soon at first, later after each failure, and never at the same moment as everybody (failure F32
 * in server/sync/README.md).
 */
export class Attempts {
	readonly #longest: number;
	#failed = 0;
	#openedAt = Infinity;

	constructor(longest = longestWait()) {
		this.#longest = longest;
	}

	/** There is a connection, both ways. */
	opened(): void {
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
}

/** Without a message for so long a socket is taken for dead, ms; the server says something every 20 s. */
export const silence = 30_000;

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
