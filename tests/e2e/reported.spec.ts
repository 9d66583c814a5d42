import { awake, buttonOf, expect, test, text } from '../support/evening.ts';

// What users of comparable products reported and only a browser can show; tests/reported-faults.md names the others.

test('@values back, forward and a reload seat nobody twice and post nothing again', async ({ eveningAt }) => {
	const evening = await eveningAt('writing');
	const page = await evening.visitor();
	await page.goto(evening.links.join);
	await page.getByLabel(text('join_name')).fill('huisarts');
	await page.getByRole('radio', { name: /Zilverwilg/ }).check();
	await page.getByRole('button', { name: text('join_do') }).click();
	await page.waitForURL(/\/stap\//);
	await awake(page);
	await page.getByRole('textbox').first().fill('een kaart, één keer');
	await page.getByRole('button', { name: text('write_add') }).click();
	const mine = page.locator('.card > .words', { hasText: 'een kaart, één keer' });
	await expect(mine).toHaveCount(1);
	await page.goBack();
	await page.goForward();
	await page.reload();
	await awake(page);
	await expect(mine).toHaveCount(1);
	const lead = await evening.facilitator();
	await expect(lead.getByRole('button', { name: buttonOf('newcomer_yes', 'huisarts') })).toHaveCount(1);
});

test('@sync Ctrl and Z in a text that is written together takes back one’s own words only', async ({
	eveningAt
}) => {
	const evening = await eveningAt('harvested');
	const [one, two] = await Promise.all([evening.person('wel-b'), evening.person('gem-b')]);
	const field = (page: typeof one) => page.getByLabel(text('harvest_meaning')).first();
	await field(one).press('End');
	await field(one).pressSequentially(' Eerst.');
	await expect(field(two)).toHaveValue(/ Eerst\.$/);
	await field(two).press('End');
	await field(two).pressSequentially(' Daarna.');
	await expect(field(one)).toHaveValue(/ Eerst\. Daarna\.$/);
	await field(one).press('Control+z');
	await expect(field(two)).toHaveValue(/ Daarna\.$/);
});

test('@values a harvest is printed on as many pages as it takes', async ({ eveningAt }) => {
	const evening = await eveningAt('values-agreed');
	const page = await evening.person('wel-b');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
	expect(pages!.length).toBeGreaterThan(1);
});
