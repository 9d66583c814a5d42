import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, bas, card, onDisk, openStage, own, roomOf } from './stage.ts';

describe('removing a room', () => {
	it('closes its sockets with the reason, and leaves nothing of it for who comes after', async () => {
		const stage = await openStage();
		const [phone, other] = [await stage.join(anna, own(anna)), await stage.join(bas, own(bas))];
		for (const client of [phone, other]) {
			client.doc.getMap('cards').set('c1', card('GEHEIM-123'));
			await until(() => client.isSaved, 'it to be saved');
		}
		await stage.sync.remove(roomOf(own(anna)), 'revealed');
		expect(await phone.closed).toEqual({ code: 4403, reason: 'revealed' });
		const again = await stage.join(anna, own(anna));
		expect(again.doc.getMap('cards').size).toBe(0);
		expect((await onDisk(stage.file, own(anna))).getMap('cards').size).toBe(0);
		expect(other.doc.getMap('cards').size).toBe(1);
		other.doc.getMap('cards').set('c2', card('goes on'));
		await until(() => other.isSaved, 'the other room');
		expect(stage.log).toEqual([]);
	});

	it('[F23] an old copy is not taken back: its device is told that the room was emptied', async () => {
		const stage = await openStage();
		const phone = await stage.join(anna, own(anna));
		phone.doc.getMap('cards').set('c1', card('GEHEIM-123'));
		await until(() => phone.isSaved, 'it to be saved');
		await phone.leave();
		await stage.sync.remove(roomOf(own(anna)), 'revealed');
		const back = new SyncClient({ ...stage.place(anna, own(anna)), query: '?epoch=1' }, phone.doc);
		expect(await back.closed).toEqual({ code: 4409, reason: 'emptied' });
		expect((await onDisk(stage.file, own(anna))).getMap('cards').size).toBe(0);
	});

	it('what is written while a room is held waits, is not confirmed, and goes on when the hold ends', async () => {
		const stage = await openStage();
		const phone = await stage.join(anna, own(anna));
		let letGo = () => {};
		const held = stage.sync.hold(
			[roomOf(own(anna))],
			() => new Promise<void>((resolve) => (letGo = resolve))
		);
		phone.doc.getMap('cards').set('c1', card('meanwhile'));
		const server = stage.sync.change(roomOf(own(anna)), (doc) =>
			doc.getMap('cards').set('c2', card('a form'))
		);
		await stage.join(bas, own(bas)).then(async (other) => {
			other.doc.getMap('cards').set('c1', card('elsewhere'));
			await until(() => other.isSaved, 'the other room, which nobody holds');
		});
		expect(await stage.sync.read(roomOf(own(anna)), (doc) => doc.getMap('cards').size)).toBe(0);
		expect(phone.isSaved).toBe(false);
		letGo();
		await held;
		await server;
		await until(() => phone.isSaved, 'what waited');
		expect([...(await onDisk(stage.file, own(anna))).getMap('cards').keys()].sort()).toEqual(['c1', 'c2']);
	});

	it('what waited at a room that is removed was never confirmed, and its writer still has it', async () => {
		const stage = await openStage();
		const phone = await stage.join(anna, own(anna));
		const server = await stage.sync.hold([roomOf(own(anna))], async () => {
			phone.doc.getMap('cards').set('c1', card('too late'));
			await phone.leave();
			const change = stage.sync.change(roomOf(own(anna)), (doc) =>
				doc.getMap('cards').set('c2', card('form'))
			);
			const answer = change.then(
				() => 'done',
				() => 'refused'
			);
			await stage.sync.remove(roomOf(own(anna)), 'revealed');
			return answer;
		});
		expect(server).toBe('refused');
		expect(phone.isSaved).toBe(false);
		expect((await onDisk(stage.file, own(anna))).getMap('cards').size).toBe(0);
		const later = await stage.join(anna, own(anna), new Y.Doc());
		expect(later.doc.getMap('cards').size).toBe(0);
	});

	it('a removal that fails says so, and the room is there for another try', async () => {
		let isBroken = true;
		const stage = await openStage({
			wrap: (store) => ({
				...store,
				remove: (...args) => (isBroken ? Promise.reject(new Error('disk')) : store.remove(...args))
			})
		});
		await stage.sync.change(roomOf(own(anna)), (doc) => doc.getMap('cards').set('c1', card('still here')));
		await expect(stage.sync.remove(roomOf(own(anna)), 'revealed')).rejects.toThrow('disk');
		expect(await stage.sync.read(roomOf(own(anna)), (doc) => doc.getMap('cards').size)).toBe(1);
		isBroken = false;
		await stage.sync.remove(roomOf(own(anna)), 'revealed');
		expect(await stage.sync.read(roomOf(own(anna)), (doc) => doc.getMap('cards').size)).toBe(0);
		expect(stage.log.map(({ what }) => what)).toEqual(['remove']);
	});
});
