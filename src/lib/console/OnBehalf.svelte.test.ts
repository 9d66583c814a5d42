import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { server } from '#lib/ui/app-stand-in.svelte.ts';
import { show, until } from '#lib/ui/shown.svelte.ts';
import OnBehalf from './OnBehalf.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

/** Its words: what it does, and below it, unseen, what it says while it is busy. */
const button = `Leg erbij${m.busy_saving()}`;

/** One field, with the sentence that stands beside it. */
const children = createRawSnippet<[(field: string) => string | null]>((error) => ({
	render: () => `<p>${error()('text') ?? 'Geen fout'}</p>`,
	setup: (element) => {
		$effect(() => {
			element.textContent = error()('text') ?? 'Geen fout';
		});
	}
}));

const props = {
	title: 'Namens iemand',
	fields: { step: 's1', act: 'addOnBehalf' },
	add: 'Leg erbij',
	kept: 'Het ligt erbij.',
	children
};

test('says beside its field why it was not kept, and that it was kept', async () => {
	const ondone = vi.fn();
	const page = show(OnBehalf, { ...props, ondone });
	server.say = () => ({ type: 'failure', status: 400, data: { field: 'text', message: 'Te lang.' } });
	page.press(button);
	await until(() => page.text.includes('Te lang.'));
	expect(page.texts('form > p')).not.toContain('Geen fout');
	expect(ondone).not.toHaveBeenCalled();
	server.say = () => ({ type: 'success', status: 200 });
	page.press(button);
	await until(() => page.text.includes('Het ligt erbij.'));
	expect(page.text).not.toContain('Te lang.');
	expect(ondone).toHaveBeenCalledOnce();
	expect(page.element.querySelector('[role=status]')!.textContent).toBe('Het ligt erbij.');
});

test('is folded until somebody asks for it, and says when to', () => {
	const page = show(OnBehalf, { ...props, text: 'Voor wie geen telefoon heeft.', ondone: () => {} });
	expect(page.texts('summary')).toEqual(['Namens iemand']);
	expect(page.element.querySelector('details')!.open).toBe(false);
	expect(page.text).toContain('Voor wie geen telefoon heeft.');
});
