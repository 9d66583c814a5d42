import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { show } from '#lib/ui/shown.svelte.ts';
import Keep from './Keep.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>Bewaar</span>' }));

test('says that it was kept once it was, to a listener too', () => {
	const before = show(Keep, { busy: false, done: false, children });
	expect(before.element.querySelector('[role=status]')).toBeNull();
	const after = show(Keep, { busy: false, done: true, children });
	expect(after.texts('[role=status]')).toEqual([m.saved_saved()]);
	const own = show(Keep, { busy: false, done: true, kept: 'De zetel is er.', children });
	expect(own.texts('[role=status]')).toEqual(['De zetel is er.']);
});

test('its button is quiet, unless it is the one thing to do', () => {
	const look = (ink: boolean) =>
		show(Keep, { busy: false, done: false, ink, children }).element.querySelector('button')!.className;
	expect([look(false), look(true)]).toEqual(['button quiet', 'button']);
});
