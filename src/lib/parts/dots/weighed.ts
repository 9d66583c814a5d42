import { disagreement } from '#domain/parts/dots/dots.ts';
import { m } from '#lib/paraglide/messages.js';
import type { GroupTotal } from '#wire/parts/dots/state.ts';

/** One sentence above the bars: what the two ways of counting differ on most (W9). */
export function weighedSentence(totals: readonly GroupTotal[]): string {
	const widest = disagreement(totals);
	if (!widest) return m.bars_agree();
	const title = totals.find((total) => total.group === widest.group)?.title || m.group_unnamed();
	return widest.byShare < widest.byDots ? m.bars_disagree_more({ title }) : m.bars_disagree_less({ title });
}
