import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { atEnd, temporaryFolder } from './test-server.ts';
import { storeContract } from './store-contract.ts';

const row = (seq: number) => ({ seq, data: Uint8Array.of(seq) });
const newFile = () => path.join(temporaryFolder(), 'sync.db');

async function openAt(file: string, options: Parameters<typeof openSqliteStore>[1] = {}): Promise<SyncStore> {
	const store = await openSqliteStore(file, { lockWaitMs: 50, ...options });
	atEnd(() => store.close());
	return store;
}

/** The files as a crash would leave them: the log as it is, nothing closed. */
function copyOf(file: string): string {
	const copy = newFile();
	for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
	return copy;
}

storeContract('SQLite', async () => {
	const file = newFile();
	const store = await openAt(file);
	return {
		store,
		reopen: () => store.close().then(() => openAt(file)),
		crash: () => openAt(copyOf(file))
	};
});

it('a second store on one file is refused, in this process and in another', async () => {
	const file = newFile();
	await openAt(file);
	await expect(openSqliteStore(file, { lockWaitMs: 50 })).rejects.toThrow('in use by another process');
	const script = `
		import { openSqliteStore } from '#server/sync/sqlite-store.ts';
		openSqliteStore(process.argv[1], { lockWaitMs: 50 }).then(() => console.log('opened'), ({ message }) => console.log(message));`;
	const other = spawnSync(process.execPath, ['--input-type=module', '--eval', script, file], {
		encoding: 'utf8'
	});
	expect(other.stdout).toContain('in use by another process');
});

it('what a killed process had committed is there, and its lock is gone', async () => {
	const file = newFile();
	const script = `
		import { openSqliteStore } from '#server/sync/sqlite-store.ts';
		const store = await openSqliteStore(process.argv[1]);
		const { fence } = await store.open('board/a');
		await store.append('board/a', fence, [{ seq: 1, data: Uint8Array.of(1) }], [], 1);
		process.kill(process.pid, 'SIGKILL');`;
	const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', script, file], {
		encoding: 'utf8'
	});
	expect(killed.signal).toBe('SIGKILL');
	const store = await openAt(file);
	expect((await store.open('board/a')).tail).toHaveLength(1);
});

it('every commit is flushed to the disk', async () => {
	const file = newFile();
	const store = await openAt(file);
	await store.open('board/a');
	const db = new SQLite(file, { readonly: true });
	atEnd(() => void db.close());
	expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
	expect(db.prepare('SELECT id FROM sync_room').pluck().all()).toEqual(['board/a']);
});

it('a file of a newer program is refused', async () => {
	const file = newFile();
	await (await openAt(file)).close();
	const db = new SQLite(file);
	db.pragma('user_version = 99');
	db.close();
	await expect(openSqliteStore(file)).rejects.toThrow('newer program');
});

it('a folder that is not there is told as such', async () => {
	await expect(openSqliteStore('/nowhere/at/all/sync.db')).rejects.toThrow(/directory/);
});

/** Every byte that the store has on disk. */
const bytesOf = (file: string) =>
	Buffer.concat(
		['', '-wal', '-shm', '.lock']
			.map((end) => file + end)
			.filter(existsSync)
			.map((f) => readFileSync(f))
	);

it('of a removed document no byte is left in any file, however it was written and whatever lies beside it', async () => {
	const file = newFile();
	const store = await openAt(file);
	const documents = Array.from({ length: 24 }, (_, n) => `own/step/person${n}`);
	const secret = (document: string) => `GEHEIM van ${document} `;
	const fences = new Map<string, number>();
	for (const document of documents) fences.set(document, (await store.open(document)).fence);
	for (let seq = 1; seq <= 60; seq++)
		await Promise.all(
			documents.map((document, n) =>
				store.append(
					document,
					fences.get(document)!,
					[{ seq, data: Buffer.from(secret(document).repeat(1 + ((seq * 7 + n * 13) % 90))) }],
					seq === 1 ? [[n, `schrijver-${n}-eind`]] : [],
					seq
				)
			)
		);
	for (const [n, document] of documents.entries())
		if (n % 3 === 0)
			await store.compact(document, fences.get(document)!, 50, Buffer.from(secret(document).repeat(400)));
	const gone = documents.filter((_, n) => n % 2 === 0);
	expect(gone.every((document) => bytesOf(file).includes(secret(document)))).toBe(true);
	await Promise.all(gone.map((document) => store.remove(document, fences.get(document)!)));
	const left = bytesOf(file);
	expect(gone.filter((document) => left.includes(secret(document)))).toEqual([]);
	expect(gone.filter((document) => left.includes(`schrijver-${documents.indexOf(document)}-eind`))).toEqual(
		[]
	);
	expect(documents.filter((document) => left.includes(secret(document)))).toHaveLength(12);
});

it('while somebody else reads the file, a removal says that it is not over, and may be asked again', async () => {
	const file = newFile();
	const store = await openAt(file);
	const { fence } = await store.open('own/a');
	await store.append('own/a', fence, [{ seq: 1, data: Buffer.from('GEHEIM-123') }], [], 1);
	const backup = new SQLite(file, { readonly: true });
	atEnd(() => void backup.close());
	const reading = backup.prepare('SELECT data FROM sync_log').iterate();
	reading.next();
	await expect(store.remove('own/a', fence)).rejects.toThrow('still holds');
	expect((await store.open('own/a')).tail).toEqual([]);
	reading.return!();
	const { fence: again } = await store.open('own/a');
	await store.remove('own/a', again);
	expect(bytesOf(file).includes('GEHEIM-123')).toBe(false);
});

it('a file of the version before is brought up to date', async () => {
	const file = newFile();
	const before = await openAt(file);
	const { fence } = await before.open('board/a');
	await before.append('board/a', fence, [{ seq: 1, data: Uint8Array.of(1) }], [], 1);
	await before.close();
	const db = new SQLite(file);
	db.exec('ALTER TABLE sync_room DROP COLUMN emptied; PRAGMA user_version = 1');
	db.close();
	const store = await openAt(file);
	expect(await store.open('board/a')).toMatchObject({ epoch: 1, emptied: 0, nextSeq: 2 });
});

it('all that is asked at the same moment is one commit, also while one is under way', async () => {
	const commits: number[] = [];
	const store = await openAt(newFile(), {
		onCommit: (rows, seconds) => commits.push(seconds > 0 ? rows : NaN)
	});
	const documents = await Promise.all(Array.from({ length: 200 }, (_, n) => store.open(`own/step/p${n}`)));
	const append = (seq: number) =>
		documents.map(({ fence }, n) => store.append(`own/step/p${n}`, fence, [row(seq)], [], seq));
	await Promise.all(append(1));
	expect(commits).toEqual([200]);
	const second = append(2);
	await new Promise((resolve) => setImmediate(resolve));
	const [third, fourth] = [append(3), append(4)];
	const refused = store.append('own/step/p0', -1, [row(5)], [], 5);
	await expect(refused).rejects.toThrow('another owner');
	await Promise.all([...second, ...third, ...fourth]);
	expect(commits.every((rows) => rows % 200 === 0)).toBe(true);
	expect(commits.reduce((sum, rows) => sum + rows, 0)).toBe(800);
});

describe('[F26] the log does not grow for ever', () => {
	const MB = 1024 * 1024;
	const limit = 64 * MB;

	it('a long reader stops no commit, and when it is done the log is emptied', async () => {
		const file = newFile();
		const store = await openAt(file);
		const { fence } = await store.open('board/a');
		await store.append('board/a', fence, [row(1)], [], 1);
		const backup = new SQLite(file, { readonly: true });
		atEnd(() => void backup.close());
		backup.exec('BEGIN');
		const rowsOf = () => backup.prepare('SELECT count(*) FROM sync_log').pluck().get();
		expect(rowsOf()).toBe(1);
		let seq = 2;
		const append = () =>
			store.append('board/a', fence, [{ seq, data: new Uint8Array(MB).fill(seq++) }], [], seq);
		while (seq < 82) await append();
		expect((await store.stats()).walBytes).toBeGreaterThan(limit);
		expect([rowsOf(), (await store.open('board/a')).tail.length]).toEqual([1, 81]);
		backup.exec('COMMIT');
		const { fence: again } = await store.open('board/a');
		for (let walBytes = Infinity; walBytes > limit; walBytes = (await store.stats()).walBytes)
			await store.append('board/a', again, [row(seq++)], [], seq);
		expect((await store.open('board/a')).tail.length).toBe(seq - 1);
		await store.close();
		expect(statSync(`${file}-wal`).size).toBe(0);
	});

	it('when nobody writes the log is emptied, as soon as nobody reads either', async () => {
		const file = newFile();
		const store = await openAt(file, { idleMs: 5 });
		const { fence } = await store.open('board/a');
		const backup = new SQLite(file, { readonly: true });
		atEnd(() => void backup.close());
		backup.exec('BEGIN');
		backup.prepare('SELECT count(*) FROM sync_log').get();
		await store.append('board/a', fence, [row(1)], [], 1);
		expect((await store.stats()).walBytes).toBeGreaterThan(0);
		backup.exec('COMMIT');
		for (let walBytes = 1; walBytes > 0;) ({ walBytes } = await store.stats());
		expect(backup.prepare('SELECT count(*) FROM sync_log').pluck().get()).toBe(1);
	});
});
