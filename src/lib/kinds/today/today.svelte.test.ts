import { expect, test, vi } from 'vitest';
import { spreadOf } from '#domain/kinds/today/baseline.ts';
import {
	aStep,
	cardsState,
	facilitator,
	idOf,
	longestName,
	participant,
	someOrganisations,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ScoresState, ShownScore } from '#wire/kinds/today/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const themes = [
	{ id: 't1', name: 'De buurt', vision: 'In 2040 kent iedereen elkaar.' },
	{ id: 't2', name: 'Het werk', vision: '' },
	{ id: 't3', name: 'De jeugd', vision: '' }
];
const six = someOrganisations().map(({ id }) => id);
const score = (organisation: string, theme: string, given: number, evidence = `Bewijs van ${organisation}`) =>
	({ organisation, theme, score: given, evidence, onBehalf: false }) satisfies ShownScore;

const scores = (more: Partial<ScoresState> = {}): ScoresState => ({
	part: 'scores',
	...{ themes, filled: 4, of: 18, spread: null, shown: null, found: null },
	organisations: six.map((id) => ({ id, done: false })),
	...more
});
const question = 'Waar staan we, gezien vanuit 2040?';
const today = (stage: string, more: Partial<ScoresState> = {}, step: Parameters<typeof aStep>[3] = {}) =>
	aStep('today', stage, scores(more), { question, ...step });
/** Far apart about the work, a little about the neighbourhood, all the same about the young. */
const given = [
	...six.map((id) => score(id, 't3', 3)),
	score('wel', 't1', 2),
	score('ggd', 't1', 3, 'Er is één huisarts voor drie dorpen.'),
	score('pol', 't2', 5, 'Er is volop werk.'),
	score('zor', 't2', 1, 'Niemand wil in de zorg.'),
	{ ...score('gem', 't2', 3), onBehalf: true }
];
const spread = (shown = 't2') => ({
	spread: spreadOf(
		given,
		themes.map(({ id }) => id),
		six
	),
	shown
});
const mine = (...own: ShownScore[]) => ({ mine: { ready: false, cards: [], dots: [], scores: own } });
const low = () => `1, ${m.today_end_low()}`;

test('B1 who scores has one theme open with what it is like in 2040, and a line from 1 to 5', async () => {
	const page = await participant(today('scoring'), { view: mine() });
	expect(page.all('heading')).toEqual([question, m.today_score_mine({ done: 0, of: 3 }), 'De buurt']);
	expect(page.text).toContain('In 2040 kent iedereen elkaar.');
	expect(page.the('group', m.today_score_legend()).all('radio')).toEqual([
		low(),
		...['2', '3', '4'],
		`5, ${m.today_end_high()}`
	]);
	expect(page.all('link')).toEqual([`Het werk ${m.today_score_open()}`, `De jeugd ${m.today_score_open()}`]);
});

test('B2 a score goes out with its evidence, and then the next open theme is there', async () => {
	const page = await participant(today('scoring'), { view: mine() });
	page.tick('4');
	page.fill(m.today_evidence(), 'Iedereen zwaait.');
	page.press(m.today_score_keep());
	expect(await page.posted()).toEqual({
		...{ act: 'score', theme: 't1', score: '4', evidence: 'Iedereen zwaait.' }
	});
	await page.until(() => page.has('heading', 'Het werk'));
	expect(page.lines('status')).toContain(m.today_score_kept({ left: 2 }));
	await page.until(() => page.the('heading', 'Het werk').hasFocus());
	expect(page.value(m.today_evidence())).toBe('');
});

test('B1 a score or evidence that can’t be is said at its field, and what was filled in stays', async () => {
	const page = await participant(today('scoring'), { view: mine() });
	page.fill(m.today_evidence(), 'Iedereen zwaait.');
	page.refuse(m.reason_score_invalid(), 'score');
	page.press(m.today_score_keep());
	await page.posted();
	expect(page.about(m.today_score_legend())).toContain(m.reason_score_invalid());
	expect(page.value(m.today_evidence())).toBe('Iedereen zwaait.');
	page.tick('4');
	page.refuse(m.reason_evidence_too_long(), 'evidence');
	page.press(m.today_score_keep());
	await page.posted(2);
	expect(page.about(m.today_evidence())).toContain(m.reason_evidence_too_long());
	expect(page.isOn('4')).toBe(true);
});

test('B2 when all are in it says so, and each can be changed', async () => {
	const own = themes.map(({ id }, at) => score('wel', id, at + 1));
	const page = await participant(today('scoring'), { view: mine(...own) });
	expect(page.text).toContain(m.today_score_kept({ left: 0 }));
	page.follow(`Het werk ${m.today_score_is({ score: 2 })}`);
	await page.until(() => page.has('group', m.today_score_legend()));
	expect(page.isOn('2')).toBe(true);
	expect(page.value(m.today_evidence())).toBe('Bewijs van wel');
});

test('B9 what a facilitator wrote down for us is labelled until we say it', async () => {
	const page = await participant(today('scoring'), {
		view: mine({ ...score('wel', 't1', 2), onBehalf: true }),
		at: '?thema=t1'
	});
	expect(page.text).toContain(m.today_score_behalf());
	expect(page.isOn('2')).toBe(true);
});

test('B3 while it is blind nobody sees more of others than how many are in', async () => {
	const page = await participant(today('scoring'), { view: mine() });
	expect(page.text).toContain(m.today_filled({ filled: 4, of: 18 }));
	expect(page.text).not.toContain('GGD');
	await page.goes({ state: scores({ filled: 5 }) });
	expect(page.text).toContain(m.today_filled({ filled: 5, of: 18 }));
});

test('B2 when a colleague may have scored, one’s own part is read again; who is alone needs not', async () => {
	const alone = await participant(today('scoring'), { view: mine() });
	await alone.goes({ state: scores({ filled: 5 }) });
	expect(alone.read).toEqual([]);
	const organisations = someOrganisations(6, { people: 2 });
	const two = await participant(today('scoring'), { view: mine(), facts: { organisations } });
	await two.goes({ state: scores({ filled: 5 }) });
	await two.until(() => two.read.length > 0);
	expect(two.read).toEqual(['siroop:step']);
});

test.each([
	['observes', { role: 'observer' } as const],
	['is of no organisation', { organisation: null }]
])('B2 who %s gives no score, and is told what comes', async (_, who) => {
	const page = await participant(today('scoring'), { view: mine(), ...who });
	expect(page.text).toContain(m.today_score_guest());
	expect(page.lines('item')).toEqual(themes.map(({ name }) => name));
	expect([...page.all('radio'), ...page.all('button')]).toEqual([]);
});

test('B5 B6 the widest theme is open, with the two who lie furthest apart, then the others', async () => {
	const page = await participant(today('spread', spread()), { view: mine() });
	expect(page.all('heading')[0]).toBe(m.today_widest());
	expect(page.text).toContain(m.today_apart_text({ theme: 'Het werk' }));
	const words = page.text;
	expect(words.indexOf('‘Er is volop werk.’')).toBeLessThan(words.indexOf('‘Niemand wil in de zorg.’'));
	expect(words.indexOf('‘Niemand wil in de zorg.’')).toBeLessThan(words.indexOf(m.today_others()));
	expect(page.lines('item')).toEqual([expect.stringContaining(m.today_noted())]);
	const scores = [m.today_scale_one({ name: 'Politie Wilgenmeer', score: 5 })];
	expect(page.all('image')[0]).toContain(scores[0]);
});

test('B5 B6 all themes stand in one table, widest first, with who stands where and how far apart; no mean', async () => {
	const page = await participant(today('spread', spread()), { view: mine() });
	const rows = page.the('region', m.today_all()).lines('row').slice(1, 4);
	expect(rows[0]).toMatch(/^Het werk .*Zorggroep Meer.*Politie Wilgenmeer.* 4$/);
	expect(rows[1]).toMatch(/^De buurt .* 1$/);
	expect(rows[2]).toMatch(/^De jeugd .* 0$/);
	page.press(m.today_numbers());
	const numbers = page.the('table', m.today_numbers()).lines('row');
	expect(numbers[1]).toBe(
		`Het werk ${m.today_no_score()} ${m.today_no_score()} 3 ${m.today_no_score()} 5 1 4`
	);
});

test('B10 who looks at another theme can come along again, and comes along when the room goes on', async () => {
	const page = await participant(today('spread', spread()), { view: mine() });
	page.follow('De jeugd');
	await page.until(() => page.text.includes(m.today_agreed_text({ theme: 'De jeugd' })));
	expect(page.text).toContain(m.today_room_looks({ theme: 'Het werk' }));
	page.press(m.today_come_along());
	await page.until(() => page.has('heading', m.today_widest()));
	page.follow('De jeugd');
	await page.until(() => page.has('heading', m.today_agreed()));
	await page.goes({ state: scores(spread('t1')) });
	expect(page.all('heading')[0]).toBe(m.today_apart());
	expect(page.has('button', m.today_come_along())).toBe(false);
});

test('a theme that nobody scored says so', async () => {
	const none = { spread: spreadOf<ShownScore>([], ['t1', 't2', 't3'], six), shown: 't1' };
	const page = await participant(today('spread', none), { view: mine() });
	expect(page.text).toContain(m.today_unscored_text({ theme: 'De buurt' }));
	expect(page.all('image')).toEqual([]);
});

test('sixteen organisations and the longest name are all on the line and in the table', async () => {
	const organisations = someOrganisations(16).map((one, at) => (at ? one : { ...one, name: longestName }));
	const all = organisations.map(({ id }, at) => score(id, 't1', (at % 5) + 1));
	const wide = spreadOf(
		all,
		['t1'],
		organisations.map(({ id }) => id)
	);
	const page = await participant(today('spread', { spread: wide, shown: 't1', themes: themes.slice(0, 1) }), {
		view: mine(),
		facts: { organisations }
	});
	for (const { name } of organisations) expect(page.all('image')[0]).toContain(name);
	expect(page.text).toContain(longestName);
});

const prompts = [
	{ id: 'p1', text: 'Geld', hint: 'Wie betaalt?', tag: 'money' },
	{ id: 'p2', text: 'Wat werkt al', hint: '', tag: 'strength' }
];
const writing = aStep('today', 'writing', cardsState({ prompts, dots: null }), { question });

test('B11 first which principle, then a card below it, and back to the others', async () => {
	const page = await participant(writing, { view: mine() });
	expect(page.has('heading', m.today_write_title())).toBe(true);
	expect(page.all('textbox')).toEqual([]);
	page.follow('Geld Wie betaalt?');
	await page.until(() => page.has('textbox', m.write_new()));
	page.fill(m.write_new(), 'Elk potje apart');
	page.press(m.write_add());
	await page.until(() => page.the('region', 'Geld').text.includes('Elk potje apart'));
	expect([...page.own.getMap('cards').values()]).toMatchObject([{ prompt: 'p1' }]);
	page.follow(m.prompt_other());
	await page.until(() => page.has('link', `Geld Wie betaalt? ${m.prompt_mine({ count: 1 })}`));
	expect(page.has('link', 'Wat werkt al')).toBe(true);
});

const found = [
	{
		...{ prompt: 'p1', text: 'Geld', tag: 'money' },
		cards: [
			{ id: 'c1', text: 'Elk potje apart', organisation: 'gem' },
			{ id: 'c2', text: 'Jaar op jaar', organisation: null }
		]
	},
	{ prompt: 'p3', text: 'Tijd', tag: 'time', cards: [] },
	{
		prompt: 'p2',
		text: 'Wat werkt al',
		tag: 'strength',
		cards: [{ id: 'c3', text: 'De wijkzuster', organisation: 'zor' }]
	}
];

test('B11 at the end obstacles stand below their principle, and what works already beside them', async () => {
	const { mine: own } = mine();
	const page = await participant(today('harvested', spread()), { view: { mine: { ...own, found } } });
	expect(page.has('heading', m.today_found_title())).toBe(true);
	const obstacles = page.the('region', m.today_found_obstacles());
	expect(obstacles.item('Elk potje apart').text).toContain('Gemeente Wilgenmeer');
	expect(obstacles.item('Jaar op jaar').text).toContain(m.org_resident_name());
	expect(obstacles.text).toContain(m.today_found_none());
	expect(page.the('region', 'Wat werkt al').text).toContain('De wijkzuster');
	expect(page.all('link')).toEqual([]);
});

// The facilitator

test('B3 B4 the console says how many are in and who is done, and no score', async () => {
	const organisations = six.map((id) => ({ id, done: id === 'ggd' }));
	const page = await facilitator(today('scoring', { organisations }), { view: mine() });
	expect(page.has('heading', m.today_filled({ filled: 4, of: 18 }))).toBe(true);
	expect(page.text).toContain(m.today_console_blind());
	expect(page.text).toMatch(new RegExp(`${m.today_console_done()}\\s*\\S*\\s*GGD Wilgenmeer`));
	expect(page.text).not.toContain('Bewijs');
});

test('B9 a facilitator scores for an organisation, goes on to its next theme, and sees nothing of it back', async () => {
	const page = await facilitator(today('scoring'), { view: mine() });
	page.press(m.today_console_behalf());
	page.choose(m.today_console_organisation(), 'GGD Wilgenmeer');
	page.choose(m.today_theme(), 'De buurt');
	page.tick('3');
	page.fill(m.today_evidence(), 'Telefonisch doorgegeven');
	page.press(m.today_score_keep());
	expect(await page.posted()).toEqual({
		...{ step: idOf('step'), act: 'scoreOnBehalf', organisation: 'ggd', theme: 't1' },
		...{ score: '3', evidence: 'Telefonisch doorgegeven' }
	});
	await page.until(() => page.lines('status').includes(m.today_console_behalf_done()));
	expect(page.value(m.today_theme())).toBe('Het werk');
	expect(page.value(m.today_evidence())).toBe('');
	page.tick('2');
	page.refuse(m.reason_evidence_empty(), 'evidence');
	page.press(m.today_score_keep());
	await page.posted(2);
	expect(page.about(m.today_evidence())).toContain(m.reason_evidence_empty());
});

test('B10 the facilitator walks along the themes, widest first, and shows one to the room', async () => {
	const page = await facilitator(today('spread', spread()), { view: mine() });
	const walk = page.the('region', m.today_console_walk());
	expect(walk.lines('item')).toEqual([
		`Het werk ${m.today_console_range({ from: 1, to: 5 })} ${m.today_shown_now()}`,
		expect.stringContaining(`De buurt ${m.today_console_range({ from: 2, to: 3 })}`),
		expect.stringContaining(`De jeugd ${m.today_console_agreed({ score: 3 })}`)
	]);
	page.press(m.today_console_next());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'showTheme', theme: 't1' });
	walk.press(`${m.today_console_show()}: De jeugd`);
	expect(await page.posted(2)).toMatchObject({ theme: 't3' });
	await page.goes({ state: scores(spread('t3')) });
	expect(page.has('button', m.today_console_next())).toBe(false);
});

test('before it begins the console says how it goes; at the end it has what was found', async () => {
	const page = await facilitator(today('prepared'), { view: mine() });
	expect(page.text).toBe(m.today_console_prepared());
	const { mine: own } = mine();
	const end = await facilitator(today('harvested', spread()), { view: { mine: { ...own, found } } });
	expect(end.the('region', m.today_found_obstacles()).text).toContain('Elk potje apart');
});

// The wall

test('B3 the wall asks, counts and says who is done, and shows no score', async () => {
	const organisations = six.map((id) => ({ id, done: id === 'ggd' }));
	const page = await wall(today('scoring', { organisations }));
	expect(page.all('heading')).toEqual([question]);
	expect(page.text).toContain(m.today_filled({ filled: 4, of: 18 }));
	expect(page.the('list', m.today_beamer_who()).lines('item').slice(0, 2)).toEqual([
		`Welzijn ${m.today_console_busy()}`,
		`GGD ${m.today_console_done()}`
	]);
});

test('B5 B10 the wall has the theme that the room looks at, with the two who lie furthest apart', async () => {
	const page = await wall(today('spread', spread()));
	expect(page.all('heading')).toEqual([m.today_widest()]);
	expect(page.text).toContain('Het werk');
	expect(page.text).toContain('‘Er is volop werk.’');
	await page.goes({ state: scores(spread('t3')) });
	expect(page.all('heading')).toEqual([m.today_agreed()]);
	expect(page.text).toContain('De jeugd');
});

test('at the end the wall has the range of each theme, and counts obstacles and strengths', async () => {
	const counted = found.map(({ cards, ...prompt }) => ({ ...prompt, cards: cards.length }));
	const page = await wall(today('harvested', { ...spread(), found: counted }));
	expect(page.text).toContain(m.today_beamer_obstacles({ count: 2 }));
	expect(page.text).toContain(m.today_beamer_strengths({ count: 1 }));
	expect(page.lines('row').at(-1)).toContain(m.today_console_agreed({ score: 3 }));
	const one = counted.map((prompt) => ({ ...prompt, cards: prompt.tag === 'money' ? 1 : 0 }));
	await page.goes({ state: scores({ ...spread(), found: one }) });
	expect(page.text).toContain(m.today_beamer_obstacles({ count: 1 }));
});

test('while obstacles are written the wall asks for them', async () => {
	const page = await wall(writing);
	expect(page.all('heading')).toEqual([m.today_write_title()]);
});
