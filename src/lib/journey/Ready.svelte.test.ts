import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { Posting } from '#lib/form/posting.svelte.ts';
import { show } from '#lib/ui/shown.svelte.ts';
import Ready from './Ready.svelte';

vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const children = createRawSnippet(() => ({ render: () => '<p>3 van 5</p>' }));

test('sends how it shall be, says how it is, and shows how far one is', () => {
	const shown = (ready: boolean) => {
		const { element, text } = show(Ready, { ready, posting: new Posting(), children });
		const fields = Object.fromEntries(new FormData(element.querySelector('form')!));
		return { ...fields, text, pressed: element.querySelector('button')!.getAttribute('aria-pressed') };
	};
	expect(shown(false)).toMatchObject({ act: 'ready', on: 'yes', pressed: 'false' });
	expect(shown(true)).toMatchObject({ act: 'ready', on: 'no', pressed: 'true' });
	expect(shown(true).text).toContain('3 van 5');
});
