import { expect, test } from 'vitest';
import { nobodyNamed, speaksFor } from './speaking.ts';

const named = { holder: 'wies', deputy: 'wim', isLeft: false };

test('I14 where nobody was named everybody answers for their organisation, else the holder', () => {
	expect(speaksFor('wil', nobodyNamed, false)).toBe(true);
	for (const isHolderHere of [true, false]) {
		expect(speaksFor('wies', named, isHolderHere)).toBe(true);
		expect(speaksFor('wil', named, isHolderHere)).toBe(false);
	}
});

test('I15 the deputy answers while the holder is not there, or leaves it to them', () => {
	expect(speaksFor('wim', named, true)).toBe(false);
	expect(speaksFor('wim', named, false)).toBe(true);
	expect(speaksFor('wim', { ...named, isLeft: true }, true)).toBe(true);
	expect(speaksFor('wies', { ...named, isLeft: true }, true)).toBe(false);
	expect(speaksFor('wim', { ...named, holder: null }, false)).toBe(true);
	expect(speaksFor('wies', { holder: 'wies', deputy: null, isLeft: true }, true)).toBe(true);
});
