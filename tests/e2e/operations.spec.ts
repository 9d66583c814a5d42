import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import SQLite from 'better-sqlite3';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { OwnCard } from '#wire/parts/cards/own.ts';
import { serveDemo, serveEmpty, signIn, type DemoLinks, type Served } from '../support/server.ts';
import { SyncClient, until } from '../support/sync-client.ts';

// What whoever runs the program relies on: its probes, its figures, and how it leaves.

const token = 'a-token-of-the-scraper';
const deafStore = new URL('../support/deaf-store.ts', import.meta.url).href;
/** Of the program, and a little for a busy machine, ms. */
const deadline = 20_000 + 2000;

function scrape(origin: string, authorization?: string): Promise<Response> {
	return fetch(`${origin}/metrics`, { headers: authorization ? { Authorization: authorization } : {} });
}

/** The value of one line of the figures. */
function figure(text: string, line: string): number {
	const found = text.split('\n').find((one) => one.startsWith(`${line} `));
	expect(found, line).toBeDefined();
	return Number(found!.slice(line.length + 1));
}

test('@sync /metrics: only for who knows the token, and never kept', async () => {
	const served = await serveEmpty({ METRICS_TOKEN: token });
	const { origin } = served.links;
	for (const wrong of [undefined, 'Bearer ', `Bearer ${token}x`, `Basic ${token}`, token]) {
		const refused = await scrape(origin, wrong);
		expect(refused.status, wrong).toBe(401);
		expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="metrics"');
		expect(refused.headers.get('cache-control')).toBe('no-store');
		expect(await refused.text()).not.toContain('sync_');
	}
	const scraped = await scrape(origin, `Bearer ${token}`);
	expect(scraped.status).toBe(200);
	expect(scraped.headers.get('cache-control')).toBe('no-store');
	expect(scraped.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
	const text = await scraped.text();
	for (const line of [
		'sync_connections{role="participant"}',
		'sync_pending_violations_total',
		'sync_log_rows'
	])
		expect(figure(text, line)).toBe(0);
	expect(figure(text, 'sync_scrape_failures_total')).toBe(0);
	expect(figure(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6);
	expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
	await served.stop();
});

test('@sync /metrics without the setting is like any page that does not exist', async () => {
	const served = await serveEmpty();
	const { origin } = served.links;
	for (const method of ['GET', 'POST', 'OPTIONS']) {
		const [hidden, unknown] = await Promise.all(
			['metrics', 'nothing-here'].map((path) =>
				fetch(`${origin}/${path}`, { method, headers: { Authorization: `Bearer ${token}`, Origin: origin } })
			)
		);
		expect(hidden!.status, method).toBe(404);
		expect([...hidden!.headers.keys()]).toEqual([...unknown!.headers.keys()]);
	}
	await served.stop();
});

test('@sync A13 files, redirects, refusals and pages all have the headers', async () => {
	const served = await serveEmpty();
	const { origin } = served.links;
	const form = { method: 'POST', body: new URLSearchParams({ taal: 'en' }) };
	const multipart = { 'Content-Type': 'multipart/form-data; boundary=x', Origin: origin };
	const asked: [status: number, path: string, init?: RequestInit][] = [
		[200, '/'],
		[200, '/favicon.svg'],
		[200, '/service-worker.js'],
		[200, '/healthz'],
		[303, '/trajecten'],
		[303, '/taal', { ...form, headers: { Origin: origin } }],
		[308, '/trajecten/'],
		[400, '/%E0%A4%A'],
		[400, '/taal', { method: 'POST', headers: multipart, body: 'no boundary' }],
		[403, '/taal', { ...form, headers: { Origin: 'https://elders.example' } }],
		[404, '/nothing-here'],
		[405, '/taal']
	];
	for (const [status, path, init] of asked) {
		const answer = await fetch(`${origin}${path}`, { redirect: 'manual', ...init });
		const said = answer.headers;
		expect([answer.status, said.get('x-content-type-options'), said.get('x-frame-options')], path).toEqual([
			...[status, 'nosniff', 'DENY']
		]);
		expect(said.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
		expect(said.get('referrer-policy'), path).toBe('same-origin');
	}
	await served.stop();
});

test('@sync a METRICS_TOKEN that is too short is refused at the start, in one sentence', async () => {
	const env = { ...process.env, METRICS_TOKEN: 'much-too-short', PORT: '0' };
	const { status, stderr } = spawnSync(process.execPath, ['server/main.ts'], { env, encoding: 'utf8' });
	expect(status).toBe(1);
	expect(stderr).toBe('METRICS_TOKEN must be 16 or more letters, digits or signs, without spaces\n');
});

/** Writes card after card in a document of their own, and knows which ones the server said were on disk. */
class Writer {
	readonly document: string;
	readonly acknowledged = new Set<string>();
	readonly client: SyncClient;
	readonly #name: string;

	constructor(name: string, document: string, client: SyncClient) {
		this.#name = name.replace('-', '');
		this.document = document;
		this.client = client;
		void this.#write();
	}

	async #write(): Promise<void> {
		for (let number = 1; this.client.isOpen; number++) {
			const id = `${this.#name}card${String(number).padStart(6, '0')}`;
			const card: OwnCard = { text: `kaartje ${number}`, prompt: '1', at: number };
			this.client.doc.getMap<OwnCard>('cards').set(id, card);
			const { sent } = this.client;
			await this.client.when(() => this.client.saved >= sent);
			if (this.client.saved >= sent) this.acknowledged.add(id);
		}
	}
}

interface Load {
	writers: Writer[];
	/** Sockets that only listen. */
	listeners: SyncClient[];
	acknowledged(): number;
}

/** Eight people who write without a pause, with a few more tabs each. */
async function writeWithoutPause({ origin, people, seats, steps }: DemoLinks): Promise<Load> {
	const names = ['wel-b', 'ggd-b', 'gem-b', 'wcp-b', 'pol-b', 'zor-b', 'inw-1', 'inw-2'];
	const server = origin.replace('http', 'ws');
	const listeners: SyncClient[] = [];
	const writers = await Promise.all(
		names.map(async (name) => {
			const document = `own/${steps.values}/${seats[name]}`;
			const address = { server, document, headers: { Cookie: await signIn(people[name]!) } };
			for (let tab = 0; tab < 9; tab++) listeners.push(await SyncClient.join(address));
			return new Writer(name, document, await SyncClient.join(address));
		})
	);
	const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
	await until(() => acknowledged() > 100, 'the load');
	return { writers, listeners, acknowledged };
}

/** Acknowledged cards that are not on disk. */
async function lost(served: Served<unknown>, { writers }: Load): Promise<string[]> {
	const store = await openSqliteStore(join(served.dataDir, 'data', 'sync.db'));
	const missing: string[] = [];
	for (const { document, acknowledged } of writers) {
		const { snapshot, tail } = await store.open(document);
		const doc = new Y.Doc();
		if (snapshot) Y.applyUpdateV2(doc, snapshot);
		for (const update of tail) Y.applyUpdate(doc, update);
		missing.push(...[...acknowledged].filter((id) => !doc.getMap('cards').has(id)));
	}
	await store.close();
	return missing;
}

/** The demo on a disk that can be taken away. */
async function serveOnABadDisk(): Promise<{ served: Served<DemoLinks>; breakDisk: () => void }> {
	const pipe = join(mkdtempSync(join(tmpdir(), 'siroop-stuck-')), 'pipe');
	spawnSync('mkfifo', [pipe]);
	const served = await serveDemo('writing', { NODE_OPTIONS: `--import=${deafStore}`, STUCK: pipe });
	served.process.once('exit', () => rmSync(dirname(pipe), { recursive: true }));
	return { served, breakDisk: () => void served.process.kill('SIGUSR2') };
}

interface End {
	code: number | null;
	signal: NodeJS.Signals | null;
	/** Ms from the signal on. */
	after: number;
}

async function terminate({ process: child }: Served<unknown>): Promise<End> {
	const started = performance.now();
	const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	child.kill('SIGTERM');
	const [code, signal] = await ended;
	return { code, signal, after: performance.now() - started };
}

async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
	const [response] = (await once(asked, 'response')) as [IncomingMessage];
	response.resume();
	return response;
}

const statusOf = async (url: string) => (await answerTo(get(url, { agent: false }))).statusCode;

function knock(origin: string): Promise<IncomingMessage> {
	const headers = {
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ=='
	};
	return answerTo(get(`${origin}/sync/journey/anything12345`, { headers, agent: false }));
}

/** A form that has begun to arrive. */
async function halfAForm(url: string): Promise<ClientRequest> {
	const headers = {
		Origin: new URL(url).origin,
		'Content-Type': 'application/x-www-form-urlencoded',
		'Content-Length': 'taal=en'.length,
		Expect: '100-continue'
	};
	const form = request(url, { method: 'POST', headers, agent: false });
	form.flushHeaders();
	await once(form, 'continue');
	form.write('taal=');
	return form;
}

test('@sync [F13] SIGTERM under load: refused, committed, told to come back, answered, gone', async () => {
	const served = await serveDemo('writing', { METRICS_TOKEN: token });
	const { origin } = served.links;
	const load = await writeWithoutPause(served.links);
	const figures = await (await scrape(origin, `Bearer ${token}`)).text();
	expect(figure(figures, 'sync_updates_applied_total')).toBeGreaterThan(100);
	expect(figure(figures, 'sync_connections{role="participant"}')).toBe(80);
	expect(figure(figures, 'sync_pending_violations_total')).toBe(0);
	expect(await statusOf(`${origin}/readyz`)).toBe(200);

	const keptOpen = new Agent({ keepAlive: true });
	const idle = await answerTo(get(`${origin}/healthz`, { agent: keptOpen }));
	expect(idle.headers['keep-alive']).toBe('timeout=75');
	const form = await halfAForm(`${origin}/taal`);
	const ended = terminate(served);
	const clients = [...load.listeners, ...load.writers.map(({ client }) => client)];
	for (const { closed } of clients) expect(await closed).toEqual({ code: 1012, reason: 'restarting' });
	expect(await statusOf(`${origin}/readyz`)).toBe(503);
	const knocked = await knock(origin);
	expect(knocked.statusCode).toBe(503);
	expect(Number(knocked.headers['retry-after'])).toBeGreaterThan(0);
	form.end('en');
	const answered = await answerTo(form);
	expect(answered.statusCode).toBe(303);
	expect(answered.headers.connection).toBe('close');

	const { code, after } = await ended;
	expect(code).toBe(0);
	expect(after).toBeLessThan(deadline / 2);
	expect(existsSync(join(served.dataDir, 'data', 'sync.db-wal'))).toBe(false);
	expect(await lost(served, load)).toEqual([]);
	keptOpen.destroy();
	await served.stop();
});

test('@sync [F13] a signal that comes twice at once, as npm sends it on, is one', async () => {
	const served = await serveDemo('writing');
	await writeWithoutPause(served.links);
	const ended = terminate(served);
	served.process.kill('SIGTERM');
	expect((await ended).code).toBe(0);
	await served.stop();
});

test('@sync [F13] a store that never answers: not ready, gone before the deadline, the acknowledged on disk', async () => {
	const { served, breakDisk } = await serveOnABadDisk();
	const { origin } = served.links;
	const load = await writeWithoutPause(served.links);
	breakDisk();
	await until(() => load.writers.every(({ client }) => !client.isSaved), 'nobody to be answered');
	expect(await statusOf(`${origin}/readyz`)).toBe(503);
	const { code, after } = await terminate(served);
	expect(code).not.toBe(0);
	expect(after).toBeLessThan(deadline);
	for (const { client } of load.writers) expect((await client.closed).code).toBe(1012);
	expect(await lost(served, load)).toEqual([]);
	await served.stop();
});

test('@sync [F13] a store that fails: gone before the deadline, the acknowledged on disk', async () => {
	const served = await serveDemo('writing', { LOG: 'silent' });
	const load = await writeWithoutPause(served.links);
	const other = new SQLite(join(served.dataDir, 'data', 'sync.db'));
	other.exec('BEGIN IMMEDIATE');
	await until(() => load.writers.every(({ client }) => !client.isSaved), 'nobody to be answered');
	const { after } = await terminate(served);
	expect(after).toBeLessThan(deadline);
	other.exec('ROLLBACK');
	other.close();
	expect(await lost(served, load)).toEqual([]);
	await served.stop();
});

test('@sync [F13] a second signal ends it at once', async () => {
	const { served, breakDisk } = await serveOnABadDisk();
	const load = await writeWithoutPause(served.links);
	breakDisk();
	await until(() => load.writers.every(({ client }) => !client.isSaved), 'nobody to be answered');
	let end: End | undefined;
	void terminate(served).then((ended) => (end = ended));
	await until(() => end ?? (served.process.kill('SIGTERM'), null), 'the end');
	expect(end!.after).toBeLessThan(2500);
	expect(await lost(served, load)).toEqual([]);
	await served.stop();
});

test('@sync [F29] one Yjs: the server and all that was built share it', async () => {
	const parts = globSync('build/server/**/*.js').filter((file) => !file.endsWith('build/server/index.js'));
	expect(parts.length).toBeGreaterThan(10);
	const say = async (...files: string[]) => {
		const script = `for (const file of ${JSON.stringify(files)}) await import(file); process.exit();`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
			stdio: ['ignore', 'ignore', 'pipe']
		});
		let said = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
		const [code] = (await once(child, 'close')) as [number];
		return { code, said };
	};
	const app = join(process.cwd(), 'server/app/app.ts');
	const all = parts.map((file) => join(process.cwd(), file));
	const { code, said } = await say(app, ...all);
	expect(said).not.toContain('Yjs was already imported');
	expect({ code, said }).toEqual({ code: 0, said: '' });
	// So that silence means something.
	const twice = await say(app, join(process.cwd(), 'node_modules/yjs/dist/yjs.cjs'));
	expect(twice.said).toContain('Yjs was already imported');
});
