import { expect, test, vi } from 'vitest';
import { aStep, cardsState, idOf, participant, speak, wall } from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const prompts = [
	{ id: 'post', text: 'Ansichtkaart', hint: 'Aan je kleinkind.', tag: 'postcard' },
	{ id: 'head', text: 'Drie koppen', hint: 'Kort.', tag: 'headline' },
	{ id: 'number', text: 'Een cijfer', hint: '', tag: 'number' },
	{ id: 'quote', text: 'Een citaat', hint: '', tag: 'quote' },
	{ id: 'doubt', text: 'Dit geloof ik niet', hint: '', tag: 'doubt' }
];
const writing = (step: Parameters<typeof aStep>[3] = {}) =>
	aStep('future', 'writing', cardsState({ prompts }), { question: 'Het is 2040. Wat zie je?', ...step });
const card = (n: number, text: string, prompt: string) => ({ id: idOf('card', n), text, prompt });
const field = (form: string) => m.future_write_one({ form });
const pageFold = (count: number) => `${m.future_page()} ${m.future_page_part({ count, of: 5 })}`;

test('U2 the forms stand there to choose from, and only the first is open', async () => {
	const page = await participant(writing());
	expect(page.text).toContain(m.future_choose());
	const folds = page.all('button').filter((name) => name !== m.write_add() && name !== m.write_ready());
	expect(folds).toEqual(['Ansichtkaart', pageFold(0), 'Dit geloof ik niet']);
	expect(page.all('textbox')).toEqual([field('Ansichtkaart')]);
	expect(page.text).toContain('Aan je kleinkind.');
});

test('U2 a front page asks three headlines, one number and one quote, and says of each how far it is', async () => {
	const mine = [card(1, 'Wachtlijst weg', 'head'), card(2, 'Iedereen thuis', 'head'), card(3, '0', 'number')];
	const page = await participant(writing(), { mine });
	page.press(pageFold(3));
	expect(page.the('region', 'Drie koppen').text).toContain(m.future_page_part({ count: 2, of: 3 }));
	expect(page.the('region', 'Een cijfer').text).toContain(m.future_page_there());
	expect(page.the('region', 'Een cijfer').all('textbox')).toEqual([]);
	page.fill(field('Drie koppen'), 'Buurt wint prijs');
	page.the('region', 'Drie koppen').press(m.write_add());
	await page.until(() => page.has('button', pageFold(4)));
	expect(page.the('region', 'Drie koppen').text).toContain(m.future_page_there());
	expect(page.own.getMap('cards').size).toBe(4);
});

test('U2 more cards than the page asks do not make it fuller', async () => {
	const mine = [1, 2, 3, 4].map((n) => card(n, `Kop ${n}`, 'head'));
	const page = await participant(writing(), { mine });
	expect(page.has('button', pageFold(3))).toBe(true);
});

test('a form says how many cards it has, or that a sentence is under way in it', async () => {
	const page = await participant(writing(), { mine: [card(1, 'Lieve Noor', 'post')] });
	expect(page.has('button', `Ansichtkaart ${m.group_count({ count: 1 })}`)).toBe(true);
	page.fill(field('Ansichtkaart'), 'Half');
	expect(page.has('button', `Ansichtkaart ${m.future_drafted()}`)).toBe(true);
});

test('U4 a sentence that looks ahead gets a hint with its words, and is added all the same', async () => {
	const page = await participant(writing());
	page.fill(field('Ansichtkaart'), 'We moeten elkaar helpen');
	const hint = page.lines('status').find((line) => line.includes('moeten'));
	expect(hint).toBe(m.future_present_hint({ words: 'We moeten' }));
	page.press(m.write_add());
	await page.until(() => page.own.getMap('cards').size === 1);
});

test('U7 the values are in sight while somebody writes', async () => {
	const page = await participant(writing(), { facts: { values: ['Nabij', 'Trots'] } });
	expect(page.text).toContain(`${m.bind_label()} Nabij, Trots`);
	const without = await participant(writing());
	expect(without.text).not.toContain(m.bind_label());
});

test('U3 a doubt may look ahead, and can be told from other cards wherever it lies', async () => {
	const page = await participant(writing());
	page.press('Dit geloof ik niet');
	page.fill(field('Dit geloof ik niet'), 'Dat zou nooit lukken');
	expect(page.lines('status').filter((line) => line.includes('zou'))).toEqual([]);
	await page.goes({ stage: 'sorting' });
	page.board.card('c1', 'Dat lukt nooit', { prompt: 'doubt' });
	page.board.card('c2', 'Iedereen thuis', { prompt: 'head' });
	page.board.card('c3', 'Ook dit niet', { prompt: 'doubt' });
	page.board.group('g1', 'Thuis', ['c2', 'c3'], { c3: 'c2' });
	await page.until(() => page.has('group', 'Thuis'));
	expect(page.the('group', 'Thuis').text).toContain(
		m.card_also({ text: m.card_tagged({ text: 'Ook dit niet', tag: m.card_tag_doubt() }) })
	);
	expect(page.the('group', 'Thuis').text).toContain(m.card_tag_headline());
	const board = await wall(writing({ stage: 'sorting' }), {
		board: (it) => it.card('c1', 'Dat lukt nooit', { prompt: 'doubt' })
	});
	expect(board.lines('item')).toEqual([`${m.card_tag_doubt()} Dat lukt nooit`]);
});

test('U4 in English it listens for English words', async () => {
	speak('en');
	const page = await participant(writing());
	page.fill(field('Ansichtkaart'), 'We will help each other');
	expect(page.lines('status')).toContain(m.future_present_hint({ words: 'will' }, { locale: 'en' }));
});

test('without a script the form where it went wrong comes back open', async () => {
	const given = { prompt: 'doubt', text: '' };
	const form = { act: 'addCard', ok: false, message: m.reason_card_empty(), field: 'text', given };
	const page = await participant(writing(), { form });
	expect(page.all('textbox')).toEqual([field('Dit geloof ik niet')]);
	expect(page.about(field('Dit geloof ik niet'))).toContain(m.reason_card_empty());
});
