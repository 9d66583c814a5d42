// npm run bench:room: how long an act of the facilitator takes to reach the last of 200 screens.
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { Somebody, type Address } from '#server/rehearsal/somebody.ts';
import type { SyncClient } from '#server/rehearsal/sync-client.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { cpuSeconds, megabytes } from '../support/process.ts';
import { serveEmpty } from '../support/server.ts';
import { until } from '../support/sync-client.ts';
import { text } from '../support/texts.ts';

const { values: given } = parseArgs({
	options: { people: { type: 'string', default: '200' }, rounds: { type: 'string', default: '15' } }
});
/** What the door says to who comes too fast. */
const busy = text('reason_joining_busy');
const people = Number(given.people);
const rounds = Number(given.rounds);
const cardsEach = Math.ceil(1000 / people);
/** The texts of the cards alone take more than this on the wire. */
const boardBytes = people * cardsEach * 60;

const served = await serveEmpty();
const { origin, first } = served.links;
const address: Address = { url: origin, headers: { Origin: origin } };
process.on('exit', () => {
	served.process.kill('SIGKILL');
	rmSync(served.dataDir, { recursive: true, force: true });
});
const pid = served.process.pid!;
const room = await sitDownTogether(new Somebody(address));

console.log(
	`${people} participants, each with a socket for the facts and one of their own; ${rounds} rounds`
);
const screens = await inTurn(room.crowd, ({ somebody }) => somebody.sitDown());
const desks = await inTurn(room.crowd, ({ somebody, participant }) =>
	somebody.enter(ownDocument(room.step, participant))
);
await until(() => screens.every((screen) => screen.latest), 'the facts on every screen');
console.log(`all connected; server uses ${megabytes(pid)} MB`);

const before = cpuSeconds(pid);
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
			desk.doc
				.getMap('cards')
				.set(`p${person}card${String(card).padStart(6, '0')}`, { text, prompt: '1', at: card });
		}
	})
);
await until(() => desks.every((desk) => desk.isSaved), 'all cards on disk', 60_000);
for (let round = 0; round < 3; round++) reveals.push(await reveal());
print(`reveal of ${people * cardsEach} cards, on every board`, reveals);

const seconds = (performance.now() - startedAt) / 1000;
console.log(
	`server: ${(cpuSeconds(pid) - before).toFixed(1)} s CPU in ${seconds.toFixed(1)} s, memory ${megabytes(pid)} MB (peak ${megabytes(pid, 'VmHWM')} MB)`
);
for (const socket of [...screens, ...desks]) socket.vanish();
process.exit(0);

/** From the click until the last screen knows, ms. */
async function act(
	name: string,
	fields: Record<string, string>,
	done: (now: Facts, old: Facts) => boolean
): Promise<number> {
	const old = screens.map(newest);
	const from = performance.now();
	const posted = room.lead.direct(name, fields);
	await until(
		() => screens.every((screen, i) => done(newest(screen), old[i]!)),
		`${name} on every screen`,
		20_000
	);
	const took = performance.now() - from;
	const answer = await posted;
	if (!answer.ok) throw new Error(`${name} was refused: ${answer.reason}`);
	return took;
}

/** Everyone hears the facts when they sit down. */
function newest(screen: SyncClient): Facts {
	return screen.latest!;
}

/** As phones do: each opens the board as soon as its screen says that the cards are on the table. */
async function reveal(): Promise<number> {
	const opening = screens.map(async (screen, i) => {
		await until(() => screen.latest?.step?.stage === 'sorting', 'the stage', 20_000);
		return openBoard(room.crowd[i]!.somebody);
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
	const sample = await room.lead.enter(boardDocument(room.step));
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
async function openBoard(somebody: Somebody) {
	const { server, document: name, headers } = somebody.socketOf(boardDocument(room.step));
	const ws = new WebSocket(`${server}/sync/${name}`, { headers });
	const board = { bytes: 0, close: () => ws.terminate() };
	ws.on('message', (data: Buffer) => (board.bytes += data.length));
	await once(ws, 'open');
	// Step 1 of an empty document: send me everything.
	ws.send(new Uint8Array([0, 0, 1, 0]));
	return board;
}

/** A journey of which the first meeting is open, with everybody at the table. */
async function sitDownTogether(lead: Somebody) {
	await lead.signIn(new URL(first).pathname, { name: 'procesbegeleider', email: '' });
	const made = await lead.post('/traject/nieuw?/create', {
		name: 'Meting',
		meeting: '',
		place: '',
		date: '2026-01-01',
		startsAt: '09:30'
	});
	if (!made.ok) throw new Error(made.reason);
	lead.journey = made.location!.split('/')[2]!;
	const { setup } = await lead.page<{
		setup: { organisations: { id: string }[]; meetings: { id: string; steps: { id: string }[] }[] };
	}>('inrichten');
	const [meeting] = setup.meetings;
	const opened = await lead.post(`/traject/${lead.journey}/inrichten?/open`, { meeting: meeting!.id });
	if (!opened.ok) throw new Error(opened.reason);
	const crowd = await inTurn(Array.from({ length: people }), async (_, i) => {
		const somebody = new Somebody(address);
		const organisation = setup.organisations[i % 6]!.id;
		const fields = { name: `deelnemer ${i + 1}`, email: '', organisation };
		await signInWhenItMay(somebody, `/meedoen/${String(opened.code)}`, fields);
		return { somebody, participant: await somebody.seat() };
	});
	const everybody = crowd.map(({ participant }) => participant).join(',');
	const admitted = await lead.direct('admit', { participants: everybody });
	if (!admitted.ok) throw new Error(admitted.reason);
	return { lead, crowd, step: meeting!.steps[1]!.id, other: meeting!.steps[0]!.id };
}

/** A whole hall in a second comes faster than people can: the door lets them in at its own pace. */
async function signInWhenItMay(
	somebody: Somebody,
	path: string,
	fields: Record<string, string>
): Promise<void> {
	for (;;)
		try {
			return await somebody.signIn(path, fields);
		} catch (error) {
			if (!String(error).includes(busy!)) throw error;
			await setTimeout(1000);
		}
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
