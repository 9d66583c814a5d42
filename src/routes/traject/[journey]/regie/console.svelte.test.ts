import type { ComponentProps } from 'svelte';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Role } from '#domain/journey/access.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import Speakers from '#lib/console/Speakers.svelte';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { Announcements, provideAnnouncements } from '#lib/ui/announcements.svelte.ts';
import { comeTo, page as at } from '#lib/ui/app-stand-in.svelte.ts';
import { keepFocus } from '#lib/ui/kept-focus.ts';
import { show, until, type Page } from '#lib/ui/shown.svelte.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import Controls from './Controls.svelte';
import Gate from './Gate.svelte';
import Newcomers from './Newcomers.svelte';
import People from './People.svelte';
import RunSheet from './RunSheet.svelte';
import Screens from './Screens.svelte';
import Step from './Step.svelte';
import Tables from './Tables.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const minute = 60_000;
/** A quarter past nine, in the Netherlands, on the day of the first meeting. */
const now = Date.parse('2026-03-12T08:15:00Z');

beforeEach(() => {
	vi.useFakeTimers({ now });
	comeTo({ at: '/traject/ijssel/regie' });
});
afterEach(() => {
	vi.useRealTimers();
	overwriteGetLocale(() => baseLocale);
});

const someone = (slot: string, people: number, readyPeople = 0, writing = 0): OrganisationFacts => ({
	...{ id: slot, slot, name: `Stichting ${slot}`, short: slot, initials: slot, people, readyPeople, writing },
	ready: people > 0 && readyPeople === people
});

const aStep = (stage: string, more: Partial<StepFacts> = {}): StepFacts => ({
	...{ id: 'values', kind: 'values', name: 'Waarden', question: 'Vanuit welke waarden vertrek jij?' },
	...{ position: 2, of: 3, stage, lockedAt: null, minutes: 45, cards: 0, writing: 0, waiting: 0 },
	...{ ready: null, form: 'plenary', tables: null, gate: [], state: null, ...more }
});

/** The console of a journey in which this is so. */
function within(given: Partial<Facts> = {}): () => void {
	const facts: Facts = {
		...{ run: 'one', version: 1, now, journey: { id: 'ijssel', name: 'Regio IJssel', rehearsal: null } },
		...{
			meeting: { id: 'day1', name: 'Dag 1', place: '', code: '123456' },
			step: null,
			pausedAt: null,
			pulls: 0
		},
		...{ timer: null, organisations: [], gone: [], people: 0, connected: 0, doors: {}, values: [], ...given }
	};
	const journey = new LiveJourney(facts);
	return () => {
		shareJourney(journey);
		provideAnnouncements(new Announcements());
	};
}

const words = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();
const buttons = (page: Page) => [...page.element.querySelectorAll('button')];
/** What the form of this button would post, beside what its fields began with; null when there is none. */
function posts(page: Page, name: string) {
	const form = buttons(page).find((found) => words(found).startsWith(name))?.form;
	if (!form) return null;
	const { was: _, ...fields } = Object.fromEntries(new FormData(form));
	return { to: form.getAttribute('action'), ...fields };
}

type Controlled = ComponentProps<typeof Controls>;
const line = (id: string, meeting = 'day1', more: object = {}) =>
	({
		id,
		name: `Stap ${id}`,
		meeting,
		position: 1,
		minutes: 30,
		next: 'x',
		enteredAt: null,
		...more
	}) as unknown as Controlled['steps'][number];
const day = (id: string, more: object = {}) =>
	({
		id,
		name: `Dag ${id.at(-1)}`,
		date: '2026-03-12',
		startsAt: '09:00',
		openedAt: null,
		...more
	}) as Controlled['meetings'][number];

function controls(step: StepFacts, given: Partial<Facts> = {}, more: Partial<Controlled> = {}): Page {
	const steps = [line('before'), line(step.id), line('after'), line('next-day', 'day2')];
	const meetings = [day('day1'), day('day2')];
	return show(
		Controls,
		{ step, steps, meetings, opened: null, address: '/traject/ijssel', ...more },
		within({ step, ...given })
	);
}

describe('where to', () => {
	test('P2 on and back name the stage that they lead to, and the one that they come from', () => {
		const page = controls(aStep('sorting'));
		const next = m.console_next({ to: m.stage_weighing() });
		expect(posts(page, next)).toEqual({ to: '?/move', step: 'values', from: 'sorting', by: '1' });
		const back = m.console_back({ to: m.stage_writing() });
		expect(posts(page, back)).toEqual({ to: '?/move', step: 'values', from: 'sorting', by: '-1' });
	});

	test('P2 a second press on what took the place of the first is another act, not the same one again', () => {
		const first = posts(controls(aStep('sorting')), m.console_next({ to: m.stage_weighing() }));
		const second = posts(controls(aStep('weighing')), m.console_next({ to: m.console_harvest() }));
		expect([first, second].map((sent) => sent && 'from' in sent && sent.from)).toEqual([
			'sorting',
			'weighing'
		]);
	});

	test('at its first stage back leads to the step before, after its last the way on to the step behind', () => {
		const first = controls(aStep('prepared'));
		expect(posts(first, m.console_back({ to: 'Stap before' }))).toEqual({ to: '?/goTo', step: 'before' });
		const last = controls(aStep('consenting'));
		expect(posts(last, m.console_next({ to: 'Stap after' }))).toEqual({ to: '?/goTo', step: 'after' });
	});

	test('the way on never leaves the day: after its last step it ends the meeting, or goes to the next day', () => {
		const steps = [line('values'), line('next-day', 'day2')];
		const open = controls(aStep('consenting'), {}, { steps });
		expect(posts(open, m.console_next({ to: 'Stap next-day' }))).toBeNull();
		expect(open.texts('a.button')).toEqual([m.console_finish()]);
		const closed = { meeting: { id: 'day1', name: 'Dag 1', place: '', code: null } };
		const page = controls(aStep('consenting'), closed, { steps });
		expect(page.texts('a.button')).toEqual([m.console_to_next({ name: 'Dag 2' })]);
		expect(page.element.querySelector('a.button')!.getAttribute('href')).toBe('/traject/ijssel/inrichten');
		const alone = controls(aStep('consenting'), closed, { steps: [line('values', 'day2')] });
		expect(alone.texts('a.button')).toEqual([m.console_finish()]);
	});

	/** The buttons in ink that stand there, beside those of a question that nobody asked yet. */
	const inks = (page: Page) =>
		[...page.element.querySelectorAll('.button:not(.quiet, .plain)')].filter((one) => !one.closest('dialog'));
	const states = [
		null,
		{ part: 'check-in', speaker: null, next: { id: 'a' }, spoken: 0, total: 2, rules: [], accepted: 0 },
		{ part: 'cards', anonymous: false, dots: { closedAt: null }, harvest: [] },
		{ part: 'talk', cards: [{ state: 'none' }], current: null },
		{ part: 'talk', cards: [{ state: 'under-way' }], current: { talk: 't', turn: 5 } },
		{
			...{ part: 'consent', phase: 'standpoint', questions: [], reactions: [] },
			subjects: [{ id: 's', agreed: false, shown: false, given: 0, standings: [{ standing: 'asked' }] }]
		},
		{ part: 'scores', filled: 0, of: 1, spread: [{ theme: 'a' }], shown: null }
	] as unknown as StepFacts['state'][];

	test('P14 there is one ink button, in each stage of each kind, whatever its state, in a break and at a closed gate too', () => {
		const gate = [{ reason: 'values-none', names: [] }];
		for (const { kind, stages } of kinds)
			for (const { name } of stages)
				for (const state of states)
					for (const more of state ? [{}] : [{}, { pausedAt: now }, { gate }]) {
						const page = controls(aStep(name, { kind, state, ...more }), more);
						expect([kind, name, state?.part, inks(page).length]).toEqual([kind, name, state?.part, 1]);
						page.element.replaceChildren();
					}
	});

	test('P14 on the last step of the day, and on another than the room’s, there is one ink button too', () => {
		const last = controls(aStep('consenting'), {}, { steps: [line('values')] });
		expect(inks(last).map(words)).toEqual([m.console_finish()]);
		at.url = new URL('http://localhost/traject/ijssel/regie?stap=after');
		const ahead = controls(aStep('writing', { id: 'after', name: 'Later' }), { step: aStep('sorting') });
		expect(inks(ahead).map(words)).toEqual([expect.stringContaining(m.console_go_here({ step: 'Later' }))]);
	});

	test('P15 going past what the stage waits for is asked, with what is skipped by name; nothing skipped, nothing asked', () => {
		const asked = (step: StepFacts, to: string, more: object = {}) => {
			const page = controls(step, { people: 8 }, more);
			const next = m.console_next({ to });
			buttons(page)
				.find((found) => words(found).startsWith(next))!
				.click();
			return page.texts('.ways dialog p:first-of-type');
		};
		const [, round, dots] = states;
		expect(asked(aStep('round', { kind: 'check-in', state: round! }), m.stage_agreeing())).toEqual([
			m.skip_round_not_held()
		]);
		expect(asked(aStep('weighing', { state: dots! }), m.console_harvest())).toEqual([m.skip_dots_open()]);
		expect(asked(aStep('sorting', { state: dots! }), m.stage_weighing(), { loose: 1 })).toEqual([
			m.skip_cards_loose({ count: 1, words: '' })
		]);
		expect(asked(aStep('sorting', { state: dots! }), m.stage_weighing())).toEqual([]);
		const consent = states[5]!;
		expect(asked(aStep('consenting', { state: consent }), 'Stap after')).toEqual([
			m.skip_answers_missing({ count: 1, words: '' })
		]);
	});

	const undo = (stage: string | null, more: object = {}): Partial<Controlled> => ({
		undo: {
			...{ step: 'values', moved: now, until: now + 10_000, stage, kind: 'values', name: 'Waarden' },
			...{ toStep: 'values', stays: null, ...more }
		}
	});

	test('P16 the last move is taken back by its own button, which says what stays, and stands in the place of back', () => {
		const page = controls(aStep('sorting'), {}, undo('writing', { stays: 'cards' }));
		const name = m.console_undo({ to: m.stage_writing() });
		expect(posts(page, name)).toEqual({ to: '?/undoMove', step: 'values', moved: String(now) });
		expect(page.text).toContain(m.console_undo_cards());
		expect(posts(page, m.console_back({ to: m.stage_writing() }))).toBeNull();
		const over = controls(aStep('sorting'), {}, undo('writing', { until: now }));
		expect(posts(over, name)).toBeNull();
		expect(posts(over, m.console_back({ to: m.stage_writing() }))).not.toBeNull();
	});

	test('P16 after going back, back leads further and taking back leads on; to a step it is called by its name', () => {
		const page = controls(aStep('sorting'), {}, undo('weighing'));
		expect(posts(page, m.console_undo({ to: m.stage_weighing() }))).not.toBeNull();
		expect(posts(page, m.console_back({ to: m.stage_writing() }))).not.toBeNull();
		const step = controls(aStep('sorting'), {}, undo(null, { name: 'Inchecken', toStep: 'before' }));
		expect(posts(step, m.console_undo({ to: 'Inchecken' }))).not.toBeNull();
	});

	test('P17 a key presses the button that stands there, and none once keys are off', async () => {
		const page = controls(aStep('sorting'));
		const sent: string[] = [];
		page.element.addEventListener('submit', ({ target }) => {
			sent.push((target as HTMLFormElement).getAttribute('action')!);
		});
		const press = (key: string) =>
			document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
		for (const key of ['n', 'p', 't', 'h', 'b', 'PageDown', ' ']) press(key);
		expect(sent).toEqual(['?/move', '?/move', '?/startTimer', '?/pull']);
		buttons(page)
			.find((found) => words(found) === m.keys_title())!
			.click();
		const sheet = () => page.element.querySelector<HTMLDialogElement>('dialog[open]');
		await until(() => sheet() !== null);
		expect(sheet()!.textContent).toContain(m.keys_next());
		page.control<HTMLInputElement>(m.keys_on())!.click();
		expect(localStorage.getItem('siroop:keys-off')).not.toBeNull();
		buttons(page)
			.find((found) => words(found) === m.keys_close())!
			.click();
		press('n');
		expect(sent).toHaveLength(4);
		localStorage.clear();
	});

	test('G1 a closed stage cannot be entered: what is missing is said, by name', () => {
		const gate = [{ reason: 'values-open', names: ['GGD Meerstreek', 'Politie'] }];
		const page = controls(aStep('prepared', { kind: 'future', gate }));
		expect(posts(page, m.console_next({ to: m.stage_writing() }))).toBeNull();
		expect(page.text).toContain(m.gate_values_open({ names: 'GGD Meerstreek, Politie' }));
	});

	test('on another step than the room’s one can only go there, or look back', () => {
		at.url = new URL('http://localhost/traject/ijssel/regie?stap=after');
		const page = controls(aStep('writing', { id: 'after', name: 'Het is 2040' }), { step: aStep('sorting') });
		expect(posts(page, m.console_go_here({ step: 'Het is 2040' }))).toEqual({
			to: '?/goTo&stap=after',
			step: 'after'
		});
		expect(page.texts('a.button')).toEqual([m.console_look_back()]);
		for (const name of [m.console_pull(), m.console_pause(), m.console_lock()])
			expect(posts(page, name)).toBeNull();
	});

	test.each([
		[1, 0, () => m.console_sure_writing({ count: 1, words: '' })],
		[0, 1, () => m.console_sure_busy({ count: 1, words: '' })]
	])('P3 it is asked first while somebody is busy: %i writing, %i not ready', (writing, busy, said) => {
		const organisations = [
			someone('wel', 1, 1),
			someone('ggd', 1, busy ? 0 : 1),
			someone('pol', 2, writing ? 1 : 2)
		];
		const step = aStep('writing', { writing });
		const page = controls(step, { organisations });
		buttons(page)
			.find((found) => words(found).startsWith(m.console_next({ to: m.stage_sorting() })))!
			.click();
		expect(page.text).toContain(m.console_reveal_ask());
		expect(page.text).toContain(said());
		expect(page.text).toContain(m.console_reveal_text());
	});

	test('P3 N14 where nobody is to know who wrote it asks while somebody of the table is not ready, and not after', () => {
		const asked = (ready: number) => {
			const page = controls(aStep('writing', { ready: { ready, of: 3 } }), {
				organisations: [someone('wel', 3)]
			});
			buttons(page)
				.find((found) => words(found).startsWith(m.console_next({ to: m.stage_sorting() })))!
				.click();
			return page.text;
		};
		expect(asked(2)).toContain(m.console_sure_busy({ count: 1, words: '' }));
		expect(asked(3)).not.toContain(m.console_reveal_ask());
	});

	test('P3 with everybody ready, or nobody there, it is not asked', () => {
		for (const organisations of [[someone('wel', 2, 2)], [someone('wel', 0)], []]) {
			const page = controls(aStep('writing'), { organisations });
			buttons(page)
				.find((found) => words(found).startsWith(m.console_next({ to: m.stage_sorting() })))!
				.click();
			expect(page.text).not.toContain(m.console_reveal_ask());
		}
	});

	test('P3 without a script the question comes back with the page, and its answer is a button', () => {
		at.url = new URL('http://localhost/traject/ijssel/regie?/move');
		at.form = {
			...{ ok: false, reason: 'not-all-ready', message: 'Nog niet iedereen is klaar.' },
			given: { step: 'values', from: 'writing', by: '1' }
		};
		const page = controls(aStep('writing'), { organisations: [someone('wel', 2, 1)] });
		expect(posts(page, m.console_reveal_do())).toMatchObject({ to: '?/move', by: '1', sure: 'yes' });
		// Of the form beside it, which moves back, nothing was refused.
		expect(posts(page, m.console_back({ to: m.stage_prepared() }))).not.toHaveProperty('sure');
	});
});

describe('the room', () => {
	test('P5 P6 A6 one can call everybody, pause and lock; each has its way back in its place', () => {
		const open = controls(aStep('sorting'));
		expect(posts(open, m.console_pull())).toEqual({ to: '?/pull' });
		expect(posts(open, m.console_pause())).toEqual({ to: '?/pause' });
		expect(posts(open, m.console_lock())).toEqual({ to: '?/lock', step: 'values' });
		const shut = controls(aStep('sorting', { lockedAt: now }), { pausedAt: now });
		expect(posts(shut, m.console_resume())).toEqual({ to: '?/resume' });
		expect(posts(shut, m.console_unlock())).toEqual({ to: '?/unlock', step: 'values' });
		const pressed = buttons(shut).filter((found) => found.getAttribute('aria-pressed') === 'true');
		expect(pressed.map(words)).toEqual([m.console_unlock()]);
	});

	test('T6 while a talk counts its own turns there is no second clock to begin', () => {
		const talk = { part: 'talk', current: { card: 'card1' } } as unknown as StepFacts['state'];
		const begin = m.console_timer_start({ count: 45 });
		expect(posts(controls(aStep('talking', { kind: 'hard-talk', state: talk })), begin)).toBeNull();
		expect(posts(controls(aStep('writing')), begin)).toEqual({ to: '?/startTimer', minutes: '45' });
	});
});

describe('the gate', () => {
	const gate = (step: StepFacts, opened: string | null = null) =>
		show(Gate, { step, stage: 'writing', opened }, within());

	test('G1 nothing missing and never opened: nothing there', () => {
		expect(gate(aStep('prepared')).text).toBe('');
	});

	test('G5 G6 with a reason it opens, and the reason stands there until it is closed again', () => {
		const missing = [{ reason: 'values-none', names: [] }];
		const closed = gate(aStep('prepared', { gate: missing }));
		expect(posts(closed, m.gate_open_do())).toEqual({
			to: '?/openGate',
			step: 'values',
			stage: 'writing',
			reason: ''
		});
		const opened = gate(aStep('prepared'), 'De GGD antwoordt morgen.');
		expect(opened.text).toContain(m.gate_opened({ reason: 'De GGD antwoordt morgen.' }));
		expect(posts(opened, m.gate_close())).toEqual({ to: '?/closeGate', step: 'values', stage: 'writing' });
	});

	test('G5 a reason that was too short comes back in its field, with why', () => {
		at.url = new URL('http://localhost/traject/ijssel/regie?/openGate');
		at.form = {
			...{ ok: false, reason: 'gate-reason-short', field: 'reason', message: 'Schrijf op waarom.' },
			given: { step: 'values', stage: 'writing', reason: 'haast' }
		};
		const page = gate(aStep('prepared', { gate: [{ reason: 'values-none', names: [] }] }));
		expect(page.control<HTMLTextAreaElement>(m.gate_open_reason())!.value).toBe('haast');
		expect(page.texts('.error')).toEqual(['Schrijf op waarom.']);
	});

	test('N4 what no reason opens has no form to give one', () => {
		const final = [{ reason: 'reveal-few', names: [], final: true as const }];
		const page = gate(aStep('writing', { gate: final }));
		expect(page.text).toContain(m.gate_console_title());
		expect(posts(page, m.gate_open_do())).toBeNull();
	});
});

describe('the step in the middle', () => {
	const shown = (step: StepFacts, organisations: OrganisationFacts[] = [], here = true) =>
		show(Step, { step, here }, within({ step, organisations }));

	test('P7 all stages stand there, and which one it is', () => {
		const page = shown(aStep('sorting'));
		expect(page.texts('.stages [aria-current=step]')).toEqual([m.stage_sorting()]);
		expect(page.texts('.stages .past')).toEqual([m.stage_prepared(), m.stage_writing()]);
		expect(page.texts('h1')).toEqual(['Vanuit welke waarden vertrek jij?']);
	});

	test('R1 R2 who is ready is told of an organisation, never of a person', () => {
		const organisations = [
			someone('wel', 2, 2),
			someone('ggd', 3, 1, 2),
			someone('pol', 1),
			someone('zor', 0)
		];
		const page = shown(aStep('writing', { cards: 12, writing: 2 }), organisations);
		expect(page.texts('.readiness .status')).toEqual([
			m.band_ready(),
			m.console_still_writing({ count: 2 }),
			m.band_busy(),
			m.band_absent()
		]);
		expect(page.texts('.readiness .number')).toEqual([
			m.console_of({ count: 2, of: 2 }),
			m.console_of({ count: 1, of: 3 }),
			m.console_of({ count: 0, of: 1 }),
			''
		]);
		expect(page.texts('h2')).toEqual([m.console_ready({ ready: 1, of: 3 })]);
		expect(page.text).toContain(m.group_count({ count: 12 }));
		expect(page.text).toContain(m.console_writing({ count: 2 }));
	});

	test('N14 where nobody is to know who wrote it tells who is there, of the table how many are ready, and about how many cards', () => {
		const organisations = [someone('wel', 2), someone('zor', 0)];
		const ready = { ready: 1, of: 3 };
		const page = shown(aStep('writing', { cards: 5, ready }), organisations);
		expect(page.texts('h2')).toEqual([m.people_ready(ready)]);
		expect(page.texts('.readiness .status')).toEqual([m.console_there(), m.band_absent()]);
		expect(page.texts('.readiness .number')).toEqual([m.console_people({ count: 2 }), '']);
		expect(page.text).toContain(m.anonymous_cards_some({ count: 5 }));
		expect(page.text).toContain(m.anonymous_counts());
		expect(page.text).not.toContain(m.console_privacy());
		const early = shown(aStep('writing', { ready: { ready: 0, of: 0 } }), [someone('wel', 0)]);
		expect(early.texts('h2')).toEqual([m.console_there_count({ count: 0, of: 1 })]);
		expect(early.text).toContain(m.anonymous_cards_few());
	});

	test('A2 while people write alone it is said that nobody reads it; one card and one writer are one', () => {
		const page = shown(aStep('writing', { cards: 1, writing: 1 }), [someone('wel', 1)]);
		expect(page.text).toContain(m.console_privacy());
		expect(page.text).toContain(m.group_count({ count: 1 }));
		expect(page.text).toContain(m.console_writing({ count: 1 }));
		expect(shown(aStep('prepared'), [someone('wel', 1)]).text).not.toContain(m.console_privacy());
	});

	test('before it begins it says who is there; where the table works together it says nothing of that', () => {
		const organisations = [someone('wel', 2), someone('ggd', 0), someone('pol', 1)];
		const page = shown(aStep('prepared'), organisations);
		expect(page.texts('h2')).toEqual([m.console_there_count({ count: 2, of: 3 })]);
		expect(page.texts('.readiness .status')).toEqual([m.console_there(), m.band_absent(), m.console_there()]);
		expect(shown(aStep('sorting'), organisations).texts('.readiness')).toEqual([]);
	});

	test('of another step than the room’s it says that one only looks', () => {
		const page = shown(aStep('writing'), [someone('wel', 1)], false);
		expect(page.text).toContain(m.console_looking());
		expect(page.texts('.readiness')).toEqual([]);
	});
});

describe('the run-sheet', () => {
	const opened = day('day1', { openedAt: now - 15 * minute });
	const sheet = (given: { room?: string; minutes?: number; meeting?: ReturnType<typeof day> } = {}) => {
		const { room = 'values', minutes = 15, meeting = opened } = given;
		const steps = [
			line('check-in', 'day1', { position: 1, minutes, next: null, enteredAt: now - 15 * minute }),
			line('values', 'day1', { position: 2, minutes: 45, enteredAt: room === 'values' ? now : null }),
			line('future', 'day2', { position: 3 })
		];
		const step = aStep('writing', { id: room, position: steps.findIndex(({ id }) => id === room) + 1 });
		return show(
			RunSheet,
			{
				steps,
				meetings: [meeting, day('day2')],
				shown: 'check-in',
				address: '/traject/ijssel'
			} as unknown as ComponentProps<typeof RunSheet>,
			within({ step, meeting: { id: 'day1', name: 'Dag 1', place: '', code: '1' } })
		);
	};

	test('D1 it says when each step begins, and that the room is on time', () => {
		const page = sheet();
		expect(page.texts('time')).toEqual(['09:00', '09:15']);
		expect(page.text).toContain(m.console_on_time());
		expect(page.texts('ol > li[aria-current=step] > a')).toEqual(['Stap values']);
		expect(page.texts('ol > li a[aria-current=page]')).toEqual(['Stap check-in']);
	});

	test('D3 a room that is behind, or ahead, is so many minutes', () => {
		expect(sheet({ room: 'check-in', minutes: 5 }).text).toContain(m.console_late({ count: 10 }));
		expect(sheet({ minutes: 20 }).text).toContain(m.console_ahead({ count: 5 }));
	});

	test('D4 of a meeting that was not opened nothing is late', () => {
		const page = sheet({ meeting: day('day1'), room: 'check-in', minutes: 1 });
		for (const said of [m.console_on_time(), m.console_late({ count: 14 })])
			expect(page.text).not.toContain(said);
	});

	test('a step of the past is done; the next day is named and its steps are not there', () => {
		const page = sheet();
		expect(page.texts('ol > li')[0]).toContain(m.console_done());
		expect(page.texts('ol > li')[1]).toContain(m.minutes_short({ count: 45 }));
		expect(page.texts('ol > li')).toHaveLength(2);
		expect(page.text).toContain(m.console_after({ name: 'Dag 2' }));
	});

	test('its links lead to the console of that step, and to its exports', () => {
		const links = [...sheet().element.querySelectorAll('.sheet > nav:first-child a')].map((a) =>
			a.getAttribute('href')
		);
		expect(links).toEqual([
			'/traject/ijssel/regie?stap=check-in',
			'/traject/ijssel/regie',
			'/traject/ijssel/draaiboek?stap=check-in#step-check-in',
			'/traject/ijssel/stap/check-in/export.csv',
			'/traject/ijssel/stap/check-in/export.json'
		]);
	});

	test('in English it is in English', () => {
		overwriteGetLocale(() => 'en');
		expect(sheet().text).toContain(m.console_on_time({}, { locale: 'en' }));
	});
});

describe('people', () => {
	type Person = ComponentProps<typeof People>['people'][number];
	const person = (id: string, role: Role = 'participant', more: Partial<Person> = {}): Person => ({
		...{
			id,
			name: id,
			role,
			removedAt: null,
			enteredBy: null,
			deviceAt: 1,
			organisation: 'wel',
			initials: 'Wz',
			slot: 'wel'
		},
		...{ job: '', joinedAt: 0, admittedAt: 0, speaks: null, doubtedBy: null, saysIs: null },
		...{ here: true, ...more }
	});
	const everyone = [
		person('fenna', 'lead', { organisation: null, initials: null, slot: null }),
		person('cor', 'co-facilitator', { organisation: null, initials: null, slot: null }),
		person('wies'),
		person('ria', 'participant', {
			organisation: null,
			initials: null,
			slot: null,
			enteredBy: 'fenna',
			here: false
		}),
		person('gert', 'participant', { removedAt: now })
	];
	const list = (me: string, role: Role, people = everyone) =>
		show(
			People,
			{ people, me: { participant: me, role } as ComponentProps<typeof People>['me'] },
			within({ organisations: [] })
		);
	/** The acts on one person, each `action`. */
	const acts = (page: Page, id: string) => {
		const rows = [...page.element.querySelectorAll('.rows > li')];
		const row = rows.find((found) => found.querySelector('.name, s')!.textContent.startsWith(id))!;
		return [...row.querySelectorAll('form')].map((form) => form.getAttribute('action')!.slice(2));
	};

	test('P13 J21 who is admitted by keyboard goes on to the next question, and hears when there is none', async () => {
		vi.useRealTimers();
		const announcements = new Announcements();
		const props = $state({
			people: ['anna', 'bas'].map((id) => person(id, 'participant', { admittedAt: null }))
		});
		const page = show(Newcomers, props, () => {
			within()();
			provideAnnouncements(announcements);
		});
		onTestFinished(keepFocus());
		onTestFinished(() => announcements.stop());
		page.control(`${m.newcomer_yes()}: anna`)!.focus();
		props.people = props.people.slice(1);
		await until(() => document.activeElement?.textContent.includes('bas') ?? false);
		expect(document.activeElement!.tagName).toBe('LI');
		props.people = [];
		await until(() => announcements.current === m.newcomer_none());
		expect(document.activeElement).toBe(document.body);
	});

	test('J37 J38 what puts a name or an organisation right comes when the fold of that person opens', async () => {
		vi.useRealTimers();
		const page = list('fenna', 'lead');
		const corrects = () =>
			acts(page, 'wies').filter((one) => one === 'renamePerson' || one === 'seatElsewhere');
		expect(corrects()).toEqual([]);
		const rows = [...page.element.querySelectorAll('.rows > li')];
		const row = rows.find((one) => one.querySelector('.name')?.textContent.startsWith('wies'))!;
		const fold = row.querySelector('details')!;
		fold.open = true;
		fold.dispatchEvent(new Event('toggle'));
		await until(() => corrects().length > 0);
		expect(corrects()).toEqual(['renamePerson', 'seatElsewhere']);
	});

	test('F2 F4 the lead makes others co-facilitators and hands over; nobody does either to themselves', () => {
		const page = list('fenna', 'lead');
		expect(acts(page, 'wies')).toEqual([
			...['returnLink', 'makeCoFacilitator', 'handOver', 'nameSpeaker', 'nameSpeaker'],
			...['takeBackAdmission', 'remove']
		]);
		expect(acts(page, 'cor')).toEqual(['returnLink', 'makeParticipant', 'handOver', 'remove']);
		expect(acts(page, 'fenna')).toEqual(['returnLink']);
		expect(page.text).not.toContain(m.console_take_over());
	});

	test('F2 F4 F6 a co-facilitator makes and hands over nothing, and has no link of the lead, but may take over', () => {
		const page = list('cor', 'co-facilitator');
		expect(acts(page, 'wies')).toEqual([
			...['returnLink', 'nameSpeaker', 'nameSpeaker', 'takeBackAdmission', 'remove']
		]);
		expect(acts(page, 'fenna')).toEqual([]);
		expect(acts(page, 'cor')).toEqual(['returnLink']);
		expect(posts(page, m.console_take_over())).toEqual({ to: '?/takeOver' });
	});

	test('I17 who answers is named and taken back beside the name; who comes as a guest or waits is not', () => {
		const people = [
			person('wies', 'participant', { speaks: 'holder' }),
			person('wim'),
			person('nina', 'participant', { admittedAt: null })
		];
		const page = list('fenna', 'lead', people);
		expect(posts(page, `${m.speaker_unname()}: wies`)).toEqual({
			to: '?/unnameSpeaker',
			participant: 'wies'
		});
		expect(posts(page, `${m.speaker_name()}: wim`)).toEqual({
			...{ to: '?/nameSpeaker', participant: 'wim', role: 'holder' }
		});
		expect(acts(page, 'nina')).not.toContain('nameSpeaker');
	});

	test('G7 I17 of each organisation is said who answers, and who can be named', () => {
		const people = [
			person('wies', 'participant', { speaks: 'holder' }),
			person('wim'),
			person('gea', 'participant', { organisation: 'gem' }),
			person('gijs', 'participant', { organisation: 'ggd', removedAt: now })
		];
		const organisations = ['wel', 'gem', 'ggd'].map((id) => ({ id, name: id })) as OrganisationFacts[];
		const page = show(Speakers, { people }, within({ organisations }));
		expect(page.texts('ul > li > details > summary')).toEqual([
			...['wel: wies', m.speaker_none({ name: 'gem' }), m.speaker_none({ name: 'ggd' })]
		]);
		expect(page.text).toContain(m.speaker_nobody());
		expect(posts(page, `${m.speaker_name_deputy()}: gea`)).toEqual({
			...{ to: '?/nameSpeaker', participant: 'gea', role: 'deputy' }
		});
		expect(posts(page, `${m.speaker_name()}: gijs`)).toBeNull();
	});

	test('J23 who waits has no admission to take back, and it is said beside the name', () => {
		const page = list('fenna', 'lead', [person('nina', 'participant', { admittedAt: null })]);
		expect(acts(page, 'nina')).toEqual(['returnLink', 'makeCoFacilitator', 'handOver', 'remove']);
		expect(page.text).toContain(m.person_waits());
	});

	test('who leads and helps is said beside the name; of everybody else no role is', () => {
		expect(list('fenna', 'lead').texts('.name small')).toEqual([m.role_lead(), m.role_co_facilitator()]);
	});

	test('F5 who was removed is let back by name, and is counted no more', () => {
		const page = list('fenna', 'lead');
		expect(acts(page, 'gert')).toEqual(['letBack']);
		expect(posts(page, m.console_let_back())).toEqual({ to: '?/letBack', participant: 'gert' });
		expect(page.texts('summary')[0]).toBe(m.setup_people({ count: 4 }));
		expect(list('fenna', 'lead', everyone.slice(0, 3)).text).not.toContain(m.console_removed());
	});

	test('F5 it is asked before somebody is removed, by name', () => {
		const page = list('fenna', 'lead');
		expect(posts(page, `${m.console_remove()}: wies`)).toEqual({ to: '?/remove', participant: 'wies' });
		buttons(page)
			.find((found) => words(found) === `${m.console_remove()}: wies`)!
			.click();
		expect(page.text).toContain(m.console_remove_ask({ name: 'wies' }));
	});

	test('who has no device is not looked for on the net', () => {
		const page = list('fenna', 'lead');
		const ria = page.texts('.rows > li').find((row) => row.includes('ria'))!;
		expect(ria).toContain(m.console_no_device());
		expect(ria).not.toContain(m.console_not_here());
	});

	test('F6 a link that was made without a script stands open, once, with the person that it is of', () => {
		at.form = {
			ok: true,
			participant: 'wies',
			link: 'https://siroop.test/terug/abc',
			qr: { path: 'M0 0', size: 33 }
		};
		const page = list('fenna', 'lead');
		const open = [...page.element.querySelectorAll<HTMLDetailsElement>('.rows > li > details')].filter(
			(fold) => fold.open
		);
		expect(open.map(words)).toHaveLength(1);
		expect(words(open[0]!)).toContain('https://siroop.test/terug/abc');
		expect(words(open[0]!)).toContain(m.console_link_of({ name: 'wies' }));
	});

	test('a name in markup, and one without end, are words', () => {
		const name = '<b>Wies</b> ' + 'W'.repeat(60);
		const page = list('fenna', 'lead', [person('wies', 'participant', { name })]);
		expect(page.texts('.name')).toEqual([name]);
		expect(page.element.querySelector('.name b')).toBeNull();
	});
});

describe('tables', () => {
	const seated = [
		{
			number: 1,
			people: [
				{ id: 'a', name: 'Wies', organisation: 'wel' },
				{ id: 'b', name: 'Ria', organisation: null }
			]
		}
	];
	const tables = (step: StepFacts, drawn = '') =>
		show(Tables, { step, drawn }, within({ step, organisations: [someone('wel', 1)] }));

	test('D6 while none are drawn they can be, in pairs or in fours', () => {
		const fours = tables(aStep('prepared', { form: 'fours' }));
		expect(posts(fours, m.tables_draw_fours())).toEqual({ to: '?/drawTables', step: 'values', drawn: '' });
		expect(posts(tables(aStep('prepared', { form: 'pairs' })), m.tables_draw_pairs())).not.toBeNull();
	});

	test('D15 drawn, it says who sits where; drawing again is asked first, and says which drawing it replaces', () => {
		const page = tables(aStep('prepared', { form: 'fours', tables: seated }), '1234');
		expect(page.text).toContain(m.tables_count({ count: 1 }));
		expect(page.texts('ol > li')).toEqual([`1 Wies, wel; Ria, ${m.org_resident_name()}`]);
		expect(posts(page, m.tables_again())).toEqual({ to: '?/drawTables', step: 'values', drawn: '1234' });
		expect(posts(page, m.tables_clear())).toEqual({ to: '?/clearTables', step: 'values', drawn: '1234' });
		buttons(page)
			.find((found) => words(found) === m.tables_again())!
			.click();
		expect(page.text).toContain(m.tables_again_ask());
	});
});

describe('the screens in the room', () => {
	const screens = (count: number, code: string | null = '482731904215') =>
		show(Screens, { screens: count, token: 'thelinkofnow', code }, within());

	test.each([
		[0, () => m.console_beamers_on({ count: 0 })],
		[1, () => m.console_beamers_on({ count: 1 })],
		[3, () => m.console_beamers_on({ count: 3 })]
	])('are counted: %i', (count, words) => expect(screens(count).text).toContain(words()));

	test('J29 the whole code stands there while it is open', () => {
		const said = m.console_code_rest({ code: '482 731', rest: '904 215' });
		expect(screens(1).text).toContain(said);
		for (const code of [null, '482731']) expect(screens(1, code).text).not.toContain('482 731');
	});

	test('A17 a new link is asked for with the one that is on the screen, so that a second press asks for nothing', () => {
		expect(posts(screens(1), m.console_screens_renew())).toEqual({
			to: '?/renewBeamer',
			token: 'thelinkofnow'
		});
	});
});
