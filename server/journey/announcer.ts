import type { Facts } from '#wire/journey/facts.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import { factsOf } from './facts.ts';
import { createReading, type Reading } from './reading.ts';

/** Counts may lag this much behind typing fingers, ms; acts of people never wait for it. */
const countsEvery = 250;

/**
 * Sends every screen of a journey what is true now. Acts that follow each other while one broadcast is being made are
 * in one broadcast; counts that did not change are not sent; versions only grow, so that older facts can be thrown away.
 * They are no times: who sets the clock back changes no version.
 */
export class Announcer {
	readonly #context: () => Context;
	readonly #rightsChanged: (reading: Reading) => void;
	readonly #busy = new Map<string, Promise<void>>();
	/** By journey: what the next broadcast is read from. Begun after what it tells of, and never sent twice. */
	readonly #next = new Map<string, Reading>();
	readonly #later = new Map<string, NodeJS.Timeout>();
	/** A hash of the facts that were sent last, by journey. */
	readonly #sent = new Map<string, string>();
	/** Facts of another run are told from ours by it. */
	readonly #run = newToken();
	/** Tellings to one person that are under way. */
	readonly #looks = new Set<Promise<void>>();
	#version = 0;
	#closed = false;

	/** `rightsChanged` is told where somebody may do something else than before, with what the facts are read from. */
	constructor(context: () => Context, rightsChanged: (reading: Reading) => void) {
		this.#context = context;
		this.#rightsChanged = rightsChanged;
	}

	/** After an act: the facts as soon as they are read; after one that changes rights also who may do what, socket by socket. */
	announce(journey: string, what: 'facts' | 'rights'): void {
		// An act may change what only facilitators read, a script or a deadline: they look at it when facts come.
		this.#sent.delete(journey);
		const reading = this.#read(journey);
		if (what === 'rights') this.#rightsChanged(reading);
		this.#start(reading);
		if (what === 'rights') this.#context().sync.recheck(journey);
	}

	/** One person's pages have something to read again; others hear nothing. */
	look(journey: string, participant: string): void {
		const { log, sync } = this.#context();
		if (this.#closed || !sync.hasListeners(journey)) return;
		const told = this.facts(journey)
			.then((facts) => sync.tell(journey, participant, { ...facts, look: true }))
			.catch((error: unknown) => log.error({ error, journey }, 'somebody could not be told what is theirs'))
			.finally(() => this.#looks.delete(told));
		this.#looks.add(told);
	}

	/** After a count changed: soon. */
	counted(journey: string): void {
		if (this.#closed || this.#later.has(journey)) return;
		const timer = setTimeout(() => {
			this.#later.delete(journey);
			this.#start(this.#read(journey));
		}, countsEvery);
		this.#later.set(journey, timer);
	}

	/** The facts for a `load`. Stamped before they are read: what is sent meanwhile is newer. */
	async facts(journey: string): Promise<Facts> {
		const stamp = this.#stamp();
		const facts = await factsOf(this.#read(journey), this.#context());
		return { ...facts, ...stamp, now: this.#context().now() };
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const timer of this.#later.values()) clearTimeout(timer);
		this.#later.clear();
		await Promise.all([...this.#busy.values(), ...this.#looks]);
	}

	#read(journey: string): Reading {
		const { db, now } = this.#context();
		return createReading(db, journey, now());
	}

	#start(reading: Reading): void {
		if (this.#closed) return;
		const { journey } = reading;
		this.#next.set(journey, reading);
		if (!this.#busy.has(journey)) this.#busy.set(journey, this.#broadcast(journey));
	}

	async #broadcast(journey: string): Promise<void> {
		try {
			do {
				await Promise.resolve();
				const reading = this.#next.get(journey)!;
				this.#next.delete(journey);
				await this.#send(reading);
			} while (this.#next.has(journey));
		} catch (error) {
			// Nobody waits for an answer here. The next act sends all of it again.
			this.#context().log.error({ error, journey }, 'the facts of a journey could not be sent');
		} finally {
			this.#busy.delete(journey);
		}
	}

	async #send(reading: Reading): Promise<void> {
		const { now, sync } = this.#context();
		const { journey } = reading;
		if (!sync.hasListeners(journey)) return void this.#sent.delete(journey);
		const facts = await factsOf(reading, this.#context());
		// Facilitators look whether a screen follows, too.
		const hash = hashOf(JSON.stringify([facts, sync.presence(journey).beamers]));
		// The last listener took the facts along: whoever came since has none.
		if (this.#sent.get(journey) === hash && sync.hasFacts(journey)) return;
		this.#sent.set(journey, hash);
		sync.announce(journey, { ...facts, ...this.#stamp(), now: now() });
	}

	#stamp(): Pick<Facts, 'run' | 'version'> {
		return { run: this.#run, version: ++this.#version };
	}
}
