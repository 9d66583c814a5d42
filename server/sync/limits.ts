/**
 * What one connection, person, address or document may ask of this process. A whole meeting sits behind one address:
 * three hundred people with three sockets each, who all reload at once, must get in.
 */
export interface Limits {
	/** Bytes of one update; of a step 2; of a state vector; of one awareness message that is no echo. */
	updateBytes: number;
	step2Bytes: number;
	vectorBytes: number;
	awarenessBytes: number;
	/** A message must be whole within this; bytes of messages that are not, in all sockets. */
	messageMs: number;
	unfinishedInAll: number;
	/** Client ids (one for each page load that wrote) of one person in one document. */
	clientsPerPerson: number;
	/** Frames and bytes per second of one connection, and how many it may have saved up. Over it, the socket waits. */
	framesPerSecond: number;
	framesBurst: number;
	bytesPerSecond: number;
	bytesBurst: number;
	/**
	 * Bytes waiting in a socket above which it misses awareness, and above which it gets no more until it has drained.
	 */
	bufferedForAwareness: number;
	bufferedForUpdates: number;
	/** Bytes waiting in one socket and in all of them; above it the one that holds most is cut off. */
	bufferedBytes: number;
	bufferedInAll: number;
	connectionsPerPerson: number;
	connectionsPerAddress: number;
	connectionsPerDocument: number;
	upgradesPerSecond: number;
	upgradesBurst: number;
	/** How long what was taken away may still be written, so that a sentence under way arrives. */
	graceMs: number;
	/** Visitors who are let in at once, documents that are loaded at once, and how long the others wait for their turn. */
	admissionsAtOnce: number;
	loadsAtOnce: number;
	longestWaitMs: number;
	/** Stored bytes of all documents in memory; there they take some ten times as much. */
	documentBytes: number;
	/** Without visitors or work, a document is unloaded after this. */
	idleMs: number;
	/** Rows and bytes in the log after which an open document is compacted, and rows after which one is that is unloaded. */
	compactRows: number;
	compactBytes: number;
	compactRowsOnUnload: number;
	sweepMs: number;
	/** How often everyone's session and rights are checked without being asked to. */
	recheckMs: number;
	pingMs: number;
	/** The stock client hangs up after 30 s without a message; a ping is none. */
	keepAliveMs: number;
	/** Changes of presence within this time are announced as one. */
	presenceMs: number;
	/** Leaving may take this long, also when the disk does not answer. */
	closeMs: number;
}

const kB = 1024;
const MB = 1024 * kB;

export const defaultLimits: Limits = {
	updateBytes: 512 * kB,
	step2Bytes: 2 * MB,
	vectorBytes: 256 * kB,
	awarenessBytes: 4 * kB,
	messageMs: 60_000,
	unfinishedInAll: 64 * MB,
	clientsPerPerson: 1000,
	framesPerSecond: 60,
	framesBurst: 300,
	bytesPerSecond: 256 * kB,
	bytesBurst: 2 * MB,
	bufferedForAwareness: 256 * kB,
	bufferedForUpdates: MB,
	bufferedBytes: 16 * MB,
	bufferedInAll: 128 * MB,
	connectionsPerPerson: 40,
	connectionsPerAddress: 3000,
	connectionsPerDocument: 1000,
	upgradesPerSecond: 100,
	upgradesBurst: 2000,
	graceMs: 1000,
	admissionsAtOnce: 32,
	loadsAtOnce: 4,
	longestWaitMs: 10_000,
	documentBytes: 128 * MB,
	idleMs: 60_000,
	compactRows: 500,
	compactBytes: 256 * kB,
	compactRowsOnUnload: 20,
	sweepMs: 600_000,
	recheckMs: 300_000,
	pingMs: 25_000,
	keepAliveMs: 20_000,
	presenceMs: 50,
	closeMs: 10_000
};

/** The hard limit of a frame. Above it `ws` closes with 1009, which a stock client tries again for ever (F14). */
export const frameBytes = 9 * MB;

/**
 * Tokens that come back with time. May go below zero: what has arrived is never thrown away, it only makes the next
 * wait.
 */
export class Bucket {
	#tokens: number;
	#at: number;
	readonly #perSecond: number;
	readonly #most: number;
	readonly #clock: () => number;

	constructor(perSecond: number, most: number, clock: () => number = () => performance.now()) {
		this.#perSecond = perSecond;
		this.#most = most;
		this.#clock = clock;
		this.#tokens = most;
		this.#at = clock();
	}

	/** Takes so many and returns how many ms to wait before the next. */
	spend(tokens: number): number {
		this.#refill();
		this.#tokens -= tokens;
		return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#perSecond) * 1000);
	}

	/** Takes one when there is one. */
	allows(): boolean {
		this.#refill();
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}

	/** Nobody has taken from it lately. */
	get full(): boolean {
		this.#refill();
		return this.#tokens >= this.#most;
	}

	#refill(): void {
		const now = this.#clock();
		this.#tokens = Math.min(this.#most, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
		this.#at = now;
	}
}
