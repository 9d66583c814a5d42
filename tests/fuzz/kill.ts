import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '../support/sync-client.ts';
import { Ledger, OurDevice, StockDevice, type Device } from './device.ts';
import { Dice, firstOf, type Fuzzer, type Say } from './fuzzer.ts';
import { difference, replay } from './replay.ts';

/**
 * A server process is killed at any moment, again and again, while people write, leave, come back and reload; it
 * comes back on the same file and port, and so do they. What was acknowledged to its writer (message 101), or was
 * seen by anybody else, must be in the file after every kill.
 *
 * The seed decides who writes what, after how many ms, who leaves and when the server is killed. What of it has
 * arrived, is on disk or is told at that moment, it can't decide: a seed that fails may have to be tried more often.
 */
export const kill: Fuzzer = {
	name: 'kill',
	unit: 'kills',
	short: 6,
	long: 1000,
	async run(seed, rounds, say) {
		const folder = mkdtempSync(path.join(tmpdir(), 'siroop-kill-'));
		const drama = new Drama(path.join(folder, 'sync.db'), await freePort(), new Dice(seed));
		try {
			await drama.play(rounds, say);
		} finally {
			await drama.end();
			rmSync(folder, { recursive: true, force: true });
		}
	}
};

/** After so many kills the people go to other documents: a document that only grows is slow, and no more likely to lose. */
const killsPerScene = 25;
const longestLifeMs = 200;

class Drama {
	readonly #file: string;
	readonly #port: number;
	readonly #dice: Dice;
	readonly #troubles: string[] = [];
	#next: Server;
	#current: Server | null = null;
	#scene: Scene | null = null;
	#old: Ledger[] = [];
	#kills = 0;
	#disconnects = 0;

	constructor(file: string, port: number, dice: Dice) {
		this.#file = file;
		this.#port = port;
		this.#dice = dice;
		this.#next = this.#prepare();
	}

	async play(kills: number, say: Say): Promise<void> {
		const begun = performance.now();
		while (this.#kills < kills) {
			if (this.#kills % killsPerScene === 0) await this.#changeScene();
			await this.#live();
			await this.#check();
			if (this.#kills % 100 === 0) say(this.#summary(begun));
		}
		await this.#endScene();
		await this.#checkAll(this.#old);
		say(this.#summary(begun));
	}

	async end(): Promise<void> {
		this.#scene?.leave();
		await this.#current?.kill();
		await this.#next.kill();
	}

	async #start(): Promise<void> {
		const server = this.#next;
		this.#next = this.#prepare();
		this.#current = server;
		await server.go();
	}

	/** A server comes, lives for a moment, and is killed. */
	async #live(): Promise<void> {
		await this.#start();
		await wait(this.#dice.below(longestLifeMs));
		await this.#current!.kill();
		this.#current = null;
		this.#kills++;
	}

	async #check(): Promise<void> {
		await this.#checkAll(this.#scene!.ledgers);
		this.#scene!.complain();
		if (this.#troubles.length > 0) throw new Error(`the server said: ${firstOf(this.#troubles)}`);
	}

	/** What is asked of the file was promised and seen before the kill; what was heard since would only add to it. */
	async #checkAll(ledgers: readonly Ledger[]): Promise<void> {
		const docs = await replay(
			this.#file,
			ledgers.map(({ document }) => document)
		);
		const faults = ledgers.flatMap((ledger, i) => ledger.faults(docs[i]!));
		if (faults.length > 0) throw new Error(`kill ${this.#kills}: ${firstOf(faults)}`);
	}

	async #changeScene(): Promise<void> {
		if (this.#scene) await this.#endScene();
		this.#scene = new Scene(this.#old.length, `ws://127.0.0.1:${this.#port}`, this.#dice.fork());
	}

	/** Everyone comes to rest, agrees and goes. */
	async #endScene(): Promise<void> {
		const scene = this.#scene!;
		await this.#start();
		await scene.settle();
		scene.leave();
		await this.#current!.kill();
		this.#current = null;
		this.#disconnects += scene.disconnects;
		this.#old.push(...scene.ledgers);
		this.#scene = null;
	}

	#summary(begun: number): string {
		const ledgers = [...this.#old, ...(this.#scene?.ledgers ?? [])];
		const count = (of: (ledger: Ledger) => number) => ledgers.reduce((sum, ledger) => sum + of(ledger), 0);
		const disconnects = this.#disconnects + (this.#scene?.disconnects ?? 0);
		return [
			`${this.#kills} kills`,
			`${disconnects} disconnects`,
			`${count(({ made }) => made)} edits`,
			`${count(({ promised }) => promised.size)} acknowledged`,
			`${count(({ seen }) => seen.size)} seen`,
			'0 lost',
			`${Math.round((performance.now() - begun) / 1000)} s`
		].join(', ');
	}

	#prepare(): Server {
		return new Server(this.#file, this.#port, this.#troubles);
	}
}

/** A process that can be a server at once, is one, or was. */
class Server {
	readonly #process: ChildProcess;
	readonly #exit: Promise<unknown>;
	readonly #up: Promise<unknown>;

	constructor(file: string, port: number, troubles: string[]) {
		this.#process = fork(fileURLToPath(new URL('server-child.ts', import.meta.url)), [file, String(port)], {
			// What this process was started with is not meant for that one.
			execArgv: []
		});
		this.#exit = once(this.#process, 'exit');
		this.#up = new Promise((resolve, reject) => {
			this.#process.on('message', (said: string) => (said === 'up' ? resolve(said) : troubles.push(said)));
			void this.#exit.then(() => reject(new Error('a server ended before it began')));
		});
		this.#up.catch(() => {});
	}

	async go(): Promise<void> {
		this.#process.send('go');
		await this.#up;
	}

	async kill(): Promise<void> {
		this.#process.kill('SIGKILL');
		await this.#exit;
	}
}

/** Who is in which documents, and what they do there by themselves. */
class Scene {
	readonly ledgers: Ledger[];
	disconnects = 0;
	readonly #devices: Device[];
	readonly #timers = new Set<NodeJS.Timeout>();
	#isOver = false;

	constructor(number: number, server: string, dice: Dice) {
		const step = `stepfuzz${String(number).padStart(4, '0')}`;
		const [board, own] = [new Ledger(`board/${step}`), new Ledger(`own/${step}/annadirector`)];
		this.ledgers = [board, own];
		const client = () => dice.between(1, 2 ** 31);
		const home = (person: string, device: string) => ({ server, person, device });
		const readers = [
			new OurDevice(home('basdirector1', 'reader'), board, client),
			new StockDevice(home('evadirector1', 'stockreader'), board, client)
		];
		const writers = [
			new OurDevice(home('annadirector', 'laptop'), board, client),
			new OurDevice(home('annadirector', 'phone'), board, client),
			new OurDevice(home('basdirector1', 'tablet'), board, client),
			new StockDevice(home('cordirector1', 'stock'), board, client),
			new OurDevice(home('annadirector', 'laptop2'), own, client),
			new OurDevice(home('annadirector', 'phone2'), own, client)
		];
		this.#devices = [...readers, ...writers];
		for (const device of this.#devices) device.connect();
		for (const writer of writers) this.#repeat(dice.fork(), 12, (roll) => edit(writer, roll));
		this.#repeat(dice.fork(), 100, (roll) => this.#disturb(roll.pick(this.#devices), roll));
	}

	complain(): void {
		const faults = this.#devices.flatMap((device) => device.faults);
		if (faults.length > 0) throw new Error(firstOf(faults));
	}

	/** Nobody writes any more, and everyone comes to have everything. */
	async settle(): Promise<void> {
		this.#stop();
		for (const device of this.#devices) device.connect();
		await until(() => this.#devices.every(({ isOnline, isSaved }) => isOnline && isSaved), 'all to be saved');
		for (const ledger of this.ledgers) {
			const [first, ...others] = this.#devices.filter((device) => device.ledger === ledger);
			for (const other of others)
				await until(() => !difference(first!.doc, other.doc, ['place', 'groups', 'cards']), 'all to agree');
			const faults = ledger.faults(first!.doc);
			if (faults.length > 0) throw new Error(firstOf(faults));
		}
		this.complain();
	}

	leave(): void {
		this.#stop();
		for (const device of this.#devices) device.disconnect();
	}

	/** Is gone for a moment, or is opened again with what it kept. */
	#disturb(device: Device, dice: Dice): void {
		this.disconnects++;
		if (dice.percent(10)) return device.reload();
		device.disconnect();
		this.#later(dice.below(40), () => device.connect());
	}

	#repeat(dice: Dice, mostMs: number, act: (dice: Dice) => void): void {
		this.#later(dice.between(1, mostMs), () => {
			act(dice);
			this.#repeat(dice, mostMs, act);
		});
	}

	#later(ms: number, act: () => void): void {
		if (this.#isOver) return;
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			act();
		}, ms);
		this.#timers.add(timer);
	}

	#stop(): void {
		this.#isOver = true;
		for (const timer of this.#timers) clearTimeout(timer);
	}
}

function edit(device: Device, dice: Dice): void {
	const length = dice.percent(3) ? dice.below(8000) : dice.below(40);
	device.write('x'.repeat(length), (doc) => {
		// The same keys by everyone: what is overwritten leaves something to clean up.
		if (device.ledger.root === 'place' && dice.percent(30))
			doc.getMap('groups').set(`g${dice.below(5)}`, length);
	});
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
