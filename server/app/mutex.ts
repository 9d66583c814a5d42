/** Work under one key is done one after the other: what begins later finds what was done before. */
export function createKeyedMutex() {
	const last = new Map<string, Promise<unknown>>();

	return async function runExclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = last.get(key) ?? Promise.resolve();
		// Whoever waited for the one before hears of its failure; this one goes on.
		const mine = before.then(work, work);
		last.set(key, mine);
		try {
			return await mine;
		} finally {
			if (last.get(key) === mine) last.delete(key);
		}
	};
}

export type KeyedMutex = ReturnType<typeof createKeyedMutex>;
