import type { Page } from '@playwright/test';
import { buttonOf, expect, expectAccessible, goOn, test, text, type Evening } from '../../support/evening.ts';
import { postForm, signIn } from '../../support/server.ts';

const five = ['wel-b', 'gem-b', 'wcp-b', 'pol-b', 'zor-b'];

/** The answer of somebody without this test's eyes on it: the form of the page as it stands there now. */
async function consents(evening: Evening, who: string): Promise<void> {
	const cookie = await signIn(evening.links.people[who]!);
	const page = await (await fetch(evening.values, { headers: { cookie } })).text();
	const version = /name="version" value="(\w+)"/.exec(page)![1]!;
	const fields = { act: 'stance', subject: 'values', version, stance: 'consent' };
	const answer = await postForm(`${evening.values}?/act`, cookie, fields);
	expect(await answer.json()).toMatchObject({ type: 'success' });
}
const allConsent = (evening: Evening, who: readonly string[]) =>
	Promise.all(who.map((key) => consents(evening, key)));

const choose = (page: Page, stance: string) =>
	page
		.getByRole('radio', { name: text(stance), exact: false })
		.first()
		.check();
const give = (page: Page) => page.getByRole('button', { name: text('consent_give') }).click();
const outcome = (page: Page, key: string, values: Record<string, number> = {}) =>
	expect(page.getByText(text(key, values), { exact: true }).first()).toBeVisible();

/** Past questions and reactions, which is said. */
async function toStandpoints(lead: Page): Promise<void> {
	await lead.getByRole('button', { name: text('consent_past_reactions') }).click();
	await lead
		.getByRole('dialog')
		.getByRole('button', { name: text('consent_skip_do') })
		.click();
	await expect(lead.getByText(text('consent_hidden_console'))).toBeVisible();
}

/** The console goes to the step about 2040, which is still prepared. */
async function toTheFuture(lead: Page, evening: Evening): Promise<void> {
	await lead.goto(`${evening.console}?stap=${evening.links.steps.future}`);
	await lead.locator('footer.controls .ways button').last().click();
	// Where an answer is missing it is asked first.
	const sure = lead.getByRole('dialog').getByRole('button', { name: text('console_sure_do') });
	await expect(sure.or(lead.getByRole('button', { name: text('console_pull') })).first()).toBeVisible();
	if (await sure.isVisible()) await sure.click();
	await expect(lead.locator('.stages [aria-current]', { hasText: /klaargezet/i })).toBeVisible();
	await lead.goto(evening.console);
}

test.describe('@process consent', () => {
	test('A4 a sentence under way when the pens are put down is in the text that consent is asked for', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('harvested');
		const phone = await evening.person('wel-b');
		const broken: string[] = [];
		phone.on('pageerror', (error) => broken.push(error.message));
		const field = phone.getByRole('article').first().getByRole('textbox').first();
		await field.pressSequentially(' En dan nog dit');
		const lead = await evening.facilitator();
		await goOn(lead, 'stage_consenting');
		await expect(phone.getByRole('heading', { name: text('consent_questions_title') })).toBeVisible();
		await expect(phone.getByText('En dan nog dit').first()).toBeVisible();
		expect(broken).toEqual([]);
	});

	test('an objection is integrated, an edit asks everybody again, and agreed values open 2040', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('harvested');
		const lead = await evening.facilitator();
		await goOn(lead, 'stage_consenting');
		const phone = await evening.person('ggd-b');
		await phone.getByLabel(text('consent_question')).fill('Voor wie geldt dit?');
		await phone.getByRole('button', { name: text('consent_question_ask') }).click();
		await lead
			.getByRole('button', { name: buttonOf('consent_question_in_room', 'Voor wie geldt dit?') })
			.click();
		await expect(phone.getByText(text('consent_question_answered'))).toBeVisible();
		await toStandpoints(lead);
		await expect(phone.getByRole('heading', { name: text('consent_title') })).toBeVisible();
		await allConsent(evening, five);
		await outcome(phone, 'consent_given', { count: 5, of: 6 });

		await choose(phone, 'consent_objection');
		await phone.getByLabel(text('consent_words')).fill('Zo missen we wie anoniem wil blijven.');
		await give(phone);
		await expect(phone.getByText(text('reason_harms_missing'))).toBeVisible();
		await phone.getByLabel(text('consent_harms')).selectOption({ label: 'Vertrouwen' });
		await expectAccessible(phone);
		await give(phone);
		await expect(phone.getByText(text('consent_thanks'))).toBeVisible();

		await outcome(lead, 'consent_open_objections', { count: 1 });
		await expect(lead.getByText(text('consent_harms_this', { name: 'Vertrouwen' }))).toBeVisible();
		await lead
			.getByRole('textbox', { name: text('consent_console_need') })
			.fill('We schrijven op dat iedereen anoniem mag blijven.');
		await lead.getByRole('button', { name: /^Leg voor aan/ }).click();
		await expect(lead.getByText(text('consent_console_text_hint'))).toBeVisible();
		await lead.getByText(text('consent_console_amend'), { exact: true }).click();
		await lead.locator('summary', { hasText: 'Vertrouwen' }).click();
		const name = lead.getByRole('textbox', { name: text('consent_console_name') });
		await name.and(lead.locator(':visible')).fill('Vertrouwen, ook anoniem');
		await expectAccessible(lead);
		await lead
			.getByRole('button', { name: buttonOf('consent_console_amend_do', 'Vertrouwen, Naam') })
			.click();

		await expect(phone.getByText(text('consent_changed'))).toBeVisible();
		await expect(phone.locator('ins', { hasText: 'anoniem' })).toBeVisible();
		await outcome(phone, 'consent_given', { count: 0, of: 6 });
		await allConsent(evening, five);
		await choose(phone, 'consent_yes');
		await give(phone);
		await outcome(phone, 'consent_agreed', { round: 2 });
		await outcome(lead, 'consent_agreed', { round: 2 });

		await toTheFuture(lead, evening);
		await goOn(lead, 'stage_writing');
	});

	test('a closed step says what it waits for, and opens with a written reason only', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('harvested');
		const lead = await evening.facilitator();
		await goOn(lead, 'stage_consenting');
		await toStandpoints(lead);
		await allConsent(evening, five);
		await lead.getByRole('button', { name: text('consent_show') }).click();
		await lead
			.getByRole('dialog')
			.getByRole('button', { name: text('consent_show_do') })
			.click();
		await outcome(lead, 'consent_missing', { count: 1 });
		await toTheFuture(lead, evening);
		const waits = text('gate_values_open', { names: 'GGD Meerstreek' });
		await expect(lead.getByText(text('gate_console_title'))).toBeVisible();
		await expect(lead.getByText(waits)).toBeVisible();
		const phone = await evening.person('ggd-b', { javaScript: false });
		await phone.goto(`${evening.journey}/stap/${evening.links.steps.future}`);
		await expect(phone.getByText(text('gate_title'))).toBeVisible();
		await expect(phone.getByText(waits)).toBeVisible();

		await lead.getByText(text('gate_open_anyway'), { exact: true }).click();
		const reason = lead.getByLabel(text('gate_open_reason'));
		await reason.fill('haast');
		await lead.getByRole('button', { name: text('gate_open_do') }).click();
		await expect(lead.getByText(text('reason_gate_reason_short'))).toBeVisible();
		await expectAccessible(lead);
		await reason.fill('De GGD antwoordt morgen, wij beginnen vast.');
		await lead.getByRole('button', { name: text('gate_open_do') }).click();
		await expect(
			lead.getByText(text('gate_opened', { reason: 'De GGD antwoordt morgen, wij beginnen vast.' }))
		).toBeVisible();
		await goOn(lead, 'stage_writing');
	});
});
