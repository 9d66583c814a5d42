import { expect, test } from 'vitest';
import { organisationsEver } from '#domain/bounds.ts';
import { organisationsMost } from '#domain/journey/organisations.ts';
import type { ConsentState } from '#wire/parts/consent/state.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const letters = (n: number) => `Q${String.fromCharCode(64 + (n % 26) + 1)}${Math.floor(n / 26)}`;
const words = (n: number) => ({ name: `Organisatie ${n}`, short: `Org ${n}`, initials: letters(n) });
const add = (meeting: Meeting, n: number, more: Record<string, string> = {}) =>
	meeting.app.acts.addOrganisation(meeting.fenna, meeting.journey, {
		...{ id: idOf('org', n), kind: 'huisartsen', ...words(n), ...more }
	});
const remove = (meeting: Meeting, organisation: string) =>
	meeting.app.acts.removeOrganisation(meeting.fenna, meeting.journey, { organisation });
const putBack = (meeting: Meeting, organisation: string) =>
	meeting.app.acts.putBackOrganisation(meeting.fenna, meeting.journey, { organisation });
const table = async (meeting: Meeting) => (await meeting.app.facts(meeting.journey)).organisations;
const seated = async (meeting: Meeting) => (await table(meeting)).map(({ initials }) => initials);
const six = ['Wz', 'GGD', 'Gm', 'Wo', 'Po', 'Zg'];

test('J32 J7 an organisation is added behind the others, once, with a colour that nobody has and initials of its own', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await add(meeting, 1, { name: 'Huisartsen IJssel', short: 'Huisartsen', initials: 'Ha' }));
	must(await add(meeting, 1, { name: 'Nog een keer', initials: 'Nk' }));
	expect(await seated(meeting)).toEqual([...six, 'Ha']);
	expect((await table(meeting)).at(-1)).toMatchObject({ name: 'Huisartsen IJssel', slot: 'o7', people: 0 });
	const before = await meeting.kept();
	for (const taken of ['Ha', 'hA', 'WZ'])
		expect(await add(meeting, 2, { initials: taken })).toMatchObject({
			...{ reason: 'initials-taken', field: 'initials' }
		});
	expect(await add(meeting, 2, { name: ' ' })).toMatchObject({ reason: 'line-empty', field: 'name' });
	expect(await add(meeting, 2, { short: '' })).toMatchObject({ field: 'short' });
	const { fenna, journey, organisations } = meeting;
	const renamed = { organisation: organisations.wel!, name: 'Welzijn', short: 'Welzijn', initials: 'Ha' };
	expect(await meeting.app.acts.renameOrganisation(fenna, journey, renamed)).toMatchObject({
		...{ reason: 'initials-taken', field: 'initials' }
	});
	expect(await meeting.kept()).toEqual(before);
	must(await meeting.app.acts.renameOrganisation(fenna, journey, { ...renamed, initials: 'wz' }));
	expect(await seated(meeting)).toEqual(['wz', ...six.slice(1), 'Ha']);
});

test('J32 J7 sixteen sit at a table, each with its own colour, and no more; two is the least', async () => {
	const meeting = await aMeeting({ names: [] });
	for (let n = 1; n <= organisationsMost - 6; n++) must(await add(meeting, n));
	expect(new Set((await table(meeting)).map(({ slot }) => slot)).size).toBe(organisationsMost);
	expect(await add(meeting, 99)).toMatchObject({ reason: 'organisations-too-many' });
	const all = (await table(meeting)).map(({ id }) => id);
	for (const id of all.slice(2)) must(await remove(meeting, id));
	expect(await seated(meeting)).toEqual(six.slice(0, 2));
	expect(await remove(meeting, all[0]!)).toMatchObject({ reason: 'organisations-too-few' });
	must(await remove(meeting, all[5]!));
	expect(await remove(meeting, 'nobody')).toMatchObject({ reason: 'organisation-unknown' });
	// Another has its colour meanwhile.
	must(await add(meeting, 99));
	expect((await table(meeting)).at(-1)).toMatchObject({ slot: 'gem' });
	must(await putBack(meeting, all[5]!));
	must(await putBack(meeting, all[2]!));
	must(await putBack(meeting, all[2]!));
	expect((await table(meeting)).map(({ slot }) => slot)).toEqual(['wel', 'ggd', 'gem', 'zor', 'wcp']);
});

test('BN12 a table at which forty-eight sat takes no more, and those who left still come back', async () => {
	const meeting = await aMeeting({ names: [] });
	for (let n = 1; n <= organisationsEver - 6; n++) {
		must(await add(meeting, n));
		must(await remove(meeting, idOf('org', n)));
	}
	expect(await add(meeting, 99)).toMatchObject({ reason: 'too-many' });
	must(await putBack(meeting, idOf('org', 1)));
	expect(await seated(meeting)).toEqual([...six, letters(1)]);
});

test('J32 organisations sit in the order that a facilitator gives them', async () => {
	const meeting = await aMeeting({ names: [] });
	const { fenna, journey, organisations } = meeting;
	const move = (organisation: string, place: string) =>
		meeting.app.act(fenna, journey, 'moveOrganisation', { organisation, place });
	must(await move(organisations.zor!, '1'));
	expect(await seated(meeting)).toEqual(['Zg', 'Wz', 'GGD', 'Gm', 'Wo', 'Po']);
	must(await remove(meeting, organisations.ggd!));
	must(await move(organisations.wel!, '999'));
	const before = await meeting.kept();
	must(await move(organisations.wel!, '5'));
	expect(await meeting.kept()).toEqual(before);
	expect(await seated(meeting)).toEqual(['Zg', 'Gm', 'Wo', 'Po', 'Wz']);
	expect(await move(organisations.ggd!, '1')).toMatchObject({ reason: 'organisation-unknown' });
	must(await putBack(meeting, organisations.ggd!));
	expect(await seated(meeting)).toEqual(['Zg', 'Gm', 'Wo', 'Po', 'Wz', 'GGD']);
});

/** Two values, of which the three organisations at the table are asked whether they consent. */
async function aRound(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea'] });
	for (const slot of ['wcp', 'pol', 'zor']) must(await remove(meeting, meeting.organisations[slot]!));
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	must(await meeting.write(meeting.gert, 'zeggen wat er is', idOf('card', 2)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1), idOf('card', 2)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	await meeting.intoConsent();
	return meeting;
}

const subject = async (meeting: Meeting) =>
	((await meeting.app.facts(meeting.journey)).step!.state as ConsentState).subjects[0]!;
async function say(
	meeting: Meeting,
	who: 'wies' | 'gert' | 'gea',
	stance: string,
	more: Record<string, string> = {}
) {
	const { version } = await subject(meeting);
	return meeting.act(meeting.seat(who), { act: 'stance', subject: 'values', version, stance, ...more });
}

test('J33 an organisation that left is asked and waited for no more; what it made and said is there, and comes back with it', async () => {
	const meeting = await aRound();
	const harms = ((await meeting.app.facts(meeting.journey)).step!.state as ConsentState).harmable[0]!.id;
	must(await say(meeting, 'wies', 'consent'));
	must(await say(meeting, 'gea', 'consent'));
	must(await say(meeting, 'gert', 'objection', { harms, words: 'Zo sluiten we mensen buiten' }));
	expect(await subject(meeting)).toMatchObject({ agreed: false, voiced: [{ stance: 'objection' }] });

	const { ggd } = meeting.organisations;
	must(await remove(meeting, ggd!));
	expect(await subject(meeting)).toMatchObject({ agreed: true, voiced: [] });
	expect((await subject(meeting)).standings).toHaveLength(2);
	const { gone } = await meeting.app.facts(meeting.journey);
	expect(gone.map(({ initials }) => initials)).toEqual(['GGD', 'Wo', 'Po', 'Zg']);
	const report = await meeting.app.reports.journey(meeting.journey);
	const values = report.steps.find(({ step }) => step.kind === 'values')!;
	expect(values.cards.map(({ organisation }) => organisation).toSorted()).toEqual([
		'GGD',
		'Welzijnsorganisatie'
	]);
	expect(values.sheets.find(({ name }) => name === 'stances')!.rows).toHaveLength(3);
	const joined = await meeting.joinAs('Gijs', ggd!);
	expect(joined).toMatchObject({ ok: false, reason: 'organisation-unknown' });

	must(await putBack(meeting, ggd!));
	expect(await subject(meeting)).toMatchObject({ agreed: false, voiced: [{ organisation: ggd }] });
	expect(await seated(meeting)).toEqual(['Wz', 'Gm', 'GGD']);
});

test('J34 who sat at an organisation that left stays, speaks for nobody, and speaks for it again when it is back', async () => {
	const meeting = await aRound();
	const { ggd } = meeting.organisations;
	must(await remove(meeting, ggd!));
	expect(await meeting.app.journeys.seat(meeting.journey, meeting.gert.person)).toMatchObject({
		...{ organisation: null, role: 'participant', removedAt: null }
	});
	const before = await meeting.kept();
	expect((await say(meeting, 'gert', 'consent')).ok).toBe(false);
	expect(await meeting.kept()).toEqual(before);
	must(await putBack(meeting, ggd!));
	must(await say(meeting, 'gert', 'consent'));
});
