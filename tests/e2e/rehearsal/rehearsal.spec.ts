import type { Page } from '@playwright/test';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { awake, expect, expectAccessible, test, text } from '../../support/evening.ts';

const button = (page: Page, key: string) => page.getByRole('button', { name: text(key) });

async function post(page: Page, path: string, form: Record<string, string>): Promise<void> {
	const headers = {
		Origin: new URL(page.url()).origin,
		Accept: 'application/json',
		'x-sveltekit-action': 'true'
	};
	const response = await page.request.post(path, { form, headers });
	const answer = (await response.json()) as { type: string };
	expect(answer.type, path).toMatch(/success|redirect/);
}

/** A rehearsal of the journey, from the list of journeys; its first meeting is opened. Answers its address. */
async function rehearse(lead: Page): Promise<string> {
	await lead.goto(new URL('/trajecten', lead.url()).href);
	await button(lead, 'rehearsal_begin').click();
	await lead.waitForURL(/\/inrichten/);
	const journey = lead.url().replace(/\/inrichten.*/, '');
	const meeting = await lead.locator('input[name=meeting]').first().inputValue();
	await post(lead, `${journey}/inrichten?/open`, { meeting });
	await lead.goto(`${journey}/regie`);
	await awake(lead);
	return journey;
}

test('@process simulated people write, group and give dots when the facilitator says so, and all of it is thrown away', async ({
	eveningAt
}) => {
	const evening = await eveningAt('lobby');
	const lead = await evening.facilitator();
	const journey = await rehearse(lead);
	const facts = async () => (await (await lead.request.get(`${journey}/feiten`)).json()) as Facts;
	const values = await lead.locator('a[href*="stap="]', { hasText: 'Waarden' }).first().getAttribute('href');
	const step = new URL(values!, lead.url()).searchParams.get('stap')!;
	await post(lead, `${journey}/regie?/goTo`, { step });
	const next = async (from: string) =>
		post(lead, `${journey}/regie?/move`, { step, from, by: '1', sure: 'yes' });

	await expect(lead.getByText(text('rehearsal_label'))).toBeVisible();
	await button(lead, 'rehearsal_pace_asked').click();
	await button(lead, 'rehearsal_start').click();
	await expect(lead.getByText(text('rehearsal_running'))).toBeVisible();
	await expect.poll(async () => (await facts()).connected).toBe(13);
	await expectAccessible(lead);

	await next('prepared');
	expect((await facts()).step?.cards).toBe(0);
	await button(lead, 'rehearsal_ask').click();
	await expect
		.poll(async () => (await facts()).step?.cards, { timeout: 30_000 })
		.toBe(wilgenmeer.valueCards.length);
	await expect.poll(async () => (await facts()).organisations.every(({ ready }) => ready)).toBe(true);
	await expect(button(lead, 'rehearsal_ask')).toBeVisible();

	await next('writing');
	const beamer = await evening.visitor({ size: 'beamer' });
	await lead.goto(`${journey}/regie`);
	const screen = await lead.locator('a[href^="/scherm/"]').first().getAttribute('href');
	await beamer.goto(new URL(screen!, journey).href);
	await expect(beamer.getByText(text('rehearsal_label'))).toBeVisible();
	await awake(lead);
	await button(lead, 'rehearsal_ask').click();
	await expect(beamer.getByText(wilgenmeer.values.at(-1)!.name).first()).toBeVisible({ timeout: 15_000 });

	await lead.getByRole('link', { name: text('rehearsal_manage') }).click();
	await lead.getByText(text('rehearsal_drop')).click();
	await button(lead, 'rehearsal_drop_yes').click();
	await lead.waitForURL(/\/trajecten/);
	await expect(lead.getByText(text('rehearsal_mark'))).toHaveCount(0);
	expect((await lead.request.get(`${journey}/feiten`)).status()).toBe(403);
	await expect(button(lead, 'rehearsal_begin')).toHaveCount(1);
});
