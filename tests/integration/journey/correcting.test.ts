import { expect, test } from 'vitest';
import { isAlsoAt } from '../../support/elsewhere.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

const refusal = (reason: string) => ({ ok: false, reason });
const near = idOf('group', 1);
const theme = idOf('theme', 1);

/** Wies put a card and two dots on the table for Welzijn, and gave a score and a stance. */
async function aTable(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'] });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	must(await meeting.write(meeting.gert, 'gezond blijven', idOf('card', 2)));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [idOf('card', 1), idOf('card', 2)]);
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: near, dots: '2' }));
	must(await meeting.act(meeting.gert, { act: 'dots', group: near, dots: '1' }));
	meeting.harvested(theme, 'theme', { name: 'Vervoer' });
	answers(meeting, meeting.wies.participant, 'wel');
	return meeting;
}

/** A score and a stance, as rows: what asks for them stands in the tests of their kinds. */
function answers(meeting: Meeting, participant: string, slot: string): void {
	const organisation = meeting.organisations[slot]!;
	meeting.sql(
		`INSERT INTO score (step_id, theme_id, organisation_id, score, evidence, at, participant_id)
		 VALUES (?, ?, ?, 2, 'Twee buurten.', 1, ?)`,
		...[meeting.steps.values, theme, organisation, participant]
	);
	meeting.sql(
		`INSERT INTO stance (id, round_id, journey_id, subject, version, organisation_id, stance, words, position, at, participant_id)
		 VALUES (?, ?, ?, 'values', 'v', ?, 'consent', '', (SELECT count(*) FROM stance), 1, ?)`,
		...[`stance${participant}`, meeting.steps.values, meeting.journey, organisation, participant]
	);
}

/** At which organisations what somebody made lies, by its table. */
function where(meeting: Meeting, participant: string): Record<string, (string | undefined)[]> {
	const slotOf = new Map(Object.entries(meeting.organisations).map(([slot, id]) => [id, slot]));
	return Object.fromEntries(
		['card', 'dot', 'score', 'stance'].map((table) => [
			table,
			meeting
				.sql<{ of: string }>(
					`SELECT organisation_id AS of FROM ${table} WHERE participant_id = ?`,
					participant
				)
				.map(({ of }) => slotOf.get(of))
		])
	);
}

const all = (slot: string) => ({ card: [slot], dot: [slot], score: [slot], stance: [slot] });

const seatElsewhere = (meeting: Meeting, slot: string, along: 'yes' | 'no', by = meeting.fenna) =>
	meeting.app.acts.seatElsewhere(by, meeting.journey, {
		participant: meeting.wies.participant,
		organisation: meeting.organisations[slot] ?? slot,
		along
	});

const seatOf = (meeting: Meeting) => meeting.app.journeys.seat(meeting.journey, meeting.wies.person);

test('J37 what somebody made goes along to the other organisation, on the board of everybody too, and back', async () => {
	const meeting = await aTable();
	const { participant } = meeting.wies;
	const gert = where(meeting, meeting.gert.participant);
	const gea = await meeting.connect(meeting.gea, meeting.boardDocument);
	const markOn = () =>
		(gea.doc.getMap('cards').get(idOf('card', 1)) as { organisation: string } | undefined)?.organisation;
	expect(where(meeting, participant)).toEqual(all('wel'));
	for (const slot of ['gem', 'wel'] as const) {
		must(await seatElsewhere(meeting, slot, 'yes'));
		expect(where(meeting, participant)).toEqual(all(slot));
		expect(await seatOf(meeting)).toMatchObject({ organisation: meeting.organisations[slot] });
		expect((await seatOf(meeting))!.admittedAt).not.toBeNull();
		await until(() => markOn() === meeting.organisations[slot], `the mark of ${slot} on the card`);
	}
	expect(where(meeting, meeting.gert.participant)).toEqual(gert);
});

test('J37 or it stays, and a second press changes nothing', async () => {
	const meeting = await aTable();
	must(await seatElsewhere(meeting, 'gem', 'no'));
	expect(where(meeting, meeting.wies.participant)).toEqual(all('wel'));
	const before = await meeting.kept();
	must(await seatElsewhere(meeting, 'gem', 'yes'));
	expect(await meeting.kept()).toEqual(before);
});

test('J37 no score or stance takes the place of one that the other organisation gave', async () => {
	const meeting = await aTable();
	answers(meeting, meeting.gert.participant, 'ggd');
	must(await seatElsewhere(meeting, 'ggd', 'yes'));
	const stays = { ...all('ggd'), score: ['wel'], stance: ['wel'] };
	expect(where(meeting, meeting.wies.participant)).toEqual(stays);
});

test('J37 to the guests and back go cards and dots; only a facilitator does it, and to a place at this table', async () => {
	const meeting = await aTable();
	must(await seatElsewhere(meeting, 'guest', 'yes'));
	const among = where(meeting, meeting.wies.participant);
	expect(among).toMatchObject({ card: [undefined], dot: [undefined], score: ['wel'] });
	must(await seatElsewhere(meeting, 'wel', 'yes'));
	expect(where(meeting, meeting.wies.participant)).toEqual(all('wel'));
	const before = await meeting.kept();
	for (const by of [meeting.wies, meeting.gert])
		expect(await seatElsewhere(meeting, 'gem', 'yes', by)).toEqual(refusal('not-a-facilitator'));
	expect(await seatElsewhere(meeting, 'nosuchplace', 'yes')).toMatchObject(refusal('organisation-unknown'));
	expect(await meeting.kept()).toEqual(before);
});

test('J37 an admission is for one organisation: who was seated elsewhere is admitted there alone, once', async () => {
	const meeting = await aTable();
	must(await seatElsewhere(meeting, 'gem', 'yes'));
	const admissions = meeting.sql(
		'SELECT organisation_id, ended_at IS NULL AS goes FROM admission WHERE participant_id = ? ORDER BY goes',
		meeting.wies.participant
	);
	expect(admissions).toEqual([
		{ organisation_id: meeting.organisations.wel, goes: 0 },
		{ organisation_id: meeting.organisations.gem, goes: 1 }
	]);
});

test('J39 who waits takes a seat elsewhere with what they wrote, and waits there; once admitted a facilitator is asked', async () => {
	const meeting = await aMeeting({ names: ['gea'] });
	const { acts, journeys } = meeting.app;
	const { person } = must(await meeting.joinAs('Wim', meeting.organisations.wel!));
	const wim = async () => (await journeys.seat(meeting.journey, person))!;
	must(await meeting.write(await wim(), 'om de hoek', idOf('card', 1)));
	await meeting.next();
	const sit = async (organisation: string) =>
		acts.sitElsewhere(await wim(), meeting.journey, { organisation });
	must(await sit(meeting.organisations.gem!));
	expect(await wim()).toMatchObject({ organisation: meeting.organisations.gem, admittedAt: null });
	expect(meeting.sql('SELECT organisation_id AS at FROM card')).toEqual([{ at: meeting.organisations.gem }]);
	const before = await meeting.kept();
	must(await sit(meeting.organisations.gem!));
	expect(await sit('nosuchplace')).toMatchObject(refusal('organisation-unknown'));
	expect(await meeting.kept()).toEqual(before);
	await meeting.admit(person);
	expect(await sit(meeting.organisations.wel!)).toEqual(refusal('seat-admitted'));
});

test('J38 everybody changes their own name, and a facilitator that of who sits here only; their pages hear it', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { acts } = meeting.app;
	const { participant } = meeting.wies;
	const name = async () => (await seatOf(meeting))!.name;
	const page = await meeting.connect(meeting.wies, meeting.journeyDocument);
	must(await acts.renameMyself(meeting.wies, meeting.journey, { name: ' Wies de Wit ' }));
	expect(await name()).toBe('Wies de Wit');
	must(await acts.renamePerson(meeting.fenna, meeting.journey, { participant, name: 'Wies Wit' }));
	expect(await name()).toBe('Wies Wit');
	await until(() => page.facts.filter(({ look }) => look).length >= 2, 'that her page looks again');
	const before = await meeting.kept();
	must(await acts.renamePerson(meeting.fenna, meeting.journey, { participant, name: 'Wies Wit' }));
	for (const empty of ['', '…', 'x'.repeat(61)])
		expect(await acts.renameMyself(meeting.wies, meeting.journey, { name: empty })).toMatchObject({
			ok: false,
			field: 'name'
		});
	expect(await acts.renamePerson(meeting.gert, meeting.journey, { participant, name: 'X' })).toEqual(
		refusal('not-a-facilitator')
	);
	expect(await meeting.kept()).toEqual(before);
	await isAlsoAt(meeting, meeting.wies);
	expect(await acts.renamePerson(meeting.fenna, meeting.journey, { participant, name: 'X' })).toEqual(
		refusal('name-not-yours')
	);
	must(await acts.renameMyself(meeting.wies, meeting.journey, { name: 'Wies' }));
});
