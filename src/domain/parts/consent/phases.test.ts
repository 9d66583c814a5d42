import { expect, test } from 'vitest';
import { skippedBy, turnOf } from './phases.ts';

const reaction = (organisation: string, words: string | null = null, passed = false) => ({
	organisation,
	words,
	passed
});

test('I22 the turn is of the first in the drawn order who has not spoken and was not passed over', () => {
	expect(turnOf([])).toBeNull();
	expect(turnOf([reaction('ggd'), reaction('wel')])).toBe('ggd');
	expect(turnOf([reaction('ggd', 'Goed'), reaction('wel', null, true), reaction('gem')])).toBe('gem');
	expect(turnOf([reaction('ggd', 'Goed'), reaction('wel', null, true)])).toBeNull();
});

test('I20 what is skipped is what nobody answered, or who did not react', () => {
	const facts = {
		questions: [{ answer: null }, { answer: '' }, { answer: 'Ja' }],
		reactions: [reaction('ggd', 'Goed'), reaction('wel', null, true), reaction('gem')]
	};
	expect(skippedBy('questions', facts)).toBe(1);
	expect(skippedBy('reactions', facts)).toBe(2);
	expect(skippedBy('standpoint', facts)).toBe(0);
});
