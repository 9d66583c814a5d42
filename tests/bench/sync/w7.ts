// How soon a writer hears that it is safe, and whether it is.
import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { Crowd, type Shape } from './crowd.ts';
import type { ServerName } from './dialects.ts';
import { Latencies } from './latencies.ts';
import { seeded } from './pace.ts';
import { ServerProcess } from './server-process.ts';
import { readStored } from './stored.ts';
import { settles, watch } from './window.ts';
import type { Case, Result, Workload } from './workload.ts';

/** Ten tables of five who all type. */
const tables = (perSecond: number): Shape => ({
	documents: 10,
	people: 6,
	typing: 5,
	perSecond: perSecond / 50
});
const limits = { upgradesPerSecond: 10_000, framesPerSecond: 200 };
const servers: ServerName[] = ['siroop', 'hocuspocus'];

function ackCase(perSecond: number, quick: boolean): Case {
	return {
		name: `${perSecond}/s`,
		quick,
		servers,
		run: (server, { seconds }) => acks(server, perSecond, seconds)
	};
}

async function acks(name: ServerName, perSecond: number, seconds: number): Promise<Result> {
	const server = await ServerProcess.open(name, limits);
	const crowd = await Crowd.gather(server, tables(perSecond));
	const latencies = new Latencies();
	let countFrom = Infinity;
	for (const writer of crowd.writers) {
		let known = 0;
		writer.member.onAck = (acknowledged, at) => {
			for (; known < acknowledged; known++) {
				const sent = writer.sentAt[known]!;
				if (sent >= countFrom) latencies.add(at - sent);
			}
		};
	}
	crowd.startTyping();
	await wait(2000);
	countFrom = performance.now();
	const window = await watch(server, () => wait(seconds * 1000));
	crowd.stopTyping();
	const acknowledged = () =>
		crowd.writers.every(({ member, sentAt }) => member.acknowledged === sentAt.length);
	const all = await settles(acknowledged, 5000);
	return {
		figures: {
			p50: latencies.at(0.5),
			p99: latencies.at(0.99),
			acks: latencies.count / window.seconds,
			core: (window.cpu / window.seconds / 1e6) * 100
		},
		notes: [],
		around: window.around,
		...(!all && { error: 'not everything was acknowledged' })
	};
}

function killCase(): Case {
	return {
		name: 'kill -9',
		quick: true,
		once: true,
		servers,
		run: (server, { quick }) => kills(server, quick ? 5 : 50)
	};
}

/** An update for each key, so a count of what one writer sent is a clock. */
interface Counts {
	sent: number;
	acknowledged: number;
	seen: number;
	lostAcknowledged: number;
	lostSeen: number;
}

async function kills(name: ServerName, times: number): Promise<Result> {
	const random = seeded(times);
	const total: Counts = { sent: 0, acknowledged: 0, seen: 0, lostAcknowledged: 0, lostSeen: 0 };
	const server = await ServerProcess.open(name, limits);
	for (let round = 0; round < times; round++) {
		if (round > 0) await server.start();
		const crowd = await Crowd.gather(server, tables(2000), round === 0);
		crowd.startTyping();
		await wait(200 + random() * 600);
		await server.kill();
		crowd.stopTyping();
		// What it had sent is still on its way to us.
		await settles(() => crowd.members.every(({ closedWith }) => closedWith !== null), 5000);
		count(crowd, await readStored(name, server.folder, crowd.names), total);
	}
	return {
		figures: { ...total },
		notes: [`${times} kills under 2000 updates/s`],
		...(total.acknowledged === 0 && { error: 'nothing was acknowledged, so nothing was tested' })
	};
}

function count(crowd: Crowd, stored: Y.Doc[], total: Counts): void {
	crowd.documents.forEach((document, r) =>
		document.writers.forEach((writer, w) => {
			const durable = Y.getState(stored[r]!.store, writer.client);
			const { acknowledged } = writer.member;
			const seen = document.seen(w);
			total.sent += writer.sentAt.length;
			total.acknowledged += acknowledged;
			total.seen += seen;
			total.lostAcknowledged += Math.max(0, acknowledged - durable);
			total.lostSeen += Math.max(0, seen - durable);
		})
	);
}

export const w7: Workload = {
	name: 'W7',
	title:
		'ten documents of five who type: how soon the server says it is safe, and what is gone after kill -9',
	columns: [
		{ figure: 'acks', title: 'acks/s', digits: 0 },
		{ figure: 'p50', title: 'p50 ms', digits: 1 },
		{ figure: 'p99', title: 'p99 ms', digits: 1 },
		{ figure: 'core', title: 'core %', digits: 0 },
		{ figure: 'sent', title: 'sent', digits: 0 },
		{ figure: 'acknowledged', title: 'acknowledged', digits: 0 },
		{ figure: 'lostAcknowledged', title: 'and then lost', digits: 0 },
		{ figure: 'seen', title: 'seen by others', digits: 0 },
		{ figure: 'lostSeen', title: 'and then lost', digits: 0 }
	],
	cases: [ackCase(200, false), ackCase(2000, true), killCase()],
	bars: [
		{ case: 'kill -9', figure: 'lostAcknowledged', what: 'acknowledged and lost', of: 'ours alone', most: 0 },
		{ case: 'kill -9', figure: 'lostSeen', what: 'seen and lost', of: 'ours alone', most: 0 }
	]
};
