import { describe, expect, test } from 'vitest';
import type { Logger } from 'pino';
import { inTime } from './in-time.ts';
import { createLife, leaves } from './leaving.ts';

/** Work that is done, or fails, when it is told to. */
function work() {
	let done = () => {};
	let fail = (_: Error) => {};
	const promise = new Promise<void>((resolve, reject) => {
		done = resolve;
		fail = reject;
	});
	return { promise, done, fail };
}
const log = () => {
	const lines: [unknown, string][] = [];
	const error = (about: unknown, words: string) => void lines.push([about, words]);
	return { lines, logger: { error } as unknown as Logger };
};

describe('in time', () => {
	test('what is done at once is in time, and leaves no timer behind', async () => {
		const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
		expect(await inTime(60_000, Promise.resolve('x'))).toBe(true);
		const after = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
		expect(after).toBe(before);
	});

	test('what takes longer is not; and that it fails after that breaks nothing', async () => {
		const { promise, fail } = work();
		expect(await inTime(1, promise)).toBe(false);
		fail(new Error('too late to matter'));
		await expect(promise).rejects.toThrow('too late');
	});

	test('what fails in time says so itself', async () => {
		await expect(inTime(60_000, Promise.reject(new Error('disk')))).rejects.toThrow('disk');
	});
});

describe('F13 leaving', () => {
	test('a part that leaves says nothing', async () => {
		const { lines, logger } = log();
		expect(await leaves(logger, 'documents', Promise.resolve())).toBe(true);
		expect(lines).toEqual([]);
	});

	test('one that hangs, and one that fails, are named in the log and keep nobody', async () => {
		const { lines, logger } = log();
		const error = new Error('disk');
		expect(await leaves(logger, 'documents', new Promise(() => {}), 1)).toBe(false);
		expect(await leaves(logger, 'mail', Promise.reject(error))).toBe(false);
		expect(lines).toEqual([
			[{ part: 'documents' }, 'did not leave in time'],
			[{ error, part: 'mail' }, 'could not leave cleanly']
		]);
	});

	test('draining and closing happen once each, however often and in whatever order they are asked for', async () => {
		const happened: string[] = [];
		const life = createLife(
			async () => void happened.push('drain'),
			async () => (happened.push('close'), true)
		);
		const all = await Promise.all([life.close(), life.drain(), life.close(), life.drain()]);
		expect(all).toEqual([true, undefined, true, undefined]);
		await life.drain();
		expect(happened).toEqual(['drain', 'close']);
	});

	test('nothing closes before everybody was told to come back', async () => {
		const happened: string[] = [];
		const { promise, done } = work();
		const life = createLife(
			() => promise,
			async () => (happened.push('close'), false)
		);
		const closed = life.close();
		await Promise.resolve();
		expect(happened).toEqual([]);
		done();
		expect(await closed).toBe(false);
	});
});
