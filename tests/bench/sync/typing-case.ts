import { setTimeout as wait } from 'node:timers/promises';
import { Crowd, type Shape } from './crowd.ts';
import { serverNames, type ServerName } from './dialects.ts';
import { ServerProcess } from './server-process.ts';
import { settles, watch } from './window.ts';
import type { Bar, Case, Column, Pace, Result } from './workload.ts';

export const typingColumns: readonly Column[] = [
	{ figure: 'perSecond', title: 'deliveries/s', digits: 0 },
	{ figure: 'cpu', title: 'CPU µs/delivery', digits: 2 },
	{ figure: 'core', title: 'core %', digits: 0 },
	{ figure: 'p50', title: 'p50 ms', digits: 1 },
	{ figure: 'p99', title: 'p99 ms', digits: 1 },
	{ figure: 'perFrame', title: 'updates/frame', digits: 1 },
	{ figure: 'lag', title: 'loop p99 ms', digits: 1 },
	{ figure: 'memory', title: 'RSS MB', digits: 0 },
	{ figure: 'undelivered', title: 'undelivered', digits: 0 }
];

/** Until the compiler has seen the hot paths; a server that people use is warm. */
const warmUpMs = { quick: 2000, whole: 6000 };
const drainMs = 2000;

/** People type for a while; what reaches whom, when, and what it costs. */
export function typingCase(name: string, shape: Shape, quick: boolean): Case {
	return { name, quick, servers: serverNames, run: (server, pace) => run(server, shape, pace) };
}

async function run(name: ServerName, shape: Shape, { seconds, quick: isQuick }: Pace): Promise<Result> {
	const server = await ServerProcess.open(name, { upgradesPerSecond: 10_000 });
	const crowd = await Crowd.gather(server, shape);
	crowd.startTyping();
	await wait(isQuick ? warmUpMs.quick : warmUpMs.whole);
	crowd.startCounting();
	let delivered = 0;
	let frames = 0;
	const window = await watch(server, async () => {
		const before = { delivered: crowd.delivered, frames: crowd.frames };
		await wait(seconds * 1000);
		delivered = crowd.delivered - before.delivered;
		frames = crowd.frames - before.frames;
	});
	crowd.stopTyping();
	const late = crowd.missing();
	await settles(() => crowd.missing() === 0, drainMs);
	const undelivered = crowd.missing();
	const error = await crowd.trouble();
	return {
		figures: {
			perSecond: delivered / window.seconds,
			cpu: window.cpu / delivered,
			core: (window.cpu / window.seconds / 1e6) * 100,
			p50: crowd.latencies.at(0.5),
			p99: crowd.latencies.at(0.99),
			perFrame: delivered / frames,
			lag: window.lagP99,
			lagMax: window.lagMax,
			memory: window.memory,
			undelivered,
			late
		},
		notes: [],
		around: window.around,
		...(error !== null && { error })
	};
}

/** CPU against both peers, at most so much of Hocuspocus's, and what people notice. */
export function typingBars(name: string, most: number): Bar[] {
	const cpu = { case: name, figure: 'cpu', what: 'CPU per delivery' };
	return [
		{ ...cpu, of: { server: 'hocuspocus' }, most },
		{ ...cpu, of: { server: 'y-websocket' }, most: null },
		{ case: name, figure: 'p99', what: 'p99 ms', of: 'ours alone', most: 50 }
	];
}
