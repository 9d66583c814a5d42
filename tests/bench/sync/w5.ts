// The server falls over and comes back, and everyone is there at once with a copy of a large document.
import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { serverNames, type ServerName } from './dialects.ts';
import { documentAfter } from './documents.ts';
import { joinAll, Member } from './member.ts';
import { ServerProcess } from './server-process.ts';
import { putIntoHocuspocus, putIntoSiroop } from './stored.ts';
import { settles, watch } from './window.ts';
import type { Case, Result, Workload } from './workload.ts';

const document = 'board/stepbench0005';
/** Acts that make 1.6 MB. */
const acts = 400_000;
const patienceMs = 60_000;
const retryMs = 100;

function stormCase(people: number, servers: readonly ServerName[], quick: boolean): Case {
	return {
		name: `${people} back`,
		quick,
		servers,
		run: (server) => run(server, people)
	};
}

async function run(name: ServerName, people: number): Promise<Result> {
	const doc = documentAfter(acts);
	const vector = Y.encodeStateVector(doc);
	// What a client has that the server lacks is no more than it deleted, but for the server that forgot everything.
	const step2 = Y.encodeStateAsUpdate(doc, name === 'y-websocket' ? undefined : vector);
	const limits = { connectionsPerDocument: 2000, upgradesPerSecond: 10_000 };
	const server = await ServerProcess.open(name, limits, async (folder) => {
		if (name === 'siroop') await putIntoSiroop(folder, document, { kind: 'snapshot', doc });
		if (name === 'hocuspocus') putIntoHocuspocus(folder, document, doc);
	});
	const come = (i: number) => new Member(server, document, `person${i}`, { vector, step2 });
	// Who would have filled the empty document of the last one is of no interest here.
	const before = name === 'y-websocket' ? [] : await joinAll(people, (i) => come(i).join());
	await server.kill();
	await settles(() => before.every(({ closedWith }) => closedWith !== null), 5000);
	await server.start();

	const turnedAway = new Map<number, number>();
	const storm = { back: 0, isOver: false };
	let took = 0;
	const window = await watch(server, async () => {
		const from = performance.now();
		for (let i = 0; i < people; i++) void comeBack(() => come(i), storm, turnedAway);
		await settles(() => storm.back === people, patienceMs);
		took = performance.now() - from;
	});
	storm.isOver = true;
	const late = people - storm.back;
	const away = [...turnedAway].map(([code, times]) => `${times} × turned away with ${code}`);
	return {
		figures: { took: took / 1000, cpu: window.cpu / 1e6, block: window.lagMax, peak: window.peak, late },
		notes: away,
		around: window.around,
		...(late > 0 && { error: `${late} of ${people} were not back after ${patienceMs / 1000} s` })
	};
}

/** As a browser does, but at once: tries again until it is in. */
async function comeBack(
	come: () => Member,
	storm: { back: number; isOver: boolean },
	turnedAway: Map<number, number>
): Promise<void> {
	while (!storm.isOver) {
		const member = come();
		try {
			await member.join();
			storm.back++;
			return;
		} catch {
			const code = member.closedWith ?? 0;
			turnedAway.set(code, (turnedAway.get(code) ?? 0) + 1);
			await wait(retryMs);
		}
	}
}

export const w5: Workload = {
	name: 'W5',
	title:
		'the server is killed and started again; all come back at once with their copy of 1.6 MB (@y/websocket-server has forgotten it and gets it from each; ours lets 4096 wait at the door, theirs Node’s 511)',
	columns: [
		{ figure: 'took', title: 's until all have it', digits: 2 },
		{ figure: 'cpu', title: 'CPU s', digits: 2 },
		{ figure: 'block', title: 'longest loop block ms', digits: 0 },
		{ figure: 'peak', title: 'peak RSS MB', digits: 0 },
		{ figure: 'late', title: 'not back', digits: 0 }
	],
	cases: [
		stormCase(200, serverNames, false),
		stormCase(1000, ['siroop', 'hocuspocus'], false),
		stormCase(100, ['siroop', 'hocuspocus'], true)
	],
	bars: [
		{ case: '1000 back', figure: 'took', what: 's', of: 'ours alone', most: 10 },
		{ case: '1000 back', figure: 'cpu', what: 'CPU', of: { server: 'hocuspocus' }, most: null }
	]
};
