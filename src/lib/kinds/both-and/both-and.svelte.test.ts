import { expect, test, vi } from 'vitest';
import {
	aStep,
	facilitator,
	idOf,
	longestName,
	participant,
	wall,
	type BoardInMemory
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { TensionsState, TensionState } from '#wire/kinds/both-and/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const poles = { poleA: 'Nu helpen', poleB: 'Later voorkomen' };
const linkable = [{ id: 't1', kind: 'theme', name: 'De buurt' } as const];
const aTension = (more: Partial<TensionState> = {}): TensionState => ({
	...{ id: 's1', name: 'Nu helpen & Later voorkomen', texts: poles, items: [], leanings: [] },
	...{ owners: { a: null, b: null }, links: [] },
	...more
});
const line = (
	id: string,
	quadrant: 'a-plus' | 'b-plus' | 'a-minus' | 'b-minus',
	organisation: string | null,
	text: string
) => ({
	id,
	quadrant,
	organisation,
	text
});
const leanings = [
	{ organisation: 'wel', pole: 'a' as const },
	{ organisation: 'ggd', pole: 'b' as const }
];
const written = {
	...poles,
	purpose: 'Dat iedereen gezond oud wordt',
	fear: 'Dat we blijven dweilen',
	signalA: 'Er is nooit tijd',
	signalB: 'Mensen wachten',
	clauseA: 'helpen wie nu belt',
	clauseB: 'bouwen aan later'
};
/** Nothing misses. */
const whole = aTension({
	...{ texts: written, leanings, owners: { a: 'wel', b: 'ggd' }, links: ['t1'] },
	items: [
		line('i1', 'a-plus', 'ggd', 'Iemand komt'),
		line('i2', 'a-plus', 'wel', 'Vandaag nog'),
		line('i3', 'b-plus', 'wel', 'Minder ziek'),
		line('i4', 'b-plus', 'ggd', 'Minder duur'),
		line('i5', 'a-minus', 'wel', 'Altijd brand'),
		line('i6', 'a-minus', null, 'Nooit rust'),
		line('i7', 'b-minus', 'wel', 'Nu geen hulp'),
		line('i8', 'b-minus', 'wel', 'Mooie plannen')
	]
});
const tensions = (all: TensionState[], shown: string | null = null): TensionsState => ({
	part: 'tensions',
	tensions: all,
	linkable: [...linkable],
	shown
});
const bothAnd = (stage: string, all: TensionState[] = [aTension()], shown: string | null = null) =>
	aStep('both-and', stage, tensions(all, shown), { question: 'Hoe krijgen we het goede van allebei?' });
const mine = (more: object = {}) => ({ mine: { ready: false, harvest: [], ...more } });
const board = (it: BoardInMemory) => {
	const fields = ['purpose', 'fear', 'signalA', 'signalB', 'clauseA', 'clauseB'];
	it.write('s1', { ...Object.fromEntries(fields.map((field) => [field, ''])), ...poles });
};
const heading = `Nu helpen ${m.tension_and()} Later voorkomen`;
const lean = (pole: string) => `${m.tension_lean()}: ${pole}`;

test('before it begins there is something to think about', async () => {
	const page = await participant(bothAnd('prepared'), { view: mine() });
	expect(page.text).toContain(m.tension_prepared());
	expect(page.all('textbox')).toEqual([]);
});

test('everybody names a tension of two sides, and the fields are ready for the next', async () => {
	const page = await participant(bothAnd('naming', []), { view: mine() });
	expect(page.text).toContain(m.tension_list_none());
	expect(page.text).toContain(m.tension_name_privacy());
	page.fill(m.tension_pole_a(), 'Nu helpen');
	page.fill(m.tension_pole_b(), 'Later voorkomen');
	expect(page.options(m.tension_theme())).toEqual([m.tension_theme_later(), 'De buurt']);
	page.choose(m.tension_theme(), 'De buurt');
	page.press(m.tension_add());
	expect(await page.posted()).toMatchObject({ act: 'addTension', ...poles, theme: 't1' });
	await page.until(() => page.lines('status').includes(m.tension_added()));
	expect(page.value(m.tension_pole_a())).toBe('');
	await page.until(() => page.the('textbox', m.tension_pole_a()).hasFocus());
});

test('M1 a word that judges is pointed at while it is typed, at the side where it stands', async () => {
	const page = await participant(bothAnd('naming'), { view: mine() });
	page.fill(m.tension_pole_b(), 'Te veel regels');
	expect(page.about(m.tension_pole_b())).toContain(m.tension_pole_judges({ word: 'Te veel' }));
	expect(page.isWrong(m.tension_pole_a())).toBe(false);
	page.fill(m.tension_pole_b(), 'Regels');
	expect(page.isWrong(m.tension_pole_b())).toBe(false);
});

test('M1 what the server refuses stands at its field', async () => {
	const page = await participant(bothAnd('naming'), { view: mine() });
	page.refuse(m.reason_poles_same(), 'poleB');
	page.press(m.tension_add());
	await page.posted();
	expect(page.about(m.tension_pole_b())).toContain(m.reason_poles_same());
});

test('M7 an organisation leans to a side, sees who else does, and leans to none when it presses again', async () => {
	const page = await participant(bothAnd('naming', [aTension({ leanings: [leanings[1]!] })]), {
		view: mine()
	});
	expect(page.text).toContain(m.tension_list_lean({ organisation: 'Welzijn Wilgenmeer' }));
	expect(page.item('Nu helpen').text).toContain('GGD Wilgenmeer');
	expect(page.text).toContain(m.tension_leans_none());
	page.press(lean('Nu helpen'));
	expect(await page.posted()).toEqual({ act: 'lean', tension: 's1', pole: 'a' });
	await page.goes({ state: tensions([aTension({ leanings })]) });
	expect([page.isOn(lean('Nu helpen')), page.isOn(lean('Later voorkomen'))]).toEqual([true, false]);
	page.press(lean('Nu helpen'));
	expect(await page.posted(2)).toMatchObject({ pole: 'none' });
});

test('who is of no organisation names tensions and leans to none', async () => {
	const page = await participant(bothAnd('naming'), { view: mine(), organisation: null });
	expect(page.has('button', lean('Nu helpen'))).toBe(false);
	expect(page.has('button', m.tension_add())).toBe(true);
});

test('A5 A6 an observer, and everybody with pens down, reads the list and names nothing', async () => {
	const observer = await participant(bothAnd('naming'), { view: mine(), role: 'observer' });
	expect(observer.has('heading', heading)).toBe(true);
	expect(observer.text).toContain(m.sort_observer());
	expect([...observer.all('button'), ...observer.all('textbox')]).toEqual([]);
	const locked = await participant({ ...bothAnd('naming'), lockedAt: 1 }, { view: mine() });
	expect(locked.all('textbox')).toEqual([]);
});

test('a map is written by everybody: its texts together, its lines with the organisation that said them', async () => {
	const page = await participant(bothAnd('mapping', [aTension({ leanings, items: [whole.items[0]!] })]), {
		view: mine(),
		board
	});
	await page.until(() => page.all('textbox').length > 4);
	const purpose = `${m.tension_purpose_ask()} Nu helpen & Later voorkomen`;
	page.fill(purpose, 'Gezond oud worden');
	await page.until(() => page.board.read('s1', 'purpose') === 'Gezond oud worden');
	const good = page.the('region', m.tension_plus({ pole: 'Nu helpen' }));
	expect(good.lines('item')[0]).toContain('GGD Wilgenmeer');
	const add = `${m.tension_item()}: ${m.tension_plus({ pole: 'Nu helpen' })}`;
	good.fill(add, 'Vandaag nog');
	good.press(m.tension_item_add());
	expect(await page.posted()).toMatchObject({
		act: 'addItem',
		tension: 's1',
		quadrant: 'a-plus',
		text: 'Vandaag nog'
	});
	await page.until(() => good.value(add) === '');
});

test('M10 a line that is taken away can be put back', async () => {
	const page = await participant(bothAnd('mapping', [aTension({ items: [whole.items[0]!] })]), {
		view: mine(),
		board
	});
	const remove = `${m.tension_item_remove()}: Iemand komt`;
	await page.until(() => page.has('button', remove));
	page.press(remove);
	expect(await page.posted()).toEqual({ act: 'removeItem', id: 'i1' });
	await page.goes({ state: tensions([aTension()]) });
	expect(page.text).toContain(m.tension_item_removed({ text: 'Iemand komt' }));
	page.press(m.tension_console_back());
	expect(await page.posted(2)).toEqual({ act: 'bringBackItem', id: 'i1' });
});

test('C10 why a line was refused stands at the quadrant where it was written', async () => {
	const page = await participant(bothAnd('mapping'), { view: mine(), board });
	await page.until(() => page.all('textbox').length > 4);
	const good = page.the('region', m.tension_plus({ pole: 'Nu helpen' }));
	page.refuse(m.reason_line_empty());
	good.press(m.tension_item_add());
	await page.posted();
	expect(good.text).toContain(m.reason_line_empty());
	expect(page.the('region', m.tension_plus({ pole: 'Later voorkomen' })).text).not.toContain(
		m.reason_line_empty()
	);
});

test('M2 M3 M4 M11 what misses is said in the order in which it is worked at, and a whole map says so', async () => {
	const page = await participant(bothAnd('mapping'), { view: mine(), board });
	const lacks = page.the('region', m.tension_lacks());
	expect(lacks.lines('item')).toEqual([
		m.tension_lacks_theme(),
		m.tension_lacks_plus({ pole: 'Nu helpen' }),
		m.tension_lacks_plus({ pole: 'Later voorkomen' }),
		m.tension_lacks_minus({ pole: 'Nu helpen' }),
		m.tension_lacks_minus({ pole: 'Later voorkomen' }),
		m.tension_lacks_other({ pole: 'Nu helpen', other: 'Later voorkomen' }),
		m.tension_lacks_other({ pole: 'Later voorkomen', other: 'Nu helpen' }),
		m.tension_lacks_purpose(),
		m.tension_lacks_fear(),
		m.tension_lacks_signal({ pole: 'Nu helpen' }),
		m.tension_lacks_signal({ pole: 'Later voorkomen' }),
		m.tension_lacks_clause({ pole: 'Nu helpen' }),
		m.tension_lacks_clause({ pole: 'Later voorkomen' }),
		m.tension_lacks_owners()
	]);
	page.board.write('s1', { purpose: 'Gezond oud worden' });
	await page.until(() => !lacks.lines('item').includes(m.tension_lacks_purpose()));
	await page.goes({ state: tensions([whole]) });
	for (const [field, words] of Object.entries(written)) page.board.write('s1', { [field]: words });
	await page.until(() => lacks.text.includes(m.tension_complete()));
});

test('M5 the sentence grows out of its two halves as they are written', async () => {
	const page = await participant(bothAnd('mapping'), { view: mine(), board });
	const sentence = page.the('region', m.tension_sentence_title());
	expect(sentence.text).toContain(m.tension_sentence_open({ a: '…', b: '…' }));
	page.board.write('s1', { clauseA: 'helpen wie nu belt', clauseB: 'en wij bouwen aan later' });
	const both = m.tension_sentence({ a: 'helpen wie nu belt', b: 'bouwen aan later' });
	await page.until(() => sentence.text.includes(both));
});

test('M6 who looks after a side is one of those who lean to it; until there are two, it says what waits', async () => {
	const page = await participant(bothAnd('mapping', [aTension({ leanings: [leanings[0]!] })]), {
		view: mine(),
		board
	});
	await page.until(() => page.text.includes(m.tension_owners_wait()));
	await page.goes({ state: tensions([aTension({ leanings })]) });
	const owner = (pole: string) => m.tension_owner({ pole });
	expect(page.options(owner('Nu helpen'))).toEqual([m.tension_owner_none(), 'Welzijn Wilgenmeer']);
	page.choose(owner('Nu helpen'), 'Welzijn Wilgenmeer');
	page.choose(owner('Later voorkomen'), 'GGD Wilgenmeer');
	page.press(m.tension_owners_save());
	expect(await page.posted()).toEqual({ act: 'setOwners', tension: 's1', a: 'wel', b: 'ggd' });
});

test('M11 a map rests on a theme, with a press', async () => {
	const page = await participant(bothAnd('mapping'), { view: mine(), board });
	await page.until(() => page.has('button', 'De buurt'));
	expect(page.isOn('De buurt')).toBe(false);
	page.press('De buurt');
	expect(await page.posted()).toEqual({ act: 'link', from: 's1', to: 't1', on: 'yes' });
});

test('of several maps the one of the address is open, else the one on the wall, else the first', async () => {
	const second = aTension({ id: 's2', name: 'Snel & Samen', texts: { poleA: 'Snel', poleB: 'Samen' } });
	const both = [aTension(), second];
	const first = await participant(bothAnd('mapping', both), { view: mine() });
	expect(first.text).toContain(m.tension_of({ position: 1, of: 2 }));
	expect(first.text).toContain(m.tension_complete_of({ count: 0, of: 2 }));
	const shown = await participant(bothAnd('mapping', both, 's2'), { view: mine() });
	expect(shown.text).toContain(m.tension_of({ position: 2, of: 2 }));
	const asked = await participant(bothAnd('mapping', both, 's2'), { view: mine(), at: '?spanning=s1' });
	expect(asked.text).toContain(m.tension_of({ position: 1, of: 2 }));
});

test('A5 A6 M8 who may not write reads the map as it is', async () => {
	const page = await participant(bothAnd('mapping', [whole]), {
		view: mine({ harvest: [{ id: 's1', texts: written }] }),
		role: 'observer'
	});
	expect(page.text).toContain(m.sort_observer());
	expect(page.all('textbox')).toEqual([]);
	expect(page.text).toContain(`${m.tension_purpose()} ${written.purpose}`);
	expect(page.text).toContain(`${m.tension_owner({ pole: 'Nu helpen' })} WW Welzijn Wilgenmeer`);
	const none = await participant(bothAnd('mapping', []), { view: mine() });
	expect(none.has('heading', m.tension_map_empty())).toBe(true);
});

test('M8 at the end each tension has its sentence, or says that it has none, and its map in a fold', async () => {
	const bare = aTension({ id: 's2', name: 'Snel & Samen', texts: { poleA: 'Snel', poleB: longestName } });
	const page = await participant(bothAnd('harvested', [whole, bare]), { view: mine() });
	expect(page.all('heading')).toEqual([
		m.tension_harvest_title(),
		heading,
		`Snel ${m.tension_and()} ${longestName}`
	]);
	expect(page.text).toContain(m.tension_sentence({ a: written.clauseA, b: written.clauseB }));
	expect(page.text).toContain(m.tension_sentence_none());
	page.press(m.tension_harvest_map());
	expect(page.text).toContain('Altijd brand');
});

// The facilitator

test('M10 the facilitator takes a tension off the list and puts it back', async () => {
	const page = await facilitator(bothAnd('naming'), {
		view: mine({ dropped: [{ id: 's9', name: 'Dubbel' }] })
	});
	page.press(`${m.tension_console_drop()}: Nu helpen & Later voorkomen`);
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'dropTension', tension: 's1' });
	page.press(`${m.tension_console_back()}: Dubbel`);
	expect(await page.posted(2)).toMatchObject({ act: 'bringBackTension', tension: 's9' });
	await page.goes({ state: tensions([]) });
	expect(page.text).toContain(m.tension_console_none());
	expect(page.has('button', m.tension_console_behalf())).toBe(false);
});

test('the facilitator puts one map on the wall and takes it off, and sees what each misses', async () => {
	const page = await facilitator(bothAnd('mapping'), { view: mine(), board });
	expect(page.text).toContain(m.tension_complete_of({ count: 0, of: 1 }));
	page.press(m.tension_lacks_count({ count: 14 }));
	expect(page.text).toContain(m.tension_lacks_theme());
	page.press(`${m.tension_console_show()}: Nu helpen & Later voorkomen`);
	expect(await page.posted()).toMatchObject({ act: 'showTension', tension: 's1' });
	await page.goes({ state: tensions([aTension()], 's1') });
	expect(page.text).toContain(m.tension_console_shown());
	page.press(m.tension_console_all());
	expect(await page.posted(2)).toMatchObject({ act: 'showTension', tension: '' });
});

test('M7 for who has no device the facilitator says where an organisation leans, and later its lines', async () => {
	const page = await facilitator(bothAnd('naming'), { view: mine() });
	page.press(m.tension_console_behalf());
	page.choose(m.tension_console_from(), 'Zorggroep Meer');
	page.choose(m.tension_console_lean(), 'Later voorkomen');
	page.press(m.tension_owners_save());
	expect(await page.posted()).toMatchObject({ act: 'lean', tension: 's1', organisation: 'zor', pole: 'b' });
	const mapping = await facilitator(bothAnd('mapping'), { view: mine(), board });
	mapping.press(m.tension_console_behalf());
	mapping.choose(m.tension_console_where(), m.tension_minus({ pole: 'Nu helpen' }));
	mapping.fill(m.tension_console_line(), 'Altijd brand');
	mapping.refuse(m.reason_line_too_long(), 'text');
	mapping.press(m.tension_item_add());
	expect(await mapping.posted()).toMatchObject({ act: 'addItem', quadrant: 'a-minus', text: 'Altijd brand' });
	expect(mapping.about(m.tension_console_line())).toContain(m.reason_line_too_long());
});

// The wall

test('the wall asks for the first tension, and then shows them with who leans where', async () => {
	const page = await wall(bothAnd('naming', []));
	expect(page.text).toContain(m.tension_beamer_none());
	await page.goes({ state: tensions([aTension({ leanings })]) });
	expect(page.has('heading', heading)).toBe(true);
	expect(page.text).toContain('GGD Wilgenmeer');
	expect(page.text).toContain(m.beamer_ready({ ready: 0, of: 6 }));
});

test('M9 the wall has the map that was put on it, with its lines and no name', async () => {
	const page = await wall(bothAnd('mapping', [whole], 's1'), { board });
	expect(page.has('heading', m.tension_plus({ pole: 'Nu helpen' }))).toBe(true);
	expect(page.lines('item')).toContain('Iemand komt');
	page.board.write('s1', { clauseA: written.clauseA, clauseB: written.clauseB });
	await page.until(() => page.text.includes(m.tension_sentence({ a: written.clauseA, b: written.clauseB })));
});

test('at the end the wall has the sentence large, with what it is for', async () => {
	const page = await wall(bothAnd('harvested', [whole]));
	expect(page.text).toContain(m.tension_sentence({ a: written.clauseA, b: written.clauseB }));
	expect(page.text).toContain(`${m.tension_purpose()} ${written.purpose}`);
	expect(page.text).not.toContain('Iemand komt');
});
