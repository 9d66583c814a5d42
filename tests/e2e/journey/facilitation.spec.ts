import type { Page } from '@playwright/test';
import { buttonOf, expect, goOn, test, text } from '../../support/evening.ts';

const composer = (page: Page) => page.getByLabel(text('write_new'), { exact: true });
const ownCard = (page: Page, words: string) => page.locator('li.card').filter({ hasText: words });

/** As a page does that was left open: with the session of that browser, whatever it shows now. */
async function post(page: Page, url: string, form: Record<string, string>) {
	const answer = await page.request.post(url, {
		form,
		headers: { Origin: new URL(url).origin, 'x-sveltekit-action': 'true', Accept: 'application/json' }
	});
	return (await answer.json()) as { type: string; status: number; data?: string };
}

/** What can be done about somebody stands behind the name. */
async function openPerson(lead: Page, name: string) {
	const list = lead.getByRole('region', { name: text('console_people_title'), exact: true });
	const row = list.locator('li').filter({ has: lead.locator('.name').getByText(new RegExp(`^${name}`)) });
	if (!(await row.isVisible())) await list.locator('summary').first().click();
	await row.locator('summary').first().click();
	return row;
}

test.describe('@process who is at the table', () => {
	test('A9 F5 whoever is removed is told within 2 s and can post nothing; let back, everything is there', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const page = await evening.person('gem-b');
		const name = 'wethouder sociaal domein';
		await expect(ownCard(page, 'democratisch')).toBeVisible();
		const row = await openPerson(lead, name);
		await row.getByRole('button', { name: buttonOf('console_remove', name) }).click();
		await lead
			.getByRole('dialog')
			.getByRole('button', { name: text('console_remove') })
			.click();
		await expect(page.getByRole('heading', { name: text('room_removed_title') })).toBeVisible({
			timeout: 2_000
		});
		const card = { act: 'addCard', id: 'kaartjevantoch', prompt: '1', text: 'toch nog iets' };
		expect(await post(page, `${evening.values}?/act`, card)).toMatchObject({
			type: 'error',
			error: { reason: 'removed' }
		});
		await page.reload();
		await expect(page.getByText(text('error_removed_text'))).toBeVisible();

		await lead.getByRole('button', { name: buttonOf('console_let_back', name) }).click();
		await expect(lead.getByRole('button', { name: buttonOf('console_let_back', name) })).toHaveCount(0);
		await page.goto(evening.values);
		await expect(ownCard(page, 'democratisch')).toBeVisible();
		await expect(page.getByText('toch nog iets')).toHaveCount(0);
	});
});

test.describe('@process everybody', () => {
	test('the switch of language keeps the page and the sentence under way', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const page = await evening.person('ggd-b');
		const { pathname } = new URL(page.url());
		await composer(page).fill('een halve zin');
		await page.getByRole('button', { name: 'EN English' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		expect(new URL(page.url()).pathname).toBe(pathname);
		await expect(page.getByLabel(text('write_new', {}, 'en'), { exact: true })).toHaveValue('een halve zin');
		await expect(page.getByRole('button', { name: text('write_add', {}, 'en') })).toBeVisible();
		await page.getByRole('button', { name: 'NL Nederlands' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
		await expect(composer(page)).toHaveValue('een halve zin');
	});

	test('without JavaScript: a card, ready and a dot are plain forms', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const page = await evening.person('inw-2', { javaScript: false });
		await composer(page).fill('ook zonder script');
		await page.getByRole('button', { name: text('write_add') }).click();
		await expect(ownCard(page, 'ook zonder script')).toBeVisible();
		await expect(composer(page)).toHaveValue('');
		const ready = page.getByRole('button', { name: text('write_ready') });
		await ready.click();
		await expect(ready).toHaveAttribute('aria-pressed', 'true');
		await composer(page).fill(' ');
		await page.getByRole('button', { name: text('write_add') }).click();
		await expect(page.locator('.composer .error')).toBeVisible();
		await expect(lead.getByText(text('group_count', { count: 43 }))).toBeVisible();

		await goOn(lead, 'stage_sorting');
		const group = await evening.person('ggd-b');
		await group.getByRole('checkbox', { name: 'ook zonder script' }).check();
		const dock = group.getByRole('region', { name: text('sort_dock') });
		await dock.getByRole('button', { name: text('sort_new') }).click();
		await dock.getByLabel(text('sort_name_label')).fill('Voor iedereen');
		await dock.getByRole('button', { name: text('sort_name_save') }).click();
		await expect(group.getByText(text('saved_saved'))).toBeVisible();
		await goOn(lead, 'stage_weighing');

		await page.goto(evening.values);
		const row = page.getByRole('group', { name: 'Voor iedereen' });
		await row.getByRole('button', { name: text('dots_give') }).click();
		await expect(page.locator('#dots-left')).toContainText(text('weigh_left', { left: 2, each: 3 }));
		await row.getByRole('button', { name: text('dots_take') }).click();
		await expect(page.locator('#dots-left')).toContainText(text('weigh_left', { left: 3, each: 3 }));
	});
});
