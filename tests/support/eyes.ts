import { expect, type Locator, type Page } from '@playwright/test';
import { awake, expectAccessible, sizes, text } from './evening.ts';

type Size = keyof typeof sizes;
type Locale = 'nl' | 'en';

/** The page on its way to what is to be seen, with its words in the language of this look. */
export interface Sight {
	page: Page;
	/** What a person reads, by message key. */
	say: (key: string, values?: Record<string, string | number>) => string;
	/** To a path or an address of this program, with the page's script running. */
	go: (to: string) => Promise<void>;
}

type Arrive = (sight: Sight) => Promise<unknown>;

interface Options {
	/** Messages of the console that belong to what is seen: a page that is not there is told there too. */
	expected?: RegExp;
	on?: Size[];
}

/**
 * Looks at one browser at all its sizes: nothing beside the screen, no error in the console, where a breach of the content
 * security policy would be told, and no violation of WCAG 2.2 AA. A page in both languages, in Dutch read at the first size
 * and in English at the last.
 */
export class Eyes {
	readonly page: Page;
	readonly #origin: string;
	readonly #on: Size[];
	readonly #troubles: string[] = [];
	#turn = 0;

	constructor(page: Page, origin: string, { expected = /^$/, on = ['phone', 'laptop'] }: Options = {}) {
		this.page = page;
		this.#origin = origin;
		this.#on = on;
		const hear = (words: string) => {
			if (!expected.test(words)) this.#troubles.push(words);
		};
		page.on('pageerror', (error) => hear(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') hear(message.text());
		});
	}

	/** A page that this test did not look at yet. */
	async look(what: string, arrive: Arrive): Promise<void> {
		// Dutch last: what a test does next, it does in Dutch.
		await this.#lookIn('en', what, arrive, this.#on.at(-1)!);
		await this.#lookIn('nl', what, arrive, this.#on[0]!);
	}

	/**
	 * The same page in another state: only in Dutch, of which the words are longer, with axe at its sizes in turn. Half of
	 * what `look` takes.
	 */
	async again(what: string, arrive: Arrive): Promise<void> {
		this.#turn += 1;
		await this.#lookIn('nl', what, arrive, this.#on[this.#turn % this.#on.length]!);
	}

	/** axe takes most of the time: it reads at one size. */
	async #lookIn(locale: Locale, what: string, arrive: Arrive, read: Size): Promise<void> {
		await this.#read(locale);
		await this.page.setViewportSize(sizes[this.#on[0]!]);
		await arrive(this.#sight(locale));
		await expect(this.page.locator('html')).toHaveAttribute('lang', locale);
		for (const size of this.#on) await this.#check(`${what}, ${locale}, ${size}`, size, size === read);
	}

	async #read(locale: Locale): Promise<void> {
		// The page that is left writes its own language into the cookie as it wakes.
		await awake(this.page);
		await this.page.context().addCookies([{ name: 'taal', value: locale, url: this.#origin }]);
	}

	#sight(locale: Locale): Sight {
		return {
			page: this.page,
			say: (key, values = {}) => text(key, values, locale),
			go: async (to) => {
				await this.page.goto(new URL(to, this.#origin).href);
				await awake(this.page);
			}
		};
	}

	async #check(where: string, size: Size, isRead: boolean): Promise<void> {
		await this.page.setViewportSize(sizes[size]);
		if (isRead) await expectAccessible(this.page, where);
		const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
		expect.soft(wide, `width of ${where}`).toBeLessThanOrEqual(sizes[size].width);
		expect.soft(this.#troubles.splice(0), `console of ${where}`).toEqual([]);
	}
}

interface Hidden {
	/** What has the focus, as a person would point at it. */
	what: string;
	why: string;
}

/** Whether this control has the focus; and why what has it cannot be seen or pressed where it is, or null. */
export function focusOn(control: Locator): Promise<{ isThere: boolean; hidden: Hidden | null }> {
	return control.first().evaluate((element) => {
		const focused = document.activeElement;
		/** Outside the window, or behind a bar that stays. */
		const hiddenBy = (): Hidden | null => {
			if (!focused || focused === document.body) return null;
			const box = focused.getClientRects()[0];
			const what = `${focused.tagName.toLowerCase()} ${focused.id || focused.textContent.trim().slice(0, 40)}`;
			if (!box) return { what, why: 'takes no room' };
			const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
			const fits = box.height <= innerHeight;
			if (bottom <= top || (fits && bottom - top < box.height - 1))
				return { what, why: `outside the window: ${box.top} to ${box.bottom} of ${innerHeight}` };
			const there = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
			const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
			const seen = there && [focused, ...labels].some((own) => own.contains(there));
			return seen ? null : { what, why: `behind ${there?.outerHTML.slice(0, 80)}` };
		};
		return { isThere: element === focused, hidden: hiddenBy() };
	});
}
