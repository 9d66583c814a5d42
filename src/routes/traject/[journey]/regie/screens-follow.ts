import { m } from '#lib/paraglide/messages.js';

/** How many screens show the beamer page now. */
export const screensFollow = (count: number): string => {
	if (count === 0) return m.console_beamer_off();
	return count === 1 ? m.console_beamer_on() : m.console_beamers_on({ count });
};
