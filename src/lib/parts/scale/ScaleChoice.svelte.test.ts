import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { show } from '#lib/ui/shown.svelte.ts';
import ScaleChoice from './ScaleChoice.svelte';

const words = {
	id: 'score',
	name: 'score',
	legend: 'Waar staan we?',
	low: 'nog ver weg',
	high: 'zo is het al'
};

test('five steps, of which the first and the last say what they mean', () => {
	const page = show(ScaleChoice, { ...words, value: '' });
	expect(page.texts('label')).toEqual(['1, nog ver weg', '2', '3', '4', '5, zo is het al']);
	expect(page.texts('legend')).toEqual(['Waar staan we?']);
	expect(page.element.querySelector('input:checked')).toBeNull();
});

test('what is chosen is known outside, and another value outside is chosen', () => {
	let value = $state('4');
	const read = () => value;
	const page = show(ScaleChoice, {
		...words,
		get value() {
			return read();
		},
		set value(now) {
			value = now;
		}
	});
	expect(page.control<HTMLInputElement>('4')!.checked).toBe(true);
	page.press('2');
	expect(read()).toBe('2');
	value = '5';
	flushSync();
	expect(page.control<HTMLInputElement>('5, zo is het al')!.checked).toBe(true);
});

test('why nothing was kept stands above the steps and belongs to them; the question in full stands in the legend', () => {
	const page = show(ScaleChoice, {
		...words,
		value: '',
		why: 'Gezien vanuit 2040.',
		error: 'Kies een cijfer.'
	});
	const field = page.element.querySelector('fieldset')!;
	expect(document.getElementById(field.getAttribute('aria-describedby')!)!.textContent).toBe(
		'Kies een cijfer.'
	);
	expect(page.texts('legend')).toEqual(['Waar staan we? Gezien vanuit 2040.']);
});
