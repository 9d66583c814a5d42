import { describe, expect, it } from 'vitest';
import { MemoryStore, type Waiting } from '../../support/memory-store.ts';
import { until } from '../../support/sync-client.ts';
import { anna, bas, board, openTestServer, own } from './test-server.ts';

describe('[F12] a store that can not keep up', () => {
	/** Notes how many commits each room asked for, and how many of one room were ever under way together. */
	class Counting extends MemoryStore {
		readonly commits = new Map<string, number>();
		readonly #underway = new Map<string, number>();
		most = 0;

		override async append(...asked: Parameters<MemoryStore['append']>): Promise<void> {
			const [room] = asked;
			const underway = (this.#underway.get(room) ?? 0) + 1;
			this.#underway.set(room, underway);
			this.commits.set(room, (this.commits.get(room) ?? 0) + 1);
			this.most = Math.max(this.most, underway);
			await super.append(...asked);
			this.#underway.set(room, underway - 1);
		}
	}

	it('gets one commit of a room at a time, and all that comes meanwhile as the next', async () => {
		const memory = new Counting();
		const host = await openTestServer({ wrap: () => memory, limits: { framesBurst: 1000 } });
		const rooms = [board, own(anna), own(bas)];
		const writers = await Promise.all([
			...[anna, bas, bas, anna].map((who) => host.join(who, board)),
			host.join(anna, own(anna)),
			host.join(bas, own(bas))
		]);
		await until(() => writers.every(({ isSaved }) => isSaved), 'the answers to step 1');
		memory.hold();
		const write = async (round: number) => {
			for (const [n, { doc }] of writers.entries())
				if (n < 4) doc.getMap('groups').set(`g${round}-${n}`, { title: 'x', order: n });
				else doc.getMap('cards').set(`c${round}`, { text: 'x', prompt: 'prompt0001', at: 1 });
			await Promise.all(writers.map((writer) => writer.roundTrip()));
		};
		await write(0);
		await until(() => memory.waiting.length === rooms.length, 'the first commits');
		for (let round = 1; round <= 20; round++) await write(round);
		expect(rooms.map((room) => memory.commits.get(room))).toEqual([1, 1, 1]);
		for (const one of memory.waiting) one.go();
		await until(() => rooms.every((room) => memory.commits.get(room) === 2), 'what waited');
		memory.letGo();
		await until(() => writers.every(({ isSaved }) => isSaved), 'all to be saved');
		expect(rooms.map((room) => memory.commits.get(room))).toEqual([2, 2, 2]);
		expect(memory.most).toBe(1);
	});

	it('one room whose commit hangs holds up no other', async () => {
		const isOfAnna = ({ name, room }: Waiting) => name === 'append' && room === own(anna);
		let letGo = () => {};
		const hanging = new Promise<void>((resolve) => (letGo = resolve));
		const memory = new MemoryStore({
			pause: (asked) => (isOfAnna(asked) ? hanging : Promise.resolve())
		});
		const host = await openTestServer({ wrap: () => memory });
		const [slow, quick] = [await host.join(anna, own(anna)), await host.join(bas, own(bas))];
		for (const { doc } of [slow, quick])
			doc.getMap('cards').set('c1', { text: 'x', prompt: 'prompt0001', at: 1 });
		await until(() => quick.isSaved && memory.waiting.some(isOfAnna), 'the other room');
		expect(slow.isSaved).toBe(false);
		letGo();
		await until(() => slow.isSaved, 'the slow one');
	});
});
