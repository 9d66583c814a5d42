import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { until, watch } from '#lib/ui/shown.svelte.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { close, message } from '#wire/protocol.ts';
import { FarEnd } from './far-end.ts';
import { LiveJourney } from './journey.svelte.ts';

const facts = (version: number) => ({ version, now: version, journey: { id: 'journeyijssel' } }) as Facts;

let server: FarEnd;
let journey: LiveJourney;
/** What a page shows of the line, one after the other. */
let kinds: string[];

beforeEach(async () => {
	server = new FarEnd();
	vi.stubGlobal('fetch', async () => Response.json(facts(1)));
	journey = new LiveJourney(facts(1));
	onTestFinished(journey.connect());
	kinds = [];
	watch(() => void kinds.push(journey.connection.kind));
	await isAt('open');
});
afterEach(() => vi.unstubAllGlobals());

const isAt = (kind: string) => until(() => (flushSync(), kinds.at(-1) === kind));

test('a line that opens says so once, and the facts that come over it are shown', () => {
	expect(kinds).toEqual(['loading', 'open']);
	const seen: number[] = [];
	watch(() => void seen.push(journey.facts.version));
	server.tell(message.facts, facts(2));
	flushSync();
	expect(seen).toEqual([1, 2]);
	expect(kinds).toEqual(['loading', 'open']);
});

test.each([
	[close.signedOut, 'signed-out', 'signed-out'],
	[close.forbidden, 'removed', 'removed'],
	[close.outdated, 'outdated', 'outdated'],
	[close.forbidden, 'embargoed', 'not-open'],
	[close.unknownDocument, 'room-unknown', 'refused']
])('%i %s ends it', async (code, reason, kind) => {
	server.hangUp(code, reason);
	expect(journey.connection).toEqual({ kind, refusal: { code, reason } });
	await isAt(kind);
	expect(kinds).toEqual(['loading', 'open', kind]);
});

test('a server whose clock was set back tells what is shown, and the time with it', async () => {
	const hour = 3_600_000;
	const of = (run: string, version: number, now: number) => ({ ...facts(version), run, now });
	server.tell(message.facts, of('first', 9, 10 * hour));
	flushSync();
	expect(journey.facts.version).toBe(9);
	server.tell(message.facts, of('second', 1, 9 * hour));
	flushSync();
	expect(journey.facts.version).toBe(1);
	expect(journey.now).toBeLessThan(9.5 * hour);
	// Of the one that is gone, later on its way than all of that.
	journey.onLoad(of('first', 10, 10 * hour));
	expect(journey.facts.version).toBe(1);
});

test('a server that starts again is back by itself', async () => {
	server.hangUp(close.restarting, 'restarting');
	await isAt('loading');
	server.closed = null;
	await isAt('open');
	expect(kinds).toEqual(['loading', 'open', 'loading', 'open']);
});

test('without a network it is offline, and with sockets that stay away blocked', async () => {
	server.closed = { code: 1006, reason: '' };
	dispatchEvent(new Event('offline'));
	expect(journey.connection).toEqual({ kind: 'offline' });
	await isAt('blocked');
	server.closed = null;
	await isAt('open');
});
