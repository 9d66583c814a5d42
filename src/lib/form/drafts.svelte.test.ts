import { beforeEach, expect, test, vi } from 'vitest';
import { aStep, participant } from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { Drafts } from './drafts.ts';
import { followForm } from './follow-form.ts';
import { drafted, sayItIsSent } from './sent.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

beforeEach(() => localStorage.clear());

/** A form as a page makes it anew, with what it is asked to keep. */
function aForm(
	name = 'score t1',
	before: (form: HTMLFormElement) => void = () => {}
): { form: HTMLFormElement; said: () => string; leave: () => void } {
	const form = document.createElement('form');
	form.innerHTML = `<input name="title" value="Zoals het was"><textarea name="why"></textarea>
		<input type="radio" name="score" value="1"><input type="radio" name="score" value="2">
		<input type="checkbox" name="serves" value="zorg"><input type="checkbox" name="serves" value="ggd">
		<input type="hidden" name="act" value="score"><input type="password" name="code">`;
	document.body.append(form);
	before(form);
	const stop = followForm(form, { name, person: 'wies', without: ['later'] });
	return { form, said: () => form.textContent.trim(), leave: () => (stop(), form.remove()) };
}
function fill(form: HTMLFormElement, name: string, value: string): void {
	const field = form.querySelector<HTMLInputElement>(`[name="${name}"]`)!;
	field.value = value;
	field.dispatchEvent(new Event('input', { bubbles: true }));
}
function tick(form: HTMLFormElement, name: string, value: string): void {
	const field = form.querySelector<HTMLInputElement>(`[name="${name}"][value="${value}"]`)!;
	field.checked = true;
	field.dispatchEvent(new Event('change', { bubbles: true }));
}

test('P18 what was filled in comes back in a form that is made anew, and what was not touched is as the page has it', () => {
	const first = aForm();
	fill(first.form, 'why', 'Omdat het');
	tick(first.form, 'score', '2');
	tick(first.form, 'serves', 'ggd');
	fill(first.form, 'code', 'geheim');
	expect(first.said()).toBe(m.draft_kept());
	first.leave();
	const next = aForm();
	expect([...new FormData(next.form)]).toEqual([
		['title', 'Zoals het was'],
		['why', 'Omdat het'],
		['score', '2'],
		['serves', 'ggd'],
		['act', 'score'],
		['code', '']
	]);
	expect(next.said()).toBe(m.draft_kept());
	expect(JSON.stringify({ ...localStorage })).not.toContain('geheim');
	next.leave();
});

test('P18 F8 a draft is of what stood there when it was typed', () => {
	const began = (form: HTMLFormElement, was: string) => {
		form.innerHTML += `<input type="hidden" name="was" value='{"title":"${was}"}'>`;
		form.querySelector<HTMLInputElement>('[name=title]')!.value = was;
	};
	const first = aForm();
	began(first.form, 'Zoals het was');
	fill(first.form, 'title', 'Van mij');
	first.leave();
	const told: unknown[] = [];
	const next = aForm('score t1', (form) => {
		began(form, 'Van Cor');
		form.addEventListener(drafted, (event) => told.push((event as CustomEvent).detail));
	});
	expect(told).toEqual([{ filled: { title: 'Van mij' }, was: { title: 'Zoals het was' } }]);
	expect(new FormData(next.form).get('title')).toBe('Van mij');
	next.leave();
	const same = aForm('score t1', (form) => began(form, 'Van mij'));
	expect([same.said(), localStorage.length]).toEqual(['', 0]);
	same.leave();
});

test('P18 what was sent, or emptied again, is nowhere any more', () => {
	const first = aForm();
	fill(first.form, 'why', 'Omdat het');
	sayItIsSent(first.form);
	expect(first.said()).toBe('');
	fill(first.form, 'why', 'Toch');
	fill(first.form, 'why', '');
	expect([first.said(), localStorage.length]).toEqual(['', 0]);
	first.leave();
});

test('P18 a draft is of one person and one form', () => {
	new Drafts('wies').keep('a', { why: 'Van Wies' }, 1);
	expect(new Drafts('gert').read('a')).toEqual({});
	expect(new Drafts('wies').read('b')).toEqual({});
	expect(new Drafts('wies').read('a')).toEqual({ why: 'Van Wies' });
});

test('P18 drafts are bounded in number and length, and a device that keeps nothing says so', () => {
	const drafts = new Drafts('wies');
	for (let n = 0; n < 60; n++) drafts.keep(`form ${n}`, { why: 'Omdat' }, n);
	expect([drafts.read('form 10'), drafts.read('form 59')]).toEqual([{}, { why: 'Omdat' }]);
	expect(drafts.keep('long', { why: 'a'.repeat(30_000) }, 100)).toBe(false);
	expect(drafts.read('long')).toEqual({});
	const full = vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
		throw new Error('full');
	});
	const { form, said, leave } = aForm();
	fill(form, 'why', 'Omdat');
	expect(said()).toBe(m.saved_unsent());
	leave();
	full.mockRestore();
});

test('P18 a pause that takes the fields away gives them back as they were', async () => {
	const tensions = { part: 'tensions', tensions: [], linkable: [] } as never;
	const page = await participant(aStep('both-and', 'naming', tensions));
	await vi.dynamicImportSettled();
	page.fill(m.tension_pole_a(), 'Dichtbij');
	await page.until(() => page.text.includes(m.draft_kept()));
	page.happens({ pausedAt: 1 });
	expect(page.text).not.toContain(m.tension_new());
	page.happens({ pausedAt: null });
	await page.until(() => page.value(m.tension_pole_a()) === 'Dichtbij');
	expect(page.value(m.tension_pole_b())).toBe('');
	page.fill(m.tension_pole_b(), 'Groot');
	page.press(m.tension_add());
	await page.posted();
	await page.until(() => page.value(m.tension_pole_a()) === '');
	expect(page.text).not.toContain(m.draft_kept());
});
