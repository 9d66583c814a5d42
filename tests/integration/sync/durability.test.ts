import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, atEnd, bas, board, card, onDisk, openTestServer, own } from './test-server.ts';

const cardsOf = (doc: Y.Doc) => [...doc.getMap('cards').keys()].sort();
const isUpdate = (bytes: Uint8Array) => bytes[0] === 0 && bytes[1] === 2;

/** Holds back commits until the test lets them go, or lets them fail. */
function gate(store: SyncStore) {
	let held: { go: () => void; fail: (error: Error) => void }[] = [];
	let isShut = false;
	return {
		shut: () => (isShut = true),
		open() {
			isShut = false;
			for (const { go } of held.splice(0)) go();
		},
		fail() {
			isShut = false;
			for (const { fail } of held.splice(0)) fail(new Error('the disk is full'));
		},
		get waiting() {
			return held.length;
		},
		store: {
			...store,
			append: async (...args: Parameters<SyncStore['append']>) => {
				if (isShut) await new Promise<void>((go, fail) => (held = [...held, { go, fail }]));
				return store.append(...args);
			}
		}
	};
}

async function openGated() {
	let gated!: ReturnType<typeof gate>;
	const host = await openTestServer({ wrap: (store) => (gated = gate(store)).store });
	return { host, gated };
}

/** What these edits would send, kept back; also the answer to the step 1 that follows. */
function updatesOf(client: SyncClient, edit: (cards: Y.Map<unknown>) => void): Uint8Array[] {
	const updates: Uint8Array[] = [];
	client.isTalking = false;
	client.doc.on('update', (update: Uint8Array) => updates.push(update));
	edit(client.doc.getMap('cards'));
	return updates;
}

describe('disk before wire', () => {
	it('what is acknowledged, or seen by anyone, is on disk', async () => {
		const host = await openTestServer();
		const [writer, reader] = [await host.join(anna, own(anna)), await host.join(anna, own(anna))];
		for (let i = 0; i < 50; i++)
			writer.doc.getMap('cards').set(`c${String(i).padStart(2, '0')}`, card('hello'));
		await until(() => reader.doc.getMap('cards').size > 0, 'the first to be seen');
		const seen = cardsOf(reader.doc);
		const stored = cardsOf(await onDisk(host.file, own(anna)));
		expect(stored).toEqual(expect.arrayContaining(seen));
		await until(() => writer.isSaved, 'all to be acknowledged');
		expect(cardsOf(await onDisk(host.file, own(anna)))).toHaveLength(50);
	});

	it('nobody sees or is promised anything before the commit', async () => {
		const { host, gated } = await openGated();
		const [writer, reader] = [await host.join(anna, board), await host.join(bas, board)];
		await until(() => writer.isSaved && reader.isSaved, 'the answers to step 1');
		gated.shut();
		writer.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		await until(() => gated.waiting === 1, 'the commit to hang');
		const late = new SyncClient(host.place(bas, board));
		await late.opened();
		late.askAll();
		const read = host.sync.read(board, (doc) => doc.getMap('groups').size);
		await expect(
			Promise.race([read, new Promise((later) => setImmediate(later, 'nothing yet'))])
		).resolves.toBe('nothing yet');
		expect(writer.isSaved).toBe(false);
		expect(reader.frames.some(isUpdate)).toBe(false);
		expect(late.isSynced).toBe(false);
		gated.open();
		await until(() => writer.isSaved && reader.doc.getMap('groups').has('g1') && late.isSynced, 'everyone');
		expect(late.doc.getMap('groups').has('g1')).toBe(true);
		expect(await read).toBe(1);
		late.vanish();
	});

	it('[F12] a turn of several writers is one commit and one frame', async () => {
		const { host, gated } = await openGated();
		const [one, two, reader] = await Promise.all([anna, bas, bas].map((who) => host.join(who, board)));
		gated.shut();
		one!.doc.getMap('groups').set('g0', { title: 'first', order: 0 });
		await until(() => gated.waiting === 1, 'the first commit');
		const before = reader!.frames.filter(isUpdate).length;
		for (let i = 1; i < 10; i++)
			(i % 2 ? one : two)!.doc.getMap('groups').set(`g${i}`, { title: 'x', order: i });
		await Promise.all([one!, two!].map((client) => client.roundTrip()));
		gated.open();
		await until(() => one!.isSaved && two!.isSaved && reader!.doc.getMap('groups').size === 10, 'all ten');
		expect(reader!.frames.filter(isUpdate).length - before).toBe(2);
	});

	it('[F9] a failed commit closes the room, and what was not acknowledged comes back with its writer', async () => {
		const { host, gated } = await openGated();
		const provider = host.stock(anna, own(anna));
		await until(() => provider.synced, 'synced');
		gated.shut();
		provider.doc.getMap('cards').set('c1', card('not lost'));
		await until(() => gated.waiting === 1, 'the commit to hang');
		const closed = new Promise<number | undefined>((resolve) =>
			provider.once('connection-close', (event: CloseEvent | null) => resolve(event?.code))
		);
		gated.fail();
		expect(await closed).toBe(4503);
		expect(host.log).toMatchObject([{ what: 'commit', room: own(anna) }]);
		await until(() => provider.synced, 'synced again');
		let stored: string[] = [];
		while (stored.length === 0) stored = cardsOf(await onDisk(host.file, own(anna)));
		expect(stored).toEqual(['c1']);
	});

	it('a change of the server is refused when it is not on disk, and leaves nothing behind', async () => {
		const { host, gated } = await openGated();
		gated.shut();
		const changed = host.sync.change(board, (doc) => void doc.getMap('groups').set('g1', 1));
		const queued = changed.catch((error: Error) => error.message);
		await until(() => gated.waiting === 1, 'the commit to hang');
		gated.fail();
		expect(await queued).toBe('the disk is full');
		expect(await host.sync.read(board, (doc) => doc.getMap('groups').size)).toBe(0);
	});

	it('an act that breaks half-way leaves nothing behind; one that changed nothing disturbs nobody', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const refused = host.sync.change(board, () => {
			throw new Error('no such group');
		});
		await expect(refused).rejects.toThrow('no such group');
		expect(host.log).toEqual([]);
		const half = host.sync.change(board, (doc) => {
			doc.getMap('groups').set('g1', 1);
			throw new Error('half-way');
		});
		await expect(half).rejects.toThrow('half-way');
		expect((await client.closed).code).toBe(4503);
		expect(await host.sync.read(board, (doc) => doc.getMap('groups').size)).toBe(0);
	});

	it('changes of the server reach everyone and survive a restart', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		const made = await host.sync.change(board, (doc) => {
			doc.getMap('cards').set('c1', card('revealed'));
			return 'made';
		});
		expect(made).toBe('made');
		await until(() => client.doc.getMap('cards').has('c1'), 'the card');
		await host.stop();
		const again = await openTestServer({ file: host.file });
		expect(await again.sync.read(board, (doc) => doc.getMap('cards').size)).toBe(1);
		await again.sync.change(board, (doc) => doc.getMap('cards').set('c2', card('later')));
		expect(await again.sync.read(board, (doc) => doc.getMap('cards').size)).toBe(2);
	});

	it('what was typed while the server was away is sent again when it is back', async () => {
		const host = await openTestServer();
		const port = Number(new URL(host.server).port);
		const provider = host.stock(anna, own(anna));
		await until(() => provider.synced, 'synced');
		provider.doc.getMap('cards').set('c1', card('before'));
		await until(() => host.app.changedOwn.length > 0, 'a commit');
		await host.stop();
		provider.doc.getMap('cards').set('c2', card('while away'));
		const again = await openTestServer({ file: host.file, port });
		await until(() => again.app.changedOwn.length > 0, 'the rest to arrive', 20_000);
		expect(await again.sync.read(own(anna), cardsOf)).toEqual(['c1', 'c2']);
		provider.destroy();
	});

	it('[F4] an update that got lost is asked for, and until then nothing is promised', async () => {
		const host = await openTestServer();
		const doc = new Y.Doc();
		const client = await host.join(anna, own(anna), doc);
		client.isTalking = false;
		doc.getMap('cards').set('c1', card('lost on the way'));
		client.isTalking = true;
		doc.getMap('cards').set('c2', card('comes too early'));
		await until(() => client.isSaved, 'both to be saved');
		expect(cardsOf(await onDisk(host.file, own(anna)))).toEqual(['c1', 'c2']);
	});

	it('[F4] while an update is missing, a later one is no promise', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, own(anna));
		client.doc.getMap('cards').set('c0', card('first'));
		await until(() => client.isSaved, 'the first');
		const saved = client.saved;
		const [lost, early, deletion] = updatesOf(client, (cards) => {
			cards.set('c1', card('lost on the way'));
			cards.set('c2', card('comes too early'));
			cards.delete('c0');
		});
		const asked = () => client.frames.filter((bytes) => bytes[0] === 0 && bytes[1] === 0).length;
		client.sendUpdate(early!);
		await until(() => asked() === 2, 'our step 1');
		client.sendUpdate(deletion!);
		await until(() => host.app.changedOwn.length === 2, 'the deletion to be on disk');
		await client.roundTrip();
		expect(client.saved).toBe(saved);
		client.sendStep2(Y.mergeUpdates([lost!, early!, deletion!]));
		await until(() => client.saved === saved + 3, 'all to be saved');
	});

	it('cards written offline in several page loads come in as one answer', async () => {
		const host = await openTestServer();
		const doc = new Y.Doc();
		for (const [i, id] of ['c1', 'c2', 'c3'].entries()) {
			doc.clientID = 1000 - i;
			doc.getMap('cards').set(id, card('in the train'));
			doc.getMap('cards').set('last', card(`now ${id}`));
		}
		doc.getMap('cards').delete('c2');
		const client = await host.join(anna, own(anna), doc);
		await until(() => client.sent === 1 && client.isSaved, 'the answer');
		expect(cardsOf(await onDisk(host.file, own(anna)))).toEqual(['c1', 'c3', 'last']);
	});

	it('undo and redo of deleted cards pass', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, own(anna));
		const cards = client.doc.getMap('cards');
		const undo = new Y.UndoManager(cards, { captureTimeout: 0 });
		cards.set('c1', card('one'));
		cards.set('c1', card('two'));
		cards.delete('c1');
		undo.undo();
		undo.undo();
		undo.redo();
		await until(() => client.isSaved, 'all to be saved');
		const second = await host.join(anna, own(anna));
		expect(second.doc.getMap('cards').toJSON()).toEqual(cards.toJSON());
		// The same history as one answer, with what the undo manager keeps.
		const copy = await openTestServer();
		const offline = await copy.join(anna, own(anna), client.doc);
		await until(() => offline.isSaved && offline.sent > 0, 'the answer');
		expect(await copy.sync.read(own(anna), (doc) => doc.getMap('cards').toJSON())).toEqual(cards.toJSON());
	});

	it('a second process cannot open the same file', async () => {
		const host = await openTestServer();
		await expect(openSqliteStore(host.file, { lockWaitMs: 50 })).rejects.toThrow('in use by another process');
		await host.stop();
		const next = await openSqliteStore(host.file, { lockWaitMs: 50 });
		atEnd(() => next.close());
	});
});
