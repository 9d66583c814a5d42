import type { Page } from '@playwright/test';
import type { Facts } from '#wire/journey/facts.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import { Ears } from '../../support/ears.ts';
import {
	awake,
	expect,
	expectAccessible,
	goIn,
	goOn,
	test,
	text,
	type Evening
} from '../../support/evening.ts';
import { postForm, signIn } from '../../support/server.ts';

const secret = 'GEHEIM-456';
/** Where the police and the care group will lie furthest apart. */
const widest = 'Geld naar de voorkant';

/** Somebody's browser, with ears on it from the first byte. */
async function listener(evening: Evening, key: string, path?: string) {
	const page = await evening.visitor({ size: key === 'beamer' ? 'beamer' : path ? 'laptop' : 'phone' });
	const ears = new Ears(page);
	if (key === 'beamer') await page.goto(evening.links.beamer);
	else await goIn(page, evening.links.people[key]!, path);
	await awake(page);
	return { page, ears, key };
}

/** One organisation, by plain forms, on each theme but those of `except`. */
async function scoreAll(evening: Evening, key: string, score: number, except: readonly string[] = []) {
	const cookie = await signIn(evening.links.people[key]!);
	const answer = await fetch(`${evening.journey}/feiten`, { headers: { Cookie: cookie } });
	const { themes } = ((await answer.json()) as Facts).step!.state as ScoresState;
	for (const { id, name } of themes.filter((theme) => !except.includes(theme.name)))
		await postForm(`${evening.journey}/stap/${evening.links.steps.today}?/act`, cookie, {
			act: 'score',
			theme: id,
			score: String(name === widest ? score : 3),
			evidence: `Bewijs van ${key}.`
		});
}

test('@process B3 B6 scores are blind until all are in; then the widest comes first, with a table', async ({
	eveningAt
}) => {
	const evening = await eveningAt('scoring');
	const others = await Promise.all([
		listener(evening, 'fac-1', evening.console),
		listener(evening, 'beamer'),
		listener(evening, 'wel-b')
	]);
	const [lead, beamer, wel] = others.map(({ page }) => page);
	const counted = (filled: number) => text('today_filled', { filled, of: 42 });

	// The police on a phone: the one that was chosen, and then on to the first that has no score.
	const police = await evening.person('pol-b');
	await police.getByRole('link', { name: widest }).click();
	await police.getByRole('button', { name: text('today_score_keep') }).click();
	await expect(police.getByText(text('reason_score_invalid'))).toBeVisible();
	await police.getByRole('radio', { name: '1', exact: false }).first().check();
	await police.getByLabel(text('today_evidence')).fill(secret);
	await police.getByRole('button', { name: text('today_score_keep') }).click();
	await expect(police.getByRole('link', { name: widest })).toContainText(
		text('today_score_is', { score: 1 })
	);
	await expect(police.getByRole('heading', { level: 3 })).toBeFocused();
	await expectAccessible(police, 'scoring on a phone');
	await scoreAll(evening, 'pol-b', 1, [widest]);

	for (const { page, key, ears } of others) {
		await expect(page.getByText(counted(35)), key).toBeVisible();
		expect(await ears.knows(secret), `${key} while scoring`).toBe(false);
	}

	await scoreAll(evening, 'zor-b', 5);
	await goOn(lead!, 'stage_spread');
	for (const { page, key } of others)
		await expect(page.getByText(`‘${secret}’`).first(), `${key} at the spread`).toBeVisible();
	await expect(wel!.getByRole('heading', { level: 1 })).toHaveText(text('today_widest'));
	await expect(wel!.locator('tbody th').first()).toHaveText(widest);
	const width = wel!.locator('.spread td.number');
	const widths = (await width.allTextContents()).map(Number);
	expect(widths).toEqual(widths.toSorted((a, b) => b - a));
	expect(widths[0]).toBe(4);
	await wel!.getByText(text('today_numbers'), { exact: true }).first().click();
	await expect(wel!.getByRole('group', { name: text('today_numbers') }).getByRole('row')).toHaveCount(8);
	await expectAccessible(wel!, 'the spread on a phone');
	expect(await wel!.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

	// The facilitator walks on along the themes; the beamer and the phones go along.
	await lead!.getByRole('button', { name: text('today_console_next') }).click();
	await expect(beamer!.locator('.theme')).not.toHaveText(widest);
	const second = await beamer!.locator('.theme').textContent();
	await expect(wel!.getByText(text('today_apart_text', { theme: second! }))).toBeVisible();
	await expectAccessible(beamer!, 'the beamer at the spread');
});

/** Classes on the page, made for a component, of which no style came along. */
const unstyled = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const rules = [...document.styleSheets].flatMap((sheet) =>
			[...sheet.cssRules].map((rule) => rule.cssText)
		);
		const all = rules.join('\n');
		const made = [...document.querySelectorAll('main [class*="svelte-"]')].flatMap((element) =>
			[...element.classList].filter((name) => name.startsWith('svelte-'))
		);
		return [...new Set(made)].filter((name) => !all.includes(name));
	});

test('@process B2 without a script an organisation changes its score, and a principle is chosen before its card', async ({
	eveningAt
}) => {
	const evening = await eveningAt('scoring');
	const page = await evening.person('ggd-b', { javaScript: false });
	// What a stage looks like comes with the page, also where its script does not.
	expect(await unstyled(page)).toEqual([]);
	await page.getByRole('link', { name: widest }).click();
	await page.getByRole('radio', { name: '4' }).check();
	await page.getByLabel(text('today_evidence')).fill('');
	await page.getByRole('button', { name: text('today_score_keep') }).click();
	await expect(page.getByText(text('reason_evidence_empty'))).toBeVisible();
	await page.getByLabel(text('today_evidence')).fill('Elk jaar is er iets meer.');
	await page.getByRole('button', { name: text('today_score_keep') }).click();
	await expect(page.getByRole('link', { name: widest })).toContainText(text('today_score_is', { score: 4 }));

	const console = await signIn(evening.links.people['fac-1']!);
	for (const key of ['pol-b', 'zor-b']) await scoreAll(evening, key, 2);
	const step = evening.links.steps.today!;
	for (const from of ['scoring', 'spread'])
		await postForm(`${evening.console}?/move`, console, { step, from, by: '1', sure: 'yes' });

	await page.goto(`${evening.journey}/stap/${step}`);
	await page.getByRole('link', { name: 'Invloed' }).click();
	await page.getByLabel(text('write_new'), { exact: true }).fill('De raad hoort het pas aan het eind.');
	await page.getByRole('button', { name: text('write_add') }).click();
	await expect(page.locator('.card .words')).toHaveText(['De raad hoort het pas aan het eind.']);
	await page.getByRole('link', { name: /Invloed/ }).click();
	await expect(page.getByRole('heading', { name: 'Invloed' })).toBeVisible();
});
