import { describe, expect, it } from 'vitest';
import type { Facts } from '#wire/journey/facts.ts';
import { until, type SyncClient } from '../../support/sync-client.ts';
import { anna, bas, board, journey, openTestServer, journeyDoc, type TestServer } from './test-server.ts';

const kB = 1024;
/** A frame is larger than the limit, so that a socket is lagging as soon as the kernel takes no more. */
const limits = { bufferedForUpdates: 64 * kB, bufferedForAwareness: 16 * kB };
const pasteBytes = 200 * kB;
/** More than the kernel keeps for a socket that nobody reads. */
const manyPastes = 400;

const paste = (host: TestServer, i: number) =>
	host.sync.change(board, (doc) =>
		doc.getMap('groups').set('g1', { title: `${i} `.padEnd(pasteBytes, 'x'), order: i })
	);

const orderIn = (client: SyncClient) =>
	(client.doc.getMap('groups').get('g1') as { order: number } | undefined)?.order;

/** Until so many sockets are lagging; returns how many pastes that took. */
async function pasteUntilLagging(host: TestServer, sockets: number): Promise<number> {
	for (let i = 0; i < manyPastes; i++) {
		await paste(host, i);
		if ((await host.metric('sync_stale_clients')) === sockets) return i;
	}
	throw new Error('no socket is lagging');
}

describe('[F27] sockets that are not read', () => {
	it('get nothing more, hold no more memory, and are whole after one diff', async () => {
		const host = await openTestServer({ limits });
		const [phone, other] = [await host.join(anna, board), await host.join(bas, board)];
		phone.pause();
		const laggingAt = await pasteUntilLagging(host, 1);
		const waiting = await host.metric('sync_socket_buffered_bytes');
		expect(waiting).toBeLessThan(limits.bufferedForUpdates + 2 * pasteBytes);
		for (let i = laggingAt + 1; i <= laggingAt + 40; i++) await paste(host, i);
		expect(await host.metric('sync_socket_buffered_bytes')).toBeLessThanOrEqual(waiting);
		await until(() => orderIn(other) === laggingAt + 40, 'the other to have all');
		const received = phone.frames.length;
		phone.resume();
		await until(() => orderIn(phone) === laggingAt + 40, 'the phone to have all');
		expect(await host.metric('sync_catch_ups_total')).toBe(1);
		expect(phone.frames.length - received).toBeLessThanOrEqual(laggingAt + 3);
		expect(await host.metric('sync_stale_clients')).toBe(0);
		await paste(host, 1000);
		await until(() => orderIn(phone) === 1000, 'the phone to follow again');
	});

	it('get the newest facts only, and their count, when they read again', async () => {
		const host = await openTestServer({ limits });
		const [phone, other] = [await host.join(anna, journeyDoc), await host.join(bas, journeyDoc)];
		const facts = (version: number) => ({ version, text: 'x'.repeat(pasteBytes) }) as unknown as Facts;
		phone.pause();
		let version = 0;
		while ((await host.metric('sync_socket_buffered_bytes')) < limits.bufferedForUpdates)
			host.sync.announce(journey, facts(++version));
		const told = version;
		while (version < told + 30) host.sync.announce(journey, facts(++version));
		await until(() => other.latest?.version === version, 'the other to know');
		phone.resume();
		await until(() => phone.latest?.version === version, 'the phone to know');
		// The system may take a few more into its own buffers while it waits.
		expect(phone.facts.length).toBeLessThanOrEqual(told + 5);
	});

	it('together too many for this process: the one that holds most is cut off, and comes back whole', async () => {
		const host = await openTestServer({ limits: { ...limits, bufferedInAll: 300 * kB } });
		const [one, two, other] = await Promise.all([anna, anna, bas].map((who) => host.join(who, board)));
		const gone: SyncClient[] = [];
		for (const phone of [one!, two!]) {
			phone.pause();
			void phone.closed.then(() => gone.push(phone));
		}
		let last = 0;
		while ((await host.metric('sync_connections')) > 2) await paste(host, ++last);
		expect(await host.metric('sync_socket_buffered_bytes')).toBeLessThanOrEqual(300 * kB);
		await until(() => orderIn(other!) === last, 'the other to have all');
		one!.resume();
		two!.resume();
		await until(() => gone.length === 1, 'one to be cut off');
		const stayed = [one!, two!].find((phone) => phone !== gone[0])!;
		await until(() => orderIn(stayed) === last, 'the one that stayed to have all');
		const back = await host.join(anna, board, gone[0]!.doc);
		expect(orderIn(back)).toBe(last);
	});
});
