import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { Moment } from '#server/demo/fill.ts';
import { serveDemo, type DemoLinks } from './server.ts';

export { expect };

const messages = Object.fromEntries(
	(['nl', 'en'] as const).map((locale) => [
		locale,
		JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Record<string, string>
	])
);

/** What a person reads, by message key, so that tests speak of what it means and not of how it is worded. */
export function text(key: string, values: Record<string, string | number> = {}, locale: 'nl' | 'en' = 'nl'): string {
	const message = messages[locale]?.[key];
	if (message === undefined) throw new Error(`no message ${key}`);
	return Object.entries(values).reduce((words, [name, value]) => words.replaceAll(`{${name}}`, String(value)), message);
}

/** Sizes that count: the smallest phone, a laptop, the beamer. */
export const sizes = {
	phone: { width: 320, height: 700 },
	laptop: { width: 1280, height: 800 },
	beamer: { width: 1920, height: 1080 }
};

interface Someone {
	size?: keyof typeof sizes;
	locale?: 'nl' | 'en';
	javaScript?: boolean;
}

/** The demo at some moment of its evening, in a process of its own, with everybody in a browser of their own. */
export class Evening {
	readonly links: DemoLinks;
	readonly #contextFor: (as: Someone) => Promise<BrowserContext>;

	constructor(links: DemoLinks, contextFor: (as: Someone) => Promise<BrowserContext>) {
		this.links = links;
		this.#contextFor = contextFor;
	}

	/** Somebody of the demo by key ('wel-b'), where the room is. */
	async person(key: string, as: Someone = {}): Promise<Page> {
		const page = await this.visitor(as);
		await page.goto(this.links.people[key]!);
		await page.getByRole('button').last().click();
		await page.waitForURL(/\/traject\//);
		return page;
	}

	/** Somebody who was never here. */
	async visitor(as: Someone = {}): Promise<Page> {
		const context = await this.#contextFor(as);
		return context.newPage();
	}

	async facilitator(as: Someone = {}): Promise<Page> {
		const page = await this.person('fac-1', { size: 'laptop', ...as });
		await page.goto(this.console);
		return page;
	}

	async beamer(): Promise<Page> {
		const page = await this.visitor({ size: 'beamer' });
		await page.goto(this.links.beamer);
		return page;
	}

	get journey() {
		return `${this.links.origin}/traject/${this.links.journey}`;
	}
	get console() {
		return `${this.journey}/regie`;
	}
	get values() {
		return `${this.journey}/stap/${this.links.steps.values}`;
	}
}

export const test = base.extend<{ eveningAt: (moment: Moment) => Promise<Evening> }>({
	eveningAt: async ({ browser }, use) => {
		const endings: (() => Promise<void>)[] = [];
		await use(async (moment) => {
			const served = await serveDemo(moment);
			const contexts: BrowserContext[] = [];
			endings.push(async () => {
				await Promise.all(contexts.map((context) => context.close()));
				await served.stop();
			});
			return new Evening(served.links, async ({ size = 'phone', locale = 'nl', javaScript = true }) => {
				const context = await browser.newContext({
					viewport: sizes[size],
					locale: locale === 'nl' ? 'nl-NL' : 'en-GB',
					javaScriptEnabled: javaScript,
					reducedMotion: 'reduce'
				});
				contexts.push(context);
				return context;
			});
		});
		for (const end of endings.reverse()) await end();
	}
});

/** No violation of WCAG 2.2 A and AA, or of axe's best practice. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

/** The facilitator takes the room one stage on, and says yes where the console asks whether that is meant. */
export async function goOn(lead: Page, stage: string): Promise<void> {
	const to = text(stage);
	const arrived = lead.locator('.stages [aria-current]', { hasText: new RegExp(to, 'i') });
	await lead.getByRole('button', { name: text('console_next', { to }) }).click();
	const yes = lead.getByRole('dialog').getByRole('button').first();
	await expect(arrived.or(yes).first()).toBeVisible();
	if (await yes.isVisible()) await yes.click();
	await expect(arrived).toBeVisible();
}
