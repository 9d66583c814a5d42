import { expect, test } from 'vitest';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const group = (n: number) => idOf('group', n);

/** Ids of the steps by their kind. */
async function stepsOf(meeting: Meeting): Promise<Record<string, string>> {
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	return Object.fromEntries(steps.map(({ id, kind }) => [kind, id]));
}

/** Two values were harvested; nobody consented to them yet, and the room is at the future, prepared. */
async function beforeTheFuture(): Promise<{ meeting: Meeting; future: string; today: string }> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'] });
	for (const n of [1, 2]) must(await meeting.write(meeting.wies, `Waarde ${n}`, card(n)));
	await meeting.next();
	await meeting.group(group(1), 'Nabijheid', [card(1)]);
	await meeting.group(group(2), 'Vertrouwen', [card(2)]);
	await meeting.next();
	for (const n of [1, 2]) must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: group(n) }));
	const { future = '', today = '' } = await stepsOf(meeting);
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: future }));
	return { meeting, future, today };
}

const openGate = (meeting: Meeting, step: string, stage: string) =>
	meeting.app.acts.openGate(meeting.fenna, meeting.journey, {
		step,
		stage,
		reason: 'De waarden zijn vorige maand al vastgesteld.'
	});

/** Everybody writes about 2040. */
async function inTheFuture() {
	const at = await beforeTheFuture();
	must(await openGate(at.meeting, at.future, 'writing'));
	await at.meeting.next(at.future);
	return at;
}

const move = async (meeting: Meeting, step: string, by: 1 | -1) =>
	meeting.app.acts.move(meeting.fenna, meeting.journey, {
		step,
		from: await meeting.stage(step),
		by,
		sure: true
	});

test('U1 the future stays closed until every organisation consented to the values, or a facilitator says why not', async () => {
	const { meeting, future } = await beforeTheFuture();
	const step = (await meeting.app.facts(meeting.journey)).step!;
	expect(step.gate.map(({ reason }) => reason)).not.toEqual([]);
	expect(await move(meeting, future, 1)).toEqual({ ok: false, reason: 'gate-closed' });
	expect(await meeting.stage(future)).toBe('prepared');
	must(await openGate(meeting, future, 'writing'));
	must(await move(meeting, future, 1));
	expect(await meeting.stage(future)).toBe('writing');
});

test('U3 a doubt is a card like every other, and can be told from them in a group and under another card', async () => {
	const { meeting, future } = await inTheFuture();
	const write = (n: number, prompt: string, text: string) =>
		meeting.act(meeting.wies, { act: 'addCard', id: card(n), prompt, text }, future);
	must(await write(11, 'postcard', 'Er staat een tafel op straat'));
	must(await write(12, 'doubt', 'Wie betaalt de dubbele kosten?'));
	must(await write(13, 'doubt', 'Dit schreven we in 2015 ook op'));
	await meeting.next(future);
	await meeting.app.sync.change(boardDocument(future), (doc) => {
		const place = doc.getMap<BoardPlace>('place');
		doc.getMap('groups').set(group(3), { title: 'Samen', order: 1000 });
		place.set(card(11), { group: group(3), on: null, order: 1 });
		place.set(card(12), { group: group(3), on: card(11), order: 2 });
	});
	const board = (await meeting.app.steps.board(meeting.journey, future))!;
	const { prompts } = (await meeting.app.facts(meeting.journey)).step!.state as CardsState;
	const tagOf = ({ prompt }: { prompt: string }) => prompts.find(({ id }) => id === prompt)?.tag;
	expect(board.loose.map(tagOf)).toEqual(['doubt']);
	expect(board.groups[0]!.cards.map(tagOf)).toEqual(['postcard']);
	expect(board.groups[0]!.cards[0]!.under.map(tagOf)).toEqual(['doubt']);
	const found = (await meeting.app.reports.step(meeting.journey, future))!;
	expect(found.cards.filter(({ prompt }) => prompt.startsWith('Dit geloof ik niet'))).toHaveLength(2);
});

/** Whether anything of today is served to this person: page, board and act. */
async function servesToday({ meeting, today }: { meeting: Meeting; today: string }, who = meeting.wies) {
	const view = await meeting.app.steps.view(who, meeting.journey, today);
	const board = await meeting.app.steps.board(meeting.journey, today, who);
	const acted = await meeting.act(who, { act: 'ready', on: 'yes' }, today);
	return { view: view !== null, board: board !== null, embargoed: !acted.ok && acted.reason === 'embargoed' };
}
const served = { view: true, board: true, embargoed: false };
const embargoed = { view: false, board: false, embargoed: true };

/** Today has cards on its table; the room is at the future, prepared. */
async function withTodayOnTheTable() {
	const at = await beforeTheFuture();
	const { meeting, today } = at;
	meeting.sql(`UPDATE step SET stage = 'sorting' WHERE id = ?`, today);
	must(
		await meeting.act(
			meeting.fenna,
			{
				act: 'addCard',
				id: card(21),
				prompt: await firstPrompt(at),
				text: 'De begroting is per jaar'
			},
			today
		)
	);
	must(await openGate(meeting, at.future, 'writing'));
	return at;
}

async function firstPrompt({ meeting, today }: { meeting: Meeting; today: string }): Promise<string> {
	const [{ settings }] = meeting.sql<{ settings: string }>(
		'SELECT settings FROM step WHERE id = ?',
		today
	) as [{ settings: string }];
	const { prompts } = JSON.parse(settings) as { prompts: { id?: string }[] };
	return prompts[0]?.id ?? '1';
}

test('U5 from the first word about 2040 to its harvest nothing of today is served, except to who facilitates', async () => {
	const at = await withTodayOnTheTable();
	const { meeting, future } = at;
	expect(await servesToday(at)).toEqual(served);
	for (const stage of ['writing', 'sorting', 'weighing', 'harvested']) {
		must(await move(meeting, future, 1));
		expect(await meeting.stage(future)).toBe(stage);
		expect(await servesToday(at), stage).toEqual(embargoed);
		expect(await servesToday(at, meeting.fenna), stage).toEqual(served);
		expect(await meeting.app.steps.board(meeting.journey, at.today), `beamer ${stage}`).toBeNull();
	}
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: at.today }));
	expect(await servesToday(at)).toEqual(served);
});

test('U5 J11 the overview leaves out what is embargoed, and shows it to who facilitates', async () => {
	const { meeting, future, today } = await withTodayOnTheTable();
	const shows = async (who: SeatOf) =>
		(await meeting.app.overview.of(who, meeting.journey)).some(({ steps }) =>
			steps.some(({ id }) => id === today)
		);
	expect(await shows(meeting.wies)).toBe(true);
	must(await move(meeting, future, 1));
	expect(await shows(meeting.wies)).toBe(false);
	expect(await shows(meeting.fenna)).toBe(true);
	must(await move(meeting, future, -1));
	expect(await shows(meeting.wies)).toBe(true);
});

test('U5 an open socket of an embargoed board closes, and nobody who does not facilitate comes in again', async () => {
	const { meeting, future, today } = await withTodayOnTheTable();
	const room = boardDocument(today);
	const [open, beamer, hers] = [
		await meeting.connect(meeting.wies, room),
		await meeting.connectBeamer(room),
		await meeting.connect(meeting.fenna, room)
	];
	must(await move(meeting, future, 1));
	expect(await open.closed).toEqual({ code: 4403, reason: 'embargoed' });
	expect(await beamer.closed).toEqual({ code: 4403, reason: 'embargoed' });
	const knocks = await meeting.knock(room, { cookie: await meeting.cookieOf(meeting.gert) });
	expect(await knocks.closed).toEqual({ code: 4403, reason: 'embargoed' });
	expect(hers.doc.getMap('cards').has(card(21))).toBe(true);
	expect(JSON.stringify(knocks.doc.toJSON())).not.toContain('begroting');
});

test('U5 what lies of today changes nothing while it is embargoed, and is all there afterwards', async () => {
	const at = await withTodayOnTheTable();
	const { meeting, future, today } = at;
	const before = await meeting.app.steps.view(meeting.wies, meeting.journey, today);
	must(await move(meeting, future, 1));
	must(await move(meeting, future, -1));
	expect(await meeting.app.steps.view(meeting.wies, meeting.journey, today)).toEqual(before);
});

test('U6 the room does not go to a embargoed step, and the future does not open over a room that looks at today', async () => {
	const { meeting, future, today } = await inTheFuture();
	const { acts } = meeting.app;
	expect(await acts.goTo(meeting.fenna, meeting.journey, { step: today })).toEqual({
		ok: false,
		reason: 'room-embargoed'
	});
	for (let i = 0; i < 3; i++) must(await move(meeting, future, 1));
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: today }));
	expect(await move(meeting, future, -1)).toEqual({ ok: false, reason: 'embargoes-the-room' });
	expect(await meeting.stage(future)).toBe('harvested');
	const facts = await meeting.app.facts(meeting.journey);
	expect(facts.step!.kind).toBe('today');
});

test('U7 the values are on every screen from the first step after theirs', async () => {
	const { meeting, future } = await beforeTheFuture();
	const values = async () => (await meeting.app.facts(meeting.journey)).values;
	expect(await values()).toEqual(['Nabijheid', 'Vertrouwen']);
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(await values()).toEqual([]);
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	expect(await values()).toEqual([]);
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: future }));
	const [first] = meeting.sql<{ id: string }>(`SELECT id FROM harvest WHERE name = 'Nabijheid'`);
	must(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: first!.id }));
	expect(await values()).toEqual(['Vertrouwen']);
});
