import { describe, expect, it } from 'vitest';
import type { SyncStore } from '#server/sync/store.ts';

const bytes = (...numbers: number[]) => Uint8Array.from(numbers);
const row = (seq: number) => ({ seq, data: bytes(seq) });
const plain = (updates: Uint8Array[]) => updates.map((update) => [...update]);

/** What every backend must do. `reopen` closes the store, if it still runs, and opens the same data again. */
export function storeContract(
	name: string,
	open: () => Promise<{ store: SyncStore; reopen(): Promise<SyncStore> }>
): void {
	describe(name, () => {
		it('S1 a new room is empty, at epoch 1, and its first row is 1', async () => {
			const { store } = await open();
			const room = await store.open('board/a');
			expect(room).toEqual({
				fence: room.fence,
				epoch: 1,
				emptied: 0,
				nextSeq: 1,
				snapshot: null,
				tail: [],
				claims: []
			});
		});

		it('S2 rows and claims are there after reopening, in order, and only in their room', async () => {
			const { store, reopen } = await open();
			const { fence } = await store.open('board/a');
			await store.open('board/b');
			await store.append('board/a', fence, [row(1), row(2)], [[4_294_967_295, 'anna']], 1);
			await store.append('board/a', fence, [row(3)], [], 2);
			const again = await reopen();
			const room = await again.open('board/a');
			expect(plain(room.tail)).toEqual([[1], [2], [3]]);
			expect([room.nextSeq, room.claims]).toEqual([4, [[4_294_967_295, 'anna']]]);
			expect((await again.open('board/b')).tail).toEqual([]);
		});

		it('S3 an owner of yesterday can do nothing', async () => {
			const { store } = await open();
			const { fence: old } = await store.open('board/a');
			const { fence } = await store.open('board/a');
			expect(fence).toBeGreaterThan(old);
			const lost = 'another owner';
			await expect(store.append('board/a', old, [row(1)], [], 1)).rejects.toThrow(lost);
			await expect(store.compact('board/a', old, 0, bytes(9))).rejects.toThrow(lost);
			await expect(store.release('board/a', old)).rejects.toThrow(lost);
			await store.append('board/a', fence, [row(1)], [], 1);
			await store.release('board/a', fence);
			await expect(store.append('board/a', fence, [row(2)], [], 1)).rejects.toThrow(lost);
		});

		it('S4 a row out of turn is refused, and nothing of its batch remains', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await expect(store.append('board/a', fence, [row(2)], [], 1)).rejects.toThrow();
			await expect(store.append('board/a', fence, [row(1), row(1)], [[1, 'anna']], 1)).rejects.toThrow();
			const room = await store.open('board/a');
			expect([room.nextSeq, room.tail, room.claims]).toEqual([1, [], []]);
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
			const room = await (await reopen()).open('board/a');
			expect([[...room.snapshot!], plain(room.tail), room.nextSeq]).toEqual([[42], [[3], [4]], 5]);
		});

		it('S7 a newer snapshot takes the place of an older one', async () => {
			const { store } = await open();
			const { fence } = await store.open('board/a');
			await store.append('board/a', fence, [row(1), row(2)], [], 1);
			await store.compact('board/a', fence, 1, bytes(1));
			await store.compact('board/a', fence, 2, bytes(2));
			const room = await store.open('board/a');
			expect([[...room.snapshot!], room.tail]).toEqual([[2], []]);
		});

		it('S8 an epoch goes up once for who knew it', async () => {
			const { store } = await open();
			await store.open('board/a');
			expect(await store.bumpEpoch('board/a', 1)).toBe(2);
			await expect(store.bumpEpoch('board/a', 1)).rejects.toThrow('epoch');
			expect((await store.open('board/a')).epoch).toBe(2);
		});

		it('S9 cold rooms: the ones with a long log, longest untouched first', async () => {
			const { store } = await open();
			for (const [room, rows, at] of [
				['a', 3, 30],
				['b', 2, 10],
				['c', 3, 20]
			] as const) {
				const { fence } = await store.open(room);
				await store.append(room, fence, [1, 2, 3].slice(0, rows).map(row), [], at);
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

		it('S12 a removed room is as new, at an epoch of its own, and only its owner removes it', async () => {
			const { store, reopen } = await open();
			const { fence: old } = await store.open('own/a');
			const { fence } = await store.open('own/a');
			await store.open('own/b').then((b) => store.append('own/b', b.fence, [row(1)], [[7, 'bas']], 1));
			await store.append('own/a', fence, [row(1), row(2)], [[1, 'anna']], 1);
			await store.compact('own/a', fence, 1, bytes(1));
			await expect(store.remove('own/a', old)).rejects.toThrow('another owner');
			await store.remove('own/a', fence);
			await expect(store.append('own/a', fence, [row(1)], [], 1)).rejects.toThrow('another owner');
			const again = await reopen();
			const room = await again.open('own/a');
			const { fence: now, ...rest } = room;
			expect(rest).toEqual({ epoch: 2, emptied: 2, nextSeq: 1, snapshot: null, tail: [], claims: [] });
			await again.append('own/a', now, [row(1)], [[1, 'anna']], 3);
			expect(plain((await again.open('own/a')).tail)).toEqual([[1]]);
			expect(await again.open('own/b')).toMatchObject({ epoch: 1, emptied: 0, claims: [[7, 'bas']] });
			expect(await again.cold(0, 10)).toContain('own/b');
		});

		it('S13 a room is removed once more, and its epoch goes on', async () => {
			const { store } = await open();
			for (const epoch of [2, 3]) {
				const { fence } = await store.open('own/a');
				await store.remove('own/a', fence);
				expect(await store.open('own/a')).toMatchObject({ epoch, emptied: epoch });
			}
			expect(await store.bumpEpoch('own/a', 3)).toBe(4);
			expect(await store.open('own/a')).toMatchObject({ epoch: 4, emptied: 3 });
		});
	});
}
