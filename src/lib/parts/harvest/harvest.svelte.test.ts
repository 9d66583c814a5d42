import { expect, test, vi } from 'vitest';
import {
	aStep,
	cardsState,
	facilitator,
	idOf,
	participant,
	wall,
	type BoardInMemory
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { HarvestState, Linkable } from '#wire/parts/harvest/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const nabij: HarvestState = { id: 'nabij', kind: 'value', group: 'g1', name: 'Nabij', links: [] };
const trots: HarvestState = { id: 'trots', kind: 'value', group: 'g2', name: 'Trots', links: [] };
const values: Linkable[] = [
	{ id: 'nabij', kind: 'value', name: 'Nabij' },
	{ id: 'trots', kind: 'value', name: 'Trots' },
	{ id: 'rust', kind: 'value', name: 'Rust' }
];
const buurt: HarvestState = { id: 'buurt', kind: 'theme', group: 'g1', name: 'De buurt', links: ['nabij'] };
const winkel: HarvestState = {
	id: 'winkel',
	kind: 'solution',
	group: 'g1',
	name: 'Buurtwinkel',
	links: ['t1']
};
const grounds: Linkable[] = [
	{ id: 't1', kind: 'theme', name: 'De buurt' },
	{ id: 't2', kind: 'theme', name: 'Het werk' },
	{ id: 's1', kind: 'tension', name: 'Nu helpen & Later voorkomen' }
];

type Harvest = Partial<Parameters<typeof cardsState>[0]> & {
	step?: Parameters<typeof aStep>[3];
	kind?: string;
};
const harvested = ({ step, kind = 'values', ...more }: Harvest = {}) =>
	aStep(kind, 'harvested', cardsState({ harvest: [nabij], ...more }), step);
/** Two groups that became something, with their texts. */
const table = (board: BoardInMemory) => {
	board.card('c1', 'Dat je elkaar kent');
	board.card('c2', 'Dichtbij zijn');
	board.group('g1', 'Nabij', ['c1', 'c2']);
	board.group('g2', 'Trots', []);
	board.write('nabij', { name: 'Nabij', meaning: 'Je kent je buren', seen: '', unseen: '' });
	board.write('buurt', { name: 'De buurt', vision: '' });
	board.write('winkel', { name: 'Buurtwinkel', what: '' });
};
const at = (label: string, of: string) => `${label} ${of}`;

test('before anything was chosen it is said who chooses, and nothing is asked', async () => {
	const page = await participant(harvested({ harvest: [] }));
	expect(page.all('heading')).toEqual([m.harvest_title(), m.harvest_none()]);
	expect(page.text).toContain(m.harvest_none_text());
	expect(page.all('textbox')).toEqual([]);
});

test('everybody writes at a value, and each field says of which value it is', async () => {
	const page = await participant(harvested(), { board: table });
	expect(page.text).toContain(m.harvest_write());
	expect(page.all('textbox')).toEqual([
		at(m.harvest_meaning(), 'Nabij'),
		at(m.harvest_seen(), 'Nabij'),
		at(m.harvest_unseen(), 'Nabij')
	]);
	expect(page.value(at(m.harvest_meaning(), 'Nabij'))).toBe('Je kent je buren');
	page.fill(at(m.harvest_seen(), 'Nabij'), 'Iedereen zwaait');
	await page.until(() => page.board.read('nabij', 'seen') === 'Iedereen zwaait');
	expect(page.told.busy).toEqual([true]);
});

test('what somebody else types is there at once, and another name is the heading', async () => {
	const page = await participant(harvested(), { board: table });
	page.board.write('nabij', { name: 'Nabijheid', seen: 'De deur staat open' });
	await page.until(() => page.has('heading', 'Nabijheid'));
	expect(page.value(at(m.harvest_seen(), 'Nabijheid'))).toBe('De deur staat open');
	page.press(m.harvest_rename());
	page.fill(at(m.harvest_name(), 'Nabijheid'), 'Dichtbij');
	await page.until(() => page.has('heading', 'Dichtbij'));
	expect(page.board.read('nabij', 'name')).toBe('Dichtbij');
});

test('a text that is far too long is not taken, and it says so at its field', async () => {
	const page = await participant(harvested(), { board: table });
	page.fill(at(m.harvest_seen(), 'Nabij'), 'a'.repeat(10_001));
	await page.until(() => page.isWrong(at(m.harvest_seen(), 'Nabij')));
	expect(page.about(at(m.harvest_seen(), 'Nabij'))).toBe(m.shared_too_long());
	expect(page.board.read('nabij', 'seen')).toBe('');
});

test('H1 the cards that it came from can be read, of the group of now or as they were kept', async () => {
	const page = await participant(harvested(), { board: table });
	page.press(m.harvest_from({ count: 2 }));
	expect(page.lines('item')).toEqual(['Dat je elkaar kent', 'Dichtbij zijn']);
	const cards = [{ id: 'c1', text: 'Zoals het was', prompt: 'p1' }];
	const mine = { harvest: [{ id: 'nabij', kind: 'value', texts: {}, cards }] };
	const kept = await participant(harvested(), { view: { mine } });
	kept.press(m.harvest_from({ count: 1 }));
	expect(kept.lines('item')).toEqual(['Zoals het was']);
});

test('A5 an observer reads all of it and writes nothing', async () => {
	const page = await participant(harvested(), { board: table, role: 'observer' });
	expect(page.lines('status')).toContain(m.sort_observer());
	expect(page.all('textbox')).toEqual([]);
	expect(page.text).toContain('Je kent je buren');
	expect(page.text).toContain(m.harvest_open());
});

test('A6 with pens down or in a break the texts stand to read, and then the pens are back', async () => {
	const page = await participant(harvested(), { board: table });
	await page.goes({ lockedAt: 1 });
	await page.until(() => page.all('textbox').length === 0);
	expect(page.text).toContain('Je kent je buren');
	expect(page.text).not.toContain(m.harvest_write());
	await page.goes({ lockedAt: null });
	await page.until(() => page.all('textbox').length === 3);
	page.happens({ pausedAt: 1 });
	await page.until(() => page.all('textbox').length === 0);
});

test('H4 without a document the texts are there as they were kept', async () => {
	const texts = { meaning: 'Zoals bewaard', seen: '', unseen: '' };
	const view = { mine: { harvest: [{ id: 'nabij', kind: 'value', texts, cards: [] }] } };
	const page = await participant(harvested({ step: { lockedAt: 1 } }), { view });
	expect(page.text).toContain('Zoals bewaard');
});

test('H6 a theme says how many values are still asked, and a press links one', async () => {
	const themes = { kind: 'future', harvest: [buurt], linkable: values };
	const page = await participant(harvested(themes), { board: table });
	expect(page.all('textbox')).toEqual([at(m.theme_vision(), 'De buurt')]);
	const links = page.the('group', m.link_values());
	expect(links.text).toContain(m.link_values_asked({ count: 1, words: '' }));
	expect(links.all('button')).toEqual(['Nabij', 'Trots', 'Rust']);
	expect([links.isOn('Nabij'), links.isOn('Trots')]).toEqual([true, false]);
	links.press('Trots');
	expect(await page.posted()).toEqual({ act: 'link', from: 'buurt', to: 'trots', on: 'yes' });
	links.press('Nabij');
	expect(await page.posted(2)).toMatchObject({ to: 'nabij', on: 'no' });
	await page.goes({ state: cardsState({ ...themes, harvest: [{ ...buurt, links: ['nabij', 'trots'] }] }) });
	expect(page.the('group', m.link_values()).text).not.toContain(m.link_values_asked({ count: 1, words: '' }));
});

test('H6 two values are asked of a theme that rests on none', async () => {
	const harvest = [{ ...buurt, links: [] }];
	const page = await participant(harvested({ kind: 'future', harvest, linkable: values }), { board: table });
	const two = m.number_words_first().split(' ')[2]!;
	expect(page.text).toContain(m.link_values_asked({ count: 2, words: two }));
});

test('H5 why a link was not made stands at it', async () => {
	const page = await participant(harvested({ kind: 'future', harvest: [buurt], linkable: values }), {
		board: table
	});
	page.refuse(m.reason_locked());
	page.press('Trots');
	await page.posted();
	expect(page.the('group', m.link_values()).text).toContain(m.reason_locked());
});

test('O2 a solution says its themes and tensions, and has all that may be chosen in a fold', async () => {
	const ideas = { kind: 'ideas', harvest: [winkel], linkable: grounds };
	const page = await participant(harvested(ideas), { board: table });
	const themes = page.the('group', m.link_themes());
	expect(themes.lines('item')).toEqual(['De buurt']);
	expect(page.the('group', m.link_tensions()).text).toContain(m.link_none());
	themes.press(m.link_choose_themes());
	expect(themes.all('button')).toEqual([m.link_choose_themes(), 'De buurt', 'Het werk']);
	themes.press('Het werk');
	expect(await page.posted()).toEqual({ act: 'link', from: 'winkel', to: 't2', on: 'yes' });
	const reader = await participant(harvested(ideas), { board: table, role: 'observer' });
	expect(reader.has('button', m.link_choose_themes())).toBe(false);
	expect(reader.the('group', m.link_themes()).text).toContain('De buurt');
});

// The facilitator

const make = (words: string, title: string) => `${words}: ${title}`;

test('H1 H3 the facilitator makes a value of a group and takes it back; the groups say how many cards they have', async () => {
	const page = await facilitator(harvested(), { board: table });
	const harvest = page.the('region', m.values_console_harvest());
	expect(harvest.text).toContain(m.values_console_values({ count: 1 }));
	expect(harvest.item('Nabij').text).toContain(m.group_count({ count: 2 }));
	expect(harvest.item('Nabij').text).toContain(m.values_console_is_value());
	harvest.press(make(m.values_console_make(), 'Trots'));
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'harvestGroup', group: 'g2' });
	harvest.press(make(m.values_console_drop(), 'Nabij'));
	expect(await page.posted(2)).toEqual({ step: idOf('step'), act: 'dropHarvest', harvest: 'nabij' });
	await page.goes({ state: cardsState({ harvest: [nabij, trots] }) });
	expect(page.text).toContain(m.values_console_values({ count: 2 }));
});

test('W8 after dots what weighs most stands first, with both ways of counting', async () => {
	const totals = [
		{ group: 'g1', title: 'Nabij', dots: 4, share: 0.25 },
		{ group: 'g2', title: 'Trots', dots: 2, share: 0.75 }
	];
	const dots = { each: 5, most: 2, closedAt: 1 };
	const page = await facilitator(harvested({ totals, givers: 3, dots, harvest: [] }), { board: table });
	expect(
		page
			.the('region', m.values_console_harvest())
			.lines('item')
			.map((line) => line.split(' ')[0])
	).toEqual(['Trots', 'Nabij']);
	expect(page.text).toContain(m.values_console_weight({ percent: 75, dots: 2 }));
});

test('without groups there is nothing to make anything of', async () => {
	const page = await facilitator(harvested({ harvest: [] }));
	expect(page.the('region', m.values_console_harvest()).lines('item')).toEqual([m.weigh_none()]);
	expect(page.text).toContain(m.values_console_values({ count: 0 }));
});

test('G3 H6 of a theme the console says that its sentence and its values miss, until they are there', async () => {
	const page = await facilitator(harvested({ kind: 'future', harvest: [buurt], linkable: values }), {
		board: table
	});
	const theme = () => page.the('region', m.themes_console_harvest()).item('De buurt').text;
	expect(theme()).toContain(m.link_values_asked({ count: 1, words: '' }));
	await page.until(() => theme().includes(m.themes_console_unwritten()));
	page.board.write('buurt', { vision: 'In 2040 kent iedereen elkaar' });
	await page.until(() => !theme().includes(m.themes_console_unwritten()));
	expect(theme()).toContain(m.link_values_asked({ count: 1, words: '' }));
});

test('why a value could not be made is said where it was asked', async () => {
	const page = await facilitator(harvested(), { board: table });
	page.refuse(m.reason_group_gone());
	page.press(make(m.values_console_make(), 'Trots'));
	await page.posted();
	expect(page.item('Trots').lines('alert')).toEqual([m.reason_group_gone()]);
});

// The wall

test('the wall has the groups until something was chosen', async () => {
	const page = await wall(harvested({ harvest: [] }), { board: table });
	expect(page.has('heading', m.beamer_choose())).toBe(true);
	expect(page.has('heading', 'Nabij 2')).toBe(true);
});

test('one value has the wall to itself, with what is not written yet', async () => {
	const page = await wall(harvested(), { board: table });
	expect(page.all('heading')).toEqual(['Nabij']);
	expect(page.text).toContain(m.beamer_value_of({ position: 1, of: 1 }));
	expect(page.text).toContain(`${m.value_means()} Je kent je buren`);
	expect(page.text).toContain(`${m.value_seen()} ${m.value_unwritten()}`);
});

test('several stand beside each other, and the one that is written at is large', async () => {
	const board = (it: BoardInMemory) => {
		table(it);
		it.write('trots', { name: 'Trots', meaning: '', seen: '', unseen: '' });
	};
	const page = await wall(harvested({ harvest: [nabij, trots] }), { board });
	expect(page.all('heading')).toEqual([m.harvest_title(), 'Nabij', 'Trots']);
	page.board.write('trots', { meaning: 'Wij zijn van hier' });
	await page.until(() => page.all('heading').length === 1);
	expect(page.all('heading')).toEqual(['Trots']);
	expect(page.text).toContain(m.beamer_value_of({ position: 2, of: 2 }));
});

test('a theme on the wall says what it rests on', async () => {
	const harvest = [{ ...buurt, links: ['nabij', 'rust'] }];
	const page = await wall(harvested({ kind: 'future', harvest, linkable: values }), { board: table });
	expect(page.text).toContain(`${m.link_values()} Nabij, Rust`);
});
