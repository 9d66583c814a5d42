import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, bas, card, onDisk, openTestServer, own } from './test-server.ts';

describe('removing a room', () => {
	it('closes its sockets with the reason, and leaves nothing of it for who comes after', async () => {
		const host = await openTestServer();
		const [phone, other] = [await host.join(anna, own(anna)), await host.join(bas, own(bas))];
		for (const client of [phone, other]) {
			client.doc.getMap('cards').set('c1', card('GEHEIM-123'));
			await until(() => client.isSaved, 'it to be saved');
		}
		await host.sync.remove(own(anna), 'revealed');
		expect(await phone.closed).toEqual({ code: 4403, reason: 'revealed' });
		const again = await host.join(anna, own(anna));
		expect(again.doc.getMap('cards').size).toBe(0);
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBe(0);
		expect(other.doc.getMap('cards').size).toBe(1);
		other.doc.getMap('cards').set('c2', card('goes on'));
		await until(() => other.isSaved, 'the other room');
		expect(host.log).toEqual([]);
	});

	it('[F23] an old copy is not taken back: its device is told that the room was emptied', async () => {
		const host = await openTestServer();
		const phone = await host.join(anna, own(anna));
		phone.doc.getMap('cards').set('c1', card('GEHEIM-123'));
		await until(() => phone.isSaved, 'it to be saved');
		await phone.leave();
		await host.sync.remove(own(anna), 'revealed');
		const back = new SyncClient({ ...host.place(anna, own(anna)), query: '?epoch=1' }, phone.doc);
		expect(await back.closed).toEqual({ code: 4409, reason: 'emptied' });
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBe(0);
	});

	it('what is written while a room is held waits, is not confirmed, and goes on when the hold ends', async () => {
		const host = await openTestServer();
		const phone = await host.join(anna, own(anna));
		let letGo = () => {};
		const held = host.sync.hold([own(anna)], () => new Promise<void>((resolve) => (letGo = resolve)));
		phone.doc.getMap('cards').set('c1', card('meanwhile'));
		const server = host.sync.change(own(anna), (doc) => doc.getMap('cards').set('c2', card('a form')));
		await host.join(bas, own(bas)).then(async (other) => {
			other.doc.getMap('cards').set('c1', card('elsewhere'));
			await until(() => other.isSaved, 'the other room, which nobody holds');
		});
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('cards').size)).toBe(0);
		expect(phone.isSaved).toBe(false);
		letGo();
		await held;
		await server;
		await until(() => phone.isSaved, 'what waited');
		expect([...(await onDisk(host.file, own(anna))).getMap('cards').keys()].sort()).toEqual(['c1', 'c2']);
	});

	it('what waited at a room that is removed was never confirmed, and its writer still has it', async () => {
		const host = await openTestServer();
		const phone = await host.join(anna, own(anna));
		const server = await host.sync.hold([own(anna)], async () => {
			phone.doc.getMap('cards').set('c1', card('too late'));
			await phone.leave();
			const change = host.sync.change(own(anna), (doc) => doc.getMap('cards').set('c2', card('form')));
			const answer = change.then(
				() => 'done',
				() => 'refused'
			);
			await host.sync.remove(own(anna), 'revealed');
			return answer;
		});
		expect(server).toBe('refused');
		expect(phone.isSaved).toBe(false);
		expect((await onDisk(host.file, own(anna))).getMap('cards').size).toBe(0);
		const later = await host.join(anna, own(anna), new Y.Doc());
		expect(later.doc.getMap('cards').size).toBe(0);
	});

	it('a removal that fails says so, and the room is there for another try', async () => {
		let isBroken = true;
		const host = await openTestServer({
			wrap: (store) => ({
				...store,
				remove: (...args) => (isBroken ? Promise.reject(new Error('disk')) : store.remove(...args))
			})
		});
		await host.sync.change(own(anna), (doc) => doc.getMap('cards').set('c1', card('still here')));
		await expect(host.sync.remove(own(anna), 'revealed')).rejects.toThrow('disk');
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('cards').size)).toBe(1);
		isBroken = false;
		await host.sync.remove(own(anna), 'revealed');
		expect(await host.sync.read(own(anna), (doc) => doc.getMap('cards').size)).toBe(0);
		expect(host.log.map(({ what }) => what)).toEqual(['remove']);
	});
});
