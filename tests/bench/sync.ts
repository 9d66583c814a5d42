// npm run bench:sync: the same load against our sync server and its peers. Prints, judges nothing by the clock.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canPin, pinned } from './sync/cores.ts';
import { serverNames, type ServerName } from './sync/dialects.ts';
import { installPeers, versions } from './sync/peers.ts';
import { report, type Run } from './sync/report.ts';
import type { Case, Result, Workload } from './sync/workload.ts';
import { workloads } from './sync/workloads.ts';

const { values: given } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		json: { type: 'string' },
		only: { type: 'string' },
		servers: { type: 'string' },
		repeats: { type: 'string' }
	}
});
const repeats = Number(given.repeats ?? (given.quick ? 1 : 3));
/** Length of what is measured of each run; warming up and draining come on top. */
const seconds = given.quick ? 4 : 10;
/** A server that is drowned should not keep the others waiting. */
const patienceMs = given.quick ? 60_000 : 300_000;
const servers = chosen(given.servers, serverNames);
const wanted = workloads.filter(({ name }) =>
	chosen(
		given.only,
		workloads.map((one) => one.name)
	).includes(name)
);

installPeers();
const about = {
	at: new Date().toISOString(),
	node: process.version,
	cpu: cpus()[0]?.model ?? '',
	cores: cpus().length,
	pinned: canPin,
	versions: versions()
};
console.log(
	`${about.cpu}, ${about.cores} cores, Node ${about.node}, load ${loadavg()[0]!.toFixed(1)} before`
);
console.log(
	canPin ? 'Server on core 0, load on core 1.' : 'Not pinned to cores: needs Linux, taskset and two cores.'
);
console.log(
	`Ours: ${about.versions.siroop.join(', ')}; SQLite with synchronous=FULL, on disk before anyone sees it.`
);
console.log(`Theirs: ${about.versions.peers.join(', ')}.`);
console.log(
	'Hocuspocus has its own settings and SQLite on a file: safe is what its last snapshot holds (2 to 10 s old), also when it said so. @y/websocket-server stores nothing.'
);

const runs: Run[] = [];
for (const workload of wanted) {
	const cases = workload.cases.filter(({ quick }) => quick || !given.quick);
	for (let repeat = 0; repeat < repeats; repeat++)
		for (const one of cases.filter(({ once }) => !once || repeat === 0))
			for (const server of rotated(servers, repeat))
				if (one.servers.includes(server)) runs.push(await run(workload, one, server, repeat));
	console.log(
		report(
			workload,
			runs.filter((one) => one.workload === workload.name)
		)
	);
}
if (given.json) writeFileSync(given.json, JSON.stringify({ ...about, seconds, repeats, runs }, null, '\t'));
process.exitCode = runs.some(({ error }) => error) ? 1 : 0;

/** Each run has a process of its own for the load, and another for the server. */
async function run(workload: Workload, one: Case, server: ServerName, repeat: number): Promise<Run> {
	process.stderr.write(`${workload.name} ${one.name} ${server} …\n`);
	const program = fileURLToPath(new URL('./sync/run.ts', import.meta.url));
	const words = [workload.name, one.name, server, String(seconds), given.quick ? 'quick' : 'whole'];
	const [command, rest] = pinned('load', [process.execPath]);
	const child = fork(program, words, { execPath: command, execArgv: rest });
	let result: Result = { figures: {}, notes: [], error: 'the load ended without a word' };
	child.on('message', (told) => (result = told as Result));
	const deadline = setTimeout(() => {
		result = { figures: {}, notes: [], error: `not over after ${patienceMs / 1000} s` };
		child.kill('SIGTERM');
	}, patienceMs);
	await once(child, 'exit');
	clearTimeout(deadline);
	if (result.error) process.stderr.write(`  ERROR ${result.error}\n`);
	return { workload: workload.name, case: one.name, server, repeat, ...result };
}

function chosen<Name extends string>(words: string | undefined, all: readonly Name[]): readonly Name[] {
	if (!words) return all;
	const names = words.split(',');
	const unknown = names.find((name) => !all.includes(name as Name));
	if (unknown) throw new Error(`${unknown} is none of ${all.join(', ')}`);
	return all.filter((name) => names.includes(name));
}

/** Who goes first changes, so that nobody always has the cold or the warm machine. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
	const start = by % items.length;
	return [...items.slice(start), ...items.slice(0, start)];
}
