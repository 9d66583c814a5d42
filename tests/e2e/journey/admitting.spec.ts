import type { Evening } from '../../support/evening.ts';
import { expect, expectAccessible, test, text } from '../../support/evening.ts';

// Who comes in by a code and is not admitted yet, on the screens of who is asked about it.

/** Somebody who typed the code and the form, on a phone. */
async function joins(evening: Evening, name: string, job: string) {
	const page = await evening.visitor();
	await page.goto(evening.links.join);
	await page.getByLabel(text('join_name')).fill(name);
	await page.getByLabel(text('join_job')).fill(job);
	await page.getByRole('radio', { name: /GGD/ }).check();
	await page.getByRole('button', { name: text('join_do') }).click();
	await page.waitForURL(/\/stap\//);
	return page;
}

test('J20 J21 a newcomer reads what is waited for, a colleague says yes in one tap, and the page goes on by itself', async ({
	eveningAt
}) => {
	const evening = await eveningAt('scoring');
	const anna = await joins(evening, 'Anna', 'beleidsmedewerker');
	const waits = text('seat_waits', { organisation: 'GGD' });
	await expect(anna.getByText(waits)).toBeVisible();
	await expectAccessible(anna);
	const colleague = await evening.person('ggd-b');
	const ask = text('newcomer_ask', { organisation: 'GGD', who: 'Anna, beleidsmedewerker' });
	await expect(colleague.getByText(ask)).toBeVisible();
	await expectAccessible(colleague);
	const console = await evening.facilitator();
	await expect(console.getByText(ask)).toBeVisible();
	await expectAccessible(console);
	await colleague.getByRole('button', { name: text('newcomer_yes') }).click();
	await expect(colleague.getByText(ask)).toHaveCount(0);
	await expect(anna.getByText(waits)).toHaveCount(0);
	await expect(anna.getByText(text('today_score_text'))).toBeVisible();
	await expect(console.getByText(ask)).toHaveCount(0);
});

test('J21 without a script somebody is admitted on the page with what happened', async ({ eveningAt }) => {
	const evening = await eveningAt('scoring');
	await joins(evening, 'Anna', '');
	const colleague = await evening.person('ggd-b', { javaScript: false });
	await colleague.goto(`${evening.journey}/overzicht`);
	await colleague.getByRole('button', { name: text('newcomer_yes') }).click();
	await expect(colleague.getByRole('button', { name: text('newcomer_yes') })).toHaveCount(0);
});
