import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, globSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import * as decoding from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import * as acts from '#lib/connection/board-acts.ts';
import { longestWait } from '#lib/connection/network.ts';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { readBoard } from '#wire/parts/board/board.ts';
import { message } from '#wire/protocol.ts';
import { frame, SyncClient, until } from '../../support/sync-client.ts';
import { attacks } from './corpus/attacks.ts';
import * as bytes from './corpus/bytes.ts';
import {
	anna,
	atEnd,
	bas,
	board,
	card,
	journey,
	onDisk,
	openTestServer,
	own,
	journeyDoc,
	temporaryFolder,
	type TestServer
} from './test-server.ts';

// What goes wrong with servers like this one, by the numbers of the table in server/sync/README.md, as far as it is
// not in a test of what it concerns.

const group = (title: string) => ({ title, order: 1 });
const isUpdate = (bytes: Uint8Array) => bytes[0] === message.sync && bytes[1] === 2;
const isStep2 = (bytes: Uint8Array) => bytes[0] === message.sync && bytes[1] === 1;
const isAwareness = (bytes: Uint8Array) => bytes[0] === message.awareness && bytes[2] !== 0;
const people = (count: number) =>
	Array.from({ length: count }, (_, i) => `person${String(i).padStart(4, '0')}`);
const cardsOf = (doc: Y.Doc) => [...doc.getMap('cards').keys()].sort();

/** The same every time. */
function dice(seed: number) {
	let state = seed;
	return (below: number) => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
}

/** Somebody comes in, writes, and it is saved. */
async function stillServes(host: TestServer, who = bas, document = board): Promise<void> {
	const honest = await host.join(who, document);
	honest.doc
		.getMap(document === board ? 'groups' : 'drafts')
		.set('honest', document === board ? group('Zorg') : 'x');
	await until(() => honest.sent > 0 && honest.isSaved, 'an honest client to be saved');
	await honest.leave();
}

/** What something costs this process, ms of work. */
function workOf(work: () => void): number {
	const before = process.cpuUsage();
	work();
	return process.cpuUsage(before).user / 1000;
}

/** A store of which the test decides when something is done, or that it fails. */
function slowly(asked: { what: string; document: string }[]) {
	const held: { go(): void; fail(): void }[] = [];
	const isSlow = { open: false, append: false };
	const turn = () =>
		new Promise<void>((go, fail) => held.push({ go, fail: () => fail(new Error('the disk is away')) }));
	return {
		held,
		isSlow,
		wrap: (store: SyncStore): SyncStore => ({
			...store,
			open: async (document) => {
				asked.push({ what: 'open', document });
				if (isSlow.open) await turn();
				return store.open(document);
			},
			append: async (document, ...rest) => {
				asked.push({ what: 'append', document });
				if (isSlow.append) await turn();
				return store.append(document, ...rest);
			}
		})
	};
}

describe('the table of failures', () => {
	const rows = readFileSync('server/sync/README.md', 'utf8')
		.split('\n')
		.map((line) => /^\| (F\d+) [^|]*\|[^|]*\|([^|]*)\|$/.exec(line))
		.filter((row) => row !== null)
		.map(([, failure, tests]) => ({
			failure: failure!,
			tests: [...tests!.matchAll(/`([^`]*)`/g)].map(([, name]) => name!)
		}));

	it('has all of them, once', () => {
		expect(rows.map(({ failure }) => failure)).toEqual(Array.from({ length: 33 }, (_, i) => `F${i + 1}`));
	});

	it.each(rows)('$failure has a test by its name wherever the table says so', ({ failure, tests }) => {
		expect(tests.length).toBeGreaterThan(0);
		const title = new RegExp(`['"\`](@\\w+ )?(\\[F\\d+\\])*\\[?${failure}\\b`);
		for (const test of tests) {
			const places = test.includes('/')
				? [test]
				: ['tests/integration/sync', 'server/sync', 'server/sync/validation'].map(
						(folder) => `${folder}/${test}.test.ts`
					);
			const file = places.find((place) => existsSync(place));
			expect(file, test).toBeDefined();
			const isThere =
				test === 'corpus'
					? attacks.some((attack) => attack.failure === failure)
					: title.test(readFileSync(file!, 'utf8'));
			expect([test, isThere]).toEqual([test, true]);
		}
	});
});

describe('[F1] broken bytes on a bare socket', () => {
	/** A socket that has shaken hands; what comes is thrown away. */
	async function shaken(host: TestServer): Promise<{ socket: Socket; ended: Promise<unknown> }> {
		const socket = connect(Number(new URL(host.server).port), '127.0.0.1');
		const ended = new Promise((resolve) => socket.once('close', resolve));
		socket.on('error', () => {});
		socket.write(
			`GET /sync/${board} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				`Cookie: person=${anna}\r\nSec-WebSocket-Version: 13\r\n` +
				`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
		);
		await new Promise((resolve) => socket.once('data', resolve));
		socket.resume();
		return { socket, ended };
	}

	const mask = [0, 0, 0, 0];
	it.each([
		['reserved bits', [0xf2, 0x81, ...mask, 0]],
		['no mask', [0x82, 0x01, 0]],
		['an opcode that is none', [0x83, 0x80, ...mask]],
		['a close of one byte', [0x88, 0x81, ...mask, 1]],
		['a close whose reason is no text', [0x88, 0x84, ...mask, 0x03, 0xe8, 0xff, 0xff]],
		['a close with a code that is none', [0x88, 0x82, ...mask, 0x00, 0x01]],
		['text that is none', [0x81, 0x82, ...mask, 0xff, 0xff]],
		['a ping of 126 bytes', [0x89, 0xfe, 0, 126, ...mask, ...new Array<number>(126).fill(0)]],
		['the end of something that never began', [0x80, 0x80, ...mask]],
		['16 MB in one frame', [0x82, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, ...mask]],
		['2^63 bytes in one frame', [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, ...mask]],
		['another message inside one', [0x02, 0x81, ...mask, 0, 0x82, 0x81, ...mask, 0]]
	])('%s: that socket ends, and no other', async (_, broken) => {
		const host = await openTestServer();
		const { socket, ended } = await shaken(host);
		socket.write(Uint8Array.from(broken));
		await ended;
		await stillServes(host);
		expect(host.log).toEqual([]);
	});

	it('half a frame, and away', async () => {
		const host = await openTestServer();
		for (const half of [[0x82], [0x82, 0xfe, 1], [0x82, 0x85, 1, 2, 3, 4, 0, 2], [0x02, 0x81, ...mask, 0]]) {
			const { socket, ended } = await shaken(host);
			socket.end(Uint8Array.from(half));
			await ended;
			const { socket: other } = await shaken(host);
			other.write(Uint8Array.from(half));
			other.resetAndDestroy();
		}
		await stillServes(host);
		expect(host.log).toEqual([]);
	});

	it('two hundred throws of the dice', async () => {
		const host = await openTestServer();
		const roll = dice(33);
		const first = [0x80, 0x81, 0x82, 0x82, 0x82, 0x88, 0x89, 0x8a, 0x02, 0xc2];
		await Promise.all(
			Array.from({ length: 200 }, async () => {
				const { socket, ended } = await shaken(host);
				const body = Array.from({ length: roll(40) }, () => roll(256));
				// As often as not a frame that is right, with rubbish in it.
				const length = roll(2) ? body.length : roll(128);
				const head = [roll(2) ? first[roll(first.length)]! : roll(256), 0x80 | length, ...mask];
				socket.end(Uint8Array.from([...head, ...body]));
				await ended;
			})
		);
		await stillServes(host);
		expect(host.log).toEqual([]);
	});
});

describe('[F2] questions that cost more than they bring', () => {
	it('three hundred different ones about a large board leave room for others', async () => {
		const host = await openTestServer();
		await host.sync.change(board, (doc) => {
			for (let i = 0; i < 16_000; i++) doc.getMap('groups').set(`g${i}`, group('x'.repeat(200)));
		});
		const honest = await host.join(bas, board);
		await until(() => honest.isSaved, 'the answer to step 1');
		const curious = new SyncClient(host.addressOf(anna, board));
		curious.isTalking = false;
		await curious.opened();
		curious.pause();
		const answerMs = await host.sync.read(board, (doc) => workOf(() => Y.encodeStateAsUpdate(doc)));
		const before = process.cpuUsage();
		for (let i = 0; i < 300; i++) curious.send(bytes.sync(0, bytes.bytes(bytes.numbers(1, 5000 + i, 1))));
		honest.doc.getMap('groups').set('honest', group('Zorg'));
		await until(() => honest.isSaved, 'an honest client to be saved');
		// Of three hundred answers, each of 4 MB, most are not made before somebody else is served. The one that was
		// measured was the first of its process, and cost some five times as much as later ones.
		expect(process.cpuUsage(before).user / 1000).toBeLessThan(30 * answerMs);
		curious.vanish();
	});

	it('two hundred letters, each of which is far to bring, leave room for others too', async () => {
		const host = await openTestServer();
		host.app.boardRoots = ['groups', 'texts'];
		await host.sync.change(board, (doc) => doc.getMap('texts').set('t', new Y.Text()));
		const honest = await host.join(bas, board);
		const attacker = await host.join(anna, board);
		attacker.isTalking = false;
		const text = attacker.doc.getMap('texts').get('t') as Y.Text;
		const parent = [text._item!.id.client, text._item!.id.clock] as const;
		// Each before the one before it, so that they stay apart.
		const me = 4711;
		const apart = Array.from({ length: 19_000 }, (_, i) =>
			bytes.part(i === 0 ? { parent } : { right: [me, i - 1] }, bytes.string('x'))
		);
		attacker.sendUpdate(bytes.update([{ client: me, parts: apart }]));
		await until(() => attacker.isSaved || !attacker.isOpen, 'the first of it');
		const letters = Array.from({ length: 200 }, (_, i) =>
			bytes.update([{ client: me + 1, clock: i, parts: [bytes.part({ parent }, bytes.string('y'))] }])
		);
		const copy = new Y.Doc();
		Y.applyUpdate(copy, await host.sync.read(board, Y.encodeStateAsUpdate));
		// All of one client, to the right of everything: Yjs looks at all that is there for each of them.
		const plainMs = workOf(() => letters.forEach((letter) => Y.applyUpdate(copy, letter)));
		const before = process.cpuUsage();
		for (const letter of letters) attacker.sendUpdate(letter);
		honest.doc.getMap('groups').set('honest', group('Zorg'));
		await until(() => honest.isSaved, 'an honest client to be saved', 15_000);
		// The server and the honest client bring each letter to its place; looking at it first costs no more than that.
		expect(process.cpuUsage(before).user / 1000).toBeLessThan(5 * plainMs);
	});
});

describe('[F9] a store that fails while a document is loaded', () => {
	it('slow, then broken: nobody gets a document, nothing is written, and the next try loads it', async () => {
		const asked: { what: string; document: string }[] = [];
		const slow = slowly(asked);
		const host = await openTestServer({ wrap: slow.wrap });
		await stillServes(host, anna, own(anna));
		await host.sync.change(board, (doc) => void doc.getMap('groups').set('g1', group('kept')));
		await host.stop();

		slow.isSlow.open = true;
		const again = await openTestServer({ file: host.file, wrap: slow.wrap });
		asked.length = 0;
		const waiting = [anna, bas, anna].map((who) => new SyncClient(again.addressOf(who, board)));
		await Promise.all(waiting.map((client) => client.opened()));
		for (const client of waiting) {
			client.send(frame(message.hello));
			client.askAll();
			client.doc.getMap('groups').set('g2', group('too early'));
		}
		await until(() => slow.held.length === 1, 'the load to hang');
		await Promise.all(waiting.map((client) => client.roundTrip()));
		expect(waiting.flatMap(({ frames }) => frames)).toEqual([]);
		slow.held[0]!.fail();
		expect(await Promise.all(waiting.map(({ closed }) => closed))).toEqual(
			waiting.map(() => ({ code: 4503, reason: 'unavailable' }))
		);
		expect(waiting.flatMap(({ frames }) => frames).filter(isStep2)).toEqual([]);
		expect(asked.filter(({ what }) => what === 'append')).toEqual([]);

		slow.isSlow.open = false;
		const next = await again.join(bas, board);
		expect([...next.doc.getMap('groups').keys()]).toEqual(['g1']);
		expect(again.log).toMatchObject([{ what: 'load', document: board }]);
	});
});

describe('[F12] a store that is slow', () => {
	it('gets one commit at a time for each document, and fewer than there are turns', async () => {
		const asked: { what: string; document: string }[] = [];
		const slow = slowly(asked);
		let most = 0;
		const under = new Map<string, number>();
		const counted = (store: SyncStore): SyncStore => ({
			...store,
			append: async (document, ...rest) => {
				under.set(document, (under.get(document) ?? 0) + 1);
				most = Math.max(most, under.get(document)!);
				try {
					return await store.append(document, ...rest);
				} finally {
					under.set(document, under.get(document)! - 1);
				}
			}
		});
		const host = await openTestServer({ wrap: (store) => counted(slow.wrap(store)) });
		const clients = await Promise.all(
			people(5).flatMap((who) => [board, own(who)].map((document) => host.join(who, document)))
		);
		await until(() => clients.every(({ isSaved }) => isSaved), 'the answers to step 1');
		asked.length = 0;
		slow.isSlow.append = true;
		// Each time that one commit is done, everyone has written again.
		const rounds = 8;
		for (let round = 0; round < rounds; round++) {
			for (const client of clients)
				for (let i = 0; i < 3; i++) client.doc.getMap(clientRoot(client)).set(`k${round}`, `v${i}`);
			await Promise.all(clients.map((client) => client.roundTrip()));
			await until(() => slow.held.length === 6, 'six documents at the disk');
			for (const { go } of slow.held.splice(0)) go();
		}
		slow.isSlow.append = false;
		for (const { go } of slow.held.splice(0)) go();
		await until(() => clients.every(({ isSaved }) => isSaved), 'all to be saved');
		expect(most).toBe(1);
		const sent = clients.length * rounds * 3;
		expect(asked.length).toBeLessThanOrEqual(6 * (rounds + 1));
		expect(asked.length).toBeLessThan(sent / 4);
		function clientRoot(client: SyncClient) {
			return client.policy!.write.includes('place') ? 'place' : 'drafts';
		}
	});
});

describe('[F16] a hundred people who all repeat what they got of the others', () => {
	it('each state is passed on once, and what is repeated is not even read', async () => {
		const host = await openTestServer();
		const clients = await Promise.all(people(100).map((who) => host.join(who, board)));
		const observer = await host.join(bas, board);
		const received = () => observer.frames.filter(isAwareness).flatMap(entriesOf);
		const say = (client: SyncClient, ...entries: [id: number, clock: number, state: string][]) =>
			client.send(
				bytes.awareness(
					(encoder) => entries.forEach((entry) => bytes.saying(...entry)(encoder)),
					entries.length
				)
			);
		clients.forEach((client, i) => say(client, [1000 + i, 1, `{"holding":"c${i}"}`]));
		await until(() => new Set(received()).size === 100, 'everyone to be seen');
		const once = received().length;
		expect(once).toBe(100);
		// As the stock client does; and what stands there of others is not even JSON.
		const all = clients.map((_, i): [number, number, string] => [1000 + i, 1, '{']);
		clients.forEach((client, i) => say(client, ...all.with(i, [1000 + i, 1, `{"holding":"c${i}"}`])));
		await Promise.all(clients.map((client) => client.roundTrip()));
		say(clients[0]!, [1000, 2, '{"holding":null}']);
		await until(() => received().length > once, 'the next of the first');
		expect(received().slice(once)).toEqual([1000]);
		expect(clients.every(({ isOpen }) => isOpen)).toBe(true);
	});

	/** The ids in an awareness frame. */
	function entriesOf(bytes: Uint8Array): number[] {
		const decoder = decoding.createDecoder(bytes.subarray(1));
		decoding.readVarUint(decoder);
		return Array.from({ length: decoding.readVarUint(decoder) }, () => {
			const id = decoding.readVarUint(decoder);
			decoding.readVarUint(decoder);
			decoding.readVarString(decoder);
			return id;
		});
	}
});

describe('[F17] who is there', () => {
	it('a tab that is killed is gone at once, and who comes back is seen at once, under the same id too', async () => {
		const host = await openTestServer();
		const watcher = host.stock(bas, board);
		await until(() => watcher.synced, 'a watcher');
		const isSeen = (id: number) => watcher.awareness.getStates().has(id);
		const say = (client: SyncClient, id: number, clock: number) =>
			client.send(bytes.awareness(bytes.saying(id, clock, '{"holding":"c1"}')));
		const tab = await host.join(anna, board);
		say(tab, 77, 1);
		await until(() => isSeen(77), 'Anna');
		tab.vanish();
		await tab.closed;
		await until(() => !isSeen(77), 'Anna to be gone', 3000);

		const reloaded = await host.join(anna, board);
		say(reloaded, 78, 1);
		await until(() => isSeen(78), 'Anna, in a new tab', 3000);
		reloaded.vanish();
		await until(() => !isSeen(78), 'Anna to be gone again', 3000);
		const back = await host.join(anna, board);
		say(back, 78, 2);
		await until(() => isSeen(78), 'Anna, in the same tab', 3000);
	});
});

describe('[F18] false names', () => {
	it('somebody who is there cannot speak for another, nor send them away', async () => {
		const host = await openTestServer();
		const watcher = host.stock(bas, board);
		await until(() => watcher.synced, 'a watcher');
		const states = watcher.awareness.getStates();
		const [victim, attacker] = [await host.join(anna, board), await host.join('charlieguest', board)];
		const say = (client: SyncClient, id: number, clock: number, state: string) =>
			client.send(bytes.awareness(bytes.saying(id, clock, state)));
		say(victim, 71, 1, '{"holding":"c1"}');
		say(attacker, 72, 1, '{"user":{"name":"Anna"}}');
		await until(() => states.has(71) && states.has(72), 'both');
		expect(states.get(72)).toMatchObject({ user: { name: 'Bas' } });
		say(attacker, 71, 2, '{"holding":"stolen"}');
		say(attacker, 71, 3, 'null');
		say(attacker, 72, 2, '{"holding":"c9"}');
		await until(() => states.get(72)?.holding === 'c9', 'what is its own');
		expect(states.get(71)).toMatchObject({ holding: 'c1', user: { name: 'Anna' } });
	});
});

describe('[F19] rights that end', () => {
	it('what was queued then is thrown away, also when the disk comes back later', async () => {
		const slow = slowly([]);
		const host = await openTestServer({ wrap: slow.wrap });
		const [out, stays] = [await host.join(anna, board), await host.join(bas, board)];
		await until(() => out.isSaved && stays.isSaved, 'the answers to step 1');
		slow.isSlow.append = true;
		out.doc.getMap('groups').set('g1', group('in time'));
		await until(() => slow.held.length === 1, 'the first to be at the disk');
		for (let i = 0; i < 20; i++) out.doc.getMap('groups').set(`late${i}`, group('FORBIDDEN'));
		await out.roundTrip();
		host.app.removed.add(anna);
		host.sync.recheck(journey);
		expect(await out.closed).toEqual({ code: 4403, reason: 'not-a-member' });
		slow.isSlow.append = false;
		slow.held[0]!.go();
		stays.doc.getMap('groups').set('g2', group('honest'));
		await until(() => stays.isSaved, 'the other to be saved');
		expect([...(await onDisk(host.file, board)).getMap('groups').keys()].sort()).toEqual(['g1', 'g2']);
		expect(stays.hasReceived('FORBIDDEN')).toBe(false);
	});

	it('three hundred sockets whose rights end are out, and get nothing of what comes after', async () => {
		const host = await openTestServer();
		const clients = await Promise.all(
			people(100).flatMap((who) => [board, journeyDoc, own(who)].map((document) => host.join(who, document)))
		);
		const stays = await host.join(bas, board);
		for (const who of people(100)) host.app.removed.add(who);
		const asked = performance.now();
		host.sync.recheck(journey);
		await until(() => host.sync.presence(journey).participants.size === 0, 'nobody to be there', 3000);
		const codes = await Promise.all(clients.map(({ closed }) => closed));
		expect(performance.now() - asked).toBeLessThan(10_000);
		expect(new Set(codes.map(({ code, reason }) => `${code} ${reason}`))).toEqual(
			new Set(['4403 not-a-member'])
		);
		stays.doc.getMap('groups').set('g1', group('AFTERWARDS'));
		await until(() => stays.isSaved, 'who stays to be saved');
		expect(clients.filter((client) => client.hasReceived('AFTERWARDS'))).toEqual([]);
	});
});

describe('[F20] tabs that talk behind the back of the server', () => {
	it('every provider of our pages has its channel between tabs off', () => {
		const providers = globSync('src/**/*.{ts,svelte}')
			.map((file) => readFileSync(file, 'utf8'))
			.flatMap((text) => text.split('new WebsocketProvider(').slice(1));
		expect(providers.length).toBeGreaterThan(0);
		for (const provider of providers) expect(provider.split('});')[0]).toContain('disableBc: true');
	});
});

describe('[F21] a step 2 to the server that others would get', () => {
	it('goes to nobody as it is: others get what was new in it, and lose nothing', async () => {
		const host = await openTestServer();
		const [one, three] = [await host.join(anna, board), await host.join('personthree', board)];
		for (const id of ['g1', 'g2', 'g3']) one.doc.getMap('groups').set(id, group(id));
		one.doc.getMap('groups').delete('g2');
		await until(() => one.isSaved && three.doc.getMap('groups').size === 2, 'the groups');
		// Somebody who was here before, and went on alone: among other things with a deletion of his own.
		const offline = new Y.Doc();
		Y.applyUpdate(offline, Y.encodeStateAsUpdate(one.doc));
		offline.getMap('groups').set('g4', group('g4'));
		offline.getMap('groups').set('g5', group('g5'));
		offline.getMap('groups').delete('g5');
		one.doc.getMap('groups').set('g6', group('g6'));
		await until(() => three.doc.getMap('groups').has('g6'), 'what came meanwhile');
		const before = three.frames.length;
		const two = await host.join(bas, board, offline);
		await until(() => two.sent === 1 && two.isSaved, 'the answer');
		await until(() => three.doc.getMap('groups').has('g4'), 'what was made alone');
		const received = three.frames.slice(before);
		expect(received.filter(isStep2)).toEqual([]);
		expect(received.filter(isUpdate)).toHaveLength(1);
		// What everyone had is not sent again.
		expect(Buffer.concat(received).includes('g1')).toBe(false);
		for (const { doc } of [one, two, three])
			expect([...doc.getMap('groups').keys()].sort()).toEqual(['g1', 'g3', 'g4', 'g6']);
	});
});

describe('[F22] one document that fails', () => {
	it('does not disturb twenty others: at the disk, in an act, in a check', async () => {
		const broken = own('personbroken');
		let isBroken = false;
		const host = await openTestServer({
			wrap: (store) => ({
				...store,
				append: (document, ...rest) =>
					isBroken && document === broken
						? Promise.reject(new Error('disk'))
						: store.append(document, ...rest)
			})
		});
		const others = await Promise.all(people(20).map((who) => host.join(who, own(who))));
		const failures = [
			(victim: SyncClient) => {
				isBroken = true;
				victim.doc.getMap('drafts').set('prompt0001', 'not on disk');
			},
			() =>
				void host.sync
					.change(broken, (doc) => {
						doc.getMap('cards').set('c1', card('half'));
						throw new Error('half-way');
					})
					.catch(() => {}),
			(victim: SyncClient) => void victim.doc.getMap('cards').set('c1', card('a bug in the check'))
		];
		for (const [round, fail] of failures.entries()) {
			isBroken = false;
			const victim = await host.join('personbroken', broken);
			fail(victim);
			for (const { doc } of others) doc.getMap('cards').set(`c${round}`, card('undisturbed'));
			expect([4503, 4422]).toContain((await victim.closed).code);
			await until(() => others.every(({ isSaved }) => isSaved), 'the others to be saved');
		}
		expect(others.every(({ isOpen }) => isOpen)).toBe(true);
		expect(host.log.map(({ what }) => what)).toEqual(['commit', 'commit', 'check']);
		isBroken = false;
		await stillServes(host, 'personbroken', broken);
	});
});

describe('[F23] a backup that is put back', () => {
	it('who holds a later history is told so, begins anew, and nothing is there twice', async () => {
		const host = await openTestServer();
		host.app.boardRoots = ['groups', 'texts'];
		const phone = await host.join(anna, board);
		phone.doc.getMap('groups').set('g1', group('before the backup'));
		await until(() => phone.isSaved, 'the first to be saved');
		await host.stop();
		const backup = path.join(temporaryFolder(), 'backup.db');
		copyFileSync(host.file, backup);

		const makeText = (doc: Y.Doc) => void doc.getMap('texts').set('v1.means', new Y.Text('dat betekent'));
		const later = await openTestServer({ file: host.file });
		later.app.boardRoots = ['groups', 'texts'];
		const laptop = await later.join(anna, board, phone.doc);
		await later.sync.change(board, makeText);
		laptop.doc.getMap('groups').set('g2', group('after the backup'));
		await until(() => laptop.isSaved && laptop.doc.getMap('texts').has('v1.means'), 'the rest');
		expect(laptop.policy?.epoch).toBe(1);
		await later.stop();

		const restored = path.join(temporaryFolder(), 'sync.db');
		copyFileSync(backup, restored);
		const store = await openSqliteStore(restored);
		await store.bumpEpoch(board, 1);
		await store.close();
		const now = await openTestServer({ file: restored });
		now.app.boardRoots = ['groups', 'texts'];
		// The server does what it did, in another history.
		await now.sync.change(board, makeText);
		const stale = new SyncClient({ ...now.addressOf(anna, board), query: '?epoch=1' }, laptop.doc);
		expect(await stale.closed).toEqual({ code: 4409, reason: 'epoch' });
		expect(stale.sent).toBe(0);
		const fresh = await now.join(anna, board);
		expect(fresh.policy?.epoch).toBe(2);
		fresh.doc.getMap('groups').set('g2', group('written again'));
		await until(() => fresh.isSaved, 'what was lost, by hand');
		const stored = await onDisk(restored, board);
		expect(stored.getMap('groups').toJSON()).toEqual({
			g1: group('before the backup'),
			g2: group('written again')
		});
		expect(String(stored.getMap('texts').get('v1.means'))).toBe('dat betekent');
	});
});

describe('[F24] cold documents with a long log', () => {
	it('a hundred of them are all swept, some at a time', async () => {
		const file = path.join(temporaryFolder(), 'sync.db');
		const store = await openSqliteStore(file);
		const documents = people(100).map(own);
		await Promise.all(
			documents.map(async (document) => {
				const rows: Uint8Array[] = [];
				const doc = new Y.Doc();
				doc.on('update', (update: Uint8Array) => rows.push(update));
				for (let i = 0; i < 50; i++) doc.getMap('cards').set(`c${i % 5}`, card('old'));
				const { fence } = await store.open(document);
				await store.append(
					document,
					fence,
					rows.map((data, i) => ({ seq: i + 1, data })),
					[],
					1
				);
			})
		);
		expect(await store.cold(20, 1000)).toHaveLength(100);
		await store.close();
		const host = await openTestServer({ file, limits: { sweepMs: 10, idleMs: 1 } });
		let left = 100;
		while (left > 0) left = (await host.store.cold(20, 1000)).length;
		expect(host.log).toEqual([]);
		expect(cardsOf(await onDisk(file, documents[99]!))).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
	});
});

describe('[F25] documents that only grow', () => {
	it('a drag is one update, of the drop', () => {
		const sorting = readFileSync('src/lib/parts/board/SortGroups.svelte', 'utf8');
		const handlers = [...sorting.matchAll(/(ondrag\w*|ondrop)[:=]/g)].map(({ 1: name }) => name);
		expect(handlers).toContain('ondragover');
		// The one act of dragging stands in the drop.
		expect(sorting.match(/sorter\.moveTo\(/g)).toHaveLength(1);
		expect(/ondrop: \([^)]*\) => \{[^}]*sorter\.moveTo\(/s.test(sorting)).toBe(true);

		const doc = new Y.Doc();
		for (const id of ['a', 'b', 'c']) doc.getMap('cards').set(id, { text: id, prompt: '1', order: 1 });
		const updates: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => updates.push(update));
		const act = (does: (board: acts.Board) => void) =>
			doc.transact(() => does({ doc, view: readBoard(doc) }));
		act((b) => acts.newGroup(b, 'g1', 'Zorg', ['a']));
		act((b) => acts.moveTo(b, ['b', 'c'], 'g1'));
		expect(updates).toHaveLength(2);
	});

	it('an evening of moves on one board leaves a small document', async () => {
		const host = await openTestServer({
			limits: { framesPerSecond: 1e6, bytesPerSecond: 1e9, compactRows: 100 }
		});
		const movers = await Promise.all([anna, bas].map((who) => host.join(who, board)));
		for (let i = 0; i < 1000; i++)
			for (const [of, { doc }] of movers.entries())
				doc.getMap('place').set(`c${i % 30}`, { group: `g${(i + of) % 5}`, on: null, order: i });
		await until(() => movers.every(({ isSaved }) => isSaved), 'all to be saved');
		const size = await host.sync.read(board, (doc) => Y.encodeStateAsUpdateV2(doc).length);
		// 30 places; what they were before is a few bytes each.
		expect(size).toBeLessThan(40_000);
	});
});

describe('[F28] compression', () => {
	it('is not agreed on, also when it is offered', async () => {
		const host = await openTestServer();
		const { server, headers } = host.addressOf(anna, board);
		const ws = new WebSocket(`${server}/sync/${board}`, { headers: headers!, perMessageDeflate: true });
		atEnd(() => ws.terminate());
		let agreed: unknown = 'nothing agreed';
		ws.once('upgrade', ({ headers }) => (agreed = headers['sec-websocket-extensions']));
		await new Promise((resolve) => ws.once('open', resolve));
		expect(agreed).toBeUndefined();
		expect(ws.extensions).toBe('');
	});
});

describe('[F30] early messages and late closes', () => {
	it('a question and an edit that come while the store takes its time are answered when it is there', async () => {
		const slow = slowly([]);
		slow.isSlow.open = true;
		const host = await openTestServer({ wrap: slow.wrap });
		const client = new SyncClient(host.addressOf(anna, board));
		await client.opened();
		client.send(frame(message.hello));
		client.askAll();
		client.doc.getMap('groups').set('g1', group('early'));
		await until(() => slow.held.length === 1, 'the load to hang');
		await client.roundTrip();
		expect(client.isSynced).toBe(false);
		slow.held[0]!.go();
		await until(() => client.isSynced && client.sent === 2 && client.isSaved, 'all of it');
		expect([...(await onDisk(host.file, board)).getMap('groups').keys()]).toEqual(['g1']);
		client.vanish();
	});

	it('when the old socket of a phone dies at last, the new one does not notice', async () => {
		const host = await openTestServer();
		const watcher = host.stock(bas, board);
		await until(() => watcher.synced, 'a watcher');
		const doc = new Y.Doc();
		const old = await host.join(anna, board, doc);
		old.send(bytes.awareness(bytes.saying(doc.clientID, 1, '{"holding":"c1"}')));
		await until(() => watcher.awareness.getStates().has(doc.clientID), 'Anna');
		old.isTalking = false;
		old.pause();
		const fresh = await host.join(anna, board, doc);
		fresh.send(bytes.awareness(bytes.saying(doc.clientID, 2, '{"holding":"c2"}')));
		await until(() => watcher.awareness.getStates().get(doc.clientID)?.holding === 'c2', 'Anna again');
		old.vanish();
		await old.closed;
		doc.getMap('groups').set('g1', group('goes on'));
		await until(() => fresh.isSaved && watcher.doc.getMap('groups').has('g1'), 'the new socket');
		while ((await host.metric('sync_connections')) > 2) await fresh.roundTrip();
		// What the document had to send about the old socket was sent before this.
		const other = await host.join('personthree', board);
		other.send(bytes.awareness(bytes.saying(other.doc.clientID, 1, '{}')));
		await until(() => watcher.awareness.getStates().has(other.doc.clientID), 'somebody else');
		expect(fresh.isOpen).toBe(true);
		expect(watcher.awareness.getStates().get(doc.clientID)).toMatchObject({ holding: 'c2' });
	});
});

describe('[F32] everyone at once', () => {
	it('no two pages wait equally long before they try again', () => {
		const waits = Array.from({ length: 200 }, longestWait);
		expect(new Set(waits).size).toBe(200);
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(2500);
		expect(Math.max(...waits)).toBeLessThanOrEqual(7500);
		expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(2500);
	});
});

describe('[F33] sixty people behind one address', () => {
	it('who all reload together, three times, are all in each time', async () => {
		const host = await openTestServer();
		const come = () =>
			Promise.all(
				people(60).flatMap((who) => [board, journeyDoc, own(who)].map((document) => host.join(who, document)))
			);
		for (let round = 0; round < 3; round++) {
			const clients = await come();
			expect(clients.filter(({ isSynced }) => isSynced)).toHaveLength(180);
			for (const client of clients) client.vanish();
		}
		const clients = await come();
		expect(clients.filter(({ isOpen }) => isOpen)).toHaveLength(180);
		expect(host.sync.presence(journey).participants.size).toBe(60);
	});
});
