import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import { expect, expectAccessible, test, text } from '../../support/evening.ts';

test('@process an ambition card says what it misses while it is written, and hints at plainer words', async ({
	eveningAt
}) => {
	const evening = await eveningAt('ambitions-writing');
	const step = `${evening.journey}/stap/${evening.links.steps.ambitions}`;
	const empty = wilgenmeer.ambitions.at(-1)!;
	const lead = await evening.facilitator();
	await expect(
		lead.getByText(text('gate_cards_incomplete', { names: '' }).split(':')[0]!).first()
	).toBeVisible();

	const page = await evening.person('zor-b');
	await page.goto(step);
	await page.getByRole('link', { name: empty.name }).first().click();
	await expect(page.getByRole('heading', { level: 2, name: empty.name })).toBeVisible();
	const missing = page.getByRole('region', { name: text('ambition_missing') });
	await missing.locator('summary').click();
	await expect(missing.getByText(text('ambition_fault_empty')).first()).toBeVisible();
	await expectAccessible(page, 'an ambition card on a phone');

	const vision = page.getByLabel(text('ambition_text'), { exact: false }).first();
	await vision.fill('Iedereen heeft een plek');
	await expect(missing.getByText(text('ambition_fault_no_2040'))).toBeVisible();
	await vision.fill('In 2040 is elke cliënt gezien.');
	await expect(missing.getByText(text('ambition_fault_no_2040'))).toHaveCount(0);
	await page
		.locator('summary', { hasText: text('plain_title') })
		.first()
		.click();
	await expect(page.getByText(/cliënt.*inwoner/)).toBeVisible();

	// Somebody else at the table sees the same words, and what was chosen.
	const other = await evening.person('ggd-b', { size: 'laptop' });
	await other.goto(
		`${step}?kaart=${await page.evaluate(() => new URLSearchParams(location.search).get('kaart'))}`
	);
	await expect(other.getByLabel(text('ambition_text'), { exact: false }).first()).toHaveValue(
		'In 2040 is elke cliënt gezien.'
	);
	const housing = other.getByRole('button', { name: new RegExp(`^${text('ambition_housing')}`) }).first();
	const was = await housing.getAttribute('aria-pressed');
	await housing.click();
	await expect(
		page.getByRole('button', { name: new RegExp(`^${text('ambition_housing')}`) }).first()
	).toHaveAttribute('aria-pressed', was === 'true' ? 'false' : 'true');
});

test('@process the thread leads from a card to its ambition and back, and the report has all of it', async ({
	eveningAt
}) => {
	const evening = await eveningAt('ambitions');
	const [ambition] = wilgenmeer.ambitions;
	const lead = await evening.facilitator();
	await lead.goto(`${evening.journey}/draad`);
	await expectAccessible(lead, 'the thread');
	await lead.getByRole('link', { name: ambition!.name }).click();
	await expect(lead.getByRole('heading', { level: 1, name: ambition!.name })).toBeVisible();
	// One click from the ambition to a card that it came from, one click back.
	const from = lead.getByRole('region', { name: text('thread_from') });
	const all = from.locator('summary');
	if (await all.count()) await all.first().click();
	const card = from.getByRole('link').last();
	const words = (await card.textContent())!.trim();
	await card.click();
	await expect(lead.getByRole('heading', { level: 1, name: words })).toBeVisible();
	await lead
		.getByRole('region', { name: text('thread_to') })
		.getByRole('link', { name: ambition!.name })
		.click();
	await expect(lead.getByRole('heading', { level: 1, name: ambition!.name })).toBeVisible();

	await lead.goto(`${evening.journey}/verslag`);
	await expectAccessible(lead, 'the report');
	const download = lead.waitForEvent('download');
	await lead.getByRole('link', { name: text('report_docx') }).click();
	expect((await download).suggestedFilename()).toMatch(/\.docx$/);
	const report = await lead.request.get(`${evening.journey}/export.json`);
	const { steps } = (await report.json()) as {
		steps: {
			step: { kind: string };
			cards: unknown[];
			harvest: unknown[];
			sheets: { name: string; rows: unknown[] }[];
		}[];
	};
	const of = (kind: string) => steps.find(({ step }) => step.kind === kind)!;
	const rows = (kind: string, name: string) => of(kind).sheets.find((sheet) => sheet.name === name)!.rows;
	expect(of('values').cards).toHaveLength(42);
	expect(of('future').cards).toHaveLength(61);
	expect(rows('today', 'scores')).toHaveLength(42);
	expect(of('hard-talk').cards).toHaveLength(10);
	expect(of('both-and').harvest).toHaveLength(8);
	expect(of('ideas').harvest).toHaveLength(14);
	expect(of('choose').harvest).toHaveLength(6);
	const stances = await lead.request.get(`${evening.journey}/export.csv?blad=stances`);
	expect(await stances.text()).toContain('objection');

	// Who comes late sees what happened on one page.
	const late = await evening.visitor();
	await late.goto(evening.links.join);
	await late.getByLabel(text('join_name')).fill('Nieuw');
	await late.getByText('Politie', { exact: false }).first().click();
	await late.getByRole('button', { name: text('join_do') }).click();
	await late.waitForURL(/laat/);
	await late
		.getByRole('link', { name: text('overview_nav') })
		.first()
		.click();
	await expect(late.getByRole('link', { name: ambition!.name })).toBeVisible();
	await expectAccessible(late, 'what happened, on a phone');
});
