// One document in which everyone moves a card: awareness, ten times a second.
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerName } from './dialects.ts';
import { Latencies } from './latencies.ts';
import { joinAll, Member } from './member.ts';
import { Pace } from './pace.ts';
import { PointerDocument } from './pointers.ts';
import { ServerProcess } from './server-process.ts';
import { watch } from './window.ts';
import type { Case, Result, Workload } from './workload.ts';

const movesPerSecond = 10;
const document = 'board/stepbench0002';

function pointerCase(people: number, echoes: boolean, quick: boolean): Case {
	return {
		name: `${people} ${echoes ? 'stock echo' : 'no echo'}`,
		quick,
		// The provider of Hocuspocus does not echo.
		servers: echoes ? ['siroop', 'y-websocket'] : ['siroop', 'hocuspocus', 'y-websocket'],
		run: (server, { seconds }) => run(server, people, echoes, seconds)
	};
}

async function run(name: ServerName, people: number, echoes: boolean, seconds: number): Promise<Result> {
	const server = await ServerProcess.open(name);
	const members = await joinAll(people, (i) => new Member(server, document, `person${i}`).join());
	const latencies = new Latencies();
	const pointers = new PointerDocument(members, latencies, echoes);
	const pace = new Pace(people, movesPerSecond, (who) => pointers.move(who));
	pace.start();
	await wait(2000);
	pointers.countFrom = performance.now();
	let delivered = 0;
	let sent = 0;
	const window = await watch(server, async () => {
		const before = { delivered: pointers.delivered, sent: pointers.sent };
		await wait(seconds * 1000);
		delivered = pointers.delivered - before.delivered;
		sent = pointers.sent - before.sent;
	});
	pace.stop();
	// What is still under way, so that a server that fell behind shows how far.
	await wait(2000);
	const closed = members.find(({ closedWith }) => closedWith !== null);
	return {
		figures: {
			perSecond: delivered / window.seconds,
			arrived: (delivered / (sent * (people - 1))) * 100,
			cpu: window.cpu / delivered,
			core: (window.cpu / window.seconds / 1e6) * 100,
			p50: latencies.at(0.5),
			p99: latencies.at(0.99),
			lag: window.lagP99,
			lagMax: window.lagMax,
			memory: window.memory
		},
		notes: [],
		around: window.around,
		...(closed && { error: `a connection was closed with ${closed.closedWith}` })
	};
}

export const w2: Workload = {
	name: 'W2',
	title:
		'one document, everyone moves 10/s (stock echo: as y-websocket 3.1 tells the server what it received from it)',
	columns: [
		{ figure: 'perSecond', title: 'states/s', digits: 0 },
		{ figure: 'arrived', title: 'arrived %', digits: 0 },
		{ figure: 'cpu', title: 'CPU µs/state', digits: 2 },
		{ figure: 'core', title: 'core %', digits: 0 },
		{ figure: 'p50', title: 'p50 ms', digits: 1 },
		{ figure: 'p99', title: 'p99 ms', digits: 1 },
		{ figure: 'lag', title: 'loop p99 ms', digits: 1 },
		{ figure: 'memory', title: 'RSS MB', digits: 0 }
	],
	cases: [
		pointerCase(30, false, false),
		pointerCase(30, true, false),
		pointerCase(50, false, false),
		pointerCase(50, true, false),
		pointerCase(100, false, true),
		pointerCase(100, true, true)
	],
	bars: [
		{ case: '100 no echo', figure: 'cpu', what: 'CPU per state', of: { server: 'hocuspocus' }, most: 0.3 },
		{ case: '100 no echo', figure: 'core', what: 'CPU per second', of: { server: 'hocuspocus' }, most: 0.3 },
		{ case: '100 no echo', figure: 'p99', what: 'p99 ms', of: 'ours alone', most: 50 },
		{
			case: '100 stock echo',
			figure: 'cpu',
			what: 'CPU per state',
			of: { server: 'y-websocket' },
			most: null
		},
		{ case: '100 stock echo', figure: 'p99', what: 'p99 ms', of: 'ours alone', most: 50 }
	]
};
