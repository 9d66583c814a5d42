// What somebody who only sits there costs, and a document in which nobody sits.
import { setTimeout as wait } from 'node:timers/promises';
import { serverNames, type ServerName } from './dialects.ts';
import { joinAll, Member } from './member.ts';
import { ServerProcess } from './server-process.ts';
import { seedText } from './typing.ts';
import type { Case, Result, Workload } from './workload.ts';

interface Sitting {
	connections: number;
	documents: number;
	/** They leave again before memory is looked at. */
	leave: boolean;
}

function idleCase(name: string, sitting: Sitting, quick: boolean): Case {
	return { name, quick, once: true, servers: serverNames, run: (server) => run(server, sitting) };
}

async function run(name: ServerName, { connections, documents, leave }: Sitting): Promise<Result> {
	const limits = { connectionsPerDocument: 5000, connectionsPerAddress: 10_000, upgradesPerSecond: 10_000 };
	const server = await ServerProcess.open(name, limits);
	const documentOf = (i: number) => `board/stepb${String(i % documents).padStart(7, '0')}`;
	await new Member(server, 'board/stepbench0000', 'person0').join();
	const before = await rest(server);
	await server.seed(
		Array.from({ length: documents }, (_, i) => documentOf(i)),
		seedText
	);
	const members = await joinAll(connections, async (i) => {
		const member = await new Member(server, documentOf(i), `person${i}`).join();
		if (leave) member.socket.vanish();
		return member;
	});
	const after = await rest(server);
	const closed = leave ? 0 : members.filter(({ closedWith }) => closedWith !== null).length;
	return {
		figures: {
			each: ((after.memory - before.memory) * 1024) / connections,
			heap: (after.heap - before.heap) / 1024 / connections,
			memory: after.memory
		},
		notes: [],
		...(closed > 0 && { error: `${closed} connections were closed` })
	};
}

/** Memory in MB when what nobody holds is gone, and the heap in bytes. */
async function rest(server: ServerProcess): Promise<{ memory: number; heap: number }> {
	await wait(1000);
	for (let i = 0; i < 3; i++) await server.collect();
	const { heap } = await server.usage();
	return { memory: server.memory().now, heap };
}

export const w6: Workload = {
	name: 'W6',
	title:
		'idle, a page of text in each document (ours keeps one that nobody is in for 60 s, Hocuspocus not at all, @y/websocket-server for ever)',
	columns: [
		{ figure: 'each', title: 'kB RSS each', digits: 1 },
		{ figure: 'heap', title: 'kB heap each', digits: 1 },
		{ figure: 'memory', title: 'RSS MB', digits: 0 }
	],
	cases: [
		idleCase('2000 connections, 2000 documents', { connections: 2000, documents: 2000, leave: false }, false),
		idleCase('2000 connections, 40 documents', { connections: 2000, documents: 40, leave: false }, true),
		idleCase('5000 documents, nobody', { connections: 5000, documents: 5000, leave: true }, false)
	],
	bars: []
};
