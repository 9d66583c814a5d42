import type { Logger } from 'pino';
import { inTime } from './in-time.ts';

/** Each part of the program may take so long to leave, ms. Whatever they take together, `stopOnSignal` has the last word. */
const longestLeave = 3000;

/** What hangs or fails keeps nothing else from leaving. Returns whether it left. */
export async function leaves(
	log: Logger,
	part: string,
	leaving: Promise<unknown>,
	ms = longestLeave
): Promise<boolean> {
	try {
		if (await inTime(ms, leaving)) return true;
		log.error({ part }, 'did not leave in time');
	} catch (error) {
		log.error({ error, part }, 'could not leave cleanly');
	}
	return false;
}

export interface Life {
	/** Nobody new comes to the documents and all who are there are told to come back. Acts and pages still work. */
	drain(): Promise<void>;
	/** Drains first. Everything leaves, whatever else hangs or fails; returns whether all of it left cleanly. */
	close(): Promise<boolean>;
}

/** Each of the two happens once, however often it is asked for. */
export function createLife(drain: () => Promise<void>, close: () => Promise<boolean>): Life {
	let drained: Promise<void> | null = null;
	let closed: Promise<boolean> | null = null;
	const drainOnce = () => (drained ??= drain());
	return { drain: drainOnce, close: () => (closed ??= drainOnce().then(close)) };
}
