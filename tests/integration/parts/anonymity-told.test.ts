import { join } from 'node:path';
import { inspect } from 'node:util';
import SQLite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tellEvery } from '#domain/parts/anonymity/anonymity.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

// What everybody hears, and what is kept, while people write and nobody is to know who.

const people: Name[] = ['wies', 'gert', 'gea', 'wim', 'zoe'];

async function aHardTalk() {
	const meeting = await aMeeting({ names: people, stage: 'prepared' });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	return { meeting, step };
}

const write = async (meeting: Meeting, step: string, who: Name, n: number) =>
	must(
		await meeting.act(
			meeting.seat(who),
			{ act: 'addCard', id: idOf('card', n), prompt: '1', text: `Kaart ${n}` },
			step
		)
	);

const goOn = (meeting: Meeting, step: string, sure = true) =>
	meeting.app.acts.move(meeting.fenna, meeting.journey, { step, from: 'writing', by: 1, sure });
const told = async (meeting: Meeting) => (await meeting.app.facts(meeting.journey)).step!;
const kept = (meeting: Meeting, table: string) => meeting.sql(`SELECT * FROM ${table}`);

test('N14 cards are told in fives and half a minute late, and whether they are enough too', async () => {
	const { meeting, step } = await aHardTalk();
	const few = [{ reason: 'reveal-few', names: [], final: true }];
	expect(await told(meeting)).toMatchObject({ cards: 0, gate: few });
	for (let n = 1; n <= 7; n++) await write(meeting, step, people[n % 3]!, n);
	meeting.clock.now += tellEvery - 1;
	expect(await told(meeting)).toMatchObject({ cards: 0, gate: few });
	expect((await meeting.view(meeting.fenna, step)).step).toMatchObject({ cards: 0, gate: few });
	meeting.clock.now += 1;
	expect(await told(meeting)).toMatchObject({ cards: 5, gate: [], waiting: 0 });
	for (let n = 8; n <= 12; n++) await write(meeting, step, 'zoe', n);
	expect(await told(meeting)).toMatchObject({ cards: 5 });
});

test('N14 the room hears nothing of a sentence, a card or who writes it', async () => {
	const { meeting, step } = await aHardTalk();
	const fenna = await meeting.connect(meeting.fenna, meeting.journeyDocument);
	const phone = await meeting.connect(meeting.wies, ownDocument(step, meeting.wies.participant));
	const line = await meeting.connect(meeting.wies, meeting.journeyDocument);
	await until(() => fenna.latest?.connected === 2, 'everybody to be there');
	const before = fenna.frames.length;
	line.sendWriting(true);
	for (let n = 1; n <= 6; n++) {
		phone.doc.getMap('drafts').set('1', 'Half');
		phone.doc.getMap('cards').set(idOf('card', n), { text: `Kaart ${n}`, prompt: '1', at: n });
	}
	await until(() => phone.isSaved, 'the cards');
	await line.roundTrip();
	await meeting.app.persisted();
	await fenna.roundTrip();
	expect(fenna.frames.slice(before).length).toBe(0);
	meeting.clock.now += tellEvery;
	// Whatever makes the room hear of something again.
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	await until(() => fenna.latest?.step?.cards === 5, 'the count of now');
	expect(fenna.latest!.organisations.every(({ writing, readyPeople }) => writing + readyPeople === 0)).toBe(
		true
	);
	expect(fenna.latest!.step!.writing).toBe(0);
});

test('N14 when its time has come the room is told by itself', async () => {
	const { meeting, step } = await aHardTalk();
	const fenna = await meeting.connect(meeting.fenna, meeting.journeyDocument);
	for (let n = 1; n <= 6; n++) await write(meeting, step, people[n % 3]!, n);
	await until(() => fenna.latest?.step?.cards === 0, 'the count of before');
	meeting.clock.now += tellEvery;
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	onTestFinished(() => void vi.useRealTimers());
	const asked = told(meeting);
	await vi.advanceTimersByTimeAsync(100);
	await asked;
	await vi.advanceTimersByTimeAsync(tellEvery + 1000);
	vi.useRealTimers();
	await until(() => fenna.latest?.step?.cards === 5, 'the count of now');
});

test('N14 a refused reveal is the answer to each try until its time is over', async () => {
	const { meeting, step } = await aHardTalk();
	for (let n = 1; n <= 5; n++) await write(meeting, step, people[n % 3]!, n);
	expect(await goOn(meeting, step)).toMatchObject({ reason: 'reveal-few' });
	await write(meeting, step, 'zoe', 6);
	expect(await goOn(meeting, step)).toMatchObject({ reason: 'reveal-few' });
	meeting.clock.now += tellEvery;
	must(await goOn(meeting, step));
});

test('N17 a reveal goes by what is written, whether the table was told too little or too much', async () => {
	const { meeting, step } = await aHardTalk();
	for (let n = 1; n <= 5; n++) await write(meeting, step, people[n % 3]!, n);
	expect((await told(meeting)).gate).toMatchObject([{ reason: 'reveal-few' }]);
	await write(meeting, step, 'zoe', 6);
	expect((await told(meeting)).gate).toMatchObject([{ reason: 'reveal-few' }]);
	must(await goOn(meeting, step));

	const other = await aHardTalk();
	for (let n = 1; n <= 6; n++) await write(other.meeting, other.step, people[n % 3]!, n);
	expect((await told(other.meeting)).gate).toEqual([]);
	const taken = { act: 'removeCard', id: idOf('card', 6) };
	must(await other.meeting.act(other.meeting.seat(people[0]!), taken, other.step));
	expect((await told(other.meeting)).gate).toEqual([]);
	expect(await goOn(other.meeting, other.step)).toEqual({ ok: false, reason: 'reveal-few' });
});

test('N14 N18 who has no socket is back at no moment in which they write, for the room, their organisation or the console', async () => {
	const { meeting, step } = await aHardTalk();
	const { app, journey, clock } = meeting;
	const seen = async () => {
		const { organisations, connected, step: now } = await app.facts(journey);
		const { people } = await app.console.of(journey);
		return {
			...{ connected, ready: now!.ready },
			organisations: organisations.map(({ people }) => people),
			here: people.map(({ here }) => here)
		};
	};
	// Their page came while people write, and they think about it for longer than a page lingers.
	app.seen(meeting.wies.participant);
	const before = await seen();
	expect(before.organisations.reduce((sum, people) => sum + people)).toBe(1);
	clock.now += 5 * 60_000;
	expect(await seen()).toEqual(before);
	app.seen(meeting.wies.participant);
	await write(meeting, step, 'wies', 1);
	expect(await seen()).toEqual(before);
	// Nor is who was here by socket, and writes by form since it broke.
	const fenna = await meeting.connect(meeting.fenna, meeting.journeyDocument);
	const gert = await meeting.connect(meeting.gert, meeting.journeyDocument);
	await until(() => fenna.latest?.connected === 3, 'all three');
	await gert.leave();
	await until(() => app.sync.presence(journey).participants.size === 1, 'the socket to be gone');
	expect((await seen()).connected).toBe(3);
	app.seen(meeting.gert.participant);
	expect((await seen()).connected).toBe(3);
});

test('N14 a question stays where people write without names, whether or not somebody wrote to it', async () => {
	const { meeting, step } = await aHardTalk();
	expect(
		await meeting.app.acts.removePrompt(meeting.fenna, meeting.journey, { step, prompt: '1' })
	).toMatchObject({ reason: 'prompt-unnamed' });
});

test('N13 N14 who is ready is told of the room and lies in no row, and going on asks twice until everybody is', async () => {
	const { meeting, step } = await aHardTalk();
	await meeting.connect(meeting.wies, meeting.journeyDocument);
	await meeting.connect(meeting.gert, meeting.journeyDocument);
	const say = async (who: Name, on: string) =>
		must(await meeting.act(meeting.seat(who), { act: 'ready', on }, step));
	for (const on of ['yes', 'no', 'yes', 'yes']) await say('wies', on);
	expect(await told(meeting)).toMatchObject({ ready: { ready: 1, of: 2 } });
	expect((await meeting.view(meeting.wies, step)).mine.ready).toBe(true);
	expect((await meeting.view(meeting.gert, step)).mine.ready).toBe(false);
	expect(kept(meeting, 'ready')).toEqual([]);
	for (const facts of (await meeting.app.facts(meeting.journey)).organisations)
		expect(facts).toMatchObject({ readyPeople: 0, ready: false });
	for (let n = 1; n <= 6; n++) await write(meeting, step, people[n % 3]!, n);
	expect(await goOn(meeting, step, false)).toMatchObject({ reason: 'not-all-ready' });
	await say('gert', 'yes');
	must(await goOn(meeting, step, false));
	expect(await told(meeting)).toMatchObject({ ready: null });
	must(await meeting.app.acts.move(meeting.fenna, meeting.journey, { step, from: 'sorting', by: -1 }));
	expect(await told(meeting)).toMatchObject({ ready: { ready: 0, of: 2 } });
});

test('N13 what was counted while a step had names is gone when it has none', async () => {
	const meeting = await aMeeting({ names: people });
	const { values } = meeting.steps;
	await write(meeting, values, 'wies', 1);
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	expect([kept(meeting, 'written').length, kept(meeting, 'ready').length]).toEqual([1, 1]);
	must(await meeting.act(meeting.fenna, { act: 'setAnonymous', on: 'yes' }));
	await write(meeting, values, 'gert', 2);
	await meeting.app.persisted();
	expect([...kept(meeting, 'written'), ...kept(meeting, 'ready')]).toEqual([]);
	await meeting.restart();
	expect(kept(meeting, 'written')).toEqual([]);
});

test('N15 whoever is removed and let back, what is told and what is laid stays the same', async () => {
	const { meeting, step } = await aHardTalk();
	for (let n = 1; n <= 6; n++) await write(meeting, step, people[n % 3]!, n);
	const counts = async () => {
		meeting.clock.now += tellEvery;
		const { cards, gate, waiting } = await told(meeting);
		return { cards, gate, waiting };
	};
	const before = await counts();
	expect(before).toEqual({ cards: 5, gate: [], waiting: 0 });
	for (const name of people) {
		const participant = { participant: meeting.seat(name).participant };
		must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, participant));
		expect(await counts(), name).toEqual(before);
		must(await meeting.app.acts.letBack(meeting.fenna, meeting.journey, participant));
	}
	const { participant } = meeting.wies;
	must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, { participant }));
	must(await goOn(meeting, step));
	expect(await told(meeting)).toMatchObject({ cards: 6 });
});

test('N13 of what somebody wrote and cannot be read, the log says in which step it is and not whose', async () => {
	const { meeting, step } = await aHardTalk();
	for (let n = 1; n <= 7; n++) await write(meeting, step, n === 7 ? 'wim' : people[n % 3]!, n);
	const own = ownDocument(step, meeting.wim.participant);
	await meeting.restart(() => {
		const sync = new SQLite(join(meeting.dataDir, 'sync.db'));
		for (const table of ['sync_log', 'sync_snapshot'])
			sync.prepare(`UPDATE ${table} SET data = x'ffffff' WHERE room = ?`).run(own);
		sync.close();
	});
	const log = vi.spyOn(meeting.app.log, 'error');
	must(await goOn(meeting, step));
	const said = log.mock.calls.map(([line]) => inspect(line, { depth: 5 })).join('\n');
	expect(said).toContain(step);
	expect(said).not.toContain(meeting.wim.participant);
});
