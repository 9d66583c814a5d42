import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';

/** While somebody is on the way to another page, ms until it is tried once more. */
const patienceMs = 250;

/**
 * Reloads what a page has from `load`, the console where nothing else is named. Never while somebody walks to another page: a reload would call them
 * back to this one.
 */
export async function refresh(...what: string[]): Promise<void> {
	while (navigating.to) await new Promise((done) => setTimeout(done, patienceMs));
	const all = what.length > 0 ? what : ['siroop:console'];
	await Promise.all(all.map((one) => invalidate(one)));
}
