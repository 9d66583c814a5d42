import { spawnSync } from 'node:child_process';
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
