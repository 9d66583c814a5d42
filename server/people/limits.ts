import { RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * Guessing a code (J6). Only wrong guesses count. A whole meeting sits behind one address, so an address has room
 * for sixty people who each mistype twice; with 900,000 codes that leaves a guesser about one chance in 7,500 per
 * open meeting in ten minutes.
 */
export function createLimits() {
	const wrongCodes = new RateLimiterMemory({ points: 120, duration: 600 });
	const links = new RateLimiterMemory({ points: 60, duration: 600 });

	const spent = async (limiter: RateLimiterMemory, address: string) =>
		((await limiter.get(address))?.remainingPoints ?? 1) <= 0;

	return {
		mayGuessCode: async (address: string) => !(await spent(wrongCodes, address)),
		async wrongCode(address: string): Promise<void> {
			await wrongCodes.penalty(address);
		},
		mayTryLink: async (address: string) => !(await spent(links, address)),
		async wrongLink(address: string): Promise<void> {
			await links.penalty(address);
		}
	};
}

export type Limits = ReturnType<typeof createLimits>;
