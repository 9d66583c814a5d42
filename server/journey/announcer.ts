import type { Facts } from '#wire/journey/facts.ts';
import { factsOf } from './facts.ts';
import type { Context } from '#server/app/context.ts';

/** Counts may lag this much behind typing fingers, ms; acts of people never wait for it. */
const countsEvery = 250;

/**
 * Tells every screen of a journey what is true now. Acts that follow each other while one telling is being made are
 * told together; versions only grow, so that an older telling can be thrown away.
 */
export function openAnnouncer(context: () => Context, startedAt: number, onChange: (journey: string) => void) {
	const busy = new Map<string, Promise<void>>();
	const again = new Set<string>();
	const later = new Map<string, NodeJS.Timeout>();
	let closed = false;
	// From the clock, so that screens that were there before a restart believe what comes after it.
	let version = startedAt;

	async function tell(journey: string): Promise<void> {
		try {
			do {
				again.delete(journey);
				await Promise.resolve();
				if (!context().sync.isHeard(journey)) continue;
				const facts = await factsOf(context().db, journey, context());
				version += 1;
				context().sync.announce(journey, { ...facts, version, now: context().now() });
			} while (again.has(journey));
		} catch (error) {
			// Nobody waits for an answer here. The next act tells all of it again.
			context().log.error({ error, journey }, 'the facts of a journey could not be told');
		} finally {
			busy.delete(journey);
		}
	}

	function start(journey: string): void {
		if (closed) return;
		if (busy.has(journey)) again.add(journey);
		else busy.set(journey, tell(journey));
	}

	return {
		/** After an act: the facts as soon as they are read, and who may do what, socket by socket. */
		announce(journey: string): void {
			onChange(journey);
			start(journey);
			context().sync.recheck(journey);
		},
		/** After a count changed: soon. */
		counted(journey: string): void {
			if (closed || later.has(journey)) return;
			later.set(
				journey,
				setTimeout(() => {
					later.delete(journey);
					start(journey);
				}, countsEvery)
			);
		},
		/** The facts for a `load`. Stamped as what was told before they were read: what is told meanwhile is newer. */
		async facts(journey: string): Promise<Facts> {
			const told = version;
			const facts = await factsOf(context().db, journey, context());
			return { ...facts, version: told, now: context().now() };
		},
		async close(): Promise<void> {
			closed = true;
			for (const timer of later.values()) clearTimeout(timer);
			later.clear();
			await Promise.all(busy.values());
		}
	};
}

export type Announcer = ReturnType<typeof openAnnouncer>;
