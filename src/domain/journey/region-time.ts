// The time of the region, where the meetings are. A page that the server made and the same page in the browser show one time.

export const zone = 'Europe/Amsterdam';

/** The moment of `2026-11-12` at `09:30` where the meetings are, ms since 1970. */
export function momentOf(date: string, time: string): number {
	const asUtc = Date.parse(`${date}T${time}Z`);
	// Twice: the first answer may stand on the other side of a change of the clock.
	return asUtc - aheadOfUtc(asUtc - aheadOfUtc(asUtc));
}

/** How far the clocks here are ahead at that moment, ms. */
const aheadOfUtc = (at: number): number => Date.parse(`${onTheClock(at)}Z`) - Math.floor(at / 1000) * 1000;

/** `2026-11-12T09:30:00`, where the meetings are. */
export const onTheClock = (at: number): string =>
	new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone })
		.format(at)
		.replace(' ', 'T');
