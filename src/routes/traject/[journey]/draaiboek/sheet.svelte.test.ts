import type { ComponentProps } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { forms } from '#domain/journey/run-sheet.ts';
import { m } from '#lib/paraglide/messages.js';
import { comeTo, page as at, server } from '#lib/ui/app-stand-in.svelte.ts';
import { show, until, type Page } from '#lib/ui/shown.svelte.ts';
import MeetingOf from './Meeting.svelte';
import Removed from './Removed.svelte';
import StepEditor from './StepEditor.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

beforeEach(() => {
	comeTo({ at: '/traject/ijssel/draaiboek' });
});

type Meeting = ComponentProps<typeof StepEditor>['meeting'];
type Step = ComponentProps<typeof StepEditor>['step'];
const aStep = (id: string, more: object = {}): Step =>
	({
		...{ id, name: `Stap ${id}`, kind: 'values', question: 'Wat drijft ons?', script: '', minutes: 30 },
		...{ form: 'plenary', settings: {}, prompts: null, isHere: false, ...more }
	}) as unknown as Step;
const aMeeting = (id: string, steps: Step[], more: object = {}): Meeting =>
	({
		...{ id, name: `Dag ${id.at(-1)}`, place: '–', date: '2026-03-12', startsAt: '09:30' },
		...{ openedAt: null, steps, ...more }
	}) as unknown as Meeting;

const words = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();
const buttons = (page: Page) => [...page.element.querySelectorAll('button')];
/** What the form of this button would post, beside what its fields began with; null when there is none. */
function posts(page: Page, name: string) {
	const form = buttons(page).find((found) => words(found).startsWith(name))?.form;
	if (!form) return null;
	const { was: _, ...fields } = Object.fromEntries(new FormData(form));
	return { to: form.getAttribute('action'), ...fields };
}
/** The form of this action was refused, without a script. */
function refused(action: string, field: string, message: string, given: Record<string, string>): void {
	at.url = new URL(`http://localhost/traject/ijssel/draaiboek?/${action}`);
	at.form = { ok: false, reason: 'x', field, message, given };
}

describe('a step', () => {
	const edit = (step: Step, { others = [] as Meeting[], steps = [step], place = 1 } = {}) => {
		const meeting = aMeeting('day1', steps);
		return show(StepEditor, { step, meeting, meetings: [meeting, ...others], place });
	};

	test('D9 its fields hold what is there, and post all of it', () => {
		const page = edit(aStep('s1', { script: 'Begin met stilte.', form: 'fours' }));
		const { form, ...rest } = posts(page, m.sheet_step_keep()) as Record<string, string>;
		expect(rest).toEqual({
			...{ to: '?/changeStep', step: 's1', name: 'Stap s1', question: 'Wat drijft ons?' },
			...{ minutes: '30', script: 'Begin met stilte.' }
		});
		expect(forms).toContain(form);
	});

	test('D9 only what its kind can set is asked for', () => {
		const settings = (given: Record<string, string>) =>
			Object.keys(posts(edit(aStep('s1', { settings: given })), m.sheet_step_keep())!).filter(
				(name) => name in given
			);
		expect(settings({ dotsEach: '5', dotsMost: '2' })).toEqual(['dotsEach', 'dotsMost']);
		expect(settings({ turnSeconds: '60', rules: 'Zwijgen is geen ja.' })).toEqual(['turnSeconds', 'rules']);
		expect(settings({})).toEqual([]);
	});

	test('D9 what was refused comes back as it was typed, with why beside its field', () => {
		const given = { step: 's1', name: 'Nieuw', question: '', minutes: '0', form: 'pairs', script: 'x' };
		refused('changeStep', 'minutes', 'Kies 1 tot 600 minuten.', given);
		const page = edit(aStep('s1'));
		expect(posts(page, m.sheet_step_keep())).toMatchObject(given);
		expect(page.texts('.error')).toEqual(['Kies 1 tot 600 minuten.']);
		expect(page.element.querySelectorAll('[aria-invalid=true]')).toHaveLength(1);
		expect(page.control<HTMLInputElement>(m.sheet_minutes())!.getAttribute('aria-invalid')).toBe('true');
	});

	test('D9 what was refused of another step is not shown at this one', () => {
		refused('changeStep', 'minutes', 'Kies 1 tot 600 minuten.', { step: 's2', minutes: '0' });
		expect(edit(aStep('s1')).texts('.error')).toEqual([]);
	});

	test('F8 F9 what she types stays while the page is read again; who changed the same is named, and hers count when sent again', async () => {
		const step = (more: object) => aStep('s1', { script: 'Stil', ...more });
		const meeting = aMeeting('day1', []);
		const props = $state({ step: step({ name: 'Waarden' }), meeting, meetings: [meeting], place: 1 });
		const page = show(StepEditor, props);
		const holds = (label: string) => page.control<HTMLInputElement>(label)!.value;
		page.fill(m.sheet_name(), 'Onze waarden');
		props.step = step({ name: 'Trots', minutes: 45 });
		expect([holds(m.sheet_name()), holds(m.sheet_minutes())]).toEqual(['Onze waarden', '45']);
		const message = m.reason_changed_meanwhile({ name: 'Cor' });
		const stands = {
			name: 'Trots',
			question: 'Wat drijft ons?',
			minutes: '50',
			form: 'plenary',
			script: 'Stil'
		};
		const given = { step: 's1', ...stands, name: 'Onze waarden' };
		const data = {
			ok: false,
			reason: 'changed-meanwhile',
			message,
			given,
			meanwhile: { stands, clashes: ['name'] }
		};
		server.say = () => ({ type: 'failure', status: 400, data });
		const keep = () => buttons(page).find((found) => words(found).startsWith(m.sheet_step_keep()))!;
		keep().click();
		await until(() => page.text.includes(message));
		expect(JSON.parse(server.posts[0]!.was!)).toMatchObject({ name: 'Waarden', minutes: '45' });
		expect(page.texts('.error')).toContain(m.changed_now({ text: 'Trots' }));
		expect([holds(m.sheet_name()), holds(m.sheet_minutes())]).toEqual(['Onze waarden', '50']);
		server.say = () => ({ type: 'success', status: 200 });
		await until(() => keep().querySelector('.busy.unseen') !== null);
		keep().click();
		await until(() => page.text.includes(m.saved_saved()));
		expect(JSON.parse(server.posts[1]!.was!)).toMatchObject(stands);
		expect(page.text).not.toContain(message);
	});

	test('D15 a move says where the step shall stand, and none leads out of the list', () => {
		const steps = ['s1', 's2', 's3'].map((id) => aStep(id));
		const at = (place: number) => edit(steps[place - 1]!, { steps, place });
		expect(posts(at(2), m.sheet_up())).toEqual({ to: '?/moveStep', step: 's2', meeting: 'day1', place: '1' });
		expect(posts(at(2), m.sheet_down())).toEqual({
			to: '?/moveStep',
			step: 's2',
			meeting: 'day1',
			place: '3'
		});
		expect(posts(at(1), m.sheet_up())).toBeNull();
		expect(posts(at(3), m.sheet_down())).toBeNull();
	});

	test('it goes to the end of another meeting, where there is one', () => {
		const page = edit(aStep('s1'), { others: [aMeeting('day2', []), aMeeting('day3', [])] });
		expect(posts(page, m.sheet_move())).toEqual({
			to: '?/moveStep',
			step: 's1',
			place: '999',
			meeting: 'day2'
		});
		expect(page.texts('select[name=meeting] option')).toEqual(['Dag 2', 'Dag 3']);
		expect(posts(edit(aStep('s1')), m.sheet_move())).toBeNull();
	});

	test('D11 where the room is it stays in its meeting, and is not taken out', () => {
		const page = edit(aStep('s1', { isHere: true }), { others: [aMeeting('day2', [])] });
		expect(posts(page, m.sheet_remove_step())).toBeNull();
		expect(posts(page, m.sheet_move())).toBeNull();
		expect(page.text).toContain(m.sheet_here_text());
	});

	test('D11 it is asked before a step is taken out, by name', () => {
		const page = edit(aStep('s1'));
		buttons(page)
			.find((found) => words(found).startsWith(m.sheet_remove_step()))!
			.click();
		expect(page.text).toContain(m.sheet_remove_step_ask({ name: 'Stap s1' }));
		expect(page.text).toContain(m.sheet_remove_step_text());
	});

	describe('its prompts', () => {
		const prompt = (id: string) => ({ id, text: `Vraag ${id}`, hint: '' });
		const withPrompts = (...ids: string[]) => edit(aStep('s1', { prompts: ids.map(prompt) }));

		test('D12 each can be changed, and moved within the list', () => {
			const page = withPrompts('1', '2');
			expect(posts(page, `${m.sheet_prompt_keep()}: Vraag 2`)).toEqual({
				...{ to: '?/changePrompt', step: 's1', prompt: '2', text: 'Vraag 2', hint: '' }
			});
			expect(posts(page, `${m.sheet_up()}: Vraag 2`)).toEqual({
				to: '?/movePrompt',
				step: 's1',
				prompt: '2',
				place: '1'
			});
			expect(posts(page, `${m.sheet_up()}: Vraag 1`)).toBeNull();
			expect(posts(page, `${m.sheet_down()}: Vraag 2`)).toBeNull();
		});

		test('D12 the last one is not taken out', () => {
			expect(posts(withPrompts('1', '2'), `${m.sheet_prompt_remove()}: Vraag 1`)).toMatchObject({
				to: '?/removePrompt'
			});
			expect(posts(withPrompts('1'), m.sheet_prompt_remove())).toBeNull();
		});

		test('D15 a new one has an id that the form made, another for each form', () => {
			const made = () => posts(withPrompts('1'), m.sheet_prompt_add()) as { to: string; id: string };
			const [one, two] = [made(), made()];
			expect(one.to).toBe('?/addPrompt');
			expect(one.id).toMatch(/^[a-z0-9]{16}$/);
			expect(two.id).not.toBe(one.id);
		});

		test('a step without cards has none to change', () => {
			expect(edit(aStep('s1')).text).not.toContain(m.sheet_prompts());
		});
	});
});

describe('a meeting', () => {
	const kinds = [{ kind: 'values', name: 'Waarden', minutes: 45 }] as ComponentProps<
		typeof MeetingOf
	>['kinds'];
	const meeting = (shown: Meeting, open: string | null = null) =>
		show(MeetingOf, { meeting: shown, meetings: [shown], kinds, open, address: '/traject/ijssel/draaiboek' });

	test('D1 each step begins when the one before it is over, also past midnight', () => {
		const steps = [aStep('s1', { minutes: 20 }), aStep('s2', { minutes: 45 }), aStep('s3')];
		expect(meeting(aMeeting('day1', steps)).texts('li > time')).toEqual(['09:30', '09:50', '10:35']);
		const late = aMeeting('day1', steps, { startsAt: '23:50' });
		expect(meeting(late).texts('li > time')).toEqual(['23:50', '00:10', '00:55']);
	});

	test('one step opens at a time, by a link that closes it again', () => {
		const steps = [aStep('s1'), aStep('s2')];
		const page = meeting(aMeeting('day1', steps), 's2');
		const links = [...page.element.querySelectorAll<HTMLAnchorElement>('li > a')];
		expect(links.map((link) => link.getAttribute('href'))).toEqual([
			'/traject/ijssel/draaiboek?stap=s1',
			'/traject/ijssel/draaiboek'
		]);
		expect(links.map((link) => link.getAttribute('aria-expanded'))).toEqual(['false', 'true']);
		expect(posts(page, m.sheet_step_keep())).toMatchObject({ step: 's2' });
	});

	test('D13 only one that is empty and was never opened can be taken out', () => {
		const remove = (shown: Meeting) => posts(meeting(shown), m.sheet_meeting_remove());
		expect(remove(aMeeting('day1', []))).toEqual({ to: '?/removeMeeting', meeting: 'day1' });
		expect(remove(aMeeting('day1', [aStep('s1')]))).toBeNull();
		expect(remove(aMeeting('day1', [], { openedAt: 1 }))).toBeNull();
	});

	test('D9 a place that was not filled in is an empty field, and what was refused comes back', () => {
		const page = meeting(aMeeting('day1', []));
		expect(posts(page, m.sheet_meeting_keep())).toEqual({
			...{
				to: '?/changeMeeting',
				meeting: 'day1',
				name: 'Dag 1',
				place: '',
				date: '2026-03-12',
				startsAt: '09:30'
			}
		});
		refused('changeMeeting', 'name', 'Vul een naam in.', {
			meeting: 'day1',
			name: '  ',
			place: 'Hal',
			date: '2026-03-13',
			startsAt: '10:00'
		});
		const again = meeting(aMeeting('day1', []));
		expect(posts(again, m.sheet_meeting_keep())).toMatchObject({
			place: 'Hal',
			date: '2026-03-13',
			startsAt: '10:00'
		});
		expect(again.texts('.error')).toEqual(['Vul een naam in.']);
	});

	test('D15 a new step has an id that the form made', () => {
		const added = posts(meeting(aMeeting('day1', [])), m.sheet_add_step_do()) as Record<string, string>;
		expect(added).toMatchObject({ to: '?/addStep', meeting: 'day1', kind: 'values' });
		expect(added.id).toMatch(/^[a-z0-9]{16}$/);
	});
});

describe('what was taken out', () => {
	const removed = (meetings: object[], steps: object[]) =>
		show(Removed, { removed: { meetings, steps } } as unknown as ComponentProps<typeof Removed>);

	test('D11 each has its way back', () => {
		const page = removed([{ id: 'day2', name: 'Dag 2' }], [{ id: 's1', name: 'Waarden' }]);
		expect(page.texts('summary')).toEqual([m.sheet_removed({ count: 2 })]);
		expect(posts(page, `${m.sheet_put_back()}: Dag 2`)).toEqual({ to: '?/putBackMeeting', meeting: 'day2' });
		expect(posts(page, `${m.sheet_put_back()}: Waarden`)).toEqual({ to: '?/putBackStep', step: 's1' });
	});

	test('nothing taken out: nothing there', () => {
		expect(removed([], []).text).toBe('');
	});
});
