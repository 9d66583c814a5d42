/** Time and timers, so that a test can hold them. */
export interface Clock {
	/** Milliseconds that never go back. */
	now(): number;
	/** Runs once, after so many ms, unless what it returns is called before. Keeps no process alive. */
	after(ms: number, run: () => void): Cancel;
	/** Runs when what is in hand is done and what came in meanwhile was read. */
	soon(run: () => void): void;
}

export type Cancel = () => void;

export const realClock: Clock = {
	now: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms).unref();
		return () => clearTimeout(timer);
	},
	soon: (run) => void setImmediate(run)
};
