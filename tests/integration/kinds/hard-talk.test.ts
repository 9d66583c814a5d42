import { expect, test } from 'vitest';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { HardTalkState } from '#wire/kinds/hard-talk/state.ts';
import { aMeeting, idOf, must, type Fields, type Meeting, type Name } from '../../support/cast.ts';

const people: Name[] = ['wies', 'gert', 'zoe'];
const minute = 60_000;

/** Six cards lie on the table, and the room is talking. */
async function aTalk(
	meanwhile: (step: string, cards: string[], meeting: Meeting) => Promise<unknown> = async () => {}
) {
	const meeting = await aMeeting({ names: people, stage: 'prepared' });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'hard-talk')!.id;
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step }));
	await meeting.next(step);
	for (const [n, name] of [...people, ...people].entries()) {
		const fields = { act: 'addCard', id: idOf('card', n), prompt: '1', text: `Kaartje ${n}` };
		must(await meeting.act(meeting.seat(name), fields, step));
	}
	await meeting.next(step);
	const cards = meeting
		.sql<{ id: string }>('SELECT id FROM card WHERE step_id = ? ORDER BY text', step)
		.map(({ id }) => id);
	await meanwhile(step, cards, meeting);
	await meeting.next(step);
	const now = async () => (await meeting.app.facts(meeting.journey)).step!.state as HardTalkState;
	const act = (fields: Fields, who = meeting.fenna) => meeting.act(who, fields, step);
	const card = async (id: string) => (await now()).cards.find((one) => one.id === id)!;
	return { meeting, step, cards: cards as [string, string, ...string[]], now, act, card };
}

const outcome = (talk: string, more: Record<string, string> = {}) => ({
	act: 'endTalk',
	talk,
	agreement: 'We bellen elkaar eerst',
	openPoint: '',
	nextDate: '',
	...more
});

test('Q1 a turn ends by the clock of the server, on every screen at the same time', async () => {
	const { meeting, cards, now, act } = await aTalk();
	expect((await now()).current).toBe(null);
	must(await act({ act: 'beginTalk', card: cards[0] }));
	const { talk, bellAt } = (await now()).current!;
	expect(bellAt).toBe(meeting.clock.now + 12 * minute);
	meeting.clock.now += 15 * minute;
	must(await act({ act: 'nextTurn', talk, from: '1' }));
	expect((await now()).current).toMatchObject({
		turn: 2,
		bellAt: meeting.clock.now + 13 * minute,
		turnMs: 13 * minute
	});
});

test('Q2 a double click begins one talk and moves one turn, and a second talk waits for the first', async () => {
	const { meeting, cards, now, act } = await aTalk();
	for (let twice = 0; twice < 2; twice++) must(await act({ act: 'beginTalk', card: cards[0] }));
	const { talk } = (await now()).current!;
	expect(meeting.sql(`SELECT 1 FROM audit WHERE act = 'begin-talk'`)).toHaveLength(1);
	expect(await act({ act: 'beginTalk', card: cards[1] })).toEqual({ ok: false, reason: 'talk-under-way' });
	for (let twice = 0; twice < 2; twice++) must(await act({ act: 'nextTurn', talk, from: '1' }));
	expect((await now()).current).toMatchObject({ turn: 2, card: cards[0] });
	for (const from of ['2', '3', '4', '5', '5']) must(await act({ act: 'nextTurn', talk, from }));
	expect((await now()).current).toMatchObject({ turn: 5, bellAt: null });
	must(await act({ act: 'previousTurn', talk, from: '5' }));
	expect((await now()).current).toMatchObject({ turn: 4 });
	expect(await act({ act: 'beginTalk', card: idOf('card', 0) })).toEqual({ ok: false, reason: 'card-gone' });
});

test('Q2 only facilitators hold the talk, and only while the room is talking', async () => {
	const { meeting, step, cards, act } = await aTalk();
	expect(await act({ act: 'beginTalk', card: cards[0] }, meeting.wies)).toEqual({
		ok: false,
		reason: 'not-a-facilitator'
	});
	await meeting.back(step);
	expect(await act({ act: 'beginTalk', card: cards[0] })).toEqual({ ok: false, reason: 'talk-not-open' });
});

test('Q3 of a talk three lines are kept and nothing else, for everybody to read', async () => {
	const { meeting, cards, act, card, now } = await aTalk();
	must(await act({ act: 'beginTalk', card: cards[0] }));
	const { talk } = (await now()).current!;
	for (const [wrong, reason, field] of [
		[outcome(talk, { agreement: '' }), 'talk-outcome-missing', 'agreement'],
		[outcome(talk, { openPoint: 'Wie betaalt' }), 'talk-date-missing', 'nextDate'],
		[outcome(talk, { openPoint: 'Wie betaalt', nextDate: '2026-03-11' }), 'date-past', 'nextDate']
	] as const)
		expect(await act(wrong)).toEqual({ ok: false, reason, field });
	const given = outcome(talk, { openPoint: 'Wie betaalt', nextDate: '2026-04-01' });
	for (let twice = 0; twice < 2; twice++) must(await act(given));
	expect(await card(cards[0])).toMatchObject({
		state: 'discussed',
		agreement: 'We bellen elkaar eerst',
		openPoint: 'Wie betaalt',
		nextDate: '2026-04-01'
	});
	expect((await now()).current).toBe(null);
	expect(meeting.sql(`SELECT 1 FROM audit WHERE act = 'end-talk'`)).toHaveLength(1);
	expect(JSON.stringify(meeting.sql('SELECT detail FROM audit'))).not.toContain('bellen');
	const columns = Object.keys(meeting.sql('SELECT * FROM talk')[0]!);
	expect(columns.filter((name) => !/_id$|^id$|^turn|_at$/.test(name)).sort()).toEqual([
		'agreement',
		'next_date',
		'open_point'
	]);
});

test('Q5 every act has its counter-act, and what was written stays', async () => {
	const { step, meeting, cards, act, card, now } = await aTalk();
	must(await act({ act: 'beginTalk', card: cards[0] }));
	const { talk } = (await now()).current!;
	must(await act({ act: 'putAside', talk }));
	expect([(await card(cards[0])).state, (await now()).current]).toEqual(['none', null]);
	must(await act({ act: 'beginTalk', card: cards[0] }));
	must(await act(outcome(talk)));
	must(await act({ act: 'reopenTalk', talk }));
	expect(await card(cards[0])).toMatchObject({ state: 'under-way', agreement: 'We bellen elkaar eerst' });
	must(await act(outcome(talk)));
	must(await act({ act: 'leaveOpen', card: cards[1], nextDate: '2026-05-01' }));
	expect(await act({ act: 'beginTalk', card: cards[1] })).toEqual({ ok: false, reason: 'talk-over' });
	expect(await card(cards[1])).toMatchObject({ state: 'left-open', nextDate: '2026-05-01' });
	must(await act({ act: 'takeUp', card: cards[1] }));
	expect(await card(cards[1])).toMatchObject({ state: 'none', nextDate: null });
	const before = (await now()).cards;
	await meeting.back(step);
	await meeting.next(step);
	expect((await now()).cards).toEqual(before);
	await meeting.restart();
	expect((await now()).cards).toEqual(before);
	expect(await meeting.app.verifyAudit(meeting.journey)).toMatchObject({ ok: true });
});

test('Q2 a talk is not reopened beside another one, nor is its card left open instead', async () => {
	const { cards, act, now } = await aTalk();
	must(await act({ act: 'beginTalk', card: cards[0] }));
	const { talk } = (await now()).current!;
	const leaveOpen = (card: string) => act({ act: 'leaveOpen', card, nextDate: '2026-05-01' });
	expect(await leaveOpen(cards[0])).toEqual({ ok: false, reason: 'talk-under-way' });
	must(await act(outcome(talk)));
	expect(await leaveOpen(cards[0])).toEqual({ ok: false, reason: 'talk-over' });
	must(await act({ act: 'beginTalk', card: cards[1] }));
	expect(await act({ act: 'reopenTalk', talk })).toEqual({ ok: false, reason: 'talk-under-way' });
	expect((await now()).current).toMatchObject({ card: cards[1] });
});

test('Q4 a double click leaves a card open once, and another day takes its place', async () => {
	const { meeting, cards, act, card } = await aTalk();
	const leaveOpen = (nextDate: string) => act({ act: 'leaveOpen', card: cards[0], nextDate });
	must(await leaveOpen('2026-05-01'));
	const once = await meeting.kept();
	meeting.clock.now += minute;
	must(await leaveOpen('2026-05-01'));
	expect(await meeting.kept()).toEqual(once);
	must(await leaveOpen('2026-06-01'));
	expect(await card(cards[0])).toMatchObject({ state: 'left-open', nextDate: '2026-06-01' });
});

test('Q4 Q6 the harvest waits for every card, and opens with a reason', async () => {
	const { meeting, step, cards, act, now } = await aTalk();
	const gate = async () => (await meeting.app.facts(meeting.journey)).step!.gate;
	const forward = () =>
		meeting.app.acts.move(meeting.fenna, meeting.journey, {
			step,
			from: 'talking',
			by: 1,
			sure: true
		});
	expect(await gate()).toEqual([{ reason: 'talks-undecided', names: ['6'] }]);
	expect(await act({ act: 'leaveOpen', card: cards[0], nextDate: '' })).toEqual({
		ok: false,
		reason: 'talk-date-missing',
		field: 'nextDate'
	});
	for (const card of cards.slice(1)) must(await act({ act: 'leaveOpen', card, nextDate: '2026-05-01' }));
	must(await act({ act: 'beginTalk', card: cards[0] }));
	expect(await gate()).toEqual([{ reason: 'talks-undecided', names: ['1'] }]);
	expect(await forward()).toEqual({ ok: false, reason: 'gate-closed' });
	const given = { step, stage: 'harvested', reason: 'Dit gesprek gaat morgen verder.' };
	must(await meeting.app.acts.openGate(meeting.fenna, meeting.journey, given));
	must(await forward());
	expect((await now()).cards.map(({ state }) => state).sort()).toEqual([
		...Array(5).fill('left-open'),
		'under-way'
	]);
});

test('Q7 cards that lie on each other have one talk, and what was hidden has none', async () => {
	const { cards, now, act } = await aTalk(async (step, [top, under, hidden], meeting) => {
		await meeting.app.sync.change(boardDocument(step), (doc) => {
			doc.getMap('groups').set(idOf('group', 1), { title: 'Geld', order: 1000 });
			const place = doc.getMap<BoardPlace>('place');
			place.set(top!, { group: idOf('group', 1), on: null, order: 1 });
			place.set(under!, { group: idOf('group', 1), on: top!, order: 2 });
		});
		must(await meeting.act(meeting.fenna, { act: 'hideCard', id: hidden! }, step));
	});
	const shown = (await now()).cards;
	expect(shown).toHaveLength(4);
	expect(shown.find(({ id }) => id === cards[0])).toMatchObject({ under: ['Kaartje 1'], group: 'Geld' });
	expect(shown.some(({ id }) => id === cards[2])).toBe(false);
	expect(await act({ act: 'beginTalk', card: cards[1] })).toEqual({ ok: false, reason: 'card-gone' });
});

test('Q8 there are no dots, in facts or acts, and the cards lie in their shuffled order', async () => {
	const { meeting, step, act, now } = await aTalk();
	for (const name of ['dots', 'closeWeighing', 'setDots', 'harvestGroup'])
		expect(await act({ act: name, group: idOf('group', 1), dots: '1' })).toEqual({
			ok: false,
			reason: 'act-unknown'
		});
	const laid = meeting.sql<{ id: string }>('SELECT id FROM card WHERE step_id = ? ORDER BY shuffle', step);
	expect((await now()).cards.map(({ id }) => id)).toEqual(laid.map(({ id }) => id));
});
