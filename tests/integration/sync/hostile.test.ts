import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { message } from '#wire/protocol.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, bas, board, card, openTestServer, own, type TestServer } from './test-server.ts';

/** The server still serves: someone else writes and it is saved. */
async function stillServes(host: TestServer): Promise<void> {
	const honest = await host.join(bas, board);
	honest.doc.getMap('groups').set('honest', { title: 'Zorg', order: 1 });
	await until(() => honest.sent > 0 && honest.isSaved, 'an honest client to be saved');
	await honest.leave();
}

const vectorOf = (host: TestServer, room: string) => host.sync.read(room, Y.encodeStateVector);

/** An update by hand: client, clock, and the bytes of its parts; then a delete set. */
function forged(
	client: number,
	clock: number,
	parts: number[][],
	deletes: [number, number, number][] = []
): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, parts.length > 0 ? 1 : 0);
	if (parts.length > 0) {
		encoding.writeVarUint(encoder, parts.length);
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, clock);
		for (const part of parts) encoding.writeUint8Array(encoder, Uint8Array.from(part));
	}
	encoding.writeVarUint(encoder, deletes.length);
	for (const [of, from, length] of deletes)
		for (const number of [of, 1, from, length]) encoding.writeVarUint(encoder, number);
	return encoding.toUint8Array(encoder);
}

const isStep1 = (bytes: Uint8Array) => bytes[0] === 0 && bytes[1] === 0;
const varUint = (number: number): number[] => [
	...encoding.encode((encoder) => encoding.writeVarUint(encoder, number))
];
const garbage = (length: number) => [0, ...varUint(length)];

describe('hostile clients', () => {
	it.each([
		['nothing', new Uint8Array()],
		['an unknown message', Uint8Array.of(99)],
		['the auth message of y-websocket', Uint8Array.of(2, 0, 0)],
		['bytes after a message', Uint8Array.of(message.hello, 0)],
		['a length beyond the end', Uint8Array.of(0, 2, 200, 1, 0)],
		['an unknown sync message', Uint8Array.of(0, 7, 0)],
		['a state vector that is none', Uint8Array.of(0, 0, 2, 255, 255)],
		['an answer to nothing', Uint8Array.of(0, 1, 2, 0, 0)],
		['awareness that is none', Uint8Array.of(1, 3, 1, 5, 0)],
		['neither writing nor not', Uint8Array.of(message.writing, 2)],
		['text', 'hello']
	])('[F1] %s: 4400, and the server stays up', async (name, bytes) => {
		const host = await openTestServer();
		const client = new SyncClient(host.place(anna, board));
		await client.opened();
		// The answer to nothing: after ours was answered once.
		if (name === 'an answer to nothing') client.send(Uint8Array.of(0, 1, 2, 0, 0));
		client.send(bytes);
		expect((await client.closed).code).toBe(4400);
		await stillServes(host);
	});

	it('[F1] broken websocket frames end only their own socket', async () => {
		const host = await openTestServer();
		const port = Number(new URL(host.server).port);
		for (const bytes of [
			[0xf2, 0x81, 0, 0, 0, 0, 0],
			[0x82, 0x01, 0],
			[0x83, 0x80, 0, 0, 0, 0],
			[0x88, 0x81, 0, 0, 0, 0, 1]
		]) {
			const socket = connect(port, '127.0.0.1');
			const ended = new Promise((resolve) => socket.once('close', resolve));
			socket.on('error', () => {});
			const key = randomBytes(16).toString('base64');
			socket.write(
				`GET /sync/${board} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
					`Cookie: person=${anna}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
			);
			await new Promise((resolve) => socket.once('data', resolve));
			socket.resume();
			socket.write(Uint8Array.from(bytes));
			await ended;
		}
		await stillServes(host);
	});

	it('[F2] seven bytes that ask for a quarter of a gigabyte get 4400 and no memory', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const before = process.memoryUsage.rss();
		client.sendUpdate(Uint8Array.of(1, 0x80, 0x80, 0x80, 0x10, 1, 0));
		expect(await client.closed).toEqual({ code: 4400, reason: 'malformed' });
		expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
		await stillServes(host);
	});

	it("[F3] someone else's client id cannot be written with: the victim's edits still land", async () => {
		const host = await openTestServer();
		const [victim, attacker] = [await host.join(anna, board), await host.join(bas, board)];
		victim.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		await until(() => victim.isSaved && attacker.doc.getMap('groups').has('g1'), 'the first');
		const clock = Y.getState(victim.doc.store, victim.doc.clientID);
		attacker.sendUpdate(forged(victim.doc.clientID, clock, [garbage(1000)]));
		expect(await attacker.closed).toEqual({ code: 4409, reason: 'diverged' });
		victim.doc.getMap('groups').set('g2', { title: 'Wonen', order: 2 });
		await until(() => victim.isSaved, 'the second');
		expect(await host.sync.read(board, (doc) => doc.getMap('groups').size)).toBe(2);
	});

	it('[F3] a clock that jumps 2^40 is malformed', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		client.sendUpdate(forged(client.doc.clientID, 0, [garbage(2 ** 40)]));
		expect(await client.closed).toEqual({ code: 4400, reason: 'malformed' });
	});

	it('[F4] a delete set for unknown clients never waits in the document', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const unknown = Array.from({ length: 1000 }, (_, i): [number, number, number] => [i + 1, 0, 1]);
		client.sendUpdate(forged(0, 0, [], unknown));
		// It is asked for all that it has, and has nothing of the kind.
		await until(() => client.frames.filter(isStep1).length === 2, 'our step 1');
		await until(() => client.isSaved, 'its answer');
		const waiting = await host.sync.read(board, ({ store }) => [store.pendingStructs, store.pendingDs]);
		expect(waiting).toEqual([null, null]);
		expect(client.isSaved).toBe(true);
	});

	it('[F4] a gap in the very answer to our step 1 is another history', async () => {
		const host = await openTestServer();
		const client = new SyncClient(host.place(anna, board));
		client.isTalking = false;
		await until(() => client.frames.some(isStep1), 'our step 1');
		client.sendStep2(forged(77, 5, [garbage(1)]));
		expect(await client.closed).toEqual({ code: 4409, reason: 'diverged' });
	});

	it('[F4] two blocks of one client, of which Yjs would forget the first, are malformed', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const block = (clock: number) => [1, ...varUint(client.doc.clientID), clock, ...garbage(1)];
		client.sendUpdate(Uint8Array.from([2, ...block(0), ...block(1), 0]));
		expect(await client.closed).toEqual({ code: 4400, reason: 'malformed' });
		await stillServes(host);
	});

	it('[F4] parts that build on each other in a circle never wait in the document', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const char = (origin: number) => [0b10000100, ...varUint(origin), 0, 1, 97];
		const two = [2, 1, 8, 0, ...char(7), 1, 7, 0, ...char(8), 0];
		client.sendUpdate(Uint8Array.from(two));
		await until(() => client.frames.filter(isStep1).length === 2, 'our step 1');
		const waiting = await host.sync.read(board, ({ store }) => [store.pendingStructs, store.clients.size]);
		expect(waiting).toEqual([null, 0]);
	});

	it('[F6] a malformed tail changes nothing', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const before = await vectorOf(host, board);
		const doc = new Y.Doc();
		doc.getMap('groups').set('g1', { title: 'hi', order: 1 });
		const update = Y.encodeStateAsUpdate(doc);
		client.sendUpdate(Uint8Array.from([...update.subarray(0, -1), 5, 1, 1]));
		expect(await client.closed).toEqual({ code: 4400, reason: 'malformed' });
		expect(await vectorOf(host, board)).toEqual(before);
	});

	it('[F7] a root that we do not have is refused, also in a part that we have', async () => {
		const host = await openTestServer();
		const [client, other] = [await host.join(anna, board), await host.join(anna, board)];
		client.doc.getMap('rubbish').set('x', 1);
		expect(await client.closed).toEqual({ code: 4400, reason: 'unknown-root' });
		other.doc.getMap('groups').set('g1', { title: 'x', order: 1 });
		await until(() => other.isSaved, 'an honest group');
		// Under the key x of a root z: the number 1. Clock 0 is known, clock 1 is not.
		const part = [40, 1, 1, 122, 1, 120, 1, 125, 1];
		const update = [1, 2, ...varUint(other.doc.clientID), 0, ...part, ...part, 0];
		other.sendUpdate(Uint8Array.from(update));
		expect(await other.closed).toEqual({ code: 4400, reason: 'unknown-root' });
		expect(await host.sync.read(board, (doc) => doc.share.has('z'))).toBe(false);
	});

	it('[F7] a nest of two thousand maps is no value', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		client.doc.transact(() => {
			let map = client.doc.getMap('groups');
			for (let depth = 0; depth < 2000; depth++) map = map.set('deeper', new Y.Map());
		});
		expect(await client.closed).toEqual({ code: 4422, reason: 'not-a-value' });
	});

	it('[F7] a value nested deeper than any of ours is refused, also as JSON', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		let value: unknown = 1;
		for (let depth = 0; depth < 50; depth++) value = [value];
		client.doc.getMap('groups').set('g1', value);
		expect(await client.closed).toEqual({ code: 4422, reason: 'not-a-value' });
	});

	it('[F14] a pasted novel of 2 MB: once 4413, and a stock client stops', async () => {
		const host = await openTestServer();
		const provider = host.stock(anna, own(anna));
		await until(() => provider.synced, 'synced');
		const closed = new Promise((resolve) => provider.on('closed', resolve));
		provider.doc.getMap('drafts').set('prompt0001', 'x'.repeat(2 * 1024 * 1024));
		expect(await closed).toMatchObject({ code: 4413 });
		expect(provider.shouldConnect).toBe(false);
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('drafts').size)).toBe(0);
	});

	it('a card of 300 characters is refused with the reason of the app', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, own(anna));
		client.doc.getMap('cards').set('c1', card('x'.repeat(300)));
		expect(await client.closed).toEqual({ code: 4422, reason: 'card-too-long' });
		expect(client.refusal).toEqual({ code: 4422, reason: 'card-too-long' });
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('cards').size)).toBe(0);
	});

	it('[F22] a check that breaks on strange input refuses the value and not the room', async () => {
		const host = await openTestServer();
		const [client, other] = [await host.join(anna, own(anna)), await host.join(anna, own(anna))];
		client.doc.getMap('cards').set('c1', card('a bug in the check'));
		expect((await client.closed).code).toBe(4422);
		other.doc.getMap('cards').set('c2', card('fine'));
		await until(() => other.isSaved, 'the other device');
		expect(host.log).toMatchObject([{ what: 'check' }]);
	});

	it('[F25] a room that is full says so', async () => {
		const host = await openTestServer({ mostBytes: 2000 });
		const client = await host.join(anna, own(anna));
		for (let i = 0; i < 20; i++) client.doc.getMap('cards').set(`c${i}`, card('x'.repeat(200)));
		expect(await client.closed).toEqual({ code: 4413, reason: 'room-full' });
	});

	it('[F5] who sends too fast is read more slowly, and loses nothing', async () => {
		const host = await openTestServer({
			limits: { framesPerSecond: 1000, framesBurst: 20, bytesBurst: 1e9 }
		});
		const client = await host.join(anna, own(anna));
		const begun = performance.now();
		for (let i = 0; i < 300; i++) client.doc.getMap('cards').set(`c${i}`, card('quick'.repeat(50)));
		await until(() => client.isSaved, 'all to be saved');
		expect(performance.now() - begun).toBeGreaterThan(100);
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('cards').size)).toBe(300);
	});

	it('[F4][F6] mutated updates never get out of the validation as anything but a result', async () => {
		const host = await openTestServer({ limits: { framesBurst: 1e6, bytesBurst: 1e9 } });
		const doc = new Y.Doc();
		const updates: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => updates.push(update));
		for (let i = 0; i < 10; i++) doc.getMap('groups').set(`g${i % 3}`, { title: `group ${i}`, order: i });
		let seed = 42;
		const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
		for (let round = 0; round < 150; round++) {
			const client = await host.join(anna, board);
			for (let i = 0; i < 4; i++) {
				const bytes = updates[random(updates.length)]!.slice();
				for (let flips = 1 + random(3); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
				client.sendUpdate(bytes);
			}
			await Promise.race([client.closed, until(() => client.isSaved, 'saved or refused').catch(() => {})]);
			client.vanish();
		}
		const waiting = await host.sync.read(board, ({ store }) => [store.pendingStructs, store.pendingDs]);
		expect(waiting).toEqual([null, null]);
		expect(host.log).toEqual([]);
		await stillServes(host);
	}, 60_000);
});
