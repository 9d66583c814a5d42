import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import SQLite from 'better-sqlite3';
import type { WrittenDemo } from '#server/demo.ts';
import type { Moment } from '#server/demo/moments.ts';

/** Links of a demo that is being served. */
export interface DemoLinks {
	origin: string;
	facilitator: string;
	/** Where the facilitator made the journey, as a Cookie header: with their other journeys and roles (J12). */
	cookie: string;
	beamer: string;
	participant: string;
	join: string;
	code: string;
	journey: string;
	/** Step ids by kind, 'check-in' as checkIn. */
	steps: { checkIn: string; values: string; [kind: string]: string };
	/** A personal link for each person of the demo, by key: 'fac-1', 'wel-b', 'ggd-1', … */
	people: Record<string, string>;
	/** Participant ids by the same keys. */
	seats: Record<string, string>;
}

export interface Served<Links> {
	links: Links;
	/** The folder of its databases, or the folder that holds it; it goes when `stop` is called. */
	dataDir: string;
	process: ChildProcess;
	stop: () => Promise<void>;
}

/**
 * Plays the demo once, to its end, and keeps the databases of each moment in a folder, which the processes that are
 * started after this one find too. Needs `npm run build` to have run.
 */
export async function keepDemo(): Promise<{ drop: () => void }> {
	const folder = mkdtempSync(join(tmpdir(), 'siroop-moments-'));
	const data = join(folder, 'played');
	const child = spawn(process.execPath, ['server/demo.ts', '--port', '0', '--data', data, '--keep', folder], {
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const [exit] = (await once(child, 'exit')) as [number | null];
	if (exit !== 0) throw new Error('the demo could not be played');
	rmSync(data, { recursive: true });
	process.env.SIROOP_MOMENTS = folder;
	return { drop: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The databases of the demo at some moment, in `<folder>/data`, and who is in it. `keepDemo` must have run. */
export function copyDemo(at: Moment): { folder: string; data: string; demo: WrittenDemo } {
	const kept = join(process.env.SIROOP_MOMENTS!, at);
	const demo = JSON.parse(readFileSync(join(kept, 'demo.json'), 'utf8')) as WrittenDemo;
	const folder = mkdtempSync(join(tmpdir(), 'siroop-demo-'));
	const data = join(folder, 'data');
	cpSync(kept, data, { recursive: true });
	wakeClocks(data, Date.now() - demo.keptAt);
	return { folder, data, demo };
}

/** The demo at some moment, in a process and a folder of its own, on a free port. */
export async function serveDemo(at: Moment, env: Record<string, string> = {}): Promise<Served<DemoLinks>> {
	const { folder, data, demo } = copyDemo(at);
	const { origin, child } = await startMain(data, 0, env);
	const people = Object.fromEntries(
		Object.entries(demo.tokens).map(([key, token]) => [key, `${origin}/terug/${token}`])
	);
	const links: DemoLinks = {
		origin,
		facilitator: people['fac-1']!,
		cookie: demo.cookie,
		participant: people['wel-b']!,
		beamer: `${origin}/scherm/${demo.beamerToken}`,
		join: `${origin}/meedoen/${demo.code}`,
		code: demo.code,
		journey: demo.journey,
		steps: Object.fromEntries(
			Object.entries(demo.steps).map(([kind, id]) => [camelCase(kind), id])
		) as DemoLinks['steps'],
		people,
		seats: demo.seats
	};
	return served(links, folder, child);
}

const camelCase = (kind: string) => kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The timer and the turn of a kept moment go on from now: in the meantime nothing happened there. */
function wakeClocks(data: string, slept: number): void {
	const db = new SQLite(join(data, 'siroop.db'));
	db.prepare('update room set timer_ends_at = timer_ends_at + ?').run(slept);
	db.prepare('update turn set started_at = started_at + ? where ended_at is null').run(slept);
	db.prepare('update talk set turn_at = turn_at + ? where ended_at is null').run(slept);
	db.close();
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
	return (await signedIn(link)).cookie;
}

/** The same, with the address that it leads to. */
export async function signedIn(link: string): Promise<{ cookie: string; place: string }> {
	const response = await fetch(link, {
		method: 'POST',
		// As a page asks: for something else the answer is data, without a place.
		headers: {
			Accept: 'text/html',
			Origin: new URL(link).origin,
			'Content-Type': 'application/x-www-form-urlencoded'
		},
		body: '',
		redirect: 'manual'
	});
	const cookie = response.headers.getSetCookie().find((c) => c.startsWith('siroop_sessie='));
	if (!cookie) throw new Error(`no session from ${link}: ${response.status}`);
	const place = new URL(response.headers.get('location')!, link).href;
	return { cookie: cookie.split(';')[0]!, place };
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

/** As `npm start` starts Node; what it made of the sources is kept, so the second start takes two thirds of the time. */
const flags = ['--max-semi-space-size=4'];
const compiled = 'node_modules/.cache/node';

function start(args: string[], env: Record<string, string>): ChildProcess {
	return spawn(process.execPath, [...flags, ...args], {
		env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...env },
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
