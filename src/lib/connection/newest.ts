import type { Facts } from '#wire/journey/facts.ts';

/** `told`: over the socket, one after the other. `loaded`: in an answer that may have been overtaken on its way. */
export type Source = 'told' | 'loaded';

/**
 * Whether these facts take the place of the ones that are shown. Versions only grow within one run of the server; a
 * lower one with a later time comes from a server that began anew.
 */
export function isNewer(next: Facts, shown: Facts, source: Source): boolean {
	if (next.version > shown.version) return true;
	if (next.version < shown.version) return next.now > shown.now;
	return source === 'told' || next.now > shown.now;
}
