import type { Page } from '@playwright/test';
import type { Facts } from '#wire/journey/facts.ts';
import { buttonOf, expect, goOn, test, text, type Evening } from '../../support/evening.ts';

const composer = (page: Page) => page.getByLabel(text('write_new'), { exact: true });
const ownCard = (page: Page, words: string) => page.locator('li.card').filter({ hasText: words });
const stageOn = (lead: Page) => lead.locator('.stages [aria-current]');
const control = (lead: Page, name: string) => lead.getByRole('button', { name: text(name), exact: true });

async function factsOf(page: Page, evening: Evening): Promise<Facts> {
	return (await page.request.get(`${evening.journey}/feiten`)).json() as Promise<Facts>;
}

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

test.describe('@process the console', () => {
	test('P2 a double click on next moves one stage', async ({ eveningAt }) => {
		const evening = await eveningAt('sorting');
		const lead = await evening.facilitator();
		await lead.getByRole('button', { name: text('console_next', { to: text('stage_weighing') }) }).dblclick();
		await expect(stageOn(lead)).toContainText(text('stage_weighing'), { ignoreCase: true });
		await expect(
			lead.getByRole('button', { name: text('console_next', { to: text('console_harvest') }) })
		).toBeVisible();
		expect((await factsOf(lead, evening)).step!.stage).toBe('weighing');
		// The same press once more, from a page that had not heard yet.
		const again = { step: evening.links.steps.values, from: 'sorting', by: '1' };
		const answers = await Promise.all([1, 2].map(() => post(lead, `${evening.console}?/move`, again)));
		expect(answers.map((answer) => answer.type)).toEqual(['success', 'success']);
		expect((await factsOf(lead, evening)).step!.stage).toBe('weighing');
	});

	test('P5 pulling brings everybody to the step of the room', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const page = await evening.person('ggd-b');
		await page.goto(`${evening.journey}/stap/${evening.links.steps.checkIn}`);
		await expect(page.getByText(text('room_elsewhere', { where: 'Waarden' }))).toBeVisible();
		await control(lead, 'console_pull').click();
		await expect(composer(page)).toBeVisible();
		expect(page.url()).toContain(evening.links.steps.values);
	});

	test('C9 a card that was written down for somebody says so, until that person confirms it', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const page = await evening.person('ggd-b');
		for (const words of ['dat we naar elkaar kijken', 'en blijven lachen'])
			await writeFor(lead, 'ggd-b', evening, words);
		for (const words of ['dat we naar elkaar kijken', 'en blijven lachen'])
			await expect(ownCard(page, words)).toContainText(text('write_on_behalf'));
		await ownCard(page, 'en blijven lachen')
			.getByRole('button', { name: text('write_confirm') })
			.click();
		await expect(ownCard(page, 'en blijven lachen')).not.toContainText(text('write_on_behalf'));

		await goOn(lead, 'stage_sorting');
		const other = await evening.person('pol-b');
		await expect(ownCard(other, 'dat we naar elkaar kijken')).toContainText(text('card_on_behalf_short'));
		await expect(ownCard(other, 'en blijven lachen')).toBeVisible();
		await expect(ownCard(other, 'en blijven lachen')).not.toContainText(text('card_on_behalf_short'));

		// On the table it can still be confirmed.
		await page.getByRole('button', { name: text('write_confirm') }).click();
		await expect(ownCard(other, 'dat we naar elkaar kijken')).not.toContainText(text('card_on_behalf_short'));
		await expect(page.getByRole('button', { name: text('write_confirm') })).toHaveCount(0);
	});
});

async function writeFor(lead: Page, key: string, evening: Evening, words: string): Promise<void> {
	const field = lead.getByLabel(text('values_console_behalf_card'));
	if (!(await field.isVisible()))
		await lead.locator('summary', { hasText: text('values_console_behalf') }).click();
	await lead.getByLabel(text('values_console_behalf_who')).selectOption(evening.links.seats[key]!);
	await field.fill(words);
	await lead.getByRole('button', { name: text('values_console_behalf_do') }).click();
	await expect(field).toHaveValue('');
}

test.describe('@process the timer', () => {
	const wayOff = 90_000;

	/** Somebody whose device is a minute and a half ahead. */
	async function personAhead(evening: Evening, key: string): Promise<Page> {
		const page = await evening.visitor();
		await page.addInitScript((ms) => {
			const RealDate = Date;
			globalThis.Date = class extends RealDate {
				constructor(...given: []) {
					if (given.length > 0) super(...given);
					else super(RealDate.now() + ms);
				}
				static override now() {
					return RealDate.now() + ms;
				}
			} as DateConstructor;
		}, wayOff);
		await page.goto(evening.links.people[key]!);
		await page.getByRole('button').last().click();
		await page.waitForURL(/\/traject\//);
		expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + wayOff / 2);
		return page;
	}

	const secondsIn = (time: string) => {
		const [minutes, seconds] = /(\d+):(\d\d)/.exec(time)!.slice(1).map(Number);
		return minutes! * 60 + seconds!;
	};
	const onPhone = async (page: Page) => secondsIn(await page.locator('header.room time').innerText());
	const onConsole = async (lead: Page) => secondsIn(await lead.getByRole('timer').innerText());
	const onBeamer = async (beamer: Page) => secondsIn(await beamer.getByRole('timer').innerText());

	/** Read at one moment; a machine that is slow for a while gets another. */
	async function expectSameTime(lead: Page, phone: Page, beamer: Page): Promise<void> {
		await expect(async () => {
			const times = await Promise.all([onConsole(lead), onPhone(phone), onBeamer(beamer)]);
			expect(Math.max(...times) - Math.min(...times), times.join(' ')).toBeLessThanOrEqual(1);
		}).toPass({ timeout: 15_000 });
	}

	test('T1 T2 T3 goes by the clock of the server on every screen; a minute more; standing still', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const beamer = await evening.beamer();
		const phone = await personAhead(evening, 'ggd-b');
		await expectSameTime(lead, phone, beamer);

		const { timer: before } = await factsOf(lead, evening);
		await control(lead, 'console_plus').click();
		await expect
			.poll(async () => (await factsOf(lead, evening)).timer!.endsAt)
			.toBe(before!.endsAt! + 60_000);
		await expect.poll(() => onPhone(phone)).toBeGreaterThan(12 * 60 - 30);
		await expectSameTime(lead, phone, beamer);

		await control(lead, 'console_timer_hold').click();
		await expect(control(lead, 'console_timer_on')).toBeVisible();
		const { timer: held } = await factsOf(lead, evening);
		expect(held!.endsAt).toBeNull();
		const still = Math.ceil(held!.leftMs / 1000);
		const seen = async () => [await onConsole(lead), await onPhone(phone), await onBeamer(beamer)];
		await expect.poll(async () => (await seen()).every((time) => Math.abs(time - still) <= 1)).toBe(true);
		const first = await seen();
		await secondsLater(lead, evening, 2);
		expect(await seen()).toEqual(first);

		await control(lead, 'console_timer_on').click();
		await expect.poll(async () => (await seen()).every((time, index) => time < first[index]!)).toBe(true);
		await expectSameTime(lead, phone, beamer);
	});

	/** What stands still for so long by the clock of the server, stands still. */
	async function secondsLater(page: Page, evening: Evening, seconds: number): Promise<void> {
		const { now: from } = await factsOf(page, evening);
		await expect.poll(async () => (await factsOf(page, evening)).now).toBeGreaterThan(from + seconds * 1000);
	}

	test('T4 at zero nothing closes: one can go on writing, and the stage stays', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const beamer = await evening.beamer();
		const page = await evening.person('ggd-b');
		await composer(page).fill('een zin die nog niet af is');
		await control(lead, 'console_timer_stop').click();
		await post(lead, `${evening.console}?/startTimer`, { minutes: '1' });
		await control(lead, 'console_minus').click();
		await expect(page.locator('header.room')).toContainText(text('time_up'));
		await expect(beamer.getByText(text('time_up'))).toBeVisible();
		await expect(lead.getByRole('timer')).toHaveText(text('time_up'));

		await expect(composer(page)).toHaveValue('een zin die nog niet af is');
		await page.getByRole('button', { name: text('write_add') }).click();
		await expect(ownCard(page, 'een zin die nog niet af is')).toBeVisible();
		await expect(lead.getByText(text('group_count_many', { count: 43 }))).toBeVisible();
		expect((await factsOf(lead, evening)).step).toMatchObject({ stage: 'writing', lockedAt: null });
	});
});

test.describe('@process who leads', () => {
	test('F2 F4 a co-facilitator gets the console, and the lead can be handed over', async ({ eveningAt }) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		const next = await evening.person('gem-b', { size: 'laptop' });
		const name = 'wethouder sociaal domein';
		const refused = await next.request.get(evening.console);
		expect(refused.status()).toBe(403);

		let row = await openPerson(lead, name);
		await row.getByRole('button', { name: buttonOf('console_make_co', name) }).click();
		await expect(row.locator('summary').first()).toContainText(text('role_co_facilitator'));
		await next.goto(evening.console);
		await expect(stageOn(next)).toContainText(text('stage_writing'), { ignoreCase: true });
		// One who does not lead hands over nothing.
		const seat = evening.links.seats;
		expect(await post(next, `${evening.console}?/handOver`, { participant: seat['wel-b']! })).toMatchObject({
			type: 'failure'
		});

		row = lead.getByRole('listitem').filter({ hasText: name }).first();
		await row.getByRole('button', { name: buttonOf('console_hand_over', name) }).click();
		await lead
			.getByRole('dialog')
			.getByRole('button', { name: text('console_hand_over') })
			.click();
		await expect(row.locator('summary').first()).toContainText(text('role_lead'));
		await expect(row.getByRole('button', { name: buttonOf('console_hand_over', name) })).toHaveCount(0);
		const late = await post(lead, `${evening.console}?/makeCoFacilitator`, { participant: seat['wel-b']! });
		expect(late).toMatchObject({ type: 'failure' });
		expect(late.data).toContain('not-lead');
		// Both still facilitate.
		await goOn(next, 'stage_sorting');
		await expect(stageOn(lead)).toContainText(text('stage_sorting'), { ignoreCase: true });
		const old = await openPerson(next, 'procesbegeleider');
		await expect(
			old.getByRole('button', { name: buttonOf('console_make_participant', 'procesbegeleider') })
		).toBeVisible();
	});

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
		await expect(lead.getByText(text('group_count_many', { count: 43 }))).toBeVisible();

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
