import { flushSync } from 'svelte';

// What a person finds on a page, by eye or by ear: words, and things by their role and their name. For the tests
// beside components. What is folded away is not there until it is unfolded.

const selectors = {
	alert: '[role=alert]',
	button: 'button, summary',
	checkbox: 'input[type=checkbox]',
	combobox: 'select',
	date: 'input[type=date]',
	dialog: 'dialog[open]',
	group: 'fieldset, [role=group]',
	heading: 'h1, h2, h3, h4',
	image: '[role=img]',
	link: 'a[href]',
	list: 'ul, ol',
	item: 'li',
	navigation: 'nav',
	number: 'input[type=number]',
	radio: 'input[type=radio]',
	region: 'section[aria-label], section[aria-labelledby], article[aria-labelledby], aside[aria-label]',
	row: 'tr',
	status: '[role=status]',
	table: 'table',
	textbox: 'textarea, input:not([type]), input[type=text]',
	timer: '[role=timer]'
} as const;
export type Role = keyof typeof selectors;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const fields = ['textbox', 'combobox', 'date', 'number', 'checkbox', 'radio'] as const;

export class Seen {
	readonly element: Element;

	constructor(element: Element) {
		this.element = element;
	}

	/** All words that are not folded away, as they are read. */
	get text(): string {
		flushSync();
		return tidy(wordsIn(this.element));
	}

	/** Names of all that have this role, in the order of the page. */
	all(role: Role): string[] {
		return this.#elements(role).map(nameOf);
	}

	/** What each item of its list, or each row of its table, says. */
	lines(role: 'item' | 'row' | 'status' | 'alert' | 'timer'): string[] {
		return this.#elements(role)
			.map((found) => tidy(wordsIn(found)))
			.filter(Boolean);
	}

	has(role: Role, name: string): boolean {
		return this.#named(role, name) !== undefined;
	}

	/** A part of the page. Without a name: the only one of its role. */
	the(role: Role, name?: string): Seen {
		const found = name === undefined ? this.#only(role) : this.#named(role, name);
		if (!found) throw new Error(`no ${role} "${name}" among: ${this.all(role).join(' | ')}`);
		return new Seen(found);
	}

	/** The item of a list that has these words in it. */
	item(words: string): Seen {
		const found = this.#elements('item').filter((item) => wordsIn(item).includes(words));
		const innermost = found.find((item) => !found.some((other) => other !== item && item.contains(other)));
		if (!innermost) throw new Error(`no item with "${words}" in: ${this.text}`);
		return new Seen(innermost);
	}

	/** A button, or the head of a fold. */
	press(name: string): void {
		this.#click('button', name);
	}

	follow(name: string): void {
		this.#click('link', name);
	}

	/** Of a tick or one of several answers. */
	tick(name: string): void {
		this.#click(this.has('checkbox', name) ? 'checkbox' : 'radio', name);
	}

	fill(name: string, words: string): void {
		const field = this.field(name);
		field.focus();
		field.value = words;
		field.dispatchEvent(new Event('input', { bubbles: true }));
		flushSync();
	}

	/** One of a list, by its words. */
	choose(name: string, option: string): void {
		const select = this.field(name) as HTMLSelectElement;
		const chosen = [...select.options].find((one) => tidy(one.textContent) === option);
		if (!chosen) throw new Error(`no "${option}" among: ${this.options(name).join(' | ')}`);
		select.value = chosen.value;
		// happy-dom knows no option that is `:checked`; Svelte then takes the first that is not disabled.
		const others = [...select.options].filter((one) => one !== chosen && !one.disabled);
		for (const other of others) other.disabled = true;
		select.dispatchEvent(new Event('change', { bubbles: true }));
		for (const other of others) other.disabled = false;
		flushSync();
	}

	options(name: string): string[] {
		return [...(this.field(name) as HTMLSelectElement).options].map((one) => tidy(one.textContent));
	}

	/** What stands in a field; of a list the words that are chosen. */
	value(name: string): string {
		const field = this.field(name);
		return field instanceof HTMLSelectElement
			? tidy(field.selectedOptions[0]?.textContent ?? '')
			: field.value;
	}

	isOn(name: string): boolean {
		const button = this.#named('button', name);
		if (button) return button.getAttribute('aria-pressed') === 'true';
		return (this.field(name) as HTMLInputElement).checked;
	}

	/** It can be reached, and says that it does nothing now. */
	isOff(name: string): boolean {
		return this.the('button', name).element.getAttribute('aria-disabled') === 'true';
	}

	/** What is said about it: a hint, an error, why it does nothing. */
	about(name: string): string {
		const control = this.#named('button', name) ?? this.#named('group', name) ?? this.field(name);
		const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
		return tidy(ids.map((id) => wordsIn(document.getElementById(id)!)).join(' '));
	}

	isWrong(name: string): boolean {
		return this.field(name).getAttribute('aria-invalid') === 'true';
	}

	hasFocus(): boolean {
		return document.activeElement === this.element;
	}

	field(name: string): Field {
		const found = fields.map((role) => this.#named(role, name)).find(Boolean);
		if (!found)
			throw new Error(`no field "${name}" among: ${fields.flatMap((r) => this.all(r)).join(' | ')}`);
		return found as Field;
	}

	#click(role: Role, name: string): void {
		const { element } = this.the(role, name);
		const form = element.tagName === 'BUTTON' && element.getAttribute('form');
		if (form) send(element as HTMLElement, document.getElementById(form) as HTMLFormElement);
		else (element as HTMLElement).click();
		// happy-dom leaves it to the page to unfold.
		const fold = element.tagName === 'SUMMARY' ? (element.parentElement as HTMLDetailsElement) : null;
		fold?.dispatchEvent(new Event('toggle'));
		flushSync();
	}

	#only(role: Role): Element | undefined {
		const found = this.#elements(role);
		if (found.length > 1) throw new Error(`several of ${role}: ${found.map(nameOf).join(' | ')}`);
		return found[0];
	}

	#named(role: Role, name: string): Element | undefined {
		return this.#elements(role).find((found) => nameOf(found) === name);
	}

	#elements(role: Role): Element[] {
		flushSync();
		return [...this.element.querySelectorAll(selectors[role])].filter((found) => !isFolded(found));
	}
}

/** For a button of another form than the one that it stands in: happy-dom sends the one that it stands in. */
function send(button: HTMLElement, form: HTMLFormElement): void {
	let isSent = false;
	const last = (event: Event) => {
		isSent = !event.defaultPrevented;
		event.preventDefault();
	};
	addEventListener('click', last, { once: true });
	button.click();
	if (isSent) form.requestSubmit();
}

const tidy = (words: string) =>
	words
		.replace(/\s+/g, ' ')
		.replace(/ (?=[:,])/g, '')
		.trim();

/** In a fold that is closed, beside its head. */
function isFolded(element: Element): boolean {
	const fold = element.parentElement?.closest('details:not([open]), dialog:not([open]), [hidden], noscript');
	if (!fold) return false;
	const isHead = element.closest('summary')?.parentElement === fold;
	return !isHead || isFolded(fold);
}

/** What stands on a line of its own. */
const blocks =
	/^(P|LI|H\d|DT|DD|TD|TH|DIV|SECTION|UL|OL|BUTTON|LABEL|SUMMARY|LEGEND|FIGURE|OPTION|BLOCKQUOTE)$/;

function wordsIn(node: Node, forName = false): string {
	if (node instanceof Text) return node.data;
	if (!(node instanceof Element)) return '';
	if (node.matches('.unseen, noscript, script, dialog:not([open])')) return '';
	if (forName && node.getAttribute('aria-hidden') === 'true') return '';
	if (node instanceof HTMLSelectElement) return '';
	const isClosed = node.matches('details:not([open])');
	const inside = [...node.childNodes].filter(
		(child) => !isClosed || (child instanceof Element && child.tagName === 'SUMMARY')
	);
	const words = inside.map((child) => wordsIn(child, forName)).join('');
	return blocks.test(node.tagName) || node.matches('.away') ? ` ${words} ` : words;
}

const nameOf = (element: Element): string => tidy(namesOf(element));

/** As a screen reader says it. */
function namesOf(element: Element): string {
	const by = element.getAttribute('aria-labelledby');
	if (by)
		return by
			.split(' ')
			.map((id) => wordsIn(document.getElementById(id)!, true))
			.join(' ');
	const label = element.getAttribute('aria-label');
	if (label) return label;
	if (element.matches('fieldset')) return wordsIn(element.querySelector('legend') ?? element, true);
	if (element.matches('table')) return wordsIn(element.querySelector('caption') ?? new Text(''), true);
	if (element.matches('input, textarea, select')) return labelOf(element);
	return wordsIn(element, true);
}

function labelOf(control: Element): string {
	const label = control.id ? document.querySelector(`label[for="${control.id}"]`) : null;
	const around = label ?? control.closest('label');
	return around ? wordsIn(around, true) : '';
}
