import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

const rehearsal = idOf('rehearsal', 1);
const secret = 'Alleen om te oefenen';

const begin = (meeting: Meeting, by: SeatOf = meeting.fenna) =>
	meeting.app.rehearsals.begin(by, meeting.journey, { id: rehearsal, place: 'Oefening' });

/** The seat of somebody in the rehearsal, by participant id. */
async function seatOf(meeting: Meeting, participant: string): Promise<SeatOf> {
	const [row] = meeting.sql<{ person: string }>(
		'SELECT person_id AS person FROM participant WHERE id = ?',
		participant
	);
	return (await meeting.app.journeys.seat(rehearsal, row!.person))!;
}

const simulated = (meeting: Meeting) =>
	meeting.sql<{ id: string; organisation: string; key: string }>(
		`SELECT participant.id, organisation.kind AS organisation, simulated AS key FROM participant
		 JOIN organisation ON organisation.id = organisation_id WHERE simulated IS NOT NULL ORDER BY simulated`
	);

test('Y1 a rehearsal has the run-sheet and the organisations, nothing that was made, and two people of each', async () => {
	const meeting = await aMeeting({ stage: 'sorting' });
	const { app, journey, fenna } = meeting;
	const { organisations } = (await app.journeys.setup(journey))!;
	must(
		await app.acts.renameOrganisation(fenna, journey, {
			...organisations[0]!,
			organisation: organisations[0]!.id,
			name: 'Welzijn IJssel'
		})
	);
	must(await begin(meeting));
	const practised = (await app.journeys.setup(journey))!;
	const made = (await app.journeys.setup(rehearsal))!;
	const words = ({ kind, name, question, script, minutes, form, settings }: (typeof made.steps)[number]) => ({
		...{ kind, name, question, script, minutes, form, settings: JSON.parse(settings) as object }
	});
	expect(made.steps.map(words)).toEqual(practised.steps.map(words));
	expect(made.steps.map(({ stage }) => stage)).toEqual(made.steps.map(() => 'prepared'));
	expect(made.meetings.map(({ name }) => name)).toEqual(practised.meetings.map(({ name }) => name));
	expect(made.organisations.map(({ name }) => name)).toEqual([
		'Welzijn IJssel',
		...organisations.slice(1).map(({ name }) => name)
	]);
	const each = Map.groupBy(simulated(meeting), ({ organisation }) => organisation);
	expect([...each.values()].map((people) => people.length)).toEqual([2, 2, 2, 2, 2, 2]);
	expect((await app.facts(rehearsal)).people).toBe(13);
});

test('Y1 a double click makes one rehearsal, and a rehearsal is not practised', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'] });
	must(await begin(meeting));
	must(await begin(meeting));
	expect(simulated(meeting)).toHaveLength(12);
	const lead = (await meeting.app.journeys.seat(rehearsal, meeting.fenna.person))!;
	expect(
		await meeting.app.rehearsals.begin(lead, rehearsal, { id: idOf('rehearsal', 2), place: '' })
	).toEqual({
		ok: false,
		reason: 'rehearsal-already'
	});
	expect(await begin(meeting, meeting.wies)).toEqual({ ok: false, reason: 'not-a-facilitator' });
});

test('Y7 a co-facilitator who may make no journeys makes no rehearsal; with that right they do', async () => {
	const meeting = await aMeeting({ names: ['cor'] });
	const before = await meeting.kept();
	expect(await begin(meeting, { ...meeting.cor, role: 'co-facilitator' })).toEqual({
		ok: false,
		reason: 'not-a-host'
	});
	expect(await meeting.kept()).toEqual(before);
	meeting.sql('UPDATE person SET hosts_at = 1 WHERE id = ?', meeting.cor.person);
	must(await begin(meeting, { ...meeting.cor, role: 'co-facilitator' }));
});

test('Y2 nobody is simulated in a journey that is no rehearsal', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { rehearsals } = meeting.app;
	for (const act of ['start', 'stop', 'ask'] as const)
		expect(await rehearsals[act](meeting.fenna, meeting.journey)).toEqual({
			ok: false,
			reason: 'not-a-rehearsal'
		});
	expect(await rehearsals.keepPace(meeting.fenna, meeting.journey, 'fast')).toEqual({
		ok: false,
		reason: 'not-a-rehearsal'
	});
	expect(simulated(meeting)).toEqual([]);
});

test('Y5 the facts of a rehearsal say that it is one', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await begin(meeting));
	expect((await meeting.app.facts(rehearsal)).journey).toMatchObject({
		id: rehearsal,
		rehearsal: { isRunning: false, pace: 'normal' }
	});
	expect((await meeting.app.facts(meeting.journey)).journey).toMatchObject({ rehearsal: null });
});

test('Y6 of a rehearsal that was thrown away no row and no word is left', async () => {
	const meeting = await aMeeting({ stage: 'sorting', names: ['wies', 'gert'] });
	const { app } = meeting;
	const before = await meeting.kept();
	must(await begin(meeting));
	await writeInIt(meeting);
	const lead = (await app.journeys.seat(rehearsal, meeting.fenna.person))!;
	must(await app.rehearsals.throwAway(lead, rehearsal));
	expect(await meeting.kept()).toEqual(before);
	await app.close();
	expect(readFileSync(join(meeting.dataDir, 'sync.db')).includes(secret)).toBe(false);
	await meeting.start();
});

test('Y6 who sat in a rehearsal only goes with it, and who can make journeys stays', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { app, fenna } = meeting;
	must(await begin(meeting));
	const lead = (await app.journeys.seat(rehearsal, fenna.person))!;
	const { meetings } = (await app.journeys.setup(rehearsal))!;
	const { code } = must(await app.acts.openMeeting(lead, rehearsal, { meeting: meetings[0]!.id }));
	const invitation = await app.invitations.make();
	const host = must(await app.invitations.accept(invitation, { name: 'Frits', email: '' }));
	must(await meeting.joinAs('Frits', 'guest', { person: host.person, code }));
	const guest = must(await meeting.joinAs('Mo', 'guest', { code }));
	must(await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person, code }));
	must(await app.rehearsals.throwAway(lead, rehearsal));
	expect(await app.people.person(host.person)).toMatchObject({ name: 'Frits', hosts: true });
	expect(await app.people.person(meeting.wies.person)).not.toBeNull();
	expect(await app.people.person(guest.person)).toBeNull();
});

/** Cards on the table and one that is not, a group, dots and a harvest with its texts. */
async function writeInIt(meeting: Meeting): Promise<void> {
	const { app } = meeting;
	const lead = (await app.journeys.seat(rehearsal, meeting.fenna.person))!;
	const [first, second] = await Promise.all(simulated(meeting).map(({ id }) => seatOf(meeting, id)));
	const { meetings, steps } = (await app.journeys.setup(rehearsal))!;
	const step = steps.find(({ kind }) => kind === 'values')!.id;
	must(await app.acts.openMeeting(lead, rehearsal, { meeting: meetings[0]!.id }));
	must(await app.acts.goTo(lead, rehearsal, { step }));
	const next = async () => {
		const { stage } = (await app.steps.view(lead, rehearsal, step))!.step;
		must(await app.acts.move(lead, rehearsal, { step, from: stage, by: 1, sure: true }));
	};
	const act = async (seat: SeatOf, fields: Record<string, string>) =>
		must(await app.steps.act(seat, rehearsal, step, fields));
	await next();
	await act(first!, { act: 'addCard', id: idOf('card', 1), prompt: '1', text: `${secret}, een` });
	await next();
	await app.sync.change(boardDocument(step), (doc) => {
		doc.getMap('groups').set(idOf('group', 1), { title: `${secret}, samen`, order: 1 });
		doc.getMap('place').set(idOf('card', 1), { group: idOf('group', 1), on: null, order: 1 });
	});
	await app.sync.change(ownDocument(step, second!.participant), (doc) =>
		doc.getMap('cards').set(idOf('card', 2), { text: `${secret}, laat`, prompt: '1', at: 1 })
	);
	await next();
	await act(first!, { act: 'dots', group: idOf('group', 1), dots: '2' });
	await act(lead, { act: 'closeWeighing' });
	await act(lead, { act: 'harvestGroup', group: idOf('group', 1) });
	await next();
}

test('Y6 a journey that is no rehearsal is never thrown away, and a rehearsal only by its lead', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'] });
	const { rehearsals } = meeting.app;
	const before = await meeting.kept();
	expect(await rehearsals.throwAway(meeting.fenna, meeting.journey)).toEqual({
		ok: false,
		reason: 'not-a-rehearsal'
	});
	expect(await meeting.kept()).toEqual(before);
	must(await begin(meeting));
	const somebody = await seatOf(meeting, simulated(meeting)[0]!.id);
	expect(await rehearsals.throwAway(somebody, rehearsal)).toEqual({ ok: false, reason: 'not-lead' });
	expect(await meeting.app.journeys.setup(rehearsal)).not.toBeNull();
});
