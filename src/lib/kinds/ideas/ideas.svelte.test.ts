import { expect, test, vi } from 'vitest';
import { betweenPoles } from '#domain/parts/harvest/harvest.ts';
import { aStep, cardsState, facilitator, participant, wall } from '#lib/kinds/at-table.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Linkable } from '#wire/parts/harvest/state.ts';

vi.mock('$app/state', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/forms', () => import('#lib/ui/app-stand-in.svelte.ts'));
vi.mock('$app/navigation', () => import('#lib/ui/app-stand-in.svelte.ts'));

const linkable: Linkable[] = [
	{ id: 't1', kind: 'theme', name: 'Wonen & zorg' },
	{ id: 's1', kind: 'tension', name: `Nu helpen${betweenPoles}Later voorkomen` }
];
const ideas = (stage: string, more: Parameters<typeof cardsState>[0] = {}) =>
	aStep('ideas', stage, cardsState({ dots: null, linkable, ...more }), { question: 'Wat zou je doen?' });

test('O1 who writes ideas is told that all is allowed, and is asked nothing of cost', async () => {
	const page = await participant(ideas('writing'));
	expect(page.text).toContain(m.ideas_free());
	expect(page.text).toContain(m.ideas_later());
	expect(page.all('textbox')).toEqual([m.write_new()]);
});

test('what the ideas are for is in sight: themes, the two sides of a tension, and what binds us', async () => {
	const page = await participant(ideas('writing'), { facts: { values: ['Nabij'] } });
	page.press(m.ideas_grounds());
	const lines = page.lines('item');
	expect(lines).toContain(`Nu helpen ${m.tension_and()} Later voorkomen`);
	expect(lines).toContain('Wonen & zorg');
	expect(lines).toContain('Nabij');
	expect(page.text).toContain(m.ideas_tensions());
});

test('without themes, tensions and values there is no fold that holds nothing', async () => {
	const page = await participant(ideas('writing', { linkable: [] }));
	expect(page.has('button', m.ideas_grounds())).toBe(false);
	expect(page.text).toContain(m.ideas_free());
});

test('O1 ideas are never weighed: neither the console nor the wall has dots', async () => {
	const console = await facilitator(ideas('sorting'), { board: (it) => it.card('c1', 'Een buurtwinkel') });
	expect(console.has('heading', m.values_console_dots())).toBe(false);
	expect(console.has('heading', m.values_console_board())).toBe(true);
	const board = await wall(ideas('sorting'), { board: (it) => it.card('c1', 'Een buurtwinkel') });
	expect(board.lines('item')).toEqual(['Een buurtwinkel']);
});

test('O2 a card alone in its group can become a solution', async () => {
	const page = await facilitator(ideas('harvested'), {
		board: (it) => {
			it.card('c1', 'Een buurtwinkel');
			it.group('g1', 'Winkel', ['c1']);
		}
	});
	expect(page.item('Winkel').text).toContain(m.group_count({ count: 1 }));
	page.press(`${m.solutions_console_make()}: Winkel`);
	expect(await page.posted()).toMatchObject({ act: 'harvestGroup', group: 'g1' });
});
