import { expect, test, vi } from 'vitest';
import { faultsOf, type AmbitionDetails } from '#domain/kinds/ambitions/ambition.ts';
import {
	aStep,
	facilitator,
	idOf,
	me,
	participant,
	someOrganisations,
	wall,
	type BoardInMemory
} from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AmbitionsState, AmbitionState } from '#wire/kinds/ambitions/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const whole: Record<string, string> = {
	...{ name: 'Alles om de hoek', text: 'In 2040 is alles om de hoek.', from: 'Ver weg', to: 'Dichtbij' },
	...{ indicator: 'Loopafstand', unit: 'minuten', baseline: '22', baselineYear: '2025' },
	...{ target2028: '15', target2040: '5,5', source: 'GGD, elk jaar', unmeasured: 'Of het gezellig is' },
	...{ stop: 'Bouwen aan de rand', residents: 'Zij kiezen de plek', alarms: 'zo mogelijk\nin overleg' }
};
const empty = Object.fromEntries(Object.keys(whole).map((field) => [field, '']));
const chosen: AmbitionDetails = { domains: ['care', 'housing'], lead: 'gem', others: ['wcp', 'wel'] };
const nothing: AmbitionDetails = { domains: [], lead: null, others: [] };
const linkable: AmbitionsState['linkable'] = [
	{ id: 'nabij', kind: 'value', name: 'Nabij' },
	{ id: 'trots', kind: 'value', name: 'Trots' }
];

function aCard(id: string, texts: Record<string, string>, more: Partial<AmbitionState> = {}): AmbitionState {
	const { details = nothing, links = [] } = more;
	const faults = faultsOf({ texts, details, values: links.length, organisations: 6 });
	return { id, name: texts.name ?? '', links, details, table: null, text: texts.text ?? '', faults, ...more };
}
const done = aCard('a1', whole, { details: chosen, links: ['nabij', 'trots'], table: 1 });
const begun = aCard('a2', { ...empty, name: 'Altijd iemand' }, { table: 2 });
const ambitions = (
	stage: string,
	cards: AmbitionState[] = [done, begun],
	more: Parameters<typeof aStep>[3] = {}
) =>
	aStep(
		'ambitions',
		stage,
		{ part: 'ambitions', cards, linkable },
		{ question: 'Hoe schrijven we het op?', ...more }
	);
const board = (it: BoardInMemory) => {
	it.write('a1', whole);
	it.write('a2', { ...empty, name: 'Altijd iemand' });
};
const kept = { mine: { harvest: [{ id: 'a1', kind: 'ambition', texts: whole, cards: [] }] } };
const at = (label: string, of: string) => `${label} ${of}`;
const progress = (count: number) => m.ambition_progress({ done: count, of: 18 });

/** The page of who writes, as soon as there are pens. */
async function writing(cards?: AmbitionState[], more: Parameters<typeof participant>[1] = {}) {
	const page = await participant(ambitions('writing', cards), { board, ...more });
	await page.until(() => page.all('textbox').length > 0);
	return page;
}

test('without ambitions it is said where they are chosen', async () => {
	const page = await participant(ambitions('writing', []));
	expect(page.has('heading', m.ambitions_none())).toBe(true);
	expect(page.all('textbox')).toEqual([]);
});

test('X1 all cards stand there with how far they are, and what the open one misses', async () => {
	const page = await writing([begun, done]);
	expect(page.text).toContain(m.ambitions_text());
	const list = page.the('navigation', m.ambitions_title());
	expect(list.lines('item')).toEqual([
		`Altijd iemand ${progress(1)} ${m.ambitions_table({ table: 2 })}`,
		`Alles om de hoek ${m.ambition_complete()} ${m.ambitions_table({ table: 1 })}`
	]);
	page.press(m.ambition_missing_count({ count: 17 }));
	const missing = page.the('region', m.ambition_missing()).lines('item');
	expect(missing).toHaveLength(17);
	expect(missing[0]).toBe(`${m.ambition_text()}: ${m.ambition_fault_empty()}`);
	expect(missing).toContain(`${m.ambition_parties()}: ${m.ambition_fault_no_lead()}`);
});

test('the card of one’s own table is open, and the one of the address before it', async () => {
	const tables = [{ number: 2, people: [{ id: me.participant, name: me.name, organisation: 'wel' }] }];
	const page = await participant(ambitions('writing', undefined, { tables }), { board });
	expect(page.text).toContain(m.ambitions_text_table());
	expect(page.item('Altijd iemand').text).toContain(m.ambitions_mine());
	expect(page.all('heading')).toContain('Altijd iemand');
	const asked = await participant(ambitions('writing', undefined, { tables }), { board, at: '?kaart=a1' });
	expect(asked.all('heading')).toContain('Alles om de hoek');
});

test('X2 what is typed counts at once: the list, the heading and the fault beside its field', async () => {
	const page = await writing([begun]);
	const title = at(m.ambition_name(), 'Altijd iemand');
	page.fill(title, 'een twee drie vier vijf zes zeven acht negen');
	await page.until(() => page.text.includes(m.ambition_fault_title_long()));
	expect(page.board.read('a2', 'name')).toContain('negen');
	page.board.write('a2', { name: 'Altijd iemand', text: 'Straks is er altijd iemand.' });
	await page.until(() => page.text.includes(m.ambition_fault_no_2040()));
	page.board.write('a2', { text: 'In 2040 is er altijd iemand.' });
	await page.until(() => page.item('Altijd iemand').text.includes(progress(2)));
	expect(page.text).not.toContain(m.ambition_fault_no_2040());
});

test('X4 X7 a number and a year say at themselves when they are none', async () => {
	const page = await writing([begun]);
	page.fill(at(m.ambition_baseline(), 'Altijd iemand'), 'veel');
	page.fill(at(m.ambition_baselineYear(), 'Altijd iemand'), '25');
	await page.until(() => page.text.includes(m.ambition_fault_no_year()));
	expect(page.text).toContain(m.ambition_fault_no_number());
	page.fill(at(m.ambition_baseline(), 'Altijd iemand'), '1.200');
	await page.until(() => !page.text.includes(m.ambition_fault_no_number()));
});

test('X8 jargon gets a hint with a plain word, and no letter is changed', async () => {
	const page = await writing([begun]);
	const text = at(m.ambition_text(), 'Altijd iemand');
	page.fill(text, 'In 2040 is er participatie.');
	await page.until(() => page.has('button', m.plain_title()));
	page.press(m.plain_title());
	expect(page.text).toContain(m.plain_jargon({ words: 'participatie', plain: 'meedoen, meebeslissen' }));
	expect(page.board.read('a2', 'text')).toBe('In 2040 is er participatie.');
});

test('X3 X5 X10 what is chosen says how it shall be, and who leads is not one of the others', async () => {
	const page = await writing([done]);
	const press = async (group: string, name: string, count: number) => {
		page.the('group', group).press(name);
		return page.posted(count);
	};
	const values = page.the('group', m.ambition_values());
	expect(values.isOn(at('Nabij', 'Alles om de hoek'))).toBe(true);
	expect(await press(m.ambition_values(), at('Nabij', 'Alles om de hoek'), 1)).toEqual({
		...{ act: 'link', from: 'a1', to: 'nabij', on: 'no' }
	});
	expect(await press(m.ambition_domains(), at(m.ambition_youth(), 'Alles om de hoek'), 2)).toEqual({
		...{ act: 'domain', ambition: 'a1', domain: 'youth', on: 'yes' }
	});
	expect(await press(m.ambition_lead(), at('Gemeente', m.ambition_lead()), 3)).toEqual({
		...{ act: 'lead', ambition: 'a1', organisation: '' }
	});
	const others = page.the('group', m.ambition_others());
	expect(others.all('button')).not.toContain(at('Gemeente', m.ambition_others()));
	expect(await press(m.ambition_others(), at('Zorg', m.ambition_others()), 4)).toEqual({
		...{ act: 'party', ambition: 'a1', organisation: 'zor', on: 'yes' }
	});
});

test('why a choice was not made stands at it', async () => {
	const page = await writing([done]);
	page.refuse(m.reason_locked());
	page.the('group', m.ambition_domains()).press(at(m.ambition_youth(), 'Alles om de hoek'));
	await page.posted();
	expect(page.the('group', m.ambition_domains()).lines('alert')).toEqual([m.reason_locked()]);
});

test('A5 A6 who may not write reads the card as a page, with what is not written yet', async () => {
	const page = await participant(ambitions('writing'), { board, role: 'observer' });
	expect(page.lines('status')).toContain(m.sort_observer());
	expect(page.all('textbox')).toEqual([]);
	await page.until(() => page.text.includes('In 2040 is alles om de hoek.'));
	expect(page.text).toContain(`${m.ambition_parties()} Gemeente, Wonen, Welzijn`);
	expect(page.text).toContain(`${m.ambition_target2040()} 5,5`);
	const locked = await writing([begun]);
	await locked.goes({ lockedAt: 1 });
	await locked.until(() => locked.all('textbox').length === 0);
	expect(locked.text).toContain(m.harvest_open());
	expect(locked.text).toContain(m.ambition_lead_none());
});

test('at the end every card is there to read, with the way to what it came from', async () => {
	const page = await participant(ambitions('harvested', [done]), { view: kept });
	expect(page.all('heading')).toEqual([m.ambitions_done_title(), 'Alles om de hoek']);
	expect(page.lines('item')).toEqual(['zo mogelijk', 'in overleg']);
	expect(page.text).toContain(`${m.ambition_domains()} ${m.ambition_care()}, ${m.ambition_housing()}`);
	const link = page.the('link', `${m.thread_from()}: Alles om de hoek`);
	expect(link.element.getAttribute('href')).toBe(`/traject/${idOf('journey')}/draad/a1`);
});

test('X11 consent is asked on a card in words, also on what was chosen', async () => {
	const words = [
		{ harvest: 'a1', field: 'name', text: 'Alles om de hoek' },
		{ harvest: 'a1', field: 'domains', text: 'care, housing' }
	];
	const subject = { id: 'a1', kind: 'ambition', name: 'Alles om de hoek', version: 'v1' } as const;
	const standings = someOrganisations().map(({ id }) => ({
		organisation: id,
		standing: 'asked' as const,
		answersBy: null
	}));
	const asked = {
		...subject,
		round: 1,
		shown: true,
		given: 0,
		agreed: false,
		smallerStep: false,
		standings,
		voiced: []
	};
	const step = aStep('ambitions', 'consenting', {
		part: 'consent',
		phase: 'standpoint',
		questions: [],
		reactions: [],
		absentDays: 10,
		subjects: [asked],
		harmable: []
	});
	const view = {
		mine: {
			consent: {
				organisation: 'wel',
				speaks: true,
				questions: [],
				subjects: [{ ...subject, words, own: 'asked', advice: [], before: null }]
			}
		}
	};
	const page = await participant(step, { view });
	expect(page.text).toContain(`${m.ambition_domains()} ${m.ambition_care()}, ${m.ambition_housing()}`);
	expect(page.text).not.toContain('housing');
	const console = await facilitator(step, { view });
	console.press(m.consent_console_amend());
	console.press('Alles om de hoek');
	expect(console.all('textbox')).toEqual([m.consent_console_name()]);
});

// The facilitator

test('X1 the console says of each card how far it is and what it misses, and gives it to a table', async () => {
	const page = await facilitator(ambitions('writing'), { boardless: true });
	expect(page.item('Alles om de hoek').text).toContain(m.ambition_complete());
	const item = page.item('Altijd iemand');
	expect(item.text).toContain(progress(1));
	item.press(m.ambition_missing());
	expect(item.text).toContain(`${m.ambition_alarms()}: ${m.ambition_fault_too_few()}`);
	expect(item.value(m.ambitions_console_table())).toBe('2');
	item.choose(m.ambitions_console_table(), m.ambitions_console_no_table());
	item.press(`${m.ambitions_console_give()}: Altijd iemand`);
	expect(await page.posted()).toEqual({ step: idOf('step'), act: 'giveToTable', ambition: 'a2', table: '0' });
	await page.goes({ stage: 'harvested' });
	expect(page.has('combobox', m.ambitions_console_table())).toBe(false);
});

test('there is a table for each card, and at least six', async () => {
	const page = await facilitator(ambitions('writing', [begun]), { boardless: true });
	expect(page.options(m.ambitions_console_table())).toEqual([
		m.ambitions_console_no_table(),
		'1',
		'2',
		'3',
		'4',
		'5',
		'6'
	]);
	const none = await facilitator(ambitions('writing', []), { boardless: true });
	expect(none.has('heading', m.ambitions_none())).toBe(true);
});

// The wall

test('the wall counts what is complete, shows how far the others are, and at the end what they say', async () => {
	const page = await wall(ambitions('writing'), { board });
	expect(page.text).toContain(m.ambitions_beamer_count({ done: 1, of: 2 }));
	expect(page.item('Altijd iemand').text).toContain(progress(1));
	expect(page.item('Alles om de hoek').text).toContain('In 2040 is alles om de hoek.');
	page.board.write('a1', { text: 'In 2040 loop je overal heen.' });
	await page.until(() => page.item('Alles om de hoek').text.includes('loop je overal'));
	const end = await wall(ambitions('harvested', [done]));
	expect(end.all('heading')).toEqual([m.ambitions_done_title(), 'Alles om de hoek']);
	expect(end.text).not.toContain(m.ambitions_beamer_count({ done: 1, of: 1 }));
});
