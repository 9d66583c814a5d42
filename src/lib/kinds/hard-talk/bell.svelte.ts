import { ring } from '#lib/ui/bell.ts';

/** A bell that rang this long ago is not rung any more: the page was asleep, or somewhere else. ms */
const stale = 2000;

/** Rings once when the time of a turn passes while this page is open. Call it where a component is made. */
export function ringsAt(
	bellAt: () => number | null,
	now: () => number,
	isOn: () => boolean = () => true
): void {
	let heard: number | null = null;
	$effect(() => {
		const at = bellAt();
		if (at === null || heard === at || now() < at) return;
		heard = at;
		if (now() < at + stale && isOn()) ring();
	});
}
