import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import TimeAndCode from '#lib/beamer/TimeAndCode.svelte';
import Time from '#lib/beamer/Time.svelte';
import { shareJoin } from '#lib/beamer/join.ts';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import Strip from '#lib/journey/Strip.svelte';
import { m } from '#lib/paraglide/messages.js';
import { Announcements, provideAnnouncements } from '#lib/ui/announcements.svelte.ts';
import { comeTo } from '#lib/ui/app-stand-in.svelte.ts';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts, StepFacts, Timer } from '#wire/journey/facts.ts';
import Clock from './Clock.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const minute = 60_000;
/** Where the clock of the server stands when the screens begin, ms. */
const noon = Date.parse('2026-03-12T12:00:00Z');
const step = {
	id: 'stepvalues',
	kind: 'values',
	name: 'Waarden',
	stage: 'writing',
	state: null
} as StepFacts;
const running = (leftMs: number, now = noon): Timer => ({
	endsAt: now + leftMs,
	leftMs,
	totalMs: 12 * minute
});
const held = (leftMs: number): Timer => ({ endsAt: null, leftMs, totalMs: 12 * minute });

beforeEach(() => {
	comeTo({ data: { seat: { name: 'Wies' } } });
	vi.useFakeTimers({ now: noon });
});
afterEach(() => {
	vi.useRealTimers();
	sessionStorage.clear();
});

/** The phone, the console and both ways in which a beamer shows the time. `ahead`: of the device, ms. */
function screens(timer: Timer | null, ahead = 0) {
	vi.setSystemTime(noon + ahead);
	const began = performance.now();
	let version = 1;
	const facts = (now: number, timer: Timer | null) =>
		({
			version: version++,
			now,
			timer,
			step,
			organisations: [],
			connected: 0,
			meeting: null,
			journey: { id: 'journeyijssel' }
		}) as unknown as Facts;
	const journey = new LiveJourney(facts(noon, timer));
	const within = () => {
		shareJourney(journey);
		provideAnnouncements(new Announcements());
		shareJoin(() => ({ address: 'siroop.test', code: null, qr: null }));
	};
	const phone = show(Strip, { step }, within);
	const console = show(Clock, { minutes: 12 }, within);
	const [wall, table] = [show(Time, {}, within), show(TimeAndCode, {}, within)];
	const of = (page: typeof phone, selector: string) => page.texts(selector)[0];
	return {
		console,
		/** By the clock of the server. */
		now: () => noon + performance.now() - began,
		tell: (timer: Timer | null) => {
			journey.onLoad(facts(noon + performance.now() - began, timer));
			flushSync();
		},
		seen: () => [
			of(phone, '.time time') ?? of(phone, '.time'),
			of(console, '[role=timer]'),
			of(wall, '[role=timer]'),
			of(table, '[role=timer]')
		]
	};
}

const everywhere = (time: string | undefined) => Array(4).fill(time);

test.each([0, 90_000, -90_000])(
	'T1 every screen has the time of the server, on a device that is %i ms ahead',
	(ahead) => {
		const room = screens(running(12 * minute), ahead);
		expect(room.seen()).toEqual(everywhere('12:00'));
		vi.advanceTimersByTime(1000);
		expect(room.seen()).toEqual(everywhere('11:59'));
		vi.advanceTimersByTime(5 * minute);
		expect(room.seen()).toEqual(everywhere('6:59'));
	}
);

test('T2 a minute more is a minute more on every screen', () => {
	const room = screens(running(3 * minute));
	vi.advanceTimersByTime(30_000);
	expect(room.seen()).toEqual(everywhere('2:30'));
	room.tell(running(3.5 * minute, room.now()));
	expect(room.seen()).toEqual(everywhere('3:30'));
});

test('T3 a timer that is held stands still, and goes on from there', () => {
	const room = screens(running(3 * minute));
	expect(room.console.control(m.console_timer_hold())).not.toBeNull();
	room.tell(held(2 * minute));
	expect(room.console.control(m.console_timer_on())).not.toBeNull();
	expect(room.console.control(m.console_timer_hold())).toBeNull();
	expect(room.seen()).toEqual(everywhere('2:00'));
	vi.advanceTimersByTime(10 * minute);
	expect(room.seen()).toEqual(everywhere('2:00'));
	room.tell(running(2 * minute, room.now()));
	vi.advanceTimersByTime(2000);
	expect(room.seen()).toEqual(everywhere('1:58'));
});

test('T4 at zero every screen says so, and goes on saying it', () => {
	const room = screens(running(2000));
	vi.advanceTimersByTime(2000);
	expect(room.seen()).toEqual(everywhere(m.time_up()));
	vi.advanceTimersByTime(10 * minute);
	expect(room.seen()).toEqual(everywhere(m.time_up()));
	// Time is given, held or stopped as before.
	for (const name of [m.console_minus(), m.console_plus(), m.console_timer_hold()])
		expect(room.console.control(name), name).not.toBeNull();
});

test('no time runs: no screen has one, and the console offers to begin with the minutes of the step', () => {
	const room = screens(null);
	expect(room.seen()).toEqual(everywhere(undefined));
	expect(room.console.control(m.console_timer_start({ count: 12 }))).not.toBeNull();
	room.tell(running(minute));
	expect(room.seen()).toEqual(everywhere('1:00'));
});
