import { inTime } from './in-time.ts';

/** What takes longer counts as no answer, ms: whoever asks (a balancer, Kubernetes) waits a second by default. */
const longestCheck = 900;

/** Whether visitors can be sent here: everything they need answers, and the program is not about to leave. */
export function createHealth(checks: readonly (() => Promise<unknown>)[]) {
	let isLeaving = false;
	let checking: Promise<unknown> | null = null;

	/** One at a time, however many ask: what hangs is not asked again and again. */
	function check(): Promise<unknown> {
		checking ??= Promise.all(checks.map((one) => one())).finally(() => (checking = null));
		return checking;
	}

	return {
		leave(): void {
			isLeaving = true;
		},
		async isReady(): Promise<boolean> {
			if (isLeaving) return false;
			// Why it does not answer is told by whoever needed it; here it is yes or no.
			return inTime(longestCheck, check()).catch(() => false);
		}
	};
}
