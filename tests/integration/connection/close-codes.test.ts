import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { isEnded, type ConnectionState, type Ended, type Saved } from '#lib/connection/connection-state.ts';
import { FactsLine } from '#lib/connection/facts-line.ts';
import { LiveJourney } from '#lib/connection/journey.svelte.ts';
import { addLost } from '#lib/connection/lost-words.ts';
import { lostWords, readLost } from '#lib/connection/lost-words.svelte.ts';
import { DeviceCopy } from '#lib/connection/local-copy.ts';
import { readBoard } from '#wire/parts/board/board.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { readOwn } from '#wire/parts/cards/own.ts';
import { close } from '#wire/protocol.ts';
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
	host,
	tried
} from './browser-side.ts';
import { anna, atEnd, board, Cast, journey, onDisk, own } from '../sync/test-server.ts';

// What a page does when the server hangs up, for each code and reason, against the real server.
//
// | state   | the strip says (nl, en)                       | beside it                                              |
// | saved   | Bewaard, Saved                                |                                                        |
// | saving  | Bezig met bewaren, Saving                     |                                                        |
// | unsent  | Nog niet bewaard, Not saved yet               | Geen verbinding. (No connection.)                      |
// | offline | Op dit apparaat bewaard, Kept on this device  | Geen verbinding, or the page of `ended`                |
// | blocked | Bewaard, niet live; Saved, not live           | Dit netwerk houdt live meekijken tegen. Forms work.    |
// | stopped | Niet meer live, No longer live                | Deze pagina is niet meer live, with "Laad de pagina opnieuw"     |
//
// Words that are offered: "Dit kon niet bewaard worden. Je kunt het hier kopiëren." with "Kopieer mijn tekst" (This
// could not be saved. Copy my unsaved text.), on every page of the step until its writer says "Dit heb ik".
// `ended`, the line of the journey: the page makes place for "Je bent niet meer aangemeld", "Je zit niet meer aan
// tafel", or says "Deze pagina is niet meer live" with "Laad de pagina opnieuw"; a beamer loads anew by itself.
// `outdated`: "Er is een nieuwe versie." with "Laad de pagina opnieuw"; a page that holds no words does so by itself, once.

interface Row {
	code: number;
	reason: string;
	/** The state that both documents end in, and the line of the journey unless it tries again. */
	kind: Ended['kind'];
	/** What one's own cards come to, and whether their words are offered to copy. */
	own: Saved;
	ownOffered: boolean;
	/** The same of the board, of which nothing is kept: what was on its way is offered always. */
	board: Saved;
	line: 'ended' | 'tries again';
	/** Sockets at most of each document, after the code. */
	most: number;
}

const final = { line: 'ended', most: 1 } as const;
/** A document that strayed is made anew three times in a minute. */
const strays = {
	kind: 'refused',
	own: 'stopped',
	ownOffered: true,
	board: 'stopped',
	line: 'ended',
	most: 4
} as const;
const rows: Row[] = [
	{ code: 4400, reason: 'malformed', ...strays, line: 'tries again' },
	{
		code: 4401,
		reason: 'signed-out',
		kind: 'signed-out',
		own: 'offline',
		ownOffered: false,
		board: 'saved',
		...final
	},
	{
		code: 4403,
		reason: 'removed',
		kind: 'removed',
		own: 'offline',
		ownOffered: true,
		board: 'saved',
		...final
	},
	{
		code: 4403,
		reason: 'not-yours',
		kind: 'refused',
		own: 'stopped',
		ownOffered: false,
		board: 'stopped',
		...final
	},
	{
		code: 4403,
		reason: 'origin',
		kind: 'refused',
		own: 'stopped',
		ownOffered: true,
		board: 'stopped',
		...final
	},
	{
		code: 4404,
		reason: 'room-unknown',
		kind: 'refused',
		own: 'stopped',
		ownOffered: true,
		board: 'stopped',
		...final
	},
	{ code: 4409, reason: 'diverged', ...strays },
	{ code: 4409, reason: 'epoch', ...strays },
	{ code: 4413, reason: 'too-large', ...strays },
	{ code: 4413, reason: 'room-full', ...strays },
	{ code: 4422, reason: 'not-a-value', ...strays },
	{
		code: 4426,
		reason: 'outdated',
		kind: 'outdated',
		own: 'offline',
		ownOffered: false,
		board: 'saved',
		...final
	},
	// What `ws` says itself of a frame that is larger than it reads at all.
	{ code: 1009, reason: '', ...strays, line: 'tries again' }
];
const transient = [
	{ code: close.restarting, reason: 'restarting' },
	{ code: close.unavailable, reason: 'unavailable' },
	{ code: close.tooMany, reason: 'too-many' },
	// The other end of the proxy is gone.
	{ code: 1001, reason: '' }
];

/** Lets in, or says what the test wants said. */
class Door extends Cast {
	verdict: { code: number; reason: string } | null = null;
	ownRoots: readonly string[] = ['cards', 'drafts'];

	override async admit(visitor: Parameters<Cast['admit']>[0], document: string) {
		if (this.verdict) return { ok: false as const, ...this.verdict };
		const admission = await super.admit(visitor, document);
		return admission.ok && document.startsWith('own/') ? { ...admission, write: this.ownRoots } : admission;
	}
}

const onServer = async () => (await host.sync.read(own(anna), readOwn)).map(({ text }) => text);

let door: Door;
beforeEach(async () => {
	door = new Door();
	await open({ app: door });
	aDevice();
	await lay('card000001');
});

function openLine(): FactsLine {
	const line = new FactsLine({
		journey,
		onFacts: () => {},
		changed: () => {},
		Socket: browserOf(anna)
	});
	atEnd(() => line.stop());
	line.start();
	return line;
}

/** Somebody who wrote a card and made a group in a lift. */
async function fromTheLift() {
	const local = new MemoryCopy();
	const [cards, groups, line] = [await openOwn(anna, local), await openBoard(anna), openLine()];
	await until(() => cards.isWhole && groups.may.sort && line.connection.kind === 'open', 'all open');
	cutSockets();
	cards.add('1', 'kaartje uit de lift');
	groups.newGroup('group00001', 'groep uit de lift', ['card000001']);
	const before = new Map(tried);
	const tries = (name: string) => (tried.get(name) ?? 0) - (before.get(name) ?? 0);
	return { local, cards, groups, line, tries };
}

const kindOf = ({ connection }: { connection: ConnectionState }) => connection.kind;
const hasEnded = ({ connection }: { connection: ConnectionState }) => isEnded(connection);

describe('the server hangs up for good', () => {
	it.each(rows)('$code $reason', async (row) => {
		const { local, cards, groups, line, tries } = await fromTheLift();
		door.verdict = row;
		blockSockets(false);
		await until(() => hasEnded(cards) && hasEnded(groups), 'both documents to end');
		expect([kindOf(cards), kindOf(groups)]).toEqual([row.kind, row.kind]);
		if (row.line === 'ended') await until(() => kindOf(line) === row.kind, 'the line of the journey');
		else expect(hasEnded(line)).toBe(false);
		expect({ own: cards.saved, board: groups.saved }).toEqual({ own: row.own, board: row.board });
		// No word is gone: it is on this device to be sent, or offered to its writer; and the board's always offered.
		expect(local.isUnsaved && !local.isCleared).toBe(true);
		expect(cards.cards().map(({ text }) => text)).toEqual(['kaartje uit de lift']);
		expect(lostWords(anna)).toBe(row.ownOffered ? 'kaartje uit de lift' : '');
		expect(groups.lost).toEqual(['groep uit de lift']);
		expect(groups.may).toEqual({ sort: false, write: false });
		expect(groups.isUnsaved).toBe(false);
		// And nobody knocks for ever.
		for (const name of [own(anna), board]) expect(tries(name)).toBeLessThanOrEqual(row.most + 1);
	});

	it.each(['not-open-yet', 'embargoed'])(
		'4403 %s: the board comes back when it opens, what was on its way is offered',
		async (reason) => {
			const { groups } = await fromTheLift();
			door.verdict = { code: close.forbidden, reason };
			blockSockets(false);
			await until(() => kindOf(groups) === 'not-open', 'the board to close');
			expect(groups.saved).toBe('saved');
			expect(groups.lost).toEqual(['groep uit de lift']);
			door.verdict = null;
			await until(() => groups.may.sort, 'the board to open');
			groups.newGroup('group00002', 'weer terug', []);
			await until(() => groups.saved === 'saved', 'on disk');
			expect(await host.sync.read(board, readBoard)).toMatchObject({
				groups: [{ title: 'weer terug' }]
			});
		}
	);
});

describe('the server hangs up for a while', () => {
	it.each(transient)('$code $reason: tries again, and all arrives', async (verdict) => {
		const { cards, groups, line } = await fromTheLift();
		door.verdict = verdict;
		blockSockets(false);
		await until(() => tried.get(own(anna))! > 3, 'a few tries');
		expect([cards, groups, line].map(hasEnded)).toEqual([false, false, false]);
		expect(cards.saved).not.toBe('saved');
		expect(groups.saved).not.toBe('saved');
		door.verdict = null;
		await until(
			() => !cards.isUnsaved && !groups.isUnsaved && line.connection.kind === 'open',
			'all on disk',
			15_000
		);
		expect([cards.saved, groups.saved]).toEqual(['saved', 'saved']);
		expect(readOwn(await onDisk(host.file, own(anna)))).toMatchObject([{ text: 'kaartje uit de lift' }]);
		expect(readBoard(await onDisk(host.file, board))).toMatchObject({
			groups: [{ title: 'groep uit de lift' }]
		});
		expect([lostWords(anna), groups.lost]).toEqual(['', []]);
	});
});

describe('words that could not be saved', () => {
	it("one's own cards, when the step was locked meanwhile: offered, still there, and sent when it opens", async () => {
		const { cards, local } = await fromTheLift();
		door.ownRoots = [];
		blockSockets(false);
		await until(() => lostWords(anna), 'the offer');
		expect(lostWords(anna)).toBe('kaartje uit de lift');
		await until(() => cards.isOpen && cards.isWhole, 'the new document');
		expect(cards.cards().map(({ text }) => text)).toEqual(['kaartje uit de lift']);
		expect(cards.add('1', 'te laat')).toEqual({ ok: false, reason: 'locked' });
		expect([cards.saved, local.isUnsaved, kindOf(cards)]).toEqual(['offline', true, 'locked']);

		door.ownRoots = ['cards', 'drafts'];
		host.sync.recheck(journey);
		await until(() => cards.saved === 'saved', 'on disk');
		expect(readOwn(await onDisk(host.file, own(anna)))).toMatchObject([{ text: 'kaartje uit de lift' }]);
		expect(lostWords(anna)).toBe('');
	});

	it('what is written while a document is made anew goes by form, and not into the old one', async () => {
		class SlowCopy extends MemoryCopy {
			ready = () => {};
			override async openAnew(doc: Y.Doc) {
				await new Promise<void>((resolve) => (this.ready = resolve));
				return super.openAnew(doc);
			}
		}
		const local = new SlowCopy();
		const cards = await openOwn(anna, local);
		await until(() => cards.isWhole, 'the document');
		door.verdict = { code: close.diverged, reason: 'diverged' };
		host.sync.recheck(journey);
		await until(() => !cards.isOpen, 'the document to go astray');
		door.verdict = null;
		const before = cards.cards().length;
		cards.add('1', 'ertussen');
		expect(cards.cards()).toHaveLength(before);
		local.ready();
		await until(() => cards.isOpen, 'the new document');
		cards.add('1', 'daarna');
		await until(async () => (await onServer()).includes('daarna'), 'the card after it');
		expect(await onServer()).not.toContain('ertussen');
	});

	it('what is under way when somebody walks on to another step still arrives, or is offered', async () => {
		const [arrives, refused] = [await openBoard(anna), await openBoard(anna)];
		await until(() => arrives.may.sort && refused.may.sort, 'both pens');
		await host.sync.hold([board], async () => {
			arrives.newGroup('group00001', 'onderweg', []);
			arrives.leave();
		});
		const titles = async () => (await host.sync.read(board, readBoard)).groups.map(({ title }) => title);
		await until(async () => (await titles()).includes('onderweg'), 'the group');
		await until(() => !arrives.isUnsaved, 'the answer');
		cutSockets();
		refused.newGroup('group00002', 'te laat', []);
		refused.leave();
		door.verdict = { code: close.forbidden, reason: 'not-open-yet' };
		blockSockets(false);
		await until(() => refused.lost.length > 0, 'the offer');
		expect([arrives.lost, refused.lost]).toEqual([[], ['te laat']]);
	});

	it('are read once: the same words are not offered again, others are', async () => {
		const { groups } = await fromTheLift();
		expect(groups.lost).toEqual([]);
		addLost(anna, board, 'een zin');
		addLost(anna, board, 'een zin');
		addLost(anna, board, 'nog een zin');
		expect(lostWords(anna)).toBe('een zin\n\nnog een zin');
		expect(lostWords('basdirector1')).toBe('');
		readLost(anna);
		expect(lostWords(anna)).toBe('');
		addLost(anna, board, 'iets anders');
		expect(lostWords(anna)).toBe('iets anders');
	});
});

describe('saved means on disk', () => {
	it('a slow server is "saving", also when the words have long arrived', async () => {
		const cards = await openOwn(anna);
		await until(() => cards.isWhole, 'the document');
		await host.sync.hold([own(anna)], async () => {
			cards.add('1', 'traag');
			const other = await host.join(anna, own(anna));
			await other.roundTrip();
			expect(cards.saved).toBe('saving');
			other.vanish();
		});
		await until(() => cards.saved === 'saved', 'on disk');
		expect(readOwn(await onDisk(host.file, own(anna)))).toMatchObject([{ text: 'traag' }]);
	});

	it('a board without a connection says that it is nowhere yet; without anything to save it is saved', async () => {
		const [groups, idle] = [await openBoard(anna), await openBoard('basdirector1')];
		await until(() => groups.may.sort && idle.may.sort, 'both pens');
		await host.stop();
		groups.newGroup('group00001', 'nergens', []);
		await until(() => groups.saved === 'unsent', 'no server is noticed', 8000);
		expect(idle.saved).toBe('saved');
		await restart();
		await until(() => groups.saved === 'saved', 'on disk');
	});
});

describe('F31 another version', () => {
	beforeEach(() => host.stop());

	it('is told so once, keeps its words, and is not forgotten', async () => {
		await restart(() => {}, { wireVersion: 2 });
		const local = new MemoryCopy();
		const cards = await openOwn(anna, local);
		expect(cards.add('1', 'van voor de nieuwe versie').ok).toBe(true);
		vi.stubGlobal('WebSocket', browserOf(anna));
		const facts = { version: 0, now: Date.now(), journey: { id: journey } } as Facts;
		const page = new LiveJourney(facts);
		atEnd(page.connect());
		await until(() => kindOf(cards) === 'outdated' && kindOf(page) === 'outdated', 'the news');
		expect(cards.saved).toBe('offline');
		expect(local).toMatchObject({ isUnsaved: true, isCleared: false });
		expect(lostWords(anna)).toBe('');
		expect(tried.get(own(anna))).toBe(1);
		cards.stop();

		await host.stop();
		await restart();
		const again = await openOwn(anna, local);
		await until(() => !again.isUnsaved, 'on disk');
		expect(readOwn(await onDisk(host.file, own(anna)))).toMatchObject([
			{ text: 'van voor de nieuwe versie' }
		]);
	});

	it('a client that says no version, as the stock one, is let in', async () => {
		await restart(() => {}, { wireVersion: 2 });
		const stock = host.stock(anna, own(anna));
		await until(() => stock.synced, 'the stock client');
	});
});

describe('two tabs of one person', () => {
	it('what one has saved is not said of what the other has not', () => {
		const [one, two] = [new DeviceCopy(own(anna)), new DeviceCopy(own(anna))];
		one.isUnsaved = true;
		one.unsent = ['card000001'];
		void two.settle(3);
		expect(new DeviceCopy(own(anna))).toMatchObject({ isUnsaved: true, unsent: ['card000001'], epoch: 3 });
	});

	it('the copy that one made anew is not given up for the old one of the other', async () => {
		const [one, two] = [new DeviceCopy(own(anna)), new DeviceCopy(own(anna))];
		await one.openAnew(new Y.Doc());
		await one.settle(2);
		await two.settle(3);
		expect(JSON.parse(localStorage.getItem('siroop.kept')!)).toMatchObject({ [own(anna)]: { copy: 2 } });
	});

	it('what each writes is on disk, once, and both show it after they came back', async () => {
		const [one, two] = [await openOwn(anna), await openOwn(anna)];
		await until(() => one.isWhole && two.isWhole, 'both');
		cutSockets();
		one.add('1', 'van links');
		two.add('1', 'van rechts');
		blockSockets(false);
		await until(() => !one.isUnsaved && !two.isUnsaved, 'both saved');
		const both = ['van links', 'van rechts'];
		for (const tab of [one, two]) await until(() => tab.cards().length === 2, 'both cards in each tab');
		expect(
			readOwn(await onDisk(host.file, own(anna)))
				.map(({ text }) => text)
				.sort()
		).toEqual(both);
	});
});
