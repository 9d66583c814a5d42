import type { Locator, Page } from '@playwright/test';
import { awake, expect, test, text } from '../support/evening.ts';
import { hiddenFocus } from '../support/eyes.ts';

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
			if (await hasFocus(control)) return;
			await this.press(key);
			expect.soft(await hiddenFocus(this.page), `focus at ${this.page.url()}`).toBeNull();
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

const hasFocus = (control: Locator): Promise<boolean> =>
	control.first().evaluate((element) => element === document.activeElement);

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
	await guest.type(evening.links.code);
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
	const minutes = async () => Number((await lead.page.getByRole('timer').textContent())!.split(':')[0]);
	const before = await minutes();
	await lead.to(lead.button('console_plus', {}).first());
	await lead.press('Enter');
	await expect.poll(minutes).toBeGreaterThanOrEqual(before + 1);
	const other = new Hands(await evening.visitor());
	await other.sitDown(evening.links.people['wel-b']!);
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
	await expect(guest.page.getByText(text('sort_picked_many', { count: 2 }))).toBeVisible();
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
	await lead.press('Enter');
	await expect(lead.button('console_wait')).toBeFocused();
	await lead.to(lead.button('console_sure_do'), 'Shift+Tab');
	await lead.press('Enter');
	await expect(stage('stage_harvested')).toBeVisible();
	await lead.to(lead.button('values_console_make').filter({ hasText: 'Dichtbij' }), 'Shift+Tab');
	await lead.press('Enter');
	await expect(lead.page.getByText(text('values_console_values_one'), { exact: true })).toBeVisible();

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
		const member = new Hands(await evening.visitor());
		const lead = new Hands(await evening.visitor());
		for (const hands of [member, lead]) await hands.page.setViewportSize(tallPhone);
		await member.sitDown(evening.links.people['wel-b']!);
		await member.open(evening.values);
		await member.to(member.page.locator('.language button').last());
		await member.to(member.page.locator('main button').first(), 'Shift+Tab');
		await lead.sitDown(evening.links.people['fac-1']!);
		await lead.open(evening.console);
		await lead.to(lead.page.locator('.ways button').last());
		await lead.to(lead.page.locator('.brand'), 'Shift+Tab');
	}
});

interface Said {
	at: number;
	words: string;
}

test('@values the reveal and the next stage are spoken, with ten seconds between them', async ({
	eveningAt
}) => {
	const evening = await eveningAt('writing');
	const member = await evening.person('wel-b');
	const lead = new Hands(await evening.facilitator());
	await awake(member);
	await member.evaluate(() => {
		const said: Said[] = [];
		const region = document.querySelector('[role=status][aria-live=polite]')!;
		new MutationObserver(() => said.push({ at: performance.now(), words: region.textContent })).observe(
			region,
			{
				childList: true,
				characterData: true,
				subtree: true
			}
		);
		Object.assign(window, { said });
	});
	const heard = () => member.evaluate(() => (window as unknown as { said: Said[] }).said);

	await lead.to(lead.button('console_next', { to: text('stage_sorting') }));
	await lead.press('Enter');
	await lead.to(lead.button('console_reveal_do'), 'Shift+Tab');
	await lead.press('Enter');
	await expect.poll(async () => (await heard()).map(({ words }) => words)).toEqual([text('room_revealed')]);
	await lead.to(lead.button('console_next', { to: text('stage_weighing') }));
	await lead.press('Enter');
	await expect(member.getByRole('heading', { name: text('weigh_title') })).toBeVisible();
	const inTurn = [text('room_revealed'), text('room_now', { stage: text('stage_weighing') })];
	await expect
		.poll(async () => (await heard()).map(({ words }) => words), { timeout: 15_000 })
		.toEqual(inTurn);
	const [first, second] = await heard();
	expect(second!.at - first!.at).toBeGreaterThan(9_900);
});
