import { expect, test } from 'vitest';
import type { Facts } from '#wire/journey/facts.ts';
import { isNewer } from './newest.ts';

const facts = (version: number, run = 'second', now = 0) => ({ version, run, now }) as Facts;
const shown = facts(5);
const left = new Set(['first']);

test('of one run a higher version takes the place of a lower one, whatever brought it', () => {
	for (const source of ['told', 'loaded'] as const) {
		expect(isNewer(facts(6), shown, source, left)).toBe(true);
		expect(isNewer(facts(4), shown, source, left)).toBe(false);
	}
});

test('of one version, what is told wins from what was loaded', () => {
	expect(isNewer(facts(5), shown, 'told', left)).toBe(true);
	for (const source of ['asked', 'loaded'] as const)
		expect(isNewer(facts(5), shown, source, left)).toBe(false);
});

test('what a server says that began anew is newer, whatever its version and its clock', () => {
	for (const version of [0, 5, 9])
		for (const source of ['told', 'asked'] as const)
			expect(isNewer(facts(version, 'third', -1000), shown, source, left)).toBe(true);
});

test('a page of another run may have lain on the device: it is believed when its time is later', () => {
	expect(isNewer(facts(1, 'third', 1000), shown, 'loaded', left)).toBe(true);
	expect(isNewer(facts(9, 'third', -1000), shown, 'loaded', left)).toBe(false);
});

test('an answer of a server that is gone comes too late, also with a higher version', () => {
	for (const source of ['asked', 'loaded'] as const)
		expect(isNewer(facts(9, 'first', 1000), shown, source, left)).toBe(false);
	expect(isNewer(facts(1, 'first'), shown, 'told', left)).toBe(true);
});
