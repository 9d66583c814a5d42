import { expect, test } from 'vitest';
import type { Facts } from '#wire/journey/facts.ts';
import { isNewer } from './newest.ts';

const facts = (version: number, now: number) => ({ version, now }) as Facts;
const shown = facts(5, 1000);

test('a higher version takes the place of a lower one, also when it was on its way for longer', () => {
	expect(isNewer(facts(6, 900), shown, 'loaded')).toBe(true);
	expect(isNewer(facts(4, 900), shown, 'told')).toBe(false);
});

test('a lower version of a later time comes from a server that began anew', () => {
	expect(isNewer(facts(1, 5000), shown, 'told')).toBe(true);
});

test('of one version, what is told wins from what was loaded', () => {
	expect(isNewer(facts(5, 900), shown, 'told')).toBe(true);
	expect(isNewer(facts(5, 900), shown, 'loaded')).toBe(false);
	expect(isNewer(facts(5, 1100), shown, 'loaded')).toBe(true);
});
