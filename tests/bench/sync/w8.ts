// Five of two hundred put their phone away with the page open: it reads nothing any more.
import { setTimeout as wait } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import { serverNames, type ServerName } from './dialects.ts';
import { documentOf, type Member } from './member.ts';
import { Pace } from './pace.ts';
import { ServerProcess } from './server-process.ts';
import { settles, watch } from './window.ts';
import type { Case, Result, Workload } from './workload.ts';

const people = 200;
const typing = 50;
/** Who moves whole groups, so that the sockets of who reads nothing fill up: 4 kB each time. */
const movers = 10;
const movesPerSecond = 10;
const groupTitle = 'Samen sterker dan alleen. '.repeat(160);
/** The last one applies all it receives, so the ones before. */
const pausable = 5;
const isPausable = (member: number) => member >= people - 1 - pausable && member < people - 1;

function pausedCase(paused: number): Case {
	return {
		name: paused === 0 ? 'none paused' : `${paused} paused`,
		quick: true,
		servers: serverNames,
		// Long enough for the buffers of the kernel to be full.
		run: (server, { quick }) => run(server, paused, quick ? 5000 : 20_000)
	};
}

async function run(name: ServerName, paused: number, ms: number): Promise<Result> {
	const server = await ServerProcess.open(name);
	const crowd = await Crowd.gather(server, {
		documents: 1,
		people,
		typing,
		perSecond: 4,
		isTimed: (member) => !isPausable(member)
	});
	const moves = crowd.members.slice(typing, typing + movers).map(moverOf);
	const moving = new Pace(movers, movesPerSecond, (who) => moves[who]!());
	crowd.startTyping();
	moving.start();
	await wait(2000);
	const asleep = crowd.members.filter((_, i) => isPausable(i)).slice(0, paused);
	for (const { socket } of asleep) socket.pause();
	const { now: before } = server.memory();
	crowd.startCounting();
	let delivered = 0;
	const window = await watch(server, async () => {
		const from = crowd.delivered;
		await wait(ms);
		delivered = crowd.delivered - from;
	});
	crowd.stopTyping();
	moving.stop();
	const awake = (member: number) => !isPausable(member);
	await settles(() => crowd.missing(awake) === 0, 2000);
	const undelivered = crowd.missing(awake);
	const received = asleep.map(({ socket }) => socket.bytes);
	for (const { socket } of asleep) socket.resume();
	await settles(() => crowd.missing() === 0, 10_000);
	const cutOff = asleep.filter(({ closedWith }) => closedWith !== null).length;
	const behind = crowd.missing() - undelivered;
	const outcome = paused === 0 ? [] : [outcomeOf(cutOff, behind)];
	const difference = crowd.documents[0]!.difference();
	return {
		figures: {
			perSecond: delivered / window.seconds,
			cpu: window.cpu / delivered,
			p50: crowd.latencies.at(0.5),
			p99: crowd.latencies.at(0.99),
			memory: window.memory,
			grown: window.peak - before,
			undelivered,
			held:
				paused === 0
					? null
					: sum(asleep.map(({ socket }, i) => socket.bytes - received[i]!)) / paused / 2 ** 20
		},
		notes: outcome,
		around: window.around,
		...((difference !== null || undelivered > 0) && { error: difference ?? `${undelivered} did not come` })
	};
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function outcomeOf(cutOff: number, behind: number): string {
	if (cutOff > 0) return `${cutOff} of the paused were cut off`;
	return behind === 0 ? 'the paused caught up when they read again' : 'the paused never caught up';
}

function moverOf(member: Member): () => void {
	const doc = documentOf(member.stored);
	doc.on('update', (update: Uint8Array) => member.sendUpdate(update));
	let turn = 0;
	const key = `group${doc.clientID}`;
	return () => doc.getMap('groups').set(key, { title: groupTitle, order: turn++ });
}

export const w8: Workload = {
	name: 'W8',
	title: `${people} people of whom ${typing} type 4/s and ${movers} send 4 kB ten times a second; ${pausable} read nothing any more (times are of the others)`,
	columns: [
		{ figure: 'perSecond', title: 'deliveries/s', digits: 0 },
		{ figure: 'cpu', title: 'CPU µs/delivery', digits: 2 },
		{ figure: 'p50', title: 'p50 ms', digits: 1 },
		{ figure: 'p99', title: 'p99 ms', digits: 1 },
		{ figure: 'memory', title: 'RSS MB', digits: 0 },
		{ figure: 'grown', title: 'RSS growth MB', digits: 0 },
		{ figure: 'held', title: 'MB after a pause', digits: 1 },
		{ figure: 'undelivered', title: 'undelivered', digits: 0 }
	],
	cases: [pausedCase(0), pausedCase(pausable)],
	bars: [
		{ case: '5 paused', figure: 'p99', what: 'p99', of: { case: 'none paused' }, most: 1.2 },
		{ case: '5 paused', figure: 'grown', what: 'RSS growth', of: { case: 'none paused' }, most: null }
	]
};
