import { expect, expectAccessible, test, text } from '../../support/evening.ts';

test.describe('@values joining', () => {
	test('J1 J3 on a phone: a code, a name, an organisation; three taps, under 20 seconds, no account', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const page = await evening.visitor();
		let taps = 0;
		const tap = async (name: string | RegExp, role: 'button' | 'radio' = 'button') => {
			taps += 1;
			await page.getByRole(role, { name }).click();
		};
		await page.goto(`${evening.links.origin}/meedoen`);
		const from = Date.now();
		await page.getByLabel(text('join_code')).fill(evening.links.code.slice(0, 6).replace(/(...)/, '$1 '));
		await tap(text('join_next'));
		await page.getByLabel(text('join_name')).fill('nachtverpleegkundige');
		await tap(/Zilverwilg/, 'radio');
		await tap(text('join_do'));
		await page.waitForURL(/\/stap\//);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Vanuit welke waarden vertrek');
		expect(taps).toBeLessThanOrEqual(3);
		expect(Date.now() - from).toBeLessThan(20_000);
	});

	test('J1 the code field asks for the numeric keypad; the QR address needs no typing, and no JavaScript', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const page = await evening.visitor({ javaScript: false });
		await page.goto(`${evening.links.origin}/meedoen`);
		await expect(page.getByLabel(text('join_code'))).toHaveAttribute('inputmode', 'numeric');
		await page.goto(evening.links.join);
		await expect(page.getByLabel(text('join_name'))).toBeVisible();
		await expect(page.locator('script')).toHaveCount(0);
		for (const radio of await page.getByRole('radio').all()) await expect(radio).not.toBeChecked();
		await page.getByLabel(text('join_name')).fill('huisarts');
		await page.getByRole('radio', { name: text('join_guest') }).check();
		await page.getByRole('button', { name: text('join_do') }).click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Vanuit welke waarden vertrek');
	});

	test('J3 wrong, malformed and closed codes each get words of their own, and keep what was typed', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('lobby');
		const page = await evening.visitor();
		await page.goto(`${evening.links.origin}/meedoen`);
		await page.getByLabel(text('join_code')).fill('12');
		await page.getByRole('button', { name: text('join_next') }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(text('join_malformed_title'));
		await expect(page.getByLabel(text('join_code'))).toHaveValue('12');
		const wrong = evening.links.code.startsWith('700001') ? '700002' : '700001';
		await page.getByLabel(text('join_code')).fill(wrong);
		await page.getByRole('button', { name: text('join_again') }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(text('join_unknown_title'));
		await expect(page.getByText(text('reason_code_unknown'))).toBeVisible();
		await expectAccessible(page);
	});

	test('J5 a return link brings the same person and cards back on another device', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const come = async (as?: Parameters<typeof evening.visitor>[0]) => {
			const page = await evening.visitor(as);
			await page.goto(evening.links.people['wel-b']!);
			await page.getByRole('button').last().click();
			await page.waitForURL(/\/stap\//);
			return page;
		};
		const page = await come({ size: 'laptop' });
		const words = (text: string, on = page) => on.locator('.card > .words', { hasText: text });
		await expect(words('vertrouwen ipv verantwoorden')).toBeVisible();
		const other = await evening.person('gem-b');
		await expect(words('democratisch: de raad gaat er ook over!!', other)).toBeVisible();
		await expect(words('vertrouwen ipv verantwoorden', other)).toHaveCount(0);
		const again = await come();
		await expect(words('vertrouwen ipv verantwoorden', again)).toBeVisible();
	});

	for (const [locale, size] of [
		['nl', 'phone'],
		['en', 'laptop']
	] as const)
		test(`no axe violation on the pages before the table (${locale}, ${size})`, async ({ eveningAt }) => {
			const evening = await eveningAt('lobby');
			const page = await evening.visitor({ locale, size });
			for (const path of [
				'/',
				'/meedoen',
				`/meedoen/${evening.links.code}`,
				'/meedoen/700001',
				'/privacy',
				'/privacy/toezicht',
				'/stijl'
			]) {
				await page.goto(evening.links.origin + path);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await expectAccessible(page);
			}
			for (const link of [evening.links.participant, `${evening.links.origin}/terug/unknown`]) {
				await page.goto(link);
				await expectAccessible(page);
			}
		});
});
