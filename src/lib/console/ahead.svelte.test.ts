import { beforeEach, expect, test, vi } from 'vitest';
import type { ComponentProps } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import { comeTo } from '#lib/ui/app-stand-in.svelte.ts';
import { show } from '#lib/ui/shown.svelte.ts';
import Ahead from './Ahead.svelte';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

beforeEach(() => comeTo({ at: '/traject/ijssel/regie' }));

type Owing = ComponentProps<typeof Ahead>['owing'];
const nobody = { 'no-address': 0, lately: 0, 'too-many': 0 };
const ahead = (more: Partial<Owing> = {}, deadline: number | null = Date.parse('2026-11-12T08:30Z')) =>
	show(Ahead, { step: 's', deadline, owing: { owe: 5, remindable: 2, left: nobody, held: null, ...more } });

test('D17 until when it is open is said with the day of the week, and the field says by whose clock', () => {
	expect(ahead().text).toContain('12 November 2026');
	expect(ahead({}, null).text).toContain(m.owing_deadline_hint());
});

test('R19 who gets no reminder is counted beside the button, each reason in its own words', () => {
	const page = ahead({ left: { 'no-address': 1, lately: 2, 'too-many': 0 } });
	expect(page.texts('ul li')).toEqual([
		m.owing_left_no_address({ count: 1 }),
		m.owing_left_lately({ count: 2 })
	]);
	expect(ahead().texts('ul li')).toEqual([]);
});

test('R19 where no mail leaves, that is said before anything is sent', () => {
	expect(ahead({ held: 'no-server' }).text).toContain(m.owing_held_no_server());
	expect(ahead({ held: 'no-origin' }).text).toContain(m.owing_held_no_origin());
});
