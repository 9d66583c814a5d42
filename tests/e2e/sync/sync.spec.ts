import { once } from 'node:events';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect as base, test as plain } from '@playwright/test';
import { awake, Evening, expect, expectAccessible, goIn, test, text } from '../../support/evening.ts';
import { serveAgain, serveDemo } from '../../support/server.ts';

const composer = (page: Page) => page.getByLabel(text('write_new'), { exact: true });
const cards = (page: Page) => page.locator('li.card > .words');
const saved = (page: Page) => page.getByText(text('saved_saved'), { exact: true });
const offer = (page: Page) => page.getByText(text('board_unsaved'), { exact: true });
const lost = (page: Page) => page.getByRole('textbox', { name: text('board_unsaved') });
const meaning = (page: Page) => page.getByLabel(text('harvest_meaning')).first();

async function write(page: Page, words: string): Promise<void> {
	await composer(page).fill(words);
	await page.getByRole('button', { name: text('write_add') }).click();
	await expect(cards(page).filter({ hasText: words })).toHaveCount(1);
}

test('@sync pens down while somebody writes without a connection: the words are there to copy, and the page goes on', async ({
	eveningAt
}) => {
	const evening = await eveningAt('harvested');
	const lead = await evening.facilitator();
	const page = await evening.person('ggd-b');
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await expect(meaning(page)).toBeEditable();
	// What offers words to copy comes when the page waits; a line that breaks before that is another story.
	await page.waitForLoadState('networkidle');
	await page.context().setOffline(true);
	await expect(page.getByText(text('room_offline'))).toBeVisible();
	await meaning(page).fill('Wij staan naast elkaar, ook na zes uur');
	await expect(page.getByText(text('saved_unsent'))).toBeVisible();
	await lead.getByRole('button', { name: text('console_more') }).click();
	await lead.getByRole('button', { name: text('console_lock') }).click();
	await expect(lead.getByRole('button', { name: text('console_unlock') })).toBeVisible();

	await page.context().setOffline(false);
	await expect(offer(page)).toBeVisible({ timeout: 15_000 });
	await expect(lost(page)).toHaveValue('Wij staan naast elkaar, ook na zes uur');
	await expect(page.getByText(text('room_locked'))).toBeVisible();
	await expect(saved(page)).toBeVisible();
	await expectAccessible(page, 'words to copy');
	// A reload takes nothing away.
	await page.reload();
	await awake(page);
	await expect(lost(page)).toHaveValue('Wij staan naast elkaar, ook na zes uur');

	const copy = page.getByRole('button', { name: text('board_unsaved_copy') });
	expect((await copy.boundingBox())!.height).toBeGreaterThanOrEqual(44);
	await copy.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText(text('link_copied'))).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
		'Wij staan naast elkaar, ook na zes uur'
	);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

	await lead.getByRole('button', { name: text('console_unlock') }).click();
	await expect(meaning(page)).toBeEditable();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(offer(page)).toHaveCount(0);
	await meaning(page).fill('Wij staan naast elkaar');
	await expect(saved(page)).toBeVisible();
	const other = await evening.person('pol-b');
	await expect(meaning(other)).toHaveValue('Wij staan naast elkaar');
	await page.reload();
	await expect(meaning(page)).toHaveValue('Wij staan naast elkaar');
	await expect(offer(page)).toHaveCount(0);
});

test('@sync where a page may not copy, the words stand selected', async ({ eveningAt }) => {
	const evening = await eveningAt('harvested');
	const page = await evening.visitor();
	await page.addInitScript((participant) => {
		const losses = { 'board/x': { words: 'nergens anders', isRead: false } };
		localStorage.setItem(`siroop.lost/${participant}`, JSON.stringify(losses));
		Object.defineProperty(navigator, 'clipboard', { value: undefined });
		document.execCommand = () => false;
	}, evening.links.seats['ggd-b']!);
	await goIn(page, evening.links.people['ggd-b']!);
	await page.getByRole('button', { name: text('board_unsaved_copy') }).click();
	await expect(page.getByText(text('board_unsaved_selected'))).toBeVisible();
	expect(await page.evaluate(() => getSelection()?.toString())).toBe('nergens anders');
});

test('F14 @sync a pasted report is refused at the field, and nothing else changes', async ({ eveningAt }) => {
	const evening = await eveningAt('harvested');
	const page = await evening.person('ggd-b');
	await expect(meaning(page)).toBeEditable();
	const closed: number[] = [];
	page.on('websocket', (socket) => socket.on('close', () => closed.push(1)));
	await meaning(page).fill('Wat er stond.');
	await expect(saved(page)).toBeVisible();
	await meaning(page).focus();
	await page.keyboard.insertText('x'.repeat(60_000));
	await expect(page.getByText(text('shared_too_long'))).toBeVisible();
	await expect(meaning(page)).toHaveValue('Wat er stond.');
	await meaning(page).press('End');
	await page.keyboard.type(' En meer.');
	await expect(page.getByText(text('shared_too_long'))).toHaveCount(0);
	await expect(meaning(page)).toHaveValue('Wat er stond. En meer.');
	await expect(saved(page)).toBeVisible();
	expect(closed).toEqual([]);
});

plain(
	'@sync a restart of the server with three pages open: all come back, nothing is lost',
	async ({ browser }) => {
		const demo = await serveDemo('writing');
		const contexts: BrowserContext[] = [];
		const evening = new Evening(demo.links, async () => {
			const context = await browser.newContext({ viewport: { width: 320, height: 700 }, locale: 'nl-NL' });
			contexts.push(context);
			return context.newPage();
		});
		const pages = await Promise.all(['inw-1', 'ggd-b', 'pol-b'].map((key) => evening.person(key)));
		for (const [index, page] of pages.entries()) await write(page, `voor de herstart ${index}`);
		for (const page of pages) await base(saved(page)).toBeVisible();
		demo.process.kill('SIGTERM');
		await once(demo.process, 'exit');
		for (const [index, page] of pages.entries()) await write(page, `tijdens de herstart ${index}`);
		for (const page of pages) await base(page.getByText(text('saved_offline'))).toBeVisible();

		const port = Number(new URL(demo.links.origin).port);
		const again = await serveAgain(join(demo.dataDir, 'data'), port);
		for (const page of pages) await base(saved(page)).toBeVisible({ timeout: 15_000 });
		for (const [index, page] of pages.entries()) {
			await page.reload();
			for (const when of ['voor', 'tijdens'])
				await base(cards(page).filter({ hasText: `${when} de herstart ${index}` })).toHaveCount(1);
			await base(offer(page)).toHaveCount(0);
		}
		for (const context of contexts) await context.close();
		await again.stop();
		await demo.stop();
	}
);

/** From now on every socket of this browser says that it comes from a page of before. */
const grow = (page: Page, old: boolean) =>
	page.evaluate((is) => localStorage.setItem('test.old', is ? '1' : ''), old);

async function mayGrowOld(page: Page): Promise<void> {
	await page.addInitScript(() => {
		window.WebSocket = class extends WebSocket {
			constructor(url: string | URL, protocols?: string | string[]) {
				const isOld = localStorage.getItem('test.old') === '1';
				super(isOld ? String(url).replace(/\bv=\d+/, 'v=0') : url, protocols);
			}
		};
	});
}

async function pageOfBefore(evening: Evening, key: string): Promise<Page> {
	const page = await evening.visitor();
	await mayGrowOld(page);
	await goIn(page, evening.links.people[key]!);
	await awake(page);
	await expect(saved(page)).toBeVisible();
	// What it shows when something goes wrong comes behind the page; who is cut off before has to load the page again.
	await expect(page.locator('main > div > p[role="status"]').first()).toBeAttached();
	return page;
}

/** The connection breaks and comes back. */
async function breakLine(page: Page): Promise<void> {
	await page.context().setOffline(true);
	await expect(page.getByText(text('room_offline'))).toBeVisible();
	await page.context().setOffline(false);
}

test('F31 @sync a page of before a new version says so and keeps the words of who is typing; else it gets the new page by itself, once', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await pageOfBefore(evening, 'inw-1');
	let loads = 0;
	page.on('load', () => (loads += 1));
	await composer(page).fill('een halve zin');
	await expect(saved(page)).toBeVisible();
	await grow(page, true);
	await breakLine(page);
	await expect(page.getByText(text('room_outdated'), { exact: true })).toBeVisible({ timeout: 15_000 });
	await expect(composer(page)).toHaveValue('een halve zin');
	expect(loads).toBe(0);
	await expectAccessible(page, 'outdated');
	await grow(page, false);
	await page.getByRole('button', { name: text('room_reload') }).click();
	await awake(page);
	await expect(composer(page)).toHaveValue('een halve zin');
	await expect(saved(page)).toBeVisible();
	await expect(page.getByText(text('room_outdated'), { exact: true })).toHaveCount(0);
	expect(loads).toBe(1);

	// With nothing under way it waits for nobody.
	await composer(page).fill('');
	await expect(saved(page)).toBeVisible();
	await composer(page).blur();
	await expect(page.locator('main > div > p[role="status"]').first()).toBeAttached();
	await grow(page, true);
	await breakLine(page);
	await expect.poll(() => loads, { timeout: 15_000 }).toBe(2);
	// It did not help: the page that came is of before as well. Now somebody has to look at it.
	await expect(page.getByText(text('room_outdated'), { exact: true })).toBeVisible();
	await page.waitForFunction(() => sessionStorage.getItem('siroop.fresh') !== null);
	await expect(composer(page)).toBeEditable();
	expect(loads).toBe(2);
});

test('F31 @sync a beamer of before gets the new page by itself', async ({ eveningAt }) => {
	const evening = await eveningAt('writing');
	const wall = await evening.visitor({ size: 'beamer' });
	await mayGrowOld(wall);
	await wall.goto(evening.links.beamer);
	await awake(wall);
	await expect(wall.getByText('42 kaartjes')).toBeVisible();
	await grow(wall, true);
	await wall.context().setOffline(true);
	await expect(wall.getByText(text('beamer_seeking')).first()).toBeVisible();
	const loaded = wall.waitForEvent('load', { timeout: 15_000 });
	await wall.context().setOffline(false);
	await loaded;
	await grow(wall, false);
	await wall.reload();
	await expect(wall.getByText('42 kaartjes')).toBeVisible();
	await expect(wall.getByText(text('beamer_seeking'))).toHaveCount(0);
});

test('@sync two tabs of one person: each has what both wrote, also when one takes the copy away', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const one = await evening.person('inw-1');
	const two = await one.context().newPage();
	await two.goto(one.url());
	await awake(two);
	await write(one, 'van links');
	await write(two, 'van rechts');
	for (const page of [one, two]) {
		await expect(saved(page)).toBeVisible();
		for (const words of ['van links', 'van rechts'])
			await expect(cards(page).filter({ hasText: words })).toHaveCount(1);
	}
	// As a tab does that has to begin anew, or a browser that is short of room.
	await one.evaluate(async () => {
		const names = (await indexedDB.databases())
			.map(({ name }) => name!)
			.filter((name) => name.includes('/own/'));
		for (const name of names) indexedDB.deleteDatabase(name);
	});
	await write(two, 'na het opruimen');
	await expect(saved(two)).toBeVisible();
	await expect(cards(one).filter({ hasText: 'na het opruimen' })).toHaveCount(1);
	await two.close();
	await one.reload();
	for (const words of ['van links', 'van rechts', 'na het opruimen'])
		await expect(cards(one).filter({ hasText: words })).toHaveCount(1);
});
