import { timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { hashOf } from './secrets.ts';

/** What somebody gets who asks for the figures; 'hidden': as if there were none to ask for. */
export type Scrape =
	{ kind: 'hidden' } | { kind: 'refused' } | { kind: 'scraped'; type: string; text: string };

/** The figures in Prometheus' own text, for who knows the token (METRICS_TOKEN); without a token, for nobody. */
export function createScrape(token: string | null, registry: Registry) {
	return async (authorization: string | null): Promise<Scrape> => {
		if (token === null) return { kind: 'hidden' };
		const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
		if (!isSame(given, token)) return { kind: 'refused' };
		return { kind: 'scraped', type: registry.contentType, text: await registry.metrics() };
	};
}

/** As hashes they are as long as each other, and how long it takes tells nothing. */
function isSame(given: string, token: string): boolean {
	return timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(token)));
}
