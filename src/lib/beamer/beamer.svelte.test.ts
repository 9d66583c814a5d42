import type { ComponentProps } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import { timeOfDay } from '#domain/journey/moments.ts';
import { m } from '#lib/paraglide/messages.js';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts, OrganisationFacts, StepFacts, TableFacts } from '#wire/journey/facts.ts';
import Closed from './Closed.svelte';
import { shareJoin, type Join } from './join.ts';
import Lobby from './Lobby.svelte';
import Paused from './Paused.svelte';
import Tables from './Tables.svelte';

const now = Date.parse('2026-03-12T09:30:00Z');

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => {
	vi.useRealTimers();
	overwriteGetLocale(() => baseLocale);
});

const qr = { path: 'M0 0h1v1h-1z', size: 33 };
const open: Join = { address: 'siroop.test', code: '482731', qr };
const someone = (short: string, people: number) => ({ short, people, ready: false }) as OrganisationFacts;

function within(given: Partial<Facts> = {}, join: Join = open) {
	const facts = {
		...{
			run: 'one',
			version: 1,
			now,
			journey: { id: 'ijssel', name: 'Regio IJssel', rehearsal: null },
			timer: null
		},
		...{ meeting: { id: 'day1', name: 'Dag 1', place: '', code: '482731' }, step: null, pausedAt: null },
		...{ organisations: [], people: 0, connected: 0, values: [], ...given }
	} as unknown as Facts;
	const journey = new LiveJourney(facts, { beamer: 'token' });
	const share = () => {
		shareJourney(journey);
		shareJoin(() => join);
	};
	return Object.assign(share, { journey, facts });
}

describe('before it begins', () => {
	test('J1 how to get in stands there in two groups of three, and as a QR with a name', () => {
		const page = show(Lobby, {}, within());
		expect(page.texts('.code')).toEqual(['482 731']);
		expect(page.text).toContain(m.beamer_lobby_text({ address: 'siroop.test' }));
		expect(page.element.querySelector('svg[aria-label], [role=img]')!.getAttribute('aria-label')).toBe(
			m.beamer_qr({ address: 'siroop.test' })
		);
	});

	test('R17 an address that is every device itself is said on the lobby, and no other', () => {
		const page = show(Lobby, {}, within({}, { ...open, address: 'localhost:4321' }));
		expect(page.text).toContain(m.beamer_lobby_machine());
		expect(show(Lobby, {}, within()).text).not.toContain(m.beamer_lobby_machine());
	});

	test('J29 the six more stand small under the six, and are no part of what is typed first', () => {
		const whole: Join = { address: 'siroop.test', code: '482731904215', qr };
		const page = show(Lobby, {}, within({}, whole));
		expect(page.texts('.code')).toEqual(['482 731']);
		expect(page.texts('.rest')).toEqual([m.beamer_code_rest({ rest: '904 215' })]);
		expect(show(Lobby, {}, within()).texts('.rest')).toEqual([]);
	});

	test.each([
		[0, () => m.beamer_people({ count: 0 })],
		[1, () => m.beamer_people({ count: 1 })],
		[200, () => m.beamer_people({ count: 200 })]
	])('it counts who is there: %i', (connected, words) => {
		expect(show(Lobby, {}, within({ connected })).texts('footer b')).toContain(words());
	});

	test('a closed meeting has no way in, and says whether it is over or still to come', () => {
		const closed: Join = { address: 'siroop.test', code: null, qr: null };
		const over = show(Closed, {}, within({}, closed));
		expect(over.texts('h1')).toEqual([m.beamer_after_title()]);
		expect(over.texts('.code')).toEqual([]);
		const before = show(Closed, {}, within({ meeting: null }, closed));
		expect(before.texts('h1')).toEqual([m.beamer_before_title()]);
		expect(before.texts('header b')).toEqual(['Regio IJssel']);
		expect(show(Lobby, {}, within({}, closed)).texts('.code')).toEqual([]);
	});
});

describe('a break', () => {
	test('has the time of the day, which goes on, and how to get in', () => {
		const page = show(Paused, {}, within({ pausedAt: now, step: { name: 'Waarden' } as StepFacts }));
		const clock = (at: number) => m.beamer_pause_now({ time: timeOfDay(at, 'nl') });
		expect(page.text).toContain(clock(now));
		expect(page.texts('.code')).toEqual(['482 731']);
		vi.advanceTimersByTime(5 * 60_000);
		expect(page.text).toContain(clock(now + 5 * 60_000));
	});

	test('with a timer that runs it counts how long it lasts, in the place of the code; one that stands still does not', () => {
		const minutes = (endsAt: number | null) => ({ endsAt, leftMs: 600_000, totalMs: 600_000 });
		const running = show(Paused, {}, within({ timer: minutes(now + 600_000) }));
		expect(running.texts('[role=timer]')).toEqual(['10:00']);
		expect(running.texts('.code')).toEqual([]);
		expect(show(Paused, {}, within({ timer: minutes(null) })).texts('[role=timer]')).toEqual([]);
	});

	test('in English it is in English', () => {
		overwriteGetLocale(() => 'en');
		expect(show(Paused, {}, within()).text).toContain(m.beamer_pause({}, { locale: 'en' }));
	});
});

describe('the top line of every picture', () => {
	test('Y5 of a rehearsal it says that it is one', () => {
		expect(show(Lobby, {}, within()).text).not.toContain(m.rehearsal_label());
		const rehearsal = { id: 'ijssel', name: 'Regio IJssel', rehearsal: {} } as Facts['journey'];
		expect(show(Lobby, {}, within({ journey: rehearsal })).text).toContain(m.rehearsal_label());
	});

	test('U7 the values that bind are on it, and while there are none nothing is', () => {
		expect(show(Lobby, {}, within()).texts('.bind')).toEqual([]);
		const page = show(Lobby, {}, within({ values: ['Nabijheid', 'Lef'] }));
		expect(page.texts('.bind span')).toEqual(['Nabijheid', 'Lef']);
	});

	test('facts that come later are shown, and older ones are not', () => {
		const share = within({ connected: 1 });
		const page = show(Lobby, {}, share);
		share.journey.onLoad({ ...share.facts, version: 3, now: now + 2, connected: 3 });
		expect(page.text).toContain(m.beamer_people({ count: 3 }));
		share.journey.onLoad({ ...share.facts, version: 2, now: now + 1, connected: 2 });
		expect(page.text).toContain(m.beamer_people({ count: 3 }));
	});
});

describe('tables', () => {
	const table = (number: number, size: number): TableFacts => ({
		number,
		people: Array.from({ length: size }, (_, n) => ({
			id: `p${number}-${n}`,
			name: `Mens ${number}.${n + 1}`,
			organisation: null
		}))
	});
	const wall = (tables: TableFacts[]) => show(Tables, { tables } as ComponentProps<typeof Tables>, within());

	test('who sits where, by name', () => {
		const page = wall([table(1, 2), table(2, 3)]);
		expect(page.texts('h1')).toEqual([m.tables_title()]);
		expect(page.texts('h2')).toEqual([m.tables_number({ number: 1 }), m.tables_number({ number: 2 })]);
		expect(page.texts('ul > li')).toEqual(['Mens 1.1', 'Mens 1.2', 'Mens 2.1', 'Mens 2.2', 'Mens 2.3']);
	});

	test('few tables stand larger, many do not', () => {
		const isLarge = (count: number) =>
			wall(Array.from({ length: count }, (_, n) => table(n + 1, 2)))
				.element.querySelector('ol')!
				.hasAttribute('data-few');
		expect([isLarge(1), isLarge(4), isLarge(5)]).toEqual([true, true, false]);
	});

	test('more than fit in the picture are looked up on the phone; nobody is left out of a list that looks whole', () => {
		const pairs = (count: number) => wall(Array.from({ length: count }, (_, n) => table(n + 1, 2)));
		expect(pairs(12).texts('ul > li')).toHaveLength(24);
		const many = pairs(13);
		expect(many.texts('ul > li')).toEqual([]);
		expect(many.text).toContain(m.tables_phone({ count: 13 }));
	});

	test('the code stands in the top line, with the time while that runs', () => {
		expect(wall([table(1, 2)]).texts('.end')).toEqual(['siroop.test, 482 731']);
	});
});

test('the band of the lobby tells organisations of which somebody is there from the others', () => {
	const organisations = [someone('Welzijn', 3), someone('GGD', 0)];
	const page = show(Lobby, {}, within({ connected: 3, organisations }));
	const band = page.element.querySelector('footer')!.textContent.replace(/\s+/g, ' ');
	expect(band).toContain('Welzijn');
	expect(band).toContain('GGD');
	expect(band.match(new RegExp(m.beamer_here(), 'g')) ?? []).toHaveLength(1);
});
