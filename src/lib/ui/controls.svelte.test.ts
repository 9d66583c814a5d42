import { createRawSnippet, flushSync } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { comeTo } from './app-stand-in.svelte.ts';
import Bars from './Bars.svelte';
import Button from './Button.svelte';
import Card from './Card.svelte';
import Choice from './Choice.svelte';
import Choices from './Choices.svelte';
import Counter from './Counter.svelte';
import Dialog from './Dialog.svelte';
import Dots from './Dots.svelte';
import Field from './Field.svelte';
import Group from './Group.svelte';
import Language from './Language.svelte';
import NewItems from './NewItems.svelte';
import Question from './Question.svelte';
import RoomStrip from './RoomStrip.svelte';
import { show } from './shown.svelte.ts';

vi.mock('$app/state', () => import('./app-stand-in.svelte.ts'));
beforeEach(() => {
	comeTo({ at: '/traject/x?stap=a&b=%26' });
	overwriteGetLocale(() => baseLocale);
});

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));
/** What a screen reader says of a control beside its name. */
const about = (control: Element) =>
	(control.getAttribute('aria-describedby') ?? '')
		.split(' ')
		.filter(Boolean)
		.map((id) => document.getElementById(id)!.textContent.trim());

describe('a button', () => {
	test('sends its form, and with a deed of its own it does that in its place', () => {
		const onclick = vi.fn();
		const type = (props: object) =>
			show(Button, { children: text('Ja'), ...props }).element.querySelector('button')!.type;
		expect([type({}), type({ onclick }), type({ onclick, type: 'submit' })]).toEqual([
			'submit',
			'button',
			'submit'
		]);
	});

	test('one that does nothing yet can be reached, says why, and does nothing', () => {
		const onclick = vi.fn();
		const page = show(Button, { children: text('Verder'), why: 'Nog niet iedereen is klaar.', onclick });
		const button = page.element.querySelector('button')!;
		expect(button.disabled).toBe(false);
		expect(button.getAttribute('aria-disabled')).toBe('true');
		expect(about(button)).toEqual(['Nog niet iedereen is klaar.']);
		button.click();
		expect(onclick).not.toHaveBeenCalled();
	});

	test('a second press while it is sending does nothing, and does not send its form', () => {
		const onclick = vi.fn();
		const page = show(Button, { children: text('Verder'), busy: true, onclick, type: 'submit' });
		const press = new MouseEvent('click', { cancelable: true, bubbles: true });
		page.element.querySelector('button')!.dispatchEvent(press);
		expect([press.defaultPrevented, onclick.mock.calls.length]).toEqual([true, 0]);
	});

	test('with an address it is a link', () => {
		const page = show(Button, { children: text('Regie'), href: '/regie' });
		expect(page.texts('a.button')).toEqual(['Regie']);
		expect(page.texts('button')).toEqual([]);
	});
});

describe('a field', () => {
	test('its hint and its error are said with it, and it says that it is wrong', () => {
		const page = show(Field, {
			id: 'name',
			label: 'Naam',
			hint: 'Je voornaam.',
			error: 'Vul een naam in.',
			value: '…'
		});
		const input = page.control<HTMLInputElement>('Naam')!;
		expect(about(input)).toEqual(['Je voornaam.', 'Vul een naam in.']);
		expect(input.getAttribute('aria-invalid')).toBe('true');
		expect(input.value).toBe('…');
	});

	test('without them it says neither, and of what is required and still empty that it is not wrong', () => {
		const input = show(Field, { id: 'name', label: 'Naam', error: null }).control<HTMLInputElement>('Naam')!;
		expect([input.getAttribute('aria-describedby'), input.getAttribute('aria-invalid')]).toEqual([
			null,
			'false'
		]);
	});

	test('a long one takes lines; whatever else it is given is the control’s own; what is typed runs its own way', () => {
		const page = show(Field, {
			id: 'note',
			label: 'Aantekening',
			long: true,
			name: 'note',
			required: true,
			value: 'een\ntwee'
		});
		const area = page.control<HTMLTextAreaElement>('Aantekening')!;
		expect([area.tagName, area.name, area.required, area.value, area.dir]).toEqual([
			'TEXTAREA',
			'note',
			true,
			'een\ntwee',
			'auto'
		]);
	});
});

describe('a question with rows', () => {
	test('has a name, and its error is said with it', () => {
		const page = show(Choices, {
			id: 'q',
			legend: 'Wat vind je?',
			hint: 'Kies er één.',
			error: 'Kies er één.',
			children: text('rij')
		});
		const set = page.element.querySelector('fieldset')!;
		expect(page.texts('legend')).toEqual(['Wat vind je?']);
		expect(about(set)).toEqual(['Kies er één.', 'Kies er één.']);
	});

	test('nothing is chosen beforehand unless the page says so, also in a plain form', () => {
		const chosen = (props: object) =>
			show(Choice, {
				name: 'stance',
				value: 'consent',
				children: text('Ja'),
				...props
			}).element.querySelector('input')!.checked;
		expect([
			chosen({}),
			chosen({ checked: true }),
			chosen({ group: 'consent' }),
			chosen({ group: null })
		]).toEqual([false, true, true, false]);
		expect([chosen({ type: 'checkbox' }), chosen({ type: 'checkbox', checked: true })]).toEqual([
			false,
			true
		]);
	});

	test('the whole row is its label, with what it means', () => {
		const page = show(Choice, {
			value: 'x',
			why: 'Dan vragen we iedereen opnieuw.',
			children: text('Bezwaar')
		});
		expect(page.texts('label.choice')).toEqual(['Bezwaar Dan vragen we iedereen opnieuw.']);
	});
});

describe('how many characters are left', () => {
	const counter = (length: number) => {
		const page = show(Counter, { length, most: 280 });
		const [seen] = page.texts('.number');
		return { seen, spoken: page.texts('[role=status]')[0] };
	};

	test('is seen at each key; one is one, and past the end it says how many are too many', () => {
		expect([0, 279, 280, 281, 290].map((length) => counter(length).seen)).toEqual([
			m.counter_left({ count: 280 }),
			m.counter_left({ count: 1 }),
			m.counter_left({ count: 0 }),
			m.counter_over({ count: 1 }),
			m.counter_over({ count: 10 })
		]);
	});

	test('is spoken near the end only, and at each key past it', () => {
		const spoken = (length: number) => counter(length).spoken !== '';
		expect([100, 259, 260, 261, 270, 279, 280, 281, 282].map(spoken)).toEqual([
			...[false, false, true, false, true],
			...[false, true, true, true]
		]);
	});
});

describe('a group to weigh', () => {
	const dots = (given: number, more: object = {}) => {
		const page = show(Dots, { title: 'Nabijheid', given, most: 2, whyAt: 'left', ...more });
		const [take, give] = [...page.element.querySelectorAll('button')] as [
			HTMLButtonElement,
			HTMLButtonElement
		];
		const isOff = (button: Element) => button.getAttribute('aria-disabled') === 'true';
		return { page, take, give, off: [isOff(take), isOff(give)] };
	};

	test('W1 one can give until the most, or until all are given, and take back what was given', () => {
		expect(dots(0).off).toEqual([true, false]);
		expect(dots(1).off).toEqual([false, false]);
		expect(dots(2).off).toEqual([false, true]);
		expect(dots(1, { spent: true }).off).toEqual([false, true]);
	});

	test('W3 each button posts how many there shall be, so that a replay gives once', () => {
		const { take, give } = dots(1);
		expect([take.name, take.value, give.name, give.value]).toEqual(['dots', '0', 'dots', '2']);
	});

	test('what is given is said in words, one as one; a group without a name has one to press', () => {
		expect(dots(1).page.texts('[role=status]')).toEqual([m.dots_on({ given: 1, title: 'Nabijheid' })]);
		expect(dots(2).page.texts('[role=status]')).toEqual([m.dots_on({ given: 2, title: 'Nabijheid' })]);
		const { page, give } = dots(0, { title: '' });
		expect(page.element.querySelector('[role=group]')!.getAttribute('aria-label')).toBe(m.group_unnamed());
		expect(give.textContent).toContain(m.group_unnamed());
	});
});

describe('what weighs', () => {
	const totals = [
		{ title: 'Nabijheid', dots: 9, share: 0.1 },
		{ title: '', dots: 3, share: 0.5 },
		{ title: 'Lef', dots: 1, share: 0.4 }
	];

	test('is sorted by the way that was asked for, as a table with words', () => {
		const order = (by: 'share' | 'dots') => show(Bars, { totals, by }).texts('tbody th');
		expect(order('share')).toEqual([m.group_unnamed(), 'Lef', 'Nabijheid']);
		expect(order('dots')).toEqual(['Nabijheid', m.group_unnamed(), 'Lef']);
		expect(show(Bars, { totals }).texts('tbody td')[0]).toBe('50% 3');
	});

	test('of what has no room it says how many there are, with their dots', () => {
		const rest = (most: number) => show(Bars, { totals, most }).texts('p.soft');
		expect(rest(3)).toEqual([]);
		expect(rest(2)).toEqual([m.bars_more({ count: 1, dots: 9 })]);
		expect(rest(1)).toEqual([m.bars_more({ count: 2, dots: 10 })]);
	});
});

describe('a card', () => {
	test('C9 written down for somebody it says for whom, or only that it was; confirmed it says nothing', () => {
		const lines = (onBehalf?: string) =>
			show(Card, { words: 'Dichtbij', ...(onBehalf === undefined ? {} : { onBehalf }) }).texts('.also');
		expect(lines('Ria')).toEqual([m.card_on_behalf({ name: 'Ria' })]);
		expect(lines('')).toEqual([m.card_on_behalf_short()]);
		expect(lines()).toEqual([]);
	});

	test('what lies under it can be read; with a tick its words are the label of that', () => {
		const page = show(Card, { id: 'c1', words: 'Dichtbij', under: ['dichtbij!', 'Nabij'], tick: true });
		expect(page.texts('.also')).toEqual([m.card_also({ text: 'dichtbij!' }), m.card_also({ text: 'Nabij' })]);
		expect(page.control<HTMLInputElement>('Dichtbij')!.type).toBe('checkbox');
	});

	test('C11 markup is words; a resident’s has the mark of one, an anonymous one has none', () => {
		const page = show(Card, { words: '<img src=x onerror=alert(1)>', mark: null });
		expect(page.element.querySelector('img')).toBeNull();
		expect(page.texts('.words')).toEqual(['<img src=x onerror=alert(1)>']);
		expect(page.text).toContain(m.org_resident_name());
		expect(show(Card, { words: 'x' }).element.querySelector('.org')).toBeNull();
	});
});

describe('a group of cards', () => {
	test('without a name it says so; one card is one; words of its own take the place of a number', () => {
		const head = (title: string, count: number | string) =>
			show(Group, { id: 'g', title, count }).texts('header')[0];
		expect(head('', 2)).toBe(`${m.group_unnamed()} ${m.group_count({ count: 2 })}`);
		expect(head('Lef', 1)).toBe(`Lef ${m.group_count({ count: 1 })}`);
		expect(head('Lef', '5 van 42')).toBe('Lef 5 van 42');
	});
});

describe('a question before something that others will see', () => {
	const ask = () => {
		const [onconfirm, oncancel] = [vi.fn(), vi.fn()];
		const props = $state({
			open: true,
			title: 'Zeker?',
			text: 'Iedereen ziet het.',
			confirm: 'Ja',
			cancel: 'Nee',
			onconfirm,
			oncancel
		});
		const page = show(Dialog, props);
		flushSync();
		return { page, onconfirm, oncancel, dialog: page.element.querySelector('dialog')! };
	};

	test('the focus is on the safe one', () => {
		const { dialog } = ask();
		expect(dialog.open).toBe(true);
		expect(document.activeElement!.textContent.trim()).toBe('Nee');
	});

	test('yes is yes once, and no cancel; no, and however else it closes, is no', () => {
		const yes = ask();
		yes.page.press('Ja');
		expect([yes.onconfirm.mock.calls.length, yes.oncancel.mock.calls.length]).toEqual([1, 0]);
		const no = ask();
		no.page.press('Nee');
		expect([no.onconfirm.mock.calls.length, no.oncancel.mock.calls.length]).toEqual([0, 1]);
		const escape = ask();
		escape.dialog.close();
		expect([escape.onconfirm.mock.calls.length, escape.oncancel.mock.calls.length]).toEqual([0, 1]);
	});
});

test('V2 new cards wait behind a button that counts them; none: no button', () => {
	const onclick = vi.fn();
	const words = (count: number) => show(NewItems, { count, onclick }).texts('button');
	expect([words(0), words(1), words(2)]).toEqual([
		[],
		[m.new_items({ count: 1 })],
		[m.new_items({ count: 2 })]
	]);
	show(NewItems, { count: 1, onclick }).press(m.new_items({ count: 1 }));
	expect(onclick).toHaveBeenCalledOnce();
});

test('the switch of language comes back to this page, with what was asked; the one that is read says so', () => {
	for (const locale of ['nl', 'en'] as const) {
		overwriteGetLocale(() => locale);
		const page = show(Language, {});
		expect(page.element.querySelector<HTMLInputElement>('input[name=pad]')!.value).toBe(
			'/traject/x?stap=a&b=%26'
		);
		const current = page.element.querySelectorAll('[aria-current=true]');
		expect([...current].map((button) => button.getAttribute('lang'))).toEqual([locale]);
	}
});

test('a long question is set smaller on the wall, so that it stays in the picture', () => {
	const long = (length: number) =>
		show(Question, { text: 'x'.repeat(length) })
			.element.querySelector('h1')!
			.getAttribute('data-long');
	expect([long(48), long(49), long(120), long(121)]).toEqual([null, '1', '1', '2']);
});

test('the strip says each state of saving in words and by a shape that is not only colour', () => {
	const states = ['saved', 'saving', 'unsent', 'offline', 'blocked', 'stopped'] as const;
	const said = states.map((saved) => {
		const status = show(RoomStrip, { step: 'Waarden', saved, full: [] }).element.querySelector('.status')!;
		return [status.getAttribute('data-is'), status.textContent.trim(), status.getAttribute('role')];
	});
	expect(said).toEqual([
		['yes', m.saved_saved(), 'status'],
		['busy', m.busy_saving(), 'status'],
		['look', m.saved_unsent(), 'status'],
		['look', m.saved_offline(), 'status'],
		['look', m.saved_blocked(), 'status'],
		['no', m.saved_stopped(), 'status']
	]);
});
