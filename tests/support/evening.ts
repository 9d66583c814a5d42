import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { Moment } from '#server/demo/fill.ts';
import { serveDemo, serveEmpty, type DemoLinks, type EmptyLinks, type Served } from './server.ts';

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
	/** Somebody who was never here. */
	readonly visitor: (as?: Someone) => Promise<Page>;

	constructor(links: DemoLinks, visitor: (as?: Someone) => Promise<Page>) {
		this.links = links;
		this.visitor = visitor;
	}

	/** Somebody of the demo by key ('wel-b'), where the room is. */
	async person(key: string, as: Someone = {}): Promise<Page> {
		const page = await this.visitor(as);
		await page.goto(this.links.people[key]!);
		await page.getByRole('button').last().click();
		await page.waitForURL(/\/traject\//);
		return page;
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

interface Fixtures {
	/** The demo at a moment of its evening. */
	eveningAt: (moment: Moment) => Promise<Evening>;
	/** The program as it is on a new machine. */
	emptyProgram: EmptyLinks;
	/** Somebody with a browser of their own. */
	visitor: (as?: Someone) => Promise<Page>;
	contexts: BrowserContext[];
	servers: Served<unknown>[];
}

export const test = base.extend<Fixtures>({
	servers: async ({}, use) => {
		const servers: Served<unknown>[] = [];
		await use(servers);
		for (const server of servers) await server.stop();
	},
	contexts: async ({ servers: _before }, use) => {
		const contexts: BrowserContext[] = [];
		await use(contexts);
		await Promise.all(contexts.map((context) => context.close()));
	},
	visitor: async ({ browser, contexts }, use) => {
		await use(async ({ size = 'phone', locale = 'nl', javaScript = true } = {}) => {
			const context = await browser.newContext({
				viewport: sizes[size],
				locale: locale === 'nl' ? 'nl-NL' : 'en-GB',
				javaScriptEnabled: javaScript,
				reducedMotion: 'reduce'
			});
			contexts.push(context);
			return context.newPage();
		});
	},
	eveningAt: async ({ servers, visitor }, use) => {
		await use(async (moment) => {
			const served = await serveDemo(moment);
			servers.push(served);
			return new Evening(served.links, visitor);
		});
	},
	emptyProgram: async ({ servers }, use) => {
		const served = await serveEmpty();
		servers.push(served);
		await use(served.links);
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
	const to = text(stage === 'stage_harvested' ? 'console_harvest' : stage);
	const arrived = lead.locator('.stages [aria-current]', { hasText: new RegExp(text(stage), 'i') });
	await lead.getByRole('button', { name: text('console_next', { to }) }).click();
	const yes = lead.getByRole('dialog').getByRole('button').first();
	await expect(arrived.or(yes).first()).toBeVisible();
	if (await yes.isVisible()) await yes.click();
	await expect(arrived).toBeVisible();
}
