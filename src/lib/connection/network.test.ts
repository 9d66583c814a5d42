import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reach, type Reached } from './network.ts';

let answers: boolean;
let seen: Reached[];
let retried: number;
let reach: Reach;

beforeEach(() => {
	vi.useFakeTimers();
	answers = true;
	seen = [];
	retried = 0;
	reach = new Reach({
		ask: async () => answers,
		retry: () => void retried++,
		changed: () => void seen.push(reach.current)
	});
});
afterEach(() => {
	reach.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

test('a site that answers while no socket opens is blocked, within five seconds', async () => {
	reach.lost();
	await vi.advanceTimersByTimeAsync(5000);
	expect(reach.current).toBe('blocked');
	expect(retried).toBe(1);
});

test('a site that does not answer is offline', async () => {
	answers = false;
	reach.lost();
	await vi.advanceTimersByTimeAsync(5000);
	expect(reach.current).toBe('offline');
	expect(retried).toBe(0);
});

test('a network that comes back is tried at once', async () => {
	answers = false;
	reach.lost();
	await vi.advanceTimersByTimeAsync(5000);
	answers = true;
	await vi.advanceTimersByTimeAsync(3000);
	expect(retried).toBe(1);
	reach.opened();
	expect(reach.current).toBe('open');
});

test('a network that goes away while sockets are blocked is told, and its return too', async () => {
	reach.lost();
	await vi.advanceTimersByTimeAsync(5000);
	answers = false;
	await vi.advanceTimersByTimeAsync(3000);
	expect(reach.current).toBe('offline');
	answers = true;
	await vi.advanceTimersByTimeAsync(5000);
	expect(seen).toEqual(['blocked', 'offline', 'blocked']);
});

test('a short gap is not worth a word, and an answer that comes too late means nothing', async () => {
	reach.opened();
	reach.lost();
	await vi.advanceTimersByTimeAsync(1900);
	reach.opened();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(seen).toEqual(['open', 'waiting', 'open']);
});

test('a device that says it has no network is believed at once', () => {
	reach.opened();
	reach.away();
	expect(reach.current).toBe('offline');
});
