import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

// Imports nothing of the product: the peers run it too, with their own copies of everything.

/** How a server process is started: its second argument, as JSON. */
export interface Start {
	/** Where its file goes. */
	folder: string;
	/** 0: any. */
	port: number;
	/** For ours: limits that this workload needs wider. */
	limits?: Record<string, number>;
}

/** What the load asks a server process. */
export type Question = Asked & { id: number };
export type Asked =
	| { ask: 'usage' }
	/** Throw away what nobody holds, so that memory can be compared. */
	| { ask: 'collect' }
	| { ask: 'seed'; documents: string[]; text: string };

export interface Usage {
	/** Longest and 99 of 100 delays of its event loop since the last question, ms. */
	lagMax: number;
	lagP99: number;
	heap: number;
}

export interface Served {
	port: number;
	/** Puts this text under `texts` → `v1.means` in each of these documents, as the server does before a document is written in. */
	seed(documents: string[], text: string): Promise<void>;
}

export const start = JSON.parse(process.argv[2] ?? '{}') as Start;

/** Tells the load that the server listens, and answers it. */
export function answerFor(served: Served): void {
	const delay = monitorEventLoopDelay({ resolution: 10 });
	delay.enable();
	process.on('message', (question: Question) => void answer(question));
	process.on('disconnect', () => process.exit(0));
	process.send!({ port: served.port });

	async function answer(question: Question): Promise<void> {
		if (question.ask === 'seed') await served.seed(question.documents, question.text);
		if (question.ask === 'collect') globalThis.gc!();
		// The monitor has to have its turn before it knows of a block that is just over.
		if (question.ask === 'usage') await wait(25);
		process.send!({ id: question.id, value: question.ask === 'usage' ? usage() : null });
	}

	function usage(): Usage {
		// The monitor counts its own wait of 10 ms too.
		const lag = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10);
		const now = {
			lagMax: lag(delay.max),
			lagP99: lag(delay.percentile(99)),
			heap: process.memoryUsage().heapUsed
		};
		delay.reset();
		return now;
	}
}
