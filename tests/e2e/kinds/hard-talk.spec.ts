import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Ears } from '../../support/ears.ts';
import {
	awake,
	buttonOf,
	Evening,
	expect,
	expectAccessible,
	goIn,
	goOn,
	test,
	text
} from '../../support/evening.ts';
import { postForm, serveDemo, signIn } from '../../support/server.ts';

// "Welk gesprek voeren we niet?": written without a name, read without a name, and talked about in four turns.

const secret = 'GEHEIM-123';

/** Somebody's browser, with ears on it from the first byte. */
async function listener(evening: Evening, key: string, path?: string) {
	const page = await evening.visitor({ size: key === 'beamer' ? 'beamer' : path ? 'laptop' : 'phone' });
	const ears = new Ears(page);
	if (key === 'beamer') await page.goto(evening.links.beamer);
	else await goIn(page, evening.links.people[key]!, path);
	await awake(page);
	return { page, ears, key };
}

test('@process A2 N12 a hard card reaches nobody before the reveal, and after it nothing ties it to a person; then the talk', async ({
	visitors
}) => {
	const served = await serveDemo('hard-writing');
	try {
		const evening = new Evening(served.links, visitors.come);
		const step = served.links.steps.hardTalk!;
		const [lead, beamer, writer] = await Promise.all([
			listener(evening, 'fac-1', evening.console),
			listener(evening, 'beamer'),
			listener(evening, 'wel-b')
		]);

		// Said before the first word; and then a word that nobody else may get.
		await expect(writer.page.getByText(text('write_privacy_anonymous'))).toBeVisible();
		await expect(writer.page.getByText(text('write_privacy'))).toHaveCount(0);
		await writer.page.getByLabel(text('write_new'), { exact: true }).fill(`${secret} half`);
		// Nobody is told that somebody writes.
		await expect(lead.page.getByText(text('anonymous_counts'))).toBeVisible();
		await expect(lead.page.getByText(text('console_writing', { count: 1 }))).toHaveCount(0);
		await writer.page.getByLabel(text('write_new'), { exact: true }).press('Control+Enter');
		await expect(writer.page.locator('.card .words', { hasText: secret })).toBeVisible();
		await expect(writer.page.getByText(text('saved_saved'))).toBeVisible();
		for (const { ears, key } of [lead, beamer])
			expect(await ears.knows(secret), `${key}, writing`).toBe(false);

		// The words come to everybody, without a mark of whose they are.
		await goOn(lead.page, 'stage_sorting');
		const card = (page: typeof writer.page) => page.locator('.card', { hasText: secret });
		await expect(card(writer.page)).toBeVisible();
		await expect(writer.page.locator('.card .org')).toHaveCount(0);
		await expect.poll(() => beamer.ears.knows(secret), 'the beamer, after').toBe(true);
		// Nobody's seat was ever told to the beamer; and the writer's device gave up its copy and its pages.
		for (const seat of Object.values(served.links.seats)) expect(await beamer.ears.knows(seat)).toBe(false);
		await expect
			.poll(() => writer.page.evaluate(() => localStorage.getItem('siroop.kept') ?? ''))
			.not.toContain(`own/${step}`);
		const databases = await writer.page.evaluate(async () =>
			(await indexedDB.databases()).map(({ name }) => name).join(' ')
		);
		expect(databases).not.toContain(`own/${step}`);
		await expectNobodyIn(join(served.dataDir, 'data'), step);

		// One card, chosen without votes, in four turns.
		await goOn(lead.page, 'stage_talking');
		await lead.page.getByRole('button', { name: buttonOf('talk_begin', `${secret} half`) }).click();
		await expect(writer.page.getByRole('heading', { name: `${secret} half` })).toBeVisible();
		await expect(beamer.page.getByText(text('talk_uninterrupted_question'))).toBeVisible();
		await expect(beamer.page.getByRole('timer')).toContainText(/1[12]:/);
		await lead.page
			.getByRole('button', { name: text('talk_next_turn', { name: text('talk_recognising') }) })
			.click();
		await expect(writer.page.getByText(text('talk_recognising_question'))).toBeVisible();
		await expectAccessible(writer.page, 'talking, in the hand');
		await expectAccessible(lead.page, 'talking, on the console');

		// Three lines are kept; what is wrong with them is said beside the field.
		await lead.page.getByRole('button', { name: text('talk_end') }).click();
		await expect(lead.page.getByText(text('reason_talk_outcome_missing'))).toBeVisible();
		await lead.page.getByLabel(text('talk_agreement')).fill('Elke vrijdag bellen we elkaar');
		await lead.page.getByRole('button', { name: text('talk_end') }).click();
		await expect(writer.page.getByText('Elke vrijdag bellen we elkaar')).toBeVisible();

		// The others are left open with a day, by the same form; then it is harvested.
		const cookie = await signIn(served.links.people['fac-1']!);
		for (const id of await openCards(join(served.dataDir, 'data'), step)) {
			const fields = { step, act: 'leaveOpen', card: id, nextDate: '2040-01-01' };
			expect((await (await postForm(`${evening.console}?/act`, cookie, fields)).json()).type).toBe('success');
		}
		await goOn(lead.page, 'stage_harvested');
		await expect(beamer.page.getByText('Elke vrijdag bellen we elkaar')).toBeVisible();
		await expectAccessible(beamer.page, 'harvested, on the beamer');
	} finally {
		await visitors.leave();
		await served.stop();
	}
});

function openCards(data: string, step: string): string[] {
	const db = new SQLite(join(data, 'siroop.db'), { readonly: true });
	try {
		return db
			.prepare<unknown[], string>(
				'SELECT id FROM card WHERE step_id = ? AND id NOT IN (SELECT card_id FROM talk WHERE ended_at IS NOT NULL)'
			)
			.pluck()
			.all(step);
	} finally {
		db.close();
	}
}

/** In neither database a card of this step has a writer, an organisation, or a private document. */
async function expectNobodyIn(data: string, step: string): Promise<void> {
	const [rows, documents] = [new SQLite(join(data, 'siroop.db')), new SQLite(join(data, 'sync.db'))];
	try {
		const cards = rows
			.prepare<unknown[], Record<string, unknown>>('SELECT * FROM card WHERE step_id = ?')
			.all(step);
		expect(cards.length).toBeGreaterThan(5);
		for (const { participant_id, organisation_id, entered_by } of cards)
			expect([participant_id, organisation_id, entered_by]).toEqual([null, null, null]);
		for (const table of ['written', 'ready', 'emptying'])
			expect(rows.prepare(`SELECT * FROM ${table} WHERE step_id = ?`).all(step)).toEqual([]);
		for (const table of ['sync_log', 'sync_snapshot', 'sync_client'])
			expect(documents.prepare(`SELECT * FROM ${table} WHERE room LIKE ?`).all(`own/${step}/%`)).toEqual([]);
	} finally {
		rows.close();
		documents.close();
	}
}
