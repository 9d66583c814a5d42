import { fork, type ChildProcess } from 'node:child_process';
import type { Outcome, Trial } from './trial.ts';

/** Runs tests of a tree in a process that stays warm; one that came to no end is ended, and the next trial has a new one. */
export class Runner {
	readonly #tree: string;
	readonly #words: string[];
	#process: ChildProcess | null = null;

	/** `marked`: the functions of the tree say that they were reached. */
	constructor(tree: string, ...words: 'marked'[]) {
		this.#tree = tree;
		this.#words = words;
	}

	/** null: it took longer than `most`, ms, or ended without a word. */
	async try(trial: Trial, most = Number.POSITIVE_INFINITY): Promise<Outcome | null> {
		const child = (this.#process ??= this.#start());
		const { promise, resolve } = Promise.withResolvers<Outcome | null>();
		child.once('message', (told) => resolve(told as Outcome));
		child.once('close', () => resolve(null));
		const timer = Number.isFinite(most) ? setTimeout(() => resolve(null), most) : undefined;
		child.send(trial);
		const outcome = await promise;
		clearTimeout(timer);
		child.removeAllListeners();
		if (outcome === null) this.end();
		return outcome;
	}

	end(): void {
		try {
			// The group: a test's process that hangs ends with it.
			if (this.#process) process.kill(-this.#process.pid!, 'SIGKILL');
		} catch {
			// It has ended by itself.
		}
		this.#process = null;
	}

	#start(): ChildProcess {
		return fork('tests/mutate/trial.ts', this.#words, {
			cwd: this.#tree,
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			detached: true
		});
	}
}
