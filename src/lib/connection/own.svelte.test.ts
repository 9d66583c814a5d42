import 'fake-indexeddb/auto';
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type * as Y from 'yjs';
import { until, watch } from '#lib/ui/shown.svelte.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { close } from '#wire/protocol.ts';
import { FarEnd } from './far-end.ts';
import { OwnCards } from './own.svelte.ts';
import { ourHeader } from '#wire/ours.ts';

const step = 'stepvalues01';
let server: FarEnd;
/** As the server has it. */
let doc: Y.Doc;
/** Each test writes as somebody else: devices keep what was written. */
let people = 0;
let participant: string;

beforeEach(() => {
	// For as long as this file runs: a document that was left goes on for a while with what is under way.
	server = new FarEnd();
	participant = `annadirector${++people}`;
	doc = server.doc(ownDocument(step, participant));
	vi.stubGlobal('fetch', async () => new Response(null, { headers: { [ourHeader]: '1' } }));
});

function open(first: { id: string; text: string; prompt: string; at: number }[] = []): OwnCards {
	const own = new OwnCards(step, participant, first);
	const stop = own.open();
	onTestFinished(stop);
	return own;
}
const card = (id: string, text: string) => ({ id, text, prompt: '1', at: 1 });
const write = (id: string, text: string) => doc.getMap('cards').set(id, { text, prompt: '1', at: 2 });
const texts = (own: OwnCards) => own.cards.map(({ text }) => text);

/** What somebody who looks at it all the time sees, one after the other. */
function lookAt<T>(read: () => T): T[] {
	const seen: T[] = [];
	watch(() => void seen.push(read()));
	return seen;
}

describe('cards', () => {
	test('are those of load until the document is there, and then those; a change of it is shown once', async () => {
		write('card000001', 'eerst');
		const own = open([card('card000001', 'van load')]);
		const seen = lookAt(() => texts(own));
		expect(seen).toEqual([['van load']]);
		await until(() => own.saved === 'saved' && texts(own)[0] === 'eerst');
		flushSync();
		seen.length = 0;
		write('card000002', 'van de laptop');
		flushSync();
		expect(seen).toEqual([['eerst', 'van de laptop']]);
		server.isSlow = true;
		expect(own.add('1', 'van hier').ok).toBe(true);
		expect(texts(own)).toEqual(['eerst', 'van de laptop', 'van hier']);
		flushSync();
		expect(seen.slice(1)).toEqual([['eerst', 'van de laptop', 'van hier']]);
	});

	test('that nobody looks at are read as they are', async () => {
		const own = open();
		await until(() => own.add('1', 'een').ok);
		write('card000002', 'twee');
		expect(new Set(texts(own))).toEqual(new Set(['een', 'twee']));
		own.remove('card000002');
		expect(texts(own)).toEqual(['een']);
	});

	test('stay in sight while a document that strayed is made anew, and a form takes what is written then', async () => {
		const own = open();
		await until(() => own.add('1', 'nabij').ok);
		await until(() => own.saved === 'saved');
		const seen = lookAt(() => texts(own));
		server.hangUp(close.diverged, 'diverged');
		expect(own.add('1', 'ertussen')).toEqual({ ok: false, reason: 'blocked' });
		server.closed = null;
		await until(() => own.add('1', 'daarna').ok);
		flushSync();
		for (const shown of seen) expect(shown).toContain('nabij');
		await until(() => own.saved === 'saved');
		expect(texts(own)).toEqual(['nabij', 'daarna']);
	});

	test('written without a connection are on the device, and go to the server when the page is there again', async () => {
		server.closed = { code: 1006, reason: '' };
		const first = new OwnCards(step, participant, []);
		const stop = first.open();
		await until(() => first.add('1', 'in de lift').ok);
		stop();
		const again = open();
		await until(() => texts(again).length > 0);
		expect(texts(again)).toEqual(['in de lift']);
		expect(again.saved).not.toBe('saved');
		server.closed = null;
		await until(() => again.saved === 'saved');
		expect([...doc.getMap('cards').values()]).toMatchObject([{ text: 'in de lift' }]);
	});
});

describe('a sentence that is no card yet', () => {
	test('is read as it is typed, each key once', async () => {
		const own = open();
		await until(() => own.add('1', 'eerst').ok);
		await until(() => own.saved === 'saved');
		const [drafts, saved] = [lookAt(() => own.draft('1')), lookAt(() => own.saved)];
		for (const typed of ['N', 'Na', 'Nabij']) {
			own.setDraft('1', typed);
			expect([own.draft('1'), own.saved]).toEqual([typed, 'saving']);
			flushSync();
		}
		expect(drafts).toEqual(['', 'N', 'Na', 'Nabij']);
		await until(() => own.saved === 'saved');
		flushSync();
		expect(new Set(drafts.slice(3))).toEqual(new Set(['Nabij']));
		expect(saved.filter((is, at) => is !== saved[at - 1])).toEqual(['saved', 'saving', 'saved']);
		expect(doc.getMap('drafts').get('1')).toBe('Nabij');
	});

	test('that comes from another device is shown', async () => {
		const own = open();
		const drafts = lookAt(() => own.draft('1'));
		doc.getMap('drafts').set('1', 'van de laptop');
		await until(() => (flushSync(), drafts.at(-1) === 'van de laptop'));
	});
});

describe('what a person is told of words that are not on the server', () => {
	/** A card that this device has and the server not. */
	async function unsaved(): Promise<[OwnCards, string[]]> {
		const own = open();
		await until(() => own.add('1', 'eerst').ok);
		await until(() => own.saved === 'saved');
		server.isSlow = true;
		own.add('1', 'nog niet');
		return [own, lookAt(() => own.saved)];
	}
	const isSeen = (seen: string[], last: string) => until(() => (flushSync(), seen.at(-1) === last));

	test.each([
		[close.signedOut, 'signed-out', 'offline'],
		[close.forbidden, 'removed', 'offline'],
		[close.forbidden, 'not-open-yet', 'offline'],
		[close.outdated, 'outdated', 'offline'],
		[close.forbidden, 'not-yours', 'stopped'],
		[close.tooLarge, 'room-full', 'stopped']
	])('%i %s: %s', async (code, reason, saved) => {
		const [own, seen] = await unsaved();
		expect(seen).toEqual(['saving']);
		server.hangUp(code, reason);
		await isSeen(seen, saved);
		expect(texts(own)).toEqual(['eerst', 'nog niet']);
		expect(own.add('1', 'te laat')).toEqual({ ok: false, reason: 'blocked' });
	});

	test('the cards of a step that was revealed are shown no more', async () => {
		const [own, seen] = await unsaved();
		const cards = lookAt(() => texts(own));
		server.hangUp(close.unknownDocument, 'revealed');
		await isSeen(seen, 'saved');
		expect(cards.at(-1)).toEqual([]);
	});

	test('a device without a network keeps them', async () => {
		const [, seen] = await unsaved();
		dispatchEvent(new Event('offline'));
		flushSync();
		expect(seen).toEqual(['saving', 'offline']);
		server.isSlow = false;
		dispatchEvent(new Event('online'));
		await isSeen(seen, 'saved');
	});

	test('where sockets are blocked forms take over', async () => {
		const [own, seen] = await unsaved();
		server.hangUp(1006);
		await isSeen(seen, 'blocked');
		expect(own.add('1', 'nog een')).toEqual({ ok: false, reason: 'blocked' });
	});
});
