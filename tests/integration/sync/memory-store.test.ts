import { describe, expect, it } from 'vitest';
import { MemoryStore, type Disk } from '../../support/memory-store.ts';
import { storeContract } from './store-contract.ts';

const row = (seq: number) => ({ seq, data: Uint8Array.of(seq) });
const on = (disk: Disk) => new MemoryStore({ disk });
const left = (disk: Disk) => on(structuredClone(disk));

storeContract('memory', async () => {
	const store = new MemoryStore();
	return {
		store,
		reopen: () => store.close().then(() => on(store.disk)),
		crash: async () => left(store.disk)
	};
});

describe('the moments of a store in memory are chosen by the test', () => {
	async function held() {
		const store = new MemoryStore();
		const { fence } = await store.open('a');
		store.hold();
		return { store, append: (seq: number) => store.append('a', fence, [row(seq)], [], seq) };
	}
	const rowsOf = async (disk: Disk) => (await left(disk).open('a')).tail.map(([seq]) => seq);
	const told = (answer: Promise<unknown>) =>
		answer.then(
			() => 'done',
			(error: Error) => error.message
		);

	it('what waits has not happened; of each document only the first can be let go', async () => {
		const { store, append } = await held();
		const [one, two, other] = [append(1), append(2), store.open('b')];
		expect(store.waiting.map(({ name, document }) => `${name} ${document}`)).toEqual(['append a', 'open b']);
		expect(await rowsOf(store.disk)).toEqual([]);
		store.waiting[0]!.go();
		await one;
		expect(await rowsOf(store.disk)).toEqual([1]);
		store.letGo();
		await Promise.all([two, other]);
		expect(await rowsOf(store.disk)).toEqual([1, 2]);
	});

	it('a failure leaves nothing; a lost answer leaves all; neither happens twice', async () => {
		const { store, append } = await held();
		const [full, lost] = [told(append(1)), told(append(1))];
		const first = store.waiting[0]!;
		first.fail();
		expect([await full, await rowsOf(store.disk)]).toEqual(['the disk is full', []]);
		first.go();
		store.waiting[0]!.lose();
		expect([await lost, await rowsOf(store.disk)]).toEqual(['the writer has stopped', [1]]);
		expect(store.waiting).toEqual([]);
	});

	it('a crash forgets what was not durable and answers everyone', async () => {
		const { store, append } = await held();
		const waiting = [append(1), append(2), store.cold(0, 1)].map(told);
		const first = store.waiting[0]!;
		store.crash();
		first.go();
		expect(new Set(await Promise.all(waiting))).toEqual(new Set(['the writer has stopped']));
		expect(await told(append(1))).toBe('the writer has stopped');
		expect(await rowsOf(store.disk)).toEqual([]);
		await store.close();
	});

	it('closing waits for what was asked before', async () => {
		const { store, append } = await held();
		const [appended, closed] = [append(1), store.close()];
		store.letGo();
		await Promise.all([appended, closed]);
		expect(await rowsOf(store.disk)).toEqual([1]);
	});

	it('`pause` chooses when each thing happens, and may refuse it', async () => {
		const store = new MemoryStore({
			pause: ({ name }) => (name === 'append' ? Promise.reject(new Error('no')) : Promise.resolve())
		});
		const { fence } = await store.open('a');
		expect(await told(store.append('a', fence, [row(1)], [], 1))).toBe('no');
		expect(await store.open('a')).toMatchObject({ tail: [], nextSeq: 1 });
	});
});
