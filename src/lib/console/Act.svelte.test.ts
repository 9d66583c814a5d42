import { createRawSnippet, flushSync } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { show, until } from '#lib/ui/shown.svelte.ts';
import Act from './Act.svelte';

vi.mock('$app/navigation', () => ({ invalidate: async () => {} }));
vi.mock('$app/state', () => ({
	page: { url: new URL('https://siroop.example/traject/x/regie'), form: null },
	navigating: { to: null }
}));
const sent: FormData[] = [];
let answers: { type: string; data?: object }[];
vi.mock('$app/forms', () => ({
	/** As SvelteKit's: it hands over what is in the form, and then what the server said. */
	enhance: (form: HTMLFormElement, submit: (event: object) => unknown) => {
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			let isCancelled = false;
			const formData = new FormData(form);
			const answered = submit({ formData, cancel: () => (isCancelled = true) });
			if (isCancelled) return;
			sent.push(formData);
			await (answered as (given: object) => Promise<void>)({ result: answers.shift() });
		});
	}
}));

const children = createRawSnippet(() => ({ render: () => '<button>Verder</button>' }));
const ask = { title: 'Zeker?', text: 'Iedereen ziet het.', confirm: 'Ja', cancel: 'Nee' };

beforeEach(() => {
	sent.length = 0;
	answers = [];
});

test('sends its fields, and says by itself why something was not done', async () => {
	const page = show(Act, { action: 'next', fields: { step: 's1' }, children });
	answers = [{ type: 'failure', data: { reason: 'locked', message: 'De stap is op slot.' } }];
	page.press('Verder');
	await until(() => page.text.includes('De stap is op slot.'));
	expect(Object.fromEntries(sent[0]!)).toEqual({ step: 's1' });
	answers = [{ type: 'success' }];
	page.press('Verder');
	await until(() => !page.text.includes('De stap is op slot.'));
});

test('what belongs to a field is the form’s own to show', async () => {
	const page = show(Act, { action: 'next', children });
	answers = [{ type: 'failure', data: { reason: 'too-long', field: 'name', message: 'Te lang.' } }];
	page.press('Verder');
	await until(() => answers.length === 0);
	flushSync();
	expect(page.text).not.toContain('Te lang.');
});

test('asks first where others will see it, and says that it was asked', async () => {
	const page = show(Act, { action: 'next', ask, children });
	page.press('Verder');
	expect(sent).toEqual([]);
	expect(page.text).toContain('Iedereen ziet het.');
	answers = [{ type: 'success' }];
	page.press('Ja');
	await until(() => sent.length === 1);
	expect(sent[0]!.get('sure')).toBe('yes');
});

test('asks when the server wants to be sure, instead of saying no', async () => {
	const page = show(Act, { action: 'next', askWhen: { reason: 'not-all-ready', ask }, children });
	answers = [{ type: 'failure', data: { reason: 'not-all-ready', message: 'Niet iedereen is klaar.' } }];
	page.press('Verder');
	await until(() => page.text.includes('Iedereen ziet het.'));
	expect(page.text).not.toContain('Niet iedereen is klaar.');
	answers = [{ type: 'success' }];
	page.press('Ja');
	await until(() => sent.length === 2);
	expect(sent[1]!.get('sure')).toBe('yes');
});
