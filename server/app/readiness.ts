import { inTime } from './in-time.ts';

/** What takes longer counts as no answer, ms: whoever asks (a balancer, Kubernetes) waits a second by default. */
const longestLook = 900;

/** Whether visitors can be sent here: everything they need answers, and the program is not about to leave. */
export function openReadiness(looks: readonly (() => Promise<unknown>)[]) {
	let isLeaving = false;
	let looking: Promise<unknown> | null = null;

	/** One at a time, however many ask: what hangs is not asked again and again. */
	function look(): Promise<unknown> {
		looking ??= Promise.all(looks.map((one) => one())).finally(() => (looking = null));
		return looking;
	}

	return {
		leave(): void {
			isLeaving = true;
		},
		async isReady(): Promise<boolean> {
			if (isLeaving) return false;
			// Why it does not answer is told by whoever needed it; here it is yes or no.
			return inTime(longestLook, look()).catch(() => false);
		}
	};
}
