import type { Locator, Page } from '@playwright/test';
import type { sizes } from '../../support/evening.ts';
import { awake, buttonOf, expect, expectAccessible, goIn, goOn, test, text } from '../../support/evening.ts';
import { serveFuture } from '../../support/future-table.ts';
import { signIn } from '../../support/server.ts';

// "Het is 2040. Wat zie je?", from the first word on a phone to a theme with its sentence and its values.

const values = ['Nabijheid', 'Vertrouwen', 'Lef'];
const words = {
	postcard: 'Er staat een tafel op straat. Op vrijdag eet iedereen mee.',
	headlines: ['Formulier afgeschaft, niemand mist het', 'Wijkagent met pensioen', 'Elk kind kan zwemmen'],
	number: '0 kinderen uit huis gezet',
	quote: '‘Mijn zoon heeft nooit geweten dat wij arm waren’',
	doubt: 'Wie betaalt de dubbele kosten in 2028?',
	vision: 'Iedereen eet op vrijdag mee aan de lange tafel.'
};

/** The field of a prompt, by what the template calls it. */
const field = (page: Page, prompt: string) =>
	page.getByRole('textbox', { name: text('future_write_one', { form: prompt }) });

async function write(page: Page, prompt: string, words: string): Promise<void> {
	await field(page, prompt).fill(words);
	await field(page, prompt).press('Control+Enter');
	await expect(page.locator('.card', { hasText: words })).toBeVisible();
}

const openForm = (page: Page, name: string) => page.locator('summary', { hasText: name }).click();
const cardWith = (where: Page | Locator, words: string) => where.locator('.card', { hasText: words });

test('@process 2040 is written in forms on a phone, a doubt stays a doubt, and a theme rests on two values', async ({
	visitors
}) => {
	const served = await serveFuture(values);
	const { origin, journey, steps, people, beamer: screen } = served.links;
	const come = async (link: string, size: keyof typeof sizes, to?: string) => {
		const page = await visitors.come({ size });
		await goIn(page, link, to);
		await awake(page);
		return page;
	};
	try {
		const wies = await come(people.wies, 'phone');

		// The values stay in sight, and a draft that looks ahead gets a hint that changes nothing.
		await expect(wies.getByRole('complementary', { name: text('bind_label') })).toContainText(
			values.join(', ')
		);
		await field(wies, 'Ansichtkaart').fill('We moeten een tafel op straat zetten');
		await expect(wies.getByText(text('future_present_hint', { words: 'We moeten' }))).toBeVisible();
		await expect(field(wies, 'Ansichtkaart')).toHaveValue('We moeten een tafel op straat zetten');
		await write(wies, 'Ansichtkaart', words.postcard);
		await expect(wies.getByText(/kijkt vooruit/)).toHaveCount(0);

		// The front page counts what it still asks; full, it asks nothing more.
		await openForm(wies, text('future_page'));
		const front = wies.locator('.front');
		for (const [n, headline] of words.headlines.entries()) {
			await expect(front).toContainText(text('future_page_part', { count: n, of: 3 }));
			await write(wies, 'Kop', headline);
		}
		await expect(field(wies, 'Kop')).toHaveCount(0);
		await write(wies, 'Cijfer', words.number);
		await write(wies, 'Citaat van een inwoner', words.quote);
		await expect(front.getByText(text('future_page_there'))).toHaveCount(3);
		await expectAccessible(wies, 'front page on a phone');

		// A doubt has a form of its own, and no hint: it is about today.
		await openForm(wies, 'Dit geloof ik niet');
		await field(wies, 'Dit geloof ik niet, omdat …').fill('We moeten eerst geld hebben');
		await expect(wies.getByText(/kijkt vooruit/)).toHaveCount(0);
		await write(wies, 'Dit geloof ik niet, omdat …', words.doubt);

		// Nothing of today is served over HTTP meanwhile: no page, no act, no export.
		const cookie = await signIn(people.gert);
		const today = `${origin}/traject/${journey}/stap/${steps.today}`;
		for (const path of ['', '/export.csv', '/export.json', '/__data.json']) {
			const answer = await fetch(today + path, { headers: { cookie } });
			const body = await answer.text();
			expect(path === '/__data.json' ? JSON.parse(body).nodes.at(-1).status : answer.status, path).toBe(403);
		}

		// Revealed, the doubt is told from the rest in a word, on the table and on the beamer.
		const lead = await come(people.fenna, 'laptop', `${origin}/traject/${journey}/regie`);
		const beamer = await visitors.come({ size: 'beamer' });
		await beamer.goto(screen);
		await expect(beamer.locator('.bind')).toContainText(values.at(-1)!);
		await goOn(lead, 'stage_sorting');
		await expect(cardWith(wies, words.doubt)).toContainText(text('card_tag_doubt'));
		await expect(cardWith(wies, words.postcard)).not.toContainText(text('card_tag_doubt'));
		await expect(beamer.locator('li', { hasText: words.doubt })).toContainText(text('card_tag_doubt'));

		await cardWith(wies, words.doubt).getByRole('checkbox').check();
		await cardWith(wies, words.postcard).getByRole('checkbox').check();
		await wies.getByRole('button', { name: text('sort_new') }).click();
		await wies.getByRole('textbox', { name: text('sort_name_label') }).fill('Samen');
		await wies.keyboard.press('Enter');
		await expect(wies.getByRole('group', { name: 'Samen' })).toContainText(text('card_tag_doubt'));
		await goOn(lead, 'stage_weighing');
		await goOn(lead, 'stage_harvested');

		// A theme says what it still asks, until it has its sentence and two values.
		await lead.getByRole('button', { name: buttonOf('themes_console_make', 'Samen') }).click();
		await expect(lead.getByText(text('themes_console_unwritten'))).toBeVisible();
		await wies.getByRole('textbox', { name: new RegExp(text('theme_vision')) }).fill(words.vision);
		const rests = wies.getByRole('group', { name: text('link_values') });
		for (const value of values.slice(0, 2)) {
			await rests.getByRole('button', { name: value }).click();
			await expect(rests.getByRole('button', { name: value })).toHaveAttribute('aria-pressed', 'true');
		}
		await expect(rests.locator('[data-is=look]')).toHaveCount(0);
		await expectAccessible(wies, 'theme on a phone');
		await expect(lead.getByText(text('themes_console_unwritten'))).toHaveCount(0);
		await expect(beamer.getByText(words.vision)).toBeVisible();
		await expect(beamer.getByText(values.slice(0, 2).join(', '))).toBeVisible();
	} finally {
		await visitors.leave();
		await served.stop();
	}
});
