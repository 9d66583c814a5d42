import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { close } from '#wire/protocol.ts';
import { askedBy, Attempts, Reach, Reconnection, type Asked, type Reached } from './network.ts';

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
	expect(seen).toEqual(['open', 'loading', 'open']);
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

test('F32 a document that is not open yet is asked for ever less often, at least each half minute, and soon again once it was open', () => {
	const room = Array.from({ length: 100 }, () => new Attempts());
	for (let round = 0; round < 8; round++) {
		const waits = room.map((attempts) => attempts.nextDoor());
		const most = Math.min(2000 * 2 ** round, 30_000);
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
		expect(Math.max(...waits)).toBeLessThanOrEqual(most);
		expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(30);
	}
	room[0]!.opened();
	expect(room[0]!.nextDoor()).toBeLessThanOrEqual(2000);
});

test('each close code asks one thing', () => {
	const asked: Record<keyof typeof close, Asked> = {
		malformed: 'garbled',
		signedOut: 'stay-away',
		forbidden: 'stay-away',
		unknownDocument: 'stay-away',
		diverged: 'strayed',
		tooLarge: 'strayed',
		invalid: 'strayed',
		outdated: 'reload',
		restarting: 'come-back',
		unavailable: 'come-back',
		tooMany: 'come-back'
	};
	for (const [name, code] of Object.entries(close))
		expect([name, askedBy(code)]).toEqual([name, asked[name as keyof typeof close]]);
	// What a browser says of a line that broke, and `ws` of a frame that is larger than it reads.
	expect([1001, 1006, 1009, 4499, 4500].map(askedBy)).toEqual([
		'come-back',
		'come-back',
		'garbled',
		'stay-away',
		'come-back'
	]);
});

describe('a line', () => {
	let device: EventTarget;
	let line: Reconnection;
	/** What was asked of whoever has the socket. */
	let did: string[];
	let kinds: string[];
	let hasSocket: boolean;

	beforeEach(() => {
		device = new EventTarget();
		const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
		vi.stubGlobal('document', page);
		vi.stubGlobal('addEventListener', device.addEventListener.bind(device));
		vi.stubGlobal('removeEventListener', device.removeEventListener.bind(device));
		did = [];
		kinds = [];
		hasSocket = false;
	});
	afterEach(() => {
		line.stop();
		vi.unstubAllGlobals();
	});

	function start(options: { document?: boolean; waitsForDoor?: boolean } = {}): void {
		line = new Reconnection({
			connect() {
				if (hasSocket) return false;
				did.push('connect');
				return (hasSocket = true);
			},
			hangUp() {
				if (hasSocket) did.push('hang up');
				hasSocket = false;
			},
			ask: async () => answers,
			changed: () => void kinds.push(line.state.kind),
			...(options.document && { beginAnew: ({ reason }) => void did.push(`begin anew: ${reason}`) }),
			ended: ({ reason }) => void did.push(`ended: ${reason}`),
			waitsForDoor: options.waitsForDoor ?? false
		});
		line.start();
		works();
		did = [];
		kinds = [];
	}
	/** The other end answers. */
	function works(): void {
		line.heard();
		line.opened();
	}
	function hangsUp(code: number, reason = ''): void {
		hasSocket = false;
		line.closed({ code, reason });
	}

	test('that breaks is loading, tries again by itself, and is open when it works', async () => {
		start({ document: true });
		hangsUp(1006);
		expect(line.state).toEqual({ kind: 'loading' });
		await vi.advanceTimersByTimeAsync(200);
		expect(did).toEqual(['connect']);
		works();
		expect(kinds).toEqual(['loading', 'open']);
	});

	test.each([close.malformed, 1009])(
		'of facts comes back after %i, one of a document begins anew',
		async (code) => {
			start();
			hangsUp(code);
			await vi.advanceTimersByTimeAsync(200);
			expect(did).toEqual(['connect']);
			line.stop();
			start({ document: true });
			hangsUp(code, 'malformed');
			expect(line.state).toEqual({ kind: 'diverged' });
			expect(did).toEqual(['begin anew: malformed']);
		}
	);

	test.each([close.diverged, close.invalid, close.tooLarge])(
		'of facts ends with %i, one of a document begins anew, three times in a minute',
		async (code) => {
			start();
			hangsUp(code, 'strayed');
			expect(line.state).toEqual({ kind: 'refused', refusal: { code, reason: 'strayed' } });
			line.stop();
			start({ document: true });
			const strays = () => {
				line.connect();
				hangsUp(code, 'strayed');
				return line.state.kind;
			};
			expect([strays(), strays(), strays(), strays()]).toEqual([
				'diverged',
				'diverged',
				'diverged',
				'refused'
			]);
			line.stop();
			start({ document: true });
			for (let minute = 0; minute < 5; minute++) {
				expect(strays()).toBe('diverged');
				works();
				expect(line.state).toEqual({ kind: 'open' });
				await vi.advanceTimersByTimeAsync(20_001);
				line.heard();
			}
		}
	);

	test('that the server ends is hung up and left alone, whatever the device says', async () => {
		start({ document: true, waitsForDoor: true });
		hangsUp(close.forbidden, 'removed');
		expect([did, kinds]).toEqual([['ended: removed'], ['removed']]);
		for (const event of ['offline', 'online']) device.dispatchEvent(new Event(event));
		line.heard();
		line.lost();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(line.state).toEqual({ kind: 'removed', refusal: { code: close.forbidden, reason: 'removed' } });
		expect(did).toEqual(['ended: removed']);
	});

	test('to a document that opens later begins anew by itself, where somebody waits for it', async () => {
		start({ document: true });
		hangsUp(close.forbidden, 'not-open-yet');
		await vi.advanceTimersByTimeAsync(60_000);
		expect([did, line.state.kind]).toEqual([['ended: not-open-yet'], 'not-open']);
		line.stop();
		start({ document: true, waitsForDoor: true });
		hangsUp(close.forbidden, 'embargoed');
		expect(line.state.kind).toBe('not-open');
		for (const event of ['offline', 'online']) device.dispatchEvent(new Event(event));
		await vi.advanceTimersByTimeAsync(2000);
		expect(did).toEqual(['ended: embargoed', 'begin anew: embargoed']);
		expect(line.state).toEqual({ kind: 'loading' });
		line.connect();
		works();
		expect(line.state).toEqual({ kind: 'open' });
	});

	test('that falls silent is given up for another one, one that is heard is not', async () => {
		start();
		await vi.advanceTimersByTimeAsync(29_000);
		line.heard();
		await vi.advanceTimersByTimeAsync(29_000);
		expect(did).toEqual([]);
		await vi.advanceTimersByTimeAsync(1000);
		expect(did).toEqual(['hang up', 'connect']);
		expect(line.state).toEqual({ kind: 'loading' });
	});

	test('of a device without a network is offline at once, and tried at once when it is back', () => {
		answers = false;
		start();
		device.dispatchEvent(new Event('offline'));
		expect(line.state).toEqual({ kind: 'offline' });
		hangsUp(1006);
		did = [];
		device.dispatchEvent(new Event('online'));
		expect(did).toEqual(['connect']);
		works();
		expect(line.state).toEqual({ kind: 'open' });
	});

	test('without sockets, where pages come through, is blocked; a document that strayed before that too', async () => {
		start({ document: true });
		hangsUp(close.diverged, 'epoch');
		await vi.advanceTimersByTimeAsync(5000);
		expect(line.state).toEqual({ kind: 'blocked' });
		works();
		expect(kinds).toEqual(['loading', 'diverged', 'blocked', 'open']);
	});

	test('that was stopped says and does nothing any more', async () => {
		start();
		line.stop();
		expect(did).toEqual(['hang up']);
		line.heard();
		line.lost();
		line.connect();
		device.dispatchEvent(new Event('online'));
		await vi.advanceTimersByTimeAsync(60_000);
		expect([did, kinds]).toEqual([['hang up'], []]);
	});
});
