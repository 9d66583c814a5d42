import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ourHeader } from '#wire/ours.ts';

vi.mock('$service-worker', () => ({
	build: ['/_app/immutable/entry/start.js'],
	files: ['/offline.html', '/offline.css', '/icon.svg'],
	version: 'v2'
}));

const origin = 'https://siroop.test';
const step = '/traject/journeyijssel0001/stap/stepvalues0000001';
const script = '/_app/immutable/entry/start.js';

/** What the site answers, by address; what is not here is a network that is gone. */
let site: Map<string, () => Response | Promise<Response>>;
let asked: string[];
let kept: Map<string, Map<string, Response>>;
let on: Record<string, (event: object) => void>;
let isClaimed: boolean;

/** As a browser has it from this site; Node says of its own that they are none of anybody. */
function served(
	words: string,
	is: { status?: number; type?: string; redirected?: boolean; portal?: boolean } = {}
): Response {
	const { status = 200, type = 'basic', redirected = false, portal = false } = is;
	const response = new Response(words, { status, headers: portal ? {} : { [ourHeader]: '1' } });
	const as = { type: { value: type }, redirected: { value: redirected } };
	const clone = { value: () => served(words, is) };
	return Object.defineProperties(response, { ...as, clone });
}

function cacheOf(name: string) {
	const found = kept.get(name) ?? kept.set(name, new Map()).get(name)!;
	const path = (key: string) => new URL(key, origin).pathname + new URL(key, origin).search;
	return {
		match: (key: string) => Promise.resolve(found.get(path(key))?.clone()),
		put: (key: string, response: Response) => Promise.resolve(void found.set(path(key), response)),
		delete: (key: string) => Promise.resolve(found.delete(path(key)))
	};
}

async function network(request: string | Request): Promise<Response> {
	const url = new URL(typeof request === 'string' ? request : request.url, origin);
	asked.push(url.pathname + url.search);
	const answer = site.get(url.pathname + url.search);
	if (!answer) throw new TypeError('Failed to fetch');
	return answer();
}

beforeEach(async () => {
	site = new Map();
	asked = [];
	kept = new Map();
	on = {};
	isClaimed = false;
	for (const path of ['/offline.html', '/offline.css']) site.set(path, () => served(path));
	vi.stubGlobal('self', {
		addEventListener: (name: string, listener: (event: object) => void) => void (on[name] = listener),
		skipWaiting: () => Promise.resolve(),
		clients: { claim: () => Promise.resolve(void (isClaimed = true)) }
	});
	vi.stubGlobal('location', { origin });
	vi.stubGlobal('fetch', network);
	vi.stubGlobal('caches', {
		open: (name: string) => Promise.resolve(cacheOf(name)),
		keys: () => Promise.resolve([...kept.keys()]),
		delete: (name: string) => Promise.resolve(kept.delete(name))
	});
	vi.resetModules();
	await import('./service-worker.ts');
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

async function tell(name: string, event: object = {}): Promise<void> {
	const waited: Promise<unknown>[] = [];
	on[name]!({ ...event, waitUntil: (until: Promise<unknown>) => waited.push(until) });
	await Promise.all(waited);
}

/** What a page gets: words, or null where the worker leaves the request alone. `done`: what it does behind that. */
async function get(path: string, { mode = 'navigate', method = 'GET', from = origin } = {}) {
	let answer: Promise<Response> | null = null;
	const behind: Promise<unknown>[] = [];
	const request = Object.defineProperty(new Request(from + path, { method }), 'mode', { value: mode });
	on.fetch!({
		request,
		respondWith: (response: Promise<Response>) => (answer = response),
		waitUntil: (until: Promise<unknown>) => behind.push(until)
	});
	const response = answer as Promise<Response> | null;
	const words = response && (await (await response).text());
	await Promise.allSettled(behind);
	return words;
}

const inPages = () => [...(kept.get('siroop-pages-v2')?.keys() ?? [])];
const inAssets = () => [...(kept.get('siroop-assets-v2')?.keys() ?? [])];

describe('comes and takes over', () => {
	test('with the page that says that there is no connection, and nothing else', async () => {
		await tell('install');
		expect(inAssets()).toEqual(['/offline.html', '/offline.css']);
		expect(asked).toEqual(['/offline.html', '/offline.css']);
	});

	test('throws away what an older version kept, and nothing of anybody else', async () => {
		for (const name of [
			'siroop-pages-v1',
			'siroop-assets-v1',
			'siroop-pages-v2',
			'siroop-assets-v2',
			'elders'
		])
			cacheOf(name);
		await tell('activate');
		expect([...kept.keys()]).toEqual(['siroop-pages-v2', 'siroop-assets-v2', 'elders']);
		expect(isClaimed).toBe(true);
	});
});

describe('P20 the portal of a hall', () => {
	const portal = () => served('<h1>Wifi</h1>', { portal: true });

	test('is never kept as the page without a connection, and that is tried again', async () => {
		site.set('/offline.html', portal);
		await expect(tell('install')).rejects.toThrow('/offline.html');
		expect(inAssets()).not.toContain('/offline.html');
	});

	test('takes the place of no page and no file, and of none that is kept', async () => {
		site.set(script, portal);
		await get(script, { mode: 'no-cors' });
		site.set(step, () => served('waarden'));
		await get(step);
		site.set(step, portal);
		await get(step);
		site.delete(step);
		expect(await get(step)).toBe('waarden');
		expect(inAssets()).toEqual([]);
	});
});

describe('what pages are made of', () => {
	test('is asked for once, and then comes from the device', async () => {
		site.set(script, () => served('script'));
		for (let load = 0; load < 2; load++) expect(await get(script, { mode: 'no-cors' })).toBe('script');
		expect(asked).toEqual([script]);
		site.delete(script);
		expect(await get(script, { mode: 'no-cors' })).toBe('script');
	});

	test('an answer that is ill is passed on, and not kept', async () => {
		site.set(script, () => served('ziek', { status: 502 }));
		expect(await get(script, { mode: 'no-cors' })).toBe('ziek');
		expect(inAssets()).toEqual([]);
	});
});

describe('the page of a step', () => {
	test('comes from the network while that answers, and from the device when it does not', async () => {
		site.set(step, () => served('eerste'));
		expect(await get(step)).toBe('eerste');
		site.set(step, () => served('tweede'));
		expect(await get(step)).toBe('tweede');
		site.delete(step);
		expect(await get(step)).toBe('tweede');
		expect(inPages()).toEqual([step]);
	});

	test('a slow network gets three seconds; then the page stands there as it was, and the new one is for later', async () => {
		site.set(step, () => served('eerste'));
		await get(step);
		vi.useFakeTimers();
		let come = (_: Response) => {};
		site.set(step, () => new Promise<Response>((resolve) => (come = resolve)));
		let seen: string | null = null;
		const loading = get(step).then((words) => (seen = words));
		await vi.advanceTimersByTimeAsync(2999);
		expect(seen).toBeNull();
		await vi.advanceTimersByTimeAsync(1);
		come(served('tweede'));
		await loading;
		expect(seen).toBe('eerste');
		site.delete(step);
		expect(await get(step)).toBe('tweede');
	});

	test('a server that is ill does not take the place of what was there; without that it is told as it is', async () => {
		site.set(step, () => served('ziek', { status: 503 }));
		expect(await get(step)).toBe('ziek');
		site.set(step, () => served('goed'));
		await get(step);
		site.set(step, () => served('ziek', { status: 503 }));
		expect(await get(step)).toBe('goed');
		expect(inPages()).toEqual([step]);
	});

	test('A7 what may not be seen any more is forgotten: refused, moved, or answered by somebody else', async () => {
		for (const refusal of [{ status: 403 }, { redirected: true }, { type: 'opaqueredirect' }]) {
			site.set(step, () => served('goed'));
			await get(step);
			expect(inPages()).toEqual([step]);
			site.set(step, () => served('niet van jou', refusal));
			expect(await get(step)).toBe('niet van jou');
			expect(inPages(), JSON.stringify(refusal)).toEqual([]);
		}
	});

	test('never seen and without a network, a person reads that there is none; a script is told that it failed', async () => {
		await tell('install');
		expect(await get(step)).toBe('/offline.html');
		await expect(get(`${step}/__data.json`, { mode: 'cors' })).rejects.toThrow('Failed to fetch');
	});

	test('one page is kept however it was asked for, its data by what was asked', async () => {
		site.set(`${step}?laat`, () => served('pagina'));
		await get(`${step}?laat`);
		const data = `${step}/__data.json?x-sveltekit-invalidated=01`;
		site.set(data, () => served('gegevens'));
		await get(data, { mode: 'cors' });
		expect(inPages()).toEqual([step, data]);
	});
});

describe('is left to the server, as if nothing stood between', () => {
	test.each([
		['a form', step, { method: 'POST' }],
		['another site', '/x', { from: 'https://elders.example' }],
		['what a page reads of another address', '/traject/journeyijssel0001/feiten', { mode: 'cors' }]
	])('%s', async (_, path, how) => {
		site.set(path, () => served('van de server'));
		expect(await get(path, how)).toBeNull();
		expect([inPages(), inAssets()]).toEqual([[], []]);
	});

	test.each(['/traject/journeyijssel0001/regie', '/terug/geheim', '/beheer/post', '/'])(
		'%s is not kept; without a network a person reads that there is none',
		async (path) => {
			site.set(path, () => served('van de server'));
			expect(await get(path)).toBe('van de server');
			expect(inPages()).toEqual([]);
			site.delete(path);
			await tell('install');
			expect(await get(path)).toBe('/offline.html');
		}
	);
});

describe('what a page asks of it', () => {
	test('keeps the page that it is and what that is made of, and nothing of another site or not ours', async () => {
		site.set(step, () => served('pagina'));
		site.set(script, () => served('script'));
		const files = [script, '/icon.svg', '/not-ours.js'].map((path) => origin + path);
		await tell('message', {
			data: { keep: { page: step, files: [...files, 'https://elders.example/x.js'] } }
		});
		expect(inPages()).toEqual([step]);
		// One file that did not come through does not keep the rest away.
		expect(inAssets()).toEqual([script]);
	});

	test('what is there already is not asked for again; a page that may not be kept is not', async () => {
		site.set(step, () => served('pagina'));
		const keep = (page: string) => tell('message', { data: { keep: { page, files: [] } } });
		await keep(step);
		await keep(step);
		expect(asked).toEqual([step]);
		await keep('/traject/journeyijssel0001/regie');
		expect(inPages()).toEqual([step]);
	});

	test('A7 when the device is somebody else’s, no page stays', async () => {
		site.set(step, () => served('pagina'));
		await tell('message', { data: { keep: { page: step, files: [] } } });
		await tell('message', { data: { forget: true } });
		expect(inPages()).toEqual([]);
	});

	test('J31 nor is one left for who comes in after somebody else, however slow their network is', async () => {
		site.set(step, () => served('van Wies'));
		await get(step);
		expect(inPages()).toEqual([step]);
		await get('/taal', { method: 'POST' });
		await get(`${step}?/act`, { method: 'POST' });
		expect(inPages()).toEqual([step]);
		expect(await get('/meedoen/123456', { method: 'POST' })).toBeNull();
		expect(inPages()).toEqual([]);
	});
});
