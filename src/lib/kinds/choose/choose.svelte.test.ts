import { expect, test, vi } from 'vitest';
import { weigh, type Judgement } from '#domain/kinds/choose/judgement.ts';
import {
	aStep,
	facilitator,
	idOf,
	participant,
	ready,
	someOrganisations,
	speak,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ChooseState } from '#wire/kinds/choose/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const solutions = [
	{ id: 's1', name: 'Buurtwinkel' },
	{ id: 's2', name: 'Eén begroting' },
	{ id: 's3', name: 'Nachtbus' }
];
const choose = (stage: string, more: Partial<ChooseState> = {}) =>
	aStep('choose', stage, state(more), { question: 'Waar gaan we voor?' });
const state = (more: Partial<ChooseState> = {}): ChooseState => ({
	part: 'choose',
	...{ solutions, weighed: null, ambitions: [], notNow: [] },
	...more
});
const about = [{ id: 's1', what: 'Een winkel die iedereen kent.', restsOn: ['De buurt', 'Nu & later'] }];
const mine = (more: object = {}) => ({ mine: { ready: false, answers: [], about, ...more } });
const answered = (solution: string) => ({ solution, direction: 4, platform: 3, yield: 5 });
const judged = (organisation: string, person: string, solution: string, all: number): Judgement => ({
	...{ organisation, participant: person, solution, direction: all, platform: all, yield: all }
});
/** Three of welfare love the shop; police and care love the budget: it depends on how one counts. */
const weighed = weigh(
	[
		...['a', 'b', 'c'].flatMap((person) => [judged('wel', person, 's1', 5), judged('wel', person, 's2', 1)]),
		...['pol', 'zor'].flatMap((from) => [judged(from, from, 's1', 1), judged(from, from, 's2', 4)])
	],
	solutions.map(({ id }) => id)
);
const low = (number: number) => (number === 1 ? `1, ${m.choose_scale_low()}` : String(number));
const ask = (short: () => string, full: () => string) => `${short()} ${full()}`;
const direction = () => ask(m.choose_direction, m.choose_direction_ask);
const platform = () => ask(m.choose_platform, m.choose_platform_ask);
const yields = () => ask(m.choose_yield, m.choose_yield_ask);

test('Z1 one solution at a time: what it is, what it rests on, and three questions from 1 to 5', async () => {
	const page = await participant(choose('judging'), { view: mine() });
	expect(page.has('heading', 'Buurtwinkel')).toBe(true);
	expect(page.text).toContain(m.choose_nth({ number: 1, of: 3 }));
	expect(page.text).toContain('Een winkel die iedereen kent.');
	expect(page.text).toContain(m.choose_rests_on({ names: 'De buurt, Nu & later' }));
	expect(page.all('group')).toEqual([direction(), platform(), yields()]);
	expect(page.the('group', direction()).all('radio')).toEqual([
		low(1),
		...['2', '3', '4'],
		`5, ${m.choose_scale_high()}`
	]);
	expect(page.text).toContain(m.choose_privacy());
});

test('Z1 the three answers go out together, and the next open solution is there', async () => {
	const page = await participant(choose('judging'), { view: mine() });
	page.the('group', direction()).tick('4');
	page.the('group', platform()).tick('2');
	page.the('group', yields()).tick(low(1));
	page.press(m.choose_save_next());
	expect(await page.posted()).toEqual({
		...{ act: 'judge', solution: 's1', direction: '4', platform: '2', yield: '1' }
	});
	page.loads(mine({ answers: [answered('s1')] }));
	expect(page.has('heading', 'Eén begroting')).toBe(true);
	expect(page.lines('status')).toContain(m.choose_done({ count: 1, of: 3 }));
});

test('Z1 with an answer missing it says so, and what was answered stays', async () => {
	const page = await participant(choose('judging'), { view: mine() });
	page.the('group', direction()).tick('4');
	page.refuse(m.reason_judgement_incomplete());
	page.press(m.choose_save_next());
	await page.posted();
	expect(page.lines('alert')).toEqual([m.reason_judgement_incomplete()]);
	expect(page.the('group', direction()).isOn('4')).toBe(true);
});

test('an answer that was given is there to change, the last one is said to be the last', async () => {
	const page = await participant(choose('judging'), {
		view: mine({ answers: [answered('s1'), answered('s2')] })
	});
	expect(page.has('heading', 'Nachtbus')).toBe(true);
	expect(page.has('button', m.choose_save_last())).toBe(true);
	page.follow('Buurtwinkel');
	await page.until(() => page.has('heading', 'Buurtwinkel'));
	expect(page.the('group', direction()).isOn('4')).toBe(true);
	expect(page.has('button', m.choose_save())).toBe(true);
	expect(page.item('Buurtwinkel').text).toContain(m.choose_is_done());
	expect(page.item('Nachtbus').text).toContain(m.choose_is_open());
});

test('when all is answered it is said, and that it can still be changed', async () => {
	const page = await participant(choose('judging'), {
		view: mine({ answers: solutions.map(({ id }) => answered(id)) })
	});
	expect(page.has('heading', m.choose_all_done())).toBe(true);
	expect(page.text).toContain(m.choose_all_done_text());
	page.press(m.write_ready());
	expect(await page.posted()).toEqual({ act: 'ready', on: 'yes' });
});

test('Z2 an observer reads the solutions and answers nothing', async () => {
	const page = await participant(choose('judging'), { view: mine(), role: 'observer' });
	expect(page.text).toContain(m.sort_observer());
	expect(page.lines('item')).toEqual(solutions.map(({ name }) => name));
	expect([...page.all('radio'), ...page.all('button'), ...page.all('link')]).toEqual([]);
});

test('Z4 Z7 the outcome is a table in two lenses, and points at what changes place most', async () => {
	const page = await participant(choose('weighed', { weighed }), { view: mine() });
	expect(page.text).toContain(m.choose_movers({ names: 'Buurtwinkel, Eén begroting' }));
	const rows = () => page.the('table', m.choose_table_caption()).lines('row').slice(2);
	expect(rows().map((row) => row.split(' ')[1])).toEqual(['Eén', 'Buurtwinkel', 'Nachtbus']);
	expect(rows()[1]).toContain('2,3');
	expect(rows()[1]).toContain('3,4');
	expect(rows()[2]).toContain(m.choose_nobody_short());
});

test('Z4 the table sorts by each column, and says by which it is sorted', async () => {
	const page = await participant(choose('weighed', { weighed }), { view: mine() });
	const column = (lens: string, says: string, by: string) =>
		`${lens}, ${m.choose_sort_by({ by, lens: says })}`;
	const byShare = column(m.choose_by_share(), m.choose_lens_share(), m.choose_measure_all());
	const byRaw = column(m.choose_by_raw(), m.choose_lens_raw(), m.choose_measure_all());
	expect([page.isOn(byShare), page.isOn(byRaw)]).toEqual([true, false]);
	page.press(byRaw);
	expect([page.isOn(byShare), page.isOn(byRaw)]).toEqual([false, true]);
	expect(page.the('table', m.choose_table_caption()).lines('row')[2]).toContain('Buurtwinkel');
});

test('the same as a picture: each disc says its numbers, and nobody answered is no disc', async () => {
	const page = await participant(choose('weighed', { weighed }), { view: mine() });
	const discs = page.all('link').filter((name) => name.includes('Buurtwinkel') || name.includes('Nachtbus'));
	const figures = { direction: '2,3', platform: '2,3', yield: '2,3' };
	expect(discs).toEqual([m.choose_disc({ number: 1, name: 'Buurtwinkel', ...figures })]);
	page.press(m.choose_lens_raw());
	const raw = { direction: '3,4', platform: '3,4', yield: '3,4' };
	expect(page.all('link')).toContain(m.choose_disc({ number: 1, name: 'Buurtwinkel', ...raw }));
	const upYield = m.choose_picture_by({ up: m.choose_measure_yield() });
	page.press(upYield);
	expect(page.isOn(upYield)).toBe(true);
});

test('Z15 organisations stand beside each other, first where they lie furthest apart', async () => {
	const page = await participant(choose('weighed', { weighed }), { view: mine() });
	const differ = (name: string, number: string) => m.choose_differ({ name, number });
	expect(page.all('button').filter((name) => name.includes('verschil'))).toEqual([
		differ('Buurtwinkel', '4,0'),
		differ('Eén begroting', '3,0')
	]);
	page.press(differ('Buurtwinkel', '4,0'));
	const row = page.the('table', 'Buurtwinkel').lines('row')[1]!;
	expect(row.indexOf('Politie Wilgenmeer')).toBeLessThan(row.indexOf('Welzijn Wilgenmeer'));
});

test('figures are written in the language of who reads', async () => {
	speak('en');
	const page = await participant(choose('weighed', { weighed }), { view: mine() });
	expect(page.text).toContain('3.4');
	expect(page.text).not.toContain('3,4');
});

const chosen = {
	weighed,
	ambitions: [{ id: 'a1', name: 'Alles om de hoek', solutions: ['s1'] }],
	notNow: [{ solution: 's3', reason: 'Eerst de dag.' }]
};

test('Z11 what was chosen stands with its solutions, what is not for now with its reason', async () => {
	const page = await participant(choose('harvested', chosen), { view: mine() });
	expect(page.all('heading')[0]).toBe(m.choose_chosen());
	expect(page.item('Alles om de hoek').text).toContain('Buurtwinkel');
	expect(page.the('region', m.choose_not_now()).text).toContain('Nachtbus Eerst de dag.');
	const none = await participant(choose('weighed', { weighed }), { view: mine() });
	expect(none.text).toContain(m.choose_ambitions_none());
	expect(none.has('region', m.choose_not_now())).toBe(false);
});

// The facilitator

test('Z3 before going on a facilitator sees the solutions and nothing of any answer', async () => {
	const page = await facilitator(choose('judging'), { view: mine() });
	expect(page.text).toContain(m.choose_console_unseen());
	expect(page.text).toContain(m.choose_count({ count: 3 }));
	expect(page.lines('item')).toEqual(solutions.map(({ name }) => name));
	expect(page.all('table')).toEqual([]);
	await page.goes({ state: state({ solutions: solutions.slice(0, 1) }), stage: 'prepared' });
	expect(page.text).toContain(m.choose_count({ count: 1 }));
	expect(page.text).toContain(m.choose_console_prepared());
});

test('Z8 Z9 what is ticked becomes an ambition with a name; what can’t be is said at the name', async () => {
	const page = await facilitator(choose('weighed', { weighed }), { view: mine() });
	expect(page.text).toContain(m.choose_of_six({ count: 0, most: 6 }));
	expect(page.text).toContain(m.choose_open({ count: 3 }));
	page.tick('Buurtwinkel');
	page.refuse(m.reason_ambition_nameless(), 'name');
	page.press(m.choose_make_do());
	await page.posted();
	expect(page.about(m.choose_make())).toContain(m.reason_ambition_nameless());
	page.fill(m.choose_make(), 'Alles om de hoek');
	page.answer();
	page.press(m.choose_make_do());
	expect(await page.posted(2)).toMatchObject({
		act: 'makeAmbition',
		name: 'Alles om de hoek',
		'solution-s1': 'on'
	});
});

test('Z8 a seventh ambition asks which one stops for it', async () => {
	const ambitions = [1, 2, 3, 4, 5, 6].map((n) => ({ id: `a${n}`, name: `Ambitie ${n}`, solutions: [] }));
	const page = await facilitator(choose('weighed', { weighed, ambitions }), { view: mine() });
	expect(page.has('combobox', m.choose_which_stops())).toBe(false);
	page.fill(m.choose_make(), 'De zevende');
	page.refuse(m.reason_six_ambitions(), undefined, { reason: 'six-ambitions' });
	page.press(m.choose_make_do());
	await page.posted();
	expect(page.options(m.choose_which_stops())).toEqual([
		m.choose_choose_one(),
		...ambitions.map(({ name }) => name)
	]);
	page.choose(m.choose_which_stops(), 'Ambitie 2');
	page.press(m.choose_make_do());
	expect(await page.posted(2)).toMatchObject({ name: 'De zevende', stops: 'a2' });
});

test('Z11 Z13 a solution is put aside with a reason, taken back, and its earlier reason is there again', async () => {
	const earlier = [{ solution: 's2', reason: 'Te duur nu.' }];
	const page = await facilitator(choose('weighed', chosen), { view: mine({ earlier }) });
	const list = page.the('region', m.choose_console_solutions());
	expect(list.item('Buurtwinkel').text).toContain(m.choose_belongs({ names: 'Alles om de hoek' }));
	page.press(`${m.choose_still_now()}: Nachtbus`);
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'stillNow', solution: 's3' });
	page.press(m.choose_put_aside());
	const reason = m.choose_reason({ name: 'Eén begroting' });
	expect(page.value(reason)).toBe('Te duur nu.');
	page.fill(reason, '');
	page.refuse(m.reason_not_now_without_reason(), 'reason');
	page.press(`${m.choose_not_now_do()}: Eén begroting`);
	await page.posted(2);
	expect(page.about(reason)).toContain(m.reason_not_now_without_reason());
});

test('Z10 Z13 an ambition is changed, let go of, and taken up again', async () => {
	const page = await facilitator(choose('weighed', chosen), {
		view: mine({ dropped: [{ id: 'a9', name: 'Oud plan' }] })
	});
	page.press(m.choose_change());
	const item = page.item('Alles om de hoek');
	expect(item.value(m.choose_name())).toBe('Alles om de hoek');
	expect(item.the('group', m.choose_its_solutions()).all('checkbox')).toEqual([
		'Buurtwinkel',
		'Eén begroting'
	]);
	item.tick('Eén begroting');
	item.press(m.choose_keep());
	expect(await page.posted()).toMatchObject({
		act: 'changeAmbition',
		id: 'a1',
		'solution-s1': 'on',
		'solution-s2': 'on'
	});
	page.press(`${m.choose_drop()}: Alles om de hoek`);
	expect(await page.posted(2)).toMatchObject({ act: 'dropAmbition', id: 'a1' });
	page.press(m.choose_dropped({ count: 1 }));
	page.press(`${m.choose_take_up()}: Oud plan`);
	expect(await page.posted(3)).toMatchObject({ act: 'takeUpAmbition', id: 'a9' });
});

test('Z12 when everything was decided it says so', async () => {
	const ambitions = [{ id: 'a1', name: 'Alles om de hoek', solutions: ['s1', 's2'] }];
	const page = await facilitator(choose('weighed', { ...chosen, ambitions }), { view: mine() });
	expect(page.text).toContain(m.choose_open({ count: 0 }));
	expect(page.has('button', m.choose_put_aside())).toBe(false);
});

// The wall

test('Z3 while people judge the wall counts solutions and who is ready', async () => {
	const organisations = someOrganisations(6).map((one, at) => (at < 2 ? ready(one) : one));
	const page = await wall(choose('judging'), { facts: { organisations } });
	expect(page.all('heading')).toEqual(['Waar gaan we voor?']);
	expect(page.text).toContain(m.beamer_ready({ ready: 2, of: 6 }));
	expect(page.text).toContain(m.choose_count({ count: 3 }));
	expect(page.text).not.toContain('Buurtwinkel');
});

test('Z4 Z11 the wall has both ways of counting, and what was put aside has no figures', async () => {
	const page = await wall(choose('weighed', chosen));
	expect(page.text).toContain(m.choose_of_six({ count: 1, most: 6 }));
	const rows = page.lines('row');
	expect(rows.find((row) => row.includes('Buurtwinkel'))).toBe(
		`1 Buurtwinkel ${m.choose_in_ambition()} 2,3 3,4`
	);
	expect(rows.find((row) => row.includes('Nachtbus'))).toBe(`3 Nachtbus ${m.choose_is_not_now()}`);
});

test('at the end the wall has the ambitions and what is not for now, and counts what does not fit', async () => {
	const page = await wall(choose('harvested', chosen));
	expect(page.all('heading')).toEqual([m.choose_chosen(), m.choose_not_now()]);
	expect(page.text).toContain('Alles om de hoek');
	expect(page.text).toContain('Eerst de dag.');
	const many = Array.from({ length: 9 }, (_, at) => ({ id: `s${at}`, name: `Idee ${at}` }));
	const notNow = many.map(({ id }) => ({ solution: id, reason: 'Later.' }));
	await page.goes({ state: state({ weighed, solutions: many, notNow }) });
	expect(page.the('region', m.choose_not_now()).lines('item')).toHaveLength(6);
	expect(page.text).toContain(m.choose_more({ count: 3 }));
});
