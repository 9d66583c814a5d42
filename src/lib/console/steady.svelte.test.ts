import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { areOff, deedOf, turn } from './keys.ts';
import { Steady } from './steady.svelte.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
	document.body.replaceChildren();
	localStorage.clear();
});

/** A button that counts its presses, held by what keeps it steady. */
function held() {
	document.body.innerHTML = '<div><button>Verder</button><input /></div>';
	const [div, button] = [document.querySelector('div')!, document.querySelector('button')!];
	const steady = new Steady();
	steady.guard(div);
	let presses = 0;
	button.addEventListener('click', () => presses++);
	const key = (name: string, more: KeyboardEventInit = {}) => {
		const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
		return button.dispatchEvent(event);
	};
	return { steady, button, key, presses: () => presses };
}

test('P17 a press within a second of another act’s coming in its place does nothing; a second later it does', () => {
	const { steady, button, presses } = held();
	steady.stands('writing');
	expect(steady.resting).toBe(false);
	button.click();
	expect(presses()).toBe(1);
	steady.stands('sorting');
	steady.stands('sorting');
	button.click();
	expect([presses(), steady.resting]).toEqual([1, true]);
	vi.advanceTimersByTime(1000);
	button.click();
	expect([presses(), steady.resting]).toEqual([2, false]);
	steady.stands('weighing');
	steady.stop();
});

test('P17 a held key does nothing, on the button and as a shortcut', () => {
	const { key } = held();
	expect(key('Enter')).toBe(true);
	expect(key('Enter', { repeat: true })).toBe(false);
	expect(deedOf(new KeyboardEvent('keydown', { key: 'n', repeat: true }))).toBe(null);
});

test('P17 the keys of a remote do nothing on the button that was pressed by pointer, and are those of who came by keyboard', () => {
	const { button, key } = held();
	expect(key(' ')).toBe(true);
	button.dispatchEvent(new Event('pointerdown', { bubbles: true }));
	for (const name of [' ', 'PageDown', 'PageUp']) expect(key(name)).toBe(false);
	expect(key('Enter')).toBe(true);
	button.dispatchEvent(new Event('focusout', { bubbles: true }));
	expect(key(' ')).toBe(true);
});

test('P17 letters ask for next, back, timer, pull and the sheet; no key of a remote does, and none with another key', () => {
	const asked = (key: string, more: KeyboardEventInit = {}) =>
		deedOf(new KeyboardEvent('keydown', { key, ...more }));
	expect(['n', 'N', 'p', 't', 'h', '?'].map((key) => asked(key))).toEqual([
		...['next', 'next', 'back', 'timer', 'pull', 'sheet']
	]);
	for (const key of [' ', 'PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'Enter', 'Escape', 'b', '.', 'F5'])
		expect(asked(key)).toBe(null);
	for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
		expect(asked('n', more)).toBe(null);
});

test('P17 a key in a field, or while a question stands open, is none of the console’s', () => {
	document.body.innerHTML = '<textarea></textarea><p contenteditable></p><button></button><dialog></dialog>';
	const asksIn = (selector: string) => {
		let deed: ReturnType<typeof deedOf> = null;
		const element = document.querySelector(selector)!;
		element.addEventListener('keydown', (event) => (deed = deedOf(event as KeyboardEvent)));
		element.dispatchEvent(new KeyboardEvent('keydown', { key: 'n' }));
		return deed;
	};
	expect([asksIn('textarea'), asksIn('p'), asksIn('button')]).toEqual([null, null, 'next']);
	document.querySelector('dialog')!.setAttribute('open', '');
	expect(asksIn('button')).toBe(null);
});

test('P17 who dictates turns the letters off, on this device', () => {
	expect(areOff()).toBe(false);
	turn(false);
	expect(areOff()).toBe(true);
	turn(true);
	expect(areOff()).toBe(false);
});
