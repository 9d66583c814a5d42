import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import Select from './Select.svelte';
import { show } from './shown.svelte.ts';

const values = [
	{ id: 'near', name: 'Dichtbij' },
	{ id: 'bold', name: 'Lef' }
];
const field = { id: 'harms', name: 'harms', label: 'Wat raakt het?', options: values };

test('the options by name below their label; the first is chosen unless one is named', () => {
	const page = show(Select, field);
	expect(page.texts('option')).toEqual(['Dichtbij', 'Lef']);
	const select = page.control<HTMLSelectElement>('Wat raakt het?')!;
	expect([select.name, select.value]).toEqual(['harms', 'near']);
	const other = show(Select, { ...field, value: 'bold' });
	expect(other.control<HTMLSelectElement>('Wat raakt het?')!.value).toBe('bold');
});

test('none of them stands first, and is an empty text', () => {
	const page = show(Select, { ...field, none: 'Kies een waarde', required: true });
	expect(page.texts('option')).toEqual(['Kies een waarde', 'Dichtbij', 'Lef']);
	const select = page.control<HTMLSelectElement>('Wat raakt het?')!;
	expect([select.value, select.required]).toEqual(['', true]);
});

test('what is chosen is known outside, and what is set outside is chosen', () => {
	let chosen = $state('near');
	const read = () => chosen;
	const page = show(Select, {
		...field,
		get value() {
			return read();
		},
		set value(now) {
			chosen = now;
		}
	});
	const select = page.control<HTMLSelectElement>('Wat raakt het?')!;
	page.choose('Wat raakt het?', 'Lef');
	expect(read()).toBe('bold');
	chosen = 'near';
	flushSync();
	expect(select.value).toBe('near');
});

test('where the one that was chosen is gone, the first stands there', async () => {
	let options = $state.raw(values);
	const page = show(Select, {
		...field,
		get options() {
			return options;
		}
	});
	const select = page.control<HTMLSelectElement>('Wat raakt het?')!;
	page.choose('Wat raakt het?', 'Lef');
	expect(select.value).toBe('bold');
	options = values.slice(0, 1);
	flushSync();
	await Promise.resolve();
	expect(select.value).toBe('near');
});

test('the reason stands beside the field, and a listener hears it with the hint', () => {
	const page = show(Select, { ...field, hint: 'Eén is genoeg.', error: 'Kies een waarde.' });
	const select = page.control<HTMLSelectElement>('Wat raakt het?')!;
	expect(select.getAttribute('aria-invalid')).toBe('true');
	const heard = select.getAttribute('aria-describedby')!.split(' ');
	expect(heard.map((id) => document.getElementById(id)!.textContent)).toEqual([
		'Eén is genoeg.',
		'Kies een waarde.'
	]);
});
