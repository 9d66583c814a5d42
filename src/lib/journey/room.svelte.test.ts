import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { comeTo } from '#lib/ui/app-stand-in.svelte.ts';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts, OrganisationFacts, StepFacts, TableFacts } from '#wire/journey/facts.ts';
import type { Following } from './following.svelte.ts';
import Lobby from './Lobby.svelte';
import Strip from './Strip.svelte';
import Tables from './Tables.svelte';
import WayBack from './WayBack.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));

const me = { participant: 'wies', name: 'Wies', role: 'participant', organisation: 'wel' };
beforeEach(() => {
	comeTo({ data: { seat: me } });
	overwriteGetLocale(() => baseLocale);
});

const someone = (id: string, more: Partial<OrganisationFacts> = {}) =>
	({
		id,
		slot: id,
		name: `Stichting ${id}`,
		short: id,
		initials: id,
		people: 1,
		readyPeople: 0,
		ready: false,
		...more
	}) as OrganisationFacts;
const aStep = (stage: string, more: Partial<StepFacts> = {}) =>
	({
		id: 'values',
		kind: 'values',
		name: 'Waarden',
		stage,
		position: 2,
		of: 9,
		state: null,
		tables: null,
		...more
	}) as StepFacts;

function within(given: Partial<Facts> = {}) {
	const facts = {
		...{
			run: 'one',
			version: 1,
			now: 0,
			journey: { id: 'ijssel', name: 'Regio IJssel', rehearsal: null },
			timer: null
		},
		...{ meeting: null, step: null, organisations: [], gone: [], connected: 0, ...given }
	} as unknown as Facts;
	return () => shareJourney(new LiveJourney(facts));
}

describe('the lobby', () => {
	const meeting = { id: 'day1', name: 'Dag 1', place: 'Dorpshuis', code: '482731' };

	test('who is there is told of each organisation, and nobody by name but oneself', () => {
		const organisations = [someone('wel', { people: 3 }), someone('ggd', { people: 0 })];
		const page = show(Lobby, {}, within({ meeting, organisations }));
		expect(page.texts('.rows .status')).toEqual([m.lobby_there(), m.lobby_not_yet()]);
		expect(page.text).toContain('Wies');
		expect(page.text).toContain('Dag 1, Dorpshuis');
	});

	test('before the meeting opens it says so; a place that was not filled in is not shown', () => {
		const before = show(Lobby, {}, within({ meeting: { ...meeting, code: null, place: '–' } }));
		expect(before.text).toContain(m.lobby_before_text());
		expect(before.text).not.toContain('–');
		expect(show(Lobby, {}, within()).text).toContain(m.lobby_before_text());
		expect(show(Lobby, {}, within({ meeting })).text).toContain(m.lobby_text());
	});

	test('J5 J11 it leads to the link to keep, and to what happened', () => {
		const page = show(Lobby, {}, within({ meeting }));
		const links = [...page.element.querySelectorAll('a')].map((link) => link.getAttribute('href'));
		expect(links).toEqual(['/traject/ijssel/ik', '/traject/ijssel/welkom', '/traject/ijssel/overzicht']);
	});
});

describe('the strip', () => {
	const strip = (step: StepFacts, given: Partial<Facts> = {}, saved?: 'unsent' | 'saved') =>
		show(Strip, saved ? { step, saved } : { step }, within(given));

	test('R1 R2 while people are asked whether they are ready it counts organisations, without those that are not there', () => {
		const organisations = [
			someone('wel', { readyPeople: 1, ready: true }),
			someone('ggd'),
			someone('pol', { people: 0 })
		];
		expect(strip(aStep('writing'), { organisations }).texts('.ready')).toEqual([
			m.room_ready({ ready: 1, of: 2 })
		]);
	});

	test('N14 where nobody is to know who wrote it counts people, and its line shows who is there', () => {
		const organisations = [someone('wel'), someone('pol', { people: 0 })];
		const step = aStep('writing', { ready: { ready: 2, of: 5 } });
		const shown = strip(step, { organisations, step });
		expect(shown.texts('.ready')).toEqual([m.room_ready({ ready: 2, of: 5 })]);
	});

	test('where nothing is asked it counts who is there; dots that are counted wait for nobody', () => {
		const given = { organisations: [someone('wel')], connected: 7 };
		expect(strip(aStep('sorting'), given).texts('.ready')).toEqual([m.room_here({ count: 7 })]);
		const counted = { part: 'cards', totals: [] } as unknown as StepFacts['state'];
		expect(strip(aStep('weighing', { state: counted }), given).texts('.ready')).toEqual([
			m.room_here({ count: 7 })
		]);
		const open = { part: 'cards', totals: null } as unknown as StepFacts['state'];
		expect(strip(aStep('weighing', { state: open }), given).texts('.ready')).toEqual([
			m.room_ready({ ready: 0, of: 1 })
		]);
	});

	test('J40 it says under whose name the page is open, and leads to where that is put right', () => {
		const name = strip(aStep('writing')).element.querySelector('a')!;
		expect(name.textContent).toBe(`${m.me_as()}Wies`);
		expect(name.getAttribute('href')).toBe('/traject/ijssel/ik');
	});

	test('A3 what is not on the server is said as it is, and a page that saves nothing says nothing', () => {
		expect(strip(aStep('writing'), {}, 'unsent').texts('.status')).toEqual([m.saved_unsent()]);
		expect(strip(aStep('writing'), {}, 'saved').texts('.status')).toEqual([m.saved_saved()]);
		expect(strip(aStep('writing')).texts('.status')).toEqual([]);
	});
});

describe('the way back', () => {
	const back = (where: Following['where'], isHere: boolean, step: StepFacts | null) => {
		const come = vi.fn(() => Promise.resolve());
		const page = show(
			WayBack,
			{ following: { where, isHere, come } as unknown as Following },
			within({ step })
		);
		return { page, come };
	};

	test('P4 who is with the group needs none', () => {
		for (const where of ['together', 'stage', 'step'] as const)
			expect(back(where, true, aStep('sorting')).page.text).toBe('');
	});

	test('P4 who is mid-sentence is told which stage the group is in, and comes by a press', () => {
		const { page, come } = back('wait', true, aStep('sorting'));
		expect(page.text).toContain(m.room_further({ where: m.stage_sorting() }));
		page.press(m.room_back());
		expect(come).toHaveBeenCalledOnce();
	});

	test('P4 with the group in another step it is that step that is named', () => {
		const { page } = back('wait', false, aStep('writing', { name: 'Het is 2040' }));
		expect(page.text).toContain(m.room_further({ where: 'Het is 2040' }));
	});

	test('P5 who walked elsewhere has a link, which works without a script', () => {
		const { page } = back('elsewhere', false, aStep('writing'));
		expect(page.text).toContain(m.room_elsewhere({ where: 'Waarden' }));
		expect(page.element.querySelector('a')!.getAttribute('href')).toBe('/traject/ijssel/stap/values');
		expect(back('elsewhere', false, null).page.texts('a')).toEqual([]);
	});
});

describe('my table', () => {
	const people = (...ids: string[]) =>
		ids.map((id) => ({ id, name: id, organisation: id === 'ria' ? null : 'wel' }));
	const drawn: TableFacts[] = [
		{ number: 1, people: people('gert', 'pelle') },
		{ number: 2, people: people('wies', 'zoe', 'ria') }
	];
	const table = (step: StepFacts) => show(Tables, { step }, within({ organisations: [someone('wel')] })).text;

	test.each([
		['nl', 'en'],
		['en', 'and']
	] as const)('D6 its number, and with whom, each with where they come from (%s)', (locale, and) => {
		overwriteGetLocale(() => locale);
		const names = `zoe (wel) ${and} ria (${m.org_resident_name()})`;
		expect(table(aStep('writing', { tables: drawn }))).toBe(
			`${m.tables_mine({ number: 2 })}, ${m.tables_with({ names })}`
		);
	});

	test('one who sits alone has a number and no names; who sits nowhere reads nothing', () => {
		expect(table(aStep('writing', { tables: [{ number: 1, people: people('wies') }] }))).toBe(
			m.tables_mine({ number: 1 })
		);
		expect(table(aStep('writing', { tables: [drawn[0]!] }))).toBe('');
		expect(table(aStep('writing'))).toBe('');
	});

	test('where everybody decides together nobody looks for a table; where texts are written they do', () => {
		expect(table(aStep('harvested', { tables: drawn }))).not.toBe('');
		expect(table(aStep('consenting', { tables: drawn }))).toBe('');
		expect(table(aStep('harvested', { kind: 'choose', tables: drawn }))).toBe('');
	});
});
