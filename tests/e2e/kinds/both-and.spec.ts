import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openApp } from '#server/app/app.ts';
import type { Outcome } from '#server/acts/outcome.ts';
import { settingsFrom } from '#server/app/settings.ts';
import {
	awake,
	buttonOf,
	expect,
	expectAccessible,
	goIn,
	goOn,
	test as base,
	text
} from '../../support/evening.ts';
import { serveAgain } from '../../support/server.ts';

interface Room {
	/** Somebody by name, where the room is. */
	person: (name: 'Wies' | 'Gert', size?: 'phone' | 'laptop', javaScript?: boolean) => Promise<Page>;
	console: () => Promise<Page>;
	beamer: () => Promise<Page>;
}

/** A journey of which the room is at a step; what it would have to wait for is opened with a reason. */
const test = base.extend<{ roomAt: (kind: string, first: string) => Promise<Room> }>({
	roomAt: async ({ visitors }, use) => {
		const endings: (() => Promise<void>)[] = [];
		await use(async (kind, first) => {
			const dataDir = mkdtempSync(join(tmpdir(), 'siroop-room-'));
			const { journey, links, lead, beamer } = await sitDown(dataDir, kind, first);
			const served = await serveAgain(dataDir);
			endings.push(async () => {
				await served.stop();
				rmSync(dataDir, { recursive: true, force: true });
			});
			const { origin } = served.links;
			const come = async (link: string, as: Parameters<typeof visitors.come>[0], to?: string) => {
				const page = await visitors.come(as);
				await goIn(page, `${origin}/terug/${link}`, to);
				if (as?.javaScript !== false) await awake(page);
				return page;
			};
			return {
				person: (name, size = 'phone', javaScript = true) => come(links[name]!, { size, javaScript }),
				console: () => come(lead, { size: 'laptop' }, `${origin}/traject/${journey}/regie`),
				beamer: async () => {
					const page = await visitors.come({ size: 'beamer' });
					await page.goto(`${origin}/scherm/${beamer}`);
					return page;
				}
			};
		});
		await visitors.leave();
		for (const end of endings) await end();
	}
});

const must = <T>(outcome: Outcome<T>) => {
	if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
	return outcome;
};

async function sitDown(dataDir: string, kind: string, first: string) {
	const app = await openApp(settingsFrom({ DATA_DIR: dataDir, LOG: 'silent' }), {
		now: () => Date.now(),
		random: () => 0.5
	});
	const invitation = await app.invitations.make();
	const { person } = must(await app.invitations.accept(invitation, { name: 'Fenna', email: '' }));
	const given = {
		name: 'Regio IJssel',
		meeting: '',
		place: '',
		date: '2026-03-12',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	const { journey } = must(await app.journeys.create(person, given));
	const setup = (await app.journeys.setup(journey))!;
	const fenna = (await app.journeys.seat(journey, person))!;
	const { code } = must(await app.acts.openMeeting(fenna, journey, { meeting: setup.meetings[0]!.id }));
	const links: Record<string, string> = {};
	const seats: string[] = [];
	for (const [name, slot] of [
		['Wies', 'wel'],
		['Gert', 'ggd']
	] as const) {
		const organisation = setup.organisations.find((o) => o.slot === slot)!.id;
		const who = { code, name, email: '', organisation, who: null };
		const by = { ...who, locale: 'nl' as const, address: '192.0.2.1' };
		const joined = must(await app.joining.join(by));
		links[name] = joined.returnToken!;
		seats.push((await app.journeys.seat(journey, joined.person))!.participant);
	}
	must(await app.acts.admit(fenna, journey, { participants: seats }));
	const lead = must(await app.acts.returnLink(fenna, journey, { participant: fenna.participant })).token;
	const step = setup.steps.find((s) => s.kind === kind)!.id;
	must(await app.acts.goTo(fenna, journey, { step }));
	const view = await app.steps.view(fenna, journey, step);
	const opening = { step, stage: first, reason: 'Wij oefenen deze stap alvast een keer.' };
	if (view?.step.gate.length) must(await app.acts.openGate(fenna, journey, opening));
	must(await app.acts.move(fenna, journey, { step, from: 'prepared', by: 1, sure: true }));
	await app.close();
	return { journey, links, lead, beamer: setup.beamerToken };
}

const field = (page: Page, key: string) => page.getByLabel(text(key), { exact: true });
const clause = (page: Page, key: string) => page.getByLabel(new RegExp(`^${text(key)}`));
const lean = (page: Page, side: string) => page.getByRole('button', { name: buttonOf('tension_lean', side) });

test('@process a tension is named, mapped by two organisations, and ends in one sentence on every screen', async ({
	roomAt
}) => {
	const room = await roomAt('both-and', 'naming');
	const [wies, lead, beamer] = await Promise.all([room.person('Wies'), room.console(), room.beamer()]);

	await test.step('a name that judges is said while it is typed, and the tension is named by keyboard', async () => {
		await field(wies, 'tension_pole_a').fill('Te veel hulp');
		await expect(wies.getByText(text('tension_pole_judges', { word: 'Te veel' }))).toBeVisible();
		await field(wies, 'tension_pole_a').fill('Nu helpen');
		await field(wies, 'tension_pole_a').press('Tab');
		await wies.keyboard.type('Later voorkomen');
		await wies.keyboard.press('Enter');
		await expect(wies.getByRole('heading', { name: /Nu helpen.+Later voorkomen/ })).toBeVisible();
		await expect(field(wies, 'tension_pole_a')).toHaveValue('');
		await lean(wies, 'Nu helpen').press('Enter');
		await expect(lean(wies, 'Nu helpen')).toHaveAttribute('aria-pressed', 'true');
		await expect(beamer.getByRole('heading', { name: /Nu helpen/ })).toBeVisible();
		await expectAccessible(wies, 'naming');
	});

	await test.step('without a script a side is chosen too', async () => {
		const gert = await room.person('Gert', 'laptop', false);
		await lean(gert, 'Later voorkomen').click();
		await expect(lean(gert, 'Later voorkomen')).toHaveAttribute('aria-pressed', 'true');
	});

	await goOn(lead, 'stage_mapping');
	const gert = await room.person('Gert', 'laptop');
	const good = gert.getByRole('region', { name: text('tension_plus', { pole: 'Nu helpen' }) });

	await test.step('what is good about a side is written by who leans to the other, and comes back when it was taken away', async () => {
		const misses = text('tension_lacks_other', { pole: 'Nu helpen', other: 'Later voorkomen' });
		await expect(gert.getByText(misses)).toBeVisible();
		await good.getByRole('textbox').fill('Je ziet direct resultaat');
		await good.getByRole('textbox').press('Enter');
		await expect(wies.getByText('Je ziet direct resultaat', { exact: true })).toBeVisible();
		await expect(gert.getByText(misses)).toHaveCount(0);
		await good
			.getByRole('button', { name: buttonOf('tension_item_remove', 'Je ziet direct resultaat') })
			.click();
		await expect(wies.getByText('Je ziet direct resultaat', { exact: true })).toHaveCount(0);
		await good.getByRole('button', { name: text('tension_console_back') }).press('Enter');
		await expect(wies.getByText('Je ziet direct resultaat', { exact: true })).toBeVisible();
	});

	await test.step('two people write one sentence, and the beamer shows it large', async () => {
		await clause(wies, 'tension_clause_a').fill('houden de hulp op peil');
		await clause(gert, 'tension_clause_b').fill('zetten elk jaar een deel erbij');
		const sentence = text('tension_sentence', {
			a: 'houden de hulp op peil',
			b: 'zetten elk jaar een deel erbij'
		});
		for (const page of [wies, gert, beamer, lead])
			await expect(page.getByText(sentence, { exact: true })).toBeVisible();
		await lead.getByRole('button', { name: new RegExp(text('tension_console_show')) }).click();
		await expect(lead.getByText(text('tension_console_shown'))).toBeVisible();
		await Promise.all([expectAccessible(gert, 'mapping'), expectAccessible(lead, 'console')]);
		await goOn(lead, 'stage_harvested');
		for (const page of [wies, beamer]) await expect(page.getByText(sentence, { exact: true })).toBeVisible();
		await wies.getByText(text('tension_harvest_map')).click();
		await expect(wies.getByText('Je ziet direct resultaat', { exact: true })).toBeVisible();
	});
});

test('@process an idea is written while anything goes, and one card alone becomes a solution', async ({
	roomAt
}) => {
	const room = await roomAt('ideas', 'writing');
	const [wies, lead] = await Promise.all([room.person('Wies'), room.console()]);
	await expect(wies.getByText(text('ideas_free'))).toBeVisible();
	await expect(wies.getByText(text('ideas_later'))).toBeVisible();
	await wies.getByLabel(text('write_new'), { exact: true }).fill('Nachtbus voor jongeren');
	await wies.getByRole('button', { name: text('write_add') }).click();
	await expect(wies.getByRole('listitem').getByText('Nachtbus voor jongeren')).toBeVisible();
	await expectAccessible(wies, 'ideas');
	await goOn(lead, 'stage_sorting');
	await wies.getByRole('checkbox', { name: 'Nachtbus voor jongeren' }).check();
	await wies.getByRole('button', { name: text('sort_new') }).click();
	await wies.getByLabel(text('sort_name_label')).fill('Nachtbus');
	await wies.getByRole('button', { name: text('sort_name_save') }).click();
	await goOn(lead, 'stage_harvested');
	await lead.getByRole('button', { name: buttonOf('solutions_console_make', 'Nachtbus') }).click();
	await expect(wies.getByRole('heading', { name: 'Nachtbus' })).toBeVisible();
	await expect(
		wies.getByLabel(new RegExp(`^${text('solution_what').replace(/[?.]/g, '\\$&')}`))
	).toBeVisible();
});
