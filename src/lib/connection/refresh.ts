import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';
import { siteAnswers } from './network.ts';

// The one way in which a page reads again what it has from `load`. Where that cannot be fetched SvelteKit leaves the
// page, and all that was typed on it is gone (P19).

/** Between two looks whether the site is there, and whether somebody on the way to another page has arrived, ms. */
const patienceMs = 250;

/** What waits for the line, by name: what is asked again meanwhile is read once. */
const waiting = new Map<string, Promise<void>>();

/** Reads these again, the console where nothing is named: at once if the site answers, else as soon as it does. */
export async function refresh(...what: string[]): Promise<void> {
	await Promise.all(named(what).map((one) => waiting.get(one) ?? later(one)));
}

/** The same for whoever had an answer of the site this very moment. */
export async function refreshAnswered(...what: string[]): Promise<void> {
	await arrived();
	await Promise.all(named(what).map((one) => invalidate(one)));
}

/** Resolves when the site answers. */
export async function reachable(): Promise<void> {
	while (!(await siteAnswers())) await new Promise((done) => setTimeout(done, patienceMs));
}

const named = (what: string[]) => (what.length > 0 ? what : ['siroop:console']);

function later(one: string): Promise<void> {
	const read = reachable()
		.then(arrived)
		.then(() => {
			waiting.delete(one);
			return invalidate(one);
		});
	waiting.set(one, read);
	return read;
}

/** Never while somebody walks to another page: reading again would call them back to this one. */
async function arrived(): Promise<void> {
	while (navigating.to) await new Promise((done) => setTimeout(done, patienceMs));
}
