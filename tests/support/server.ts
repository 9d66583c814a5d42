import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Links of a demo that is being served (server/demo.ts --json). */
export interface DemoLinks {
	origin: string;
	facilitator: string;
	beamer: string;
	participant: string;
	join: string;
	code: string;
	journey: string;
	steps: { checkIn: string; values: string };
	/** A personal link for each person of the demo, by key: 'fac-1', 'wel-b', 'ggd-1', … */
	people: Record<string, string>;
	/** Participant ids by the same keys. */
	seats: Record<string, string>;
}

export interface Served<Links> {
	links: Links;
	/** The folder of its databases; it goes when `stop` is called. */
	dataDir: string;
	process: ChildProcess;
	stop: () => Promise<void>;
}

/** The demo in a process and a folder of its own, on a free port. Needs `npm run build` to have run. */
export async function serveDemo(at: string): Promise<Served<DemoLinks>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'siroop-demo-'));
	const child = start(
		['server/demo.ts', '--json', '--port', '0', '--at', at, '--data', join(dataDir, 'data')],
		{}
	);
	const line = await lineThat(child, (text) => text.startsWith('{'));
	return served(JSON.parse(line) as DemoLinks, dataDir, child);
}

export interface EmptyLinks {
	origin: string;
	/** The one-time link of the first facilitator. */
	first: string;
}

/** An empty program, as on a new machine. */
export async function serveEmpty(env: Record<string, string> = {}): Promise<Served<EmptyLinks>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'siroop-empty-'));
	const { origin, child } = await startMain(dataDir, 0, env);
	const first = await lineThat(child, (text) => text.includes('/eerste/'));
	return served({ origin, first: first.slice(first.indexOf('http')) }, dataDir, child);
}

/** The program on databases that are there, after a crash for instance. */
export async function serveAgain(dataDir: string, port = 0): Promise<Served<{ origin: string }>> {
	const { origin, child } = await startMain(dataDir, port);
	return served({ origin }, dataDir, child);
}

async function startMain(dataDir: string, port: number, env: Record<string, string> = {}) {
	const child = start(['server/main.ts'], {
		DATA_DIR: dataDir,
		PORT: String(port),
		HOST: '127.0.0.1',
		LOG: 'warn',
		...env
	});
	const listening = await lineThat(child, (text) => text.startsWith('Siroop listens on '));
	return { child, origin: listening.slice('Siroop listens on '.length) };
}

/** Signs in with a personal link, as its button does; returns the Cookie header. */
export async function signIn(link: string): Promise<string> {
	const response = await fetch(link, {
		method: 'POST',
		headers: { Origin: new URL(link).origin, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: '',
		redirect: 'manual'
	});
	const cookie = response.headers.getSetCookie().find((c) => c.startsWith('siroop_sessie='));
	if (!cookie) throw new Error(`no session from ${link}: ${response.status}`);
	return cookie.split(';')[0]!;
}

/** Posts a form as a page does; the answer is SvelteKit's JSON of the action. */
export async function postForm(
	url: string,
	cookie: string,
	fields: Record<string, string>
): Promise<Response> {
	return fetch(url, {
		method: 'POST',
		headers: {
			Origin: new URL(url).origin,
			Cookie: cookie,
			Accept: 'application/json',
			'x-sveltekit-action': 'true',
			'Content-Type': 'application/x-www-form-urlencoded'
		},
		body: new URLSearchParams(fields)
	});
}

function start(args: string[], env: Record<string, string>): ChildProcess {
	return spawn(process.execPath, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
}

const lines = new WeakMap<ChildProcess, AsyncIterator<string>>();

/** The first line of output that `is` what is waited for; throws when the process ends without it. */
async function lineThat(child: ChildProcess, is: (text: string) => boolean): Promise<string> {
	if (!lines.has(child)) lines.set(child, createInterface({ input: child.stdout! })[Symbol.asyncIterator]());
	const reader = lines.get(child)!;
	for (let next = await reader.next(); !next.done; next = await reader.next())
		if (is(next.value)) return next.value;
	throw new Error(`the server stopped before it was ready (exit ${child.exitCode})`);
}

function served<Links>(links: Links, dataDir: string, child: ChildProcess): Served<Links> {
	return {
		links,
		dataDir,
		process: child,
		async stop() {
			if (child.exitCode === null && child.signalCode === null) {
				child.kill('SIGTERM');
				await once(child, 'exit');
			}
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
