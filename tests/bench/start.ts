// npm run bench:start: what the number of journeys in one folder does to the start, to memory and to pages.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openApp } from '#server/app/app.ts';
import type { WrittenDemo } from '#server/demo.ts';
import { settingsFrom } from '#server/app/settings.ts';
import { archives, readArchive, writeMoment } from '../kept/archive.ts';
import { serveAgain, signIn } from '../support/server.ts';
import { copyJourney } from './copies.ts';

const { values: given } = parseArgs({
	options: {
		journeys: { type: 'string', default: '1,1000,10000' },
		starts: { type: 'string', default: '3' },
		requests: { type: 'string', default: '40' }
	}
});
const starts = Number(given.starts);
const requests = Number(given.requests);
/** Requests of each page before it is measured. */
const warming = 5;
/** After the start, until the program counts as idle, ms. */
const untilIdle = 5000;

const folder = mkdtempSync(path.join(tmpdir(), 'siroop-start-'));
let running: ChildProcess | null = null;
process.on('exit', () => {
	running?.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});
process.on('SIGINT', () => process.exit(130));

const alone = path.join(folder, 'alone');
const demo = await oneJourney(alone);
console.log(
	`The demo's whole journey and its copies in one folder; medians of ${starts} starts, of ${requests} requests\n\n` +
		line(['journeys', 'start', 'CPU', 'idle', 'console', 'thread', 'step', 'CPU', 'siroop.db', 'sync.db'])
);
for (const journeys of given.journeys.split(',').map(Number)) {
	const data = path.join(folder, String(journeys));
	cpSync(alone, data, { recursive: true });
	copyJourney(data, journeys - 1);
	const { start, startCpu, idle, pages, pageCpu } = await measure(data, demo);
	const sizes = ['siroop.db', 'sync.db'].map(
		(file) => `${megabytes(statSync(path.join(data, file)).size)} MB`
	);
	console.log(
		line([
			String(journeys),
			`${(start / 1000).toFixed(2)} s`,
			`${(startCpu / 1000).toFixed(2)} s`,
			`${megabytes(idle)} MB`,
			...[...pages, pageCpu].map((page) => `${page.toFixed(1)} ms`),
			...sizes
		])
	);
	rmSync(data, { recursive: true });
}
console.log(
	`\nwanted: start ≤ 2 s and idle ≤ 250 MB whatever the number, idle ≤ 130 MB with one; pages within 25 % of those with one`
);
process.exit(0);

/** As this program leaves it: brought up to date, and everything laid that was to be. */
async function oneJourney(data: string): Promise<WrittenDemo> {
	mkdirSync(data);
	const written = writeMoment(readArchive(archives.at(-1)!), 'ambitions', data);
	const app = await openApp(settingsFrom({ DATA_DIR: data, LOG: 'warn' }));
	await app.close();
	return written;
}

interface Measured {
	/** From its command until it listens, ms; and the processor's part of that, which other work disturbs least. */
	start: number;
	startCpu: number;
	/** Bytes. */
	idle: number;
	/** The console, the thread and the step, as a facilitator, ms; and the processor's part of one, on average. */
	pages: number[];
	pageCpu: number;
}

async function measure(data: string, { journey, tokens, steps }: WrittenDemo): Promise<Measured> {
	const took: number[] = [];
	const worked: number[] = [];
	const held: number[] = [];
	let pages: number[] = [];
	let pageCpu = 0;
	for (let start = 1; start <= starts; start++) {
		const from = performance.now();
		const { links, process: child } = await serveAgain(data);
		took.push(performance.now() - from);
		running = child;
		worked.push(cpuOf(child.pid!));
		await wait(untilIdle);
		held.push(residentBytes(child.pid!));
		if (start === starts) {
			const cookie = await signIn(`${links.origin}/terug/${tokens['fac-1']}`);
			const paths = ['regie', 'draad', `stap/${steps.ambitions}`];
			const urls = paths.map((page) => `${links.origin}/traject/${journey}/${page}`);
			await timesOf(urls, cookie, warming);
			const before = cpuOf(child.pid!);
			pages = await timesOf(urls, cookie, requests);
			pageCpu = (cpuOf(child.pid!) - before) / (requests * urls.length);
		}
		child.kill('SIGTERM');
		await once(child, 'exit');
		running = null;
	}
	return { start: median(took), startCpu: median(worked), idle: median(held), pages, pageCpu };
}

/** Medians, ms. One after the other in turn, so that a noisy moment hits all pages alike. */
async function timesOf(urls: readonly string[], cookie: string, rounds: number): Promise<number[]> {
	const took = urls.map((): number[] => []);
	for (let round = 0; round < rounds; round++)
		for (const [page, url] of urls.entries()) {
			const from = performance.now();
			const response = await fetch(url, { headers: { Cookie: cookie }, redirect: 'error' });
			await response.arrayBuffer();
			if (!response.ok) throw new Error(`${url} answered ${response.status}`);
			took[page]!.push(performance.now() - from);
		}
	return took.map(median);
}

function median(numbers: readonly number[]): number {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** User and system time so far, ms. */
function cpuOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentBytes(pid: number): number {
	const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
	return Number(kilobytes) * 1024;
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

function line(cells: readonly string[]): string {
	return cells.map((cell) => cell.padStart(10)).join('');
}
