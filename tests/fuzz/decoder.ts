import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getHeapStatistics } from 'node:v8';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { frame } from '#server/rehearsal/sync-client.ts';
import { AwarenessStates, encodeChanges, type Person } from '#server/sync/awareness.ts';
import { readFrame } from '#server/sync/frames.ts';
import { isPlain } from '#server/sync/validation/content.ts';
import type { ValidationContext, Writer } from '#server/sync/validation/context.ts';
import { validateUpdate, type Validation } from '#server/sync/validation/validate.ts';
import { rulesOf } from '#server/documents/kinds.ts';
import { message } from '#wire/protocol.ts';
import { SyncClient, until } from '../support/sync-client.ts';
import { forge } from './forge.ts';
import type { Dice } from './fuzzer.ts';
import { inRounds, type Fuzzer } from './fuzzer.ts';
import { mutate } from './mutate.ts';
import { checkValue, forbidden, OpenApp, openServer } from './open-server.ts';
import { difference, replay } from './replay.ts';

/**
 * Updates, state vectors, awareness and whole frames that are nearly right: real ones of random sessions (undo,
 * offline work, histories that were cleaned up) and known attacks, with a few bytes wrong; and forged ones whose parts
 * point anywhere.
 * Most go straight to `validateUpdate` and to a document; one round in twenty-five through real sockets.
 *
 * Checked of each: nothing is thrown; what is refused changes nothing; what is applied is what the validation said, by
 * whom it said, and leaves values where values may be, nothing waiting, and everyone who hears of it with the same
 * document; none takes more than five megabytes.
 *
 * A seed repeats everything but the order in which the frames of different sockets arrive.
 */
export const decoder: Fuzzer = {
	name: 'decoder',
	unit: 'rounds of 300 messages',
	short: 26,
	long: 2000,
	run: inRounds(async (dice) => {
		if (dice.seed % 25 === 0) await throughSockets(dice);
		else {
			withoutSockets(dice);
			asAwareness(dice);
		}
	})
};

const mutantsPerRound = 300;
const mostBytes = 5 * 1024 * 1024;

const document = 'board/stepfuzz0001';
const { shapes } = rulesOf(document)!;
const roots = [...shapes.keys()];

/** The attacks that the server is tested with one by one; a little changed they may be others. */
const folderOfAttacks = new URL('../integration/sync/corpus/', import.meta.url);
const longestAttack = 4096;
const hostileFrames = readdirSync(folderOfAttacks)
	.filter((name) => name.endsWith('.bin'))
	.map((name) => new Uint8Array(readFileSync(new URL(name, folderOfAttacks))))
	.filter(({ length }) => length > 0 && length <= longestAttack);
const hostileUpdates = hostileFrames.flatMap((bytes) => updateIn(bytes) ?? []);

/** null: these bytes are another message, or none. */
function updateIn(bytes: Uint8Array): Uint8Array | null {
	try {
		const incoming = readFrame(bytes);
		return incoming.kind === 'update' ? incoming.data : null;
	} catch {
		return null;
	}
}

function withoutSockets(dice: Dice): void {
	const hall = new Hall(dice);
	const corpus = record(hall, dice);
	const updates = [...corpus.map(({ update }) => update), ...hostileUpdates];
	for (let i = 0; i < mutantsPerRound; i++) {
		const { update, writer } = dice.percent(90)
			? dice.pick(corpus)
			: { update: dice.pick(hostileUpdates), writer: anna };
		const bytes = dice.percent(35) ? forge(hall.doc, roots, dice) : mutate(update, updates, dice);
		const mutant = dice.percent(20) ? mutate(bytes, updates, dice) : bytes;
		const by = dice.percent(60) ? writer : dice.pick(writers);
		const validation = examined(
			mutant,
			() => hall.take(mutant, by),
			(validation) => hall.repeat(mutant, by, validation)
		);
		if (validation.kind === 'apply' && dice.percent(30)) updates.push(mutant);
		const vector = mutate(Y.encodeStateVector(hall.doc), [mutant], dice);
		examined(vector, () => hall.sendStep2(vector));
	}
	hall.end();
}

/** Runs it; names the bytes when it throws or takes too much. `again` does the same work once more, for the scales. */
function examined<T>(bytes: Uint8Array, act: () => T, again: (result: T) => void = act): T {
	try {
		const before = memoryInUse();
		const result = act();
		let taken = memoryInUse() - before;
		// The engine takes memory for itself in large pieces, but not three times for the same.
		for (let i = 0; i < 2 && taken > mostBytes; i++) {
			const before = memoryInUse();
			again(result);
			taken = memoryInUse() - before;
		}
		if (taken > mostBytes) throw new Error(`takes ${Math.round(taken / 1024 / 1024)} MB`);
		return result;
	} catch (error) {
		const what = error instanceof Error ? error.message : String(error);
		throw new Error(`${what}: ${Buffer.from(bytes).toString('hex')}`, { cause: error });
	}
}

/** When it goes down, things were cleaned up meanwhile: then this one is not weighed. */
function memoryInUse(): number {
	const { used_heap_size, external_memory, malloced_memory } = getHeapStatistics();
	return used_heap_size + external_memory + malloced_memory;
}

const writer = (participant: string | null, open: readonly string[]): Writer => ({
	participant,
	mayWriteSomething: open.length > 0,
	mayWrite: (root) => open.includes(root)
});
const anna = writer('anna', ['groups', 'place', 'texts']);
const bas = writer('bas', ['groups', 'place', 'texts']);
const writers = [
	anna,
	bas,
	writer('cor', ['groups']),
	writer('daan', ['texts']),
	writer('eva', []),
	writer(null, ['groups']),
	// The server gives nobody all roots; what holds then must hold anyway.
	writer('all', roots)
];
const serverId = 99;

/** A document as the server has it, without a store; and somebody who only gets what the document sends. */
class Hall {
	readonly doc = new Y.Doc();
	readonly #clientOwners = new Map<number, string>([[serverId, '#server']]);
	readonly #context: ValidationContext;
	readonly #listener = new Y.Doc();

	constructor(dice: Dice) {
		this.doc.clientID = serverId;
		for (const root of roots) this.doc.getMap(root);
		this.#context = {
			shapes,
			clientOwners: this.#clientOwners,
			mostClients: dice.percent(20) ? 8 : 1000,
			mostIn: () => Infinity,
			checkValue: (_root, _key, value) => checkValue(value)
		};
		this.doc.on('update', (update: Uint8Array) => Y.applyUpdate(this.#listener, update));
	}

	/** As the document does it, and looked at from all sides. */
	take(update: Uint8Array, by: Writer): Validation {
		const before = stateOf(this.doc);
		const validation = this.doc.transact(() => {
			const validation = validateUpdate(this.doc, update, this.#context, by);
			expectSame(before, stateOf(this.doc), 'validating it changed the document');
			if (validation.kind === 'apply') Y.applyUpdate(this.doc, validation.update);
			return validation;
		});
		if (validation.kind !== 'apply') this.#checkPassedOver(before, update, validation);
		else this.#checkApplied(before, validation.newClients, by);
		if (validation.kind !== 'apply' || !validation.isPartial) return validation;
		const { clocks } = stateOf(this.doc);
		if ([...clocks].every(([client, clock]) => before.clocks.get(client) === clock))
			throw new Error('a partial update that changed nothing');
		return this.take(update, by);
	}

	/** Not refused, and all of it applied. */
	takeHonest(update: Uint8Array, by: Writer): void {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
		Y.applyUpdate(copy, update);
		const validation = this.take(update, by);
		if (validation.kind === 'refuse') throw new Error(`an honest update was refused: ${validation.reason}`);
		if (validation.kind !== 'gap' && !Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(this.doc)))
			throw new Error('not all of an honest update was applied');
	}

	/** The same work without the looking; what is there already changes nothing. */
	repeat(update: Uint8Array, by: Writer, validation: Validation): void {
		validateUpdate(this.doc, update, this.#context, by);
		if (validation.kind === 'apply') Y.applyUpdate(this.doc, validation.update);
	}

	/** Step 2 for this vector: it must be readable, whatever was asked. */
	sendStep2(vector: Uint8Array): void {
		try {
			Y.decodeStateVector(vector);
		} catch {
			return;
		}
		Y.decodeUpdate(Y.encodeStateAsUpdate(this.doc, vector));
	}

	/** Who was sent everything, and who loads it from disk, have what the document has. */
	end(): void {
		const stored = new Y.Doc();
		Y.applyUpdateV2(stored, Y.encodeStateAsUpdateV2(this.doc));
		for (const [who, doc] of [
			['who listened', this.#listener],
			['who loaded it', stored]
		] as const) {
			if (isWaiting(doc)) throw new Error(`${who} has a gap`);
			const differs = difference(this.doc, doc, roots);
			if (differs) throw new Error(`${who} has something else: ${differs}`);
		}
	}

	#checkApplied(before: State, newClients: number[], by: Writer): void {
		if (isWaiting(this.doc)) throw new Error('something waits in the document');
		const after = stateOf(this.doc);
		const came = [...after.clocks.keys()].filter((client) => !before.clocks.has(client));
		expectSame([...newClients].sort(), came.sort(), 'other clients came than got an owner');
		for (const client of newClients) this.#clientOwners.set(client, by.participant!);
		for (const [client, clock] of after.clocks)
			if (clock !== (before.clocks.get(client) ?? 0) && this.#clientOwners.get(client) !== by.participant)
				throw new Error(`client ${client} of ${this.#clientOwners.get(client)} was written with`);
		for (const root of roots)
			if (!by.mayWrite(root)) expectSame(before.words[root], after.words[root], `${root} was not open`);
		expectSame(Object.keys(before.words.texts!), Object.keys(after.words.texts!), 'texts came or went');
		expectSame([...this.doc.share.keys()].sort(), [...roots].sort(), 'a root was made');
		for (const fault of faultsIn(this.doc)) throw new Error(fault);
	}

	#checkPassedOver(before: State, update: Uint8Array, { kind }: Validation): void {
		expectSame(before, stateOf(this.doc), 'it changed the document though it was not applied');
		if (kind === 'refuse') return;
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
		const copied = stateOf(copy);
		// What nobody misses may be passed over; what nothing misses must not be asked for again.
		applyAnyway(copy, update);
		if (kind === 'gap' && !isWaiting(copy)) throw new Error('it was whole, and called a gap');
		// Not its words: Yjs cuts in two what even a known part only names, and half an emoji is none.
		const known = ({ clocks, deleted }: State) => [clocks, deleted];
		if (kind === 'nothing')
			expectSame(known(copied), known(stateOf(copy)), 'it held something, and was called nothing');
	}
}

/** Yjs throws on some circles; then it did not place it either. */
function applyAnyway(doc: Y.Doc, update: Uint8Array): void {
	try {
		Y.applyUpdate(doc, update);
	} catch {
		doc.store.pendingDs ??= update;
	}
}

interface State {
	clocks: Map<number, number>;
	words: Record<string, Record<string, unknown>>;
	deleted: Y.Snapshot['ds']['clients'];
	isWaiting: boolean;
}

function stateOf(doc: Y.Doc): State {
	const words = Object.fromEntries(roots.map((root) => [root, doc.getMap(root).toJSON()]));
	const { ds, sv } = Y.snapshot(doc);
	return { clocks: sv, words, deleted: ds.clients, isWaiting: isWaiting(doc) };
}

const isWaiting = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null;

function expectSame(before: unknown, after: unknown, what: string): void {
	const [a, b] = [before, after].map((value) => JSON.stringify(value, inOrder)) as [string, string];
	if (a === b) return;
	const at = Array.from({ length: a.length }, (_, i) => i).findIndex((i) => a[i] !== b[i]);
	const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
	throw new Error(`${what}: ${near(a)} became ${near(b)}`);
}

const inOrder = (_: string, value: unknown) => (value instanceof Map ? [...value].sort() : value);

/** Everything in a document that a page could not read. */
function* faultsIn(doc: Y.Doc): Generator<string> {
	for (const structs of doc.store.clients.values())
		for (const struct of structs) {
			const fault = struct instanceof Y.Item ? faultOf(struct) : null;
			if (fault) yield `client ${struct.id.client} at ${struct.id.clock}: ${fault}`;
		}
}

function faultOf({ parent, parentSub, content, id }: Y.Item): string | null {
	if (!(parent instanceof Y.AbstractType)) return 'it hangs nowhere';
	const holder = parent._item;
	const root = Y.findRootTypeKey(holder ? (holder.parent as Y.AbstractType<unknown>) : parent);
	if (holder && holder.parent instanceof Y.AbstractType && holder.parent._item) return 'it is too deep';
	if (content instanceof Y.ContentDeleted) return null;
	if (shapes.get(root) === 'texts') {
		if (holder) return content instanceof Y.ContentString && parentSub === null ? null : 'no word of a text';
		const isServers = id.client === serverId && content instanceof Y.ContentType && parentSub !== null;
		return isServers ? null : 'a text that the server did not make';
	}
	if (holder || parentSub === null) return 'it is no value under a key';
	const isValue =
		content instanceof Y.ContentAny && content.arr.every((value) => isPlain(value) && value !== forbidden);
	return isValue ? null : 'a value that is none';
}

interface Recorded {
	update: Uint8Array;
	writer: Writer;
}

/** A session of three people: what they sent of it, at once or after a time offline, and what the document answers. */
function record(hall: Hall, dice: Dice): Recorded[] {
	const recorded: Recorded[] = [];
	const note = (update: Uint8Array, by: Writer) => void recorded.push({ update, writer: by });
	for (let i = 0; i < 2; i++) hall.doc.getMap('texts').set(`t${i}`, new Y.Text('begin'));
	hall.doc.getMap('cards').set('c1', { text: 'from the server' });
	const pages = [anna, anna, bas].map((by) => new Page(by, dice));
	for (let turn = dice.between(3, 12); turn > 0; turn--) {
		const page = dice.pick(pages);
		for (let edits = dice.between(1, 4); edits > 0; edits--) page.edit(dice);
		if (dice.percent(30)) continue;
		const updates = dice.percent(30)
			? [Y.encodeStateAsUpdate(page.doc, Y.encodeStateVector(hall.doc))]
			: dice.percent(20)
				? [Y.mergeUpdates(page.unsent)]
				: page.unsent;
		for (const update of updates) {
			note(update, page.by);
			hall.takeHonest(update, page.by);
		}
		page.unsent = [];
		if (dice.percent(60))
			Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(hall.doc, Y.encodeStateVector(page.doc)), 'hall');
		if (dice.percent(15)) hall.doc.getMap('texts').set(`t${dice.below(2)}`, new Y.Text('anew'));
	}
	for (const page of pages) note(Y.encodeStateAsUpdate(page.doc), page.by);
	note(Y.encodeStateAsUpdate(hall.doc), anna);
	return recorded;
}

class Page {
	readonly by: Writer;
	readonly doc = new Y.Doc();
	unsent: Uint8Array[] = [];
	readonly #undo: Y.UndoManager;

	constructor(by: Writer, dice: Dice) {
		this.by = by;
		// Small ids, so that a flipped bit makes another that exists.
		this.doc.clientID = dice.percent(50) ? dice.between(1, 90) : dice.between(100, 2 ** 32 - 1);
		this.#undo = new Y.UndoManager([this.doc.getMap('groups'), this.doc.getMap('texts')], {
			captureTimeout: 0
		});
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== 'hall') this.unsent.push(update);
		});
	}

	edit(dice: Dice): void {
		const text = this.doc.getMap('texts').get(`t${dice.below(2)}`);
		const key = `k${dice.below(4)}`;
		const kind = dice.choose({ set: 4, drop: 1, undo: 1, redo: 1, type: 4, erase: 2, many: 1 });
		if (kind === 'set')
			this.doc.getMap('groups').set(key, { title: `group ${dice.below(100)}`, order: dice.below(9) });
		else if (kind === 'drop') this.doc.getMap('groups').delete(key);
		else if (kind === 'undo') this.#undo.undo();
		else if (kind === 'redo') this.#undo.redo();
		else if (kind === 'many')
			this.doc.transact(() => {
				for (let i = 0; i < 5; i++) this.doc.getMap('place').set(`k${i}`, { group: key, on: null, order: i });
			});
		else if (!(text instanceof Y.Text)) return;
		else if (kind === 'type')
			text.insert(dice.below(text.length + 1), dice.pick(['a', 'words ', '\u{1F600}']));
		else if (text.length > 0) text.delete(dice.below(text.length), 1);
	}
}

/** Who is there and what they say, with a few bytes wrong: nobody says anything in the name of another. */
function asAwareness(dice: Dice): void {
	const states = new AwarenessStates();
	const people = ['anna', 'bas', null].map((participant): Person => ({
		participant,
		name: `${participant}`,
		organisation: null
	}));
	const real = [1, 2].map((clientId) => {
		const awareness = new Awareness(Object.assign(new Y.Doc(), { clientID: clientId }));
		awareness.setLocalState({ user: { name: 'somebody else' }, holds: 'card' });
		const update = encodeAwarenessUpdate(awareness, [clientId]);
		awareness.destroy();
		return update;
	});
	const listener = new Awareness(new Y.Doc());
	for (let i = 0; i < 40; i++) {
		const person = dice.pick(people);
		const mutant = mutate(dice.pick(real), real, dice);
		try {
			states.accept(person, mutant);
		} catch (error) {
			if (!(error instanceof Error)) throw error;
		}
		if (dice.percent(10)) states.leave(person);
		for (const update of [states.hasChanges ? encodeChanges(states.takeChanges()) : null, states.all()])
			examined(mutant, () => update && applyAwarenessUpdate(listener, update, 'document'));
	}
	for (const [client, state] of listener.getStates()) {
		const { user } = state as { user?: { name?: unknown } };
		if (client !== listener.clientID && user?.name !== 'anna' && user?.name !== 'bas')
			throw new Error(`someone is called ${String(user?.name)}`);
	}
	listener.destroy();
}

/** Whole frames over real sockets; the server stays up, serves others, and has on disk what it has in memory. */
async function throughSockets(dice: Dice): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'siroop-decoder-'));
	const file = path.join(folder, 'sync.db');
	const name = 'board/stepfuzz0001';
	const { sync, port, log, close } = await openServer({ file, app: new OpenApp(), limits: { graceMs: 0 } });
	const join = (person: string) => {
		const server = `ws://127.0.0.1:${port}`;
		return SyncClient.join({ server, document: name, headers: { cookie: `person=${person}` } });
	};
	try {
		const corpus = record(new Hall(dice), dice).map(({ update }) => update);
		const frames = [...framesOf(corpus), ...hostileFrames];
		await sync.change(document, (doc) => doc.getMap('texts').set('t0', new Y.Text('begin')));
		const honest = await join('honestperson');
		for (let i = 0; i < 40; i++) {
			const client = await join(`hostile${dice.below(4)}`);
			for (let j = 0; j < 5 && client.isOpen; j++) client.send(mutate(dice.pick(frames), frames, dice));
			honest.doc.getMap('place').set(`h${i}`, i);
			await Promise.race([client.closed, client.roundTrip()]);
			client.vanish();
		}
		await until(() => honest.isSaved, 'an honest client to be saved');
		const { store, faults } = await sync.read(document, (doc) => ({
			store: doc.store,
			faults: [...faultsIn(doc)]
		}));
		const server = await sync.read(document, (doc) => doc.clientID);
		const real = faults.filter((fault) => !fault.startsWith(`client ${server} `));
		if (real.length > 0) throw new Error(real[0]);
		if (store.pendingStructs || store.pendingDs) throw new Error('something waits in the document');
		if (log.length > 0) throw new Error(`the server said: ${log[0]!.what}`, { cause: log[0]!.error });
		const late = await join('latecomer');
		const differs = difference(honest.doc, late.doc, roots);
		if (differs) throw new Error(`who came late has something else: ${differs}`);
		honest.vanish();
		late.vanish();
		const [stored] = await replay(file, [name]);
		const fromDisk = difference(late.doc, stored!, roots);
		if (fromDisk) throw new Error(`the disk has something else: ${fromDisk}`);
	} finally {
		await close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Every kind of message that a client sends. */
function framesOf(updates: readonly Uint8Array[]): Uint8Array[] {
	const sync = (kind: number, data: Uint8Array) =>
		frame(message.sync, (encoder) => {
			encoding.writeVarUint(encoder, kind);
			encoding.writeVarUint8Array(encoder, data);
		});
	const vectors = updates.map((update) => Y.encodeStateVectorFromUpdate(update));
	const state = encoding.encode((encoder) => {
		for (const number of [1, 7, 1]) encoding.writeVarUint(encoder, number);
		encoding.writeVarString(encoder, '{"holds":"card"}');
	});
	return [
		...updates.map((update) => sync(2, update)),
		...updates.slice(0, 3).map((update) => sync(1, update)),
		...vectors.slice(0, 5).map((vector) => sync(0, vector)),
		frame(message.awareness, (encoder) => encoding.writeVarUint8Array(encoder, state)),
		frame(message.queryAwareness),
		frame(message.hello),
		frame(message.writing, (encoder) => encoding.writeVarUint(encoder, 1))
	].filter((bytes) => decoding.readVarUint(decoding.createDecoder(bytes)) <= message.writing);
}
