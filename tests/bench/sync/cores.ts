import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, platform } from 'node:os';

/** The server has a core for itself, and so has the load. */
const cores = { server: 0, load: 1 } as const;
export type Part = keyof typeof cores;

export const canPin =
	platform() === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** The words with which a process is started on its core. */
export function pinned(part: Part, words: string[]): [string, string[]] {
	const [command, ...rest] = canPin ? ['taskset', '-c', String(cores[part]), ...words] : words;
	return [command!, rest];
}

/** µs of work that a core has done for anyone since the machine started, interrupts included. */
export function coreWork(part: Part): number {
	const line = readFileSync('/proc/stat', 'utf8')
		.split('\n')
		.find((text) => text.startsWith(`cpu${cores[part]} `));
	if (!line) return 0;
	const [user, nice, system, , , irq, softirq, steal] = line.split(/\s+/).slice(1).map(Number);
	// In hundredths of a second.
	return (user! + nice! + system! + irq! + softirq! + (steal ?? 0)) * 10_000;
}
