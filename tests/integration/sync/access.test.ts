import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { stockProvider, SyncClient, until } from '../../support/sync-client.ts';
import {
	anna,
	bas,
	board,
	card,
	Cast,
	eva,
	openTestServer,
	own,
	screen,
	step,
	journeyDoc
} from './test-server.ts';

describe('who gets in', () => {
	it('two stock providers converge on a board that they may write', async () => {
		const host = await openTestServer();
		const [one, two] = [host.stock(anna, board), host.stock(bas, board)];
		await until(() => one.synced && two.synced, 'both synced');
		one.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		two.doc.getMap('place').set('c1', { group: 'g1', on: null, order: 1 });
		await until(() => two.doc.getMap('groups').has('g1') && one.doc.getMap('place').has('c1'), 'each other');
		one.doc.getMap('groups').delete('g1');
		await until(() => !two.doc.getMap('groups').has('g1'), 'the deletion');
		expect(Y.encodeStateAsUpdate(one.doc)).toEqual(Y.encodeStateAsUpdate(two.doc));
	});

	it('[F19] a stock provider is refused in a document that is not its own, and stops', async () => {
		const host = await openTestServer();
		const provider = host.stock(bas, own(anna));
		let tries = 0;
		provider.on('status', ({ status }) => void (status === 'connecting' && tries++));
		const closed = await new Promise((resolve) => provider.on('closed', resolve));
		expect(closed).toMatchObject({ code: 4403 });
		expect(provider.shouldConnect).toBe(false);
		expect(tries).toBeLessThanOrEqual(1);
	});

	it.each([
		['no cookie', { cookie: '' }, board, 4401, 'signed-out'],
		['a stranger to the journey', { cookie: `person=${eva}` }, board, 4403, 'not-a-member'],
		['an unknown step', { cookie: `person=${anna}` }, 'board/stepunknown1', 4404, 'unknown-room'],
		['a name that is none', { cookie: `person=${anna}` }, 'board/../../etc', 4404, 'unknown-room'],
		['no document', { cookie: `person=${anna}` }, '', 4404, 'unknown-room'],
		["someone else's private document", { cookie: `person=${bas}` }, own(anna), 4403, 'not-yours'],
		['a beamer at private cards', { cookie: `beamer=${screen}` }, own(anna), 4403, 'beamer'],
		['another site', { cookie: `person=${anna}`, origin: 'https://evil.example' }, board, 4403, 'origin'],
		['a mangled origin', { cookie: `person=${anna}`, origin: 'null' }, board, 4403, 'origin']
	])('%s is told so', async (_, headers, document, code, reason) => {
		const host = await openTestServer();
		const client = new SyncClient({ server: host.server, document, headers });
		expect(await client.closed).toEqual({ code, reason });
	});

	it('a client that is no browser, and a page of a trusted site, come in with a cookie', async () => {
		const host = await openTestServer({ origins: ['https://siroop.example'] });
		const cookie = `person=${anna}`;
		const bare = await SyncClient.join({ server: host.server, document: board, headers: { cookie } });
		const origin = 'https://siroop.example';
		const trusted = await SyncClient.join({
			server: host.server,
			document: board,
			headers: { cookie, origin }
		});
		expect([bare.isSynced, trusted.isSynced]).toEqual([true, true]);
		await Promise.all([bare.leave(), trusted.leave()]);
	});

	it('a document of a kind that only the program knows is kept, bounded and closed by what the program says', async () => {
		const letter = `letter/${step}`;
		const app = new Cast();
		app.rulesOf = (document) =>
			document === letter
				? {
						shapes: new Map([['groups', 'values']]),
						mostIn: () => Infinity,
						checkValue: (_root, _key, value) => (value === 'rude' ? 'be-kind' : null),
						mostBytes: 200,
						hasAwareness: false,
						hasFacts: false,
						owner: anna
					}
				: null;
		const host = await openTestServer({ app });
		const [known, other] = [await host.join(anna, letter), await host.join(anna, letter)];
		known.doc.getMap('groups').set('g1', 'Dear all');
		await until(() => other.doc.getMap('groups').has('g1'), 'the letter');
		known.doc.getMap('groups').set('g2', 'rude');
		expect(await known.closed).toEqual({ code: 4422, reason: 'be-kind' });
		other.doc.getMap('groups').set('g3', 'x'.repeat(200));
		expect(await other.closed).toEqual({ code: 4413, reason: 'room-full' });
		expect(await host.sync.read(letter, (doc) => [...doc.getMap('groups').keys()])).toEqual(['g1']);
		const rooted = await host.join(anna, letter);
		rooted.doc.getMap('place').set('c1', 1);
		expect(await rooted.closed).toEqual({ code: 4400, reason: 'unknown-root' });
		const stranger = await host.join(bas, letter);
		expect(await stranger.closed).toEqual({ code: 4403, reason: 'not-yours' });
		const gone = await host.join(anna, board);
		expect(await gone.closed).toEqual({ code: 4404, reason: 'unknown-room' });
		await expect(host.sync.read(board, () => 1)).rejects.toThrow(`there is no document ${board}`);
	});

	it('private cards reach their owner on every device, and nobody else', async () => {
		const host = await openTestServer();
		const [phone, laptop] = [await host.join(anna, own(anna)), await host.join(anna, own(anna))];
		const others = await Promise.all([
			host.join(bas, own(bas)),
			host.join(bas, board),
			host.join(bas, journeyDoc),
			host.join(screen, journeyDoc),
			host.join(screen, board)
		]);
		phone.doc.getMap('cards').set('c1', card('GEHEIM-123'));
		await until(() => laptop.doc.getMap('cards').has('c1') && phone.isSaved, 'the other device');
		expect(others.filter((other) => other.hasReceived('GEHEIM-123'))).toEqual([]);
		expect(laptop.hasReceived('GEHEIM-123')).toBe(true);
	});

	it('[F19] whoever is removed is out within a second, and nobody else', async () => {
		const host = await openTestServer();
		const [out, stays] = [await host.join(anna, board), await host.join(bas, board)];
		host.app.removed.add(anna);
		const asked = performance.now();
		host.sync.recheck('journeyijssel');
		expect(await out.closed).toEqual({ code: 4403, reason: 'not-a-member' });
		expect(performance.now() - asked).toBeLessThan(1000);
		expect(out.refusal).toEqual({ code: 4403, reason: 'not-a-member' });
		stays.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		await until(() => stays.isSaved, 'the other to be saved');
	});

	it('[F19] an ended session is out too', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, board);
		host.app.signedOut.add(anna);
		host.sync.reidentify(anna);
		expect(await client.closed).toEqual({ code: 4401, reason: 'signed-out' });
	});

	it('[F19] a permission that ends while the document is loading is not given', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		let asked = false;
		const host = await openTestServer({
			wrap: (store) => ({
				...store,
				open: async (document) => {
					asked = true;
					await held;
					return store.open(document);
				}
			})
		});
		const client = new SyncClient(host.addressOf(anna, board));
		await until(() => asked, 'the document to be loading');
		host.app.removed.add(anna);
		host.sync.recheck('journeyijssel');
		release();
		expect(await client.closed).toMatchObject({ code: 4403 });
	});

	it('[F19] an answer of the app that is overtaken by a new question does not count', async () => {
		const host = await openTestServer();
		const admit = host.app.admit.bind(host.app);
		const answers: (() => void)[] = [];
		host.app.admit = async (visitor, document) => {
			const decision = await admit(visitor, document);
			if (answers.length === 0) await new Promise<void>((resolve) => answers.push(resolve));
			return decision;
		};
		const client = new SyncClient(host.addressOf(anna, board));
		await until(() => answers.length === 1, 'the app to think');
		host.app.removed.add(anna);
		host.sync.recheck('journeyijssel');
		answers[0]!();
		expect(await client.closed).toMatchObject({ code: 4403 });
	});

	it('[F17][F19] whoever is refused is gone at once, also when their phone does not answer', async () => {
		const host = await openTestServer();
		const client = await host.join(anna, journeyDoc);
		await until(() => host.sync.presence('journeyijssel').participants.size === 1, 'Anna');
		client.pause();
		host.app.removed.add(anna);
		host.app.presenceOf.length = 0;
		host.sync.recheck('journeyijssel');
		await until(() => host.app.presenceOf.length === 1, 'the app to be told', 1000);
		expect(host.sync.presence('journeyijssel').participants.size).toBe(0);
	});

	it('[F21] updates go only to who asked for the document', async () => {
		const host = await openTestServer();
		const silent = new SyncClient(host.addressOf(bas, board));
		await silent.opened();
		const [writer, reader] = [await host.join(anna, board), await host.join(bas, board)];
		writer.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		await until(() => reader.doc.getMap('groups').has('g1'), 'the reader');
		silent.askAll();
		await until(() => silent.isSynced, 'step 2');
		expect(silent.frames.filter((bytes) => bytes[0] === 0 && bytes[1] === 2)).toEqual([]);
		expect(silent.doc.getMap('groups').has('g1')).toBe(true);
		silent.vanish();
	});

	it('[F30] what comes before the document is loaded is kept', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const host = await openTestServer({
			wrap: (store) => ({ ...store, open: (document) => held.then(() => store.open(document)) })
		});
		const client = new SyncClient(host.addressOf(anna, board));
		await client.opened();
		client.askAll();
		client.doc.getMap('groups').set('g1', { title: 'Zorg', order: 1 });
		release();
		await until(() => client.isSynced, 'step 2');
		const titles = () => host.sync.read(board, (doc) => [...doc.getMap('groups').keys()]);
		let found: string[] = [];
		while (found.length === 0) found = await titles();
		expect(found).toEqual(['g1']);
		client.vanish();
	});

	it('[F33] sixty people with three sockets each come in at once from one address', async () => {
		const host = await openTestServer();
		const people = Array.from({ length: 60 }, (_, i) => `person${String(i).padStart(4, '0')}`);
		const clients = await Promise.all(
			people.flatMap((person) =>
				[board, journeyDoc, own(person)].map((document) => host.join(person, document))
			)
		);
		expect(clients.filter((client) => client.isSynced)).toHaveLength(180);
		expect(host.sync.presence('journeyijssel').participants.size).toBe(60);
	});

	it('[F33] one person or address that opens too many sockets is asked to come back later', async () => {
		const host = await openTestServer({ limits: { connectionsPerPerson: 2 } });
		const first = [await host.join(anna, board), await host.join(anna, board)];
		expect(await new SyncClient(host.addressOf(anna, board)).closed).toEqual({
			code: 4529,
			reason: 'too-many'
		});
		expect((await host.join(bas, board)).isSynced).toBe(true);
		await first[0]!.leave();
		let again = await host.join(anna, board);
		while (!again.isSynced) again = await host.join(anna, board);
	});

	it('knocking too often is answered with 429', async () => {
		const host = await openTestServer({ limits: { upgradesBurst: 2, upgradesPerSecond: 0.001 } });
		await Promise.all([host.join(anna, board), host.join(bas, board)]);
		const refused = new SyncClient(host.addressOf(anna, board));
		await expect(refused.opened()).rejects.toThrow('429');
	});

	it('an app that fails is no reason to be let in, nor to stay away for ever', async () => {
		const host = await openTestServer();
		host.app.admit = async () => {
			throw new Error('the database is away');
		};
		expect(await new SyncClient(host.addressOf(anna, board)).closed).toEqual({
			code: 4503,
			reason: 'unavailable'
		});
		expect(host.log).toMatchObject([{ what: 'admit' }]);
	});

	it('[F23] a copy of another epoch is thrown away', async () => {
		const host = await openTestServer();
		const first = await host.join(anna, board);
		expect(first.policy).toEqual({ write: ['groups', 'place'], epoch: 1 });
		const address = host.addressOf(bas, board);
		const same = await SyncClient.join({ ...address, query: '?epoch=1' });
		expect(same.isSynced).toBe(true);
		expect(await new SyncClient({ ...address, query: '?epoch=2' }).closed).toEqual({
			code: 4409,
			reason: 'epoch'
		});
		await same.leave();
	});

	it('[F15] a stock provider stays up in silence', async () => {
		const host = await openTestServer({ limits: { keepAliveMs: 50 } });
		const provider = stockProvider(host.addressOf(screen, journeyDoc), new Y.Doc());
		await until(() => provider.synced, 'synced');
		const lastReceived = provider.wsLastMessageReceived;
		await until(() => provider.wsLastMessageReceived > lastReceived, 'a sign of life');
		provider.destroy();
	});
});
