import { expect, test, vi } from 'vitest';
import { aStep, cardsState, idOf, participant } from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const at = (stage: string) => aStep('values', stage, cardsState(), { question: 'Wat geef jij door?' });
const editOf = (number: number) => `${m.write_edit()}${m.write_edit_which({ number })}`;
const nabij = { id: idOf('card'), text: 'Nabij' };
const laid = { board: (board: { card(id: string, text: string): void }) => board.card(nabij.id, 'Nabij') };
const key = (key: string, more: object = {}) =>
	new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });

test('P18 what is changed of a card stays over Escape, and the Escape of a composition closes nothing', async () => {
	const page = await participant(at('writing'), { mine: [nabij] });
	page.press(editOf(1));
	page.fill(m.write_edit_label(), 'Nabijheid en');
	page.field(m.write_edit_label()).dispatchEvent(key('Escape', { isComposing: true }));
	expect(page.all('textbox')).toContain(m.write_edit_label());
	page.field(m.write_edit_label()).dispatchEvent(key('Escape'));
	await page.until(() => !page.all('textbox').includes(m.write_edit_label()));
	page.press(editOf(1));
	expect(page.value(m.write_edit_label())).toBe('Nabijheid en');
	await page.until(() => page.own.getMap('drafts').get(nabij.id) === 'Nabijheid en');
	page.press(m.write_edit_cancel());
	await page.until(() => page.own.getMap('drafts').size === 0);
	expect(page.own.getMap('cards').get(nabij.id)).toMatchObject({ text: 'Nabij' });
});

test('P18 V6 a change that was halfway when the cards came on the table is there to finish, and waits', async () => {
	const page = await participant(at('writing'), { mine: [nabij], ...laid });
	page.press(editOf(1));
	page.fill(m.write_edit_label(), 'Nabijheid en');
	await page.goes({ stage: 'sorting' });
	await page.until(() => page.text.includes(m.board_half()));
	expect(page.value(m.write_edit_label())).toBe('Nabijheid en');
	page.fill(m.write_edit_label(), 'Nabijheid en rust');
	page.press(m.board_half_keep());
	await page.until(() => page.text.includes(m.board_changed()));
	expect(page.text).toContain('Nabijheid en rust');
	page.press(m.board_changed_lay());
	expect(await page.posted()).toEqual({ act: 'layCorrection', id: nabij.id });
	page.board.card(nabij.id, 'Nabijheid en rust');
	await page.until(() => !page.text.includes(m.board_changed()));
});

test('V6 an open editor of a card that lies on the table by now keeps its words, and they are saved', async () => {
	const page = await participant(at('writing'), { mine: [nabij] });
	page.press(editOf(1));
	page.fill(m.write_edit_label(), 'Nabijheid');
	page.loads({ mine: { cards: [{ ...nabij, prompt: 'p1', at: 0, revealed: true }] } });
	expect(page.value(m.write_edit_label())).toBe('Nabijheid');
	expect(page.text).toContain(m.write_on_table());
	page.press(m.write_edit_save());
	await page.until(() => page.own.getMap<{ text: string }>('cards').get(nabij.id)?.text === 'Nabijheid');
});

test('V6 a card that was taken back too late is said to lie there still, and can be left there', async () => {
	const page = await participant(at('writing'), { mine: [nabij], ...laid });
	page.press(`${m.write_remove()}${m.write_remove_which({ number: 1 })}`);
	await page.until(() => page.own.getMap('cards').size === 0);
	await page.goes({ stage: 'sorting' }, { mine: { cards: [], taken: [nabij.id] } });
	await page.until(() => page.text.includes(m.board_taken()));
	expect(page.has('button', m.board_taken_lay())).toBe(true);
	page.press(m.board_changed_drop());
	expect(await page.posted()).toEqual({ act: 'dropCorrection', id: nabij.id });
});

test('V6 past the sorting a change still shows, and says that it waits', async () => {
	const page = await participant(at('weighing'), {
		mine: [{ ...nabij, text: 'Nabijheid', revealed: true }],
		...laid
	});
	await page.until(() => page.text.includes(m.board_changed_waits()));
	expect(page.has('button', m.board_changed_lay())).toBe(false);
});
