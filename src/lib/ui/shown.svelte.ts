import { flushSync, mount, unmount, type Component, type ComponentProps } from 'svelte';
import { onTestFinished, vi } from 'vitest';

// For the tests beside components (`*.svelte.test.ts`): a component as a page shows it, until the test is finished.

// Whatever its props are: `show` checks them against those of the component that it is given.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = Component<any>;
type Control = HTMLButtonElement | HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** `within` runs where a layout would: it shares what the component takes from its context. */
export function show<Shown extends Any>(
	component: Shown,
	props: ComponentProps<Shown>,
	within: () => void = () => {}
): Page {
	const target = document.body.appendChild(document.createElement('div'));
	const framed: Any = (anchor, given) => {
		within();
		return component(anchor, given);
	};
	const shown = mount(framed, { target, props });
	flushSync();
	onTestFinished(async () => {
		await unmount(shown);
		target.remove();
	});
	return new Page(target);
}

/** Runs as an effect of a component, each time what it read is another. */
export function watch(run: () => void): void {
	const stop = $effect.root(() => {
		$effect(run);
	});
	onTestFinished(stop);
	flushSync();
}

/** Waits for a condition, on a busy machine too. */
export const until = (is: () => boolean): Promise<unknown> => vi.waitUntil(is, { timeout: 15_000 });

/** What a person finds there: words, and controls by their name. */
export class Page {
	readonly element: HTMLElement;

	constructor(element: HTMLElement) {
		this.element = element;
	}

	/** The words, as they are read. */
	get text(): string {
		flushSync();
		return tidy(this.element.textContent);
	}

	/** Each element of that kind, by its words. */
	texts(selector: string): string[] {
		flushSync();
		return [...this.element.querySelectorAll(selector)].map((found) => tidy(found.textContent));
	}

	control<Kind extends Control = HTMLButtonElement>(name: string): Kind | null {
		flushSync();
		const controls = this.element.querySelectorAll<Kind>('button, input, textarea, select');
		return [...controls].find((control) => nameOf(control) === name) ?? null;
	}

	press(name: string): void {
		this.#existing(name).click();
		flushSync();
	}

	fill(name: string, words: string): void {
		const field = this.#existing<HTMLInputElement>(name);
		field.value = words;
		field.dispatchEvent(new Event('input', { bubbles: true }));
		flushSync();
	}

	/** Chooses an option of a list by its words. */
	choose(name: string, words: string): void {
		const select = this.#existing<HTMLSelectElement>(name);
		const option = [...select.options].find((found) => tidy(found.textContent) === words);
		if (!option) throw new Error(`There is no "${words}" in: ${tidy(select.textContent)}`);
		option.selected = true;
		// Svelte asks for `:checked`, which happy-dom knows of inputs only.
		const asked = vi.spyOn(select, 'querySelector').mockReturnValue(option);
		select.dispatchEvent(new Event('change', { bubbles: true }));
		asked.mockRestore();
		flushSync();
	}

	#existing<Kind extends Control = HTMLButtonElement>(name: string): Kind {
		const control = this.control<Kind>(name);
		if (!control) throw new Error(`There is no "${name}" in: ${this.text}`);
		return control;
	}
}

const tidy = (words: string) => words.replace(/\s+/g, ' ').trim();

function nameOf(control: Control): string {
	const label = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent;
	return tidy(label ?? control.textContent);
}
