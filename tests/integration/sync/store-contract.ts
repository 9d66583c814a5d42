import { describe, expect, it } from 'vitest';
import type { SyncStore } from '#server/sync/store.ts';

const bytes = (...numbers: number[]) => Uint8Array.from(numbers);
const row = (seq: number) => ({ seq, data: bytes(seq) });
const plain = (updates: Uint8Array[]) => updates.map((update) => [...update]);

const lost = 'another owner';

export interface Opened {
	store: SyncStore;
	/** Closes the store, if it still runs, and opens the same data again. */
	reopen(): Promise<SyncStore>;
	/** Opens what would be left now if the machine lost its power. */
	crash(): Promise<SyncStore>;
}

/** What every backend must do. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
	describe(name, () => {
		it('S1 a new document is empty, at epoch 1, and its first row is 1', async () => {
			const { store } = await open();
			const document = await store.open('board/a');
			expect(document).toEqual({
				fence: document.fence,
				epoch: 1,
				emptied: 0,
				nextSeq: 1,
				snapshot: null,
				tail: [],
				clientOwners: []
			});
		});

		it('S2 rows and client owners are there after reopening, in order, and only in their document', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			await store.open('board/b');
			await store.append('board/a', fence, [row(1), row(2)], [[4_294_967_295, 'anna']], 1);
			await store.append('board/a', fence, [row(3)], [], 2);
			const again = await reopen();
			const document = await again.open('board/a');
			expect(plain(document.tail)).toEqual([[1], [2], [3]]);
			expect([document.nextSeq, document.clientOwners]).toEqual([4, [[4_294_967_295, 'anna']]]);
			expect((await again.open('board/b')).tail).toEqual([]);
		});

		it('S3 an owner of yesterday can do nothing', async () => {
			const { store } = await open();
			const { fence: old } = await store.open('board/a');
			const { fence } = await store.open('board/a');
			expect(fence).toBeGreaterThan(old);
			await expect(store.append('board/a', old, [row(1)], [], 1)).rejects.toThrow(lost);
			await expect(store.compact('board/a', old, 0, bytes(9))).rejects.toThrow(lost);
			await expect(store.release('board/a', old)).rejects.toThrow(lost);
			await store.append('board/a', fence, [row(1)], [], 1);
			await store.release('board/a', fence);
			await expect(store.append('board/a', fence, [row(2)], [], 1)).rejects.toThrow(lost);
		});

		it('S4 rows out of turn are refused, and none at all; nothing of their batch remains', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await expect(store.append('board/a', fence, [row(2)], [], 1)).rejects.toThrow();
			await expect(store.append('board/a', fence, [row(1), row(1)], [[1, 'anna']], 1)).rejects.toThrow();
			await expect(store.append('board/a', fence, [], [[1, 'anna']], 1)).rejects.toThrow();
			const document = await store.open('board/a');
			expect([document.nextSeq, document.tail, document.clientOwners]).toEqual([1, [], []]);
		});

		it('S5 one refusal harms nothing else that is asked at the same time', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			const results = await Promise.allSettled([
				store.append('board/a', fence, [row(1)], [], 1),
				store.append('board/a', fence + 5, [row(2)], [], 1),
				store.append('board/a', fence, [row(2)], [], 1)
			]);
			expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
			expect(plain((await store.open('board/a')).tail)).toEqual([[1], [2]]);
		});

		it('S6 a snapshot takes the place of the rows up to its number', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2), row(3)], [], 1);
			await store.compact('board/a', fence, 2, bytes(42));
			await store.append('board/a', fence, [row(4)], [], 1);
			const document = await (await reopen()).open('board/a');
			expect([[...document.snapshot!], plain(document.tail), document.nextSeq]).toEqual([
				[42],
				[[3], [4]],
				5
			]);
		});

		it('S7 a newer snapshot takes the place of an older one', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2)], [], 1);
			await store.compact('board/a', fence, 1, bytes(1));
			await store.compact('board/a', fence, 2, bytes(2));
			const document = await store.open('board/a');
			expect([[...document.snapshot!], document.tail]).toEqual([[2], []]);
		});

		it('S8 an epoch goes up once for who knew it', async () => {
			const { store } = await open();
			await store.open('board/a');
			expect(await store.bumpEpoch('board/a', 1)).toBe(2);
			await expect(store.bumpEpoch('board/a', 1)).rejects.toThrow('epoch');
			expect((await store.open('board/a')).epoch).toBe(2);
		});

		it('S9 cold documents: the ones with a long log, longest untouched first', async () => {
			const { store } = await open();
			for (const [document, rows, at] of [
				['a', 3, 30],
				['b', 2, 10],
				['c', 3, 20]
			] as const) {
				const { fence } = await store.open(document);
				await store.append(document, fence, [1, 2, 3].slice(0, rows).map(row), [], at);
			}
			expect(await store.cold(3, 10)).toEqual(['c', 'a']);
			expect(await store.cold(2, 1)).toEqual(['b']);
			const { fence } = await store.open('c');
			await store.compact('c', fence, 3, bytes(1));
			expect(await store.cold(3, 10)).toEqual(['a']);
		});

		it('S10 what was asked before closing is done, what is asked after is refused', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			const appended = store.append('board/a', fence, [row(1)], [], 1);
			await store.close();
			await store.close();
			await appended;
			await expect(store.open('board/a')).rejects.toThrow();
			expect(plain((await (await reopen()).open('board/a')).tail)).toEqual([[1]]);
		});

		it('S11 bytes come back as they went in', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			const all = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256);
			await store.append('board/a', fence, [{ seq: 1, data: all.subarray(7) }], [], 1);
			expect(Buffer.compare((await store.open('board/a')).tail[0]!, all.subarray(7))).toBe(0);
		});

		it('S12 a removed document is as new, at an epoch of its own, and only its owner removes it', async () => {
			const { store, reopen } = await open();
			const { fence: old } = await store.open('own/a');
			const { fence } = await store.open('own/a');
			await store.open('own/b').then((b) => store.append('own/b', b.fence, [row(1)], [[7, 'bas']], 1));
			await store.append('own/a', fence, [row(1), row(2)], [[1, 'anna']], 1);
			await store.compact('own/a', fence, 1, bytes(1));
			await expect(store.remove('own/a', old)).rejects.toThrow(lost);
			await store.remove('own/a', fence);
			await expect(store.append('own/a', fence, [row(1)], [], 1)).rejects.toThrow(lost);
			const again = await reopen();
			const document = await again.open('own/a');
			const { fence: now, ...rest } = document;
			expect(rest).toEqual({ epoch: 2, emptied: 2, nextSeq: 1, snapshot: null, tail: [], clientOwners: [] });
			await again.append('own/a', now, [row(1)], [[1, 'anna']], 3);
			expect(plain((await again.open('own/a')).tail)).toEqual([[1]]);
			expect(await again.open('own/b')).toMatchObject({ epoch: 1, emptied: 0, clientOwners: [[7, 'bas']] });
			expect(await again.cold(0, 10)).toContain('own/b');
		});

		it('S13 a document is removed once more, and its epoch goes on', async () => {
			const { store } = await open();
			for (const epoch of [2, 3]) {
				const { fence } = await store.open('own/a');
				await store.remove('own/a', fence);
				expect(await store.open('own/a')).toMatchObject({ epoch, emptied: epoch });
			}
			expect(await store.bumpEpoch('own/a', 3)).toBe(4);
			expect(await store.open('own/a')).toMatchObject({ epoch: 4, emptied: 3 });
		});

		it('S14 what is asked without waiting happens in the order in which it was asked', async () => {
			const { store } = await open();
			const opening = store.open('board/a');
			const { fence } = await opening;
			const appending = Array.from({ length: 50 }, (_, i) =>
				store.append('board/a', fence, [row(i + 1)], [], i)
			);
			const compacting = store.compact('board/a', fence, 50, bytes(50));
			const later = store.append('board/a', fence, [row(51)], [], 51);
			const found = store.open('board/a');
			const tooLate = store.append('board/a', fence, [row(52)], [], 52);
			await expect(tooLate).rejects.toThrow(lost);
			await Promise.all([...appending, compacting, later]);
			const { snapshot, tail, nextSeq } = await found;
			expect([[...snapshot!], plain(tail), nextSeq]).toEqual([[50], [[51]], 52]);
		});

		it('S15 who let the document go can do nothing more in it, and who comes next finds all', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			const [appended, released, late, compacted] = await Promise.allSettled([
				store.append('board/a', fence, [row(1)], [], 1),
				store.release('board/a', fence),
				store.append('board/a', fence, [row(2)], [], 2),
				store.compact('board/a', fence, 1, bytes(9))
			]);
			expect([appended.status, released.status]).toEqual(['fulfilled', 'fulfilled']);
			expect([late.status, compacted.status]).toEqual(['rejected', 'rejected']);
			await expect(store.remove('board/a', fence)).rejects.toThrow(lost);
			expect(plain((await store.open('board/a')).tail)).toEqual([[1]]);
		});

		it('S16 of several that open a document at once each gets it, and the last keeps it', async () => {
			const { store } = await open();
			const documents = await Promise.all(Array.from({ length: 5 }, () => store.open('board/a')));
			const fences = documents.map(({ fence }) => fence);
			expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
			const results = await Promise.allSettled(
				fences.map((fence) => store.append('board/a', fence, [row(1)], [], 1))
			);
			expect(results.map(({ status }) => status)).toEqual([
				...Array<string>(4).fill('rejected'),
				'fulfilled'
			]);
		});

		it('S17 a row and a snapshot of 8 MB come back whole', async () => {
			const { store, reopen } = await open();
			const large = (n: number) => new Uint8Array(8 * 1024 * 1024 + n).fill(n).fill(255, 3, 1000);
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [{ seq: 1, data: large(1) }], [], 1);
			await store.compact('board/a', fence, 1, large(2));
			await store.append(
				'board/a',
				fence,
				[
					{ seq: 2, data: large(3) },
					{ seq: 3, data: bytes() }
				],
				[],
				2
			);
			const { snapshot, tail } = await (await reopen()).open('board/a');
			expect(Buffer.compare(snapshot!, large(2))).toBe(0);
			expect(Buffer.compare(tail[0]!, large(3))).toBe(0);
			expect(tail[1]!.length).toBe(0);
		});

		it('S18 thousands of documents at once, each with its own', async () => {
			const { store, reopen } = await open();
			const documents = Array.from({ length: 3000 }, (_, n) => `own/step/person${n}`);
			const mark = (n: number) => bytes(n % 256, n >> 8);
			await Promise.all(
				documents.map(async (document, n) => {
					const { fence } = await store.open(document);
					await store.append(document, fence, [{ seq: 1, data: mark(n) }], [[n, `p${n}`]], n);
				})
			);
			const again = await reopen();
			const found = await Promise.all(documents.map((document) => again.open(document)));
			expect(found.map(({ tail }) => plain(tail))).toEqual(documents.map((_, n) => [[...mark(n)]]));
			expect(found.map(({ clientOwners }) => clientOwners)).toEqual(documents.map((_, n) => [[n, `p${n}`]]));
		});

		it('S19 client owners stay through owners of the document, snapshots and epochs, and are made once', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1)], [[1, 'anna']], 1);
			await store.compact('board/a', fence, 1, bytes(9));
			await store.bumpEpoch('board/a', 1);
			const again = await reopen();
			const next = await again.open('board/a');
			expect(next.clientOwners).toEqual([[1, 'anna']]);
			const taken = again.append(
				'board/a',
				next.fence,
				[row(2)],
				[
					[2, 'bas'],
					[1, 'bas']
				],
				2
			);
			await expect(taken).rejects.toThrow();
			await again.append('board/a', next.fence, [row(2)], [[2, 'bas']], 2);
			const { clientOwners, tail } = await again.open('board/a');
			expect([new Map(clientOwners), plain(tail)]).toEqual([
				new Map([
					[1, 'anna'],
					[2, 'bas']
				]),
				[[2]]
			]);
		});

		it('S20 a snapshot that is older than the one that is there, or ahead of the rows, is refused', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2), row(3)], [], 1);
			await store.compact('board/a', fence, 2, bytes(2));
			await expect(store.compact('board/a', fence, 1, bytes(1))).rejects.toThrow('board/a');
			await expect(store.compact('board/a', fence, 4, bytes(4))).rejects.toThrow('board/a');
			const { snapshot, tail } = await store.open('board/a');
			expect([[...snapshot!], plain(tail)]).toEqual([[2], [[3]]]);
		});

		it('S21 after a crash all is there that was confirmed, nobody owns a document, and long logs are still found', async () => {
			const { store, crash } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2)], [[1, 'anna']], 1);
			const b = await store.open('board/b');
			await store.append('board/b', b.fence, [row(1), row(2)], [], 2);
			await store.compact('board/b', b.fence, 2, bytes(2));
			const left = await crash();
			expect(await left.cold(2, 10)).toEqual(['board/a']);
			const document = await left.open('board/a');
			expect([plain(document.tail), document.clientOwners, document.nextSeq]).toEqual([
				[[1], [2]],
				[[1, 'anna']],
				3
			]);
			await expect(left.append('board/a', fence, [row(3)], [], 3)).rejects.toThrow(lost);
			await left.append('board/a', document.fence, [row(3)], [], 3);
			expect([...(await left.open('board/b')).snapshot!]).toEqual([2]);
		});

		it('S22 epochs outlive a crash and a reopening, and so does what a removal left', async () => {
			const { store, reopen, crash } = await open();
			await store.open('board/a');
			await store.bumpEpoch('board/a', 1);
			const { fence } = await store.open('own/a');
			await store.remove('own/a', fence);
			const left = await crash();
			expect(await left.open('board/a')).toMatchObject({ epoch: 2, emptied: 0 });
			expect(await left.open('own/a')).toMatchObject({ epoch: 2, emptied: 2 });
			expect(await (await reopen()).open('board/a')).toMatchObject({ epoch: 2, emptied: 0 });
		});

		it('S23 in a document that nobody opened nothing can be done', async () => {
			const { store } = await open();
			for (const fence of [0, 1]) {
				await expect(store.append('board/a', fence, [row(1)], [], 1)).rejects.toThrow(lost);
				await expect(store.compact('board/a', fence, 0, bytes(1))).rejects.toThrow();
				await expect(store.remove('board/a', fence)).rejects.toThrow(lost);
				await expect(store.release('board/a', fence)).rejects.toThrow(lost);
			}
			await expect(store.bumpEpoch('board/a', 1)).rejects.toThrow('epoch');
			expect(await store.cold(0, 10)).toEqual([]);
			expect(await store.open('board/a')).toMatchObject({ epoch: 1, nextSeq: 1, tail: [] });
		});

		it('S24 figures: documents, and the rows that no snapshot took the place of', async () => {
			const { store } = await open();
			expect(await store.stats()).toMatchObject({ documents: 0, logRows: 0 });
			const { fence } = await store.open('board/a');
			await store.open('board/b');
			await store.append('board/a', fence, [row(1), row(2), row(3)], [], 1);
			expect(await store.stats()).toMatchObject({ documents: 2, logRows: 3 });
			await store.compact('board/a', fence, 2, bytes(2));
			const stats = await store.stats();
			expect(stats).toMatchObject({ documents: 2, logRows: 1 });
			expect(stats.fileBytes + stats.walBytes).toBeGreaterThanOrEqual(0);
		});

		it('S28 a probe that finds all well leaves nothing behind', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1)], [], 1);
			const before = await store.stats();
			await store.probe();
			await store.probe();
			expect(await store.stats()).toMatchObject({ documents: 1, logRows: before.logRows });
			await store.append('board/a', fence, [row(2)], [], 2);
			expect((await store.open('board/a')).tail).toHaveLength(2);
		});

		it('S25 after closing everything is refused, and nothing hangs', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			const closing = store.close();
			const refused = await Promise.allSettled([
				store.open('board/a'),
				store.append('board/a', fence, [row(1)], [], 1),
				store.compact('board/a', fence, 0, bytes(1)),
				store.bumpEpoch('board/a', 1),
				store.remove('board/a', fence),
				store.release('board/a', fence),
				store.cold(0, 1),
				store.stats(),
				store.probe()
			]);
			expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(['rejected']));
			await closing;
		});

		it('S26 what the store gave is no part of what it keeps', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2)], [], 1);
			await store.compact('board/a', fence, 1, bytes(9));
			const { snapshot, tail } = await store.open('board/a');
			for (const given of [snapshot!, tail[0]!]) given.fill(0);
			const again = await store.open('board/a');
			expect([[...again.snapshot!], plain(again.tail)]).toEqual([[9], [[2]]]);
		});

		it('S27 hundreds of rows of every length and byte come back in order, each as it was', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			const rows = Array.from({ length: 700 }, (_, i) => ({
				seq: i + 1,
				data: Uint8Array.from({ length: (i * 37) % 300 }, (_, j) => (i * 31 + j * 7) % 256)
			}));
			await store.append('board/a', fence, rows.slice(0, 300), [], 1);
			await Promise.all(rows.slice(300).map((one) => store.append('board/a', fence, [one], [], 1)));
			const { tail } = await (await reopen()).open('board/a');
			expect(tail.map((data) => Buffer.from(data).toString('hex'))).toEqual(
				rows.map(({ data }) => Buffer.from(data).toString('hex'))
			);
		});
	});
}
