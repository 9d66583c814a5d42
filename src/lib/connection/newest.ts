import type { Facts } from '#wire/journey/facts.ts';

/**
 * `told`: over the socket, one after the other. `asked`: an answer of the server, which may have been overtaken on its
 * way. `loaded`: with a page, which may also have lain on the device since an earlier run of the server.
 */
export type Source = 'told' | 'asked' | 'loaded';

/**
 * Whether these facts take the place of the ones that are shown. Versions only grow within one run of the server. Of
 * another run the socket is right, for it ends with its server; so is an answer, unless it comes from one of the runs
 * that were `left`. Times decide nothing between what the server says now: its clock may have been set back. Only of a
 * page of another run they say whether it is the older one; the socket soon tells in any case.
 */
export function isNewer(next: Facts, shown: Facts, source: Source, left: ReadonlySet<string>): boolean {
	if (next.run !== shown.run) return isOfLaterRun(next, shown, source, left);
	if (next.version !== shown.version) return next.version > shown.version;
	return source === 'told';
}

function isOfLaterRun(next: Facts, shown: Facts, source: Source, left: ReadonlySet<string>): boolean {
	if (source === 'told') return true;
	if (left.has(next.run)) return false;
	return source === 'asked' || next.now > shown.now;
}
