// One timer for the whole room, by the clock of the server. It tells the time and closes nothing (T4).

const minuteMs = 60_000;

/** Running: `endsAt` is set and `leftMs` is what it was when it began to run. Paused: `leftMs` stands still. */
export interface TimerState {
	endsAt: number | null;
	leftMs: number;
	/** The whole ring: what has passed and what is left. */
	totalMs: number;
}

export function startTimer(minutes: number, now: number): TimerState {
	const totalMs = Math.max(0, minutes * minuteMs);
	return { endsAt: now + totalMs, leftMs: totalMs, totalMs };
}

/** Never below zero. What has passed stays as it was, so the ring neither jumps nor overflows (T2). */
export function addTime(timer: TimerState, ms: number, now: number): TimerState {
	const before = timeLeft(timer, now);
	const leftMs = Math.max(0, before + ms);
	return {
		endsAt: timer.endsAt === null ? null : now + leftMs,
		leftMs,
		totalMs: timer.totalMs + leftMs - before
	};
}

export function pauseTimer(timer: TimerState, now: number): TimerState {
	return { ...timer, endsAt: null, leftMs: timeLeft(timer, now) };
}

export function resumeTimer(timer: TimerState, now: number): TimerState {
	return timer.endsAt === null ? { ...timer, endsAt: now + timer.leftMs } : timer;
}

/** In ms, 0 or more. `now` is the server's: a device reckons with the difference to its own clock. */
export function timeLeft(timer: TimerState, now: number): number {
	return Math.max(0, timer.endsAt === null ? timer.leftMs : timer.endsAt - now);
}

/**
 * What to say now that the time left went from `beforeMs` to `afterMs`: half is over, one minute to go, time is
 * up. Of several (a tab that slept) only the last, so that nobody hears old news (T5).
 */
export function announcement(
	beforeMs: number,
	afterMs: number,
	totalMs: number
): 'half' | 'minute' | 'zero' | null {
	const crossed = (thresholdMs: number) => beforeMs > thresholdMs && afterMs <= thresholdMs;
	const thresholds = [
		{ say: 'zero', atMs: 0 },
		{ say: 'minute', atMs: minuteMs },
		{ say: 'half', atMs: totalMs / 2 }
	] as const;
	return thresholds.toSorted((a, b) => a.atMs - b.atMs).find(({ atMs }) => crossed(atMs))?.say ?? null;
}
