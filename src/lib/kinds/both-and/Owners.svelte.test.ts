import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { LiveJourney, shareJourney } from '#lib/connection/journey.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { show } from '#lib/ui/shown.svelte.ts';
import type { Facts } from '#wire/journey/facts.ts';
import type { TensionState } from '#wire/kinds/both-and/state.ts';
import Owners from './Owners.svelte';

vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const facts = {
	version: 1,
	now: 1,
	organisations: [
		{ id: 'ggd', name: 'GGD' },
		{ id: 'wel', name: 'Welzijn' }
	]
} as Facts;
const tension = (a: string | null): TensionState => ({
	id: 't1',
	name: 'Nu helpen & Later voorkomen',
	texts: { poleA: 'Nu helpen', poleB: 'Later voorkomen' },
	leanings: [
		{ organisation: 'ggd', pole: 'a' },
		{ organisation: 'wel', pole: 'a' },
		{ organisation: 'wel', pole: 'b' }
	],
	owners: { a, b: null },
	items: [],
	links: []
});

test('an owner that is being chosen stays when facts come anew, and gives way to another owner', () => {
	let now = $state.raw(tension('ggd'));
	const page = show(
		Owners,
		{
			may: true,
			get tension() {
				return now;
			}
		},
		() => shareJourney(new LiveJourney(facts))
	);
	const label = m.tension_owner({ pole: 'Nu helpen' });
	const select = page.control<HTMLSelectElement>(label)!;
	expect(page.texts(`#${select.id} option`)).toEqual([m.tension_owner_none(), 'GGD', 'Welzijn']);
	expect(select.value).toBe('ggd');
	page.choose(label, 'Welzijn');
	now = tension('ggd');
	flushSync();
	expect(select.value).toBe('wel');
	now = tension(null);
	flushSync();
	expect(select.value).toBe('');
});
