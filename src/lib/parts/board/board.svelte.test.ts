import { expect, test, vi } from 'vitest';
import {
	aStep,
	cardsState,
	facilitator,
	idOf,
	participant,
	wall,
	type AtTable,
	type BoardInMemory
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const sorting = (more: Parameters<typeof cardsState>[0] = {}, step: Parameters<typeof aStep>[3] = {}) =>
	aStep('values', 'sorting', cardsState(more), step);
/** Four cards, of which one lies in a group. */
const four = (board: BoardInMemory) => {
	board.card('nabij', 'Nabijheid');
	board.card('dicht', 'Dichtbij zijn', { organisation: 'ggd' });
	board.card('trots', 'Trots', { organisation: null });
	board.card('rust', 'Rust', { organisation: 'zor' });
	board.group('g1', 'Stilte', ['rust']);
};
const loose = (page: AtTable) => page.the('group', m.sort_loose());
const of = (act: string, title: string) => `${act}${m.sort_which({ title })}`;

test('V1 who reads finds every card with whose it is, the loose ones and those in a group', async () => {
	const page = await participant(sorting(), { board: four });
	expect(page.all('heading')).toEqual([m.sort_title(), m.sort_loose(), 'Stilte']);
	expect(loose(page).text).toContain(m.sort_loose_count({ count: 3, all: 4 }));
	expect(loose(page).all('checkbox')).toEqual(['Nabijheid', 'Dichtbij zijn', 'Trots']);
	expect(loose(page).item('Dichtbij zijn').text).toContain('GGD Wilgenmeer');
	expect(loose(page).item('Trots').text).toContain(m.org_resident_name());
	expect(page.the('group', 'Stilte').text).toContain(m.group_count({ count: 1 }));
});

test('a board without cards says so, and asks nothing', async () => {
	const page = await participant(sorting());
	expect(loose(page).text).toContain(m.sort_nothing());
	expect(page.text).not.toContain(m.sort_groups_none());
});

test('with cards and no group it is said how one is made; with all in groups that none is loose', async () => {
	const page = await participant(sorting(), { board: (board) => board.card('nabij', 'Nabijheid') });
	expect(page.has('heading', m.sort_groups_none())).toBe(true);
	page.tick('Nabijheid');
	page.press(m.sort_new());
	await page.until(() => page.text.includes(m.sort_loose_none()));
	expect(page.has('heading', m.sort_groups_none())).toBe(false);
});

test('chosen cards become a group, which gets its name, for everybody', async () => {
	const page = await participant(sorting(), { board: four });
	const dock = page.the('region', m.sort_dock());
	expect(dock.text).toContain(m.sort_dock_idle());
	page.tick('Nabijheid');
	expect(dock.text).toContain(m.sort_picked({ count: 1 }));
	page.tick('Dichtbij zijn');
	expect(dock.text).toContain(m.sort_picked({ count: 2 }));
	dock.press(m.sort_new());
	await page.until(() => dock.has('textbox', m.sort_name_label()));
	await page.until(() => dock.the('textbox', m.sort_name_label()).hasFocus());
	dock.fill(m.sort_name_label(), 'Nabij zijn');
	dock.press(m.sort_name_save());
	await page.until(() => page.has('group', 'Nabij zijn'));
	expect(page.the('group', 'Nabij zijn').all('checkbox').sort()).toEqual(['Dichtbij zijn', 'Nabijheid']);
	expect(page.lines('status')).toContain(m.sort_said_named({ title: 'Nabij zijn' }));
	expect([...page.board.doc.getMap('groups').values()]).toMatchObject([
		{ title: 'Stilte' },
		{ title: 'Nabij zijn' }
	]);
});

test('C7 a name that is too long says so beside its field; a group may wait for its name', async () => {
	const page = await participant(sorting(), { board: four });
	page.tick('Nabijheid');
	page.press(m.sort_new());
	await page.until(() => page.has('textbox', m.sort_name_label()));
	page.fill(m.sort_name_label(), 'n'.repeat(81));
	page.press(m.sort_name_save());
	expect(page.about(m.sort_name_label())).toContain(m.reason_title_too_long());
	page.press(m.sort_name_later());
	await page.until(() => page.has('group', m.group_unnamed()));
	expect(page.has('button', of(m.sort_name_first(), m.sort_unnamed_with({ words: 'Nabijheid' })))).toBe(true);
});

test('chosen cards go to a group that is there, and out of it again', async () => {
	const page = await participant(sorting(), { board: four });
	page.tick('Trots');
	expect(page.options(m.sort_to())).toEqual([m.sort_to_choose(), 'Stilte']);
	page.choose(m.sort_to(), 'Stilte');
	page.press(m.sort_to_do());
	await page.until(() => page.the('group', 'Stilte').has('checkbox', 'Trots'));
	expect(page.lines('status')).toContain(
		m.sort_said_to({ count: m.group_count({ count: 1 }), title: 'Stilte' })
	);
	page.tick('Trots');
	page.choose(m.sort_to(), m.sort_to_loose());
	page.press(m.sort_to_do());
	await page.until(() => loose(page).has('checkbox', 'Trots'));
	expect(page.the('group', 'Stilte').all('checkbox')).toEqual(['Rust']);
});

test('where no group was chosen nothing moves', async () => {
	const page = await participant(sorting(), { board: four });
	page.tick('Trots');
	page.press(m.sort_to_do());
	expect(loose(page).has('checkbox', 'Trots')).toBe(true);
	expect(page.text).toContain(m.sort_picked({ count: 1 }));
	page.press(m.sort_clear());
	expect(page.text).not.toContain(m.sort_picked({ count: 1 }));
});

test('double cards go on each other, stay readable, and come apart', async () => {
	const page = await participant(sorting(), { board: four });
	page.tick('Nabijheid');
	expect(page.has('button', m.sort_pile())).toBe(false);
	page.tick('Dichtbij zijn');
	page.press(m.sort_pile());
	const under = `${m.sort_unpile()}${m.sort_unpile_which({ text: 'Nabijheid' })}`;
	const above = `${m.sort_unpile()}${m.sort_unpile_which({ text: 'Dichtbij zijn' })}`;
	await page.until(() => page.has('button', under) || page.has('button', above));
	const pile = page.has('button', under) ? under : above;
	const below = pile === under ? 'Dichtbij zijn' : 'Nabijheid';
	expect(loose(page).text).toContain(m.card_also({ text: below }));
	expect(loose(page).all('checkbox')).toHaveLength(2);
	page.press(pile);
	await page.until(() => loose(page).all('checkbox').length === 3);
	expect(page.lines('status')).toContain(m.sort_said_unpiled());
});

test('what was done last is undone and done again, and it is said', async () => {
	const page = await participant(sorting(), { board: four });
	expect(page.isOff(m.sort_undo())).toBe(true);
	expect(page.about(m.sort_undo())).toBe(m.sort_undo_none());
	page.tick('Trots');
	page.choose(m.sort_to(), 'Stilte');
	page.press(m.sort_to_do());
	await page.until(() => page.has('button', m.sort_undo()) && !page.isOff(m.sort_undo()));
	page.press(m.sort_undo());
	await page.until(() => loose(page).has('checkbox', 'Trots'));
	expect(page.lines('status')).toContain(m.sort_said_undone());
	await page.until(() => page.has('button', m.sort_redo()));
	page.press(m.sort_redo());
	await page.until(() => page.the('group', 'Stilte').has('checkbox', 'Trots'));
	expect(page.lines('status')).toContain(m.sort_said_redone());
});

test('a group gets another name, and says which one in its button', async () => {
	const page = await participant(sorting(), { board: four });
	page.press(of(m.sort_name(), 'Stilte'));
	await page.until(() => page.has('textbox', m.sort_name_label()));
	expect(page.value(m.sort_name_label())).toBe('Stilte');
	page.fill(m.sort_name_label(), 'Rust en ruimte');
	page.press(m.sort_name_save());
	await page.until(() => page.has('group', 'Rust en ruimte'));
	expect(page.has('button', of(m.sort_name(), 'Rust en ruimte'))).toBe(true);
});

test('a group alone has no other to go together with; of two one takes the cards of both', async () => {
	const page = await participant(sorting(), { board: four });
	expect(page.has('button', of(m.sort_merge(), 'Stilte'))).toBe(false);
	page.board.group('g2', 'Bij elkaar', ['nabij', 'dicht']);
	await page.until(() => page.has('button', of(m.sort_merge(), 'Stilte')));
	page.press(of(m.sort_merge(), 'Stilte'));
	await page.until(() => page.has('combobox', m.sort_merge_label()));
	expect(page.options(m.sort_merge_label())).toEqual([m.sort_merge_choose(), 'Bij elkaar']);
	expect(page.about(m.sort_merge_label())).toBe(m.sort_merge_text());
	page.choose(m.sort_merge_label(), 'Bij elkaar');
	page.press(m.sort_merge_do());
	await page.until(() => !page.has('group', 'Stilte'));
	expect(page.the('group', 'Bij elkaar').all('checkbox')).toEqual(['Nabijheid', 'Dichtbij zijn', 'Rust']);
});

test('P1 a group that is taken apart leaves its cards loose, when somebody is sure', async () => {
	const page = await participant(sorting(), { board: four });
	page.press(of(m.sort_apart(), 'Stilte'));
	await page.until(() => page.text.includes(m.sort_apart_text()));
	page.press(m.sort_keep());
	expect(page.has('group', 'Stilte')).toBe(true);
	page.press(of(m.sort_apart(), 'Stilte'));
	await page.until(() => page.has('button', m.sort_keep()));
	page.press(m.sort_apart());
	await page.until(() => !page.has('group', 'Stilte'));
	expect(loose(page).has('checkbox', 'Rust')).toBe(true);
	await page.until(() => page.the('button', m.sort_undo()).hasFocus());
});

test('A5 an observer reads the board and moves nothing', async () => {
	const page = await participant(sorting(), { board: four, role: 'observer' });
	expect(page.lines('status')).toContain(m.sort_observer());
	expect(page.text).toContain('Nabijheid');
	expect([...page.all('checkbox'), ...page.all('button')]).toEqual([]);
});

test('A6 a lock or a pause takes the ticks from the board and leaves it to read; then they are back', async () => {
	const page = await participant(sorting(), { board: four });
	await page.goes({ lockedAt: 1 });
	expect(page.all('checkbox')).toEqual([]);
	expect(page.text).toContain('Nabijheid');
	expect(page.has('button', m.board_late())).toBe(false);
	await page.goes({ lockedAt: null });
	await page.until(() => page.all('checkbox').length === 4);
	page.happens({ pausedAt: 1 });
	await page.until(() => page.all('checkbox').length === 0);
	expect(page.has('button', m.board_late())).toBe(true);
});

test('V2 what comes while somebody reads waits behind a button, and then lies at the end with the focus', async () => {
	const page = await participant(sorting(), { board: four });
	page.board.card('nieuw', 'Moed', { organisation: 'ggd' });
	await page.until(() => page.has('button', m.new_items({ count: 1 })));
	expect(loose(page).has('checkbox', 'Moed')).toBe(false);
	page.board.card('later', 'Tijd');
	await page.until(() => page.has('button', m.new_items({ count: 2 })));
	page.press(m.new_items({ count: 2 }));
	expect(loose(page).all('checkbox').slice(-2)).toEqual(['Moed', 'Tijd']);
	await page.until(() => page.the('checkbox', 'Moed').hasFocus());
});

test('a card that came to mind late goes onto the table at once, by the server', async () => {
	const page = await participant(sorting(), { board: four });
	page.press(m.board_late());
	page.fill(m.write_new(), 'Moed');
	page.answer({ id: idOf('card'), text: 'Moed' });
	page.press(m.board_late_add());
	expect(await page.posted()).toMatchObject({ act: 'addCard', prompt: 'p1', text: 'Moed' });
	await page.until(() => page.lines('status').includes(m.board_late_added()));
});

test('N11 there is no late card where nobody’s name is kept, and no mark of whose a card is', async () => {
	const page = await participant(sorting({ anonymous: true }), { board: four });
	expect(page.has('button', m.board_late())).toBe(false);
	expect(page.text).not.toContain('Wilgenmeer');
	expect(page.text).not.toContain(m.org_resident_name());
});

test('cards of one’s own that were left behind are counted, and laid with one press', async () => {
	const mine = [
		{ id: 'nabij', text: 'Nabijheid', revealed: true },
		{ id: idOf('card', 2), text: 'Nog een' },
		{ id: idOf('card', 3), text: 'En nog een' }
	];
	const page = await participant(sorting(), { board: four, mine });
	expect(page.text).toContain(m.board_waiting({ count: 2 }));
	page.press(m.board_lay({ count: 2 }));
	expect(await page.posted()).toEqual({ act: 'layMine' });
	page.board.card(idOf('card', 2), 'Nog een');
	await page.until(() => page.text.includes(m.board_waiting({ count: 1 })));
	expect(page.has('button', m.board_lay({ count: 1 }))).toBe(true);
	page.board.card(idOf('card', 3), 'En nog een');
	await page.until(() => !page.has('button', m.board_lay({ count: 1 })));
});

test('C9 a card that was written down for me is labelled on the table until I say that it is right', async () => {
	const mine = [{ id: 'nabij', text: 'Nabijheid', revealed: true, onBehalf: idOf('fenna') }];
	const board = (it: BoardInMemory) => it.card('nabij', 'Nabijheid', { onBehalf: true });
	const page = await participant(sorting(), { board, mine });
	expect(loose(page).text).toContain(m.card_on_behalf_short());
	page.press(m.write_confirm());
	expect(await page.posted()).toEqual({ act: 'confirmCard', id: 'nabij' });
});

test('of several questions each card says which one it answers, and each has its own late card', async () => {
	const prompts = [
		{ id: 'p1', text: 'Wat geef jij door?', hint: '', tag: '' },
		{ id: 'p2', text: 'Wat laat jij los?', hint: '', tag: '' }
	];
	const board = (it: BoardInMemory) => it.card('rust', 'Rust', { prompt: 'p2' });
	const page = await participant(sorting({ prompts }), { board });
	expect(loose(page).item('Rust').text).toContain('Wat laat jij los?');
	page.press(m.board_late());
	page.press('Wat laat jij los?');
	page.fill(m.write_new_at({ prompt: 'Wat laat jij los?' }), 'Haast');
	page.press(m.board_late_add());
	expect(await page.posted()).toMatchObject({ prompt: 'p2' });
});

test('S1 S2 what looks alike is shown with the words that it shares, and only a press puts it together', async () => {
	const page = await participant(sorting(), { board: four });
	page.answer({ suggestions: [{ cards: ['nabij', 'dicht'], because: ['nabij'] }] });
	page.press(m.similar_ask());
	expect(await page.posted()).toEqual({ act: 'suggest' });
	await page.until(() => page.has('region', m.similar_title()));
	const panel = page.the('region', m.similar_title());
	expect(panel.text).toContain(m.similar_because({ count: 1, words: 'nabij' }));
	expect(page.board.doc.getMap('groups').size).toBe(1);
	panel.press(of(m.similar_take(), m.similar_group({ number: 1 })));
	await page.until(() => page.board.doc.getMap('groups').size === 2);
	await page.until(() => panel.text.includes(m.similar_none()));
	page.press(m.similar_close());
	expect(page.has('region', m.similar_title())).toBe(false);
});

test('S1 a suggestion that somebody leaves is gone for them, and moves no card', async () => {
	const page = await participant(sorting(), { board: four });
	page.answer({ suggestions: [{ cards: ['nabij', 'dicht'], because: ['nabij', 'zijn'] }] });
	page.press(m.similar_ask());
	await page.until(() => page.text.includes(m.similar_because({ count: 2, words: 'nabij, zijn' })));
	page.press(of(m.similar_leave(), m.similar_group({ number: 1 })));
	expect(page.the('region', m.similar_title()).text).toContain(m.similar_none());
	expect(page.board.doc.getMap('groups').size).toBe(1);
	page.press(m.similar_ask());
	await page.posted(2);
	expect(page.the('region', m.similar_title()).text).toContain(m.similar_none());
});

test('a thousand letters without a space are all there, and a button names only their beginning', async () => {
	const words = 'o'.repeat(280);
	const board = (it: BoardInMemory) => {
		it.card('lang', words);
		it.group('g1', '', ['lang']);
	};
	const page = await participant(sorting(), { board });
	expect(page.has('checkbox', words)).toBe(true);
	const name = m.sort_unnamed_with({ words: `${'o'.repeat(15)} …` });
	expect(page.has('button', of(m.sort_apart(), name))).toBe(true);
});

// The facilitator

const hideOf = (text: string) => `${m.values_console_hide()}: ${text}`;

test('the console counts what lies where, and has every card in a fold', async () => {
	const board = (it: BoardInMemory) => {
		four(it);
		it.group('g2', '', ['trots']);
	};
	const page = await facilitator(sorting(), { board });
	const region = page.the('region', m.values_console_board());
	expect(region.text).toContain(`${m.values_console_groups()} 2`);
	expect(region.text).toContain(m.sort_loose_count({ count: 2, all: 4 }));
	expect(region.text).toContain(`${m.values_console_unnamed()} 1`);
	region.press(m.values_console_cards({ count: 4 }));
	expect(region.item('Dichtbij zijn').text).toContain('GGD Wilgenmeer');
});

test('V5 a card is taken off the table when the facilitator is sure, and comes back', async () => {
	const hidden = [{ id: idOf('card'), text: 'Per ongeluk' }];
	const page = await facilitator(sorting(), { board: four, view: { mine: { hidden } } });
	page.press(m.values_console_cards({ count: 4 }));
	page.press(hideOf('Trots'));
	expect(page.the('dialog').text).toContain(m.values_console_hide_text());
	page.the('dialog').press(m.values_console_hide_not());
	expect(page.posts).toEqual([]);
	page.press(hideOf('Trots'));
	page.the('dialog').press(m.values_console_hide());
	expect(await page.posted()).toMatchObject({ act: 'hideCard', id: 'trots', sure: 'yes' });
	page.press(m.values_console_hidden({ count: 1 }));
	page.press(`${m.values_console_show()}: Per ongeluk`);
	expect(await page.posted(2)).toEqual({ step: idOf('step'), act: 'showCard', id: idOf('card') });
});

test('late cards are laid by the facilitator, one or many; without names they wait for a reveal', async () => {
	const page = await facilitator(sorting({}, { waiting: 1 }), { board: four });
	expect(page.text).toContain(m.values_console_late({ count: 1, words: '' }));
	await page.goes({ waiting: 3 });
	expect(page.text).toContain(m.values_console_late({ count: 3, words: 'Drie' }));
	page.press(m.values_console_lay());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'layAll' });
	await page.goes({ state: cardsState({ anonymous: true }) });
	expect(page.has('button', m.values_console_lay())).toBe(false);
	expect(page.text).toContain(m.anonymous_waiting({ count: 3 }));
});

test('N12 without names the console has no mark of whose a card is', async () => {
	const page = await facilitator(sorting({ anonymous: true }), { board: four });
	page.press(m.values_console_cards({ count: 4 }));
	expect(page.text).toContain('Dichtbij zijn');
	expect(page.text).not.toContain('GGD');
});

// The wall

test('the wall has all cards until there is a group, and then groups with what is loose below', async () => {
	const page = await wall(sorting(), { board: (board) => board.card('nabij', 'Nabijheid') });
	expect(page.all('heading')).toEqual([m.beamer_on_table({ count: 1 })]);
	expect(page.lines('item')).toEqual(['Nabijheid']);
	four(page.board);
	await page.until(() => page.has('heading', m.sort_title()));
	expect(page.has('heading', 'Stilte 1')).toBe(true);
	expect(page.text).toContain(m.beamer_loose({ loose: 3, count: 4 }));
	page.board.group('g2', '', ['nabij', 'dicht', 'trots'], { dicht: 'nabij' });
	await page.until(() => page.has('heading', `${m.group_unnamed()} 3`));
	expect(page.text).toContain(m.beamer_all_grouped());
});

test('the wall counts the groups that it has no room for', async () => {
	const groups = (count: number) => (board: BoardInMemory) => {
		for (let n = 1; n <= count; n++) board.group(`g${String(n).padStart(2, '0')}`, `Groep ${n}`, []);
	};
	const page = await wall(sorting(), { board: groups(13) });
	expect(page.text).toContain(m.beamer_more_groups({ count: 1 }));
	groups(15)(page.board);
	await page.until(() => page.text.includes(m.beamer_more_groups({ count: 3 })));
});

test('A5 who looks at the wall finds no mark of whose a card is, and nothing to press', async () => {
	const page = await wall(sorting(), { board: four });
	expect(page.text).not.toContain('GGD');
	expect([...page.all('button'), ...page.all('checkbox')]).toEqual([]);
});
