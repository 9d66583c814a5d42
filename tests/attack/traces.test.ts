import { again } from './no-chance.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { tellEvery } from '#domain/parts/anonymity/anonymity.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../support/cast.ts';
import { until, type SyncClient } from '../support/sync-client.ts';

// The disk of the machine, and the screens of the room, in the hands of somebody who wants to know who wrote what: two
// evenings that differ in nothing else look the same.

const people: Name[] = ['wies', 'wim', 'gert', 'gea', 'zoe', 'ria', 'pelle'];
/** Who wrote each of seven cards; Pelle never does. */
const oneEvening: Name[] = ['wies', 'wies', 'gert', 'gert', 'zoe', 'zoe', 'wies'];
const anotherEvening: Name[] = ['wim', 'gea', 'gea', 'gea', 'gea', 'ria', 'gea'];
/** Each as long as the others. */
const words = (n: number) => `GEHEIM-${n}`;
const start = Date.parse('2026-03-12T09:30:00Z');

afterEach(() => void vi.useRealTimers());

test('N13 N14 N15 nobody who has the disk or a screen can tell two evenings apart that differ in who wrote what', async () => {
	const one = await evening(oneEvening);
	const other = await evening(anotherEvening);
	expect(other.seen).toEqual(one.seen);
	for (const moment of ['writing', 'revealed', 'restarted', 'closed'] as const) {
		const [here, there] = [one.disk[moment], other.disk[moment]];
		expect([...there.keys()], moment).toEqual([...here.keys()]);
		for (const [name, bytes] of here)
			expect(differences(bytes, there.get(name)!), `${moment}: ${name}`).toEqual([]);
	}
}, 60_000);

type Moment = 'writing' | 'revealed' | 'restarted' | 'closed';

async function evening(writers: readonly Name[]) {
	again(start);
	const meeting = await aMeeting({ names: people, stage: 'prepared' });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	// Of the first who writes only the document is opened, in a life of the program without anybody else.
	await meeting.restart();
	await write(meeting, step, writers[0]!, 0);
	await meeting.restart();
	const disk = {} as Record<Moment, Map<string, Buffer>>;
	const seen: string[] = [];
	const room = await Room.of(meeting, step);
	const log = ['error', 'warn', 'info'].map((level) => vi.spyOn(meeting.app.log, level as 'error'));

	for (const [n, name] of writers.entries()) if (n > 0) await room.writes(name, n);
	seen.push(await room.shown());
	for (const removed of ['wies', 'gea'] as const) {
		const participant = { participant: meeting.seat(removed).participant };
		must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, participant));
		seen.push(await room.shown());
		must(await meeting.app.acts.letBack(meeting.fenna, meeting.journey, participant));
	}
	meeting.clock.now += tellEvery;
	for (const name of people) must(await meeting.act(meeting.seat(name), { act: 'ready', on: 'yes' }, step));
	seen.push(await room.shown());
	// Until the reveal the words themselves are beside their writers, in the file of the documents alone.
	disk.writing = new Map([...filesOf(meeting)].filter(([name]) => name.startsWith('siroop.db')));
	must(
		await meeting.app.acts.move(meeting.fenna, meeting.journey, { step, from: 'writing', by: 1, sure: true })
	);
	seen.push(await room.shown());
	await room.leave();
	disk.revealed = filesOf(meeting);
	for (const said of log) expect(said).not.toHaveBeenCalled();
	await meeting.restart(() => (disk.closed = filesOf(meeting)));
	seen.push(await room.pages());
	disk.restarted = filesOf(meeting);
	return { disk, seen };
}

const cardOf = (n: number) => ({ id: idOf('card', n), prompt: '1', text: words(n) });

const write = async (meeting: Meeting, step: string, name: Name, n: number) =>
	must(await meeting.act(meeting.seat(name), { act: 'addCard', ...cardOf(n) }, step));

/** Everybody is there with what their pages open, and three screens hear what anybody may hear. */
class Room {
	readonly #meeting: Meeting;
	readonly #step: string;
	readonly #own = new Map<Name, SyncClient>();
	readonly #lines = new Map<Name | 'lead' | 'beamer', SyncClient>();

	static async of(meeting: Meeting, step: string): Promise<Room> {
		const room = new Room(meeting, step);
		const journey = meeting.journeyDocument;
		room.#lines.set('lead', await meeting.connect(meeting.fenna, journey));
		room.#lines.set('beamer', await meeting.connectBeamer(journey));
		for (const name of people) {
			const seat = meeting.seat(name);
			room.#lines.set(name, await meeting.connect(seat, journey));
			room.#own.set(name, await meeting.connect(seat, ownDocument(step, seat.participant)));
		}
		await room.shown();
		return room;
	}

	private constructor(meeting: Meeting, step: string) {
		this.#meeting = meeting;
		this.#step = step;
	}

	/** By form, or letter by letter. */
	async writes(name: Name, n: number): Promise<void> {
		this.#lines.get(name)!.sendWriting(true);
		if (n % 2 === 0) await write(this.#meeting, this.#step, name, n);
		else await this.#types(this.#own.get(name)!, cardOf(n));
	}

	async #types(
		client: SyncClient,
		{ id, ...card }: { id: string; prompt: string; text: string }
	): Promise<void> {
		const drafts = client.doc.getMap('drafts');
		for (let end = 1; end <= card.text.length; end++) drafts.set(card.prompt, card.text.slice(0, end));
		client.doc.getMap('cards').set(id, { ...card, at: start });
		drafts.delete(card.prompt);
		await until(() => client.isSaved, 'the card to be kept');
	}

	/** What hangs on the wall, what the lead and Pelle have, and what their pages would show. */
	async shown(): Promise<string> {
		const told = plain(await this.#meeting.app.facts(this.#meeting.journey));
		for (const line of ['lead', 'beamer', 'pelle'] as const)
			await until(() => plain(this.#lines.get(line)!.latest) === told, `${line} to hear it`);
		return told + (await this.pages());
	}

	async pages(): Promise<string> {
		const { app, journey, fenna } = this.#meeting;
		const pelle = this.#meeting.seat('pelle');
		const pages = [
			await app.console.of(journey),
			await app.overview.of(fenna, journey),
			await app.steps.view(fenna, journey, this.#step),
			await app.steps.view(pelle, journey, this.#step),
			await app.reports.step(journey, this.#step)
		];
		return masked(JSON.stringify(pages));
	}

	async leave(): Promise<void> {
		for (const line of this.#lines.values()) await line.leave();
		for (const own of this.#own.values()) await own.closed;
	}
}

const masked = (text: string) => text.replaceAll(/GEHEIM-\d/g, 'GEHEIM-n');

function plain(facts: Facts | null | undefined): string {
	if (!facts) return '';
	const { version: _, now: __, ...rest } = facts;
	return JSON.stringify(rest);
}

/** Every file of the folder, as it lies on the disk at this moment. */
const filesOf = ({ dataDir }: Meeting) =>
	new Map(
		readdirSync(dataDir)
			.sort()
			.map((name) => [name, withoutChance(name, readFileSync(join(dataDir, name)))])
	);

/**
 * The words, which came onto the table in an order of chance, and what SQLite itself draws or counts for all commits
 * together: the salts and checksums of a log, and how many commits there were, for fast writing shares them.
 */
function withoutChance(name: string, file: Buffer): Buffer {
	const bytes = Buffer.from(masked(file.toString('latin1')), 'latin1');
	if (name.endsWith('-wal') && bytes.length > 0) {
		bytes.fill(0, 16, 32);
		for (let frame = 32; frame < bytes.length; frame += 24 + 4096) bytes.fill(0, frame + 8, frame + 24);
	}
	if (name.endsWith('-shm'))
		for (const header of [0, 48]) {
			bytes.fill(0, header + 8, header + 12);
			bytes.fill(0, header + 24, header + 48);
		}
	if (name.endsWith('.db')) for (const count of [24, 40, 92]) bytes.fill(0, count, count + 4);
	if (name.endsWith('-journal')) bytes.fill(0, 12, 16);
	return bytes;
}

/** Where, and what lies there. */
function differences(one: Buffer, other: Buffer): string[] {
	if (one.length !== other.length) return [`${one.length} and ${other.length} bytes`];
	const at = one.findIndex((byte, index) => byte !== other[index]);
	if (at === -1) return [];
	const around = (bytes: Buffer) => bytes.subarray(Math.max(0, at - 40), at + 40).toString('latin1');
	return [`at ${at}`, around(one), around(other)].map((text) => text.replaceAll(/[^ -~]/g, '.'));
}
