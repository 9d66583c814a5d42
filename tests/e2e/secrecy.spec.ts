import { Ears } from '../support/ears.ts';
import { expect, goOn, test, text, type Evening } from '../support/evening.ts';

const secret = 'GEHEIM-123';

/** Somebody's browser, with ears on it from the first byte. */
async function listener(evening: Evening, key: string, path?: string) {
	const page = await evening.visitor({ size: path ? 'laptop' : 'phone' });
	const ears = new Ears(page);
	await page.goto(key === 'beamer' ? evening.links.beamer : evening.links.people[key]!);
	if (key !== 'beamer') await page.getByRole('button').last().click();
	if (path) await page.goto(path);
	return { page, ears, key };
}

test('@values A2 what is typed while writing is in no frame, body or storage of anyone else, until the reveal', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const others = await Promise.all([
		listener(evening, 'fac-1', evening.console),
		listener(evening, 'fac-2'),
		listener(evening, 'beamer'),
		listener(evening, 'wel-1'),
		listener(evening, 'ggd-b')
	]);
	const writer = await evening.person('wel-b');
	const composer = writer.getByLabel(text('write_new'), { exact: true });

	await composer.pressSequentially(`${secret} half`);
	// The room sees that somebody writes: the words are on the server by then, and still go to nobody.
	await expect(others[0]!.page.getByText(text('console_writing_one'))).toBeVisible();
	await expect(writer.getByText(text('saved_saved'))).toBeVisible();
	await composer.press('Control+Enter');
	await expect(writer.locator('.card .words', { hasText: secret })).toBeVisible();
	await expect(others[0]!.page.getByText('43 kaartjes')).toBeVisible();
	await expect(others[2]!.page.getByText('43 kaartjes')).toBeVisible();
	for (const { ears, key } of others) expect(await ears.knows(secret), `${key} while writing`).toBe(false);

	const lead = others[0]!.page;
	await goOn(lead, 'stage_sorting');
	for (const { page, ears, key } of others.filter(({ key }) => key !== 'fac-1' && key !== 'beamer')) {
		await expect(page.locator('.card .words', { hasText: secret }), `${key} after the reveal`).toBeVisible();
		expect(await ears.knows(secret)).toBe(true);
	}
	await expect.poll(() => others[2]!.ears.knows(secret), 'the beamer after the reveal').toBe(true);
	await lead.getByText(text('values_console_cards', { count: 43 })).click();
	await expect(lead.getByText(secret).first()).toBeVisible();
});
