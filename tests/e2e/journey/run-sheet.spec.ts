import type { Page } from '@playwright/test';
import { awake, buttonOf, expect, expectAccessible, test, text } from '../../support/evening.ts';
import { postForm } from '../../support/server.ts';

/** A journey with its first meeting open, in a browser of its facilitator. */
async function begin(first: string, lead: Page): Promise<string> {
	await lead.goto(first);
	await lead.getByLabel(text('join_name')).fill('Fenna');
	await lead.getByRole('button', { name: text('first_do') }).click();
	await lead.waitForURL(/\/traject\/nieuw/);
	return makeJourney(lead, 'Regio IJssel');
}

async function makeJourney(lead: Page, name: string, template?: string): Promise<string> {
	await lead.getByLabel(text('new_name')).fill(name);
	await lead.getByLabel(text('new_place'), { exact: true }).fill('Dorpshuis');
	await lead.getByLabel(text('new_starts')).fill('09:30');
	if (template) await lead.getByRole('radio', { name: new RegExp(template) }).check();
	await lead.getByRole('button', { name: text('new_do') }).click();
	await lead.waitForURL(/\/inrichten/);
	await awake(lead);
	return lead.url().replace('/inrichten', '');
}

/** Somebody sits down at the table of an organisation; answers their session. */
async function sitDown(origin: string, code: string, name: string, organisation: string): Promise<string> {
	const answer = await fetch(`${origin}/meedoen/${code}`, {
		method: 'POST',
		headers: { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name, email: '', organisation }),
		redirect: 'manual'
	});
	return answer.headers
		.getSetCookie()
		.find((cookie) => cookie.startsWith('siroop_sessie='))!
		.split(';')[0]!;
}

/** The time and the name of each step of the first meeting. */
const lines = (lead: Page) => lead.locator('main section').first().locator('ol.rows > li');
const timeOf = (lead: Page, step: string) =>
	lines(lead)
		.filter({ has: lead.getByText(step, { exact: true }) })
		.locator('time')
		.first();

const openStep = async (lead: Page, step: string) => {
	const link = lead.getByRole('link', { name: buttonOf('sheet_change_step', step) }).first();
	await link.click();
	await expect(lead.getByLabel(text('sheet_name'), { exact: true })).toHaveValue(step);
};
const save = async (lead: Page) => {
	await lead.getByRole('button', { name: text('sheet_step_keep') }).click();
	await expect(
		lead
			.getByRole('status')
			.filter({ hasText: text('saved_saved') })
			.first()
	).toBeVisible();
};

test('@process D1 D3 D14 a run-sheet is kept, changed while the meeting runs, and says how late it is; tables are drawn and seen', async ({
	emptyProgram,
	visitors
}) => {
	const lead = await visitors.come({ size: 'laptop' });
	const { origin } = emptyProgram;
	await begin(emptyProgram.first, lead);

	// A copy to begin with, of a run-sheet that was made one's own.
	await lead.getByRole('link', { name: text('sheet_title'), exact: true }).click();
	await awake(lead);
	await openStep(lead, 'Waarden');
	await lead.getByLabel(text('sheet_name'), { exact: true }).fill('Wat ons drijft');
	await save(lead);
	await lead.getByText(text('sheet_template'), { exact: true }).click();
	await lead.getByLabel(text('sheet_template_name')).fill('Ons draaiboek');
	await lead.getByRole('button', { name: text('sheet_template_keep') }).click();
	await expect(lead.getByText(text('sheet_template_kept'))).toBeVisible();
	await lead.goto(`${origin}/traject/nieuw`);
	await awake(lead);
	const journey = await makeJourney(lead, 'Regio Twee', 'Ons draaiboek');

	// The meeting runs; it was opened on its own day, and its times count from now on.
	await lead.goto(`${journey}/draaiboek`);
	await awake(lead);
	await lead
		.locator('summary', { hasText: text('sheet_meeting_change') })
		.first()
		.click();
	const [hours, minutes] = new Intl.DateTimeFormat('nl', { timeStyle: 'short', timeZone: 'Europe/Amsterdam' })
		.format(Date.now() - 10 * 60_000)
		.split(':');
	const starts = `${hours}:${minutes}`;
	const at = (plus: number) => {
		const minute = (Number(hours) * 60 + Number(minutes) + plus) % (24 * 60);
		return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
	};
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(
		Date.now() - 10 * 60_000
	);
	await lead.getByLabel(text('sheet_date'), { exact: true }).first().fill(today);
	await lead.getByLabel(text('sheet_meeting_start'), { exact: true }).first().fill(starts);
	await lead
		.getByRole('button', { name: text('sheet_meeting_keep') })
		.first()
		.click();
	await expect(timeOf(lead, 'Wat ons drijft')).toHaveText(at(20));
	await lead.goto(`${journey}/inrichten`);
	await awake(lead);
	await lead.getByRole('button', { name: text('setup_open'), exact: true }).click();
	const code = (await lead.locator('b.code').textContent())!.replace(/\D/g, '');

	// Ten minutes behind, for it opened ten minutes after it should have begun.
	await lead.goto(`${journey}/regie`);
	await awake(lead);
	const sheet = lead.getByRole('navigation', { name: text('console_sheet') });
	await expect(sheet).toContainText(new RegExp(text('console_late', { count: '1[01]' })));

	// Minutes, order and a new step, while people are there.
	await lead.goto(`${journey}/draaiboek`);
	await awake(lead);
	await openStep(lead, 'Inchecken');
	await lead.getByLabel(text('sheet_minutes'), { exact: true }).fill('35');
	await save(lead);
	await expect(timeOf(lead, 'Wat ons drijft')).toHaveText(at(35));
	await lead.getByLabel(text('sheet_minutes'), { exact: true }).fill('0');
	await lead
		.getByLabel(text('sheet_minutes'), { exact: true })
		.evaluate((input) => input.removeAttribute('min'));
	await lead.getByRole('button', { name: text('sheet_step_keep') }).click();
	await expect(lead.getByText(text('reason_minutes_invalid'))).toBeVisible();
	await openStep(lead, 'Wat ons drijft');
	await lead.getByRole('button', { name: buttonOf('sheet_up', 'Wat ons drijft') }).click();
	await expect(timeOf(lead, 'Wat ons drijft')).toHaveText(at(0));
	await expect(timeOf(lead, 'Inchecken')).toHaveText(at(12));
	await lead.getByLabel(text('sheet_form')).selectOption('fours');
	await save(lead);
	await expectAccessible(lead, 'the run-sheet with a step open');

	// The room goes there; whoever is there gets a table, with people from elsewhere.
	const html = await (await fetch(`${origin}/meedoen/${code}`)).text();
	const organisations = [
		...html.matchAll(
			/name="organisation"[^>]*value="([a-z0-9]{16})"|value="([a-z0-9]{16})"[^>]*name="organisation"/g
		)
	].map(([, one, other]) => (one ?? other)!);
	const steps = (await (await lead.request.get(`${journey}/feiten`)).json()) as { step: { id: string } };
	expect(organisations.length).toBe(6);
	const sessions: string[] = [];
	for (const [index, name] of ['Wies', 'Wim', 'Gert', 'Gea', 'Wout', 'Pelle'].entries())
		sessions.push(await sitDown(origin, code, name, organisations[Math.max(0, index - 1)]!));
	for (const cookie of sessions) await fetch(`${journey}/stap/${steps.step.id}`, { headers: { cookie } });
	const phone = await visitors.come();
	await phone
		.context()
		.addCookies([{ name: 'siroop_sessie', value: sessions[0]!.slice('siroop_sessie='.length), url: origin }]);
	await phone.goto(`${journey}/stap/${steps.step.id}`);
	await lead.goto(`${journey}/regie`);
	await awake(lead);
	await sheet.getByRole('link', { name: 'Wat ons drijft' }).click();
	await lead.getByRole('button', { name: text('console_go_here', { step: 'Wat ons drijft' }) }).click();
	await lead.getByRole('button', { name: text('tables_draw_fours') }).click();
	await expect(lead.getByText(text('tables_count', { count: 2 }))).toBeVisible();
	await expect(
		phone
			.getByText(text('tables_mine', { number: '1' }))
			.or(phone.getByText(text('tables_mine', { number: '2' })))
	).toBeVisible();
	// Wim is of the same organisation; somebody from elsewhere sits there too.
	const together = (await phone.getByText(/^met .*\)/).textContent())!;
	expect(together.replace(/Wim \([^)]*\)/, '')).toMatch(/\w+ \(\w+/);

	// The beamer shows all of them until the step begins.
	const beamer = await visitors.come({ size: 'beamer' });
	await beamer.goto(
		(await lead.getByRole('link', { name: text('console_beamer') }).getAttribute('href'))!.replace(
			/^\//,
			`${origin}/`
		)
	);
	await expect(beamer.getByRole('heading', { name: text('tables_title') })).toBeVisible();
	await expect(beamer.getByText('Pelle')).toBeVisible();
	const cookie = (await lead.context().cookies()).find(({ name }) => name === 'siroop_sessie')!;
	const here = ((await (await lead.request.get(`${journey}/feiten`)).json()) as { step: { id: string } }).step
		.id;
	const moved = await postForm(`${journey}/regie?/move`, `siroop_sessie=${cookie.value}`, {
		step: here,
		from: 'prepared',
		by: '1'
	});
	expect(moved.ok).toBe(true);
	await expect(beamer.getByRole('heading', { name: text('tables_title') })).toHaveCount(0);
	await expect(phone.getByText(/^Jouw tafel/)).toBeVisible();
});
