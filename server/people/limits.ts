import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '#server/app/address.ts';

/**
 * Guessing a code (J6). Only wrong guesses count. A whole meeting sits behind one address, so a network has room for
 * sixty people who each mistype twice; with 900,000 codes that leaves a guesser about one chance in 7,500 per open
 * meeting in ten minutes. Of version 6 whoever has one address has 2^64 of them.
 */
export function createLimits() {
	const wrongCodes = new RateLimiterMemory({ points: 120, duration: 600 });
	const links = new RateLimiterMemory({ points: 60, duration: 600 });

	const spent = async (limiter: RateLimiterMemory, address: string) =>
		((await limiter.get(networkOf(address)))?.remainingPoints ?? 1) <= 0;

	return {
		mayGuessCode: async (address: string) => !(await spent(wrongCodes, address)),
		async wrongCode(address: string): Promise<void> {
			await wrongCodes.penalty(networkOf(address));
		},
		mayTryLink: async (address: string) => !(await spent(links, address)),
		async wrongLink(address: string): Promise<void> {
			await links.penalty(networkOf(address));
		}
	};
}

export type Limits = ReturnType<typeof createLimits>;
