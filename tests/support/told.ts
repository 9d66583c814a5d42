import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import type { Meeting } from './cast.ts';

/** What waits so long for more of its kind is no part of an act: who is there, counts, a board that is written down. ms */
const later = 50;
/** Longer than any test. ms */
const longest = 600_000;

/** A slow machine would count what comes a moment later, a quick one would not. */
export function holdWhatIsLater(): void {
	const set = globalThis.setTimeout;
	const held = ((act: () => void, ms = 0) => set(act, ms < later ? ms : longest)) as typeof setTimeout;
	const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(held);
	onTestFinished(() => spy.mockRestore());
}

/** How often everybody is told something because of what is done. Somebody has to listen, and what is later to be held. */
export async function timesTold(meeting: Meeting, act: () => Promise<unknown>): Promise<number> {
	// Facts are read from rows alone, and sent within one turn.
	await turn();
	const announced = vi.spyOn(meeting.app.sync, 'announce');
	await act();
	await turn();
	const times = announced.mock.calls.length;
	announced.mockRestore();
	return times;
}
