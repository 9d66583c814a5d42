import type { Page } from '@playwright/test';
import { awake, expect, expectAccessible, test, text } from '../../support/evening.ts';

// What goes wrong under eight pairs of eyes, and is put right in two taps: two phones and a console.

async function join(page: Page, name: string): Promise<void> {
	await page.getByLabel(text('join_name')).fill(name);
	await page.getByRole('radio', { name: /GGD/ }).check();
	await page.getByRole('button', { name: text('join_do') }).click();
	await page.waitForURL(/\/stap\//);
	await awake(page);
}

/** Under whose name a page is open, as it says on top. */
const nameOn = (page: Page) => page.getByRole('banner').getByRole('link', { name: text('me_as').trim() });
const button = (page: Page, key: string) => page.getByRole('button', { name: text(key) });

/** Behind a name on the console. */
async function personOn(console: Page, name: string) {
	const people = console.getByRole('region', { name: text('console_people_title') });
	const person = people.locator('li').filter({ has: console.locator('summary', { hasText: name }) });
	if (!(await person.isVisible())) await people.locator('summary').first().click();
	await person.locator('summary').click();
	return person;
}

test('J35 J38 J40 J42 J44 two people on one phone, a wrong name, removed and closed by mistake: each is put right', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const [phone, other, console] = await Promise.all([
		evening.visitor(),
		evening.person('wel-b'),
		evening.facilitator()
	]);

	await test.step('two people on one phone', async () => {
		await phone.goto(evening.links.join);
		await join(phone, 'Wim');
		await phone.getByLabel(text('write_new'), { exact: true }).first().fill('Alleen van Wim');
		await button(phone, 'write_add').first().click();
		await expect(phone.locator('.card > .words')).toHaveText('Alleen van Wim');
		await expect(phone.getByText(text('saved_saved'))).toBeVisible();
		await nameOn(phone).click();
		await expectAccessible(phone);
		await button(phone, 'join_whose_other').click();
		await expect(phone.getByLabel(text('join_name'))).toHaveValue('');
		await join(phone, 'Petre');
		await expect(nameOn(phone)).toContainText('Petre');
		await expect(phone.getByText('Alleen van Wim')).toHaveCount(0);
		await expectAccessible(phone);
	});

	await test.step('the code once more', async () => {
		await phone.goto(evening.links.join);
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(
			text('join_whose_title', { name: 'Petre' })
		);
		await expectAccessible(phone);
		await phone.getByRole('link', { name: text('join_whose_me', { name: 'Petre' }) }).click();
		await expect(nameOn(phone)).toContainText('Petre');
		await awake(phone);
	});

	await test.step('a wrong name', async () => {
		const person = await personOn(console, 'Petre');
		await person.getByLabel(text('person_name')).fill('Petra');
		await person.getByRole('button', { name: text('person_rename') }).click();
		await expect(nameOn(phone)).toContainText('Petra');
		await expectAccessible(console);
	});

	await test.step('removed by mistake', async () => {
		const person = console
			.getByRole('region', { name: text('console_people_title') })
			.locator('li')
			.filter({ has: console.locator('summary', { hasText: 'Petra' }) });
		await person.getByRole('button', { name: text('console_remove') }).click();
		await console
			.getByRole('dialog')
			.getByRole('button', { name: text('console_remove') })
			.click();
		await expect(phone.getByRole('heading', { name: text('room_removed_title') })).toBeVisible();
		await console.getByRole('button', { name: new RegExp(`${text('console_let_back')}\\s*Petra`) }).click();
		await phone.waitForURL(/\/stap\//);
		await expect(nameOn(phone)).toContainText('Petra');
	});

	await test.step('closed too early', async () => {
		await console.goto(`${evening.journey}/inrichten`);
		await awake(console);
		await button(console, 'setup_close').click();
		await console
			.getByRole('dialog')
			.getByRole('button', { name: text('setup_close') })
			.click();
		await expect(other.getByText(text('room_closed')).first()).toBeVisible();
		await expectAccessible(other);
		await button(console, 'setup_open_again').click();
		await expect(other.getByText(text('room_closed'))).toHaveCount(0);
	});
});
