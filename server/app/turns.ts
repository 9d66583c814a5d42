/** Work on one thing, one after the other: what begins later finds what was done before. */
export function openTurns() {
	const last = new Map<string, Promise<unknown>>();

	return async function inTurn<T>(thing: string, work: () => Promise<T>): Promise<T> {
		const before = last.get(thing) ?? Promise.resolve();
		// Whoever waited for the one before hears of its failure; this one goes on.
		const mine = before.then(work, work);
		last.set(thing, mine);
		try {
			return await mine;
		} finally {
			if (last.get(thing) === mine) last.delete(thing);
		}
	};
}

export type Turns = ReturnType<typeof openTurns>;
