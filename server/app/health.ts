import { inTime } from './in-time.ts';

/** What takes longer counts as no answer, ms: whoever asks (a balancer, Kubernetes) waits a second by default. */
const longestCheck = 900;

/** What was found holds for so long, ms: anybody may ask, and each check writes to the disk. */
const keptFor = 1000;

/**
 * Whether visitors can be sent here: everything they need answers, and the program is not about to leave. `changed` is
 * told what is wrong when something begins to be, and null when nothing is any more.
 */
export function createHealth(
	checks: readonly (() => Promise<unknown>)[],
	{ kept = keptFor, changed = () => {} }: { kept?: number; changed?: (wrong: unknown) => void } = {}
) {
	let isLeaving = false;
	let isWrong = false;
	let checking: Promise<unknown> | null = null;
	let checkedAt = -Infinity;

	/** One at a time, however many ask: what hangs is not asked again and again. */
	function check(): Promise<unknown> {
		if (!checking || performance.now() - checkedAt > kept) {
			checkedAt = Infinity;
			checking = Promise.all(checks.map((one) => one())).finally(() => (checkedAt = performance.now()));
			checking.then(() => tell(null), tell);
		}
		return checking;
	}

	function tell(wrong: unknown): void {
		if (isWrong === (wrong !== null)) return;
		isWrong = wrong !== null;
		changed(wrong);
	}

	/** In a second, because nobody waits for longer. */
	const isHealthy = (): Promise<boolean> => inTime(longestCheck, check()).catch(() => false);

	return {
		isHealthy,
		leave(): void {
			isLeaving = true;
		},
		async isReady(): Promise<boolean> {
			return !isLeaving && (await isHealthy());
		}
	};
}
