import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { cardsEach, groupsMost, sharedTextMost } from '#domain/bounds.ts';
import { Somebody, type Address } from '#server/rehearsal/somebody.ts';
import type { Moment } from '#server/demo/moments.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { journeyDocument } from '#wire/journey/document.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { cpuSeconds, megabytes } from '../support/process.ts';
import { keepDemo, serveDemo, type DemoLinks } from '../support/server.ts';
import { SyncClient } from '../support/sync-client.ts';
import { hostile, plain } from './hostile.ts';

// Whoever wants to stop the room, with what a participant or a visitor has, against the program as it is served.

let demo: { drop: () => void };
beforeAll(async () => void (demo = await keepDemo()));
afterAll(() => demo.drop());

/** The built program at some moment of the demo, gone after the test. */
async function serve(at: Moment) {
	const served = await serveDemo(at);
	onTestFinished(() => served.stop());
	const { links } = served;
	const address: Address = { url: links.origin, headers: { Origin: links.origin } };
	const pid = served.process.pid!;
	/** CPU of the program while something is done and settles, s. */
	const cpu = async (work: () => Promise<unknown>) => {
		const before = cpuSeconds(pid);
		await work();
		return cpuSeconds(pid) - before;
	};
	return { links, address, pid, cpu };
}

const somebody = (address: Address, links: DemoLinks, key: string) =>
	Somebody.returning(address, links.people[key]!.split('/').at(-1)!);

/** With a socket that can do what no client should. */
const enter = (who: Somebody, document: string) => SyncClient.join(who.socketOf(document));

/** The rest of the room goes on: a page comes, and a document is read. */
async function expectServes(address: Address, links: DemoLinks): Promise<void> {
	const other = await somebody(address, links, 'ggd-b');
	expect(await other.facts()).not.toBeNull();
	const screen = await enter(other, journeyDocument(links.journey));
	await screen.roundTrip();
	await screen.leave();
}

/** Dearer than so many times what a plain text costs, or than this where that cost nearly nothing, s. */
const mostTimes = 8;
const nothing = 0.1;

describe('texts that cost more than they seem', () => {
	test('C18 BN3 in a text that is written together', async () => {
		const { links, address, cpu } = await serve('harvested');
		const board = await enter(await somebody(address, links, 'wel-b'), boardDocument(links.steps.values));
		const [, text] = [...board.doc.getMap<Y.Text>('texts')].find(([, text]) => text instanceof Y.Text)!;
		const write = (words: string) =>
			cpu(async () => {
				for (let turn = 0; turn < 10; turn++) {
					board.doc.transact(() => text.insert(0, words));
					await board.when(() => board.isSaved);
					board.doc.transact(() => text.delete(0, words.length));
					await board.when(() => board.isSaved);
				}
				expect(board.isOpen).toBe(true);
			});
		const length = sharedTextMost - text.length;
		const usual = Math.max(nothing, await write(plain(length)));
		for (const [name, make] of Object.entries(hostile))
			expect((await write(make(length))) / usual, name).toBeLessThan(mostTimes);
		await expectServes(address, links);
	});

	test('C18 in the form of who has a code', async () => {
		const { links, cpu } = await serve('lobby');
		const post = (name: string) =>
			cpu(async () => {
				for (let turn = 0; turn < 10; turn++) {
					const response = await fetch(links.join, {
						method: 'POST',
						headers: { Origin: links.origin, Accept: 'text/html' },
						body: new URLSearchParams({ name, email: '', organisation: 'guest' }),
						redirect: 'manual'
					});
					await response.arrayBuffer();
				}
			});
		// Encoded, a letter is up to nine; a form takes 64 kB.
		const length = 7000;
		const usual = Math.max(nothing, await post(plain(length)));
		for (const [name, make] of Object.entries(hostile))
			expect((await post(make(length))) / usual, name).toBeLessThan(mostTimes);
	});
});

describe('more than anybody makes', () => {
	test('BN1 thousands of cards of one person end at the bound, and likeness is found as quickly', async () => {
		const { links, address, cpu } = await serve('writing');
		const who = await somebody(address, links, 'wel-b');
		const own = await enter(who, ownDocument(links.steps.values, links.seats['wel-b']!));
		own.doc.transact(() => {
			for (let n = 0; n < 2000; n++)
				own.doc
					.getMap('cards')
					.set(`flood${String(n).padStart(11, '0')}`, { text: `${n}`, prompt: '1', at: n });
		});
		expect(await own.closed).toEqual({ code: 4422, reason: 'too-many' });
		const lead = await somebody(address, links, 'fac-1');
		await lead.direct('move', { step: links.steps.values, from: 'writing', by: '1', sure: 'yes' });
		const board = await enter(who, boardDocument(links.steps.values));
		expect(board.doc.getMap('cards').size).toBeLessThan(100 + 2 * cardsEach);
		expect(await cpu(() => who.act(links.steps.values, { act: 'suggest' }))).toBeLessThan(2);
		await expectServes(address, links);
	});

	test('BN2 BN6 thousands of groups, and a place beyond all places, are refused; everybody’s page stays small', async () => {
		const { links, address } = await serve('sorting');
		const key = (n: number) => `flood${String(n).padStart(11, '0')}`;
		const attempts: [string, (groups: Y.Map<unknown>) => void][] = [
			[
				'too-many',
				(groups) => void Array.from({ length: 4000 }, (_, n) => groups.set(key(n), { title: '', order: n }))
			],
			['value-malformed', (groups) => void groups.set(key(1), { title: '', order: 1.7e308 })]
		];
		for (const [reason, attempt] of attempts) {
			const board = await enter(await somebody(address, links, 'wel-b'), boardDocument(links.steps.values));
			board.doc.transact(() => attempt(board.doc.getMap('groups')));
			expect(await board.closed).toEqual({ code: 4422, reason });
		}
		const other = await somebody(address, links, 'ggd-b');
		const page = await other.page<{ view: { board: { groups: unknown[] } } }>(`stap/${links.steps.values}`);
		expect(page.view.board.groups.length).toBeLessThanOrEqual(groupsMost);
		expect(JSON.stringify(page).length).toBeLessThan(500_000);
	});
});

describe('what never ends, and what changes nothing', () => {
	test('BN8 forty messages of nine megabytes that never end cost little, and the room goes on', async () => {
		const { links, address, pid } = await serve('sorting');
		const people = await Promise.all(['wel-b', 'pol-b'].map((key) => somebody(address, links, key)));
		const sockets = await Promise.all(
			Array.from({ length: 38 }, (_, n) => enter(people[n % 2]!, boardDocument(links.steps.values)))
		);
		const before = megabytes(pid);
		for (const socket of sockets)
			for (let part = 0; part < 36; part++) if (socket.isOpen) socket.begin(256 * 1024);
		await expectServes(address, links);
		expect(megabytes(pid) - before).toBeLessThan(200);
		for (const socket of sockets) socket.vanish();
	});

	test('A10 BN9 what changes nothing is told to none of two hundred screens, however often it is posted', async () => {
		const { links, address, cpu } = await serve('weighing');
		const screens = await Promise.all(
			Array.from({ length: 200 }, async (_, n) => {
				const who = await somebody(address, links, Object.keys(links.people)[n % 12]!);
				return enter(who, journeyDocument(links.journey));
			})
		);
		const who = await somebody(address, links, 'wel-b');
		const same = { act: 'ready', on: 'yes' };
		await who.act(links.steps.values, same);
		await Promise.all(screens.map((screen) => screen.roundTrip()));
		const told = () => screens.reduce((sum, screen) => sum + screen.facts.length, 0);
		const before = told();
		const answers: boolean[] = [];
		await cpu(async () => {
			for (let n = 0; n < 400; n++) answers.push((await who.act(links.steps.values, same)).ok);
		});
		await Promise.all(screens.map((screen) => screen.roundTrip()));
		expect(told()).toBe(before);
		for (const screen of screens) screen.vanish();
	});

	test('half a request, five hundred times, keeps nobody else waiting', async () => {
		const { links, address, pid } = await serve('lobby');
		const { hostname, port } = new URL(links.origin);
		const before = megabytes(pid);
		const halves: Socket[] = await Promise.all(
			Array.from({ length: 500 }, async () => {
				const socket = connect(Number(port), hostname);
				await once(socket, 'connect');
				socket.write('POST /meedoen HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\nname=');
				return socket;
			})
		);
		await expectServes(address, links);
		expect(megabytes(pid) - before).toBeLessThan(200);
		for (const socket of halves) socket.destroy();
	});
});
