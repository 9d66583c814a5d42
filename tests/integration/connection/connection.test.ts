import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Board } from '#lib/connection/board.svelte.ts';
import { isEnded } from '#lib/connection/connection-state.ts';
import { LocalDrafts } from '#lib/connection/local-drafts.ts';
import { FactsLine } from '#lib/connection/facts-line.ts';
import { LiveJourney } from '#lib/connection/journey.svelte.ts';
import { lostWords, readLost } from '#lib/connection/lost-words.svelte.ts';
import { OwnCards } from '#lib/connection/own.svelte.ts';
import { readBoard } from '#wire/parts/board/board.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { readOwn } from '#wire/parts/cards/own.ts';
import { until } from '../../support/sync-client.ts';
import {
	aDevice,
	blockSockets,
	browserOf,
	cutSockets,
	MemoryCopy,
	lay,
	open,
	openBoard,
	openOwn,
	restart,
	sockets,
	host
} from './browser-side.ts';
import { anna, atEnd, bas, journey, own, screen, board, step, journeyDoc } from '../sync/test-server.ts';

beforeEach(open);

const onServer = (name: string) => host.sync.read(name, readOwn);
const texts = (cards: { text: string }[]) => cards.map(({ text }) => text);

describe('own cards of a step without names', () => {
	it('after the reveal nothing of them stays on the device', async () => {
		const device = aDevice();
		const local = new MemoryCopy();
		const cards = await openOwn(anna, local);
		cards.add('1', 'GEHEIM-1');
		await until(() => cards.saved === 'saved', 'the card');
		expect(local.unsent).toEqual([]);
		await host.sync.remove(own(anna), 'revealed');
		await until(() => cards.connection.kind === 'revealed', 'the news');
		expect(local.isCleared).toBe(true);
		expect([...device]).toEqual([]);
	});

	it('what never arrived stays there, as words to copy, and what did arrive does not', async () => {
		const device = aDevice();
		const local = new MemoryCopy();
		const cards = await openOwn(anna, local);
		cards.add('1', 'GEHEIM-1');
		await until(() => cards.saved === 'saved', 'the card');
		await host.sync.hold([own(anna)], async () => {
			cards.add('1', 'nooit aangekomen');
			cards.keepDraft('1', 'half een zin');
			await host.sync.remove(own(anna), 'revealed');
		});
		await until(() => cards.connection.kind === 'revealed', 'the news');
		expect(local.isCleared).toBe(true);
		expect(lostWords(anna)).toBe('nooit aangekomen\nhalf een zin');
		expect([...device.keys()]).toEqual([`siroop.lost/${anna}`]);
		readLost(anna);
		expect(lostWords(anna)).toBe('');
	});

	it('a device that comes back when people write again brings back only what it never sent', async () => {
		aDevice();
		const local = new MemoryCopy();
		const before = await openOwn(anna, local);
		before.add('1', 'GEHEIM-1');
		await until(() => before.saved === 'saved', 'the card');
		cutSockets();
		before.add('1', 'in de lift');
		before.stop();
		blockSockets(false);
		await host.sync.remove(own(anna), 'revealed');
		const back = await openOwn(anna, local);
		await until(() => back.saved === 'saved' && back.isWhole, 'the document of now');
		await until(async () => (await onServer(own(anna))).length > 0, 'the card from the lift');
		expect(texts(await onServer(own(anna)))).toEqual(['in de lift']);
		expect(texts(back.cards())).toEqual(['in de lift']);
	});
});

describe('own cards', () => {
	it('three, then two more without a server, a reload, and they are there once each', async () => {
		const local = new MemoryCopy();
		const first = await openOwn(anna, local);
		for (const text of ['een', 'twee', 'drie']) expect(first.add('1', text).ok).toBe(true);
		expect(first.saved).toBe('saving');
		await until(() => first.saved === 'saved', 'three cards on disk');
		expect(texts(await onServer(own(anna)))).toEqual(['een', 'twee', 'drie']);

		await host.stop();
		for (const text of ['vier', 'vijf']) first.add('1', text);
		await until(() => first.saved === 'offline', 'no server is noticed');
		expect(local.isUnsaved).toBe(true);
		first.stop();

		const again = await openOwn(anna, local);
		expect(texts(again.cards())).toEqual(['een', 'twee', 'drie', 'vier', 'vijf']);
		expect(again.isWhole).toBe(true);
		await restart();
		await until(() => again.saved === 'saved' && !again.isUnsaved, 'all on disk');
		expect(texts(await onServer(own(anna)))).toEqual(['een', 'twee', 'drie', 'vier', 'vijf']);
		expect(local.isUnsaved).toBe(false);
	});

	it('edits, removes and keeps drafts; a pasted novel stays within what the server takes', async () => {
		const cards = await openOwn(anna);
		const added = cards.add('1', 'Nabijheid');
		const id = added.ok ? added.id : '';
		expect(cards.edit(id, 'Nabij zijn')).toEqual({ ok: true, id });
		expect(cards.edit(id, '   ')).toEqual({ ok: false, reason: 'card-empty' });
		expect(cards.edit('nobodyscard1', 'x')).toEqual({ ok: false, reason: 'card-gone' });
		cards.keepDraft('1', '😀'.repeat(5000));
		await until(() => cards.saved === 'saved', 'card and draft on disk');
		expect(cards.drafts().get('1')).toBe('😀'.repeat(1000));
		expect(texts(await onServer(own(anna)))).toEqual(['Nabij zijn']);
		expect(cards.remove(id)).toEqual({ ok: true, id });
		await until(() => cards.saved === 'saved', 'removal on disk');
		expect(await onServer(own(anna))).toEqual([]);
	});

	it('a card takes its own sentence out of the drafts, and not the one that is being written on another device', async () => {
		const [phone, laptop] = [await openOwn(anna), await openOwn(anna)];
		phone.keepDraft('1', 'van links');
		await until(() => laptop.drafts().get('1') === 'van links', 'the sentence on the laptop');
		laptop.keepDraft('1', 'van rechts');
		await until(() => phone.drafts().get('1') === 'van rechts', 'the other sentence on the phone');
		phone.add('1', 'van links');
		await until(() => laptop.cards().length === 1, 'the card on the laptop');
		expect(laptop.drafts().get('1')).toBe('van rechts');
		laptop.add('1', 'van rechts');
		await until(() => phone.cards().length === 2, 'both cards on the phone');
		expect([phone.drafts().size, laptop.drafts().size]).toEqual([0, 0]);
	});

	it('a copy of another epoch is not merged, and what the server lacks is written again', async () => {
		const local = new MemoryCopy();
		const old = new Y.Doc();
		await local.open(old);
		old.getMap('cards').set('oldcard00001', { text: 'van voor de storing', prompt: '1', at: 1 });
		old.getMap('drafts').set('1', 'half');
		Object.assign(local, { epoch: 7, isUnsaved: true });
		const cards = await openOwn(anna, local);
		await until(() => cards.saved === 'saved' && cards.isWhole && !cards.isUnsaved, 'a new document');
		expect(texts(await onServer(own(anna)))).toEqual(['van voor de storing']);
		expect(cards.drafts().get('1')).toBe('half');
		expect(local.epoch).toBe(1);
		expect(local.copies).toHaveLength(2);
	});

	it('what the server will not take is tried a few times, kept, and not for ever', async () => {
		const local = new MemoryCopy();
		const cards = await openOwn(anna, local);
		// The server of this test counts otherwise than we do.
		expect(cards.add('1', `a${'😀'.repeat(279)}`).ok).toBe(true);
		await until(() => isEnded(cards.connection), 'giving up');
		expect(cards.connection).toEqual({ kind: 'refused', refusal: { code: 4422, reason: 'card-too-long' } });
		expect(cards.saved).toBe('stopped');
		expect(local.isUnsaved).toBe(true);
		expect(local.isCleared).toBe(false);
	});

	it('A7 whoever is removed leaves nothing on the device, except what nobody else has', async () => {
		const [saved, unsaved] = [new MemoryCopy(), new MemoryCopy()];
		const cards = await openOwn(anna, saved);
		cards.add('1', 'bewaard');
		await until(() => cards.saved === 'saved', 'on disk');
		const other = await openOwn(anna, unsaved);
		await until(() => other.isWhole, 'the other device');
		cutSockets();
		other.add('1', 'niet verstuurd');
		host.app.removed.add(anna);
		blockSockets(false);
		await until(() => isEnded(cards.connection) && isEnded(other.connection), 'both refused');
		expect(cards.connection).toEqual({ kind: 'refused', refusal: { code: 4403, reason: 'not-a-member' } });
		expect(saved.isCleared).toBe(true);
		expect(unsaved.isCleared).toBe(false);
		expect(texts(other.cards())).toEqual(['bewaard', 'niet verstuurd']);
	});

	it('blocked sockets are noticed within five seconds, and live when they open', async () => {
		blockSockets(true);
		const cards = await openOwn(anna);
		await until(() => cards.saved === 'blocked', 'blocked', 5000);
		blockSockets(false);
		await until(() => cards.saved === 'saved', 'the socket opens');
	});
});

describe('OwnCards', () => {
	it('shows what load gave, then the document, and lets forms write where it cannot', async () => {
		vi.stubGlobal('WebSocket', browserOf(anna));
		await host.sync.change(own(anna), (doc) =>
			doc.getMap('cards').set('firstcard001', { text: 'eerst', prompt: '1', at: 1 })
		);
		const cards = new OwnCards(step, anna, await onServer(own(anna)));
		expect(texts(cards.cards)).toEqual(['eerst']);
		expect(cards.add('1', 'te vroeg')).toEqual({ ok: false, reason: 'blocked' });
		expect(cards.add('1', ' ')).toEqual({ ok: false, reason: 'card-empty' });
		cards.setDraft('1', 'tweede');
		expect(cards.draft('1')).toBe('tweede');
		atEnd(cards.open());
		await until(() => cards.add('1', 'tweede').ok, 'the document');
		expect(cards.draft('1')).toBe('');
		await until(() => cards.saved === 'saved', 'on disk');
		expect(texts(cards.cards)).toEqual(['eerst', 'tweede']);
		expect(texts(await onServer(own(anna)))).toEqual(['eerst', 'tweede']);
	});

	it('puts a draft in the document when the fingers rest, and at once when the page goes away', async () => {
		vi.stubGlobal('WebSocket', browserOf(anna));
		const cards = new OwnCards(step, anna, []);
		const drafts = () => host.sync.read(own(anna), (doc) => doc.getMap('drafts').get('1'));
		atEnd(cards.open());
		await until(() => cards.add('1', 'er').ok, 'the document');
		await until(() => cards.saved === 'saved', 'on disk');
		cards.setDraft('1', 'half');
		expect(cards.saved).toBe('saving');
		await until(() => cards.saved === 'saved', 'the draft on disk');
		expect(await drafts()).toBe('half');
		cards.setDraft('1', 'half en half');
		dispatchEvent(new Event('pagehide'));
		await until(() => cards.saved === 'saved', 'the draft on disk, without the pause', 200);
		expect(await drafts()).toBe('half en half');
	});

	it('F14 a pasted page stays whole in its field and on this device, though the document takes its beginning', async () => {
		aDevice();
		vi.stubGlobal('WebSocket', browserOf(anna));
		const cards = new OwnCards(step, anna, []);
		const page = 'Een hele bladzijde. '.repeat(500);
		atEnd(cards.open());
		cards.setDraft('1', page);
		await until(() => cards.saved === 'unsent', 'its beginning on disk');
		expect(cards.draft('1')).toBe(page);
		const kept = await host.sync.read(own(anna), (doc) => doc.getMap<string>('drafts').get('1'));
		expect(kept).toBe(page.slice(0, 2000));
		expect(new LocalDrafts(step, anna).read().get('1')).toBe(page);
		cards.setDraft('1', 'Een zin.');
		await until(() => cards.saved === 'saved', 'the sentence on disk');
		expect(cards.draft('1')).toBe('Een zin.');
	});

	it('hands in by form what was written before anyone knew that sockets are blocked', async () => {
		blockSockets(true);
		vi.stubGlobal('WebSocket', browserOf(anna));
		const posted: URLSearchParams[] = [];
		const site = globalThis.fetch;
		vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
			if (url !== '?/act') return site(url, init);
			posted.push(init!.body as URLSearchParams);
			return Response.json({ type: 'success', status: 200 });
		});
		const cards = new OwnCards(step, anna, []);
		atEnd(cards.open());
		await until(() => cards.add('1', 'snel').ok, 'the document');
		await until(() => cards.saved === 'blocked' && posted.length > 0, 'handing in', 6000);
		const { id } = cards.cards[0]!;
		expect(posted.map((fields) => Object.fromEntries(fields))).toEqual([
			{ act: 'addCard', id, prompt: '1', text: 'snel' }
		]);
		expect(cards.add('1', 'nog een')).toEqual({ ok: false, reason: 'blocked' });
		await until(() => texts(cards.cards).join() === 'snel', 'once on the screen');
		cards.onLoad([{ id, prompt: '1', text: 'snel geschreven', at: 1 }]);
		expect(texts(cards.cards)).toEqual(['snel geschreven']);
		blockSockets(false);
		await until(() => cards.saved === 'saved', 'live again');
		expect(texts(await onServer(own(anna)))).toEqual(['snel geschreven']);
	});
});

describe('C8 cards that were written before sockets turned out to be blocked are handed in once each', () => {
	/** Two of them. Each post waits for its answer, which the test gives. */
	async function twoCards() {
		blockSockets(true);
		vi.stubGlobal('WebSocket', browserOf(anna));
		const site = globalThis.fetch;
		const posts: { text: string; answer(type: 'success' | 'failure'): void }[] = [];
		vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
			if (url !== '?/act') return site(url, init);
			const { promise, resolve } = Promise.withResolvers<Response>();
			const text = (init!.body as URLSearchParams).get('text')!;
			posts.push({ text, answer: (type) => resolve(Response.json({ type, status: 200 })) });
			return promise;
		});
		const cards = new OwnCards(step, anna, []);
		atEnd(cards.open());
		// Who leaves with unsaved cards goes on trying for a while.
		atEnd(async () => {
			blockSockets(false);
			await until(() => cards.saved === 'saved', 'live again');
		});
		await until(() => cards.add('1', 'een').ok, 'the document');
		cards.add('1', 'twee');
		const areBlocked = () => until(() => cards.saved === 'blocked', 'blocked', 6000);
		return { cards, posts, posted: () => posts.map(({ text }) => text), areBlocked };
	}

	it('also while one is under way, and again when it did not arrive', async () => {
		const { cards, posts, posted, areBlocked } = await twoCards();
		await areBlocked();
		expect(posted()).toEqual(['een']);
		for (const _ of [1, 2]) cards.onLoad([]);
		expect(posted()).toEqual(['een', 'twee']);
		posts[0]!.answer('failure');
		await until(() => (cards.onLoad([]), posts.length > 2), 'another try');
		expect(posted()).toEqual(['een', 'twee', 'een']);
	});

	it('also when the answers come in another order', async () => {
		const { cards, posts, posted, areBlocked } = await twoCards();
		await areBlocked();
		cards.onLoad([]);
		posts[1]!.answer('success');
		await until(() => (cards.onLoad([]), texts(cards.cards).join() === 'een'), 'the second answer');
		posts[0]!.answer('success');
		await until(() => (cards.onLoad([]), cards.cards.length === 0), 'the first answer');
		expect(posted()).toEqual(['een', 'twee']);
	});

	it('and not at all when they turn out to be there', async () => {
		const { cards, posted, areBlocked } = await twoCards();
		cards.onLoad([...cards.cards]);
		await areBlocked();
		expect(posted()).toEqual([]);
		expect(texts(cards.cards)).toEqual(['een', 'twee']);
	});
});

describe('the board', () => {
	it('is the same for two people, who each undo their own acts', async () => {
		await lay('card000001', 'card000002', 'card000003');
		const [hers, his] = [await openBoard(anna), await openBoard(bas)];
		await until(() => hers.may.sort && his.may.sort, 'both pens');
		hers.newGroup('group00001', 'Nabijheid', ['card000001']);
		await until(() => his.view?.groups.length === 1, 'her group on his screen');
		his.moveTo(['card000002'], 'group00001');
		await until(() => hers.view?.groups[0]?.cards.length === 2, 'his card on her screen');
		expect([hers.canUndo, his.canUndo, hers.canRedo]).toEqual([true, true, false]);
		his.undo();
		await until(() => hers.view?.groups[0]?.cards.length === 1, 'his step back');
		expect(his.canUndo).toBe(false);
		his.redo();
		await until(() => hers.saved === 'saved' && his.saved === 'saved', 'all on disk');
		await until(() => hers.view?.groups[0]?.cards.length === 2, 'his step forward');
		expect(hers.view).toEqual(await host.sync.read(board, readBoard));
	});

	it('two who move one card at once end in the same place', async () => {
		await lay('card000001');
		const [hers, his] = [await openBoard(anna), await openBoard(bas)];
		await until(() => hers.may.sort && his.may.sort, 'both pens');
		hers.newGroup('group00001', 'A', []);
		hers.newGroup('group00002', 'B', []);
		await until(() => his.view?.groups.length === 2, 'groups');
		hers.moveTo(['card000001'], 'group00001');
		his.moveTo(['card000001'], 'group00002');
		await until(() => hers.saved === 'saved' && his.saved === 'saved', 'all on disk');
		const truth = await host.sync.read(board, readBoard);
		await until(() => JSON.stringify(hers.view) === JSON.stringify(truth), 'hers');
		await until(() => JSON.stringify(his.view) === JSON.stringify(truth), 'his');
		expect(truth.groups.map((group) => group.cards.length).sort()).toEqual([0, 1]);
	});

	it('a group that is taken apart while another lays a card in it without a connection: the card is loose, not lost', async () => {
		await lay('card000001', 'card000002');
		const [hers, his] = [await openBoard(anna), await openBoard(bas)];
		await until(() => hers.may.sort && his.may.sort, 'both pens');
		hers.newGroup('group00001', 'Nabijheid', ['card000001']);
		await until(() => his.view?.groups.length === 1, 'her group on his screen');
		await until(() => hers.saved === 'saved', 'on disk');
		cutSockets();
		his.moveTo(['card000002'], 'group00001');
		hers.ungroup('group00001');
		blockSockets(false);
		await until(() => [hers, his].every((one) => one.saved === 'saved' && !one.isUnsaved), 'all on disk');
		for (const one of [hers, his])
			await until(() => one.view?.groups.length === 0 && one.view.loose.length === 2, 'both loose');
		expect(his.lost).toEqual([]);
		// Bringing the group back brings what lay in it, for everybody.
		hers.undo();
		for (const one of [hers, his])
			await until(() => one.view?.groups[0]?.cards.length === 2 && one.view.count === 2, 'both back');
	});

	it('C7 a group gets another name and goes together with another one, for everybody; no card is lost', async () => {
		await lay('card000001', 'card000002', 'card000003');
		const [hers, his] = [await openBoard(anna), await openBoard(bas)];
		await until(() => hers.may.sort && his.may.sort, 'both pens');
		hers.newGroup('group00001', 'Nabijheid', ['card000001', 'card000002']);
		hers.newGroup('group00002', 'Vertrouwen', ['card000003']);
		expect(hers.rename('group00001', 'x'.repeat(81))).toEqual({ ok: false, reason: 'title-too-long' });
		await until(() => his.view?.groups[0]?.title === 'Nabijheid', 'the name of before');
		expect(hers.rename('group00001', 'Dichtbij')).toEqual({ ok: true });
		await until(() => his.view?.groups[0]?.title === 'Dichtbij', 'the new name');
		his.merge('group00001', 'group00002');
		for (const one of [hers, his])
			await until(() => one.view?.groups.length === 1 && one.view.groups[0]!.cards.length === 3, 'one group');
		expect(hers.view).toMatchObject({ groups: [{ title: 'Vertrouwen' }], loose: [], count: 3 });
		expect(hers.rename('group00001', 'Te laat')).toEqual({ ok: false, reason: 'group-gone' });
	});

	it('A9 without the pen an act is none, and with it again it is', async () => {
		await lay('card000001');
		const hers = await openBoard(anna);
		await until(() => hers.may.sort, 'pen');
		host.app.boardRoots = ['texts'];
		host.sync.recheck(journey);
		await until(() => hers.may.write, 'the other pen');
		expect(hers.may.sort).toBe(false);
		hers.newGroup('group00001', 'te laat', ['card000001']);
		expect(hers.rename('group00001', 'te laat')).toEqual({ ok: false, reason: 'locked' });
		expect(hers.view?.groups).toEqual([]);
		host.app.boardRoots = ['groups', 'place'];
		host.sync.recheck(journey);
		await until(() => hers.may.sort, 'pen again');
		hers.newGroup('group00001', '', ['card000001']);
		expect(hers.rename('group00001', 'x'.repeat(81))).toEqual({ ok: false, reason: 'title-too-long' });
		expect(hers.rename('group00001', 'Op tijd')).toEqual({ ok: true });
		await until(() => hers.saved === 'saved', 'on disk');
		expect(hers.lost).toEqual([]);
	});

	it('what was sorted without a connection, and is locked by then, is told and taken back', async () => {
		await lay('card000001');
		const his = await openBoard(bas);
		await until(() => his.may.sort, 'pen');
		cutSockets();
		his.newGroup('group00001', 'In de lift bedacht', ['card000001']);
		host.app.boardRoots = [];
		blockSockets(false);
		await until(() => his.lost.length > 0, 'told');
		expect(his.lost).toEqual(['In de lift bedacht']);
		await until(() => his.view && his.saved === 'saved', 'a new document');
		expect(his.view).toMatchObject({ groups: [], count: 1 });
		expect(await host.sync.read(board, readBoard)).toMatchObject({ groups: [] });
	});

	it('also when another pen was given meanwhile', async () => {
		await lay('card000001');
		const his = await openBoard(bas);
		await until(() => his.may.sort, 'pen');
		cutSockets();
		his.newGroup('group00001', 'In de lift bedacht', ['card000001']);
		host.app.boardRoots = ['texts'];
		blockSockets(false);
		await until(() => his.lost.length > 0, 'told');
		expect(his.lost).toEqual(['In de lift bedacht']);
		await until(() => his.may.write, 'the pen of now');
		expect(his.view).toMatchObject({ groups: [], count: 1 });
	});

	it('what was sorted without a connection, and may still be, arrives', async () => {
		await lay('card000001');
		const his = await openBoard(bas);
		await until(() => his.may.sort, 'pen');
		cutSockets();
		his.newGroup('group00001', 'In de lift bedacht', ['card000001']);
		blockSockets(false);
		await until(() => his.saved === 'saved' && !his.isUnsaved, 'on disk');
		expect(await host.sync.read(board, readBoard)).toMatchObject({
			groups: [{ title: 'In de lift bedacht' }]
		});
		expect(his.lost).toEqual([]);
	});

	it('A5 a beamer sees it and holds no pen', async () => {
		await lay('card000001', 'card000002');
		const wall = await openBoard(screen);
		await until(() => wall.view?.count === 2, 'the board');
		expect(wall.may).toEqual({ sort: false, write: false });
		wall.newGroup('group00001', 'x', ['card000001']);
		expect(wall.view?.groups).toEqual([]);
		expect(wall.saved).toBe('saved');
	});

	it('comes back by itself after the server restarted', async () => {
		await lay('card000001');
		const hers = await openBoard(anna);
		await until(() => hers.may.sort, 'pen');
		await host.stop();
		hers.newGroup('group00001', 'Tussendoor', ['card000001']);
		expect(hers.saved).toBe('saving');
		await restart();
		await until(() => hers.saved === 'saved' && !hers.isUnsaved, 'on disk');
		expect(await host.sync.read(board, readBoard)).toMatchObject({
			groups: [{ title: 'Tussendoor' }]
		});
	});

	it('as the page has it: first from load, then live, with texts to write together', async () => {
		await lay('card000001');
		host.app.boardRoots = ['texts'];
		vi.stubGlobal('WebSocket', browserOf(anna));
		const first = await host.sync.read(board, readBoard);
		const hers = new Board(step, first);
		expect(hers.view.count).toBe(1);
		atEnd(hers.open());
		await until(() => hers.may.write, 'pen');
		expect(hers.text('value00001.name')).toBeNull();
		await host.sync.change(board, (doc) =>
			doc.getMap<Y.Text>('texts').set('value00001.name', new Y.Text('Nabij'))
		);
		await until(() => hers.text('value00001.name')?.current === 'Nabij', 'the text');
		await lay('card000001', 'card000002');
		await until(() => hers.view.count === 2, 'a card that came later');
		expect(hers.saved).toBe('saved');
	});
});

describe('the journey', () => {
	const facts = (version: number, now = Date.now()) =>
		({ version, now, journey: { id: journey, name: 'IJssel' } }) as Facts;

	function openLine(person: string, options: { beamer?: string } = {}) {
		const heard: Facts[] = [];
		const line: FactsLine = new FactsLine({
			journey,
			...options,
			onFacts: (told) => void heard.push(told),
			changed: () => {},
			Socket: browserOf(person)
		});
		atEnd(() => line.stop());
		line.start();
		return { line, heard };
	}

	it('A8 facts are heard, by a beamer too, and again after a restart', async () => {
		const [hers, wall] = [openLine(anna), openLine(screen, { beamer: screen })];
		await until(
			() => hers.line.connection.kind === 'open' && wall.line.connection.kind === 'open',
			'both open'
		);
		host.sync.announce(journey, facts(1));
		await until(() => hers.heard.length === 1 && wall.heard.length === 1, 'facts');
		await host.stop();
		await restart();
		await until(() => host.sync.presence(journey).participants.has(anna), 'back');
		host.sync.announce(journey, facts(1));
		await until(() => hers.heard.length === 2, 'facts again');
	});

	it('a sentence under way is told, and told again after the connection broke', async () => {
		const { line } = openLine(anna);
		line.writing(true);
		const isWriting = () => host.sync.presence(journey).writing.has(anna);
		await until(isWriting, 'writing');
		cutSockets();
		await until(() => !isWriting(), 'gone');
		blockSockets(false);
		await until(isWriting, 'writing again');
		line.writing(false);
		await until(() => !isWriting(), 'done');
		expect(line.connection.kind).toBe('open');
	});

	it('A7 a removed person is told so and does not come back', async () => {
		const { line } = openLine(anna);
		await until(() => line.connection.kind === 'open', 'open');
		host.app.removed.add(anna);
		host.sync.recheck(journey);
		await until(() => isEnded(line.connection), 'the end');
		expect(line.connection).toEqual({ kind: 'refused', refusal: { code: 4403, reason: 'not-a-member' } });
		expect(sockets.size).toBe(0);
	});

	it('where sockets are blocked it says so within five seconds and asks for the facts, until one opens', async () => {
		blockSockets(true);
		const asked: string[] = [];
		vi.stubGlobal('fetch', async (url: string) => {
			asked.push(new URL(url).pathname);
			return Response.json(facts(asked.length));
		});
		const shared = new LiveJourney(facts(0));
		vi.stubGlobal('WebSocket', browserOf(anna));
		atEnd(shared.connect());
		await until(() => shared.connection.kind === 'blocked', 'blocked', 5000);
		await until(() => shared.facts.version >= 2, 'facts by asking');
		expect(new Set(asked)).toEqual(new Set([`/traject/${journey}/feiten`]));
		blockSockets(false);
		await until(() => shared.connection.kind === 'open', 'live');
		host.sync.announce(journey, facts(99));
		await until(() => shared.facts.version === 99, 'facts by socket');
		expect(isEnded(shared.connection)).toBe(false);
	});

	it('the answer to asking can be that one was removed', async () => {
		blockSockets(true);
		vi.stubGlobal('fetch', async () => Response.json({ message: '', reason: 'removed' }, { status: 403 }));
		vi.stubGlobal('WebSocket', browserOf(anna));
		const shared = new LiveJourney(facts(0));
		atEnd(shared.connect());
		await until(() => shared.connection.kind === 'removed', 'the end');
	});

	it('without a network it is offline, and back at once when the device says so', async () => {
		const { line } = openLine(anna);
		await until(() => line.connection.kind === 'open', 'open');
		vi.stubGlobal('fetch', async () => {
			throw new TypeError('no network');
		});
		cutSockets();
		dispatchEvent(new Event('offline'));
		expect(line.connection.kind).toBe('offline');
		blockSockets(false);
		dispatchEvent(new Event('online'));
		await until(() => line.connection.kind === 'open', 'open again');
	});

	it('hears the same from a stock client of the journey as everyone', async () => {
		const { heard } = openLine(bas);
		await until(() => host.sync.presence(journey).participants.has(bas), 'bas');
		const client = await host.join(anna, journeyDoc);
		host.sync.announce(journey, facts(3));
		await until(() => heard.length === 1 && client.facts.length === 1, 'facts');
		expect(heard).toEqual(client.facts);
	});
});
