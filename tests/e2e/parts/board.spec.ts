import type { Locator, Page } from '@playwright/test';
import { awake, buttonOf, expect, sizes, test, text } from '../../support/evening.ts';

// At this moment of the demo six groups are made, and eleven of the 42 cards still lie loose.

const dockOf = (page: Page) => page.getByRole('region', { name: text('sort_dock') });
const tickOf = (page: Page, card: string) => page.getByRole('checkbox', { name: card, exact: true });
const groupOn = (page: Page, title: string) => page.getByRole('group', { name: title, exact: true });
const slipOf = (page: Page, card: string) =>
	page.locator('.card').filter({ has: page.locator('.words').getByText(card, { exact: true }) });

async function move(page: Page, card: string, group: string): Promise<void> {
	await tickOf(page, card).check();
	await dockOf(page).getByLabel(text('sort_to'), { exact: true }).selectOption({ label: group });
	await dockOf(page)
		.getByRole('button', { name: text('sort_to_do') })
		.click();
	await expectIn(page, card, group);
}

const expectIn = (page: Page, card: string, group: string) =>
	expect(slipOf(page, card).and(groupOn(page, group).locator('.card')), `${card} in ${group}`).toHaveCount(1);
const expectLoose = (page: Page, card: string) => expectIn(page, card, text('sort_loose'));

/** Cards on the table, the covered ones too. */
const countOn = async (page: Page) =>
	(await page.locator('.sort-groups .card').count()) + (await page.locator('.sort-groups .also').count());

test.describe('@values sorting together', () => {
	test('V2 what has the focus stays where it is when a slow line brings the ticks and the work of others', async ({
		eveningAt
	}) => {
		const evening = await eveningAt('sorting');
		const page = await evening.person('ggd-b');
		const other = await evening.person('pol-b');
		await page.setViewportSize(sizes.phone);
		let connect = () => {};
		let slow = Promise.resolve();
		await page.routeWebSocket(/\/sync\//, async (socket) => {
			await slow;
			socket.connectToServer();
		});
		/** The table comes, with what another does there, while `control` has the focus. */
		const holds = async (control: Locator, card: string) => {
			slow = new Promise<void>((resolve) => (connect = resolve));
			await page.reload();
			await awake(page);
			await control.focus();
			const top = () => control.evaluate((element) => Math.round(element.getBoundingClientRect().top));
			const before = await top();
			await move(other, card, 'Nabijheid');
			connect();
			await expect(tickOf(page, card)).toBeAttached();
			await expectIn(page, card, 'Nabijheid');
			// A browser scrolls by whole pixels and lays out in parts of them.
			await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
			await expect(control).toBeFocused();
		};
		await holds(page.locator('summary', { hasText: text('board_late') }), 'lange adem');
		// Also outside what the table is part of.
		await holds(page.getByRole('link', { name: text('room_link') }), 'doorpakken. niet nog een werkgroep');
	});

	test('A6 V5 pens down and a card that is hidden are seen on every screen; pens up and showing bring all back', async ({
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

		await lead.getByRole('button', { name: text('console_more') }).click();
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

		const people = [page, other];
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
			const waiting = page.getByRole('button', { name: text('new_items', { count: 1 }) });
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
