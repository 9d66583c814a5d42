import { build, files, version } from '$service-worker';
import { changesHands, isOurs, mayKeep, type Ask } from '#lib/connection/shell.ts';

// The shell on the device: pages that people write in, and what they are made of, for a reload without a connection.
// The words themselves are in IndexedDB. Everything else goes to the server as if this file were not there.

/** Of the worker's world, as far as it is used here; the types of pages and of workers do not go together. */
interface Later extends Event {
	waitUntil(until: Promise<unknown>): void;
}
interface Fetch extends Later {
	request: Request;
	respondWith(response: Promise<Response>): void;
}
interface Worker {
	addEventListener(type: 'install' | 'activate', on: (event: Later) => void): void;
	addEventListener(type: 'fetch', on: (event: Fetch) => void): void;
	addEventListener(type: 'message', on: (event: Later & { data: Ask }) => void): void;
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
}
const worker = self as unknown as Worker;

const assets = `siroop-assets-${version}`;
const pages = `siroop-pages-${version}`;
const offline = ['/offline.html', '/offline.css'];
/** A slow network gets this long before a page that we have is shown as it was, ms. */
const patience = 3000;

const ours = new Set([...build, ...files]);
const here = (url: URL) => url.origin === location.origin;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => event.waitUntil(onAsk(event.data)));
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (!here(url)) return;
	// However slow the network of who comes in now, they are shown no page of who was here before (J31).
	if (request.method === 'POST' && request.mode === 'navigate' && changesHands(url))
		event.waitUntil(caches.delete(pages));
	if (request.method !== 'GET') return;
	if (ours.has(url.pathname)) event.respondWith(asset(event, url));
	else if (mayKeep(url)) event.respondWith(page(event, url));
	else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => sayOffline()));
});

/** Only the page that says there is no connection; all else comes with its first use: phones in a hall share a line. */
async function install(): Promise<void> {
	await Promise.all(offline.map(keepOffline));
	await worker.skipWaiting();
}

/** Without it nothing is installed, and the browser tries again at the next page. */
async function keepOffline(pathname: string): Promise<void> {
	const response = await fetch(pathname, { cache: 'no-cache' });
	if (!isOurs(response)) throw new Error(`${pathname} did not come from here`);
	await put(assets, pathname, response);
}

async function activate(): Promise<void> {
	const old = (await caches.keys()).filter(
		(name) => name.startsWith('siroop-') && name !== assets && name !== pages
	);
	await Promise.all(old.map((name) => caches.delete(name)));
	await worker.clients.claim();
}

async function onAsk(ask: Ask): Promise<void> {
	if ('forget' in ask) await caches.delete(pages);
	else await Promise.allSettled([...ask.keep.files.map(keepAsset), keepPage(ask.keep.page)]);
}

/** Built files never change under one name, and the others not within one version. */
async function asset(event: Fetch, { pathname }: URL): Promise<Response> {
	const kept = await find(assets, pathname);
	if (kept) return kept;
	const response = await fetch(event.request);
	if (isOurs(response)) event.waitUntil(put(assets, pathname, response.clone()));
	return response;
}

/** From the network, while that answers; else as it was. */
async function page(event: Fetch, url: URL): Promise<Response> {
	const fresh = fetch(event.request);
	// Also when the old page has been shown meanwhile; that there is no network is told below.
	event.waitUntil(
		fresh.then(
			(response) => remember(url, response.clone()),
			() => {}
		)
	);
	const kept = await find(pages, addressOf(url));
	try {
		const answer = await (kept ? Promise.race([fresh, after(patience)]) : fresh);
		return kept && (!answer || answer.status >= 500) ? kept : answer!;
	} catch (error) {
		if (kept) return kept;
		if (event.request.mode === 'navigate') return sayOffline();
		throw error;
	}
}

/**
 * What may not be seen any more is not kept either; a server that is ill says nothing about that, and neither does a
 * portal that answers in our name.
 */
async function remember(url: URL, response: Response): Promise<void> {
	if (isOurs(response)) await put(pages, addressOf(url), response);
	else if (response.status < 500 && !isInOurName(response)) await drop(addressOf(url));
}

const isInOurName = ({ status, type, redirected }: Response) =>
	status === 200 && type === 'basic' && !redirected;

/** The data of a page differs by what is asked of it; a page itself does not. */
const addressOf = ({ pathname, search }: URL) =>
	pathname.endsWith('/__data.json') ? pathname + search : pathname;

async function keepAsset(address: string): Promise<void> {
	const url = new URL(address);
	if (!here(url) || !ours.has(url.pathname) || (await find(assets, url.pathname))) return;
	const response = await fetch(url.pathname);
	if (isOurs(response)) await put(assets, url.pathname, response);
}

async function keepPage(pathname: string): Promise<void> {
	if (!mayKeep(new URL(pathname, location.origin)) || (await find(pages, pathname))) return;
	const response = await fetch(pathname, { headers: { accept: 'text/html' } });
	if (isOurs(response)) await put(pages, pathname, response);
}

const find = async (cache: string, address: string) =>
	(await caches.open(cache)).match(address, { ignoreVary: true });
const put = async (cache: string, address: string, response: Response) =>
	(await caches.open(cache)).put(address, response);
const drop = async (address: string) => (await caches.open(pages)).delete(address, { ignoreVary: true });

async function sayOffline(): Promise<Response> {
	return (await find(assets, offline[0]!)) ?? Response.error();
}

const after = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));
