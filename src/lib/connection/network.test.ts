import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { close } from '#wire/protocol.ts';
import { Attempts, Reach, type Reached } from './network.ts';

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

test('F32 a room that was sent away at once comes back spread over two seconds, and nobody waits longer', () => {
	const waits = Array.from({ length: 300 }, () => new Attempts().next(close.restarting));
	const inHelpings = Map.groupBy(waits, (wait) => Math.floor(wait / 200));
	expect(Math.max(...waits)).toBeLessThanOrEqual(2100);
	for (const helping of inHelpings.values()) expect(helping.length).toBeLessThan(100);
	expect(inHelpings.size).toBeGreaterThanOrEqual(10);
});

test('F32 no two of them keep step after that either, and nobody waits longer than seven and a half seconds', () => {
	const room = Array.from({ length: 100 }, () => new Attempts());
	for (let round = 0; round < 8; round++) {
		const waits = room.map((attempts) => attempts.next(1006));
		expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(30);
		expect(Math.max(...waits)).toBeLessThanOrEqual(7500);
	}
});

test('a server that lets somebody in and hangs up at once is asked ever less often; one that lasted begins anew', () => {
	const attempts = new Attempts(5000);
	for (let round = 0; round < 8; round++) {
		attempts.opened();
		attempts.next(close.unavailable);
	}
	attempts.opened();
	expect(attempts.next(close.unavailable)).toBeGreaterThanOrEqual(2500);
	attempts.opened();
	vi.advanceTimersByTime(5001);
	expect(attempts.next(close.unavailable)).toBeLessThanOrEqual(200);
});
