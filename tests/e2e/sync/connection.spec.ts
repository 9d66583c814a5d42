import { once } from 'node:events';
import { join } from 'node:path';
import { expect as base, test as plain } from '@playwright/test';
import { awake, expect, goIn, goOn, test, text } from '../../support/evening.ts';
import { serveAgain, serveDemo } from '../../support/server.ts';

test('@sync blocked sockets: said within 5 s, cards and dots go by plain form posts', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await evening.visitor();
	await page.routeWebSocket(/\/sync\//, (socket) => void socket.close({ code: 1006 }));
	await page.addInitScript(() => {
		// What a municipal proxy does: the handshake never succeeds.
		window.WebSocket = class extends EventTarget {
			readyState = 3;
			binaryType = 'arraybuffer';
			onopen = null;
			onmessage = null;
			onerror: (() => void) | null = null;
			onclose: ((event: object) => void) | null = null;
			constructor() {
				super();
				queueMicrotask(() => {
					this.onerror?.();
					this.onclose?.({ code: 1006, reason: '' });
					this.dispatchEvent(new Event('error'));
					this.dispatchEvent(new CloseEvent('close', { code: 1006 }));
				});
			}
			send() {}
			close() {}
		} as unknown as typeof WebSocket;
	});
	await goIn(page, evening.links.people['inw-2']!);
	await expect(page.getByText(text('room_blocked'), { exact: true })).toBeVisible({ timeout: 5_000 });
	await page.getByLabel(text('write_new'), { exact: true }).fill('ook zonder lijn');
	await page.getByRole('button', { name: text('write_add') }).click();
	await expect(page.locator('li.card > .words', { hasText: 'ook zonder lijn' })).toHaveCount(1);
	const lead = await evening.facilitator();
	await expect(lead.getByText('43 kaartjes')).toBeVisible();
	await goOn(lead, 'stage_sorting');
	await expect(page.getByRole('heading', { name: text('sort_title') })).toBeVisible({ timeout: 10_000 });
});

test('@sync where the code that keeps cards on the device does not come through, cards go to the table all the same', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await evening.visitor();
	const broken: string[] = [];
	page.on('pageerror', (error) => broken.push(error.message));
	let lost = 0;
	// The service worker would fetch it behind our back.
	await page.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
	await page.route('**/_app/immutable/chunks/*.js', async (route) => {
		const answer = await route.fetch();
		if (!(await answer.text()).includes('onupgradeneeded')) return route.fulfill({ response: answer });
		lost += 1;
		return route.abort();
	});
	await goIn(page, evening.links.people['inw-2']!);
	await expect.poll(() => lost).toBeGreaterThan(0);
	await page.getByLabel(text('write_new'), { exact: true }).fill('ook zonder geheugen');
	await page.getByRole('button', { name: text('write_add') }).click();
	const lead = await evening.facilitator();
	await expect(lead.getByText('43 kaartjes')).toBeVisible();
	expect(broken).toEqual([]);
});

plain('@sync the beamer comes back by itself after a restart of the server', async ({ browser }) => {
	const demo = await serveDemo('writing');
	const port = Number(new URL(demo.links.origin).port);
	const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'nl-NL' });
	const page = await context.newPage();
	await page.goto(demo.links.beamer);
	await awake(page);
	await base(page.getByText('42 kaartjes')).toBeVisible();
	demo.process.kill('SIGTERM');
	await once(demo.process, 'exit');
	await base(page.getByText(text('beamer_seeking')).first()).toBeVisible();
	await base(page.getByText('42 kaartjes')).toBeVisible();
	const again = await serveAgain(join(demo.dataDir, 'data'), port);
	await base(page.getByText(text('beamer_seeking'))).toHaveCount(0, { timeout: 20_000 });
	await context.close();
	await again.stop();
	await demo.stop();
});

test('@sync what is typed while a card is on its way by form is the next thought, and stays', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await evening.visitor();
	await page.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
	let send = () => {};
	const sending = new Promise<void>((resolve) => (send = resolve));
	// The document of one's own cards is not there yet, so the card goes by form; and that takes a while.
	await page.route('**/_app/immutable/chunks/*.js', async (route) => {
		const answer = await route.fetch();
		if ((await answer.text()).includes('onupgradeneeded')) await sending;
		await route.fulfill({ response: answer });
	});
	await page.route(/\?\/act$/, async (route) => {
		await sending;
		await route.continue();
	});
	await goIn(page, evening.links.people['inw-2']!);
	await awake(page);
	const field = page.getByLabel(text('write_new'), { exact: true });
	await field.fill('ook zonder geheugen');
	await field.press('Control+Enter');
	await page.keyboard.type(' en nog een');
	send();
	await expect(page.locator('li.card', { hasText: 'ook zonder geheugen' })).toHaveCount(1);
	await expect(field).toHaveValue('en nog een');
	// A file may be on its way still.
	await page.unrouteAll({ behavior: 'ignoreErrors' });
});
