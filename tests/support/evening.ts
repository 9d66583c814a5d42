import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Moment } from '#server/demo/moments.ts';
import { serveDemo, serveEmpty, signedIn, type DemoLinks, type EmptyLinks, type Served } from './server.ts';
import { text } from './texts.ts';

export { expect, text };

/** The name of a button that says of what it is: 'Haal van tafel: Lef'. How the halves are joined is no matter. */
export function buttonOf(key: string, what: string): RegExp {
	const [words, name] = [text(key), what].map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${words}[\\s:]*${name}$`);
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
		await goIn(page, this.links.people[key]!);
		if (as.javaScript !== false) await awake(page);
		return page;
	}

	/** On the device where they made the journey. */
	async facilitator(as: Omit<Someone, 'javaScript'> = {}): Promise<Page> {
		const page = await this.visitor({ size: 'laptop', ...as });
		await comeBack(page, this.links.cookie, this.console);
		await awake(page);
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

/** Everybody who comes to a test, each in a browser of their own. */
class Visitors {
	readonly #browser: Browser;
	readonly #contexts: BrowserContext[] = [];

	constructor(browser: Browser) {
		this.#browser = browser;
	}

	come = async ({ size = 'phone', locale = 'nl', javaScript = true }: Someone = {}): Promise<Page> => {
		const context = await this.#browser.newContext({
			viewport: sizes[size],
			locale: locale === 'nl' ? 'nl-NL' : 'en-GB',
			javaScriptEnabled: javaScript,
			reducedMotion: 'reduce'
		});
		this.#contexts.push(context);
		return context.newPage();
	};

	async leave(): Promise<void> {
		await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
	}
}

interface Fixtures {
	visitors: Visitors;
	/** The demo at some moment of its evening. */
	eveningAt: (moment: Moment) => Promise<Evening>;
	/** The program as it is on a new machine. */
	emptyProgram: EmptyLinks;
}

export const test = base.extend<Fixtures>({
	visitors: async ({ browser }, use) => {
		const visitors = new Visitors(browser);
		await use(visitors);
		await visitors.leave();
	},
	eveningAt: async ({ visitors }, use) => {
		const servers: Served<DemoLinks>[] = [];
		await use(async (moment) => {
			const served = await serveDemo(moment);
			servers.push(served);
			return new Evening(served.links, visitors.come);
		});
		await visitors.leave();
		for (const served of servers) await served.stop();
	},
	emptyProgram: async ({ visitors }, use) => {
		const served = await serveEmpty();
		await use(served.links);
		await visitors.leave();
		await served.stop();
	}
});

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of WCAG 2.2 A and AA, or of axe's best practice. The test looks on, so that one run tells of all pages. */
export async function expectAccessible(page: Page, where = page.url()): Promise<void> {
	// No frames here, so one pass in the page itself will do: three times as quick.
	const { violations } = await new AxeBuilder({ page })
		.setLegacyMode()
		.options({ runOnly: wcag, resultTypes: ['violations'] })
		.analyze();
	const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
	expect.soft(found, where).toEqual([]);
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

/** Signs a browser in with a personal link, as its button does, and goes where that leads, or straight to `to`. */
export async function goIn(page: Page, link: string, to?: string): Promise<void> {
	const { cookie, place } = await signedIn(link);
	await comeBack(page, cookie, to ?? place);
}

async function comeBack(page: Page, cookie: string, to: string): Promise<void> {
	const [name, value] = cookie.split('=') as [string, string];
	await page.context().addCookies([{ name, value, url: new URL(to).origin }]);
	await page.goto(to);
}

/**
 * The page's script runs, where it has one: SvelteKit has put its announcer of routes there. Asked by the clock, for a
 * page on a busy machine may draw no frame for long; and not for ever, so that a script that never comes is told as that.
 */
export async function awake(page: Page): Promise<void> {
	await page.waitForFunction(
		() => !document.querySelector('script') || document.querySelector('#svelte-announcer'),
		undefined,
		{ polling: 100, timeout: 60_000 }
	);
}
