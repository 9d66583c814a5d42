import { expect, test, vi } from 'vitest';
import {
	aStep,
	cardsState,
	facilitator,
	idOf,
	participant,
	ready,
	someOrganisations,
	speak,
	wall,
	type BoardInMemory
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { GroupTotal } from '#wire/parts/dots/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const weighing = (more: Parameters<typeof cardsState>[0] = {}, step: Parameters<typeof aStep>[3] = {}) =>
	aStep('values', 'weighing', cardsState(more), step);
/** Two groups with a name and one without. */
const groups = (board: BoardInMemory) => {
	board.card('nabij', 'Dat je elkaar kent');
	board.card('dicht', 'Dichtbij zijn');
	board.card('rust', 'Rust');
	board.group('g1', 'Nabij', ['nabij', 'dicht'], { dicht: 'nabij' });
	board.group('g2', 'Rust en ruimte', ['rust']);
	board.group('g3', '', []);
};
const give = (title: string) => `${m.dots_give()} ${title}`;
const take = (title: string) => `${m.dots_take()} ${title}`;
const given = (...dots: { group: string; dots: number }[]) => ({ mine: { ready: false, cards: [], dots } });

/** Nabij has most shares, Rust most dots: the two ways of counting disagree. */
const totals: GroupTotal[] = [
	{ group: 'g1', title: 'Nabij', dots: 4, share: 0.6 },
	{ group: 'g2', title: 'Rust en ruimte', dots: 6, share: 0.4 },
	{ group: 'g3', title: '', dots: 0, share: 0 }
];
const closed = { totals, givers: 3, dots: { each: 5, most: 2, closedAt: 1 } };

test('W1 W2 who weighs is told how many dots there are, how many on one group, and that nobody sees them', async () => {
	const page = await participant(weighing(), { board: groups });
	expect(page.has('heading', m.weigh_title())).toBe(true);
	expect(page.text).toContain(m.weigh_intro({ each: 5, most: 2 }));
	expect(page.text).toContain(m.weigh_privacy());
	expect(page.text).toContain(m.weigh_left({ left: 5, each: 5 }));
	expect(page.all('group')).toEqual(['Nabij', 'Rust en ruimte', m.group_unnamed()]);
});

test.each([
	[{ each: 1, most: 1 }, () => m.weigh_intro({ each: 1, most: 1 })],
	[{ each: 3, most: 1 }, () => m.weigh_intro({ each: 3, most: 1 })],
	[{ each: 3, most: 3 }, () => m.weigh_intro({ each: 3, most: 3 })]
])('W2 of %o it is said in a sentence that fits', async (dots, words) => {
	const page = await participant(weighing({ dots: { ...dots, closedAt: null } }), { board: groups });
	expect(page.text).toContain(words());
});

test('W3 a press says how many dots there shall be, and shows at once', async () => {
	const page = await participant(weighing(), { board: groups, view: given({ group: 'g1', dots: 1 }) });
	expect(page.the('group', 'Nabij').lines('status')).toEqual([m.dots_on({ given: 1, title: 'Nabij' })]);
	page.press(give('Nabij'));
	expect(page.the('group', 'Nabij').lines('status')).toEqual([m.dots_on({ given: 2, title: 'Nabij' })]);
	expect(page.text).toContain(m.weigh_left({ left: 3, each: 5 }));
	expect(await page.posted()).toEqual({ act: 'dots', group: 'g1', dots: '2' });
	page.press(take('Nabij'));
	expect(await page.posted(2)).toMatchObject({ group: 'g1' });
});

test('W1 W4 a full group takes none, a group without dots gives none back, and it is said why', async () => {
	const page = await participant(weighing(), { board: groups, view: given({ group: 'g1', dots: 2 }) });
	expect([page.isOff(give('Nabij')), page.isOff(take('Nabij'))]).toEqual([true, false]);
	expect([page.isOff(give('Rust en ruimte')), page.isOff(take('Rust en ruimte'))]).toEqual([false, true]);
	expect(page.about(give('Nabij'))).toBe(m.weigh_left({ left: 3, each: 5 }));
	page.press(give('Nabij'));
	page.press(take('Rust en ruimte'));
	expect(page.posts).toEqual([]);
});

test('W1 W4 who has given all dots can only take back', async () => {
	const dots = { each: 3, most: 2, closedAt: null };
	const view = given({ group: 'g1', dots: 2 }, { group: 'g2', dots: 1 });
	const page = await participant(weighing({ dots }), { board: groups, view });
	expect(page.text).toContain(m.weigh_left({ left: 0, each: 3 }));
	expect(page.isOff(give('Rust en ruimte'))).toBe(true);
	expect(page.isOff(take('Rust en ruimte'))).toBe(false);
});

test('W4 after the limits were lowered there are none left, and never fewer than none', async () => {
	const dots = { each: 2, most: 1, closedAt: null };
	const view = given({ group: 'g1', dots: 3 });
	const page = await participant(weighing({ dots }), { board: groups, view });
	expect(page.text).toContain(m.weigh_left({ left: 0, each: 3 }));
	expect(page.isOff(take('Nabij'))).toBe(false);
});

test('W7 dots on a group that is gone are there to give again', async () => {
	const view = given({ group: 'gone', dots: 2 });
	const page = await participant(weighing(), { board: groups, view });
	expect(page.text).toContain(m.weigh_left({ left: 5, each: 5 }));
});

test('W3 a press that is refused goes back to what was, and says why', async () => {
	const page = await participant(weighing(), { board: groups });
	page.refuse(m.reason_dots_spent());
	page.press(give('Nabij'));
	await page.posted();
	await page.until(() => page.lines('alert').includes(m.reason_dots_spent()));
	expect(page.the('group', 'Nabij').lines('status')).toEqual([m.dots_on({ given: 0, title: 'Nabij' })]);
});

test('the cards of a group can be read, those that lie under another too, a doubt as a doubt', async () => {
	const prompts = [{ id: 'p1', text: 'Wat zie je niet voor je?', hint: '', tag: 'doubt' }];
	const page = await participant(weighing({ prompts }), { board: groups });
	page.press(m.weigh_cards({ count: 2 }));
	const read = [`${m.card_tag_doubt()} Dat je elkaar kent`, `${m.card_tag_doubt()} Dichtbij zijn`];
	expect(page.lines('item').filter((line) => read.includes(line))).toEqual(read);
	page.press(m.weigh_cards({ count: 1 }));
	expect(page.lines('item')).toContain(`${m.card_tag_doubt()} Rust`);
});

test('without groups there is nothing to weigh, and it says so', async () => {
	const page = await participant(weighing());
	expect(page.text).toContain(m.weigh_none());
	expect(page.all('group')).toEqual([]);
});

test('W10 A5 an observer reads the groups and has no dots', async () => {
	const page = await participant(weighing(), { board: groups, role: 'observer' });
	expect(page.text).toContain(m.sort_observer());
	expect(page.all('heading')).toContain('Rust en ruimte');
	expect([...page.all('group'), ...page.all('button')].filter((name) => name.includes('Nabij'))).toEqual([]);
	expect(page.has('button', m.write_ready())).toBe(false);
});

test('W10 while pens are down or the room has a break no dot moves', async () => {
	const page = await participant(weighing(), { board: groups });
	expect(page.isOff(give('Nabij'))).toBe(false);
	await page.goes({ lockedAt: 1 });
	expect(page.isOff(give('Nabij'))).toBe(true);
	await page.goes({ lockedAt: null });
	page.happens({ pausedAt: 1 });
	expect(page.isOff(give('Nabij'))).toBe(true);
	page.press(give('Nabij'));
	expect(page.posts).toEqual([]);
});

test('R1 who weighed says to be ready', async () => {
	const page = await participant(weighing(), { board: groups });
	page.press(m.write_ready());
	expect(await page.posted()).toEqual({ act: 'ready', on: 'yes' });
});

test('W5 nothing of what others gave is there before the facilitator closes, and then all of it', async () => {
	const page = await participant(weighing(), { board: groups, view: given({ group: 'g1', dots: 2 }) });
	expect(page.text).not.toContain(m.weigh_closed_title());
	await page.goes({ state: cardsState(closed) });
	expect(page.has('heading', m.weigh_closed_title())).toBe(true);
	expect(page.text).toContain(m.weigh_closed_text({ dots: 10, givers: 3 }));
	expect(page.text).toContain(m.weigh_mine({ list: m.weigh_mine_item({ dots: 2, title: 'Nabij' }) }));
	expect(page.has('button', give('Nabij'))).toBe(false);
});

test('W8 W9 the totals stand in two ways, sort by either, and what differs most is in a sentence', async () => {
	const page = await participant(weighing(closed), { board: groups });
	expect(page.text).toContain(m.bars_disagree_more({ title: 'Nabij' }));
	const rows = () => page.lines('row').filter((row) => row.includes('%'));
	expect(rows()[0]).toContain('Nabij 60% 4');
	expect(page.isOn(m.totals_by_share())).toBe(true);
	page.press(m.totals_by_dots());
	expect(rows()[0]).toContain('Rust en ruimte 40% 6');
	page.press(m.totals_table());
	expect(page.the('table', m.totals_caption()).lines('row').slice(1)).toEqual([
		'Rust en ruimte 40% 6',
		'Nabij 60% 4',
		`${m.group_unnamed()} 0% 0`
	]);
});

test.each([
	[0, () => m.weigh_closed_nobody()],
	[1, () => m.weigh_closed_text({ dots: 10, givers: 1 })]
])('of %i people who gave it is said in a sentence that fits', async (givers, words) => {
	const page = await participant(weighing({ ...closed, givers }), { board: groups });
	expect(page.text).toContain(words());
});

test('in English the same is said in English', async () => {
	speak('en');
	const page = await participant(weighing(closed), { board: groups });
	expect(page.text).toContain(m.weigh_closed_text({ dots: 10, givers: 3 }, { locale: 'en' }));
	expect(page.text).not.toContain(m.weigh_closed_title({}, { locale: 'nl' }));
});

// The facilitator

test('W5 before closing a facilitator sees the rules of the dots and no total either', async () => {
	const page = await facilitator(weighing(), { board: groups });
	const dots = page.the('region', m.values_console_dots());
	expect(dots.text).toContain(m.values_console_rules({ each: 5, most: 2 }));
	expect(dots.text).toContain(m.values_console_unseen());
	expect(dots.text).not.toContain('%');
});

test('W5 closing is asked first, with how many organisations are ready', async () => {
	const organisations = someOrganisations(6).map((one, at) => (at < 4 ? ready(one) : one));
	const page = await facilitator(weighing(), { board: groups, facts: { organisations } });
	page.press(m.values_console_close());
	expect(page.the('dialog').text).toContain(m.console_ready({ ready: 4, of: 6 }));
	page.the('dialog').press(m.console_wait());
	expect(page.posts).toEqual([]);
	page.press(m.values_console_close());
	page.the('dialog').press(m.values_console_close());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'closeWeighing', sure: 'yes' });
});

test('W2 the facilitator changes how many dots there are; what can’t be is said', async () => {
	const page = await facilitator(weighing(), { board: groups });
	page.press(m.values_console_rules_change());
	expect(page.value(m.values_console_each())).toBe('5');
	page.fill(m.values_console_each(), '3');
	page.fill(m.values_console_most(), '4');
	page.refuse(m.reason_dots_invalid(), 'most');
	page.press(m.setup_keep());
	expect(await page.posted()).toMatchObject({ act: 'setDots', each: '3', most: '4' });
	await page.until(() => page.text.includes(m.reason_dots_invalid()));
	expect(page.value(m.values_console_most())).toBe('4');
});

test('W5 a closed weighing is seen in both orders and can be opened again', async () => {
	const page = await facilitator(weighing(closed), { board: groups });
	const dots = page.the('region', m.weigh_closed_title());
	expect(dots.lines('row').at(-3)).toContain('Nabij');
	dots.press(m.values_console_by_dots());
	expect(dots.lines('row').at(-3)).toContain('Rust en ruimte');
	dots.press(m.values_console_reopen());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'reopenWeighing' });
});

test('W2 W5 in another stage the dots are neither closed nor opened, and their rules can still be set', async () => {
	const page = await facilitator(weighing({}, { stage: 'writing' }));
	expect(page.has('button', m.values_console_close())).toBe(false);
	expect(page.has('button', m.values_console_rules_change())).toBe(true);
	const after = await facilitator(weighing(closed, { stage: 'harvested' }), { board: groups });
	expect(after.has('button', m.values_console_reopen())).toBe(false);
});

// The wall

test.each([
	[{ each: 1, most: 1 }, () => m.weigh_intro({ each: 1, most: 1 })],
	[{ each: 5, most: 2 }, () => m.weigh_intro({ each: 5, most: 2 })],
	[{ each: 5, most: 5 }, () => m.beamer_weigh_free({ each: 5 })]
])('W5 the wall asks for the dots, of %o, and shows none', async (dots, words) => {
	const page = await wall(weighing({ dots: { ...dots, closedAt: null } }), { board: groups });
	expect(page.all('heading')).toEqual([m.weigh_title()]);
	expect(page.text).toContain(words());
	expect(page.text).not.toContain('%');
});

test('W8 W9 the wall shows both ways of counting, and counts the groups that it has no room for', async () => {
	const many = Array.from({ length: 10 }, (_, at) => ({
		group: `g${at}`,
		title: `Groep ${at}`,
		dots: 10 - at,
		share: 0.1
	}));
	const page = await wall(weighing({ ...closed, totals: many, givers: 12 }), { board: groups });
	expect(page.text).toContain(m.beamer_given({ dots: 55, people: 12 }));
	expect(page.lines('row').filter((row) => row.includes('%'))).toHaveLength(8);
	expect(page.text).toContain(m.bars_more({ count: 2, dots: 3 }));
});

test('W8 when nobody gave a dot the wall says so', async () => {
	const none = totals.map((total) => ({ ...total, dots: 0, share: 0 }));
	const page = await wall(weighing({ ...closed, totals: none, givers: 0 }), { board: groups });
	expect(page.text).toContain(m.weigh_closed_nobody());
	expect(page.all('table')).toEqual([]);
});

test('W11 a double click gives one dot, and a press of the keyboard after it another', async () => {
	const page = await participant(weighing({ dots: { each: 5, most: 3, closedAt: null } }), { board: groups });
	const click = (detail: number) =>
		page
			.the('button', give('Nabij'))
			.element.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }));
	click(1);
	click(2);
	await page.posted();
	click(0);
	await page.posted(2);
	expect(page.posts.map(({ dots }) => dots)).toEqual(['1', '2']);
});
