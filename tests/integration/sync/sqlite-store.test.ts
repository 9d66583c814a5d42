import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openSqliteStore } from '#server/sync/sqlite-store.ts';
import type { SyncStore } from '#server/sync/store.ts';
import { atEnd, temporaryFolder } from './stage.ts';
import { storeContract } from './store-contract.ts';

const newFile = () => path.join(temporaryFolder(), 'sync.db');

async function openAt(file: string): Promise<SyncStore> {
	const store = await openSqliteStore(file, { lockWaitMs: 50 });
	atEnd(() => store.close());
	return store;
}

storeContract('SQLite', async () => {
	const file = newFile();
	const store = await openAt(file);
	return { store, reopen: () => store.close().then(() => openAt(file)) };
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

it('of a removed room no byte is left in any file, however it was written and whatever lies beside it', async () => {
	const file = newFile();
	const store = await openAt(file);
	const rooms = Array.from({ length: 24 }, (_, n) => `own/step/person${n}`);
	const secret = (room: string) => `GEHEIM van ${room} `;
	const fences = new Map<string, number>();
	for (const room of rooms) fences.set(room, (await store.open(room)).fence);
	for (let seq = 1; seq <= 60; seq++)
		await Promise.all(
			rooms.map((room, n) =>
				store.append(
					room,
					fences.get(room)!,
					[{ seq, data: Buffer.from(secret(room).repeat(1 + ((seq * 7 + n * 13) % 90))) }],
					seq === 1 ? [[n, `schrijver-${n}-eind`]] : [],
					seq
				)
			)
		);
	for (const [n, room] of rooms.entries())
		if (n % 3 === 0) await store.compact(room, fences.get(room)!, 50, Buffer.from(secret(room).repeat(400)));
	const gone = rooms.filter((_, n) => n % 2 === 0);
	expect(gone.every((room) => bytesOf(file).includes(secret(room)))).toBe(true);
	await Promise.all(gone.map((room) => store.remove(room, fences.get(room)!)));
	const left = bytesOf(file);
	expect(gone.filter((room) => left.includes(secret(room)))).toEqual([]);
	expect(gone.filter((room) => left.includes(`schrijver-${rooms.indexOf(room)}-eind`))).toEqual([]);
	expect(rooms.filter((room) => left.includes(secret(room)))).toHaveLength(12);
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
