import { expect, test } from 'vitest';
import { writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { message } from '#wire/protocol.ts';
import { frame } from '#server/rehearsal/sync-client.ts';
import { until } from '../../support/sync-client.ts';
import { anna, bas, board, openTestServer, type TestServer } from './test-server.ts';

const kB = 1024;

async function stillServes(host: TestServer): Promise<void> {
	const other = await host.join(bas, board);
	await other.roundTrip();
	expect(other.isOpen).toBe(true);
}

test('BN8 a message that is longer than any may be ends its socket before it is whole', async () => {
	const host = await openTestServer();
	const client = await host.join(anna, board);
	for (let sent = 0; sent < 9; sent++) client.begin(256 * kB);
	expect(await client.closed).toEqual({ code: 4413, reason: 'too-large' });
	await stillServes(host);
});

test('BN8 a message that is not whole in time ends its socket; who waits with nothing under way stays', async () => {
	const host = await openTestServer({ limits: { messageMs: 100 } });
	const [slow, calm] = [await host.join(anna, board), await host.join(bas, board)];
	calm.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
	await until(() => calm.isSaved, 'what is whole');
	slow.begin(10);
	expect(await slow.closed).toEqual({ code: 4503, reason: 'unfinished' });
	await calm.roundTrip();
	expect(calm.isOpen).toBe(true);
});

test('BN8 a message in parts that becomes whole is taken', async () => {
	const host = await openTestServer();
	const [client, other] = [await host.join(anna, board), await host.join(bas, board)];
	const doc = new Y.Doc();
	doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
	client.sendInParts(frame(message.sync, (encoder) => writeUpdate(encoder, Y.encodeStateAsUpdate(doc))));
	await until(() => other.doc.getMap('groups').has('g1'), 'the group');
});

test('BN8 what all sockets have under way has a bound: those with most are cut off', async () => {
	const host = await openTestServer({ limits: { unfinishedInAll: 1000 * kB } });
	const clients = await Promise.all([anna, anna, bas].map((who) => host.join(who, board)));
	for (const [index, client] of clients.entries()) client.begin((index + 4) * 100 * kB);
	expect((await clients[2]!.closed).code).toBe(1006);
	await clients[0]!.roundTrip();
	expect(clients[0]!.isOpen).toBe(true);
	await stillServes(host);
});
