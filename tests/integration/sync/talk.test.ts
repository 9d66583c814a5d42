import { describe, expect, it } from 'vitest';
import type { Facts } from '#wire/journey/facts.ts';
import { message } from '#wire/protocol.ts';
import { stockProvider, SyncClient, until } from '../../support/sync-client.ts';
import * as Y from 'yjs';
import { anna, bas, board, journey, openStage, own, roomOf, screen, talk, type Stage } from './stage.ts';

const factsOf = (version: number) => ({ version, people: 2 }) as Facts;
const isAwareness = (bytes: Uint8Array) => bytes[0] === message.awareness;

/** What is said on a board from now on has been passed on; so would have been what was said elsewhere before. */
async function awarenessHadTime(stage: Stage): Promise<void> {
	const [one, two] = [stage.stock(anna, board), stage.stock(bas, board)];
	await until(() => one.synced && two.synced, 'a board');
	one.awareness.setLocalState({ holding: 'c1' });
	await until(() => two.awareness.getStates().size === 2, 'awareness on a board');
}

describe('the room of a journey', () => {
	it('counts who is there, who writes, and the screens', async () => {
		const stage = await openStage();
		const [phone, laptop, other, beamer] = await Promise.all(
			[anna, anna, bas, screen].map((who) => stage.join(who, talk))
		);
		await stage.join(bas, own(bas));
		const presence = () => stage.sync.presence(journey);
		expect(presence()).toEqual({ participants: new Set([anna, bas]), writing: new Set(), beamers: 1 });

		stage.app.presenceOf.length = 0;
		phone!.sendWriting(true);
		beamer!.sendWriting(true);
		await until(() => presence().writing.size === 1, 'someone to write');
		expect([...presence().writing]).toEqual([anna]);
		await until(() => stage.app.presenceOf.includes(journey), 'the app to be told');
		await laptop!.leave();
		await other!.leave();
		await until(() => !presence().participants.has(bas), 'Bas to be gone');
		expect([...presence().participants]).toEqual([anna]);
		phone!.vanish();
		await until(() => presence().participants.size === 0, 'Anna to be gone');
		expect(presence().writing.size).toBe(0);
	});

	it('many who come at once are told to the app as few changes', async () => {
		const stage = await openStage({ limits: { presenceMs: 200 } });
		await Promise.all(Array.from({ length: 40 }, (_, i) => stage.join(`personnumber${i}`, talk)));
		await until(() => stage.app.presenceOf.length > 0, 'the app to be told');
		expect(stage.app.presenceOf.length).toBeLessThan(10);
	});

	it('facts go to who said hello, also when they come later, and never to a stock client', async () => {
		const stage = await openStage();
		const first = await stage.join(anna, talk);
		const stock = stockProvider(stage.place(bas, talk), new Y.Doc());
		const unknown: number[] = [];
		for (const type of [message.ack, message.policy, message.refusal, message.facts])
			stock.messageHandlers[type] = () => void unknown.push(type);
		await until(() => stock.synced, 'the stock client');
		stage.sync.announce(journey, factsOf(1));
		await until(() => first.facts.length === 1, 'the facts');
		stage.sync.announce('journeyelsewhere', factsOf(99));
		stage.sync.announce(journey, factsOf(2));
		await until(() => first.facts.length === 2, 'the next facts');
		const later = await stage.join(screen, talk);
		await until(() => later.facts.length === 1, 'the facts for who came later');
		expect(first.facts.map(({ version }) => version)).toEqual([1, 2]);
		expect(later.facts.map(({ version }) => version)).toEqual([2]);
		expect(unknown).toEqual([]);
		stock.destroy();
	});

	it('takes no document and passes on no awareness', async () => {
		const stage = await openStage();
		const [writer, listener] = [await stage.join(anna, talk), await stage.join(bas, talk)];
		const shown = stockProvider(stage.place(anna, talk), new Y.Doc());
		shown.awareness.setLocalState({ user: { name: 'SECRET-NAME' } });
		await until(() => shown.synced, 'the stock client');
		writer.doc.getMap('cards').set('c1', 1);
		expect((await writer.closed).code).toBe(4400);
		await awarenessHadTime(stage);
		expect(listener.frames.filter(isAwareness)).toEqual([]);
		expect(await stage.sync.read(roomOf(talk), (doc) => doc.store.clients.size)).toBe(0);
		shown.destroy();
	});
});

describe('awareness', () => {
	const names = (provider: ReturnType<typeof stockProvider>) =>
		[...provider.awareness.getStates().values()].map((state) => state.user?.name).sort();

	it('[F17][F18] on a board people see each other under the name of their session, and see each other leave', async () => {
		const stage = await openStage();
		const [one, two] = [stage.stock(anna, board), stage.stock(bas, board)];
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
		const stage = await openStage();
		const victim = stage.stock(anna, board);
		victim.awareness.setLocalState({ holding: 'c1' });
		const watcher = stage.stock(bas, board);
		await until(() => watcher.awareness.getStates().has(victim.doc.clientID), 'the victim');
		const attacker = new SyncClient(stage.place('charlieguest', board));
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
		const stage = await openStage();
		const [phone, laptop] = [stage.stock(anna, own(anna)), await stage.join(anna, own(anna))];
		phone.awareness.setLocalState({ holding: 'c1' });
		await until(() => phone.synced, 'synced');
		await awarenessHadTime(stage);
		expect(laptop.frames.filter(isAwareness)).toEqual([]);
	});
});
