import type { Locator, Page } from '@playwright/test';
import { awake, expect, test, text } from '../support/evening.ts';
import { focusOn } from '../support/eyes.ts';

// Of hundreds of presses, what a trace would cost is more than all the rest.
test.use({ trace: 'off' });

/** As tall as a phone on which bars stay in sight: there they can hide what has the focus. */
const tallPhone = { width: 320, height: 720 };
/** More presses than any page here takes. */
const farthest = 150;

/** Somebody with a keyboard and nothing else. At each press of Tab what has the focus must be in sight. */
class Hands {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async press(...keys: string[]): Promise<void> {
		for (const key of keys) await this.page.keyboard.press(key);
	}

	async type(words: string): Promise<void> {
		await this.page.keyboard.type(words);
	}

	/** Tab by tab, forward or back, to a control. */
	async to(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		await expect(control).toBeAttached();
		for (let presses = 0; presses < farthest; presses++) {
			const { isThere, hidden } = await focusOn(control);
			if (presses > 0 && hidden) expect.soft(hidden, `focus at ${this.page.url()}`).toBeNull();
			if (isThere) return;
			await this.press(key);
		}
		expect(await this.focused(), `after ${farthest} presses on the way to ${control}`).toBe('there');
	}

	async open(link: string): Promise<void> {
		await this.page.goto(link);
		await awake(this.page);
	}

	/** By a personal link, to where the room is. */
	async sitDown(link: string): Promise<void> {
		await this.open(link);
		await this.to(this.page.locator('main form button'));
		await this.press('Enter');
		await this.page.waitForURL(/\/traject\//);
	}

	button(key: string, values: Record<string, string | number> = {}): Locator {
		return this.page.getByRole('button', { name: text(key, values) });
	}

	focused(): Promise<string> {
		return this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? 'nothing');
	}
}

test('@values by keyboard alone: join, write, sort, weigh and harvest, for participant and facilitator', async ({
	eveningAt
}) => {
	test.setTimeout(120_000);
	const evening = await eveningAt('writing');
	const { journey } = evening;
	const guest = new Hands(await evening.visitor());
	const lead = new Hands(await evening.visitor({ size: 'laptop' }));
	const stage = (key: string) =>
		lead.page.locator('.stages [aria-current]', { hasText: new RegExp(text(key), 'i') });
	await guest.page.setViewportSize(tallPhone);

	await guest.open(`${evening.links.origin}/meedoen`);
	await guest.to(guest.page.getByLabel(text('join_code')));
	await guest.type(evening.links.code.slice(0, 6));
	await guest.press('Enter');
	await guest.page.waitForURL(/\/meedoen\/\d{6}/);
	await guest.to(guest.page.getByLabel(text('join_name')));
	await guest.type('huisarts');
	await guest.press('Tab', 'ArrowDown', 'ArrowUp');
	await expect(guest.page.getByRole('radio').first()).toBeChecked();
	await guest.to(guest.button('join_do'));
	await guest.press('Enter');
	await guest.page.waitForURL(/\/stap\//);
	await awake(guest.page);

	await guest.to(guest.page.getByLabel(text('write_new'), { exact: true }));
	await guest.type('Dichtbij blijven');
	await guest.press('Control+Enter');
	await guest.type('Minder formulieren');
	await guest.to(guest.button('write_add'));
	await guest.press('Enter');
	await expect(guest.page.locator('li.card')).toHaveCount(2);
	await guest.to(guest.page.locator('li.card').filter({ hasText: 'Minder' }).locator('summary'), 'Shift+Tab');
	await guest.press('Enter');
	await expect(guest.page.getByLabel(text('write_edit_label')).last()).toBeFocused();
	await guest.type(' en meer tijd');
	await guest.press('Control+Enter');
	await expect(guest.page.locator('li.card > .words').nth(1)).toHaveText('Minder formulieren en meer tijd');
	await guest.to(guest.button('write_ready'));
	await guest.press('Space');
	await expect(guest.button('write_ready')).toHaveAttribute('aria-pressed', 'true');

	await lead.sitDown(evening.links.people['fac-1']!);
	await lead.open(evening.console);
	await lead.to(lead.button('newcomer_yes'));
	await lead.press('Enter');
	await expect(lead.button('newcomer_yes')).toHaveCount(0);
	await expect(lead.page.locator('#main')).toBeFocused();
	const minutes = async () => Number((await lead.page.getByRole('timer').textContent())!.split(':')[0]);
	const before = await minutes();
	await lead.to(lead.button('console_plus', {}).first());
	await lead.press('Enter');
	await expect.poll(minutes).toBeGreaterThanOrEqual(before + 1);
	const other = new Hands(await evening.visitor());
	await other.sitDown(evening.links.people['wel-b']!);
	// The console has heard of them: whoever goes on before that is asked by the server, and not by the page.
	await expect(lead.page.getByText(text('console_ready', { ready: 0, of: 1 }))).toBeVisible();
	const reveal = lead.button('console_next', { to: text('stage_sorting') });
	await lead.to(reveal);
	await lead.press('Enter');
	await expect(lead.button('console_wait')).toBeFocused();
	await lead.press('Escape');
	await expect(lead.page.getByRole('dialog')).toBeHidden();
	await expect(reveal).toBeFocused();
	await expect(stage('stage_writing')).toBeVisible();
	await lead.press('Enter');
	await expect(lead.button('console_wait')).toBeFocused();
	await lead.to(lead.button('console_reveal_do'), 'Shift+Tab');
	await lead.press('Enter');
	await expect(stage('stage_sorting')).toBeVisible();

	await expect(guest.page.getByRole('heading', { name: text('sort_title') })).toBeVisible();
	const cards = guest.page.locator('.loose .card > input');
	await guest.to(cards.nth(0));
	await guest.press('Space', 'Tab', 'Space');
	await expect(guest.page.getByText(text('sort_picked', { count: 2 }))).toBeVisible();
	await guest.press('Enter');
	await expect(guest.button('sort_new')).toBeFocused();
	await guest.press('Enter');
	await expect(guest.page.getByLabel(text('sort_name_label'))).toBeFocused();
	await guest.type('Dichtbij');
	await guest.press('Enter');
	const made = guest.page.getByRole('heading', { name: 'Dichtbij', exact: true });
	await expect(made).toBeVisible();
	await expect(guest.button('sort_undo')).toBeFocused();
	await guest.press('Enter', 'Enter');
	await expect(made).toHaveCount(0);
	await guest.to(guest.button('sort_redo'));
	await guest.press('Enter', 'Control+Shift+z');
	await expect(made).toBeVisible();

	await lead.to(lead.button('console_next', { to: text('stage_weighing') }));
	await lead.press('Enter');
	// What others wrote lies loose.
	await expect(lead.button('console_wait')).toBeFocused();
	await lead.to(lead.button('console_sure_do'), 'Shift+Tab');
	await lead.press('Enter');
	await expect(stage('stage_weighing')).toBeVisible();
	await expect(guest.page.getByRole('heading', { name: text('weigh_title') })).toBeVisible();
	const dots = guest.page.locator('.dot-row', { hasText: 'Dichtbij' });
	await guest.to(dots.getByRole('button', { name: text('dots_give') }));
	await guest.press('Enter');
	await expect(dots).toHaveAttribute('data-given', '1');
	await guest.to(dots.getByRole('button', { name: text('dots_take') }), 'Shift+Tab');
	await guest.press('Space');
	await expect(dots).not.toHaveAttribute('data-given');
	await guest.to(dots.getByRole('button', { name: text('dots_give') }));
	await guest.press('Space');
	await expect(dots).toHaveAttribute('data-given', '1');

	await lead.to(lead.button('console_next', { to: text('console_harvest') }));
	// For a second after the room went on the buttons rest (P17).
	await expect(lead.page.getByRole('group', { name: text('console_ways') })).not.toHaveAttribute(
		'aria-disabled'
	);
	await lead.press('Enter');
	await expect(lead.button('console_wait')).toBeFocused();
	await lead.to(lead.button('console_sure_do'), 'Shift+Tab');
	await lead.press('Enter');
	await expect(stage('stage_harvested')).toBeVisible();
	await lead.to(lead.button('values_console_make').filter({ hasText: 'Dichtbij' }), 'Shift+Tab');
	await lead.press('Enter');
	await expect(
		lead.page.getByText(text('values_console_values', { count: 1 }), { exact: true })
	).toBeVisible();

	await guest.to(guest.page.getByLabel(text('harvest_meaning')));
	await guest.type('Je kent de mensen bij naam.');
	await other.open(`${journey}/stap/${evening.links.steps.values}`);
	await expect(other.page.getByLabel(text('harvest_meaning'))).toHaveValue('Je kent de mensen bij naam.');
});

test('@values on a phone the focus is never behind a bar, on any page of the evening', async ({
	eveningAt
}) => {
	test.setTimeout(120_000);
	for (const moment of ['sorting', 'weighing'] as const) {
		const evening = await eveningAt(moment);
		const walk = async (key: string, page: string, last: string, first: string) => {
			const hands = new Hands(await evening.visitor());
			await hands.page.setViewportSize(tallPhone);
			await hands.sitDown(evening.links.people[key]!);
			await hands.open(page);
			await hands.to(hands.page.locator(last).last());
			await hands.to(hands.page.locator(first).first(), 'Shift+Tab');
		};
		await Promise.all([
			walk('wel-b', evening.values, '.language button', 'main button'),
			walk('fac-1', evening.console, '.ways button', '.brand')
		]);
	}
});
