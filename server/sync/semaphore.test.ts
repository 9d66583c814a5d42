import { expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { Semaphore } from './semaphore.ts';

/** Time stands still until it is told to go on. */
function heldClock() {
	let now = 0;
	const timers = new Map<number, () => void>();
	const soon: (() => void)[] = [];
	const clock: Clock = {
		now: () => now,
		after(ms, run) {
			timers.set(now + ms, run);
			return () => timers.delete(now + ms);
		},
		soon: (run) => void soon.push(run)
	};
	return {
		clock,
		timers,
		/** Lets all go on that can without time. */
		async settle() {
			for (let idle = 0; idle < 3; idle++) {
				await Promise.resolve();
				for (const run of soon.splice(0)) {
					run();
					idle = 0;
				}
			}
		},
		pass(ms: number) {
			now += ms;
			for (const [at, run] of [...timers]) if (at <= now && timers.delete(at)) run();
		}
	};
}

it('lets in so many at once, the others in the order in which they came, also after one that failed', async () => {
	const held = heldClock();
	const semaphore = new Semaphore(2, 1000, held.clock);
	const begun: number[] = [];
	const ends: ((failed: boolean) => void)[] = [];
	const all = [0, 1, 2, 3, 4].map((i) =>
		semaphore.run(() => {
			begun.push(i);
			return new Promise<number>((resolve, reject) => {
				ends[i] = (failed) => (failed ? reject(new Error('broken')) : resolve(i));
			});
		})
	);
	const results = Promise.allSettled(all);
	await held.settle();
	expect([begun, semaphore.waiting]).toEqual([[0, 1], 3]);
	ends[1]!(true);
	await held.settle();
	expect(begun).toEqual([0, 1, 2]);
	ends[0]!(false);
	ends[2]!(false);
	await held.settle();
	expect([begun, semaphore.waiting]).toEqual([[0, 1, 2, 3, 4], 0]);
	ends[3]!(false);
	ends[4]!(false);
	await held.settle();
	expect((await results).map(({ status }) => status)).toEqual([
		'fulfilled',
		'rejected',
		'fulfilled',
		'fulfilled',
		'fulfilled'
	]);
	expect(await semaphore.run(() => Promise.resolve('free again'))).toBe('free again');
	expect(held.timers.size).toBe(0);
});

it('who waited too long is told so, never begins, and takes no permit', async () => {
	const held = heldClock();
	const semaphore = new Semaphore(1, 1000, held.clock);
	let end = () => {};
	const first = semaphore.run(() => new Promise<void>((resolve) => (end = resolve)));
	let hasBegun = false;
	const second = semaphore.run(async () => void (hasBegun = true));
	const refused = expect(second).rejects.toThrow('longest wait');
	await held.settle();
	held.pass(1000);
	await refused;
	end();
	await first;
	await held.settle();
	expect(await semaphore.run(() => Promise.resolve('next'))).toBe('next');
	expect(hasBegun).toBe(false);
});
