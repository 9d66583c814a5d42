import { expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { show } from './shown.svelte.ts';
import WordsField from './WordsField.svelte';

const field = { id: 'new', name: 'text', label: 'Je kaartje', most: 10 };

test('says how many characters are left of what somebody wrote, and the words are known outside', () => {
	let value = $state('Dichtbij');
	const read = () => value;
	const page = show(WordsField, {
		...field,
		get value() {
			return read();
		},
		set value(now) {
			value = now;
		}
	});
	expect(page.text).toContain(m.counter_left({ count: 2 }));
	page.fill('Je kaartje', 'Dichtbij en samen');
	expect(read()).toBe('Dichtbij en samen');
	expect(page.text).toContain(m.counter_over({ count: 7 }));
});

test('a listener hears the question, the hint, the reason and what is left, in that order', () => {
	const page = show(WordsField, {
		...field,
		value: '',
		about: 'vraag',
		hint: 'Kort.',
		error: 'Er staat niets.'
	});
	const area = page.control<HTMLTextAreaElement>('Je kaartje')!;
	expect(area.getAttribute('aria-describedby')).toBe('vraag new-hint new-error new-left');
	expect(document.getElementById('new-left')!.textContent).toBe(m.counter_left({ count: 10 }));
	expect(area.getAttribute('aria-invalid')).toBe('true');
});

test('its keys and its focus are those of whoever made it', () => {
	const [onfocus, onkeydown] = [vi.fn(), vi.fn()];
	const page = show(WordsField, { ...field, value: '', onfocus, onkeydown });
	const area = page.control<HTMLTextAreaElement>('Je kaartje')!;
	area.focus();
	area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
	expect(onfocus).toHaveBeenCalledOnce();
	expect(onkeydown).toHaveBeenCalledOnce();
});
