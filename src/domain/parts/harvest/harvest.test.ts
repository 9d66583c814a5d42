import { expect, test } from 'vitest';
import { harvestKinds, linksAsked, restsOn, restsOnLeast } from './harvest.ts';

test('H6 a theme asks two values, and says how many are still to come', () => {
	expect([0, 1, 2, 3].map((linked) => linksAsked('theme', 'value', linked))).toEqual([2, 1, 0, 0]);
	expect(linksAsked('solution', 'theme', 0)).toBe(0);
	expect(linksAsked('value', 'value', 0)).toBe(0);
});

test('H6 links are asked only to what the kind may rest on', () => {
	for (const kind of harvestKinds)
		for (const to of Object.keys(restsOnLeast[kind] ?? {})) expect(restsOn[kind]).toContain(to);
});
