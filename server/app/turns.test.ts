import { expect, test } from 'vitest';
import { openTurns } from './turns.ts';

test('work on one thing is done one after the other, and on another thing meanwhile', async () => {
	const inTurn = openTurns();
	const done: string[] = [];
	const hold = Promise.withResolvers<void>();
	const first = inTurn('board', async () => {
		await hold.promise;
		done.push('first');
	});
	const second = inTurn('board', async () => void done.push('second'));
	await inTurn('another board', async () => void done.push('elsewhere'));
	hold.resolve();
	await Promise.all([first, second]);
	expect(done).toEqual(['elsewhere', 'first', 'second']);
});

test('work that fails tells who asked for it, and the next goes on', async () => {
	const inTurn = openTurns();
	const failing = inTurn('board', () => Promise.reject(new Error('the disk is full')));
	const next = inTurn('board', () => Promise.resolve('done'));
	await expect(failing).rejects.toThrow('the disk is full');
	expect(await next).toBe('done');
});
