import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { message } from '#wire/protocol.ts';
import { FactsLine } from './facts-line.ts';

/** A socket that does as it is told. */
class Socket {
	static all: Socket[] = [];
	static mayTry = true;
	readonly OPEN = 1;
	readyState = 0;
	sent: number[][] = [];
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	readonly url: string;

	constructor(url: string) {
		if (!Socket.mayTry) throw new DOMException('not here', 'SecurityError');
		this.url = url;
		Socket.all.push(this);
	}
	open(): void {
		this.readyState = 1;
		this.onopen?.();
	}
	say(...bytes: number[]): void {
		this.onmessage?.({ data: Uint8Array.of(...bytes).buffer });
	}
	send(bytes: Uint8Array): void {
		this.sent.push([...bytes]);
	}
	close(): void {
		this.readyState = 3;
	}
}

let line: FactsLine;
let asked: string[];

beforeEach(() => {
	vi.useFakeTimers();
	Socket.all = [];
	Socket.mayTry = true;
	asked = [];
	vi.stubGlobal('location', { origin: 'https://siroop.example' });
	vi.stubGlobal('document', new EventTarget());
	vi.stubGlobal('addEventListener', () => {});
	vi.stubGlobal('removeEventListener', () => {});
	vi.stubGlobal('fetch', async (url: string) => {
		asked.push(url);
		return Response.json({});
	});
	line = open();
});
afterEach(() => {
	line.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const open = (beamer?: string) =>
	new FactsLine({
		journey: 'journeyijssel',
		beamer,
		onFacts: () => {},
		changed: () => {},
		Socket: Socket as unknown as typeof WebSocket
	});
const keepAlive = [message.awareness, 1, 0];

test('says hello on the address of the journey, a beamer with its token', () => {
	line.start();
	Socket.all[0]!.open();
	expect(Socket.all[0]!.url).toBe('wss://siroop.example/sync/journey/journeyijssel?v=1');
	expect(Socket.all[0]!.sent).toEqual([[message.hello]]);
	line.stop();
	line = open('a token');
	line.start();
	expect(Socket.all[1]!.url).toBe('wss://siroop.example/sync/journey/journeyijssel?v=1&scherm=a+token');
});

test('where even trying a socket is an error, the facts are asked for', async () => {
	Socket.mayTry = false;
	line.start();
	await vi.advanceTimersByTimeAsync(5000);
	expect(line.connection.kind).toBe('blocked');
	expect(new Set(asked)).toEqual(new Set(['https://siroop.example/traject/journeyijssel/feiten']));
});

test('while sockets are blocked the facts are asked for every three seconds', async () => {
	line.start();
	await vi.advanceTimersByTimeAsync(5000);
	const before = asked.length;
	await vi.advanceTimersByTimeAsync(9000);
	expect(asked.length - before).toBe(3);
});

test('a socket that opens and says nothing is blocked, and tried anew after half a minute', async () => {
	line.start();
	Socket.all[0]!.open();
	await vi.advanceTimersByTimeAsync(5000);
	expect(line.connection.kind).toBe('blocked');
	await vi.advanceTimersByTimeAsync(25_000);
	expect(Socket.all).toHaveLength(2);
	Socket.all[1]!.open();
	Socket.all[1]!.say(...keepAlive);
	expect(line.connection.kind).toBe('open');
});

test('a socket that falls silent is given up, one that is kept alive is not', async () => {
	line.start();
	Socket.all[0]!.open();
	for (let i = 0; i < 6; i++) {
		Socket.all[0]!.say(...keepAlive);
		await vi.advanceTimersByTimeAsync(20_000);
	}
	expect(Socket.all).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(Socket.all).toHaveLength(2);
	expect(line.connection.kind).toBe('loading');
});

test('attempts that fail come ever later, and not later than seven and a half seconds', async () => {
	line.start();
	const times: number[] = [];
	for (let i = 0; i < 12; i++) {
		const before = Socket.all.length;
		Socket.all.at(-1)!.onclose?.({ code: 1006, reason: '' });
		const from = Date.now();
		while (Socket.all.length === before) await vi.advanceTimersByTimeAsync(100);
		times.push(Date.now() - from);
	}
	expect(times[0]).toBeLessThanOrEqual(200);
	expect(Math.max(...times)).toBeLessThanOrEqual(7500);
	expect(times.at(-1)).toBeGreaterThanOrEqual(1000);
});

test('a refusal is the end: no other attempt', async () => {
	line.start();
	Socket.all[0]!.onclose?.({ code: 4403, reason: 'removed' });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(line.connection).toEqual({ kind: 'removed', refusal: { code: 4403, reason: 'removed' } });
	expect(Socket.all).toHaveLength(1);
	expect(asked).toEqual([]);
});
