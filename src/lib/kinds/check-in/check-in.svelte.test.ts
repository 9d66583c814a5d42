import { expect, test, vi } from 'vitest';
import {
	aStep,
	facilitator,
	idOf,
	me,
	minutes,
	morning,
	participant,
	someOrganisations,
	speak,
	wall
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CheckInState } from '#wire/kinds/check-in/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const gert = { id: idOf('gert'), name: 'Gert', organisation: 'ggd' };
const ria = { id: idOf('ria'), name: 'Ria', organisation: null };
const wies = { id: me.participant, name: me.name, organisation: 'wel' };
const rules = [
	{ id: 'r1', text: 'Wat hier gezegd wordt, blijft hier.' },
	{ id: 'r2', text: 'Eén tegelijk.' }
];
const question = 'Wie ben je, en wat breng je mee?';

const checkIn = (stage: string, more: Partial<CheckInState> = {}) =>
	aStep('check-in', stage, state(more), { question, name: 'Rondje' });
const state = (more: Partial<CheckInState> = {}): CheckInState => ({
	part: 'check-in',
	...{ speaker: null, next: null, bellAt: null, turnMs: minutes(2), spoken: 0, total: 3, rules, accepted: 0 },
	...more
});
const asked = (wording = 'w1', accepted = false) => ({ mine: { ready: false, wording, accepted } });

test('who comes in early sees that they are in, who is there, and what to keep', async () => {
	const all = someOrganisations(2);
	const organisations = [all[0]!, { ...all[1]!, people: 0 }];
	const page = await participant(checkIn('prepared'), { facts: { organisations } });
	expect(page.has('heading', m.lobby_title())).toBe(true);
	expect(page.text).toContain(me.name);
	expect(page.the('region', m.lobby_here()).lines('item')).toEqual([
		expect.stringContaining(`Welzijn Wilgenmeer ${m.lobby_there()}`),
		expect.stringContaining(`GGD Wilgenmeer ${m.lobby_not_yet()}`)
	]);
	expect(page.all('link')).toEqual([expect.stringContaining(me.name), m.room_link(), m.overview_nav()]);
	expect(page.text).toContain(m.lobby_text());
	page.happens({ meeting: { ...page.facts.meeting!, code: null } });
	expect(page.text).toContain(m.lobby_before_text());
});

test('before the first one speaks the question stands there, and who begins', async () => {
	const page = await participant(checkIn('round', { next: gert }));
	expect(page.all('heading')).toEqual([question]);
	expect(page.text).toContain(m.checkin_round_soon());
	expect(page.lines('item')).toEqual([
		`${m.checkin_first()} Gert, GGD Wilgenmeer`,
		m.checkin_had({ spoken: 0, total: 3 })
	]);
});

test('who speaks stands there with their organisation, and a resident as a resident', async () => {
	const page = await participant(checkIn('round', { speaker: gert, next: ria, spoken: 1 }));
	expect(page.all('heading')).toEqual(['Gert']);
	expect(page.text).toContain('GGD Wilgenmeer');
	expect(page.text).toContain(m.checkin_listen());
	expect(page.lines('item')[0]).toBe(`${m.checkin_after()} Ria, ${m.org_resident_name()}`);
});

test('K2 one’s own turn is told before it comes and when it is there, and then it is the next one’s', async () => {
	const page = await participant(checkIn('round', { speaker: gert, next: wies }));
	expect(page.lines('item')[0]).toContain(m.checkin_you_next());
	await page.goes({ state: state({ speaker: wies, next: ria, spoken: 1 }) });
	expect(page.all('heading')).toEqual([m.checkin_you()]);
	expect(page.text).toContain(m.checkin_you_text());
	await page.goes({ state: state({ spoken: 3 }) });
	expect(page.text).toContain(m.checkin_all_spoken());
});

test('K4 the rules are read and accepted in their wording of now', async () => {
	const page = await participant(checkIn('agreeing', { accepted: 4 }), { view: asked() });
	expect(page.has('heading', m.checkin_rules_title())).toBe(true);
	expect(page.lines('item')).toEqual(rules.map(({ text }) => text));
	expect(page.text).toContain(m.checkin_rules_text());
	expect(page.text).toContain(m.checkin_accepted({ accepted: 4, people: 6 }));
	page.press(m.checkin_accept());
	expect(await page.posted()).toEqual({ act: 'accept', wording: 'w1' });
	page.loads(asked('w1', true));
	expect(page.lines('status')).toEqual([m.checkin_yours()]);
	expect(page.all('button')).toEqual([]);
});

test('K4 another wording is read again, asked again, and it is said why', async () => {
	const page = await participant(checkIn('agreeing'), { view: asked('w1', true) });
	await page.goes({ state: state({ rules: [...rules, { id: 'r3', text: 'Telefoons weg.' }] }) }, asked('w2'));
	expect(page.text).toContain(m.checkin_changed());
	page.press(m.checkin_accept());
	expect(await page.posted()).toMatchObject({ wording: 'w2' });
});

test('K4 rules that changed at the table make this page read them', async () => {
	const page = await participant(checkIn('agreeing'), { view: { step: checkIn('agreeing', { rules: [] }) } });
	await page.until(() => page.read.includes('siroop:step'));
	expect(page.has('button', m.checkin_accept())).toBe(false);
});

test('who comes when it was agreed reads along and may still promise', async () => {
	const page = await participant(checkIn('harvested'), { view: asked() });
	expect(page.has('heading', m.checkin_done())).toBe(true);
	expect(page.text).toContain(m.checkin_rules_late());
	page.refuse(m.reason_rules_changed());
	page.press(m.checkin_accept());
	await page.posted();
	expect(page.lines('alert')).toEqual([m.reason_rules_changed()]);
});

test('in English the round is said in English', async () => {
	speak('en');
	const page = await participant(checkIn('round', { speaker: gert }));
	expect(page.text).toContain(m.checkin_listen({}, { locale: 'en' }));
	expect(page.text).not.toContain(m.checkin_speaking({}, { locale: 'nl' }));
});

// The facilitator

test('K2 the facilitator begins, goes on and passes over, each from who speaks now', async () => {
	const page = await facilitator(checkIn('round', { next: gert }), { view: asked() });
	expect(page.has('region', m.check_in_console_begin())).toBe(true);
	expect(page.has('button', m.check_in_console_skip())).toBe(false);
	page.press(m.check_in_console_start());
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'nextSpeaker', after: '' });
	await page.goes({ state: state({ speaker: gert, next: ria, bellAt: morning - 1 }) });
	expect(page.text).toContain(m.check_in_console_bell_rung());
	page.press(m.check_in_console_next());
	expect(await page.posted(2)).toMatchObject({ after: gert.id });
	page.press(m.check_in_console_skip());
	expect(await page.posted(3)).toMatchObject({ act: 'skipSpeaker', after: gert.id });
});

test('K3 the last one is said to be the last, and after it nobody is asked any more', async () => {
	const page = await facilitator(checkIn('round', { speaker: ria, spoken: 2, bellAt: morning + minutes(1) }));
	expect(page.text).toContain(m.check_in_console_bell_in({ time: '' }).trim());
	expect(page.text).toContain(m.check_in_console_spoken({ count: 2, of: 3 }));
	expect(page.has('button', m.check_in_console_last())).toBe(true);
	await page.goes({ state: state({ spoken: 3 }) });
	expect(page.has('region', m.check_in_console_over())).toBe(true);
	expect(page.all('button')).toEqual([m.check_in_console_ring()]);
});

test('K4 the facilitator adds a rule, takes one away, and promises as everybody does', async () => {
	const page = await facilitator(checkIn('agreeing', { accepted: 2 }), { view: asked() });
	expect(page.text).toContain(m.check_in_console_accepted({ count: 2, of: 6 }));
	page.fill(m.check_in_console_add(), 'Telefoons weg.');
	expect(page.about(m.check_in_console_add())).toBe(m.check_in_console_add_hint());
	page.press(m.check_in_console_add_do());
	const sent = await page.posted();
	expect(sent).toMatchObject({ act: 'addRule', text: 'Telefoons weg.' });
	page.press(`${m.check_in_console_remove()}: Eén tegelijk.`);
	expect(await page.posted(2)).toEqual({ step: idOf('step'), act: 'removeRule', id: 'r2' });
	page.press(m.check_in_console_accept());
	expect(await page.posted(3)).toEqual({ step: idOf('step'), act: 'accept', wording: 'w1' });
	page.loads(asked('w1', true));
	expect(page.has('button', m.check_in_console_accept())).toBe(false);
	expect(page.text).toContain(m.check_in_console_mine());
});

test('C10 a rule that can’t be one says why at its field; agreed rules are only read', async () => {
	const page = await facilitator(checkIn('agreeing'), { view: asked() });
	page.refuse(m.reason_line_empty(), 'text');
	page.press(m.check_in_console_add_do());
	await page.posted();
	expect(page.about(m.check_in_console_add())).toContain(m.reason_line_empty());
	await page.goes({ stage: 'harvested' });
	expect([...page.all('button'), ...page.all('textbox')]).toEqual([]);
	expect(page.lines('item')).toEqual(rules.map(({ text }) => text));
});

test('before the round the console says how it goes', async () => {
	const page = await facilitator(checkIn('prepared'));
	expect(page.text).toBe(m.check_in_console_prepared());
});

// The wall

test.each([
	[0, () => m.beamer_people({ count: 0 })],
	[1, () => m.beamer_people({ count: 1 })],
	[200, () => m.beamer_people({ count: 200 })]
])('the wall of the lobby says how to get in, and that %i are there', async (connected, words) => {
	const page = await wall(checkIn('prepared'), { facts: { connected } });
	expect(page.text).toContain(m.beamer_lobby_text({ address: 'siroop.example' }));
	expect(page.text).toContain('482 913');
	expect(page.text).toContain(words());
	expect(page.the('list', m.beamer_here_label()).lines('item')[0]).toBe(`Welzijn ${m.beamer_here()}`);
});

test('the wall shows who speaks, how long, and who comes after', async () => {
	const now = { speaker: gert, next: ria, spoken: 1, bellAt: morning - 1 };
	const page = await wall(checkIn('round', now));
	expect(page.all('heading')).toEqual(['Gert']);
	expect(page.lines('timer')).toEqual(['0:00']);
	expect(page.text).toContain(`${m.checkin_after()} Ria`);
	expect(page.text).toContain(m.checkin_spoken({ spoken: 2, total: 3 }));
	await page.goes({ state: state({ next: gert }) });
	expect(page.all('heading')).toEqual([question]);
	expect(page.text).toContain(`${m.checkin_first()} Gert, GGD`);
	await page.goes({ state: state({ spoken: 3 }) });
	expect(page.all('heading')).toEqual([m.checkin_all_spoken()]);
});

test('the wall has the rules and how many promised', async () => {
	const page = await wall(checkIn('agreeing', { accepted: 5 }));
	expect(page.lines('item')).toEqual(rules.map(({ text }) => text));
	expect(page.text).toContain(m.checkin_accepted({ accepted: 5, people: 6 }));
});
