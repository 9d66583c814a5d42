import { expect, onTestFinished, test, vi } from 'vitest';
import { LiveJourney } from '#lib/connection/journey.svelte.ts';
import {
	aPerson,
	aStep,
	cardsState,
	facilitator,
	idOf,
	longestName,
	me,
	participant,
	ready,
	someOrganisations,
	speak,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const writing = (more: Parameters<typeof cardsState>[0] = {}, step: Parameters<typeof aStep>[3] = {}) =>
	aStep('values', 'writing', cardsState(more), { question: 'Vanuit welke waarden vertrek jij?', ...step });
const twoPrompts = [
	{ id: 'p1', text: 'Wat geef jij door?', hint: 'Aan wie na jou komt.', tag: '' },
	{ id: 'p2', text: 'Wat laat jij los?', hint: '', tag: '' }
];
const editOf = (number: number) => `${m.write_edit()}${m.write_edit_which({ number })}`;
const removeOf = (number: number) => `${m.write_remove()}${m.write_remove_which({ number })}`;
const confirmOf = (number: number) => `${m.write_confirm()}${m.write_confirm_which({ number })}`;

test('before it begins there is the question and nothing to do', async () => {
	const page = await participant(writing({}, { stage: 'prepared' }));
	expect(page.all('heading')).toEqual(['Vanuit welke waarden vertrek jij?']);
	expect(page.text).toContain(m.write_prepared());
	expect([...page.all('textbox'), ...page.all('button')]).toEqual([]);
});

test('G1 a step that is still closed says by name what it waits for', async () => {
	const gate = [{ reason: 'values-open', names: ['Zorg', 'GGD'] }];
	const page = await participant(writing({}, { kind: 'future', stage: 'prepared', gate }));
	expect(page.text).toContain(m.gate_title());
	expect(page.text).toContain(m.gate_values_open({ names: 'Zorg, GGD' }));
	expect(page.text).not.toContain(m.write_prepared());
});

test.each(['nl', 'en'] as const)(
	'A2 who writes is told who sees it, in their language: %s',
	async (locale) => {
		speak(locale);
		const other = locale === 'nl' ? 'en' : 'nl';
		const page = await participant(writing());
		for (const words of [m.write_privacy, m.write_none, m.write_add, m.write_ready]) {
			expect(page.text).toContain(words({}, { locale }));
			expect(page.text).not.toContain(words({}, { locale: other }));
		}
		expect(page.all('textbox')).toEqual([m.write_new({}, { locale })]);
	}
);

test('a card lies below the one before it, is on the server, and the field is ready for the next thought', async () => {
	const page = await participant(writing());
	page.fill(m.write_new(), '  Dat je elkaar  kent ');
	page.press(m.write_add());
	await page.until(() => page.lines('status').includes(m.write_added({ count: 1 })));
	expect(page.value(m.write_new())).toBe('');
	expect(page.the('textbox', m.write_new()).hasFocus()).toBe(true);
	page.fill(m.write_new(), 'Trots');
	page.press(m.write_add());
	await page.until(() => page.lines('status').includes(m.write_added({ count: 2 })));
	expect(page.has('heading', m.write_mine_count({ count: 2 }))).toBe(true);
	expect(page.lines('item').map((line) => line.split(` ${m.write_edit()}`)[0])).toEqual([
		'Dat je elkaar kent',
		'Trots'
	]);
	expect([...page.own.getMap('cards').values()]).toMatchObject([
		{ text: 'Dat je elkaar kent', prompt: 'p1' },
		{ text: 'Trots' }
	]);
	expect(page.posts).toEqual([]);
});

test('C1 C4 a card that can’t be one says why beside its field, keeps its words, and is forgiven at the next key', async () => {
	const page = await participant(writing());
	const refused = (words: string) => {
		page.fill(m.write_new(), words);
		page.press(m.write_add());
		expect(page.isWrong(m.write_new())).toBe(true);
		return page.about(m.write_new());
	};
	expect(refused('   ')).toContain(m.reason_card_empty());
	expect(refused('… !')).toContain(m.reason_card_no_words());
	expect(refused('a'.repeat(281))).toContain(m.reason_card_too_long());
	expect(page.about(m.write_new())).toContain(m.counter_over({ count: 1 }));
	expect(page.value(m.write_new())).toHaveLength(281);
	page.fill(m.write_new(), 'a'.repeat(279));
	expect(page.isWrong(m.write_new())).toBe(false);
	expect(page.about(m.write_new())).toBe(m.counter_left({ count: 1 }));
	expect(page.own.getMap('cards').size).toBe(0);
});

test('C1 an emoji of four people is one character of the 280', async () => {
	const page = await participant(writing());
	page.fill(m.write_new(), '👨‍👩‍👧‍👦');
	expect(page.about(m.write_new())).toBe(m.counter_left({ count: 279 }));
});

test('A3 a lock and a pause leave what somebody writes alone', async () => {
	const page = await participant(writing({}, { lockedAt: 1 }), { facts: { pausedAt: 1 } });
	page.fill(m.write_new(), 'Rust');
	page.press(m.write_add());
	await page.until(() => page.lines('item').length === 1);
	expect(page.own.getMap('cards').size).toBe(1);
});

test('P4 a sentence under way is told, and one that is blank is none', async () => {
	const page = await participant(writing());
	page.fill(m.write_new(), '   ');
	expect(page.told.busy).toEqual([]);
	page.fill(m.write_new(), 'Rust');
	expect(page.told.busy).toEqual([true]);
});

test('C11 markup is text, and a word without end is all there', async () => {
	const words = `<b>=SUM(1)</b> ${'o'.repeat(200)}`;
	const page = await participant(writing(), { mine: [{ id: idOf('card'), text: words }] });
	expect(page.lines('item')[0]).toContain(words);
});

test('a card is changed where it lies, and left as it was', async () => {
	const page = await participant(writing(), { mine: [{ id: idOf('card'), text: 'Nabij' }] });
	page.press(editOf(1));
	expect(page.value(m.write_edit_label())).toBe('Nabij');
	page.fill(m.write_edit_label(), 'Dichtbij');
	page.press(m.write_edit_cancel());
	expect(page.lines('item')[0]).toContain('Nabij');
	page.press(editOf(1));
	page.fill(m.write_edit_label(), 'Nabijheid');
	page.press(m.write_edit_save());
	await page.until(() => page.lines('item')[0]!.startsWith('Nabijheid'));
	expect(page.all('textbox')).toEqual([m.write_new()]);
	expect(page.own.getMap('cards').get(idOf('card'))).toMatchObject({ text: 'Nabijheid' });
});

test('C1 a change that is too long says so beside its own field', async () => {
	const page = await participant(writing(), { mine: [{ id: idOf('card'), text: 'Nabij' }] });
	page.press(editOf(1));
	page.fill(m.write_edit_label(), 'a'.repeat(300));
	page.press(m.write_edit_save());
	expect(page.about(m.write_edit_label())).toContain(m.reason_card_too_long());
	expect(page.isWrong(m.write_new())).toBe(false);
	expect(page.own.getMap('cards').get(idOf('card'))).toMatchObject({ text: 'Nabij' });
});

test('a card that was taken away comes back as it was, beside what is being written', async () => {
	const mine = [
		{ id: idOf('card', 1), text: 'Nabij' },
		{ id: idOf('card', 2), text: 'Trots' }
	];
	const page = await participant(writing(), { mine });
	page.fill(m.write_new(), 'Half een zin');
	page.press(removeOf(1));
	await page.until(() => page.has('heading', m.write_mine_count({ count: 1 })));
	expect(page.text).toContain(m.write_removed({ text: 'Nabij' }));
	await page.until(() => page.the('button', m.write_put_back()).hasFocus());
	page.press(m.write_put_back());
	await page.until(() => page.has('heading', m.write_mine_count({ count: 2 })));
	expect(page.value(m.write_new())).toBe('Half een zin');
	expect(page.has('button', m.write_put_back())).toBe(false);
});

test('V4 a card on the table is everyone’s: it has no buttons any more', async () => {
	const mine = [
		{ id: idOf('card', 1), text: 'Nabij', revealed: true },
		{ id: idOf('card', 2), text: 'Trots' }
	];
	const page = await participant(writing(), { mine });
	expect(page.item('Nabij').text).toContain(m.write_on_table());
	expect(page.item('Nabij').all('button')).toEqual([]);
	expect(page.item('Trots').all('button')).toEqual([editOf(2), removeOf(2)]);
});

test('C9 a card that was written down for somebody says so until they say that it is right', async () => {
	const mine = [{ id: idOf('card'), text: 'Nabij', onBehalf: idOf('fenna') }];
	const page = await participant(writing(), { mine });
	expect(page.item('Nabij').text).toContain(m.write_on_behalf());
	page.press(confirmOf(1));
	expect(await page.posted()).toEqual({ act: 'confirmCard', id: idOf('card') });
	expect(page.read).toEqual(['siroop:step']);
});

test('C9 why it could not be confirmed stands at the card', async () => {
	const mine = [{ id: idOf('card'), text: 'Nabij', onBehalf: idOf('fenna') }];
	const page = await participant(writing(), { mine });
	page.refuse(m.reason_card_gone());
	page.press(confirmOf(1));
	await page.posted();
	expect(page.item('Nabij').text).toContain(m.reason_card_gone());
});

test('R1 being ready is said, is seen, and can be taken back', async () => {
	const page = await participant(writing());
	expect(page.isOn(m.write_ready())).toBe(false);
	page.press(m.write_ready());
	expect(await page.posted()).toEqual({ act: 'ready', on: 'yes' });
	page.loads({ mine: { ready: true } });
	expect(page.isOn(m.write_ready())).toBe(true);
	page.press(m.write_ready());
	expect(await page.posted(2)).toEqual({ act: 'ready', on: 'no' });
});

test('of several questions each has its own cards and its own field', async () => {
	const mine = [{ id: idOf('card', 1), text: 'Rust', prompt: 'p2' }];
	const page = await participant(writing({ prompts: twoPrompts }), { mine });
	const [first, second] = twoPrompts.map(({ text }) => page.the('region', text));
	expect(first!.text).toContain('Aan wie na jou komt.');
	first!.fill(m.write_new(), 'Mijn verhaal');
	first!.press(m.write_add());
	await page.until(() => first!.text.includes('Mijn verhaal') && first!.value(m.write_new()) === '');
	expect(second!.text).toContain('Rust');
	expect(second!.text).not.toContain('Mijn verhaal');
	expect(page.all('button').filter((name) => name === m.write_ready())).toHaveLength(1);
});

test('C8 a page that came back without a script has the words and the reason where they were', async () => {
	const given = { prompt: 'p2', text: 'a'.repeat(300) };
	const form = { act: 'addCard', ok: false, message: m.reason_card_too_long(), field: 'text', given };
	const page = await participant(writing({ prompts: twoPrompts }), { form });
	const [first, second] = twoPrompts.map(({ text }) => page.the('region', text));
	expect(second!.value(m.write_new())).toHaveLength(300);
	expect(second!.about(m.write_new())).toContain(m.reason_card_too_long());
	expect(first!.value(m.write_new())).toBe('');
	expect(first!.isWrong(m.write_new())).toBe(false);
});

test('N3 of an anonymous step it is said before the first word that nobody sees who wrote', async () => {
	const page = await participant(writing({ anonymous: true }));
	expect(page.text).toContain(m.write_privacy_anonymous());
	expect(page.text).not.toContain(m.write_privacy());
});

test('N13 N14 in an anonymous step the page goes on minding a sentence, and tells nobody of it', async () => {
	const said = vi.spyOn(LiveJourney.prototype, 'writing');
	onTestFinished(() => said.mockRestore());
	const page = await participant(writing({ anonymous: true }));
	page.fill(m.write_new(), 'Rust');
	expect(page.told.busy).toEqual([true]);
	expect(said.mock.calls.flat()).not.toContain(true);
	const named = await participant(writing());
	named.fill(m.write_new(), 'Rust');
	expect(said.mock.calls.flat()).toContain(true);
});

// The facilitator

const fenna = aPerson(idOf('fenna'), 'Fenna', { role: 'lead' });
const ria = aPerson(idOf('ria'), 'Ria', { organisation: null, initials: null, slot: null });
const gone = aPerson(idOf('gone'), 'Weg', { removedAt: 1 });
const watcher = aPerson(idOf('watcher'), 'Kijker', { role: 'observer' });
const behalf = {
	fold: () => m.values_console_behalf(),
	who: () => m.values_console_behalf_who(),
	card: () => m.values_console_behalf_card(),
	prompt: () => m.values_console_behalf_prompt()
};

test('A2 while people write a facilitator sees no word of a card', async () => {
	const page = await facilitator(writing({}, { cards: 12 }), {
		board: (board) => board.card('c1', 'Geheim')
	});
	expect(page.text).not.toContain('Geheim');
	expect(page.has('heading', m.values_console_board())).toBe(false);
});

test('a card is written down for who is at the table and may speak, in whose name it is', async () => {
	const page = await facilitator(writing(), { people: [fenna, ria, gone, watcher] });
	page.press(behalf.fold());
	expect(page.options(behalf.who())).toEqual([m.values_console_behalf_choose(), 'Fenna, WW', 'Ria']);
	page.choose(behalf.who(), 'Ria');
	page.fill(behalf.card(), 'Nabij');
	page.press(m.values_console_behalf_do());
	const sent = await page.posted();
	expect(sent).toMatchObject({ act: 'addOnBehalf', participant: idOf('ria'), prompt: 'p1', text: 'Nabij' });
	await page.until(() => page.lines('status').includes(m.values_console_behalf_done()));
	expect(page.value(behalf.card())).toBe('');
	page.fill(behalf.card(), 'Trots');
	page.press(m.values_console_behalf_do());
	expect((await page.posted(2)).id).not.toBe(sent.id);
});

test('a card for nobody is not sent, and a refused one says why beside its field and stays', async () => {
	const page = await facilitator(writing(), { people: [ria] });
	page.press(behalf.fold());
	page.fill(behalf.card(), 'Nabij');
	page.press(m.values_console_behalf_do());
	expect(page.posts).toEqual([]);
	page.choose(behalf.who(), 'Ria');
	page.refuse(m.reason_card_no_words(), 'text');
	page.press(m.values_console_behalf_do());
	await page.posted();
	expect(page.about(behalf.card())).toContain(m.reason_card_no_words());
	expect(page.value(behalf.card())).toBe('Nabij');
	expect(page.isWrong(behalf.who())).toBe(false);
});

test('of several questions the facilitator says to which one the card belongs', async () => {
	const page = await facilitator(writing({ prompts: twoPrompts }), { people: [ria] });
	page.press(behalf.fold());
	expect(page.options(behalf.prompt())).toEqual(twoPrompts.map(({ text }) => text));
	page.choose(behalf.who(), 'Ria');
	page.choose(behalf.prompt(), 'Wat laat jij los?');
	page.fill(behalf.card(), 'Rust');
	page.press(m.values_console_behalf_do());
	expect(await page.posted()).toMatchObject({ prompt: 'p2' });
});

test('who has no phone gets a seat, for an organisation or for themselves', async () => {
	const organisations = someOrganisations(16);
	const page = await facilitator(writing(), { facts: { organisations } });
	page.press(behalf.fold());
	page.press(m.seat_add());
	expect(page.options(m.seat_organisation())).toEqual([
		...organisations.map(({ name }) => name),
		m.org_resident_name()
	]);
	page.fill(m.seat_name(), longestName);
	page.choose(m.seat_organisation(), m.org_resident_name());
	page.press(m.seat_do());
	expect(await page.posted()).toEqual({ name: longestName, organisation: 'guest' });
	await page.until(() => page.lines('status').includes(m.seat_done()));
});

test('C6 a name that can’t be one is said at the name', async () => {
	const page = await facilitator(writing());
	page.press(behalf.fold());
	page.press(m.seat_add());
	page.refuse(m.reason_name_empty(), 'name');
	page.press(m.seat_do());
	await page.posted();
	expect(page.about(m.seat_name())).toContain(m.reason_name_empty());
	expect(page.isWrong(m.seat_organisation())).toBe(false);
});

test('N2 cards without names are asked before anybody could write, and can be taken back till then', async () => {
	const page = await facilitator(writing({}, { stage: 'prepared' }));
	expect(page.text).toContain(m.anonymous_is_off());
	page.press(m.anonymous_turn_on());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'setAnonymous', on: 'yes' });
	await page.goes({ state: cardsState({ anonymous: true }) });
	expect(page.text).toContain(m.anonymous_is_on());
	page.press(m.anonymous_turn_off());
	expect(await page.posted(2)).toMatchObject({ on: 'no' });
	await page.goes({ stage: 'writing' });
	expect(page.all('button')).not.toContain(m.anonymous_turn_off());
});

test('N11 in an anonymous step nobody writes for somebody else', async () => {
	const page = await facilitator(writing({ anonymous: true }), { people: [ria] });
	expect(page.text).toContain(m.anonymous_console());
	expect(page.has('button', behalf.fold())).toBe(false);
	const named = await facilitator(writing(), { people: [ria] });
	expect(named.has('button', behalf.fold())).toBe(true);
});

// The wall

test('before it begins the wall asks the question and shows how to get in', async () => {
	const page = await wall(writing({}, { stage: 'prepared' }));
	expect(page.all('heading')).toEqual(['Vanuit welke waarden vertrek jij?']);
	expect(page.text).toContain(m.beamer_prepared());
	expect(page.text).toContain('siroop.example482 913');
});

test('A2 the wall counts cards and shows none', async () => {
	const organisations = someOrganisations(6).map((one, at) => (at < 2 ? ready(one) : one));
	const board = { board: (it: { card(id: string, text: string): void }) => it.card('c1', 'Geheim') };
	const page = await wall(writing({}, { cards: 12 }), { ...board, facts: { organisations } });
	expect(page.text).toContain(m.group_count({ count: 12 }));
	expect(page.text).toContain(m.beamer_ready({ ready: 2, of: 6 }));
	expect(page.text).not.toContain('Geheim');
	await page.goes({ cards: 1 });
	expect(page.text).toContain(m.group_count({ count: 1 }));
});

test.each(['nl', 'en'] as const)(
	'N14 of an anonymous step the wall tells about how much there is, how many are ready, and who is there (%s)',
	async (locale) => {
		speak(locale);
		const organisations = someOrganisations(3).map((one, at) => (at === 2 ? { ...one, people: 0 } : one));
		const ready = { ready: 1, of: 2 };
		const page = await wall(writing({ anonymous: true }, { cards: 10, ready }), { facts: { organisations } });
		expect(page.text).toContain(m.anonymous_cards_some({ count: 10 }));
		expect(page.text).toContain(m.people_ready(ready));
		expect(page.lines('item')).toEqual([
			`Welzijn ${m.beamer_here()}`,
			`GGD ${m.beamer_here()}`,
			`Gemeente ${m.band_absent()}`
		]);
		await page.goes({ cards: 0 });
		expect(page.text).toContain(m.anonymous_cards_few());
	}
);

test('R1 R2 each organisation says on the wall whether it is ready, busy or not there', async () => {
	const all = someOrganisations(3);
	const organisations = [ready(all[0]!), all[1]!, { ...all[2]!, people: 0 }];
	const page = await wall(writing(), { facts: { organisations } });
	expect(page.lines('item')).toEqual([
		`Welzijn ${m.band_ready()}`,
		`GGD ${m.band_busy()}`,
		`Gemeente ${m.band_absent()}`
	]);
	expect(page.text).toContain(m.beamer_ready({ ready: 1, of: 2 }));
});

test('R2 with nobody at the table nobody is waited for', async () => {
	const page = await wall(writing(), { facts: { organisations: someOrganisations(6, { people: 0 }) } });
	expect(page.text).toContain(m.beamer_people({ count: 0 }));
});

test.each([1, 16])('the wall has room for %i organisations', async (count) => {
	const organisations = someOrganisations(count).map(ready);
	const page = await wall(writing(), { facts: { organisations } });
	expect(page.lines('item')).toEqual(organisations.map(({ short }) => `${short} ${m.band_ready()}`));
	expect(page.text).toContain(m.beamer_ready({ ready: count, of: count }));
});

test('P6 Y5 U7 the wall says that pens are down, that it is a rehearsal, and what binds us', async () => {
	const rehearsal = { isRunning: true, pace: 'normal', isAsked: false } as const;
	const journey = { id: idOf('journey'), name: 'Wilgenmeer 2040', rehearsal };
	const page = await wall(writing({}, { lockedAt: 1 }), { facts: { journey, values: ['Nabij', 'Trots'] } });
	expect(page.text).toContain(m.beamer_locked());
	expect(page.text).toContain(m.rehearsal_label());
	expect(page.the('region', m.bind_label()).text).toBe(`${m.bind_label()} NabijTrots`);
	await page.goes({ lockedAt: null });
	expect(page.text).not.toContain(m.beamer_locked());
});

test('T1 T4 the time on the wall is that of the server; at zero it says so and nothing closes', async () => {
	const timer = { endsAt: null, leftMs: 62_000, totalMs: 120_000 };
	const page = await wall(writing(), { facts: { timer } });
	expect(page.lines('timer')).toEqual(['1:02']);
	page.happens({ timer: { ...timer, leftMs: 0 } });
	expect(page.lines('timer')).toEqual([m.time_up()]);
	expect(page.has('heading', 'Vanuit welke waarden vertrek jij?')).toBe(true);
});

test('who is at the table is never named on the wall', async () => {
	const page = await wall(writing(), { facts: { people: 6 } });
	expect(page.text).not.toContain(me.name);
});
