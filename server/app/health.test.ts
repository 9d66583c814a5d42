import { describe, expect, it } from 'vitest';
import { createHealth } from './health.ts';

const answers = async () => true;

describe('ready', () => {
	it('while everything that visitors need answers', async () => {
		const told: unknown[] = [];
		let isBroken = false;
		const disk = async () => {
			if (isBroken) throw new Error('the disk is full');
		};
		const readiness = createHealth([answers, disk], { kept: 0, changed: (wrong) => void told.push(wrong) });
		expect(await readiness.isReady()).toBe(true);
		isBroken = true;
		expect(await readiness.isReady()).toBe(false);
		expect(await readiness.isHealthy()).toBe(false);
		isBroken = false;
		expect(await readiness.isReady()).toBe(true);
		expect(told).toEqual([new Error('the disk is full'), null]);
	});

	it('what was found holds for a while, however many ask', async () => {
		let asked = 0;
		const health = createHealth([async () => void asked++], { kept: 60_000 });
		for (let n = 0; n < 10; n++) expect(await health.isReady()).toBe(true);
		expect(asked).toBe(1);
	});

	it('not while something hangs, which is asked once however many ask, and again when it answers', async () => {
		let answer = () => {};
		let asked = 0;
		const hangs = () => {
			asked++;
			return new Promise<void>((resolve) => (answer = resolve));
		};
		const readiness = createHealth([answers, hangs], { kept: 0 });
		const started = performance.now();
		expect(await Promise.all([1, 2, 3].map(() => readiness.isReady()))).toEqual([false, false, false]);
		// Whoever asks waits a second.
		expect(performance.now() - started).toBeLessThan(1900);
		const late = readiness.isReady();
		answer();
		expect(await late).toBe(true);
		expect(asked).toBe(1);
		const again = readiness.isReady();
		answer();
		expect(await again).toBe(true);
		expect(asked).toBe(2);
	});

	it('never again once it leaves', async () => {
		const readiness = createHealth([answers]);
		readiness.leave();
		expect(await readiness.isReady()).toBe(false);
		expect(await readiness.isHealthy()).toBe(true);
	});
});
