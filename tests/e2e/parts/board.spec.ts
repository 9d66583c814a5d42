import type { Page } from '@playwright/test';
import { awake, buttonOf, expect, goOn, sizes, test, text } from '../../support/evening.ts';

// At this moment of the demo six groups are made, and eleven of the 42 cards still lie loose.

const dockOf = (page: Page) => page.getByRole('region', { name: text('sort_dock') });
const tickOf = (page: Page, card: string) => page.getByRole('checkbox', { name: card, exact: true });
const groupOn = (page: Page, title: string) => page.getByRole('group', { name: title, exact: true });
const slipOf = (page: Page, card: string) =>
	page.locator('.card').filter({ has: page.locator('.words').getByText(card, { exact: true }) });
const undo = (page: Page) => dockOf(page).getByRole('button', { name: text('sort_undo') });
const redo = (page: Page) => dockOf(page).getByRole('button', { name: text('sort_redo') });
const saved = (page: Page) => expect(page.getByText(text('saved_saved'))).toBeVisible();

/** Everything but the last press. */
async function aimAt(page: Page, card: string, group: string): Promise<void> {
	await tickOf(page, card).check();
	await dockOf(page).getByLabel(text('sort_to'), { exact: true }).selectOption({ label: group });
}
const layThere = (page: Page) =>
	dockOf(page)
		.getByRole('button', { name: text('sort_to_do') })
		.click();

async function move(page: Page, card: string, group: string): Promise<void> {
	await aimAt(page, card, group);
	await layThere(page);
	await expectIn(page, card, group);
}

const expectIn = (page: Page, card: string, group: string) =>
	expect(slipOf(page, card).and(groupOn(page, group).locator('.card')), `${card} in ${group}`).toHaveCount(1);
const expectLoose = (page: Page, card: string) => expectIn(page, card, text('sort_loose'));

/** The title of the group that it lies in, and how often it lies on this table. */
async function placeOf(page: Page, card: string): Promise<string> {
	const titles = await page
		.locator('.group')
		.filter({ has: slipOf(page, card) })
		.getByRole('heading')
		.allInnerTexts();
	return titles.join(' and ');
}

/** Cards on the table, the covered ones too. */
const countOn = async (page: Page) =>
	(await page.locator('.table-of-cards .card').count()) +
	(await page.locator('.table-of-cards .also').count());

test.describe('@values sorting together', () => {
	test('two people move one card at the same moment: it ends in the same place for both', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const one = await evening.person('ggd-b');
		const two = await evening.person('pol-b');
		for (const card of ['lange adem', 'Mijn organisatie hoeft niet te scoren']) {
			await Promise.all([aimAt(one, card, 'Nabijheid'), aimAt(two, card, 'Vertrouwen')]);
			await Promise.all([layThere(one), layThere(two)]);
			await Promise.all([saved(one), saved(two)]);
			await expect(async () => {
				const place = await placeOf(one, card);
				expect(['Nabijheid', 'Vertrouwen']).toContain(place);
				expect(await placeOf(two, card)).toBe(place);
			}).toPass();
		}
		const third = await evening.person('zor-b');
		for (const card of ['lange adem', 'Mijn organisatie hoeft niet te scoren'])
			await expectIn(third, card, await placeOf(one, card));
		expect(await countOn(third)).toBe(42);
	});

	test('undo and redo take back and repeat only what one did oneself', async ({ eveningAt }) => {
		const evening = await eveningAt('sorting');
		const one = await evening.person('ggd-b');
		const two = await evening.person('pol-b');
		const reader = await evening.person('inw-1');
		await move(one, 'lange adem', 'Nabijheid');
		await move(two, 'Mijn organisatie hoeft niet te scoren', 'Vertrouwen');
		await expectIn(one, 'Mijn organisatie hoeft niet te scoren', 'Vertrouwen');
		await expect(undo(reader)).toBeDisabled();

		await undo(one).click();
		for (const page of [one, two]) {
			await expectLoose(page, 'lange adem');
			await expectIn(page, 'Mijn organisatie hoeft niet te scoren', 'Vertrouwen');
		}
		await expect(undo(one)).toBeDisabled();
		await redo(one).click();
		await expectIn(two, 'lange adem', 'Nabijheid');

		await undo(two).click();
		for (const page of [one, two, reader]) {
			await expectLoose(page, 'Mijn organisatie hoeft niet te scoren');
			await expectIn(page, 'lange adem', 'Nabijheid');
		}
	});

	test('a group that is taken apart while another lays a card in it: the card is loose, not lost', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const one = await evening.person('ggd-b');
		const two = await evening.person('pol-b');
		await expect(tickOf(two, 'lange adem')).toBeVisible();
		await two.context().setOffline(true);
		await expect(two.getByText(text('saved_offline'))).toBeVisible();
		await move(two, 'lange adem', 'Nabijheid');
		await groupOn(one, 'Nabijheid')
			.getByRole('button', { name: buttonOf('sort_apart', 'Nabijheid') })
			.click();
		await groupOn(one, 'Nabijheid')
			.getByRole('button', { name: text('sort_apart'), exact: true })
			.click();
		await expect(groupOn(one, 'Nabijheid')).toHaveCount(0);
		await saved(one);

		await two.context().setOffline(false);
		await expect(groupOn(two, 'Nabijheid')).toHaveCount(0, { timeout: 20_000 });
		await expect(two.getByText(text('saved_saved'))).toBeVisible({ timeout: 20_000 });
		for (const page of [one, two]) {
			await expectLoose(page, 'lange adem');
			expect(await countOn(page)).toBe(42);
		}
		// Bringing the group back brings what lay in it, for everybody.
		await undo(one).click();
		for (const page of [one, two]) {
			await expectIn(page, 'lange adem', 'Nabijheid');
			expect(await countOn(page)).toBe(42);
		}
	});

	test('C7 a group gets another name, and goes together with another one', async ({ eveningAt }) => {
		const evening = await eveningAt('sorting');
		const one = await evening.person('ggd-b');
		const two = await evening.person('pol-b');
		const near = groupOn(one, 'Nabijheid');
		await near.getByRole('button', { name: text('sort_name') }).click();
		await near.getByLabel(text('sort_name_label')).fill('x'.repeat(81));
		await near.getByRole('button', { name: text('sort_name_save') }).click();
		await expect(near.locator('.error')).toBeVisible();
		await expect(groupOn(two, 'Nabijheid')).toBeVisible();
		await near.getByLabel(text('sort_name_label')).fill('Dichtbij');
		await near.getByRole('button', { name: text('sort_name_save') }).click();
		await expect(groupOn(two, 'Dichtbij')).toBeVisible();
		await expect(groupOn(two, 'Nabijheid')).toHaveCount(0);

		await groupOn(two, 'Dichtbij')
			.getByRole('button', { name: text('sort_merge') })
			.click();
		await groupOn(two, 'Dichtbij').getByLabel(text('sort_merge_label')).selectOption({ label: 'Vertrouwen' });
		await groupOn(two, 'Dichtbij')
			.getByRole('button', { name: text('sort_merge_do') })
			.click();
		for (const page of [one, two]) {
			await expect(groupOn(page, 'Dichtbij')).toHaveCount(0);
			await expect(groupOn(page, 'Vertrouwen').locator('header')).toContainText(
				text('group_count_many', { count: 11 })
			);
			await expectIn(page, 'tijd. aandacht kost tijd', 'Vertrouwen');
			expect(await countOn(page)).toBe(42);
		}
	});

	test('S1 similar cards are shown, not put together, until somebody takes the suggestion', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('writing');
		const lead = await evening.facilitator();
		await goOn(lead, 'stage_sorting');
		const one = await evening.person('ggd-b');
		const two = await evening.person('pol-b');
		await one.getByRole('button', { name: text('similar_ask') }).click();
		const panel = one.getByRole('region', { name: text('similar_title') });
		const twins = panel
			.getByRole('listitem')
			.filter({ hasText: 'Gelijkwaardigheid' })
			.filter({
				has: one.getByRole('button', { name: text('similar_take') })
			});
		await expect(twins.locator('.quote')).toHaveCount(2);
		expect((await twins.locator('.quote').allInnerTexts()).toSorted()).toEqual([
			'Gelijkwaardigheid',
			'gelijkwaardigheid!'
		]);
		for (const page of [one, two]) {
			await expect(page.locator('#group-loose .card')).toHaveCount(42);
			await expect(page.getByText(text('sort_groups_none'), { exact: true })).toBeVisible();
		}
		const suggested = await panel.locator('.lines > li').count();
		expect(suggested).toBeGreaterThan(1);

		await twins.getByRole('button', { name: text('similar_take') }).click();
		for (const page of [one, two]) {
			await expectIn(page, 'Gelijkwaardigheid', text('group_unnamed'));
			await expectIn(page, 'gelijkwaardigheid!', text('group_unnamed'));
			await expect(page.locator('#group-loose .card')).toHaveCount(40);
		}
		await expect(panel.locator('.lines > li')).toHaveCount(suggested - 1);
		await panel
			.getByRole('button', { name: text('similar_leave') })
			.first()
			.click();
		await expect(panel.locator('.lines > li')).toHaveCount(suggested - 2);
		await expect(two.locator('#group-loose .card')).toHaveCount(40);
	});

	test('V2 new cards wait behind a button, and what somebody reads stays where it is', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const reader = await evening.person('ggd-b');
		const writer = await evening.person('pol-b');
		const words = reader.locator('#group-loose .card > .words');
		await expect(words).toHaveCount(11);
		const before = await words.allInnerTexts();
		for (const card of ['nog een gedachte', 'en nog een']) {
			await addLate(writer, card);
			await expectLoose(writer, card);
		}
		const waiting = reader.getByRole('button', { name: text('new_items_many', { count: 2 }) });
		await expect(waiting).toBeVisible();
		expect(await words.allInnerTexts()).toEqual(before);
		await waiting.click();
		await expect(words).toHaveText([...before, 'nog een gedachte', 'en nog een']);
		await expect(tickOf(reader, 'nog een gedachte')).toBeFocused();
	});

	test('V2 what has the focus stays where it is when a slow line brings the ticks and the work of others', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const page = await evening.person('ggd-b');
		const other = await evening.person('pol-b');
		await page.setViewportSize(sizes.phone);
		let connect = () => {};
		const slow = new Promise<void>((resolve) => (connect = resolve));
		await page.routeWebSocket(/\/sync\//, async (socket) => {
			await slow;
			socket.connectToServer();
		});
		await page.reload();
		await awake(page);
		const late = page.locator('summary', { hasText: text('board_late') });
		await late.focus();
		const top = () => late.evaluate((summary) => Math.round(summary.getBoundingClientRect().top));
		const before = await top();
		await move(other, 'lange adem', 'Nabijheid');
		connect();
		await expect(tickOf(page, 'lange adem')).toBeAttached();
		await expectIn(page, 'lange adem', 'Nabijheid');
		await expect.poll(top).toBe(before);
		await expect(late).toBeFocused();
	});

	test('A6 pens down takes the bar away and says so; pens up brings everything back', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const lead = await evening.facilitator();
		const beamer = await evening.beamer();
		const page = await evening.person('ggd-b');
		const other = await evening.person('pol-b');
		await move(page, 'lange adem', 'Nabijheid');
		await other.getByRole('checkbox', { name: 'Mijn organisatie hoeft niet te scoren' }).check();
		await dockOf(other)
			.getByRole('button', { name: text('sort_new') })
			.click();
		await dockOf(other).getByLabel(text('sort_name_label')).fill('Half een na');
		await tickOf(page, 'doorpakken. niet nog een werkgroep').check();

		await lead.getByRole('button', { name: text('console_lock') }).click();
		for (const person of [page, other]) {
			await expect(person.getByText(text('room_locked'), { exact: true })).toBeVisible();
			await expect(dockOf(person)).toHaveCount(0);
			await expect(person.getByRole('checkbox')).toHaveCount(0);
			expect(await countOn(person)).toBe(42);
		}
		await expect(beamer.getByText(text('beamer_locked'))).toBeVisible();

		await lead.getByRole('button', { name: text('console_unlock') }).click();
		await expect(page.getByText(text('room_locked'), { exact: true })).toHaveCount(0);
		await expectIn(page, 'lange adem', 'Nabijheid');
		await expect(tickOf(page, 'doorpakken. niet nog een werkgroep')).toBeChecked();
		await expect(dockOf(other).getByLabel(text('sort_name_label'))).toHaveValue('Half een na');
		await move(page, 'doorpakken. niet nog een werkgroep', 'Vertrouwen');
		await expectIn(other, 'doorpakken. niet nog een werkgroep', 'Vertrouwen');
	});

	test('V5 a hidden card is gone from every screen, and comes back where it lay', async ({ eveningAt }) => {
		const evening = await eveningAt('sorting');
		const lead = await evening.facilitator();
		const beamer = await evening.beamer();
		const people = [await evening.person('ggd-b'), await evening.person('pol-b')];
		const card = 'waarom zit de huisarts hier niet??';
		for (const page of [beamer, ...people]) await expect(page.getByText(card, { exact: true })).toBeVisible();

		await lead.getByText(text('values_console_cards', { count: 42 })).click();
		await lead.getByRole('button', { name: buttonOf('values_console_hide', card) }).click();
		await lead
			.getByRole('dialog')
			.getByRole('button', { name: text('values_console_hide') })
			.click();
		for (const page of [beamer, ...people])
			await expect(page.getByText(card, { exact: true })).toHaveCount(0);
		for (const page of people) expect(await countOn(page)).toBe(41);

		await lead.getByText(text('values_console_hidden', { count: 1 })).click();
		await lead.getByRole('button', { name: buttonOf('values_console_show', card) }).click();
		await expect(beamer.getByText(card, { exact: true })).toBeVisible();
		for (const page of people) {
			const waiting = page.getByRole('button', { name: text('new_items_one') });
			await expect(waiting.or(slipOf(page, card))).toBeVisible();
			if (await waiting.isVisible()) await waiting.click();
			await expectLoose(page, card);
		}
	});

	test('with a mouse a card can be dragged into a group, and all chosen ones go along', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const page = await evening.person('ggd-b', { size: 'laptop' });
		const other = await evening.person('pol-b');
		const group = groupOn(page, 'Nabijheid').getByRole('heading');
		await expect(page.locator('#group-loose').getByRole('checkbox').first()).toBeVisible();
		// What lies on top, beside the group: nothing scrolls away under the mouse.
		const loose = await page.locator('#group-loose .card > .words').allInnerTexts();
		const [alone, chosen, along] = loose as [string, string, string];
		await slipOf(page, alone).dragTo(group);
		await expectIn(page, alone, 'Nabijheid');
		await expectIn(other, alone, 'Nabijheid');
		for (const card of [chosen, along]) await tickOf(page, card).check();
		await slipOf(page, chosen).dragTo(group);
		for (const card of [chosen, along]) await expectIn(other, card, 'Nabijheid');
	});
});

async function addLate(page: Page, words: string): Promise<void> {
	const field = page.getByLabel(text('write_new'), { exact: true });
	if (!(await field.isVisible())) await page.getByText(text('board_late'), { exact: true }).first().click();
	await field.fill(words);
	await page.getByRole('button', { name: text('board_late_add') }).click();
	await expect(field).toHaveValue('');
}
