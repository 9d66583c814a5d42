import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, atEnd, bas, board, card, onDisk, openTestServer, own, journeyRoom } from './test-server.ts';

/** Notes what the server asks of its store. */
function noted(asked: string[]) {
	return (store: SyncStore): SyncStore => ({
		...store,
		open: (room) => (asked.push(`open ${room}`), store.open(room)),
		compact: (room, ...rest) => (asked.push(`compact ${room}`), store.compact(room, ...rest)),
		release: (room, fence) => (asked.push(`release ${room}`), store.release(room, fence))
	});
}

describe('the life of a room', () => {
	it('[F10] is loaded once for all who come, and leaves memory when nobody is left', async () => {
		const asked: string[] = [];
		const host = await openTestServer({ limits: { idleMs: 20 }, wrap: noted(asked) });
		const clients = await Promise.all([anna, bas, anna, bas].map((who) => host.join(who, board)));
		expect(asked).toEqual([`open ${board}`]);
		await Promise.all(clients.map((client) => client.leave()));
		await until(() => asked.length === 2, 'the release');
		expect(asked).toEqual([`open ${board}`, `release ${board}`]);
		await host.join(anna, board);
		expect(asked[2]).toBe(`open ${board}`);
	});

	it('[F10] who comes while it leaves memory waits for the next life', async () => {
		let letGo = () => {};
		let isReleasing = false;
		const host = await openTestServer({
			limits: { idleMs: 1 },
			wrap: (store) => ({
				...store,
				release: async (room, fence) => {
					isReleasing = true;
					await new Promise<void>((resolve) => (letGo = resolve));
					return store.release(room, fence);
				}
			})
		});
		atEnd(() => letGo());
		await host.sync.change(board, (doc) => doc.getMap('cards').set('c1', card('kept')));
		await until(() => isReleasing, 'the release to hang');
		const read = host.sync.read(board, (doc) => doc.getMap('cards').size);
		isReleasing = false;
		letGo();
		expect(await read).toBe(1);
		await until(() => isReleasing, 'the second release');
		letGo();
	});

	it('[F24] a long log becomes a snapshot, and nothing changes for anyone', async () => {
		const asked: string[] = [];
		const host = await openTestServer({ limits: { compactRows: 10, framesBurst: 1000 }, wrap: noted(asked) });
		const client = await host.join(anna, own(anna));
		for (let i = 0; i < 30; i++) {
			client.doc.getMap('cards').set(`c${i}`, card('one by one'));
			await until(() => client.isSaved, 'it to be saved');
		}
		expect(asked.filter((line) => line.startsWith('compact'))).toHaveLength(3);
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBe(30);
		await host.stop();
		const store = await openSqliteStore(host.file);
		atEnd(() => store.close());
		const stored = await store.open(own(anna));
		expect([stored.snapshot !== null, stored.tail.length]).toEqual([true, 0]);
	});

	it('[F24] a compaction that fails costs nothing but time', async () => {
		const host = await openTestServer({
			limits: { compactRows: 3, framesBurst: 1000 },
			wrap: (store) => ({ ...store, compact: async () => Promise.reject(new Error('no room')) })
		});
		const client = await host.join(anna, own(anna));
		for (let i = 0; i < 7; i++) {
			client.doc.getMap('cards').set(`c${i}`, card('one by one'));
			await until(() => client.isSaved, 'it to be saved');
		}
		expect(host.log.map(({ what }) => what)).toEqual(['compact', 'compact']);
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBe(7);
	});

	it('[F24] rooms that a crash left with a long log are swept', async () => {
		const host = await openTestServer();
		await host.stop();
		const store = await openSqliteStore(host.file);
		const { fence } = await store.open(board);
		const doc = new Y.Doc();
		const rows: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => rows.push(update));
		for (let i = 0; i < 30; i++) doc.getMap('cards').set(`c${i}`, card('old'));
		await store.append(
			board,
			fence,
			rows.map((data, i) => ({ seq: i + 1, data })),
			[],
			1
		);
		await store.close();
		const asked: string[] = [];
		await openTestServer({ file: host.file, limits: { sweepMs: 10, idleMs: 1 }, wrap: noted(asked) });
		await until(() => asked.includes(`release ${board}`), 'the sweep');
		expect(asked).toContain(`compact ${board}`);
		expect((await onDisk(host.file, board)).getMap('cards').size).toBe(30);
	});

	it('[F9] a room that cannot be loaded is refused for now, and never served empty', async () => {
		let isBroken = true;
		const host = await openTestServer({
			wrap: (store) => ({
				...store,
				open: (room) => (isBroken ? Promise.reject(new Error('disk')) : store.open(room))
			})
		});
		const clients = [new SyncClient(host.place(anna, board)), new SyncClient(host.place(bas, board))];
		expect(await Promise.all(clients.map((client) => client.closed))).toEqual([
			{ code: 4503, reason: 'unavailable' },
			{ code: 4503, reason: 'unavailable' }
		]);
		expect(clients.flatMap((client) => client.frames)).toEqual([]);
		await expect(host.sync.read(board, () => 1)).rejects.toThrow('disk');
		isBroken = false;
		expect((await host.join(anna, board)).isSynced).toBe(true);
	});

	it('[F10] two hundred comings and goings leave each room once, and its content whole', async () => {
		let open = new Map<string, number>();
		let most = 0;
		const host = await openTestServer({
			limits: { idleMs: 1, upgradesBurst: 10_000 },
			wrap: (store) => ({
				...store,
				open: async (room) => {
					open = new Map(open).set(room, (open.get(room) ?? 0) + 1);
					most = Math.max(most, open.get(room)!);
					return store.open(room);
				},
				release: async (room, fence) => {
					await store.release(room, fence);
					open.set(room, open.get(room)! - 1);
				}
			})
		});
		const people = [anna, bas];
		for (let round = 0; round < 100; round++) {
			await Promise.all(
				people.map(async (who, i) => {
					const client = await host.join(who, own(who));
					client.doc.getMap('cards').set(`c${round}`, card('again'));
					await until(() => client.isSaved, 'it to be saved');
					if (round % 3 === i) client.vanish();
					else await client.leave();
				})
			);
		}
		expect(most).toBe(1);
		for (const who of people)
			expect(await host.sync.read(own(who), (doc) => doc.getMap('cards').size)).toBe(100);
		expect(host.log).toEqual([]);
	}, 60_000);
});

describe('leaving', () => {
	it('[F13] everything is on disk and everyone is told to come back', async () => {
		const host = await openTestServer();
		const clients = await Promise.all([
			host.join(anna, own(anna)),
			host.join(bas, own(bas)),
			host.join(bas, journeyRoom)
		]);
		for (let i = 0; i < 20; i++) clients[0]!.doc.getMap('cards').set(`c${i}`, card('last words'));
		await until(() => clients[0]!.saved > 0, 'the first to be saved');
		const saved = clients[0]!.saved;
		await host.sync.close();
		expect((await Promise.all(clients.map((client) => client.closed))).map(({ code }) => code)).toEqual([
			1012, 1012, 1012
		]);
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBeGreaterThanOrEqual(saved - 1);
		await expect(new SyncClient(host.place(anna, board)).opened()).rejects.toThrow('503');
		await expect(host.sync.read(board, () => 1)).rejects.toThrow('leaving');
	});

	it('[F13] a store that hangs does not keep the process', async () => {
		const never = () => new Promise<never>(() => {});
		let isHanging = false;
		const host = await openTestServer({
			limits: { closeMs: 300 },
			wrap: (store) => ({
				...store,
				append: (...args) => (isHanging ? never() : store.append(...args)),
				release: (...args) => (isHanging ? never() : store.release(...args)),
				close: () => (isHanging ? never() : store.close())
			})
		});
		const client = await host.join(anna, own(anna));
		isHanging = true;
		client.doc.getMap('cards').set('c1', card('too late'));
		const started = performance.now();
		await host.sync.close();
		expect(performance.now() - started).toBeLessThan(2000);
		expect((await client.closed).code).toBe(1012);
		expect(client.isSaved).toBe(false);
	});
});
