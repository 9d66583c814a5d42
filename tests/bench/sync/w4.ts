// A document that is not in memory, and somebody who opens it.
import * as Y from 'yjs';
import type { ServerName } from './dialects.ts';
import { boardOf, clients, documentAfter, updatesOf } from './documents.ts';
import { documentOf, Member } from './member.ts';
import { ServerProcess } from './server-process.ts';
import { putIntoHocuspocus, putIntoSiroop, type Stored } from './stored.ts';
import { watch } from './window.ts';
import type { Bar, Case, Result, Workload } from './workload.ts';

const document = 'board/stepbench0004';
const elsewhere = 'board/stepbench0000';

function loadCase(name: string, make: () => Stored, servers: readonly ServerName[]): Case {
	return { name, quick: true, servers, run: (server) => run(server, make()) };
}

async function run(name: ServerName, stored: Stored): Promise<Result> {
	const server = await ServerProcess.open(name, undefined, async (folder) => {
		if (name === 'siroop') await putIntoSiroop(folder, document, stored);
		else if (stored.kind === 'snapshot') putIntoHocuspocus(folder, document, stored.doc);
	});
	// So that what any first visitor costs is not part of it.
	await new Member(server, elsewhere, 'person0').join();
	await server.collect();
	const { now: before } = server.memory();
	const member = new Member(server, document, 'person1');
	let took = 0;
	const window = await watch(server, async () => {
		const from = performance.now();
		await member.join();
		took = performance.now() - from;
	});
	return {
		figures: {
			took,
			block: window.lagMax,
			grown: window.peak - before,
			peak: window.peak,
			cpu: window.cpu / 1000,
			size: member.stored.length / 1024
		},
		notes: [],
		around: window.around,
		...(!isWhole(documentOf(member.stored), stored) && { error: 'what came is not what is stored' })
	};
}

function isWhole(came: Y.Doc, stored: Stored): boolean {
	const doc = stored.kind === 'snapshot' ? stored.doc : new Y.Doc();
	if (stored.kind === 'rows')
		doc.transact(() => stored.updates.forEach((update) => Y.applyUpdate(doc, update)));
	return Y.equalSnapshots(Y.snapshot(came), Y.snapshot(doc));
}

const bar = (name: string, most: number): Bar => ({
	case: name,
	figure: 'took',
	what: 'ms',
	of: 'ours alone',
	most
});
const against = (name: string): Bar => ({
	case: name,
	figure: 'took',
	what: 'time',
	of: { server: 'hocuspocus' },
	most: null
});

const acts = 100_000;
const compacted = `${acts} compacted`;
const raw = `${acts} raw`;
const large = '5 MB board';

export const w4: Workload = {
	name: 'W4',
	title:
		'somebody opens a document that is only on disk, until all of it is there (Hocuspocus has one row for each document; @y/websocket-server stores nothing)',
	columns: [
		{ figure: 'took', title: 'ms', digits: 0 },
		{ figure: 'block', title: 'longest loop block ms', digits: 0 },
		{ figure: 'cpu', title: 'CPU ms', digits: 0 },
		{ figure: 'grown', title: 'peak RSS above idle MB', digits: 0 },
		{ figure: 'size', title: 'step 2 kB', digits: 0 }
	],
	cases: [
		loadCase(raw, () => ({ kind: 'rows', updates: updatesOf(acts), clients }), ['siroop']),
		loadCase(compacted, () => ({ kind: 'snapshot', doc: documentAfter(acts) }), ['siroop', 'hocuspocus']),
		loadCase(large, () => ({ kind: 'snapshot', doc: boardOf(5_000_000) }), ['siroop', 'hocuspocus'])
	],
	bars: [bar(raw, 1500), bar(compacted, 700), against(compacted), against(large)]
};
