import { spawnSync } from 'node:child_process';
import {
	closeSync,
	openSync,
	readFileSync,
	truncateSync,
	unlinkSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { anna, atEnd, bas, board, card, openTestServer, own, temporaryFolder } from './test-server.ts';

const kB = 1024;
const newFile = () => path.join(temporaryFolder(), 'sync.db');
const row = (seq: number, bytes = 1) => ({ seq, data: new Uint8Array(bytes).fill(seq) });

async function openAt(file: string, options: Parameters<typeof openSqliteStore>[1] = {}): Promise<SyncStore> {
	const store = await openSqliteStore(file, { lockWaitMs: 50, ...options });
	atEnd(() => store.close().catch(() => {}));
	return store;
}

describe('a disk that is full', () => {
	it('refuses what does not fit and nothing else, and takes it when there is document again', async () => {
		const file = newFile();
		const store = await openAt(file, { mostBytes: 400 * kB });
		const [a, b] = [await store.open('board/a'), await store.open('board/b')];
		let seq = 1;
		const fill = async () => {
			for (; ; seq++) await store.append('board/a', a.fence, [row(seq, 20 * kB)], [[seq, 'anna']], seq);
		};
		await expect(fill()).rejects.toThrow('full');
		expect(seq).toBeGreaterThan(5);
		// Together with one that is too large, one that still fits.
		const results = await Promise.allSettled([
			store.append('board/a', a.fence, [row(seq, 300 * kB)], [[seq, 'anna']], seq),
			store.append('board/b', b.fence, [row(1)], [[1, 'bas']], seq)
		]);
		expect(results[0]!.status).toBe('rejected');
		const after = await store.open('board/a');
		expect([after.tail.length, after.nextSeq, after.clientOwners.length]).toEqual([seq - 1, seq, seq - 1]);
		const isIn = results[1]!.status === 'fulfilled';
		expect((await store.open('board/b')).tail.length).toBe(isIn ? 1 : 0);
		await store.compact('board/a', after.fence, seq - 1, new Uint8Array(kB));
		await store.append('board/a', after.fence, [row(seq, 20 * kB)], [[seq, 'anna']], seq);
		expect((await store.open('board/a')).tail).toHaveLength(1);
	});

	it('that breaks in the middle of a commit loses nothing that was confirmed, and keeps nothing that was not', async () => {
		const file = newFile();
		// No file of this process may grow beyond 600 kB: writing the log fails, in the commit itself.
		const script = `
			import { openSqliteStore } from '#server/sync/sqlite-store.ts';
			const store = await openSqliteStore(process.argv[1]);
			const { fence } = await store.open('board/a');
			const told = { confirmed: 0, small: 0, error: '' };
			try {
				for (;;) {
					const seq = told.confirmed + 1;
					const rows = [seq, seq + 1].map((seq) => ({ seq, data: new Uint8Array(10_000).fill(seq) }));
					await store.append('board/a', fence, rows, [[seq, 'anna']], seq);
					told.confirmed += 2;
				}
			} catch (error) {
				told.error = error.message;
			}
			// And then to the last page.
			const { fence: again, nextSeq } = await store.open('board/a');
			const small = (seq) => store.append('board/a', again, [{ seq, data: Uint8Array.of(seq) }], [], seq);
			while (await small(nextSeq + told.small).then(() => true, () => false)) told.small++;
			told.rows = (await store.open('board/a')).tail.length;
			told.nothing = (await store.open('board/new')).tail.length;
			told.documents = (await store.stats()).documents;
			told.probe = await store.probe().then(() => 'well', (error) => error.message);
			console.log(JSON.stringify(told));
			process.exit();`;
		const limited = spawnSync(
			'bash',
			[
				'-c',
				`trap '' XFSZ; ulimit -f 600; exec "$0" "$@"`,
				process.execPath,
				'--input-type=module',
				'--eval',
				script,
				file
			],
			{ encoding: 'utf8' }
		);
		expect(limited.stderr).toBe('');
		const told = JSON.parse(limited.stdout) as Record<'confirmed' | 'small', number> & { error: string };
		expect(told.error).toMatch(/SqliteError/);
		// What lies there can be read all the same, and it is known that nothing can be written.
		expect(told).toMatchObject({ rows: told.confirmed + told.small, nothing: 0, documents: 1 });
		expect(told).toMatchObject({ probe: expect.stringMatching(/SqliteError/) });
		expect(told.confirmed).toBeGreaterThan(10);
		const store = await openAt(file);
		const { tail, clientOwners } = await store.open('board/a');
		expect([tail.length, clientOwners.length]).toEqual([told.confirmed + told.small, told.confirmed / 2]);
		expect(tail.every((data, i) => data.every((byte) => byte === (i + 1) % 256))).toBe(true);
	});
});

describe('a writer that is killed', () => {
	async function openWithThread(file: string, onEnd?: (error: Error) => void) {
		let thread!: Worker;
		process.once('worker', (worker) => (thread = worker));
		return { store: await openAt(file, onEnd && { onEnd }), kill: () => thread.terminate() };
	}

	it('answers everyone, refuses what is asked later, and gives the file back', async () => {
		const file = newFile();
		const broken: Error[] = [];
		const { store, kill } = await openWithThread(file, (error) => broken.push(error));
		const { fence } = await store.open('board/a');
		let [confirmed, refused, seq] = [0, 0, 1];
		const append = () =>
			store.append('board/a', fence, [row(seq, 5 * kB)], [], seq++).then(
				() => confirmed++,
				() => refused++
			);
		await Promise.all(Array.from({ length: 100 }, append));
		const underway = Array.from({ length: 300 }, append);
		await new Promise((resolve) => setImmediate(resolve));
		await Promise.all([kill(), ...underway]);
		expect(confirmed + refused).toBe(400);
		await expect(store.stats()).rejects.toThrow('stopped');
		expect(broken.map(({ message }) => message)).toEqual(['the writer has stopped']);
		await store.close();
		const next = await openAt(file);
		const { tail } = await next.open('board/a');
		expect(tail.length).toBeGreaterThanOrEqual(confirmed);
		expect(tail.every((data, i) => data[0] === (i + 1) % 256)).toBe(true);
	});

	it('documents fail instead of going on without a disk', async () => {
		let thread!: Worker;
		process.once('worker', (worker) => (thread = worker));
		const host = await openTestServer();
		const client = await host.join(anna, own(anna));
		client.doc.getMap('cards').set('c1', card('confirmed'));
		await until(() => client.isSaved, 'it to be saved');
		await thread.terminate();
		client.doc.getMap('cards').set('c2', card('never confirmed'));
		expect(await client.closed).toEqual({ code: 4503, reason: 'unavailable' });
		expect(client.isSaved).toBe(false);
		await expect(host.sync.read(board, () => 1)).rejects.toThrow('stopped');
	});
});

describe('a file that is damaged', () => {
	it('a page of one document that is no page refuses that document, and the others go on', async () => {
		const file = newFile();
		const store = await openAt(file);
		for (const name of ['board/a', 'board/b']) {
			const { fence } = await store.open(name);
			const rows = Array.from({ length: 40 }, (_, i) => row(i + 1, 1000));
			await store.append(name, fence, rows, [], 1);
		}
		await store.close();
		const db = new SQLite(file, { readonly: true });
		const pages = db
			.prepare("SELECT pageno FROM dbstat WHERE name = 'sync_log' AND pagetype = 'leaf' ORDER BY path")
			.pluck()
			.all() as number[];
		const size = db.pragma('page_size', { simple: true }) as number;
		db.close();
		const to = openSync(file, 'r+');
		writeSync(to, Buffer.alloc(size, 0xff), 0, size, (pages.at(-2)! - 1) * size);
		closeSync(to);
		const again = await openAt(file);
		await expect(again.open('board/b')).rejects.toThrow('malformed');
		const { tail, fence, nextSeq } = await again.open('board/a');
		expect(tail).toHaveLength(40);
		await again.append('board/a', fence, [row(nextSeq)], [], 2);
	});

	it.each<[string, (file: string) => void]>([
		['is gone', (file) => unlinkSync(file)],
		['was cut off', (file) => truncateSync(file, 8192)],
		['is something else', (file) => writeFileSync(file, Buffer.alloc(400 * kB, 0x2a))]
	])('a probe tells that the file %s, whatever is still in memory', async (_, damage) => {
		const file = newFile();
		const store = await openAt(file);
		const { fence } = await store.open('board/a');
		await store.append('board/a', fence, [row(1, 100 * kB)], [[1, 'anna']], 1);
		await store.close();
		const again = await openAt(file);
		await again.open('board/a');
		await again.probe();
		damage(file);
		await expect(again.probe()).rejects.toThrow();
	});

	it('what is no database is refused as a whole, and left as it is', async () => {
		const file = newFile();
		writeFileSync(file, 'something else altogether, and long enough to be looked at '.repeat(20));
		const before = readFileSync(file);
		await expect(openSqliteStore(file)).rejects.toThrow('not a database');
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	it.each(['snapshot', 'row'])(
		'a %s that Yjs cannot read refuses its document, and the others go on',
		async (what) => {
			const host = await openTestServer();
			for (const who of [anna, bas]) {
				await host.sync.change(own(who), (doc) => doc.getMap('cards').set('c1', card(`of ${who}`)));
			}
			await host.stop();
			const store = await openAt(host.file);
			const { fence, nextSeq } = await store.open(own(anna));
			const noUpdate = Uint8Array.of(9, 255, 255, 255, 255, 1);
			if (what === 'row') await store.append(own(anna), fence, [{ seq: nextSeq, data: noUpdate }], [], 2);
			else await store.compact(own(anna), fence, nextSeq - 1, noUpdate);
			await store.close();
			const again = await openTestServer({ file: host.file });
			const client = new SyncClient(again.addressOf(anna, own(anna)));
			expect(await client.closed).toEqual({ code: 4503, reason: 'unavailable' });
			expect(client.frames).toEqual([]);
			expect(await again.sync.read(own(bas), (doc) => doc.getMap('cards').size)).toBe(1);
			expect(again.log).toMatchObject([{ what: 'load', document: own(anna) }]);
		}
	);
});
