import type { Locator, Page } from '@playwright/test';
import { wilgenmeer } from '#server/demo/wilgenmeer.ts';
import type { StepExport } from '#server/reports/shapes.ts';
import { Ears } from '../../support/ears.ts';
import { buttonOf, expect, goOn, test, text } from '../../support/evening.ts';
import type { EmptyLinks } from '../../support/server.ts';

// The whole evening of Regio Wilgenmeer, from an empty machine to eight shared values, in the order in which it goes.

/** Eight people of six organisations and one resident. */
const table = ['wel-b', 'wel-1', 'ggd-b', 'gem-b', 'wcp-b', 'pol-b', 'zor-b', 'inw-1'] as const;
type Key = (typeof table)[number];

interface Guest {
	key: Key;
	name: string;
	/** Its name at this table; null for who comes as a guest. */
	organisation: string | null;
	page: Page;
}
interface Room {
	lead: Page;
	beamer: Page;
	people: Guest[];
	/** On every browser in the room, from its first byte. */
	ears: Ears[];
}

/** Three each. The two of welfare make nearness heavy in dots, and light where each organisation has one share. */
const dots: Record<Key, Record<string, number>> = {
	'wel-b': { Nabijheid: 2, Gelijkwaardigheid: 1 },
	'wel-1': { Nabijheid: 2, 'Inwoners aan zet': 1 },
	'ggd-b': { Rechtvaardigheid: 2, Vooruitkijken: 1 },
	'gem-b': { 'Samen verantwoordelijk': 2, Vertrouwen: 1 },
	'wcp-b': { Nabijheid: 2, Rechtvaardigheid: 1 },
	'pol-b': { 'Samen verantwoordelijk': 2, 'Eerlijkheid en lef': 1 },
	'zor-b': { Gelijkwaardigheid: 2, 'Samen verantwoordelijk': 1 },
	'inw-1': { 'Inwoners aan zet': 2, Vertrouwen: 1 }
};
const heaviest = { dots: 'Nabijheid', share: 'Samen verantwoordelijk' };

const { valueCards: cards, values } = wilgenmeer;
const valueOf = (card: (typeof cards)[number]) => values.find(({ key }) => key === card.value)?.name ?? null;
const cardsOf = (value: string) => cards.filter((card) => valueOf(card) === value);
const twins = cards.flatMap((card) => {
	const same = cards.find(({ key }) => key === card.sameAs);
	return same ? [[same.text, card.text] as const] : [];
});

test('@values A2 the whole evening: from an empty machine to eight shared values', async ({
	emptyProgram,
	visitors
}) => {
	test.setTimeout(600_000);
	const ears: Ears[] = [];
	const come = async (size: 'phone' | 'laptop' | 'beamer') => {
		const page = await visitors.come({ size });
		ears.push(new Ears(page));
		return page;
	};
	const lead = await becomeFacilitator(emptyProgram, await come('laptop'));
	await makeJourney(lead);
	await nameOrganisations(lead);
	const code = await openMeeting(lead);
	const beamer = await putOnBeamer(lead, await come('beamer'), code);
	const people = await Promise.all(
		table.map(async (key) => joinByCode(key, await come('phone'), emptyProgram.origin, code))
	);
	const room = { lead, beamer, people, ears };
	await lookAround(room);

	await speakInTurn(room);
	await acceptGroundRules(room);

	await writeAlone(room);
	await sayReady(room);
	await expectSecret(room);
	await reveal(room);
	await sortTogether(room);
	await weigh(room);
	await closeWeighing(room);
	await chooseValues(room);
	await writeOneTextTogether(room);
	await writeAllTexts(room);
	await takeItHome(room);
});

// Before the evening

async function becomeFacilitator({ first }: EmptyLinks, page: Page): Promise<Page> {
	await page.goto(first);
	await page.getByLabel(text('join_name')).fill('procesbegeleider');
	await page.getByRole('button', { name: text('first_do') }).click();
	await expect(page.getByRole('heading', { name: text('new_title') })).toBeVisible();
	return page;
}

async function makeJourney(lead: Page): Promise<void> {
	const [day] = wilgenmeer.meetings;
	await lead.getByLabel(text('new_name'), { exact: true }).fill(wilgenmeer.journey);
	await lead.getByLabel(text('new_meeting')).fill(day!.name);
	await lead.getByLabel(text('new_place')).fill(day!.place);
	await lead.getByLabel(text('new_date')).fill(day!.date);
	await lead.getByLabel(text('new_starts')).fill('09:30');
	await lead.getByRole('button', { name: text('new_do') }).click();
	await expect(lead.getByRole('heading', { level: 1, name: day!.name })).toBeVisible();
	const sheet = lead.getByRole('region', { name: text('console_sheet') });
	await expect(sheet.getByRole('listitem')).toHaveText([/Inchecken/, /Waarden/]);
}

async function nameOrganisations(lead: Page): Promise<void> {
	const six = lead.getByRole('region', { name: text('setup_organisations') }).locator('li');
	await expect(six).toHaveCount(6);
	for (const [index, { name }] of wilgenmeer.organisations.entries()) {
		const row = six.nth(index);
		await row.locator('summary').click();
		await row.getByLabel(text('setup_name'), { exact: true }).fill(name);
		await row.getByRole('button', { name: text('setup_keep') }).click();
		await expect(row.locator('summary')).toContainText(name);
	}
}

async function openMeeting(lead: Page): Promise<string> {
	await lead.getByRole('button', { name: text('setup_open'), exact: true }).click();
	// It was planned for the day of the demo.
	await lead.getByRole('dialog').getByRole('button', { name: /^Open/ }).click();
	const code = (await lead.locator('.code').innerText()).replaceAll(/\D/g, '');
	expect(code).toMatch(/^\d{6}$/);
	return code;
}

async function putOnBeamer(lead: Page, beamer: Page, code: string): Promise<Page> {
	const link = lead.getByRole('link', { name: text('setup_to_beamer') });
	await beamer.goto(new URL((await link.getAttribute('href'))!, lead.url()).href);
	await expect(beamer.locator('.code')).toHaveText(code.replace(/(...)/, '$1 '));
	await expect(beamer.getByText(text('beamer_people', { count: 1 }))).toBeVisible();
	return beamer;
}

async function joinByCode(key: Key, page: Page, origin: string, code: string): Promise<Guest> {
	const { role: name, organisation: of } = wilgenmeer.people.find((person) => person.key === key)!;
	const organisation = wilgenmeer.organisations.find((o) => o.key === of)?.name ?? null;
	await page.goto(`${origin}/meedoen`);
	await page.getByLabel(text('join_code')).fill(code);
	await page.getByRole('button', { name: text('join_next') }).click();
	await page.getByLabel(text('join_name')).fill(name);
	await page.getByRole('radio', { name: organisation ?? text('join_guest') }).check();
	await page.getByRole('button', { name: text('join_do') }).click();
	await page.waitForURL(/\/traject\//);
	return { key, name, organisation, page };
}

async function lookAround({ lead, beamer, people }: Room): Promise<void> {
	await expect(beamer.getByText(text('beamer_people', { count: 9 }))).toBeVisible();
	for (const { page } of people)
		await expect(page.getByText(text('lobby_there'), { exact: true })).toHaveCount(6);
	await lead.getByRole('link', { name: text('setup_to_console') }).click();
	await expect(lead.getByText(text('console_connected', { count: 9, people: 9 }))).toBeVisible();
	await expect(lead.getByText(text('console_there_count', { count: 6, of: 6 }))).toBeVisible();
	await expect(lead.getByRole('banner').getByText(text('console_beamers_on', { count: 1 }))).toBeVisible();
	// One tap for all who came in.
	const all = lead.getByRole('button', { name: text('newcomer_all', { count: people.length }) });
	await all.click();
	await expect(all).toHaveCount(0);
}

// Check-in

async function speakInTurn({ lead, beamer, people }: Room): Promise<void> {
	await goOn(lead, 'stage_round');
	await lead.getByRole('button', { name: text('check_in_console_start') }).click();
	const speaker = lead.locator('.speaker');
	for (let spoken = 0; spoken < 9; spoken++) {
		await expect(lead.getByText(text('check_in_console_spoken', { count: spoken, of: 9 }))).toBeVisible();
		const name = await speaker.innerText();
		await expect(beamer.getByText(text('checkin_spoken', { spoken: spoken + 1, total: 9 }))).toBeVisible();
		await expect(beamer.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
		await expectOneSpeaker(people, name);
		const last = spoken === 8 ? 'check_in_console_last' : 'check_in_console_next';
		await lead.getByRole('button', { name: text(last), exact: true }).click();
	}
	await expect(lead.getByText(text('check_in_console_over'))).toBeVisible();
	await expect(beamer.getByText(text('checkin_all_spoken'))).toBeVisible();
}

/** Whoever it is reads so; everybody else reads who it is. */
async function expectOneSpeaker(people: Guest[], name: string): Promise<void> {
	const title = new RegExp(`^(${name}|${text('checkin_you')})$`);
	await Promise.all(
		people.map(({ page }) => expect(page.getByRole('heading', { level: 1 })).toHaveText(title))
	);
	const mine = await Promise.all(people.map(({ page }) => page.getByText(text('checkin_you_text')).count()));
	const called = people.filter((_, index) => mine[index]! > 0);
	expect(called.map((person) => person.name)).toEqual(name === 'procesbegeleider' ? [] : [name]);
}

async function acceptGroundRules({ lead, beamer, people }: Room): Promise<void> {
	await goOn(lead, 'stage_agreeing');
	await expect(beamer.getByText('Zwijgen is geen ja.')).toBeVisible();
	await lead.getByRole('button', { name: text('check_in_console_accept') }).click();
	await Promise.all(
		people.map(async ({ page }) => {
			await expect(page.getByText('Zwijgen is geen ja.')).toBeVisible();
			await page.getByRole('button', { name: text('checkin_accept') }).click();
			await expect(page.getByText(text('checkin_yours'))).toBeVisible();
		})
	);
	await expect(beamer.getByText(text('checkin_accepted', { accepted: 9, people: 9 }))).toBeVisible();
	await expect(lead.getByText(text('check_in_console_accepted', { count: 9, of: 9 }))).toBeVisible();
	await goOn(lead, 'stage_done');
}

// Values

/** Of the first of them, before it becomes another sentence. */
const halfWritten = 'GEHEIM-123 half';

async function writeAlone({ lead, beamer, people }: Room): Promise<void> {
	await lead.getByRole('button', { name: text('console_next', { to: 'Waarden' }) }).click();
	await expect(beamer.getByText(text('beamer_prepared'))).toBeVisible();
	await goOn(lead, 'stage_writing');
	await expect(beamer.getByText('Vanuit welke waarden vertrek jij?')).toBeVisible();
	await people[0]!.page.getByLabel(text('write_new'), { exact: true }).pressSequentially(halfWritten);
	// The room sees that somebody writes: the words are on the server by then, and still go to nobody.
	await expect(lead.getByText(text('console_writing', { count: 1 }))).toBeVisible();
	await expect(people[0]!.page.getByText(text('saved_saved'))).toBeVisible();
	await Promise.all(people.map((person) => writeCards(person, cardsToWrite(person.key))));
	await expect(beamer.getByText(text('group_count', { count: 42 }))).toBeVisible();
	for (const page of [lead, beamer]) await expect(page.getByText(cards[0]!.text)).toHaveCount(0);
}

/** Of one's own organisation; the two of welfare divide theirs, the resident writes for both residents. */
function cardsToWrite(key: Key): string[] {
	const at = (person: string) =>
		table.includes(person as Key) ? person : person === 'wel-2' ? 'wel-b' : null;
	const by = (person: string) => at(person) ?? table.find((k) => k.slice(0, 3) === person.slice(0, 3));
	return cards.filter((card) => by(card.by) === key).map((card) => card.text);
}

async function writeCards({ page }: Guest, thoughts: string[]): Promise<void> {
	for (const [index, thought] of thoughts.entries()) {
		await page.getByLabel(text('write_new'), { exact: true }).fill(thought);
		await page.getByRole('button', { name: text('write_add') }).click();
		await expect(page.locator('li.card')).toHaveCount(index + 1);
	}
	await expect(page.getByText(text('saved_saved'))).toBeVisible();
}

async function sayReady({ beamer, people }: Room): Promise<void> {
	for (const [index, { page }] of people.entries()) {
		const ready = page.getByRole('button', { name: text('write_ready') });
		await ready.click();
		await expect(ready).toHaveAttribute('aria-pressed', 'true');
		// Two of welfare: the first of them alone does not make it ready.
		const organisations = Math.min(index, 6);
		await expect(beamer.getByText(text('beamer_ready', { ready: organisations, of: 6 }))).toBeVisible();
	}
}

/** What is written alone is in no frame, body or storage of anyone else; nor is half a sentence. */
async function expectSecret({ people, ears }: Room): Promise<void> {
	const [writer] = people;
	const [own] = cardsToWrite(writer!.key);
	for (const listener of ears.filter(({ page }) => page !== writer!.page))
		for (const words of [own!, halfWritten])
			expect(await listener.knows(words), `${listener.page.url()} while writing`).toBe(false);
}

async function reveal({ lead, beamer, people, ears }: Room): Promise<void> {
	await goOn(lead, 'stage_sorting');
	await expect(beamer.getByText(text('beamer_on_table', { count: 42 }))).toBeVisible();
	const written = cards.map((card) => card.text);
	for (const { page } of people) {
		await expect(slips(page)).toHaveCount(42);
		const lie = await slips(page).allInnerTexts();
		expect(lie.toSorted()).toEqual(written.toSorted());
		expect(lie, 'shuffled').not.toEqual(table.flatMap(cardsToWrite));
	}
	const [own] = cardsToWrite(people[0]!.key);
	for (const listener of ears)
		if (listener.page !== lead) await expect.poll(() => listener.knows(own!), 'after the reveal').toBe(true);
	await lead.getByText(text('values_console_cards', { count: 42 })).click();
	await expect(lead.getByText(own!).first()).toBeVisible();
}

const slips = (page: Page | Locator) => page.locator('.card > .words');
const dockOf = (page: Page) => page.getByRole('region', { name: text('sort_dock') });
const pick = (page: Page, card: string) => page.getByRole('checkbox', { name: card, exact: true }).check();

/** One value each, all at once. Two cards belong to none and stay loose. */
async function sortTogether({ lead, beamer, people }: Room): Promise<void> {
	await Promise.all(people.map(({ page }, index) => sortOne(page, values[index]!.name)));
	const lies = text('sort_loose_count', { count: 2, all: 42 });
	for (const { page } of people) {
		await expect(page.locator('#group-loose header')).toContainText(lies);
		await expect(page.getByText(text('saved_saved'))).toBeVisible();
		for (const { name } of values) expect(await wordsIn(groupOn(page, name)), name).toEqual(wordsOf(name));
	}
	await expect(lead.getByText(lies)).toBeVisible();
	for (const { name } of values)
		await expect(beamer.getByRole('heading', { name: `${name} ${cardsOf(name).length}` })).toBeVisible();
	await expect(beamer.getByText(text('beamer_loose', { loose: 2, count: 42 }))).toBeVisible();
}

/** Doubles on each other, a group of what lies there, a name, and the last card brought to it. */
async function sortOne(page: Page, value: string): Promise<void> {
	const dock = dockOf(page);
	const twin = twins.find(([one]) => cardsOf(value).some((card) => card.text === one));
	const alone = cardsOf(value)
		.map((card) => card.text)
		.filter((card) => !twin?.includes(card));
	if (twin) {
		for (const card of twin) await pick(page, card);
		await dock.getByRole('button', { name: text('sort_pile') }).click();
		await expect(
			page.locator('.card.twice').filter({ hasText: twin[0] }).filter({ hasText: twin[1] })
		).toBeVisible();
	}
	const pile = twin ? [await topOf(page, twin)] : [];
	const last = alone.at(-1)!;
	for (const card of [...pile, ...alone.slice(0, -1)]) await pick(page, card);
	await dock.getByRole('button', { name: text('sort_new') }).click();
	await dock.getByLabel(text('sort_name_label')).fill(value);
	await dock.getByRole('button', { name: text('sort_name_save') }).click();
	await pick(page, last);
	await dock.getByLabel(text('sort_to'), { exact: true }).selectOption({ label: value });
	await dock.getByRole('button', { name: text('sort_to_do') }).click();
	await expect(slips(groupOn(page, value)).filter({ hasText: last })).toBeVisible();
}

/** The first of the two in the order of the screen stays on top. */
async function topOf(page: Page, twin: readonly string[]): Promise<string> {
	const tops = await slips(page).allInnerTexts();
	return twin.find((card) => tops.includes(card))!;
}

const groupOn = (page: Page, value: string) => page.getByRole('group', { name: value, exact: true });
const wordsOf = (value: string) =>
	cardsOf(value)
		.map((card) => card.text)
		.toSorted();

/** Of all cards of a group, the covered ones too. */
async function wordsIn(group: Locator): Promise<string[]> {
	const [before, after] = text('card_also', { text: '|' }).split('|') as [string, string];
	const tops = await slips(group).allInnerTexts();
	const covered = await group.locator('.card > .also').allInnerTexts();
	return [...tops, ...covered.map((line) => line.slice(before.length, -after.length))].toSorted();
}

async function weigh({ lead, beamer, people, ears }: Room): Promise<void> {
	await goOn(lead, 'stage_weighing');
	await expect(beamer.getByText(text('weigh_title'))).toBeVisible();
	await Promise.all(people.map(giveDots));
	await takeOneBackAndGiveItAgain(people[0]!);
	for (const page of [lead, beamer, ...people.map((person) => person.page)])
		await expect(page.getByText(text('weigh_closed_title'))).toHaveCount(0);
	for (const heard of await whoKnows(ears)) expect(heard, 'a total before the closing').toBe(false);
	expect((await exportOf(lead)).groups.map((group) => group.dots)).toEqual(Array(8).fill(null));
}

const rowOf = (page: Page, value: string) => page.getByRole('group', { name: value, exact: true });
const giveTo = (page: Page, value: string) =>
	rowOf(page, value).getByRole('button', { name: text('dots_give') });

async function giveDots({ key, page }: Guest): Promise<void> {
	let left = 3;
	await expect(page.getByText(text('weigh_left', { left, each: 3 }))).toBeVisible();
	for (const [value, count] of Object.entries(dots[key])) {
		for (let given = 0; given < count; given++) {
			await giveTo(page, value).click();
			left -= 1;
			await expect(page.locator('#dots-left')).toContainText(text('weigh_left', { left, each: 3 }));
		}
		if (count === 2) await expect(giveTo(page, value)).toBeDisabled();
	}
	for (const { name } of values) await expect(giveTo(page, name)).toBeDisabled();
}

async function takeOneBackAndGiveItAgain({ page }: Guest): Promise<void> {
	const [value] = Object.keys(dots['wel-b']);
	await rowOf(page, value!)
		.getByRole('button', { name: text('dots_take') })
		.click();
	await expect(page.locator('#dots-left')).toContainText(text('weigh_left', { left: 1, each: 3 }));
	await giveTo(page, value!).click();
	await expect(page.locator('#dots-left')).toContainText(text('weigh_left', { left: 0, each: 3 }));
}

const whoKnows = (ears: Ears[]) => Promise.all(ears.map((listener) => listener.knows('"share":')));

async function closeWeighing({ lead, beamer, people, ears }: Room): Promise<void> {
	await lead.getByRole('button', { name: text('values_console_close') }).click();
	await lead
		.getByRole('dialog')
		.getByRole('button', { name: text('values_console_close') })
		.click();
	await expect(beamer.getByRole('heading', { name: text('weigh_closed_title') })).toBeVisible();
	await expect(beamer.getByText(text('beamer_given', { dots: 24, people: 8 }))).toBeVisible();
	for (const { page } of people) {
		await expect(page.getByText(text('weigh_closed_text', { dots: 24, givers: 8 }))).toBeVisible();
		await expectBothLenses(page, 'totals_by_dots', 'totals_by_share');
	}
	await expectBothLenses(lead, 'values_console_by_dots', 'values_console_by_share');
	for (const heard of await whoKnows(ears)) expect(heard, 'the totals after the closing').toBe(true);
}

async function expectBothLenses(page: Page, byDots: string, byShare: string): Promise<void> {
	const first = page.locator('.bars tbody th').first();
	await page.getByRole('button', { name: text(byDots), exact: true }).click();
	await expect(first).toHaveText(heaviest.dots);
	await page.getByRole('button', { name: text(byShare), exact: true }).click();
	await expect(first).toHaveText(heaviest.share);
}

async function chooseValues({ lead, beamer, people }: Room): Promise<void> {
	await goOn(lead, 'stage_harvested');
	await expect(beamer.getByText(text('beamer_choose'))).toBeVisible();
	for (const { name } of values) {
		await lead.getByRole('button', { name: buttonOf('values_console_make', name) }).click();
		await expect(lead.getByRole('button', { name: buttonOf('values_console_drop', name) })).toBeVisible();
	}
	await expect(lead.getByText(text('values_console_values', { count: 8 }), { exact: true })).toBeVisible();
	await expect(beamer.getByRole('heading', { level: 1, name: text('harvest_title') })).toBeVisible();
	for (const { page } of people)
		for (const { name } of values)
			await expect(page.getByRole('article', { name, exact: true })).toBeVisible();
}

const fieldOf = (page: Page, value: string, label: string) =>
	page.getByRole('article', { name: value, exact: true }).getByLabel(text(label));

async function writeOneTextTogether({ beamer, people }: Room): Promise<void> {
	const [value] = values;
	const fields = people.slice(0, 2).map(({ page }) => fieldOf(page, value!.name, 'harvest_meaning'));
	const halves = ['We zijn dichtbij. ', 'We kennen de mensen. '];
	// Whoever comes to it when the other is busy has the caret behind that letter, and may well split the sentence.
	await Promise.all(fields.map((field) => field.focus()));
	await Promise.all(fields.map((field, index) => field.pressSequentially(halves[index]!, { delay: 20 })));
	const together = [halves.join(''), halves.toReversed().join('')];
	for (const field of [...fields, fieldOf(people[7]!.page, value!.name, 'harvest_meaning')])
		await expect.poll(() => field.inputValue()).toMatch(new RegExp(`^(${together.join('|')})$`));
	expect(await fields[0]!.inputValue()).toBe(await fields[1]!.inputValue());
	// What is written at stands large on the wall.
	await expect(beamer.getByRole('heading', { level: 1, name: value!.name })).toBeVisible();
	await expect(beamer.getByText((await fields[0]!.inputValue()).trim())).toBeVisible();
}

async function writeAllTexts({ beamer, people }: Room): Promise<void> {
	await Promise.all(
		people.map(async ({ page }, index) => {
			const { name, meaning, seen, unseen } = values[index]!;
			await fieldOf(page, name, 'harvest_meaning').fill(meaning);
			await fieldOf(page, name, 'harvest_seen').fill(seen);
			await fieldOf(page, name, 'harvest_unseen').fill(unseen);
			await expect(page.getByText(text('saved_saved'))).toBeVisible();
		})
	);
	for (const { page } of people)
		for (const { name, meaning, seen, unseen } of values) {
			await expect(fieldOf(page, name, 'harvest_meaning')).toHaveValue(meaning);
			await expect(fieldOf(page, name, 'harvest_seen')).toHaveValue(seen);
			await expect(fieldOf(page, name, 'harvest_unseen')).toHaveValue(unseen);
		}
	for (const { name, meaning } of values)
		await expect(beamer.getByRole('listitem').filter({ hasText: name })).toContainText(meaning);
}

// Afterwards

async function takeItHome({ lead }: Room): Promise<void> {
	const found = await exportOf(lead);
	expectCards(found);
	expectValues(found);
	expectTable(await (await lead.request.get(await addressOf(lead, 'console_csv'))).text());
}

const addressOf = async (lead: Page, link: string) =>
	new URL((await lead.getByRole('link', { name: text(link) }).getAttribute('href'))!, lead.url()).href;

async function exportOf(lead: Page): Promise<StepExport> {
	return (await lead.request.get(await addressOf(lead, 'console_json'))).json() as Promise<StepExport>;
}

const dotsOn = (value: string) => Object.values(dots).reduce((sum, given) => sum + (given[value] ?? 0), 0);

function expectCards(found: StepExport): void {
	const placed = (rows: { text: string; group: string | null }[]) =>
		rows.map((row) => `${row.group}: ${row.text}`).toSorted();
	expect(placed(found.cards)).toEqual(
		placed(cards.map((card) => ({ text: card.text, group: valueOf(card) })))
	);
	const piled = found.cards
		.filter((card) => card.on !== null)
		.map((card) => [card.on!, card.text].toSorted());
	expect(piled.toSorted()).toEqual(twins.map((twin) => twin.toSorted()).toSorted());
	for (const card of found.cards) {
		const written = cards.find(({ text }) => text === card.text)!;
		const from = wilgenmeer.organisations.find(({ key }) => written.by.startsWith(key));
		expect(card.organisation).toBe(from?.name ?? null);
	}
}

function expectValues(found: StepExport): void {
	expect(found.groups.map(({ title, cards, dots }) => ({ title, cards, dots })).toSorted(byTitle)).toEqual(
		values
			.map(({ name }) => ({ title: name, cards: cardsOf(name).length, dots: dotsOn(name) }))
			.toSorted(byTitle)
	);
	expect(
		found.harvest.map(({ texts }) => [texts.name, texts.meaning, texts.seen, texts.unseen]).toSorted()
	).toEqual(values.map(({ name, meaning, seen, unseen }) => [name, meaning, seen, unseen]).toSorted());
	for (const { name, cards: from } of found.harvest)
		expect(
			found.cards
				.filter(({ id }) => from.includes(id))
				.map((card) => card.text)
				.toSorted()
		).toEqual(wordsOf(name));
}

const byTitle = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1);

function expectTable(csv: string): void {
	const [head, ...rows] = csv.trim().split('\r\n');
	expect(head).toContain(text('export_dots'));
	expect(rows).toHaveLength(42);
	for (const card of cards) {
		const value = valueOf(card);
		const row = rows.find((line) => line.includes(card.text));
		expect(row, card.text).toContain(value === null ? ';"";"";"";' : `;"${value}";`);
		if (value !== null) expect(row).toContain(`;"${dotsOn(value)}";`);
	}
}
