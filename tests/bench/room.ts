// npm run bench:room: how long an act of the facilitator takes to reach the last of 200 screens.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { openApp } from '#server/app.ts';
import { wilgenmeer } from '#server/demo/fill.ts';
import { settingsFrom } from '#server/settings.ts';
import { postForm, serveAgain, signIn } from '../support/server.ts';
import { SyncClient, until } from '../support/sync-client.ts';

const { values: given } = parseArgs({
	options: { people: { type: 'string', default: '200' }, rounds: { type: 'string', default: '15' } }
});
const people = Number(given.people);
const rounds = Number(given.rounds);
const cardsEach = Math.ceil(1000 / people);
/** The texts of the cards alone take more than this on the wire. */
const boardBytes = people * cardsEach * 60;

const dataDir = mkdtempSync(join(tmpdir(), 'siroop-bench-'));
const room = await prepare();
const served = await serveAgain(dataDir);
const { origin } = served.links;
process.on('exit', () => {
	served.process.kill('SIGKILL');
	rmSync(dataDir, { recursive: true, force: true });
});
const pid = served.process.pid!;
const cookies = await inTurn(room.links, (token) => signIn(`${origin}/terug/${token}`));
const lead = await signIn(`${origin}/terug/${room.lead}`);
const server = origin.replace('http', 'ws');

console.log(
	`${people} participants, each with a socket for the facts and one of their own; ${rounds} rounds`
);
const screens = await inTurn(cookies, (Cookie) =>
	SyncClient.join({ server, room: `journey/${room.journey}`, headers: { Cookie } })
);
const desks = await inTurn(cookies, (Cookie, i) =>
	SyncClient.join({ server, room: `own/${room.step}/${room.seats[i]}`, headers: { Cookie } })
);
console.log(`all connected; server uses ${megabytes('VmRSS')} MB`);

const before = cpuSeconds();
const startedAt = performance.now();
const timer: number[] = [];
const step: number[] = [];
for (let round = 0; round < rounds; round++) {
	timer.push(
		await act(
			'addTime',
			{ minutes: '1' },
			(facts, old) => (facts.timer?.totalMs ?? 0) > (old.timer?.totalMs ?? 0)
		)
	);
	step.push(
		await act(
			'goTo',
			{ step: round % 2 ? room.step : room.other },
			(facts) => facts.step?.id === (round % 2 ? room.step : room.other)
		)
	);
}
await act('goTo', { step: room.step }, (facts) => facts.step?.id === room.step);
print('timer, +1 minute', timer);
print('to another step', step);

const reveals: number[] = [];
await act(
	'move',
	{ step: room.step, from: 'prepared', by: '1', sure: 'yes' },
	(facts) => facts.step?.stage === 'writing'
);
desks.forEach((desk, person) =>
	desk.doc.transact(() => {
		for (let card = 0; card < cardsEach; card++) {
			const { text } = wilgenmeer.valueCards[(person * cardsEach + card) % wilgenmeer.valueCards.length]!;
			desk.doc.getMap('cards').set(`p${person}card${card}`.padEnd(12, '0'), { text, prompt: '1', at: card });
		}
	})
);
await until(() => desks.every((desk) => desk.isSaved), 'all cards on disk', 60_000);
for (let round = 0; round < 3; round++) reveals.push(await reveal());
print(`reveal of ${people * cardsEach} cards, on every board`, reveals);

const seconds = (performance.now() - startedAt) / 1000;
console.log(
	`server: ${(cpuSeconds() - before).toFixed(1)} s CPU in ${seconds.toFixed(1)} s, memory ${megabytes('VmRSS')} MB (peak ${megabytes('VmHWM')} MB)`
);
for (const socket of [...screens, ...desks]) socket.vanish();
process.exit(0);

/** Facts of a screen, newest last. */
type Facts = SyncClient['facts'][number];

/** From the click until the last screen knows, ms. */
async function act(
	name: string,
	fields: Record<string, string>,
	done: (now: Facts, old: Facts) => boolean
): Promise<number> {
	const old = screens.map((screen) => screen.facts.at(-1)!);
	const from = performance.now();
	const posted = postForm(`${origin}/traject/${room.journey}/regie?/${name}`, lead, fields);
	await until(
		() => screens.every((screen, i) => done(screen.facts.at(-1)!, old[i]!)),
		`${name} on every screen`,
		20_000
	);
	const took = performance.now() - from;
	const answer = (await (await posted).json()) as { type: string };
	if (answer.type !== 'success' && answer.type !== 'redirect')
		throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
	return took;
}

/** As phones do: each opens the board as soon as its screen says that the cards are on the table. */
async function reveal(): Promise<number> {
	const opening = screens.map(async (screen, i) => {
		await until(() => screen.facts.at(-1)?.step?.stage === 'sorting', 'the stage', 20_000);
		return openBoard(cookies[i]!);
	});
	const from = performance.now();
	const moving = act(
		'move',
		{ step: room.step, from: 'writing', by: '1', sure: 'yes' },
		(facts) => facts.step?.stage === 'sorting'
	);
	const boards = await Promise.all(opening);
	const told = performance.now() - from;
	await until(() => boards.every((board) => board.bytes >= boardBytes), 'every card everywhere', 30_000);
	const took = performance.now() - from;
	await moving;
	const sample = await SyncClient.join({
		server,
		room: `board/${room.step}`,
		headers: { Cookie: cookies[0]! }
	});
	await until(
		() => sample.doc.getMap('cards').size === people * cardsEach,
		'every card in the one that is read'
	);
	console.log(
		`  the stage known and the board asked for everywhere after ${told.toFixed(0)} ms, all cards after ${took.toFixed(0)} ms`
	);
	for (const board of boards) board.close();
	sample.vanish();
	await act(
		'move',
		{ step: room.step, from: 'sorting', by: '-1', sure: 'yes' },
		(facts) => facts.step?.stage === 'writing'
	);
	return took;
}

/** A board that is only weighed, not read: two hundred browsers in one process would measure themselves. */
async function openBoard(Cookie: string) {
	const ws = new WebSocket(`${server}/sync/board/${room.step}`, { headers: { Cookie } });
	const board = { bytes: 0, close: () => ws.terminate() };
	ws.on('message', (data: Buffer) => (board.bytes += data.length));
	await once(ws, 'open');
	// Step 1 of an empty document: send me everything.
	ws.send(new Uint8Array([0, 0, 1, 0]));
	return board;
}

/** The journey with its people, made in this process before the server starts. */
async function prepare() {
	const app = await openApp(settingsFrom({ DATA_DIR: dataDir, LOG: 'silent' }));
	const made = await app.people.acceptInvitation(await app.people.invite(), {
		name: 'procesbegeleider',
		email: ''
	});
	if (!made.ok) throw new Error(made.reason);
	const created = await app.journeys.create(made.person, {
		name: 'Meting',
		meeting: '',
		place: '',
		date: '2026-01-01',
		locale: 'nl'
	});
	if (!created.ok) throw new Error(created.reason);
	const { journey } = created;
	const seat = (await app.people.seat(journey, made.person))!;
	const setup = (await app.journeys.setup(journey))!;
	const opened = await app.meetings.open(seat, journey, setup.meetings[0]!.id);
	if (!opened.ok) throw new Error(opened.reason);
	const links: string[] = [];
	const seats: string[] = [];
	for (let i = 0; i < people; i++) {
		const joined = await app.people.join({
			code: opened.code,
			name: `deelnemer ${i + 1}`,
			email: '',
			organisation: setup.organisations[i % 6]!.id,
			person: null,
			origin: '',
			locale: 'nl'
		});
		if (!joined.ok) throw new Error(joined.reason);
		links.push(joined.returnToken!);
		seats.push((await app.people.seat(journey, joined.person))!.participant);
	}
	const leadLink = await app.people.newReturnLink(journey, seat.participant, seat);
	if (!leadLink.ok) throw new Error(leadLink.reason);
	await app.close();
	return { journey, step: setup.steps[1]!.id, other: setup.steps[0]!.id, links, seats, lead: leadLink.token };
}

async function inTurn<A, B>(items: A[], each: (item: A, index: number) => Promise<B>): Promise<B[]> {
	const results: B[] = [];
	for (const [index, item] of items.entries()) results.push(await each(item, index));
	return results;
}

function print(what: string, took: number[]): void {
	const sorted = [...took].sort((a, b) => a - b);
	const at = (share: number) =>
		sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(0);
	console.log(
		`${what.padEnd(44)} p50 ${at(0.5).padStart(5)} ms   p95 ${at(0.95).padStart(5)} ms   (n=${took.length})`
	);
}

/** User and system time of the server process so far. */
function cpuSeconds(): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

function megabytes(what: 'VmRSS' | 'VmHWM'): number {
	const line = readFileSync(`/proc/${pid}/status`, 'utf8')
		.split('\n')
		.find((l) => l.startsWith(what))!;
	return Math.round(Number(/\d+/.exec(line)![0]) / 1024);
}
