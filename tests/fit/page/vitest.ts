// In the place of Vitest, for the stand-ins of component tests: here a real browser shows what they mount.

const ends: (() => unknown)[] = [];

export const onTestFinished = (end: () => unknown): void => void ends.push(end);

/** What was shown last goes, as at the end of a test. */
export async function finish(): Promise<void> {
	for (const end of ends.splice(0).reverse()) await end();
}

export const vi = {
	stubGlobal(name: string, value: unknown): void {
		Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
	},
	async waitUntil(is: () => unknown, { timeout = 15_000 } = {}): Promise<void> {
		const end = performance.now() + timeout;
		while (!is()) {
			if (performance.now() > end) throw new Error('what was waited for did not come');
			await new Promise((again) => requestAnimationFrame(again));
		}
	}
};
