import type { disagreement } from '#domain/dots.ts';
import type { GroupTotal } from '#wire/facts.ts';
import { m } from '#lib/paraglide/messages.js';

/** The one sentence above the bars: what the two ways of counting disagree on (rule W9). Undefined without dots. */
export function differ(
	totals: readonly GroupTotal[],
	widest: ReturnType<typeof disagreement>
): string | undefined {
	if (totals.every((total) => total.dots === 0)) return undefined;
	if (!widest) return m.totals_agree();
	const title = totals.find((total) => total.group === widest.group)?.title || m.group_unnamed();
	const places = { title, byShare: widest.byShare, byDots: widest.byDots };
	return widest.byShare < widest.byDots ? m.totals_differ_share(places) : m.totals_differ_dots(places);
}
