import { expect, test } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { hashOf } from '#server/app/secrets.ts';
import { sessionCookie } from '#server/people/sessions.ts';
import { whole, type Who } from '#server/people/who.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { message } from '#wire/protocol.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { frame, until, type SyncClient } from '../../support/sync-client.ts';

// What a link and a session open, in the hands of their owner, of a facilitator and of somebody who found it.

const secret = 'een geheim van Wies';
const refusedBecause = (reason: string) => ({ ok: false, reason });

/** A browser that opened something: its cookie, and who that is. */
class Browser {
	readonly #meeting: Meeting;
	cookie = '';

	constructor(meeting: Meeting) {
		this.#meeting = meeting;
	}

	static async of(meeting: Meeting, seat: SeatOf): Promise<Browser> {
		const browser = new Browser(meeting);
		browser.cookie = (await meeting.app.sessions.start(seat.person)).value;
		return browser;
	}

	/** Where it comes, or null: the link opens nothing. */
	async open(token: string, form = ''): Promise<string | null> {
		const who = this.cookie ? await this.who() : null;
		const opened = await this.#meeting.app.openings.open(token, { who, device: 'Firefox, Android', form });
		if (opened?.started) this.cookie = opened.started.value;
		return opened?.to ?? null;
	}

	/** Null: signed out. */
	who(): Promise<Who | null> {
		return this.#meeting.app.sessions.who(this.cookie);
	}

	/** As each page asks it first; null: none. */
	async seat(journey = this.#meeting.journey): Promise<SeatOf | null> {
		const who = await this.who();
		return who && this.#meeting.app.journeys.seat(journey, who);
	}

	async news() {
		return this.#meeting.app.links.news((await this.seat())!);
	}

	/** It may well be closed at once. */
	async socket(document: string): Promise<SyncClient> {
		return this.#meeting.knock(document, { cookie: `${sessionCookie}=${this.cookie}` });
	}

	/** One that hears what happens. */
	async line(): Promise<SyncClient> {
		const client = await this.socket(this.#meeting.journeyDocument);
		await client.opened();
		client.send(frame(message.hello));
		client.askAll();
		await client.when(() => client.isSynced);
		return client;
	}
}

const linkFor = async (meeting: Meeting, seat: SeatOf, by: SeatOf): Promise<string> =>
	must(await meeting.app.acts.returnLink(by, meeting.journey, { participant: seat.participant })).token;

async function opened(meeting: Meeting, token: string): Promise<Browser> {
	const browser = new Browser(meeting);
	expect(await browser.open(token)).toMatch(new RegExp(`^/traject/${meeting.journey}(/regie)?$`));
	return browser;
}

const cardsOf = async (meeting: Meeting, seat: SeatOf) =>
	(await meeting.view(seat)).mine.cards.map(({ text }) => text);

const onTable = (meeting: Meeting) =>
	meeting.sql<{ text: string }>('SELECT text FROM card ORDER BY text').map(({ text }) => text);

/** Acts with the seat as it is, and not with that of the person. */
const write = (meeting: Meeting, seat: SeatOf, text: string, id: string) =>
	meeting.app.steps.act(seat, meeting.journey, meeting.steps.values, {
		...{ act: 'addCard', id, prompt: '1', text }
	});

test('J14 J16 a link that a facilitator made opens nothing of what was written privately, by page, act, socket or laying, and nothing is lost', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const phone = await Browser.of(meeting, meeting.wies);
	must(await meeting.write(meeting.wies, secret, idOf('card', 1)));
	const lent = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	const seat = (await lent.seat())!;
	expect(seat).toMatchObject({ participant: meeting.wies.participant });
	expect(seat.notebook).not.toBe(seat.participant);
	expect(await cardsOf(meeting, seat)).toEqual([]);
	const page = await meeting.app.steps.view(seat, meeting.journey, meeting.steps.values);
	expect(JSON.stringify(page)).not.toContain(secret);
	const knock = await lent.socket(meeting.ownDocument(meeting.wies));
	expect(await knock.closed).toMatchObject({ code: 4403, reason: 'not-yours' });
	for (const act of ['editCard', 'removeCard', 'confirmCard'])
		expect(
			await meeting.app.steps.act(seat, meeting.journey, meeting.steps.values, {
				...{ act, id: idOf('card', 1), text: 'anders' }
			})
		).toMatchObject({ reason: 'card-gone' });

	must(await write(meeting, seat, 'van het andere apparaat', idOf('card', 2)));
	expect(await cardsOf(meeting, (await phone.seat())!)).toEqual([secret]);
	const facts = (await meeting.app.facts(meeting.journey)).step!;
	expect(facts.cards).toBe(2);
	const other = await phone.socket(ownDocument(meeting.steps.values, seat.notebook));
	expect(await other.closed).toMatchObject({ code: 4403, reason: 'not-yours' });

	await meeting.next();
	const table = onTable(meeting);
	expect(table).toEqual([secret, 'van het andere apparaat']);
	// What comes later is laid by who wrote it, and by nobody else with the same seat.
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	must(await meeting.write(meeting.wies, 'later, en nog van mij alleen', idOf('card', 3)));
	must(await meeting.app.acts.unlock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	const lay = await meeting.app.steps.act(seat, meeting.journey, meeting.steps.values, { act: 'layMine' });
	expect(lay).toMatchObject({ ok: true, revealed: 0 });
	expect(onTable(meeting)).toHaveLength(2);
	expect((await meeting.app.facts(meeting.journey)).step!.waiting).toBe(1);
	must(await meeting.act(meeting.wies, { act: 'layMine' }));
	expect(onTable(meeting)).toHaveLength(3);
});

test('J14 in an anonymous step another notebook opens nothing of before, is one person in what is counted, and is emptied too', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'], stage: 'prepared' });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	const add = (seat: SeatOf, n: number) =>
		meeting.app.steps.act(seat, meeting.journey, step, {
			...{ act: 'addCard', id: idOf('card', n), prompt: '1', text: `${secret} ${n}` }
		});
	for (const n of [1, 2, 3]) must(await add(meeting.wies, n));
	const lent = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	const seat = (await lent.seat())!;
	expect(JSON.stringify(await meeting.app.steps.view(seat, meeting.journey, step))).not.toContain(secret);
	const knock = await lent.socket(ownDocument(step, meeting.wies.participant));
	expect(await knock.closed).toMatchObject({ code: 4403 });
	for (const n of [4, 5, 6]) must(await add(seat, n));
	must(await add(meeting.gert, 7));
	// Three notebooks of two people are two people: N4 asks for three.
	meeting.clock.now += 60_000;
	const move = { step, from: 'writing', by: 1 as const, sure: true };
	expect(await meeting.app.acts.move(meeting.fenna, meeting.journey, move)).toMatchObject({ ok: false });
	must(await add(meeting.gea, 8));
	meeting.clock.now += 60_000;
	must(await meeting.app.acts.move(meeting.fenna, meeting.journey, move));
	expect(meeting.sql('SELECT * FROM card WHERE step_id = ?', step)).toHaveLength(8);
	expect(meeting.sql('SELECT * FROM emptying')).toEqual([]);
	for (const notebook of [seat.notebook, meeting.wies.participant])
		expect(await meeting.app.sync.read(ownDocument(step, notebook), (doc) => doc.getMap('cards').size)).toBe(
			0
		);
});

test('J13 a link that somebody else made works once, a second tap of its form is the first, and one’s own works on', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const token = await linkFor(meeting, meeting.wies, meeting.fenna);
	const browser = new Browser(meeting);
	const [first, second] = await Promise.all([
		browser.open(token, 'formofthisphone1'),
		new Browser(meeting).open(token, 'formofthisphone1')
	]);
	expect(second).toBe(first);
	expect(await new Browser(meeting).open(token)).toBeNull();
	expect(await meeting.app.openings.look(token)).toBeNull();
	const own = await linkFor(meeting, meeting.wies, meeting.wies);
	for (let n = 0; n < 2; n++)
		expect((await (await opened(meeting, own)).seat())!.notebook).toBe(meeting.wies.participant);
});

test('J13 a preview or a mail scanner that only opens the page of a link uses nothing up', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const token = await linkFor(meeting, meeting.wies, meeting.fenna);
	const before = await meeting.kept();
	for (let n = 0; n < 3; n++)
		expect(await meeting.app.openings.look(token)).toMatchObject({ name: meeting.wies.name });
	expect(await meeting.kept()).toEqual(before);
	expect(await (await opened(meeting, token)).seat()).toMatchObject({
		participant: meeting.wies.participant
	});
});

test('J14 a seat that never had a device opens with its first notebook, once; after that with another', async () => {
	const meeting = await aMeeting({ names: [] });
	must(
		await meeting.app.acts.seatWithoutDevice(meeting.fenna, meeting.journey, {
			...{ name: 'Oma', organisation: 'guest' }
		})
	);
	const oma = (await meeting.app.console.of(meeting.journey)).people.find(({ name }) => name === 'Oma')!;
	const seat = { participant: oma.id } as SeatOf;
	const own = (await (await opened(meeting, await linkFor(meeting, seat, meeting.fenna))).seat())!;
	expect(own.notebook).toBe(oma.id);
	must(await write(meeting, own, secret, idOf('card', 1)));
	meeting.clock.now += 60_000;
	const again = (await (await opened(meeting, await linkFor(meeting, seat, meeting.fenna))).seat())!;
	expect(again.notebook).not.toBe(oma.id);
	expect(await cardsOf(meeting, again)).toEqual([]);
	// "Namens" goes to the device that she has now.
	must(
		await meeting.act(meeting.fenna, {
			...{ act: 'addOnBehalf', id: idOf('card', 2), participant: oma.id, prompt: '1', text: 'namens' }
		})
	);
	expect(await cardsOf(meeting, again)).toEqual(['namens']);
});

test('BN1 J14 fifty cards are those of a person, in all notebooks together', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const seat = (await (await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna))).seat())!;
	await meeting.app.sync.change(meeting.ownDocument(meeting.wies), (doc) => {
		for (let n = 1; n <= 50; n++)
			doc.getMap('cards').set(idOf('card', n), { text: `kaart ${n}`, prompt: '1', at: n });
	});
	expect(await write(meeting, seat, 'een te veel', idOf('card', 51))).toMatchObject({
		reason: 'too-many-cards'
	});
});

test('F7 who made the journey is told until they have a link of their own, and it opens the console', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { links, openings } = meeting.app;
	expect(await links.hasOwn(meeting.fenna)).toBe(false);
	const { token } = must(
		await meeting.app.acts.returnLink(meeting.fenna, meeting.journey, {
			participant: meeting.fenna.participant
		})
	);
	expect(await links.hasOwn(meeting.fenna)).toBe(true);
	const { to } = (await openings.open(token, { who: null, device: '' }))!;
	expect(to).toBe(`/traject/${meeting.journey}/regie`);
	// Who came by a code has a link since then, and one that somebody else makes leads a participant to the table.
	expect(await links.hasOwn(meeting.wies)).toBe(true);
	const other = must(
		await meeting.app.acts.returnLink(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	expect((await openings.open(other.token, { who: null, device: '' }))!.to).toBe(
		`/traject/${meeting.journey}`
	);
});

test('J12 a personal link opens one journey and no role in the installation; a code adds the journey that it is of', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts, journeys, people, openings } = meeting.app;
	const given = {
		name: 'Elders',
		meeting: '',
		place: '',
		date: '2026-03-12',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	const there = must(await journeys.create(meeting.fenna.person, given));
	// Fenna's own link: she hosts, administers nothing, and leads two journeys.
	const browser = await opened(meeting, await linkFor(meeting, meeting.fenna, meeting.fenna));
	const who = (await browser.who())!;
	expect((await browser.seat())!.role).toBe('lead');
	expect(await browser.seat(there.journey)).toBeNull();
	expect((await journeys.list(who)).map(({ id }) => id)).toEqual([meeting.journey]);
	expect(await people.person(who)).toMatchObject({ hosts: false, administers: false });
	expect(await journeys.create(who, given)).toEqual(refusedBecause('not-a-host'));
	const rehearsal = { id: 'rehearsalrehears', place: 'Oefening' };
	expect(
		await meeting.app.rehearsals.begin((await browser.seat())!, meeting.journey, rehearsal)
	).toMatchObject({ ok: false });
	const knock = await browser.socket(`journey/${there.journey}`);
	expect(await knock.closed).toMatchObject({ code: 4403, reason: 'not-yours' });

	const lead = (await journeys.seat(there.journey, meeting.fenna.person))!;
	const { id } = (await journeys.setup(there.journey))!.meetings[0]!;
	const { code } = must(await acts.openMeeting(lead, there.journey, { meeting: id }));
	const join = (by: Who) =>
		meeting.app.joining.join({
			...{ code, name: 'X', email: '', organisation: 'guest', locale: 'nl' as const, address: '192.0.2.1' },
			...{ person: by.person, who: by }
		});
	expect(await join(who)).toEqual(refusedBecause('seat-not-here'));
	const wies = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.wies));
	must(await join((await wies.who())!));
	expect(await wies.seat(there.journey)).toMatchObject({ role: 'participant' });
	expect(await wies.seat()).toMatchObject({ participant: meeting.wies.participant });
	expect(await openings.look('nosuchlink')).toBeNull();
});

test('J12 a link in a browser that has at least as much keeps its session', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const phone = await Browser.of(meeting, meeting.wies);
	const before = phone.cookie;
	for (const by of [meeting.wies, meeting.fenna]) {
		const token = await linkFor(meeting, meeting.wies, by);
		expect(await phone.open(token)).toBe(`/traject/${meeting.journey}`);
		expect(phone.cookie).toBe(before);
		expect((await phone.seat())!.notebook).toBe(meeting.wies.participant);
	}
	await phone.open(await linkFor(meeting, meeting.gert, meeting.fenna));
	expect((await phone.seat())!.participant).toBe(meeting.gert.participant);
});

test('J16 who made a link, and who opened it where, is on the other screens of that person until they say; not them: it ends at once', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const phone = await Browser.of(meeting, meeting.wies);
	const tablet = await Browser.of(meeting, meeting.wies);
	const line = await phone.line();
	const neighbour = await meeting.connect(meeting.gert, meeting.journeyDocument);
	const looks = () => line.facts.filter(({ look }) => look).length;
	const token = await linkFor(meeting, meeting.wies, meeting.fenna);
	await until(() => looks() === 1, 'her page to hear of it');
	expect(await phone.news()).toMatchObject([{ by: 'Fenna', openedAt: null, mayRefuse: true }]);
	const [made] = await phone.news();
	const say = async (browser: Browser, name: 'knowLink' | 'refuseLink', link = made!.id) =>
		meeting.app.acts[name]((await browser.seat())!, meeting.journey, { link });
	must(await say(phone, 'knowLink'));
	expect(await phone.news()).toEqual([]);
	expect(await tablet.news()).toHaveLength(1);

	const thief = await opened(meeting, token);
	await until(() => looks() === 2, 'her page to hear that it was opened');
	for (const browser of [phone, tablet])
		expect(await browser.news()).toMatchObject([{ device: 'Firefox, Android', by: 'Fenna' }]);
	// Whoever opened it is asked nothing, and answers for nobody: not by its id either.
	expect(await thief.news()).toEqual([]);
	must(await say(thief, 'knowLink'));
	must(await say(thief, 'refuseLink'));
	expect(await thief.who()).not.toBeNull();
	expect(await phone.news()).toHaveLength(1);
	// Nor does somebody else at the table.
	must(await meeting.app.acts.refuseLink(meeting.gert, meeting.journey, { link: made!.id }));
	expect(await thief.who()).not.toBeNull();

	const socket = await thief.line();
	const seat = (await thief.seat())!;
	// What it makes ends with it.
	const own = await linkFor(meeting, meeting.wies, seat);
	const copy = new Browser(meeting);
	await copy.open(must(await meeting.app.devices.link((await thief.who())!)).token);
	expect(await copy.seat()).toMatchObject({ notebook: seat.notebook });
	const later = await opened(meeting, own);
	must(await say(phone, 'refuseLink'));
	expect(await socket.closed).toMatchObject({ code: 4401 });
	for (const browser of [thief, copy, later]) expect(await browser.who()).toBeNull();
	expect(await new Browser(meeting).open(own)).toBeNull();
	expect(await new Browser(meeting).open(token)).toBeNull();
	expect(await write(meeting, seat, 'nog gauw', idOf('card', 9))).toEqual(refusedBecause('not-yours'));
	expect(await tablet.news()).toEqual([]);
	expect(neighbour.facts.every(({ look }) => !look)).toBe(true);
	const acts = meeting.sql<{ act: string }>('SELECT act FROM audit ORDER BY seq').map(({ act }) => act);
	expect(acts).toEqual(expect.arrayContaining(['return-link', 'open-link', 'refuse-link']));
	expect(await meeting.app.verifyAudit(meeting.journey)).toMatchObject({ ok: true });
});

test('J16 who came by such a link ends nobody who was there before', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const first = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	meeting.clock.now += 60_000;
	meeting.sql('UPDATE participant SET return_hash = ? WHERE id = ?', 'other', meeting.wies.participant);
	const second = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	const [news] = await second.news();
	expect(news).toMatchObject({ mayRefuse: false });
	const refuse = await meeting.app.acts.refuseLink((await second.seat())!, meeting.journey, {
		link: news!.id
	});
	expect(refuse).toEqual(refusedBecause('not-yours'));
	expect(await first.who()).not.toBeNull();
});

test('J18 a new link ends what began with the one before, but not what makes it, nor what its person began, when a facilitator makes it', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const code = await Browser.of(meeting, meeting.wies);
	const joined = await opened(meeting, meeting.returnToken('wies'));
	await linkFor(meeting, meeting.wies, meeting.fenna);
	expect(await joined.who()).not.toBeNull();
	// With her own: what began with the link of before, hers or not, but for the one that makes it.
	const second = await opened(meeting, await linkFor(meeting, meeting.wies, (await code.seat())!));
	const third = await opened(meeting, await linkFor(meeting, meeting.wies, (await second.seat())!));
	expect(await second.who()).not.toBeNull();
	await linkFor(meeting, meeting.wies, (await code.seat())!);
	expect(await third.who()).toBeNull();
	expect(await code.who()).not.toBeNull();
	// Of a facilitator's before it: what began with that.
	const lent = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	await linkFor(meeting, meeting.wies, meeting.fenna);
	expect(await lent.who()).toBeNull();
});

test('J19 what a reminder opens ends with its link, and when its person is removed, and its socket closes', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'prepared' });
	const day = 24 * 60 * 60 * 1000;
	const remind = (seat: SeatOf, token: string) =>
		meeting.sql(
			'INSERT INTO reminder (step_id, participant_id, at, link_hash, link_expires_at) VALUES (?, ?, ?, ?, ?)',
			...[
				meeting.steps.values,
				seat.participant,
				meeting.clock.now,
				hashOf(token),
				meeting.clock.now + 7 * day
			]
		);
	remind(meeting.wies, 'reminderofwies');
	remind(meeting.gert, 'reminderofgert');
	const step = `/traject/${meeting.journey}/stap/${meeting.steps.values}`;
	const [wies, gert] = [new Browser(meeting), new Browser(meeting)];
	expect(await wies.open('reminderofwies')).toBe(step);
	expect(await gert.open('reminderofgert')).toBe(step);
	expect(await wies.seat()).toMatchObject({ notebook: meeting.wies.participant });
	const socket = await gert.line();
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.gert.participant
		})
	);
	await socket.closed;
	expect(await gert.who()).toBeNull();
	must(
		await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: meeting.gert.participant })
	);
	expect(await new Browser(meeting).open('reminderofgert')).toBeNull();
	meeting.clock.now += 6 * day;
	expect(await wies.who()).not.toBeNull();
	const line = await wies.line();
	meeting.clock.now += 2 * day;
	expect(await wies.who()).toBeNull();
	await meeting.app.devices.sweep();
	expect(await line.closed).toMatchObject({ code: 4401 });
	expect(meeting.sql('SELECT * FROM session WHERE ends_at IS NOT NULL')).toEqual([]);
});

test('J15 J17 one’s devices are listed and ended by oneself, and their sockets close; somebody else’s by nobody', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { devices } = meeting.app;
	const [phone, tablet, neighbour] = [
		await Browser.of(meeting, meeting.wies),
		await Browser.of(meeting, meeting.wies),
		await Browser.of(meeting, meeting.gert)
	];
	const reading = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.wies));
	const lent = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.fenna));
	const who = async (browser: Browser) => (await browser.who())!;
	const idsOf = async (browser: Browser) => (await devices.list(await who(browser))).map(({ id }) => id);
	expect(await idsOf(phone)).toHaveLength(4);
	expect((await devices.list(await who(phone)))[0]).toMatchObject({ isThis: true, how: 'code' });
	expect(await idsOf(reading)).toHaveLength(4);
	expect(await idsOf(lent)).toEqual([(await who(lent)).session]);
	const theirs = (await who(phone)).session!;
	for (const other of [neighbour, lent]) expect(await devices.end(await who(other), theirs)).toBe(0);
	expect(await devices.end(whole('nobody'), theirs)).toBe(0);
	expect(await phone.who()).not.toBeNull();
	// The id that a page shows is no cookie.
	expect(await meeting.app.sessions.who(theirs)).toBeNull();

	const board = await tablet.socket(boardDocument(meeting.steps.values));
	await board.closed;
	const line = await tablet.line();
	const seat = (await tablet.seat())!;
	expect(await devices.end(await who(phone), (await who(tablet)).session!)).toBe(1);
	expect(await line.closed).toMatchObject({ code: 4401, reason: 'signed-out' });
	expect(await tablet.who()).toBeNull();
	expect(await write(meeting, seat, 'nog gauw', idOf('card', 1))).toEqual(refusedBecause('not-yours'));
	expect(await devices.endOthers(await who(phone))).toBe(2);
	for (const ended of [reading, lent]) expect(await ended.who()).toBeNull();
	expect(await neighbour.who()).not.toBeNull();
	await devices.signOut(await who(phone));
	expect(await phone.who()).toBeNull();
});

test('J17 a link to another device works once, for a quarter of an hour, opens what its maker has, and goes with it', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { devices } = meeting.app;
	const laptop = await Browser.of(meeting, meeting.fenna);
	const linkOf = async (browser: Browser) => must(await devices.link((await browser.who())!)).token;
	const token = await linkOf(laptop);
	expect(await meeting.app.openings.look(token)).toMatchObject({ name: 'Fenna', journey: null });
	const phone = new Browser(meeting);
	expect(await phone.open(token)).toBe(`/traject/${meeting.journey}`);
	expect((await phone.who())!.seats).toBeNull();
	expect(await meeting.app.people.person((await phone.who())!)).toMatchObject({ hosts: true });
	expect(await new Browser(meeting).open(token)).toBeNull();

	const late = await linkOf(laptop);
	meeting.clock.now += 15 * 60_000;
	expect(await new Browser(meeting).open(late)).toBeNull();
	const gone = await linkOf(laptop);
	await devices.signOut((await laptop.who())!);
	expect(await new Browser(meeting).open(gone)).toBeNull();

	const one = await opened(meeting, await linkFor(meeting, meeting.wies, meeting.wies));
	const other = await opened(meeting, await linkOf(one));
	expect((await other.who())!.seats).toEqual(new Map([[meeting.wies.participant, meeting.wies.participant]]));
});
