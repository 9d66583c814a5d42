import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import { message } from '#wire/protocol.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { attacks, type Attack } from './corpus/attacks.ts';
import * as bytes from './corpus/bytes.ts';
import { boardOfFixture, ids } from './corpus/fixture.ts';
import { fileOf, files, folder, frameOf } from './corpus/make.ts';
import {
	anna,
	bas,
	board,
	holdTestServer,
	own,
	screen,
	journeyRoom,
	type TestServer
} from './test-server.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const held = () => {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};
const MB = 2 ** 20;
/** ms of work of this process, both ends of the socket; unlike the clock it means the same on a busy machine. */
const worked = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};
/** What a bomb may cost, ms of work. */
const mostWork = 1000;

const isStep1 = (frame: Uint8Array) => frame[0] === message.sync && frame[1] === 0;
const isUpdate = (frame: Uint8Array) => frame[0] === message.sync && frame[1] === 2;
/** Of somebody: what keeps a silent socket up is of nobody. */
const isAwareness = (frame: Uint8Array) => frame[0] === message.awareness && frame[2] !== 0;

const rooms = { board, own: own(anna), journey: journeyRoom };

/** All that a document is. */
function stateOf(doc: Y.Doc) {
	const { store, share } = doc;
	return {
		vector: new Map(
			[...Y.decodeStateVector(Y.encodeStateVector(doc))].filter(([client]) => client !== honestId)
		),
		waiting: [store.pendingStructs, store.pendingDs],
		roots: [...share.keys()].sort(),
		values: ['cards', 'groups', 'texts'].map((root) => share.has(root) && doc.getMap(root).toJSON())
	};
}

const honestId = 700_001;
let host: TestServer;
let heldAtFirst: number;
/** Beside every attacker somebody writes in the same room, and somebody listens. */
let beside: Record<'board' | 'own', { writer: SyncClient; observer: SyncClient }>;
const took: { name: string; answeredMs: number; servedMs: number; workedMs: number; keptBytes: number }[] =
	[];

beforeAll(async () => {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'siroop-corpus-')), 'sync.db');
	const store = await openSqliteStore(file);
	const { rows, clientOwners } = boardOfFixture();
	const { fence } = await store.open(board);
	await store.append(
		board,
		fence,
		rows.map((data, i) => ({ seq: i + 1, data })),
		clientOwners,
		1
	);
	await store.close();
	host = await holdTestServer({ file });
	host.app.boardRoots = ['groups', 'place', 'texts'];
	const honestDoc = () => Object.assign(new Y.Doc(), { clientID: honestId });
	beside = {
		board: { writer: await host.join(bas, board, honestDoc()), observer: await host.join(bas, board) },
		own: {
			writer: await host.join(anna, own(anna), honestDoc()),
			observer: await host.join(anna, own(anna))
		}
	};
	beside.board.writer.send(bytes.awareness(bytes.saying(ids.bas, 1, '{"holding":"c1"}')));
	await until(() => beside.board.observer.frames.some(isAwareness), 'Bas to be seen');
	collect();
	heldAtFirst = held();
});

afterAll(async () => {
	await host.end();
	rmSync(path.dirname(host.file), { recursive: true });
	mkdirSync('test-results', { recursive: true });
	writeFileSync('test-results/sync-corpus.json', `${JSON.stringify(took, null, '\t')}\n`);
});

/** On the board everyone shares; at home only on one's own device; in a journey nobody writes. */
const clientsOf = ({ room }: Attack) => beside[room === 'own' ? 'own' : 'board'];

/** Somebody writes and it is saved, while the server has the attack on its hands. Returns how long that took, ms. */
async function served(attack: Attack): Promise<number> {
	const { writer } = clientsOf(attack);
	const asked = performance.now();
	const root = attack.room === 'own' ? 'drafts' : 'place';
	writer.doc.getMap(root).set('honest', attack.name);
	await until(() => writer.isSaved, 'somebody honest to be saved', 15_000);
	return performance.now() - asked;
}

async function enter({ who, room }: Attack): Promise<SyncClient> {
	const client = new SyncClient(host.place(who === 'anna' ? anna : screen, rooms[room]));
	client.isTalking = false;
	await client.opened();
	client.send(Uint8Array.of(message.hello));
	await until(() => client.policy, 'to be let in');
	if (client.policy!.write.length > 0) await until(() => client.frames.some(isStep1), 'our step 1');
	return client;
}

/** What the server does; rejects when it does something else. */
async function becomes(client: SyncClient, { outcome, times, failure }: Attack): Promise<void> {
	if (outcome.kind === 'closed') {
		await until(() => !client.isOpen, 'the server to hang up', 5000);
		return expect(await client.closed).toEqual({ code: outcome.code, reason: outcome.reason });
	}
	const counts = failure !== 'F18';
	if (outcome.kind === 'asked') {
		await until(() => client.frames.filter(isStep1).length === 2 || !client.isOpen, 'our step 1');
		client.sendStep2(bytes.update([]));
	}
	if (outcome.kind === 'answered') await until(() => client.isSynced || !client.isOpen, 'an answer');
	else if (counts) await until(() => client.saved >= times || !client.isOpen, 'a count');
	if (client.isOpen) await client.roundTrip();
	expect(client.isOpen ? 'open' : await client.closed).toBe('open');
}

describe('the corpus of attacks', () => {
	it('is what make.ts makes', () => {
		for (const [name, content] of files())
			expect(Buffer.compare(content, readFileSync(path.join(folder, name))), name).toBe(0);
	});

	it.each(attacks)('[$failure] $name: $about', async (attack) => {
		const file = fileOf(attack);
		const frame = file ? readFileSync(path.join(folder, file)) : frameOf(attack);
		const client = await enter(attack);
		const { observer, writer } = clientsOf(attack);
		await until(() => writer.isSaved && observer.isSaved, 'a quiet room');
		const room = rooms[attack.room];
		const before = await host.sync.read(room, stateOf);
		const received = observer.frames.length;
		if (attack.isBomb) collect();
		const heldBefore = held();

		const sent = performance.now();
		const workedBefore = worked();
		for (let time = 0; time < attack.times; time++)
			client.send(typeof attack.frame === 'string' ? attack.frame : new Uint8Array(frame));
		const servedMs = await served(attack);
		await becomes(client, attack);
		const workedMs = worked() - workedBefore;
		if (attack.isBomb) expect(workedMs).toBeLessThan(mostWork);
		const answeredMs = performance.now() - sent;
		if (client.isOpen) await client.leave();

		const after = await host.sync.read(room, stateOf);
		expect(after.waiting).toEqual([null, null]);
		expect(after.roots).toEqual(before.roots);
		if (attack.outcome.kind !== 'taken') {
			expect(after).toEqual(before);
			const since = observer.frames.slice(received);
			expect(since.filter(isAwareness)).toEqual([]);
			expect(since.filter(isUpdate).length).toBeLessThanOrEqual(1);
		}
		await until(
			() => observer.doc.getMap('place').get('honest') === attack.name || attack.room === 'own',
			'the honest update'
		);
		expect(observer.doc.store.pendingStructs).toBeNull();
		expect(host.log).toEqual([]);
		if (attack.isBomb) collect();
		const keptBytes = held() - heldBefore;
		// This test itself holds on to the frame, and so do both ends of the socket for a moment.
		if (attack.isBomb) expect(keptBytes).toBeLessThan(6 * MB + 4 * frame.length);
		took.push({ name: attack.name, answeredMs, servedMs, workedMs, keptBytes });
	});

	it('all together they left nothing in memory', () => {
		collect();
		expect(held() - heldAtFirst).toBeLessThan(20 * MB);
	});

	it('[F6] an update that breaks off, wherever it does, is malformed', async () => {
		const doc = new Y.Doc();
		const cards = doc.getMap('groups');
		cards.set('a', { title: 'é', order: 1.5 });
		cards.set('a', { title: 'ê', order: -1 });
		const whole = Y.encodeStateAsUpdate(doc);
		const before = await host.sync.read(board, stateOf);
		for (let length = 0; length < whole.length; length++) {
			const client = new SyncClient(host.place(anna, board));
			client.isTalking = false;
			await client.opened();
			client.send(bytes.sync(2, whole.subarray(0, length)));
			expect([length, await client.closed]).toEqual([length, { code: 4400, reason: 'malformed' }]);
		}
		expect(await host.sync.read(board, stateOf)).toEqual(before);
	});

	it('after all of it, what was taken is on disk, loads again, and reaches who comes', async () => {
		const before = await host.sync.read(board, (doc) => Y.encodeStateAsUpdate(doc));
		const late = await host.join(bas, board);
		expect(Y.encodeStateAsUpdate(late.doc)).toEqual(before);
		await host.stop();
		const again = await holdTestServer({ file: host.file });
		expect(await again.sync.read(board, (doc) => Y.encodeStateAsUpdate(doc))).toEqual(before);
		expect(again.log).toEqual([]);
		await again.end();
	});
});
