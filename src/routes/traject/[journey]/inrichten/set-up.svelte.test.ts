import { tick } from 'svelte';
import type { ComponentProps } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { dateInWords } from '#domain/journey/moments.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { comeTo, page as at } from '#lib/ui/app-stand-in.svelte.ts';
import { show, type Page } from '#lib/ui/shown.svelte.ts';
import Absence from './Absence.svelte';
import MeetingNow from './Meeting.svelte';
import Network from './Network.svelte';
import Meetings from './Meetings.svelte';
import Organisation from './Organisation.svelte';
import Organisations from './Organisations.svelte';
import People from './People.svelte';
import RunSheet from './RunSheet.svelte';
import OwnLink from './OwnLink.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

beforeEach(() => {
	comeTo({ at: '/traject/ijssel/inrichten' });
});

type Meeting = ComponentProps<typeof MeetingNow>['meeting'];
const join = {
	code: '482 731',
	rest: '904 215',
	address: 'https://siroop.test/meedoen',
	qr: { path: 'M0 0', size: 33 }
};
const aMeeting = (id: string, more: Partial<Meeting> = {}): Meeting =>
	({
		...{ id, name: `Dag ${id.at(-1)}`, place: 'Dorpshuis', date: '2026-03-12', startsAt: '09:30' },
		...{ openedAt: null, closedAt: null, join: null, steps: [], ...more }
	}) as unknown as Meeting;

const words = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();
function posts(page: Page, name: string) {
	const found = [...page.element.querySelectorAll('button')].find((button) => words(button).startsWith(name));
	if (!found?.form) return null;
	const { was: _, ...fields } = Object.fromEntries(new FormData(found.form));
	return { to: found.form.getAttribute('action'), ...fields };
}

describe('the meeting that it is about', () => {
	const now = (
		meeting: Meeting,
		next?: Meeting,
		{ rehearses = false, today = '2026-03-12' }: { rehearses?: boolean; today?: string | null } = {}
	) => show(MeetingNow, { meeting, next, journey: 'ijssel', beamer: 'geheim', rehearses, today });

	test('J3 before it opens there is no code; it opens by a press', () => {
		const page = now(aMeeting('day1'));
		expect(posts(page, m.setup_open())).toEqual({ to: '?/open', meeting: 'day1' });
		expect(page.text).toContain(m.setup_not_open_text());
		expect(page.texts('.code')).toEqual([]);
	});

	test('J1 open, its code and address stand there to be read out, and it closes when one is sure', () => {
		const page = now(aMeeting('day1', { join }));
		expect(page.texts('.code')).toEqual(['482 731']);
		expect(page.text).toContain(m.setup_code_rest({ rest: '904 215' }));
		expect(page.text).toContain('siroop.test/meedoen');
		expect(page.text).not.toContain('https://');
		expect(posts(page, m.setup_open())).toBeNull();
		expect(posts(page, m.setup_close())).toEqual({ to: '?/close', meeting: 'day1' });
		page.press(m.setup_close());
		expect(page.text).toContain(m.setup_close_ask());
		expect(page.text).toContain(m.setup_close_text());
	});

	test('Y8 beside opening it stands practising, until it was held or for who may not', () => {
		const page = now(aMeeting('day1'), undefined, { rehearses: true });
		const post = posts(page, m.setup_rehearse());
		expect(post).toEqual({
			...{ to: '/trajecten?/rehearse', journey: 'ijssel' },
			id: expect.stringMatching(/^[a-z0-9]{16}$/) as string
		});
		expect(posts(now(aMeeting('day1')), m.setup_rehearse())).toBeNull();
		expect(
			posts(now(aMeeting('day1', { join }), undefined, { rehearses: true }), m.setup_rehearse())
		).toBeNull();
		const over = aMeeting('day1', { closedAt: 1 } as Partial<Meeting>);
		expect(posts(now(over, undefined, { rehearses: true }), m.setup_rehearse())).toBeNull();
	});

	test('J43 one of another day is asked about first, with both days; one that was closed today opens at once', () => {
		const press = (page: Page, name: string) =>
			[...page.element.querySelectorAll('button')].find((button) => words(button).startsWith(name))!.click();
		const asks = (page: Page) => page.text.includes(m.setup_open_ask({ name: 'Dag 1' }));
		const other = now(aMeeting('day1', { date: '2026-04-09' }));
		press(other, m.setup_open());
		expect(asks(other)).toBe(true);
		const [date, today] = ['2026-04-09', '2026-03-12'].map((day) => dateInWords(day, getLocale()));
		expect(other.text).toContain(m.setup_open_day({ date: date!, today: today! }));
		const planned = now(aMeeting('day1'));
		press(planned, m.setup_open());
		const closedAt = Date.parse('2026-03-12T10:00:00Z');
		const again = now(aMeeting('day1', { closedAt, date: '2026-04-09' }));
		press(again, m.setup_open_again());
		const practised = now(aMeeting('day1', { date: '2026-04-09' }), undefined, { today: null });
		press(practised, m.setup_open());
		expect([planned, again, practised].map(asks)).toEqual([false, false, false]);
	});

	test('closed, it can be opened again', () => {
		const page = now(aMeeting('day1', { closedAt: 1 } as Partial<Meeting>));
		expect(page.text).toContain(m.setup_closed_text());
		expect(posts(page, m.setup_open_again())).toEqual({ to: '?/open', meeting: 'day1' });
	});

	test('it says what comes after it, and of the last one that it is', () => {
		expect(now(aMeeting('day1', { join }), aMeeting('day2')).text).toContain(
			m.setup_after({ name: 'Dag 2' })
		);
		expect(now(aMeeting('day1', { join })).text).toContain(m.setup_after_last());
	});

	test('a place that was not filled in is not shown', () => {
		expect(now(aMeeting('day1')).text).toContain('Dorpshuis');
		expect(now(aMeeting('day1', { place: '–' })).text).not.toContain('–');
	});
});

describe('all meetings', () => {
	const meetings = [
		aMeeting('day1', { closedAt: 1 } as Partial<Meeting>),
		aMeeting('day2', { join }),
		aMeeting('day3')
	];
	const list = (above: string) => show(Meetings, { meetings, above, today: '2026-03-12' });

	test('each says how it stands; the one that stands above has no second button here', () => {
		const page = list('day2');
		expect(page.texts('li .status')).toEqual([
			m.setup_meeting_closed(),
			m.setup_meeting_open(),
			m.setup_meeting_planned()
		]);
		expect(posts(page, m.setup_close_this({ name: 'Dag 2' }))).toBeNull();
		expect(posts(page, m.setup_open_this({ name: 'Dag 3' }))).toEqual({ to: '?/open', meeting: 'day3' });
	});

	test('it is asked before the room is taken to another one; closing one that still stands open is not', () => {
		const page = list('day1');
		expect(posts(page, m.setup_close_this({ name: 'Dag 2' }))).toEqual({ to: '?/close', meeting: 'day2' });
		const open = [...page.element.querySelectorAll('button')].find((button) =>
			words(button).startsWith(m.setup_open_this({ name: 'Dag 3' }))
		)!;
		open.click();
		expect(page.text).toContain(m.setup_open_ask({ name: 'Dag 3' }));
	});
});

describe('an organisation', () => {
	const organisation = {
		id: 'wel',
		slot: 'wel',
		name: 'Stichting Welzijn',
		short: 'Welzijn',
		initials: 'Wz'
	};
	const row = (given: Partial<typeof organisation> = {}) =>
		show(Organisation, {
			...{ organisation: { ...organisation, ...given }, place: 2, of: 3 }
		} as unknown as ComponentProps<typeof Organisation>);

	test('its words can be changed, and post all of them', () => {
		expect(posts(row(), m.setup_keep())).toEqual({
			...{ to: '?/rename', organisation: 'wel', name: 'Stichting Welzijn', short: 'Welzijn', initials: 'Wz' }
		});
	});

	test('refused, it stands open with what was typed; another one stays shut', () => {
		at.url = new URL('http://localhost/traject/ijssel/inrichten?/rename');
		at.form = {
			...{ ok: false, reason: 'initials-invalid', field: 'initials', message: 'Neem 1 tot 4 letters.' },
			given: { organisation: 'wel', name: 'Welzijn', short: 'W', initials: 'vier letters' }
		};
		const page = row();
		expect(page.element.querySelector('details')!.open).toBe(true);
		expect(posts(page, m.setup_keep())).toMatchObject({
			name: 'Welzijn',
			short: 'W',
			initials: 'vier letters'
		});
		expect(page.texts('.error')).toEqual(['Neem 1 tot 4 letters.']);
		const other = row({ id: 'ggd' });
		expect(other.element.querySelector('details')!.open).toBe(false);
		expect(other.texts('.error')).toEqual([]);
	});

	test('J32 open, it can be moved up and down and, asked first, taken off the table', async () => {
		const page = row();
		expect(page.element.querySelector('.place')).toBeNull();
		const details = page.element.querySelector('details')!;
		details.open = true;
		details.dispatchEvent(new Event('toggle'));
		await tick();
		expect(posts(page, m.sheet_up())).toEqual({ to: '?/moveOrganisation', organisation: 'wel', place: '1' });
		expect(posts(page, m.sheet_down())).toEqual({
			to: '?/moveOrganisation',
			organisation: 'wel',
			place: '3'
		});
		expect(posts(page, m.setup_organisation_remove())).toEqual({
			...{ to: '?/removeOrganisation', organisation: 'wel' }
		});
	});

	test('J32 another is added with the words of its kind, and who left can be put back', () => {
		const page = show(Organisations, {
			organisations: [{ ...organisation, kind: 'welzijn' }],
			gone: [{ ...organisation, id: 'ggd', name: 'GGD IJssel' }]
		} as unknown as ComponentProps<typeof Organisations>);
		expect(posts(page, m.setup_organisation_add_do())).toMatchObject({
			...{ to: '?/addOrganisation', kind: 'ggd', name: m.organisation_kind_ggd(), initials: 'GGD' }
		});
		expect(posts(page, m.sheet_put_back())).toEqual({ to: '?/putBackOrganisation', organisation: 'ggd' });
	});

	test('a short name that is the same is not said twice; markup is words', () => {
		expect(row({ name: 'GGD', short: 'GGD' }).texts('summary small')).toEqual([]);
		const page = row({ name: '<i>GGD</i>' });
		expect(page.element.querySelector('summary i')).toBeNull();
		expect(page.text).toContain('<i>GGD</i>');
	});
});

test('who has a seat, with their part in it where that is not to take part; who was removed is not there', () => {
	const people = [
		{ id: 'f', name: 'Fenna', role: 'lead', removedAt: null, here: true, slot: null, initials: null },
		{ id: 'w', name: 'Wies', role: 'participant', removedAt: null, here: false, slot: 'wel', initials: 'Wz' },
		{ id: 'g', name: 'Gert', role: 'observer', removedAt: 1, here: false, slot: 'ggd', initials: 'G' }
	];
	const none = { sent: 0, waiting: 0, failed: 0, held: true };
	const page = show(People, { people, post: none } as unknown as ComponentProps<typeof People>);
	expect(page.texts('h2')).toEqual([m.setup_people({ count: 2 })]);
	expect(page.texts('li > span[dir=auto]')).toEqual([`Fenna${m.role_lead()}`, 'Wies']);
	expect(page.texts('li .status')).toEqual([m.person_here(), m.person_away()]);
	expect(page.texts('p')).toEqual([]);
});

test('R11 how mail went is said in numbers, and that none leaves where some waits', () => {
	const told = (post: ComponentProps<typeof People>['post']) => show(People, { people: [], post }).texts('p');
	const some = { sent: 12, waiting: 0, failed: 1, held: true };
	expect(told(some)).toEqual([m.setup_post({ sent: 12, waiting: 0, failed: 1 })]);
	const waits = m.setup_post({ sent: 0, waiting: 3, failed: 0 });
	expect(told({ sent: 0, waiting: 3, failed: 0, held: true })).toEqual([`${waits} ${m.setup_post_held()}`]);
	expect(told({ sent: 0, waiting: 3, failed: 0, held: false })).toEqual([waits]);
});

describe('the way back', () => {
	const wayBack = (has: boolean) => show(OwnLink, { has, participant: 'fenna' });

	test('F7 who has no link of their own is told, and makes one by a press; who has one reads nothing', () => {
		const page = wayBack(false);
		expect(page.text).toContain(m.setup_way_back_text());
		expect(posts(page, m.setup_way_back_make())).toEqual({ to: '?/returnLink', participant: 'fenna' });
		expect(wayBack(true).text).toBe('');
	});

	test('F7 the link that was made stands there, also on a page without a script, and once', () => {
		at.form = { ok: true, participant: 'fenna', link: 'https://siroop.test/terug/abc', qr: join.qr };
		const page = wayBack(true);
		expect(page.element.querySelector('input')!.value).toBe('https://siroop.test/terug/abc');
		expect(page.text).toContain(m.setup_way_back_hint());
	});
});

describe('where others go', () => {
	const laptop = { origin: 'http://localhost:4321', isHere: true, reach: 'machine', isClosed: true } as const;
	const network = (given: Partial<ComponentProps<typeof Network>> = {}) =>
		show(Network, { ...laptop, addresses: ['192.168.1.5'], administers: true, ...given });

	test('R15 whoever administers the laptop opens it by a press; others read whom to ask', () => {
		expect(posts(network(), m.setup_network())).toEqual({ to: '?/network', address: '192.168.1.5' });
		expect(posts(network({ addresses: [] }), m.setup_network())).toEqual({ to: '?/network' });
		expect(posts(network({ administers: false }), m.setup_network())).toBeNull();
		expect(network({ administers: false }).text).toContain(m.setup_network_ask());
	});

	test('R17 of more addresses each can be chosen, before it is open and after', () => {
		const both = ['192.168.1.5', '10.0.0.5'];
		const use = m.setup_door_use({ address: '10.0.0.5' });
		expect(posts(network({ addresses: both }), use)).toEqual({ to: '?/network', address: '10.0.0.5' });
		const open = { origin: 'http://192.168.1.5:4321', reach: 'network', isClosed: false } as const;
		const page = network({ ...open, addresses: both });
		expect(posts(page, use)).toEqual({ to: '?/network', address: '10.0.0.5' });
		expect(posts(page, m.setup_door_use({ address: '192.168.1.5' }))).toBeNull();
	});

	test('R17 an address that only the machine has, or a name that phones need not know, is said with the address', () => {
		const set = { isClosed: false, addresses: [] };
		expect(network(set).text).toContain(m.setup_door_machine({ address: 'localhost:4321' }));
		const name = { ...set, origin: 'http://laptop.local', reach: 'name' } as const;
		expect(network(name).text).toContain(m.setup_door_name({ address: 'laptop.local' }));
	});

	test('R17 an address elsewhere is tried, and what does not answer is said; where all is well nothing is', async () => {
		const set = { ...{ isClosed: false, isHere: false, addresses: [] }, reach: 'anywhere' as const };
		const asked = vi.fn((_: string) => Promise.resolve(new Response('ok')));
		vi.stubGlobal('fetch', asked);
		const well = network({ ...set, origin: 'https://siroop.nl' });
		await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
		expect(asked.mock.calls[0]![0]).toBe('https://siroop.nl/healthz');
		expect(well.text).toBe('');
		asked.mockRejectedValue(new TypeError('failed to fetch'));
		const silent = network({ ...set, origin: 'https://siroop.nl' });
		await vi.waitFor(() => expect(silent.text).toContain(m.setup_door_silent({ address: 'siroop.nl' })));
		vi.unstubAllGlobals();
	});
});

test('D1 D2 the plan has the time of each step, until the last is over; a meeting without steps ends as it begins', () => {
	const steps = [
		{ id: 'a', name: 'Inchecken', question: '', minutes: 20 },
		{ id: 'b', name: 'Waarden', question: '', minutes: 45 }
	] as unknown as Meeting['steps'];
	const plan = (meeting: Meeting) => show(RunSheet, { meeting, journey: 'ijssel' });
	const page = plan(aMeeting('day1', { steps }));
	expect(page.texts('li > time')).toEqual(['09:30', '09:50']);
	expect(page.text).toContain(m.sheet_until({ from: '09:30', until: '10:35' }));
	expect(plan(aMeeting('day1')).text).toContain(m.sheet_until({ from: '09:30', until: '09:30' }));
});

test('I8 how long who is absent has is kept in working days', () => {
	const page = show(Absence, { days: 10 });
	expect(posts(page, m.setup_keep())).toEqual({ to: '?/setAbsentDays', days: '10' });
});
