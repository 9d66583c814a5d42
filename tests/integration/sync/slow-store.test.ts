import { describe, expect, it } from 'vitest';
import { MemoryStore, type Waiting } from '../../support/memory-store.ts';
import { until } from '../../support/sync-client.ts';
import { anna, bas, board, openTestServer, own } from './test-server.ts';

describe('[F12] a store that can not keep up', () => {
	/** Notes how many commits each document asked for, and how many of one document were ever under way together. */
	class Counting extends MemoryStore {
		readonly commits = new Map<string, number>();
		readonly #underway = new Map<string, number>();
		most = 0;

		override async append(...asked: Parameters<MemoryStore['append']>): Promise<void> {
			const [document] = asked;
			const underway = (this.#underway.get(document) ?? 0) + 1;
			this.#underway.set(document, underway);
			this.commits.set(document, (this.commits.get(document) ?? 0) + 1);
			this.most = Math.max(this.most, underway);
			await super.append(...asked);
			this.#underway.set(document, underway - 1);
		}
	}

	it('gets one commit of a document at a time, and all that comes meanwhile as the next', async () => {
		const memory = new Counting();
		const host = await openTestServer({ wrap: () => memory, limits: { framesBurst: 1000 } });
		const documents = [board, own(anna), own(bas)];
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
		await until(() => memory.waiting.length === documents.length, 'the first commits');
		for (let round = 1; round <= 20; round++) await write(round);
		expect(documents.map((document) => memory.commits.get(document))).toEqual([1, 1, 1]);
		for (const one of memory.waiting) one.go();
		await until(() => documents.every((document) => memory.commits.get(document) === 2), 'what waited');
		memory.letGo();
		await until(() => writers.every(({ isSaved }) => isSaved), 'all to be saved');
		expect(documents.map((document) => memory.commits.get(document))).toEqual([2, 2, 2]);
		expect(memory.most).toBe(1);
	});

	it('one document whose commit hangs holds up no other', async () => {
		const isOfAnna = ({ name, document }: Waiting) => name === 'append' && document === own(anna);
		let letGo = () => {};
		const hanging = new Promise<void>((resolve) => (letGo = resolve));
		const memory = new MemoryStore({
			pause: (asked) => (isOfAnna(asked) ? hanging : Promise.resolve())
		});
		const host = await openTestServer({ wrap: () => memory });
		const [slow, quick] = [await host.join(anna, own(anna)), await host.join(bas, own(bas))];
		for (const { doc } of [slow, quick])
			doc.getMap('cards').set('c1', { text: 'x', prompt: 'prompt0001', at: 1 });
		await until(() => quick.isSaved && memory.waiting.some(isOfAnna), 'the other document');
		expect(slow.isSaved).toBe(false);
		letGo();
		await until(() => slow.isSaved, 'the slow one');
	});
});
