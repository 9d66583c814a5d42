import { expect, test, vi } from 'vitest';
import {
	aStep,
	cardsState,
	facilitator,
	idOf,
	minutes,
	morning,
	participant,
	speak,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { HardTalkState, TalkCard } from '#wire/kinds/hard-talk/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const aCard = (id: string, text: string, more: Partial<TalkCard> = {}): TalkCard => ({
	...{
		id,
		text,
		under: [],
		group: null,
		talk: null,
		state: 'none',
		agreement: '',
		openPoint: '',
		nextDate: null
	},
	...more
});
const money = aCard('c1', 'We praten nooit over geld.');
const power = aCard('c2', 'Wie beslist hier?', { under: ['Wie heeft de macht?'] });
const talked = aCard('c3', 'We vergaderen te veel.', {
	...{ talk: 't3', state: 'discussed', agreement: 'Eén vergadering minder', nextDate: '2026-05-01' }
});
const left = aCard('c4', 'Wie is er niet?', { talk: 't4', state: 'left-open', nextDate: '2026-06-12' });
const aboutPower = (turn: number, bellAt: number | null = null): HardTalkState => ({
	part: 'talk',
	cards: [money, { ...power, talk: 't2', state: 'under-way' }, talked, left],
	current: { talk: 't2', card: 'c2', turn, bellAt, turnMs: minutes(12) }
});
const talking = (state: HardTalkState, stage = 'talking') =>
	aStep('hard-talk', stage, state, {
		name: 'Het moeilijke gesprek',
		question: 'Welk gesprek voeren we niet?'
	});
const choosing: HardTalkState = { part: 'talk', cards: [money, power, talked, left], current: null };
const turn = (number: number, name: string) => m.talk_turn({ turn: number, of: 4, name });

test('N3 who writes here is told that nobody sees who wrote it', async () => {
	const step = aStep('hard-talk', 'writing', cardsState({ anonymous: true, dots: null }));
	const page = await participant(step);
	expect(page.text).toContain(m.write_privacy_anonymous());
	page.fill(m.write_new(), 'We praten nooit over geld.');
	page.press(m.write_add());
	await page.until(() => page.own.getMap('cards').size === 1);
});

test('N9 N12 on the table no card says whose it is, and no word of one’s own is on the page any more', async () => {
	const mine = [{ id: idOf('card'), text: 'Alleen van mij' }];
	const step = aStep('hard-talk', 'sorting', cardsState({ anonymous: true, dots: null }));
	const page = await participant(step, {
		mine,
		board: (it) => it.card('c1', money.text, { organisation: null })
	});
	expect(page.text).toContain(money.text);
	expect(page.text).not.toContain('Alleen van mij');
	expect(page.text).not.toContain(m.org_resident_name());
});

test('before a talk everybody reads the cards and what became of them', async () => {
	const page = await participant(talking(choosing));
	expect(page.all('heading')).toEqual([m.talk_choose_title()]);
	const cards = page.the('region', m.talk_cards());
	expect(cards.item(power.text).text).toContain(m.card_also({ text: 'Wie heeft de macht?' }));
	expect(cards.item(talked.text).text).toContain(m.talk_state_discussed());
	expect(cards.item(talked.text).text).toContain(`${m.talk_agreement()} Eén vergadering minder`);
	expect(cards.item(talked.text).text).toContain('1 mei 2026');
	expect(cards.item(left.text).text).toContain(`${m.talk_left_open()} 12 juni 2026`);
	expect(page.all('button')).toEqual([]);
});

test('a day is said in the language of who reads', async () => {
	speak('en');
	const page = await participant(talking(choosing));
	expect(page.item(talked.text).text).toMatch(/May 1, 2026|1 May 2026/);
});

test('Q1 in a turn the card, what the turn asks, and how long it lasts', async () => {
	const page = await participant(talking(aboutPower(1, morning - 1)));
	expect(page.all('heading')).toEqual([power.text]);
	expect(page.text).toContain(turn(1, m.talk_uninterrupted()));
	expect(page.text).toContain(m.card_also({ text: 'Wie heeft de macht?' }));
	expect(page.text).toContain(m.talk_uninterrupted_question());
	expect(page.lines('timer')).toEqual([m.talk_bell_rung()]);
	await page.goes({ state: aboutPower(2, morning + minutes(60)) });
	expect(page.text).toContain(turn(2, m.talk_recognising()));
	expect(page.lines('timer')[0]).toMatch(new RegExp(`^${m.talk_left({ time: '' }).trim()}`));
});

test('Q3 at the end it is said what is kept, and no time runs', async () => {
	const page = await participant(talking(aboutPower(5)));
	expect(page.text).toContain(m.talk_closing_question());
	expect(page.text).toContain(m.talk_kept());
	expect(page.lines('timer')).toEqual([]);
});

test('of a long card the question is the heading, and the card is all there', async () => {
	const long = aCard('c2', 'o'.repeat(280), { state: 'under-way', talk: 't2' });
	const page = await participant(talking({ ...aboutPower(1), cards: [long] }));
	expect(page.all('heading')).toEqual([m.talk_uninterrupted_question()]);
	expect(page.text).toContain(long.text);
});

test('Q6 afterwards everybody reads what was agreed, also when a talk was left under way', async () => {
	const page = await participant(talking(aboutPower(3), 'harvested'));
	expect(page.all('heading')).toEqual([m.talk_over_title()]);
	expect(page.text).toContain(m.talk_over_text());
});

// The facilitator

const about = (words: string, text: string) => `${words}: ${text}`;

test('Q2 Q4 the facilitator begins a talk, or leaves a card open until a day', async () => {
	const page = await facilitator(talking(choosing));
	expect(page.text).toContain(m.talk_settled({ count: 2, of: 4 }));
	page.press(about(m.talk_begin(), money.text));
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'beginTalk', card: 'c1' });
	const item = page.item(power.text);
	item.press(m.talk_leave_open());
	item.fill(m.talk_leave_open_date(), '2026-06-01');
	item.press(about(m.talk_leave_open_do(), power.text));
	expect(await page.posted(2)).toMatchObject({ act: 'leaveOpen', card: 'c2', nextDate: '2026-06-01' });
});

test('Q4 a day that can’t be is said at the card that it was for, and stays filled in', async () => {
	const page = await facilitator(talking(choosing));
	const item = page.item(power.text);
	item.press(m.talk_leave_open());
	item.fill(m.talk_leave_open_date(), '2020-01-01');
	page.refuse(m.reason_date_invalid(), 'nextDate');
	item.press(about(m.talk_leave_open_do(), power.text));
	await page.posted();
	expect(item.about(m.talk_leave_open_date())).toContain(m.reason_date_invalid());
	expect(item.value(m.talk_leave_open_date())).toBe('2020-01-01');
	expect(page.item(money.text).text).not.toContain(m.reason_date_invalid());
});

test('Q5 what was done is undone: a talk is opened again, a card is taken up after all', async () => {
	const page = await facilitator(talking(choosing));
	page.press(about(m.talk_reopen(), talked.text));
	expect(await page.posted()).toMatchObject({ act: 'reopenTalk', talk: 't3' });
	page.press(about(m.talk_take_up(), left.text));
	expect(await page.posted(2)).toMatchObject({ act: 'takeUp', card: 'c4' });
});

test('Q1 Q2 turns go on and back from the turn of now, and the script is there to read aloud', async () => {
	const page = await facilitator(talking(aboutPower(1, morning - 1)));
	const talk = page.the('region', turn(1, m.talk_uninterrupted()));
	expect(talk.the('list', m.talk_turns()).lines('item')).toEqual([
		`${m.talk_uninterrupted()} ${m.talk_minutes({ minutes: 12 })}`,
		`${m.talk_recognising()} ${m.talk_minutes({ minutes: 13 })}`,
		`${m.talk_mine()} ${m.talk_minutes({ minutes: 10 })}`,
		`${m.talk_agreeing()} ${m.talk_minutes({ minutes: 10 })}`
	]);
	expect(talk.text).toContain(`${m.talk_uninterrupted_question()} ${m.talk_uninterrupted_asks()}`);
	expect(talk.text).toContain(m.talk_bell_rung());
	expect(page.has('button', m.talk_previous_turn())).toBe(false);
	page.press(m.talk_next_turn({ name: m.talk_recognising() }));
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'nextTurn', talk: 't2', from: '1' });
	await page.goes({ state: aboutPower(4) });
	page.press(m.talk_previous_turn());
	expect(await page.posted(2)).toMatchObject({ act: 'previousTurn', from: '4' });
	page.press(m.talk_to_closing());
	expect(await page.posted(3)).toMatchObject({ act: 'nextTurn', from: '4' });
	await page.goes({ state: aboutPower(5) });
	expect(page.has('button', m.talk_to_closing())).toBe(false);
});

test('Q2 while there is a talk no other begins', async () => {
	const page = await facilitator(talking(aboutPower(2)));
	page.press(m.talk_show_cards());
	expect(page.has('button', about(m.talk_begin(), money.text))).toBe(false);
	expect(page.has('button', about(m.talk_reopen(), talked.text))).toBe(false);
});

test('Q3 three lines are kept of a talk, and what is asked of them is said at each', async () => {
	const page = await facilitator(talking(aboutPower(5)));
	page.fill(m.talk_open_point(), 'Wie betaalt?');
	page.refuse(m.reason_talk_date_missing(), 'nextDate');
	page.press(m.talk_end());
	await page.posted();
	expect(page.about(m.talk_next_date())).toContain(m.reason_talk_date_missing());
	page.fill(m.talk_agreement(), 'Eén begroting');
	page.fill(m.talk_next_date(), '2026-05-01');
	page.answer();
	page.press(m.talk_end());
	expect(await page.posted(2)).toMatchObject({
		...{ step: idOf('step'), act: 'endTalk', talk: 't2' },
		...{ agreement: 'Eén begroting', openPoint: 'Wie betaalt?', nextDate: '2026-05-01' }
	});
});

test('Q5 a talk is put back when the facilitator is sure', async () => {
	const page = await facilitator(talking(aboutPower(2)));
	page.press(m.talk_aside());
	page.the('dialog').press(m.talk_aside_not());
	expect(page.posts).toEqual([]);
	page.press(m.talk_aside());
	page.the('dialog').press(m.talk_aside());
	expect(await page.posted()).toMatchObject({ act: 'putAside', talk: 't2', sure: 'yes' });
});

test('Q6 when it is over there is nothing to do any more', async () => {
	const page = await facilitator(talking({ ...choosing, cards: [talked, left] }, 'harvested'));
	expect(page.all('heading')).toEqual([m.talk_over_title()]);
	expect(page.text).toContain(m.talk_settled({ count: 2, of: 2 }));
	expect(page.all('button')).toEqual([]);
});

// The wall

test('Q1 the wall has the card, the question of the turn, the time, and what comes after', async () => {
	const page = await wall(talking(aboutPower(3, morning - 1)));
	expect(page.all('heading')).toEqual([power.text]);
	expect(page.lines('timer')).toEqual([m.time_up()]);
	expect(page.text).toContain(m.talk_mine_question());
	expect(page.text).toContain(m.talk_after({ name: m.talk_agreeing() }));
	await page.goes({ state: aboutPower(4, morning) });
	expect(page.text).toContain(m.talk_last_turn());
	await page.goes({ state: aboutPower(5) });
	expect(page.lines('timer')).toEqual([]);
});

test('Q8 the wall shows the cards to choose from, and none that was dealt with', async () => {
	const page = await wall(talking(choosing));
	expect(page.all('heading')).toEqual([m.talk_choose_title()]);
	expect(page.lines('item')).toEqual([money.text, power.text]);
});

test('Q3 the wall has the agreements at the end; without any, what was left open until when', async () => {
	const page = await wall(talking(choosing, 'harvested'));
	expect(page.lines('item')).toEqual(['Eén vergadering minder']);
	expect(page.text).toContain(m.talk_settled({ count: 2, of: 4 }));
	await page.goes({ state: { ...choosing, cards: [left] } });
	expect(page.lines('item')).toEqual([`12 juni 2026 ${left.text}`]);
});
