import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Facts } from '#wire/journey/facts.ts';
import { Evening, buttonOf, expect, expectAccessible, goOn, test, text } from '../../support/evening.ts';
import { postForm, serveDemo, signIn, type DemoLinks } from '../../support/server.ts';

const names = [
	'Voorkantpot',
	'Sleutel van de buurtkamer',
	'Samen aan de deur',
	'Jongerenpanel',
	'Stoplijst',
	'Thuisteam',
	'Nachtbus',
	'App voor buren'
];
const idOf = (n: number) => `oplossing${n}00000`;

/** The solutions as an earlier step leaves them. */
function laySolutions(dataDir: string, { journey, steps, seats }: DemoLinks): void {
	const db = new SQLite(join(dataDir, 'data', 'siroop.db'));
	const insert = db.prepare(
		`INSERT INTO harvest (id, journey_id, step_id, kind, name, texts, details, position, harvested_at, harvested_by)
		VALUES (?, ?, ?, 'solution', ?, ?, '{}', ?, 0, ?)`
	);
	for (const [i, name] of names.entries())
		insert.run(
			...[idOf(i), journey, steps.choose, name],
			...[JSON.stringify({ name, what: `Wij beginnen met: ${name}.` }), i + 1, seats['wel-b']]
		);
	db.close();
}

/** Of three of welfare, and of one each of three others: the first solution is high for people, low for organisations. */
const answers: Record<string, (nth: number) => number> = {
	'wel-1': (nth) => (nth === 0 ? 5 : 3),
	'wel-2': (nth) => (nth === 0 ? 5 : 3),
	'ggd-b': (nth) => (nth === 0 ? 2 : 4),
	'gem-b': (nth) => (nth === 0 ? 2 : 4),
	'pol-b': (nth) => (nth === 0 ? 3 : 2)
};

/** The demo after the values, with solutions as an earlier step leaves them. */
const choosing = test.extend<{ evening: Evening }>({
	evening: async ({ visitors }, use) => {
		const served = await serveDemo('harvested');
		laySolutions(served.dataDir, served.links);
		await use(new Evening(served.links, visitors.come));
		await visitors.leave();
		await served.stop();
	}
});

choosing(
	'@process choosing: three questions alone, two lenses, six ambitions and not one more',
	async ({ evening }) => {
		const { links } = evening;
		const step = links.steps.choose!;
		const stepUrl = `${evening.journey}/stap/${step}`;

		const leading = await signIn(links.people['fac-1']!);
		const direct = async (act: string, fields: Record<string, string>) => {
			const answer = await postForm(`${evening.console}?/${act}`, leading, { step, ...fields });
			const { type } = (await answer.json()) as { type: string };
			expect(['success', 'redirect'], `${act} ${fields.act ?? ''}`).toContain(type);
		};
		await direct('goTo', {});
		await direct('move', { from: 'prepared', by: '1', sure: 'yes' });
		const factsSeen = async (): Promise<Facts['step']> =>
			((await (await fetch(`${links.beamer}/feiten`)).json()) as Facts).step;
		const before = await factsSeen();

		// One on a phone, by keyboard.
		const phone = await evening.person('wel-b');
		await phone.goto(stepUrl);
		await expect(phone.getByRole('heading', { name: names[0]!, exact: true })).toBeVisible();
		const save = phone.getByRole('button', { name: text('choose_save_next') });
		await save.click();
		await expect(phone.getByRole('alert')).toContainText(text('reason_judgement_incomplete'));
		for (const [question, presses] of [
			['choose_direction', 4],
			['choose_platform', 4],
			['choose_yield', 2]
		] as const) {
			const group = phone.getByRole('group', { name: text(question) });
			await group.getByRole('radio').first().focus();
			await phone.keyboard.press('Space');
			for (let i = 0; i < presses; i++) await phone.keyboard.press('ArrowRight');
			await expect(group.getByRole('radio', { checked: true })).toHaveValue(String(presses + 1));
		}
		await save.press('Enter');
		await expect(phone.getByText(text('choose_done', { count: 1, of: 8 }))).toBeVisible();
		await expect(phone.getByRole('heading', { name: names[1]!, exact: true })).toBeFocused();
		await expectAccessible(phone, 'judging');

		// The others by plain forms.
		for (const [key, says] of Object.entries(answers)) {
			const cookie = await signIn(links.people[key]!);
			const judge = (nth: number) => {
				const number = String(says(nth));
				const numbers = { direction: number, platform: number, yield: number };
				return postForm(`${stepUrl}?/act`, cookie, { act: 'judge', solution: idOf(nth), ...numbers });
			};
			for (const response of await Promise.all(names.slice(0, 3).map((_, nth) => judge(nth))))
				expect(await response.json()).toMatchObject({ type: 'success' });
		}
		expect(await factsSeen(), 'nobody is told anything of an answer').toEqual(before);

		const lead = await evening.facilitator();
		await expect(lead.getByText(text('choose_console_unseen'))).toBeVisible();
		await goOn(lead, 'stage_weighed');

		// Both lenses, as a table and as a picture; on a phone the table comes first.
		await expect(phone.getByRole('heading', { name: text('choose_outcome') })).toBeVisible();
		const rows = phone.locator('tbody tr[id]');
		await expect(rows.first()).toContainText(names[1]!);
		await expect(phone.getByText(text('choose_mover_down', { name: names[0]! }))).toBeVisible();
		const by = (lens: 'share' | 'raw') =>
			phone.getByRole('button', {
				name: text('choose_sort_by', { by: text('choose_measure_all'), lens: text(`choose_lens_${lens}`) })
			});
		await by('raw').click();
		await expect(rows.first()).toContainText(names[0]!);
		await by('share').click();
		const top = async (name: string) =>
			(await phone.getByRole('heading', { name: text(name) }).boundingBox())!.y;
		expect(await top('choose_table')).toBeLessThan(await top('choose_picture_title'));
		const disc = phone.locator('.scatter a').first();
		await disc.focus();
		await phone.keyboard.press('Enter');
		await expect(phone).toHaveURL(new RegExp(`#weighed-${idOf(0)}$`));
		await expectAccessible(phone, 'weighed');

		// Six ambitions, the first of them by hand.
		const name = lead.getByLabel(text('choose_make'));
		const make = lead.getByRole('button', { name: text('choose_make_do') });
		await lead.getByRole('checkbox', { name: names[0]!, exact: true }).check();
		await lead.getByRole('checkbox', { name: names[1]!, exact: true }).check();
		await name.fill('Iedereen hoort erbij');
		await make.click();
		await expect(lead.getByText(text('choose_of_six', { count: 1, most: 6 }))).toBeVisible();
		for (let n = 2; n <= 6; n++)
			await direct('act', {
				act: 'makeAmbition',
				id: `ambitie${n}00000`,
				name: `Ambitie nummer ${n}`,
				solutions: idOf(n)
			});
		await expect(lead.getByText(text('choose_of_six', { count: 6, most: 6 }))).toBeVisible();

		// The seventh asks which one stops.
		await name.fill('De zevende');
		await make.click();
		await expect(lead.getByText(text('reason_six_ambitions'))).toBeVisible();
		await expectAccessible(lead, 'choosing');
		await lead.getByLabel(text('choose_which_stops')).selectOption({ label: 'Ambitie nummer 6' });
		await make.click();
		const list = lead.getByRole('region', { name: text('choose_ambitions') });
		await expect(list.getByText('De zevende', { exact: true })).toBeVisible();
		await expect(lead.getByText(text('choose_of_six', { count: 6, most: 6 }))).toBeVisible();

		// What is not for now has a reason, and everybody reads it.
		const row = lead.locator('.solution').filter({ hasText: names[7] });
		await row.getByText(text('choose_put_aside')).click();
		await row.getByRole('button', { name: buttonOf('choose_not_now_do', names[7]!) }).click();
		await expect(row.getByText(text('reason_not_now_without_reason'))).toBeVisible();
		await row.getByLabel(text('choose_reason', { name: names[7]! })).fill('Er zijn al vier apps.');
		await row.getByRole('button', { name: buttonOf('choose_not_now_do', names[7]!) }).click();
		await expect(phone.getByText('Er zijn al vier apps.')).toBeVisible();
		await expect(
			lead.getByText(text('gate_solutions_undecided', { names: names[6]! })),
			'the gate names what is undecided'
		).toBeVisible();
		await direct('act', { act: 'notNow', solution: idOf(6), reason: 'Aan het jongerenpanel gelaten.' });
		await goOn(lead, 'stage_harvested');
		await expect(phone.getByRole('heading', { name: text('choose_chosen') })).toBeVisible();
		const screen = await (await fetch(links.beamer)).text();
		for (const words of ['Iedereen hoort erbij', 'De zevende', 'Er zijn al vier apps.'])
			expect(screen).toContain(words);
	}
);
