import { expect as base, test as plain } from '@playwright/test';
import { expect, goOn, test, text, type Evening } from '../support/evening.ts';
import { Eyes } from '../support/eyes.ts';
import { postForm, serveEmpty } from '../support/server.ts';

// Pages in the states that people meet, in both languages, on the smallest phone and on a laptop; the beamer at its own size.

// What a trace would cost is more than all the rest.
test.use({ trace: 'off' });
plain.use({ trace: 'off' });
for (const each of [test, plain]) each.beforeEach(() => each.setTimeout(300_000));

const unhappy = /Failed to load resource/;
const alone = /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket connection/;

/** Facilitator, participant and beamer of one evening. */
async function everyone(evening: Evening, key = 'wel-b') {
	const { origin } = evening.links;
	const [lead, member, beamer] = await Promise.all([
		evening.facilitator(),
		evening.person(key),
		evening.beamer()
	]);
	const act = async (action: string, fields: Record<string, string> = {}, path = 'regie') => {
		const [cookie] = (await lead.context().cookies()).filter((c) => c.name === 'siroop_sessie');
		const url = `${evening.journey}/${path}?/${action}`;
		const answer = await postForm(url, `${cookie!.name}=${cookie!.value}`, fields);
		expect(await answer.json(), action).toMatchObject({ type: 'success' });
	};
	return {
		lead: new Eyes(lead, origin),
		member: new Eyes(member, origin),
		beamer: new Eyes(beamer, origin, { on: ['beamer'] }),
		act
	};
}

test('@values lobby: home, lobby, own link, and the pages of who prepares', async ({ eveningAt }) => {
	const evening = await eveningAt('lobby');
	const { lead, member, beamer } = await everyone(evening);
	const guest = await evening.visitor();
	await guest.request.post(evening.links.join, {
		form: { name: 'huisarts', email: 'huisarts@example.org', organisation: 'guest' },
		headers: { Origin: evening.links.origin }
	});

	await member.look('home with a journey', ({ go }) => go('/'));
	await member.look('lobby', async ({ go, page, say }) => {
		await go(evening.journey);
		await expect(page.getByRole('heading', { name: say('lobby_title') })).toBeVisible();
	});
	await member.look('own link', async ({ go, page, say }) => {
		await go(`${evening.journey}/welkom`);
		await page.getByRole('button', { name: say('link_show') }).click();
		await expect(page.getByLabel(say('link_yours'))).toHaveValue(/\/terug\//);
	});
	await member.look('who one is', ({ go }) => go(`${evening.journey}/ik`));
	await member.look('whose device', ({ go }) => go(evening.links.join));
	await lead.look('journeys', ({ go }) => go('/trajecten'));
	await lead.look('mails', async ({ go, page, say }) => {
		await go('/beheer/post');
		await expect(page.getByText(say('post_return_link')).first()).toBeVisible();
		await expect(page.locator('main')).not.toContainText('/terug/');
	});
	await lead.look('set up, with an error', async ({ go, page, say }) => {
		await go(`${evening.journey}/inrichten`);
		await page.locator('li summary').first().click();
		await page.getByLabel(say('setup_initials'), { exact: true }).first().fill('vier letters');
		await page
			.getByRole('button', { name: say('setup_keep') })
			.first()
			.click();
		await expect(page.getByText(say('reason_initials_invalid'))).toBeVisible();
	});
	await beamer.look('beamer in the lobby', ({ go }) => go(evening.links.beamer));
});

test('@values closed, taken off the list, and pages that are not there', async ({ eveningAt }) => {
	const evening = await eveningAt('writing');
	const { lead, member, beamer, act } = await everyone(evening);
	const { origin } = evening.links;

	const lost = new Eyes(await evening.person('ggd-b'), origin, { expected: unhappy });
	await lost.look('missing page', ({ go }) => go('/bestaat-niet'));
	await lost.again('missing step', ({ go }) => go(`${evening.journey}/stap/bestaat-niet`));
	await lost.again('console of somebody else', ({ go }) => go(evening.console));
	await lost.again('journey of others', ({ go }) => go('/traject/bestaatniet'));
	await lost.again('new journey for a guest', ({ go }) => go('/traject/nieuw'));
	await lost.again('used invitation', ({ go }) => go('/eerste/bestaat-niet'));
	const screen = new Eyes(await evening.beamer(), origin, { expected: unhappy, on: ['beamer'] });
	await screen.look('unknown screen', ({ go }) => go('/scherm/bestaat-niet'));

	await member.look('elsewhere', async ({ go, page, say }) => {
		await go(`${evening.journey}/stap/${evening.links.steps.checkIn}`);
		await expect(
			page
				.getByRole('button', { name: say('room_back') })
				.or(page.getByRole('link', { name: say('room_back') }))
		).toBeVisible();
	});
	await lead.look('question before closing', async ({ go, page, say }) => {
		await go(`${evening.journey}/inrichten`);
		await page.getByRole('button', { name: say('setup_close') }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	});
	const removed = new Eyes(await evening.person('inw-2'), origin, { expected: unhappy });
	await act('remove', { participant: evening.links.seats['inw-2']! });
	await expect(removed.page.getByRole('heading', { name: text('room_removed_title') })).toBeVisible();
	await removed.look('after being removed', ({ go }) => go(evening.values));
	const { meeting } = (await (await lead.page.request.get(`${evening.journey}/feiten`)).json()) as {
		meeting: { id: string };
	};
	await act('close', { meeting: meeting.id }, 'inrichten');
	await lead.again('set up, closed', ({ go }) => go(`${evening.journey}/inrichten`));
	await lead.look('console, closed', ({ go }) => go(evening.console));
	await beamer.look('beamer, closed', ({ go }) => go(evening.links.beamer));
});

test('@values check-in: from the first speaker to the rules, and the next step', async ({ eveningAt }) => {
	const evening = await eveningAt('check-in');
	const { links } = evening;
	const { lead, member, beamer, act } = await everyone(evening, 'inw-1');
	const speaks = async (): Promise<string> =>
		(await (await lead.page.request.get(`${evening.journey}/feiten`)).json()).step.state.speaker.id;
	const first = await speaks();
	const key = Object.keys(links.seats).find((person) => links.seats[person] === first)!;
	const speaker = new Eyes(await evening.person(key), links.origin);
	const checkIn = `${evening.journey}/stap/${links.steps.checkIn}`;
	const all = async (what: string, how: 'look' | 'again' = 'again') => {
		await member[how](what, ({ go }) => go(checkIn));
		await lead[how](`console, ${what}`, ({ go }) => go(evening.console));
		await beamer[how](`beamer, ${what}`, ({ go }) => go(links.beamer));
	};

	await all('round', 'look');
	await speaker.again('round as the speaker', async ({ go, page, say }) => {
		await go(checkIn);
		await expect(page.getByRole('heading', { name: say('checkin_you') })).toBeVisible();
	});
	for (let after = first; after !== links.seats['fac-1']; after = await speaks())
		await act('act', { step: links.steps.checkIn, act: 'nextSpeaker', after });
	await member.again('round, a long word of a name', ({ go }) => go(checkIn));
	await goOn(lead.page, 'stage_agreeing');
	await all('rules');
	await lead.again('console, a rule without words', async ({ go, page, say }) => {
		await go(evening.console);
		await page.getByLabel(say('check_in_console_add')).fill('   ');
		await page.getByRole('button', { name: say('check_in_console_add_do') }).click();
		await expect(page.locator('.field .error')).toBeVisible();
	});
	await goOn(lead.page, 'stage_done');
	await all('agreed');
	await lead.page.getByRole('button', { name: text('console_next', { to: '' }) }).click();
	await expect(lead.page.locator('.stages [aria-current]')).toHaveText(
		new RegExp(text('stage_prepared'), 'i')
	);
	await member.look('values, prepared', ({ go }) => go(evening.values));
	await lead.again('console, values prepared', ({ go }) => go(evening.console));
	await beamer.again('beamer, values prepared', ({ go }) => go(links.beamer));
});

test('@values writing: cards, an error, a break, no connection, and the console', async ({ eveningAt }) => {
	const evening = await eveningAt('writing');
	const { lead, member, beamer, act } = await everyone(evening);
	const reading = async () => {
		await member.page.goto(evening.values);
		await expect(member.page.locator('li.card').first()).toBeVisible();
	};

	await member.look('cards, and an error beside the field', async ({ go, page, say }) => {
		await go(evening.values);
		await page.getByRole('button', { name: say('write_add') }).click();
		await expect(page.getByText(say('reason_card_empty'))).toBeVisible();
	});
	await member.again('a card being changed', async ({ go, page, say }) => {
		await go(evening.values);
		await page.getByText(say('write_edit')).first().click();
		await expect(page.getByLabel(say('write_edit_label')).first()).toBeFocused();
	});
	await lead.look('console, question before the reveal', async ({ go, page, say }) => {
		await go(evening.console);
		await page.getByRole('button', { name: say('console_next', { to: say('stage_sorting') }) }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	});
	await lead.again('console, people and a card for somebody', async ({ go, page, say }) => {
		await go(evening.console);
		await page.getByText(say('setup_people', { count: 22 })).click();
		await page.locator('.rows summary').nth(1).click();
		await page.locator('.script').getByText(say('seat_add')).click();
		await page.getByText(say('values_console_behalf'), { exact: true }).click();
		await page.getByRole('button', { name: say('seat_do') }).click();
		await expect(page.getByText(say('reason_name_empty'))).toBeVisible();
	});
	await beamer.look('beamer, writing', ({ go }) => go(evening.links.beamer));
	await act('pause');
	await member.again('writing in a break', ({ go }) => go(evening.values));
	await lead.again('console, break', ({ go }) => go(evening.console));
	await beamer.again('beamer, break', ({ go }) => go(evening.links.beamer));
	await act('resume');

	await reading();
	await member.page.evaluate(() => navigator.serviceWorker.ready);
	const cut = new Eyes(await evening.person('zor-1'), evening.links.origin, { expected: alone });
	await cut.again('no connection', async ({ go, page, say }) => {
		await page.context().setOffline(false);
		await go(evening.values);
		await expect(page.getByText(say('saved_saved'))).toBeVisible();
		await page.context().setOffline(true);
		await expect(page.getByText(say('room_offline'))).toBeVisible();
	});
});

test('@values sorting: the table, chosen cards, each panel of a group, pens down', async ({ eveningAt }) => {
	const evening = await eveningAt('sorting');
	const { lead, member, beamer, act } = await everyone(evening);
	const pick = async (page: Eyes['page'], which: number[]) => {
		// The dock is there when the table may be moved; a tick before that is of the page without a script.
		await expect(page.locator('.dock')).toBeVisible();
		for (const nth of which) await page.locator('.loose .card > input').nth(nth).check();
	};

	await member.look('chosen cards', async ({ go, page, say }) => {
		await go(evening.values);
		await pick(page, [0, 1]);
		await expect(page.getByText(say('sort_picked', { count: 2 }))).toBeVisible();
	});
	await member.again('a new group without a name', async ({ go, page, say }) => {
		await go(evening.values);
		await pick(page, [0, 1]);
		await page.getByRole('button', { name: say('sort_new') }).click();
		await expect(page.getByLabel(say('sort_name_label'))).toBeFocused();
	});
	await member.again('the panels of three groups', async ({ go, page, say }) => {
		await go(evening.values);
		for (const [nth, panel] of ['name', 'merge', 'apart'].entries())
			await page.locator(`[id^="${panel}-"]`).nth(nth).click();
		await expect(page.getByRole('button', { name: say('sort_keep') })).toHaveCount(3);
	});
	await member.again('suggestions and a late card', async ({ go, page, say }) => {
		await go(evening.values);
		await page.getByText(say('board_late'), { exact: true }).click();
		await page.getByRole('button', { name: say('similar_ask') }).click();
		await expect(page.locator('#similar-title')).toBeVisible();
	});
	await lead.look('console, question before hiding a card', async ({ go, page, say }) => {
		await go(evening.console);
		await page.getByText(say('values_console_cards', { count: 42 })).click();
		await page
			.getByRole('button', { name: say('values_console_hide') })
			.first()
			.click();
		await expect(page.getByRole('dialog')).toBeVisible();
	});
	await beamer.look('beamer, sorting', ({ go }) => go(evening.links.beamer));
	await act('lock', { step: evening.links.steps.values });
	await member.again('pens down', async ({ go, page, say }) => {
		await go(evening.values);
		await expect(page.getByText(say('room_locked'), { exact: true })).toBeVisible();
	});
	await beamer.again('beamer, pens down', ({ go }) => go(evening.links.beamer));
});

test('@values weighing: dots given, dots left, and the console that sees nothing yet', async ({
	eveningAt
}) => {
	const evening = await eveningAt('weighing');
	const { lead, member, beamer } = await everyone(evening);

	await member.look('all dots given, cards read', async ({ go, page, say }) => {
		await go(evening.values);
		await expect(page.getByText(say('weigh_left', { left: 0, each: 3 }))).toBeVisible();
		await page.locator('summary').first().click();
	});
	await member.page
		.getByRole('button', { name: text('dots_take') })
		.and(member.page.locator(':not([aria-disabled])'))
		.first()
		.click();
	await member.again('a dot left', async ({ go, page, say }) => {
		await go(evening.values);
		await expect(page.getByText(say('weigh_left', { left: 1, each: 3 }))).toBeVisible();
	});
	await lead.look('console, question before closing the dots', async ({ go, page, say }) => {
		await go(evening.console);
		await page.getByText(say('values_console_rules_change')).click();
		await page.getByRole('button', { name: say('values_console_close') }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	});
	await beamer.look('beamer, weighing', ({ go }) => go(evening.links.beamer));
});

test('@values weighed: totals in two ways, also as a table', async ({ eveningAt }) => {
	const evening = await eveningAt('weighed');
	const { lead, member, beamer } = await everyone(evening);

	await member.look('totals', async ({ go, page, say }) => {
		await go(evening.values);
		await page.getByText(say('totals_table')).click();
		await expect(page.getByRole('table').last()).toBeVisible();
	});
	await lead.look('console, weighed', ({ go }) => go(evening.console));
	await beamer.look('beamer, weighed', ({ go }) => go(evening.links.beamer));
});

test('@values harvested: values with their texts and cards', async ({ eveningAt }) => {
	const evening = await eveningAt('harvested');
	const { lead, member, beamer, act } = await everyone(evening);

	await member.look('values, written together', async ({ go, page, say }) => {
		await go(evening.values);
		await page.locator('article summary').first().click();
		await page.getByText(say('harvest_rename')).first().click();
		await expect(page.getByLabel(say('harvest_meaning')).first()).toHaveValue(/./);
	});
	await lead.look('console, harvested', ({ go }) => go(evening.console));
	await beamer.look('beamer, harvested', ({ go }) => go(evening.links.beamer));
	await act('lock', { step: evening.links.steps.values });
	await member.again('values, to read', async ({ go, page, say }) => {
		await go(evening.values);
		await expect(page.getByText(say('value_means'), { exact: false }).first()).toBeVisible();
	});
});

plain(
	'@values the first evening of a new machine: an invitation, a journey, a meeting to open',
	async ({ browser }) => {
		const { links, stop } = await serveEmpty();
		const context = await browser.newContext({ reducedMotion: 'reduce' });
		const eyes = new Eyes(await context.newPage(), links.origin, { expected: unhappy });
		const { page } = eyes;

		await eyes.look('home of a new machine', ({ go }) => go('/'));
		await eyes.look('invitation, with an error', async ({ go, say }) => {
			await go(links.first);
			await page.getByLabel(say('join_name')).fill('…');
			await page.getByRole('button', { name: say('first_do') }).click();
			await base(page.getByText(say('reason_name_no_words'))).toBeVisible();
		});
		await page.getByLabel(text('join_name')).fill('Fenna');
		await page.getByRole('button', { name: text('first_do') }).click();
		await page.waitForURL(/\/traject\/nieuw/);
		await eyes.look('no journeys yet', ({ go }) => go('/trajecten'));
		await eyes.look('no mails yet', ({ go }) => go('/beheer/post'));
		await eyes.look('new journey, with an error', async ({ go, say }) => {
			await go('/traject/nieuw');
			await page.getByLabel(say('new_name')).fill('   ');
			await page.getByLabel(say('new_place')).fill('Dorpshuis');
			await page.getByLabel(say('new_starts')).fill('19:30');
			await page.getByRole('button', { name: say('new_do') }).click();
			await base(page.getByText(say('reason_line_empty'))).toBeVisible();
		});
		await page.getByLabel(text('new_name')).fill('Regio IJssel');
		await page.getByRole('button', { name: text('new_do') }).click();
		await page.waitForURL(/\/inrichten/);
		const journey = page.url().replace('/inrichten', '');
		await eyes.look('set up, not open', ({ go }) => go(`${journey}/inrichten`));
		await eyes.look('console before the meeting', ({ go }) => go(`${journey}/regie`));
		await eyes.look('lobby before the meeting', ({ go }) => go(journey));
		await context.close();
		await stop();
	}
);
