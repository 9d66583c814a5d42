import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asked, Start, Usage } from './behind-ipc.ts';
import type { ServerName } from './dialects.ts';
import { pinned } from './cores.ts';

const programs: Record<ServerName, string> = {
	siroop: './siroop.ts',
	hocuspocus: '../peers/hocuspocus.mjs',
	'y-websocket': '../peers/y-websocket.mjs'
};

/** One server in a process and a folder of its own, on the core for servers. */
export class ServerProcess {
	readonly name: ServerName;
	readonly folder: string;
	port = 0;
	readonly #limits: Record<string, number> | undefined;
	#process!: ChildProcess;
	#exited: Promise<unknown> = Promise.resolve();
	#nextId = 1;
	readonly #asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

	private constructor(name: ServerName, limits: Record<string, number> | undefined) {
		this.name = name;
		this.#limits = limits;
		this.folder = mkdtempSync(path.join(tmpdir(), 'siroop-bench-'));
		process.on('exit', () => {
			this.#process?.kill('SIGKILL');
			rmSync(this.folder, { recursive: true, force: true });
		});
	}

	/** `prepare`: puts what is stored already into the folder, before the server starts. */
	static async open(
		name: ServerName,
		limits?: Record<string, number>,
		prepare?: (folder: string) => Promise<void>
	): Promise<ServerProcess> {
		const server = new ServerProcess(name, limits);
		await prepare?.(server.folder);
		await server.start();
		return server;
	}

	/** Again on the port that it had. */
	async start(): Promise<void> {
		const start: Start = {
			folder: this.folder,
			port: this.port,
			...(this.#limits && { limits: this.#limits })
		};
		const program = fileURLToPath(new URL(programs[this.name], import.meta.url));
		const [command, words] = pinned('server', [
			process.execPath,
			'--expose-gc',
			program,
			JSON.stringify(start)
		]);
		this.#process = spawn(command, words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
		this.#exited = once(this.#process, 'exit');
		this.#process.once('exit', (code, signal) =>
			this.#leave(new Error(`${this.name} ended: ${code ?? signal}`))
		);
		const listens = new Promise<{ port: number }>((resolve, reject) => {
			this.#process.once('message', (told) => resolve(told as { port: number }));
			this.#process.once('exit', (code) => reject(new Error(`${this.name} ended with ${code}`)));
		});
		this.port = (await listens).port;
		this.#process.on('message', (told: { id: number; value: unknown }) => {
			this.#asked.get(told.id)?.resolve(told.value);
			this.#asked.delete(told.id);
		});
	}

	/** As a power switch does it. */
	async kill(): Promise<void> {
		this.#process.kill('SIGKILL');
		await this.#exited;
	}

	async usage(): Promise<Usage> {
		return (await this.#ask({ ask: 'usage' })) as Usage;
	}

	async seed(documents: string[], text: string): Promise<void> {
		await this.#ask({ ask: 'seed', documents, text });
	}

	async collect(): Promise<void> {
		await this.#ask({ ask: 'collect' });
	}

	/** µs that all its threads together have run. Not asked of itself: a busy server answers late. */
	cpu(): number {
		const threads = `/proc/${this.#process.pid}/task`;
		let nanoseconds = 0;
		for (const thread of readdirSync(threads))
			nanoseconds += Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]);
		return nanoseconds / 1000;
	}

	/** MB of memory that the process holds now, and at most since `forgetPeak`. */
	memory(): { now: number; peak: number } {
		const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
		const kB = (what: string) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
		return { now: kB('VmRSS') / 1024, peak: kB('VmHWM') / 1024 };
	}

	forgetPeak(): void {
		writeFileSync(`/proc/${this.#process.pid}/clear_refs`, '5');
	}

	#ask(question: Asked): Promise<unknown> {
		const id = this.#nextId++;
		return new Promise((resolve, reject) => {
			this.#asked.set(id, { resolve, reject });
			this.#process.send({ ...question, id });
		});
	}

	#leave(error: Error): void {
		for (const { reject } of this.#asked.values()) reject(error);
		this.#asked.clear();
	}
}
