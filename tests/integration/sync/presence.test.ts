import { describe, expect, it } from 'vitest';
import type { Facts } from '#wire/journey/facts.ts';
import { message } from '#wire/protocol.ts';
import { stockProvider, SyncClient, until } from '../../support/sync-client.ts';
import * as Y from 'yjs';
import {
	anna,
	bas,
	board,
	journey,
	openTestServer,
	own,
	screen,
	journeyRoom,
	type TestServer
} from './test-server.ts';

const factsOf = (version: number) => ({ version, people: 2 }) as Facts;
const isAwareness = (bytes: Uint8Array) => bytes[0] === message.awareness;

/** What is said on a board from now on has been passed on; so would have been what was said elsewhere before. */
async function awarenessHadTime(host: TestServer): Promise<void> {
	const [one, two] = [host.stock(anna, board), host.stock(bas, board)];
	await until(() => one.synced && two.synced, 'a board');
	one.awareness.setLocalState({ holding: 'c1' });
	await until(() => two.awareness.getStates().size === 2, 'awareness on a board');
}

describe('the room of a journey', () => {
	it('counts who is there, who writes, and the screens', async () => {
		const host = await openTestServer();
		const [phone, laptop, other, beamer] = await Promise.all(
			[anna, anna, bas, screen].map((who) => host.join(who, journeyRoom))
		);
		await host.join(bas, own(bas));
		const presence = () => host.sync.presence(journey);
		expect(presence()).toEqual({ participants: new Set([anna, bas]), writing: new Set(), beamers: 1 });

		host.app.presenceOf.length = 0;
		phone!.sendWriting(true);
		beamer!.sendWriting(true);
		await until(() => presence().writing.size === 1, 'someone to write');
		expect([...presence().writing]).toEqual([anna]);
		await until(() => host.app.presenceOf.includes(journey), 'the app to be told');
		await laptop!.leave();
		await other!.leave();
		await until(() => !presence().participants.has(bas), 'Bas to be gone');
		expect([...presence().participants]).toEqual([anna]);
		phone!.vanish();
		await until(() => presence().participants.size === 0, 'Anna to be gone');
		expect(presence().writing.size).toBe(0);
	});

	it('many who come at once are told to the app as few changes', async () => {
		const host = await openTestServer({ limits: { presenceMs: 200 } });
		await Promise.all(Array.from({ length: 40 }, (_, i) => host.join(`personnumber${i}`, journeyRoom)));
		await until(() => host.app.presenceOf.length > 0, 'the app to be told');
		expect(host.app.presenceOf.length).toBeLessThan(10);
	});

	it('facts go to who said hello, also when they come later, and never to a stock client', async () => {
		const host = await openTestServer();
		const first = await host.join(anna, journeyRoom);
		const stock = stockProvider(host.place(bas, journeyRoom), new Y.Doc());
		const unknown: number[] = [];
		for (const type of [message.ack, message.policy, message.refusal, message.facts])
			stock.messageHandlers[type] = () => void unknown.push(type);
		await until(() => stock.synced, 'the stock client');
		host.sync.announce(journey, factsOf(1));
		await until(() => first.facts.length === 1, 'the facts');
		host.sync.announce('journeyelsewhere', factsOf(99));
		host.sync.announce(journey, factsOf(2));
		await until(() => first.facts.length === 2, 'the next facts');
		const later = await host.join(screen, journeyRoom);
		await until(() => later.facts.length === 1, 'the facts for who came later');
		expect(first.facts.map(({ version }) => version)).toEqual([1, 2]);
		expect(later.facts.map(({ version }) => version)).toEqual([2]);
		expect(unknown).toEqual([]);
		stock.destroy();
	});

	it('takes no document and passes on no awareness', async () => {
		const host = await openTestServer();
		const [writer, listener] = [await host.join(anna, journeyRoom), await host.join(bas, journeyRoom)];
		const shown = stockProvider(host.place(anna, journeyRoom), new Y.Doc());
		shown.awareness.setLocalState({ user: { name: 'SECRET-NAME' } });
		await until(() => shown.synced, 'the stock client');
		writer.doc.getMap('cards').set('c1', 1);
		expect((await writer.closed).code).toBe(4400);
		await awarenessHadTime(host);
		expect(listener.frames.filter(isAwareness)).toEqual([]);
		expect(await host.sync.read(journeyRoom, (doc) => doc.store.clients.size)).toBe(0);
		shown.destroy();
	});
});

describe('awareness', () => {
	const names = (provider: ReturnType<typeof stockProvider>) =>
		[...provider.awareness.getStates().values()].map((state) => state.user?.name).sort();

	it('[F17][F18] on a board people see each other under the name of their session, and see each other leave', async () => {
		const host = await openTestServer();
		const [one, two] = [host.stock(anna, board), host.stock(bas, board)];
		one.awareness.setLocalState({ user: { name: 'The Mayor' }, holding: 'c1' });
		two.awareness.setLocalState({ holding: null });
		await until(() => one.synced && two.synced, 'synced');
		await until(
			() => two.awareness.getStates().size === 2 && one.awareness.getStates().size === 2,
			'each other'
		);
		const seen = two.awareness.getStates().get(one.doc.clientID);
		expect(seen).toEqual({ user: { name: 'Anna', organisation: 'ggd' }, holding: 'c1' });
		expect(names(one)).toContain('Bas');
		one.ws!.close();
		one.disconnect();
		await until(() => two.awareness.getStates().size === 1, 'Anna to be gone');
	});

	it("[F18] nobody can speak for another's id", async () => {
		const host = await openTestServer();
		const victim = host.stock(anna, board);
		victim.awareness.setLocalState({ holding: 'c1' });
		const watcher = host.stock(bas, board);
		await until(() => watcher.awareness.getStates().has(victim.doc.clientID), 'the victim');
		const attacker = new SyncClient(host.place('charlieguest', board));
		await attacker.opened();
		const { encodeAwarenessUpdate, Awareness } = await import('y-protocols/awareness');
		const doc = new Y.Doc();
		doc.clientID = victim.doc.clientID;
		const forged = new Awareness(doc);
		for (let clock = 0; clock < 5; clock++) forged.setLocalState({ holding: 'stolen' });
		const update = encodeAwarenessUpdate(forged, [doc.clientID]);
		attacker.send(Uint8Array.from([message.awareness, update.length, ...update]));
		await attacker.roundTrip();
		victim.awareness.setLocalState({ holding: 'c2' });
		await until(() => watcher.awareness.getStates().get(victim.doc.clientID)?.holding === 'c2', 'the truth');
		attacker.vanish();
		forged.destroy();
	});

	it('in a private room nothing is passed on', async () => {
		const host = await openTestServer();
		const [phone, laptop] = [host.stock(anna, own(anna)), await host.join(anna, own(anna))];
		phone.awareness.setLocalState({ holding: 'c1' });
		await until(() => phone.synced, 'synced');
		await awarenessHadTime(host);
		expect(laptop.frames.filter(isAwareness)).toEqual([]);
	});
});
