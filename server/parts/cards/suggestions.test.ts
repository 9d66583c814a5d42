import { expect, test } from 'vitest';
import { Suggestions } from './suggestions.ts';

/** What is told apart is how often a word's stem was asked for: that is the work. */
function counting() {
	const suggestions = new Suggestions();
	let stems = 0;
	const stem = (word: string) => {
		stems++;
		return word;
	};
	const ask = (step: string, ...texts: string[]): number => {
		stems = 0;
		suggestions.of(
			step,
			texts.map((text, n) => ({ id: String(n), text })),
			stem
		);
		return stems;
	};
	return ask;
}

test('BN5 the same cards are compared once, other cards again', () => {
	const ask = counting();
	expect(ask('values', 'buren helpen', 'buren kennen')).toBeGreaterThan(0);
	expect(ask('values', 'buren helpen', 'buren kennen')).toBe(0);
	expect(ask('values', 'buren helpen', 'de buren kennen')).toBeGreaterThan(0);
});

test('BN5 of a hundred steps the answer is kept, and of those the one that was asked for longest ago goes first', () => {
	const ask = counting();
	for (let n = 0; n < 100; n++) ask(`step ${n}`, 'buren helpen');
	expect(ask('step 0', 'buren helpen')).toBe(0);
	ask('step 100', 'buren helpen');
	expect(ask('step 0', 'buren helpen')).toBe(0);
	expect(ask('step 1', 'buren helpen')).toBeGreaterThan(0);
});
