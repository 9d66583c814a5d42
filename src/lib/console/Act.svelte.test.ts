import type { ActionResult } from '@sveltejs/kit';
import { createRawSnippet } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { comeTo, server } from '#lib/ui/app-stand-in.svelte.ts';
import { show, until } from '#lib/ui/shown.svelte.ts';
import Act from './Act.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const children = createRawSnippet(() => ({ render: () => '<button>Verder</button>' }));
const ask = { title: 'Zeker?', text: 'Iedereen ziet het.', confirm: 'Ja', cancel: 'Nee' };

/** What the server says from now on. */
const answer = (result: ActionResult) => void (server.say = () => result);
const success = { type: 'success', status: 200 } as const;
const refusal = (data: object) => ({ type: 'failure', status: 400, data }) as const;

beforeEach(() => comeTo({ at: '/traject/x/regie' }));

test('sends its fields, and says by itself why something was not done', async () => {
	const page = show(Act, { action: 'next', fields: { step: 's1' }, children });
	answer(refusal({ reason: 'locked', message: 'De stap is op slot.' }));
	page.press('Verder');
	await until(() => page.text.includes('De stap is op slot.'));
	expect(server.posts[0]).toEqual({ step: 's1' });
	answer(success);
	page.press('Verder');
	await until(() => !page.text.includes('De stap is op slot.'));
});

test('what belongs to a field is the form’s own to show', async () => {
	const children = createRawSnippet<[{ error: (field: string) => string | null }]>((doing) => ({
		render: () => '<button>Verder</button>',
		setup: (button) => {
			$effect(() => void ((button as HTMLElement).title = doing().error('name') ?? ''));
		}
	}));
	const page = show(Act, { action: 'next', children });
	answer(refusal({ reason: 'too-long', field: 'name', message: 'Te lang.' }));
	page.press('Verder');
	await until(() => page.element.querySelector('button')!.title === 'Te lang.');
	expect(page.text).not.toContain('Te lang.');
});

test('asks first where others will see it, and says that it was asked', async () => {
	const page = show(Act, { action: 'next', ask, children });
	page.press('Verder');
	expect(server.posts).toEqual([]);
	expect(page.text).toContain('Iedereen ziet het.');
	page.press('Ja');
	await until(() => server.posts.length === 1);
	expect(server.posts[0]!.sure).toBe('yes');
});

test('asks when the server wants to be sure, instead of saying no', async () => {
	const page = show(Act, { action: 'next', askWhen: { reason: 'not-all-ready', ask }, children });
	answer(refusal({ reason: 'not-all-ready', message: 'Niet iedereen is klaar.' }));
	page.press('Verder');
	await until(() => page.text.includes('Iedereen ziet het.'));
	expect(page.text).not.toContain('Niet iedereen is klaar.');
	answer(success);
	page.press('Ja');
	await until(() => server.posts.length === 2);
	expect(server.posts[1]!.sure).toBe('yes');
});
