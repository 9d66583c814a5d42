import { setTimeout as wait } from 'node:timers/promises';

/** Waits for this, but no longer than so many ms. Answers whether it was done; rejects when it failed in that time. */
export async function inTime(ms: number, work: Promise<unknown>): Promise<boolean> {
	const done = new AbortController();
	const late = wait(ms, false, { signal: done.signal }).catch(() => false);
	try {
		return await Promise.race([work.then(() => true), late]);
	} finally {
		done.abort();
	}
}
