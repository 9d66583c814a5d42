import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { documentKinds } from '#server/documents/kinds.ts';
import type { Limits } from '#server/sync/limits.ts';
import { until } from '../support/sync-client.ts';
import { Ledger, OurDevice, StockDevice, type Device } from './device.ts';
import { broken, Disk } from './disk.ts';
import type { Dice } from './fuzzer.ts';
import { firstOf, inRounds, timely, type Fuzzer } from './fuzzer.ts';
import { Narrow } from './narrow.ts';
import { forbidden, journey, OpenApp, openRoots, openServer, type Opened } from './open-server.ts';
import { difference, replay } from './replay.ts';

/**
 * People write in several rooms, each on two devices, some with our page and some with the stock provider; they go
 * offline and write on, reload, are locked out, write what is refused, are slow to read. The server is killed, its
 * disk is slow and fails, rooms leave memory and come back. When all comes to rest, everyone in a room has the same
 * document, and so have the server and the disk; nothing that was acknowledged or seen is missing, and nothing that
 * was refused is anywhere.
 *
 * The seed decides who does what in which order, and what the disk does to each request. How much of it is done when
 * the next thing happens, it can't decide: a seed that fails may have to be tried more often.
 */
export const converge: Fuzzer = {
	name: 'converge',
	unit: 'histories',
	short: 3,
	long: 300,
	run: inRounds(async (dice) => {
		const folder = mkdtempSync(path.join(tmpdir(), 'siroop-converge-'));
		const history = new History(path.join(folder, 'sync.db'), dice);
		try {
			await history.begin();
			for (const event of plan(dice)) await timely(history.happens(event), event.kind);
			await timely(history.comesToRest(), 'all to come to rest');
		} finally {
			await timely(history.end(), 'the end');
			rmSync(folder, { recursive: true, force: true });
		}
	})
};

const kinds = {
	edit: 60,
	offline: 8,
	online: 10,
	cut: 3,
	reload: 3,
	lose: 3,
	stall: 5,
	flow: 5,
	change: 4,
	lock: 2,
	unlock: 2,
	spoil: 2,
	crash: 1,
	fail: 2,
	mend: 2,
	slow: 1,
	desert: 1,
	pause: 10
};
type Kind = keyof typeof kinds;

interface Event {
	kind: Kind;
	/** What it decides for itself comes from here, so that it takes nothing from what comes after. */
	dice: Dice;
}

function plan(dice: Dice): Event[] {
	return Array.from({ length: dice.between(60, 200) }, () => ({
		kind: dice.choose(kinds),
		dice: dice.fork()
	}));
}

interface Place {
	ledger: Ledger;
	devices: Device[];
	/** Roots that nobody may write; someone who does is a trespasser and will be refused. */
	closed: readonly string[];
}

class History {
	readonly #file: string;
	readonly #app = new OpenApp();
	readonly #dice: Dice;
	readonly #limits: Partial<Limits>;
	readonly #lines = new Map<string, Narrow>();
	readonly #stalled = new Set<string>();
	readonly #places: Place[] = [];
	#opened: Opened | null = null;
	#disk!: Disk;
	#port = 0;
	readonly #troubles: string[] = [];
	#failures = 0;
	#slowestMs = 0;

	constructor(file: string, dice: Dice) {
		this.#file = file;
		this.#dice = dice.fork();
		this.#limits = someLimits(dice);
	}

	async begin(): Promise<void> {
		await this.#start();
		for (let i = this.#dice.between(1, 3); i > 0; i--) this.#addPlace(`board/stepfuzz000${i}`);
		this.#addPlace('own/stepfuzz0000/annadirector');
		for (const { ledger } of this.#places)
			if (ledger.root === 'place') await this.#change(ledger, (doc) => makeTexts(doc));
		for (const device of this.#devices) device.connect();
	}

	async happens({ kind, dice }: Event): Promise<void> {
		const place = dice.pick(this.#places);
		const device = dice.pick(place.devices);
		switch (kind) {
			case 'edit':
				edit(device, place.closed, dice);
				break;
			case 'offline':
				device.disconnect();
				for (let i = dice.below(4); i > 0; i--) edit(device, place.closed, dice);
				break;
			case 'online':
				for (const each of place.devices) if (dice.percent(70)) each.connect();
				break;
			case 'cut':
				this.#lines.get(device.home.device)?.destroy();
				break;
			case 'reload':
				device.reload();
				break;
			case 'lose':
				if (!place.closed.includes(place.ledger.root)) device.lose();
				break;
			case 'stall':
				this.#stall(device);
				break;
			case 'flow':
				this.#flow(device);
				break;
			case 'change':
				void this.#change(place.ledger, (doc) => changeByServer(doc, place.ledger, dice));
				break;
			case 'lock':
				await this.#lock(place, dice);
				break;
			case 'unlock':
				await this.#unlock(place);
				break;
			case 'spoil':
				spoil(device, place, dice);
				break;
			case 'crash':
				await this.#crash();
				await wait(dice.below(20));
				await this.#start();
				break;
			case 'fail':
				this.#setDisk(dice.between(5, 40), this.#slowestMs);
				break;
			case 'mend':
				this.#setDisk(0, 0);
				break;
			case 'slow':
				this.#setDisk(this.#failures, dice.between(1, 10));
				break;
			case 'desert':
				for (const each of place.devices) each.disconnect();
				await wait(dice.between(5, 40));
				break;
			case 'pause':
				await wait(dice.below(10));
				break;
			default:
				return kind satisfies never;
		}
		if (dice.percent(30)) await wait(0);
	}

	/** All that was broken is mended, everyone is back, and all that was written can come to where it belongs. */
	async comesToRest(): Promise<void> {
		this.#setDisk(0, 0);
		for (const device of this.#devices) this.#flow(device);
		for (const place of this.#places) await this.#unlock(place);
		for (const device of this.#devices) device.connect();
		const isAtRest = ({ isOnline, isSaved }: Device) => isOnline && isSaved;
		await until(() => this.#devices.every(isAtRest), 'all to be saved').catch((error: Error) => {
			const restless = this.#devices.filter((device) => !isAtRest(device));
			const logged = this.#opened!.log.map(({ what, error }) => `${what}: ${String(error)}`);
			throw new Error(`${error.message}: ${restless.map(String).join(', ')}. ${firstOf(logged)}`);
		});
		for (const place of this.#places) await this.#agree(place);
		const docs = await this.#crash();
		for (const [i, { ledger, devices }] of this.#places.entries()) {
			const differs = difference(devices[0]!.doc, docs[i]!, rootsOf(ledger.room));
			if (differs) throw new Error(`the disk has another ${ledger.room}: ${differs}`);
		}
	}

	async end(): Promise<void> {
		for (const device of this.#devices) device.disconnect();
		await this.#kill();
	}

	get #devices(): Device[] {
		return this.#places.flatMap(({ devices }) => devices);
	}

	#addPlace(room: string): void {
		const ledger = new Ledger(room);
		const people = room.startsWith('own/')
			? ['annadirector']
			: ['annadirector', 'basdirector1', 'cordirector1'];
		const server = `ws://127.0.0.1:${this.#port}`;
		const devices = Array.from({ length: this.#dice.between(2, 4) }, (_, i) => {
			const home = { server, person: this.#dice.pick(people), device: `${room.replaceAll('/', '')}x${i}` };
			const ids = this.#dice.fork();
			const Kind = this.#dice.percent(35) ? StockDevice : OurDevice;
			return new Kind(home, ledger, () => ids.between(1, 2 ** 32 - 2));
		});
		this.#places.push({ ledger, devices, closed: [] });
	}

	async #start(): Promise<void> {
		this.#opened = await openServer({
			file: this.#file,
			app: this.#app,
			limits: this.#limits,
			port: this.#port,
			wrap: (store) => (this.#disk = new Disk(store, this.#dice.fork())).store,
			line: ({ headers }, socket) =>
				this.#pull(/device=(\w+)/.exec(headers.cookie ?? '')![1]!, new Narrow(socket))
		});
		this.#port = this.#opened.port;
		this.#setDisk(this.#failures, this.#slowestMs);
	}

	/** The server is killed; on the disk is all that anyone was promised or saw. Returns what is there. */
	async #crash(): Promise<Y.Doc[]> {
		const { log } = this.#opened!;
		await this.#kill();
		const trouble = log.find(({ error }) => !String(error).includes(broken));
		if (trouble)
			throw new Error(`the server said: ${trouble.what} ${trouble.room}: ${String(trouble.error)}`);
		const ledgers = this.#places.map(({ ledger }) => ledger);
		const docs = await replay(
			this.#file,
			ledgers.map(({ room }) => room)
		);
		const faults = ledgers.flatMap((ledger, i) => ledger.faults(docs[i]!));
		if (faults.length > 0) throw new Error(`after a crash: ${firstOf(faults)}`);
		return docs;
	}

	/** What the disk has in hand it finishes; the rest is gone with the server. */
	async #kill(): Promise<void> {
		const opened = this.#opened;
		this.#opened = null;
		if (!opened) return;
		this.#disk.die();
		await opened.close();
	}

	#pull(device: string, line: Narrow): Narrow {
		this.#lines.set(device, line);
		if (this.#stalled.has(device)) line.stall();
		return line;
	}

	#stall({ home }: Device): void {
		this.#stalled.add(home.device);
		this.#lines.get(home.device)?.stall();
	}

	#flow({ home }: Device): void {
		this.#stalled.delete(home.device);
		this.#lines.get(home.device)?.flow();
	}

	#setDisk(failures: number, slowestMs: number): void {
		[this.#failures, this.#slowestMs] = [failures, slowestMs];
		[this.#disk.failures, this.#disk.slowestMs] = [failures, slowestMs];
	}

	/** Promised as soon as it resolves; when the disk fails or the server dies, nobody knows. */
	async #change(ledger: Ledger, act: (doc: Y.Doc) => void): Promise<void> {
		const mark = ledger.nextMark();
		const opened = this.#opened!;
		try {
			await opened.sync.change(ledger.room, (doc) => {
				doc.getMap(ledger.root).set(mark, 'server');
				act(doc);
			});
			ledger.promised.add(mark);
		} catch (error) {
			// What a server says that was killed meanwhile, nobody hears.
			const isHeard = opened === this.#opened && !String(error).includes(broken);
			if (isHeard) this.#troubles.push(`a change was refused: ${String(error)}`);
		}
	}

	/** From when it returns, what is written under the closed roots is refused: everyone knows, and grace is over. */
	async #lock(place: Place, dice: Dice): Promise<void> {
		const { room } = place.ledger;
		if (place.closed.length > 0) return;
		const roots = room.startsWith('own/') ? ownRoots : openRoots;
		const closed = dice.percent(40) ? roots : [dice.pick(roots)];
		this.#allow(
			room,
			roots.filter((root) => !closed.includes(root))
		);
		await this.#opened!.sync.read(room, () => {}).catch(() => {});
		await wait((this.#limits.graceMs ?? 0) + 10);
		place.closed = closed;
	}

	/** Who wrote where nobody may must have been refused before it would be allowed. */
	async #unlock(place: Place): Promise<void> {
		if (place.closed.length === 0) return;
		const spoiled = () => place.devices.filter(({ holdsForbidden }) => holdsForbidden);
		for (const device of spoiled()) {
			this.#flow(device);
			device.connect();
		}
		await until(() => {
			// Who may write nothing is not asked for what it has; so it says something of its own.
			for (const device of spoiled()) if (device.isOnline) device.write();
			return spoiled().length === 0;
		}, 'all trespassers to be refused');
		place.closed = [];
		const { room } = place.ledger;
		this.#allow(room, room.startsWith('own/') ? ownRoots : openRoots);
	}

	#allow(room: string, roots: readonly string[]): void {
		this.#app.allow(room, roots);
		this.#opened!.sync.recheck(journey);
	}

	/** Everyone in a room has the same, with all that must be in it and nothing that can't. */
	async #agree({ ledger, devices }: Place): Promise<void> {
		const { room } = ledger;
		const held = new Y.Doc();
		let differs: string | null = 'nothing yet';
		const deadline = performance.now() + 10_000;
		while (differs && performance.now() < deadline) {
			Y.applyUpdate(held, await this.#opened!.sync.read(room, (doc) => Y.encodeStateAsUpdate(doc)));
			differs = null;
			for (const { doc, home } of devices) {
				const one = difference(held, doc, rootsOf(room));
				if (one) differs = `${home.device}: ${one}`;
			}
			if (differs) await wait(5);
		}
		const waits = devices.filter(({ doc: { store } }) => store.pendingStructs || store.pendingDs);
		const faults = [
			...this.#troubles,
			...(differs ? [`they never agree on ${room}: ${differs}`] : []),
			...waits.map(({ home }) => `something waits in ${home.device}`),
			...devices.flatMap((device) => device.faults),
			...ledger.faults(held)
		];
		if (faults.length > 0) throw new Error(firstOf(faults));
	}
}

const ownRoots = Object.keys(documentKinds.own.roots);
const boardRoots = Object.keys(documentKinds.board.roots);
const rootsOf = (room: string): readonly string[] => (room.startsWith('own/') ? ownRoots : boardRoots);

/** Everything that happens rarely in an evening happens all the time. */
function someLimits(dice: Dice): Partial<Limits> {
	return {
		graceMs: dice.pick([0, 0, 5]),
		idleMs: dice.pick([1, 5, 30, 60_000]),
		compactRows: dice.pick([2, 5, 20, 500]),
		compactBytes: dice.pick([300, 5000, 256 * 1024]),
		compactRowsOnUnload: dice.pick([1, 5, 20]),
		sweepMs: dice.pick([20, 600_000]),
		recheckMs: dice.pick([50, 300_000]),
		bufferedForAwareness: dice.pick([100, 256 * 1024]),
		bufferedForUpdates: dice.pick([100, 1000, 10_000, 1024 * 1024]),
		// More than one document ever takes: an answer is one frame.
		bufferedBytes: dice.pick([1024 * 1024, 16 * 1024 * 1024]),
		loadsAtOnce: dice.pick([1, 4]),
		closeMs: 30
	};
}

function makeTexts(doc: Y.Doc): void {
	for (let i = 0; i < 2; i++) doc.getMap('texts').set(`t${i}`, new Y.Text('dat betekent '));
}

function changeByServer(doc: Y.Doc, { root }: Ledger, dice: Dice): void {
	if (root !== 'place') return;
	const kind = dice.choose({ card: 3, group: 1, text: 1, words: 1 });
	if (kind === 'card')
		doc.getMap('cards').set(`c${dice.below(5)}`, { text: 'from the server', order: dice.below(9) });
	else if (kind === 'group') doc.getMap('groups').delete(`g${dice.below(4)}`);
	else if (kind === 'text') doc.getMap('texts').set(`t${dice.below(3)}`, new Y.Text('anew'));
	else (doc.getMap('texts').get('t0') as Y.Text | undefined)?.insert(0, 'said by the server: ');
}

/** A mark where it is allowed, and around it what people do: the same things at the same time. */
function edit(device: Device, closed: readonly string[], dice: Dice): void {
	const { ledger, doc, undo } = device;
	if (!closed.includes(ledger.root)) device.write(someValue(dice));
	const second = ledger.root === 'place' ? 'groups' : 'drafts';
	if (!closed.includes(second)) editValues(doc.getMap(second), dice);
	const text = doc.getMap('texts').get(`t${dice.below(3)}`);
	if (!closed.includes('texts') && text instanceof Y.Text) editText(text, dice);
	// What it takes back may lie where nobody may write now; then this page is refused as any other.
	if (closed.length === 0 && dice.percent(15)) undo.undo();
	if (closed.length === 0 && dice.percent(10)) undo.redo();
}

const someValue = (dice: Dice) =>
	dice.percent(3) ? 'x'.repeat(dice.below(40_000)) : { group: null, on: null, order: dice.below(1000) };

function editValues(map: Y.Map<unknown>, dice: Dice): void {
	const kind = dice.choose({ none: 4, set: 4, drop: 2, many: 1 });
	if (kind === 'set') map.set(`g${dice.below(4)}`, { title: `group ${dice.below(100)}`, order: 1 });
	else if (kind === 'drop') map.delete(`g${dice.below(4)}`);
	else if (kind === 'many')
		map.doc!.transact(() => {
			for (let i = dice.between(20, 100); i > 0; i--) map.set(`n${i}`, dice.below(1000));
		});
}

function editText(text: Y.Text, dice: Dice): void {
	if (dice.percent(50)) text.insert(dice.below(text.length + 1), dice.pick(['a', 'zorg ', '\u{1F600}']));
	else if (text.length > 0 && dice.percent(60)) text.delete(dice.below(text.length), 1);
}

/** Something that must be refused: a value that no room takes, or a place that is not open. */
function spoil(device: Device, { ledger, closed }: Place, dice: Dice): void {
	const key = `bad-${ledger.nextMark()}`;
	const isBoard = ledger.root === 'place';
	const kind = dice.choose({ value: 2, root: isBoard ? 2 : 0, lock: closed.length > 0 ? 4 : 0 });
	const open = isBoard ? 'groups' : 'drafts';
	const root = { value: open, root: 'cards', lock: closed.find((it) => it !== 'texts') ?? 'cards' }[kind];
	device.spoil((doc) => doc.getMap(root).set(key, kind === 'value' ? forbidden : 'not mine to make'));
	ledger.bar(root, key);
}
