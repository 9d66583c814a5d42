import { expect, test } from 'vitest';
import { createKeyedMutex } from './mutex.ts';

test('work under one key is done one after the other, and under another key meanwhile', async () => {
	const runExclusive = createKeyedMutex();
	const done: string[] = [];
	const hold = Promise.withResolvers<void>();
	const first = runExclusive('board', async () => {
		await hold.promise;
		done.push('first');
	});
	const second = runExclusive('board', async () => void done.push('second'));
	await runExclusive('another board', async () => void done.push('elsewhere'));
	hold.resolve();
	await Promise.all([first, second]);
	expect(done).toEqual(['elsewhere', 'first', 'second']);
});

test('work that fails tells who asked for it, and the next goes on', async () => {
	const runExclusive = createKeyedMutex();
	const failing = runExclusive('board', () => Promise.reject(new Error('the disk is full')));
	const next = runExclusive('board', () => Promise.resolve('done'));
	await expect(failing).rejects.toThrow('the disk is full');
	expect(await next).toBe('done');
});
