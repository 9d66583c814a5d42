import { expect, test } from 'vitest';
import { formsOf, missingOnPage } from './kind.ts';

const prompt = (id: string, tag: string) => ({ id, tag });

test('U2 the front page is one form of three prompts, where its first one stands; every other form has one', () => {
	const prompts = [
		prompt('1', 'postcard'),
		prompt('2', 'headline'),
		prompt('3', 'number'),
		prompt('4', 'quote'),
		prompt('5', 'day'),
		prompt('6', 'doubt')
	];
	expect(formsOf(prompts).map(({ kind, prompts }) => [kind, prompts.map(({ id }) => id).join(' ')])).toEqual([
		['card', '1'],
		['front-page', '2 3 4'],
		['card', '5'],
		['card', '6']
	]);
});

test('U2 prompts of a front page that stand apart are one form, and without any there is none', () => {
	const apart = [prompt('a', 'quote'), prompt('b', ''), prompt('c', 'headline')];
	expect(formsOf(apart)).toEqual([
		{ kind: 'front-page', prompts: [apart[0], apart[2]] },
		{ kind: 'card', prompts: [apart[1]] }
	]);
	expect(formsOf([prompt('b', '')])).toEqual([{ kind: 'card', prompts: [prompt('b', '')] }]);
	expect(formsOf([])).toEqual([]);
});

test('U2 it asks three headlines, one number and one quote, and more is no mistake', () => {
	expect([0, 1, 2, 3, 4].map((written) => missingOnPage('headline', written))).toEqual([3, 2, 1, 0, 0]);
	expect([0, 1, 2].map((written) => missingOnPage('number', written))).toEqual([1, 0, 0]);
	expect([0, 1].map((written) => missingOnPage('quote', written))).toEqual([1, 0]);
	expect(missingOnPage('postcard', 0)).toBe(0);
});
