export interface Total {
	title: string;
	dots: number;
	/** 0..1: one organisation, one share. */
	share: number;
}
export interface Bar extends Total {
	/** Share in whole percents. */
	percent: number;
	/** Widths in percent of the room there is; the longest bar of all is 100. */
	shareWidth: number;
	dotsWidth: number;
}

/** The rows, most first, with both measures on one scale: a dot is its part of all dots. */
export function barsOf(totals: Total[], by: 'share' | 'dots'): Bar[] {
	const all = totals.reduce((sum, total) => sum + total.dots, 0) || 1;
	const longest = Math.max(...totals.flatMap((total) => [total.share, total.dots / all]), Number.MIN_VALUE);
	const width = (part: number) => Math.round((part / longest) * 1000) / 10;
	return totals
		.map((total) => ({
			...total,
			percent: Math.round(total.share * 100),
			shareWidth: width(total.share),
			dotsWidth: width(total.dots / all)
		}))
		.sort((a, b) => b[by] - a[by]);
}
