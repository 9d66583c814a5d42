import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Journal } from '#server/sync/journal.ts';
import { defaultLimits } from '#server/sync/limits.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, bas, board, card, openTestServer, own } from './test-server.ts';

/** A store of which the opening of a room waits until it is let go. */
function heldOpenings() {
	const waiting: { room: string; go: () => void }[] = [];
	const wrap = (store: SyncStore): SyncStore => ({
		...store,
		async open(room) {
			await new Promise<void>((go) => waiting.push({ room, go }));
			return store.open(room);
		}
	});
	return { waiting, wrap };
}

describe('more than fits', () => {
	it('rooms that nobody uses leave first, the longest unused before the others', async () => {
		const released: string[] = [];
		const host = await openTestServer({
			limits: { documentBytes: 30_000 },
			wrap: (store) => ({
				...store,
				release: (room, fence) => (released.push(room), store.release(room, fence))
			})
		});
		const fill = (room: string) =>
			host.sync.change(room, (doc) => doc.getMap('drafts').set('prompt0001', 'x'.repeat(20_000)));
		await fill(own(anna));
		await fill(own(bas));
		await host.join(anna, board);
		await until(() => released.length > 0, 'a room to leave');
		expect(released).toEqual([own(anna)]);
		expect(await host.metric('sync_budget_evictions_total')).toBe(1);
		const back = await host.join(anna, own(anna));
		expect(back.doc.getMap('drafts').size).toBe(1);
	});

	it('when all are in use, who comes to another is told to come back, and acts of the server go on', async () => {
		const host = await openTestServer({ limits: { documentBytes: 10_000 } });
		const writer = await host.join(anna, own(anna));
		for (let i = 0; i < 60; i++) writer.doc.getMap('cards').set(`c${i}`, card('x'.repeat(200)));
		await until(() => writer.isSaved, 'the cards');
		const late = new SyncClient(host.place(bas, board));
		expect(await late.closed).toEqual({ code: 4503, reason: 'unavailable' });
		await host.sync.change(board, (doc) => doc.getMap('groups').set('g1', { title: 'x', order: 1 }));
		writer.doc.getMap('cards').set('last', card('still here'));
		await until(() => writer.isSaved, 'who was in to be saved');
		const same = await host.join(anna, own(anna));
		expect(same.doc.getMap('cards').size).toBe(61);
	});

	it('rooms are loaded a few at a time, in the order in which they were asked for', async () => {
		const held = heldOpenings();
		const host = await openTestServer({ limits: { loadsAtOnce: 2 }, wrap: held.wrap });
		const people = ['person000001', 'person000002', 'person000003', 'person000004'];
		const joining = people.map((person) => host.join(person, own(person)));
		while ((await host.metric('sync_join_queue_depth')) < 2) await nextTurn();
		expect(held.waiting.length).toBe(2);
		held.waiting[0]!.go();
		await until(() => held.waiting.length === 3, 'the third');
		for (const { go } of held.waiting) go();
		await until(() => held.waiting.length === 4, 'the fourth');
		held.waiting[3]!.go();
		const all = await Promise.all(joining);
		expect(all.every(({ isSynced }) => isSynced)).toBe(true);
	});

	it('who waits too long for a room is told to come back', async () => {
		const held = heldOpenings();
		const host = await openTestServer({ limits: { loadsAtOnce: 1, longestWaitMs: 50 }, wrap: held.wrap });
		const first = host.join(anna, own(anna));
		await until(() => held.waiting.length === 1, 'the first to be loading');
		const second = new SyncClient(host.place(bas, own(bas)));
		expect(await second.closed).toEqual({ code: 4503, reason: 'unavailable' });
		held.waiting[0]!.go();
		expect((await first).isSynced).toBe(true);
		const again = host.join(bas, own(bas));
		await until(() => held.waiting.length === 2, 'the second to be loading');
		held.waiting[1]!.go();
		expect((await again).isSynced).toBe(true);
	});
});

describe('many who ask the same', () => {
	it('get what is there now, though it was written down for the first of them', async () => {
		const host = await openTestServer();
		const writer = await host.join(anna, board);
		await host.sync.change(board, (doc) => {
			for (let i = 0; i < 500; i++) doc.getMap('cards').set(`c${i}`, card(`card ${i}`));
		});
		for (let i = 0; i < 100; i++) {
			writer.doc.getMap('groups').set('g1', { title: `group ${i}`, order: i });
			if (i % 10 === 0) writer.doc.getMap('groups').delete('g1');
			await until(() => writer.isSaved, 'the group');
			const late = await host.join(bas, board);
			await until(() => late.doc.getMap('cards').size === 500, 'all cards');
			const seen = () => Y.encodeStateVector(late.doc);
			await until(() => Buffer.compare(seen(), Y.encodeStateVector(writer.doc)) === 0, 'all of the group');
			expect(late.doc.getMap('groups').toJSON()).toEqual(writer.doc.getMap('groups').toJSON());
			await late.leave();
		}
	});
});

it('everyone who comes back with all that was deleted is counted, and nobody who brings more', async () => {
	const host = await openTestServer({ limits: { framesBurst: 1e6, bytesBurst: 1e9 } });
	const writer = await host.join(anna, own(anna));
	const cards = writer.doc.getMap('cards');
	// Each alone, so that the list of what was deleted is long.
	for (let i = 0; i < 3000; i++) cards.set(i % 2 ? 'kept' : `c${i}`, card('x'));
	for (let i = 0; i < 3000; i += 4) cards.delete(`c${i}`);
	await until(() => writer.isSaved, 'the history');
	const copy = Y.encodeStateAsUpdate(writer.doc);
	for (let i = 0; i < 3; i++) {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, copy);
		const back = await host.join(anna, own(anna), doc);
		await until(() => back.sent === 1 && back.isSaved, 'the answer to be counted');
		expect(host.log).toEqual([]);
		doc.getMap('cards').set(`more${i}`, card('more'));
		await until(() => back.isSaved, 'what is new to be saved');
	}
	await until(() => [0, 1, 2].every((i) => cards.has(`more${i}`)), 'all that was new');
});

it('[F8] a long log is applied in one transaction', async () => {
	const host = await openTestServer();
	const source = new Y.Doc();
	const rows: { seq: number; data: Uint8Array }[] = [];
	source.on('update', (data: Uint8Array) => rows.push({ seq: rows.length + 1, data }));
	for (let i = 0; i < 5000; i++) source.getMap('drafts').set(`prompt${i % 7}`, `word ${i}`);
	const { fence } = await host.store.open(own(anna));
	await host.store.append(own(anna), fence, rows, [], 1);
	const doc = new Y.Doc();
	let transactions = 0;
	doc.on('afterTransaction', () => transactions++);
	await Journal.open(host.store, own(anna), doc, defaultLimits);
	expect(transactions).toBe(1);
	expect(doc.getMap('drafts').toJSON()).toEqual(source.getMap('drafts').toJSON());
});
