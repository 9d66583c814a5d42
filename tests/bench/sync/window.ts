import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { coreWork, type Part } from './cores.ts';
import type { ServerProcess } from './server-process.ts';

export interface Window {
	seconds: number;
	/** µs of CPU that the server used. */
	cpu: number;
	/** Delays of its event loop, ms. */
	lagP99: number;
	lagMax: number;
	/** MB that it held at the end, and at most. */
	memory: number;
	peak: number;
	around: Around;
}

/** What may have been measured besides the server. */
export interface Around {
	/** Share of its core that the load itself used, 0 to 1. */
	load: number;
	/** How late the load was at p99, ms. */
	late: number;
	/** Shares of the two cores that others used. */
	onServer: number;
	onLoad: number;
}

/** What the server, the load and the rest of the machine do while `work` runs. */
export async function watch(server: ServerProcess, work: () => Promise<unknown>): Promise<Window> {
	const delay = monitorEventLoopDelay({ resolution: 10 });
	server.forgetPeak();
	await server.usage();
	const before = server.cpu();
	const others = { server: coreWork('server'), load: coreWork('load') };
	const own = process.cpuUsage();
	const from = performance.now();
	delay.enable();
	await work();
	delay.disable();
	const wall = (performance.now() - from) * 1000;
	const spent = process.cpuUsage(own);
	const cpu = server.cpu() - before;
	const load = spent.user + spent.system;
	const { now, peak } = server.memory();
	const share = (part: Part, own: number) => Math.max(0, (coreWork(part) - others[part] - own) / wall);
	const around = {
		load: load / wall,
		late: Math.max(0, delay.percentile(99) / 1e6 - 10),
		onServer: share('server', cpu),
		onLoad: share('load', load)
	};
	const { lagP99, lagMax } = await server.usage();
	return { seconds: wall / 1e6, cpu, lagP99, lagMax, memory: now, peak, around };
}

/** Waits until it holds or so many ms have passed; returns whether it held. */
export async function settles(holds: () => boolean, ms: number): Promise<boolean> {
	const deadline = performance.now() + ms;
	while (!holds()) {
		if (performance.now() > deadline) return false;
		await wait(10);
	}
	return true;
}
