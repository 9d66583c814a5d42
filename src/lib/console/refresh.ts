import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';

/** While somebody is on the way to another page, ms until it is tried once more. */
const patienceMs = 250;

/**
 * Reloads what the console has from `load`. Never while somebody walks to another page: a reload would call them
 * back to this one.
 */
export async function refresh(): Promise<void> {
	while (navigating.to) await new Promise((done) => setTimeout(done, patienceMs));
	await invalidate('siroop:console');
}
