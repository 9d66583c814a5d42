import type { Page } from '@playwright/test';
import type { Facts } from '#wire/journey/facts.ts';
import { awake, expect, goOn, test, text } from '../../support/evening.ts';

const composer = (page: Page) => page.getByLabel(text('write_new'), { exact: true });
const cards = (page: Page) => page.locator('li.card > .words');

async function write(page: Page, words: string): Promise<void> {
	await composer(page).fill(words);
	await page.getByRole('button', { name: text('write_add') }).click();
	await expect(cards(page).filter({ hasText: words })).toHaveCount(1);
}

test('@values @sync three cards, offline, two more, reload, online: five, once each', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await evening.person('inw-1');
	await expect(cards(page)).toHaveCount(1);
	await expect
		.poll(
			() => page.evaluate(async () => Boolean(await caches.match(location.href))),
			'the page on the phone'
		)
		.toBe(true);
	for (const words of ['eerste', 'tweede', 'derde']) await write(page, `${words} zonder zorgen`);
	await expect(page.getByText(text('saved_saved'))).toBeVisible();

	await page.context().setOffline(true);
	await expect(page.getByText(text('room_offline'))).toBeVisible();
	await expect(page.getByText(text('saved_offline'))).toBeVisible();
	for (const words of ['vierde', 'vijfde']) await write(page, `${words} zonder zorgen`);
	await composer(page).fill('een halve zin');
	await page.reload();
	await expect(cards(page)).toHaveCount(6);
	await expect(composer(page)).toHaveValue('een halve zin');

	await page.context().setOffline(false);
	await expect(page.getByText(text('saved_saved'))).toBeVisible({ timeout: 20_000 });
	const lead = await evening.facilitator();
	await goOn(lead, 'stage_sorting');
	const other = await evening.person('ggd-b');
	const seen = other.locator('.card .words', { hasText: 'zonder zorgen' });
	await expect(seen).toHaveCount(5);
	for (const words of ['eerste', 'tweede', 'derde', 'vierde', 'vijfde'])
		await expect(seen.filter({ hasText: words })).toHaveCount(1);
});

test('@values V2 V6 P18 what somebody wrote and changed offline at the reveal waits, and comes when they say so; a change halfway is there after Escape and a reload', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const page = await evening.person('inw-1');
	await write(page, 'op tijd');
	await expect(page.getByText(text('saved_saved'))).toBeVisible();
	const card = page.locator('li.card', { hasText: 'op tijd' });
	const change = card.getByLabel(text('write_edit_label'), { exact: true });
	await card.locator('summary').click();
	await change.fill('op tijd veranderd');
	await change.press('Escape');
	await page.reload();
	await awake(page);
	await expect(change).toHaveValue('op tijd veranderd');
	await expect(page.getByText(text('saved_saved'))).toBeVisible();
	await page.context().setOffline(true);
	await card.getByRole('button', { name: text('write_edit_save') }).click();
	await expect(cards(page).filter({ hasText: 'op tijd veranderd' })).toHaveCount(1);
	await write(page, 'laat maar niet te laat');
	const lead = await evening.facilitator();
	await goOn(lead, 'stage_sorting');
	await page.context().setOffline(false);
	await expect(page.getByText(text('board_waiting', { count: 1 }))).toBeVisible({ timeout: 20_000 });
	const other = await evening.person('ggd-b');
	await expect(other.locator('.card .words', { hasText: /^\s*op tijd\s*$/ })).toHaveCount(1);
	await page.getByRole('button', { name: text('board_changed_lay') }).click();
	await expect(other.locator('.card .words', { hasText: 'op tijd veranderd' })).toHaveCount(1);
	await expect(page.getByText(text('board_changed'))).toHaveCount(0);
	await expect(other.getByText('laat maar niet te laat')).toHaveCount(0);
	await page.getByRole('button', { name: text('board_lay', { count: 1 }) }).click();
	await expect(other.getByText(text('new_items', { count: 1 }))).toBeVisible();
	await other.getByText(text('new_items', { count: 1 })).click();
	await expect(other.locator('.card .words', { hasText: 'laat maar niet te laat' })).toHaveCount(1);
});

test('@values P1 P2 back and forward after weighing, once by a double click: one stage at a time, and cards, groups and dots unchanged', async ({
	eveningAt
}) => {
	const evening = await eveningAt('weighed');
	const lead = await evening.facilitator();
	const table = async () => {
		const json = await lead.request.get(`${evening.values}/export.json`);
		const { cards, groups } = await json.json();
		return { cards, groups };
	};
	const before = await table();
	expect(before.groups.reduce((sum: number, group: { dots: number }) => sum + group.dots, 0)).toBe(60);
	// The second step is asked for before the page has looked what the first one changed.
	await lead.route('**/__data.json*', () => {});
	for (const to of ['stage_sorting', 'stage_writing'] as const) {
		await lead.getByRole('button', { name: text('console_back', { to: text(to) }) }).click();
		await expect(lead.locator('.stages [aria-current]')).toContainText(text(to), { ignoreCase: true });
	}
	await lead.unroute('**/__data.json*');
	await goOn(lead, 'stage_sorting');
	await lead.getByRole('button', { name: text('console_next', { to: text('stage_weighing') }) }).dblclick();
	// Two cards lie loose, and the console says so.
	await lead.getByRole('button', { name: text('console_sure_do') }).click();
	await expect(lead.locator('.stages [aria-current]')).toContainText(text('stage_weighing'), {
		ignoreCase: true
	});
	await expect(
		lead.getByRole('button', { name: text('console_next', { to: text('console_harvest') }) })
	).toBeVisible();
	const facts = (await (await lead.request.get(`${evening.journey}/feiten`)).json()) as Facts;
	expect(facts.step!.stage).toBe('weighing');
	expect(await table()).toEqual(before);
});

test('@values P4 P5 T4 called, or pulled while typing at the end of the time: caret and text stay, the others go', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const writer = await evening.person('wel-b');
	const idle = await evening.person('ggd-b');
	const lead = await evening.facilitator();
	const control = (name: string) => lead.getByRole('button', { name: text(name), exact: true });
	await idle.goto(`${evening.journey}/stap/${evening.links.steps.checkIn}`);
	await awake(idle);
	await expect(idle.getByText(text('room_elsewhere', { where: 'Waarden' }))).toBeVisible();
	await control('console_pull').click();
	await expect(composer(idle)).toBeVisible();
	expect(idle.url()).toContain(evening.links.steps.values);

	await composer(writer).pressSequentially('Midden in een ');
	await expect(lead.getByText(text('console_writing', { count: 1 }))).toBeVisible();
	// At zero nothing closes.
	await control('console_more').click();
	await control('console_timer_stop').click();
	await lead.keyboard.press('Escape');
	const started = await lead.request.post(`${evening.console}?/startTimer`, {
		form: { minutes: '1' },
		headers: { Origin: evening.links.origin, 'x-sveltekit-action': 'true', Accept: 'application/json' }
	});
	expect(await started.json()).toMatchObject({ type: 'success' });
	await control('console_minus').click();
	await expect(lead.getByRole('timer')).toHaveText(text('time_up'));
	await expect(writer.locator('header.room')).toContainText(text('time_up'));
	await expect(composer(writer)).toHaveValue('Midden in een ');
	await expect(composer(writer)).toBeFocused();

	await goOn(lead, 'stage_sorting');
	await expect(idle.getByRole('heading', { name: text('sort_title') })).toBeVisible({ timeout: 2_000 });

	await expect(writer.getByText(text('room_further', { where: text('stage_sorting') }))).toBeVisible();
	await writer.keyboard.type('zin');
	await expect(composer(writer)).toHaveValue('Midden in een zin');
	await expect(composer(writer)).toBeFocused();
	await writer.getByRole('button', { name: text('room_back') }).click();
	await expect(writer.getByRole('heading', { name: text('sort_title') })).toBeVisible();
	// The sentence came along: it stands in the field for one more card.
	await expect(composer(writer)).toHaveValue('Midden in een zin');
});

test('@values a late joiner is at once where the room is, and can still add', async ({ eveningAt }) => {
	const evening = await eveningAt('sorting');
	const page = await evening.visitor();
	await page.goto(evening.links.join);
	await page.getByLabel(text('join_name')).fill('huisarts');
	await page.getByRole('radio', { name: text('join_guest') }).check();
	await page.getByRole('button', { name: text('join_do') }).click();
	await expect(page.getByRole('heading', { name: text('sort_title') })).toBeVisible();
	await expect(page.getByText('Niemand afschrijven. Ook niet de lastige gevallen').first()).toBeVisible();
	await awake(page);
	await page.getByText(text('board_late'), { exact: true }).first().click();
	await composer(page).fill('ook de huisarts doet mee');
	await page.getByRole('button', { name: text('board_late_add') }).click();
	const other = await evening.person('ggd-b');
	await expect(other.locator('.card .words', { hasText: 'ook de huisarts doet mee' })).toHaveCount(1);
});

test('@values what is opened and typed before the script has come stays so when it comes', async ({
	eveningAt
}) => {
	const evening = await eveningAt('sorting');
	const page = await evening.person('ggd-b');
	let come = () => {};
	const coming = new Promise<void>((resolve) => (come = resolve));
	await page
		.context()
		.addInitScript(() => delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker);
	await page.route('**/_app/**/*.js', async (route) => {
		await coming;
		await route.continue();
	});
	await page.goto(evening.values, { waitUntil: 'commit' });
	const fold = page.locator('summary', { hasText: text('board_late') });
	await fold.click();
	await composer(page).fill('vroeg getypt');
	come();
	await awake(page);
	await expect(page.getByText(text('saved_saved'))).toBeVisible();
	await expect(composer(page)).toBeVisible();
	await expect(composer(page)).toHaveValue('vroeg getypt');
	await fold.click();
	await expect(composer(page)).toBeHidden();
});
