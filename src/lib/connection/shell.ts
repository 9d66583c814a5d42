import { ourHeader } from '#wire/ours.ts';

/** What a page asks of the service worker. */
export type Ask = { keep: { page: string; files: string[] } } | { forget: true };

const page = /^\/traject\/(?!nieuw(?:\/|$))[a-z0-9]+(?:\/stap\/[a-z0-9]+)?$/;
const data = /\/__data\.json$/;

/**
 * Whether an answer from this address may stay on the device: pages of a journey that people write in, and the data
 * that SvelteKit fetches for them. Not the console, exports or facts, and nothing with a secret in its address.
 */
export function mayKeep({ pathname }: URL): boolean {
	return page.test(pathname.replace(data, ''));
}

/**
 * Whether this is the whole of what was asked for, from this program: never what a portal of the hall gives in its place,
 * by leading elsewhere or in our name (P20).
 */
export const isOurs = (response: Pick<Response, 'status' | 'type' | 'redirected' | 'headers'>): boolean =>
	response.status === 200 &&
	response.type === 'basic' &&
	!response.redirected &&
	response.headers.has(ourHeader);

const doors = /^\/(?:meedoen|terug|eerste|apparaten)(?:\/|$)/;

/** Whether a form that goes here may make this device somebody else's. */
export const changesHands = ({ pathname }: URL): boolean => doors.test(pathname);

/** Between a page and the rest of the room, so that two hundred phones don't all ask for it once more at once, ms. */
const soonest = 300;
const latest = 3000;

/**
 * Lets the service worker keep this page and what it is made of, for a reload without a connection: what came before
 * the worker was there, or without a navigation, it has not seen. Returns what calls it off.
 */
export function keepPage(): () => void {
	if (!('serviceWorker' in navigator)) return () => {};
	const files = () => performance.getEntriesByType('resource').map(({ name }) => name);
	const ask = () => tell({ keep: { page: location.pathname, files: files() } });
	const timer = setTimeout(() => void ask(), soonest + Math.random() * (latest - soonest));
	return () => clearTimeout(timer);
}

/** After signing out or being removed: no page of this person stays on the device. */
export async function forgetPages(): Promise<void> {
	if ('serviceWorker' in navigator && navigator.serviceWorker.controller) await tell({ forget: true });
}

async function tell(ask: Ask): Promise<void> {
	const { active } = await navigator.serviceWorker.ready;
	active?.postMessage(ask);
}
