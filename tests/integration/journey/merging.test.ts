import { expect, test } from 'vitest';
import * as joiningHere from '../../../src/routes/meedoen/[code]/+page.server.ts';
import { whole } from '#server/people/who.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { isAlsoAt } from '../../support/elsewhere.ts';
import { until } from '../../support/sync-client.ts';
import { Asking } from '../routes/asking.ts';

const refusal = (reason: string) => ({ ok: false, reason });
const near = idOf('group', 1);

/** Wies on a new phone: a seat of its own, with a session as a browser has it. */
async function wiesAgain(meeting: Meeting, same: 'yes' | 'no' = 'yes') {
	const { person } = must(await meeting.joinAs('wies van welzijn', meeting.organisations.wel!, { same }));
	const seat = (await meeting.app.journeys.seat(meeting.journey, person))!;
	const cookie = (await meeting.app.sessions.start(person)).value;
	return { person, seat, cookie, who: () => meeting.app.sessions.who(cookie) };
}

const merge = (meeting: Meeting, participant: string, into: string, by = meeting.fenna) =>
	meeting.app.acts.mergeSeats(by, meeting.journey, { participant, into });

test('J45 a name that stands there, of somebody who is not connected, is asked about; what one says is kept', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const join = (name: string, same: 'yes' | 'no' | '', slot = 'wel') =>
		meeting.joinAs(name, meeting.organisations[slot]!, { same });
	const before = await meeting.kept();
	expect(await join('WIES van  Welzijn', '')).toEqual({ ...refusal('same-name'), field: 'name' });
	expect(await meeting.kept()).toEqual(before);
	const saysOf = async (person: string) =>
		meeting.sql('SELECT says_is FROM participant WHERE person_id = ?', person)[0];
	expect(await saysOf(must(await join('Wies van Welzijn', '', 'ggd')).person)).toEqual({ says_is: null });
	const page = await meeting.connect(meeting.wies, meeting.journeyDocument);
	await until(() => page.latest?.connected === 1, 'Wies to be there');
	expect(await saysOf(must(await join('Wies van Welzijn', 'no')).person)).toEqual({ says_is: null });
	await page.leave();
});

test('J45 who says to be the same waits, on the list or not, and opens nothing of the other', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'alleen van Wies', idOf('card', 1)));
	const organisation = meeting.organisations.wel!;
	must(
		await meeting.app.acts.invite(meeting.fenna, meeting.journey, { organisation, lines: 'Wies van Welzijn' })
	);
	const again = await wiesAgain(meeting);
	expect(again.seat.admittedAt).toBeNull();
	expect(again.seat.participant).not.toBe(meeting.wies.participant);
	const seen = (await meeting.app.console.of(meeting.journey)).people.find(
		({ id }) => id === again.seat.participant
	);
	expect(seen).toMatchObject({ saysIs: meeting.wies.participant, admittedAt: null });
	const peek = await meeting.knock(meeting.ownDocument(meeting.wies), {
		cookie: `siroop_sessie=${again.cookie}`
	});
	expect((await peek.closed).code).toBe(4403);
});

test('J45 the page asks it in the form, with what was typed, and both answers go on', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const site = new Asking(meeting);
	const post = (same: string, seat: string) =>
		site.ask(joiningHere.actions.default, {
			params: { code: meeting.code },
			fields: { name: 'Wies van Welzijn', organisation: meeting.organisations.wel!, same, seat }
		});
	const form = 'formofwies000001';
	expect(await post('', form)).toMatchObject({
		kind: 'failure',
		data: { reason: 'same-name', given: { name: 'Wies van Welzijn' } }
	});
	expect(await post('yes', form)).toMatchObject({ kind: 'redirect' });
	expect(await post('no', 'formofwies000002')).toMatchObject({ kind: 'redirect' });
});

test('J46 what both made at the table is one person’s; of what is given once, that of the seat that stays counts', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const again = await wiesAgain(meeting, 'no');
	await meeting.admit(again.person);
	const { participant: from } = again.seat;
	const { participant: to } = meeting.wies;
	must(await meeting.write(meeting.wies, 'van de eerste', idOf('card', 1)));
	must(await meeting.write(again.seat, 'van de tweede', idOf('card', 2)));
	for (const who of [meeting.wies, again.seat])
		must(await meeting.act(who, { act: 'ready', ready: 'yes', on: 'yes' }));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [idOf('card', 1), idOf('card', 2)]);
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: near, dots: '1' }));
	must(await meeting.act(again.seat, { act: 'dots', group: near, dots: '2' }));
	must(await merge(meeting, from, to));
	const of = (table: string) =>
		meeting.sql(`SELECT participant_id AS of, count(*) AS n FROM ${table} GROUP BY participant_id`);
	expect(of('card')).toEqual([{ of: to, n: 2 }]);
	expect(of('ready')).toEqual([{ of: to, n: 1 }]);
	expect(meeting.sql('SELECT participant_id AS of, dots FROM dot')).toEqual([{ of: to, dots: 1 }]);
	expect(meeting.sql('SELECT participant_id AS of, cards FROM written')).toEqual([{ of: to, cards: 2 }]);
	const before = await meeting.kept();
	must(await merge(meeting, from, to));
	expect(await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: from })).toEqual(
		refusal('merged')
	);
	expect(await meeting.kept()).toEqual(before);
	const { people } = await meeting.app.console.of(meeting.journey);
	expect(people.map(({ id }) => id)).not.toContain(from);
});

test('J46 J14 the new device goes on in its own notebook at the seat of the other, and reads nothing that it did not write', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.write(meeting.wies, 'alleen van Wies', idOf('card', 1)));
	const again = await wiesAgain(meeting);
	must(await meeting.write(again.seat, 'van de nieuwe telefoon', idOf('card', 2)));
	const own = ownDocument(meeting.steps.values, again.seat.participant);
	const header = { cookie: `siroop_sessie=${again.cookie}` };
	const phone = await meeting.connect(again.seat, own);
	must(await merge(meeting, again.seat.participant, meeting.wies.participant));
	const who = (await again.who())!;
	const seat = (await meeting.app.journeys.seat(meeting.journey, who))!;
	expect(seat).toMatchObject({
		participant: meeting.wies.participant,
		notebook: again.seat.participant,
		organisation: meeting.organisations.wel
	});
	expect(seat.admittedAt).not.toBeNull();
	expect(await meeting.app.journeys.seat(meeting.journey, whole(again.person))).toMatchObject({
		removedAt: meeting.clock.now
	});
	// It writes on, and both notebooks are laid as one person's.
	phone.doc.getMap('drafts');
	expect(phone.isOpen).toBe(true);
	must(
		await meeting.app.steps.act(seat, meeting.journey, meeting.steps.values, {
			...{ act: 'addCard', id: idOf('card', 3), prompt: '1', text: 'en nog een' }
		})
	);
	await until(() => phone.doc.getMap('cards').has(idOf('card', 3)), 'the card in the notebook of the phone');
	const peek = await meeting.knock(meeting.ownDocument(meeting.wies), header);
	expect((await peek.closed).code).toBe(4403);
	await meeting.next();
	expect(meeting.sql('SELECT DISTINCT participant_id AS of FROM card')).toEqual([
		{ of: meeting.wies.participant }
	]);
	expect(meeting.sql('SELECT id FROM card')).toHaveLength(3);
});

test('J46 somebody without a device gets one: their seat is that of the phone that came', async () => {
	const meeting = await aMeeting({ names: [] });
	const organisation = meeting.organisations.wel!;
	must(
		await meeting.app.acts.seatWithoutDevice(meeting.fenna, meeting.journey, { name: 'Opa', organisation })
	);
	const opa = (await meeting.app.console.of(meeting.journey)).people.find(({ name }) => name === 'Opa')!;
	const { person } = must(await meeting.joinAs('opa', organisation, { same: 'yes', email: 'opa@markt.nl' }));
	const phone = (await meeting.app.journeys.seat(meeting.journey, person))!;
	must(await merge(meeting, phone.participant, opa.id));
	const [row] = meeting.sql(
		'SELECT device_at IS NOT NULL AS came, email FROM participant JOIN person ON person.id = person_id WHERE participant.id = ?',
		opa.id
	);
	expect(row).toEqual({ came: 1, email: 'opa@markt.nl' });
});

test('J46 of two organisations, what was made goes along to that of the seat that stays', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.gert, 'van Gert', idOf('card', 1)));
	await meeting.next();
	must(await merge(meeting, meeting.gert.participant, meeting.wies.participant));
	expect(meeting.sql('SELECT participant_id AS of, organisation_id AS at FROM card')).toEqual([
		{ of: meeting.wies.participant, at: meeting.organisations.wel }
	]);
});

test('J46 I17 who was named to answer for the organisation still is, at the seat that stays', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const again = await wiesAgain(meeting);
	const { acts } = meeting.app;
	const { participant } = again.seat;
	const admit = (one: string) => acts.admit(meeting.fenna, meeting.journey, { participants: [one] });
	must(await admit(participant));
	must(await acts.nameSpeaker(meeting.fenna, meeting.journey, { participant, role: 'holder' }));
	must(await merge(meeting, participant, meeting.wies.participant));
	const named = () => meeting.sql('SELECT participant_id, role FROM speaker WHERE ended_at IS NULL');
	expect(named()).toEqual([{ participant_id: meeting.wies.participant, role: 'holder' }]);
	const third = await wiesAgain(meeting);
	must(await admit(third.seat.participant));
	const deputy = { participant: third.seat.participant, role: 'deputy' as const };
	must(await acts.nameSpeaker(meeting.fenna, meeting.journey, deputy));
	must(await merge(meeting, third.seat.participant, meeting.wies.participant));
	const people = (await meeting.app.console.of(meeting.journey)).people;
	expect(people.find(({ id }) => id === meeting.wies.participant)).toMatchObject({ speaks: 'holder' });
});

test('J47 only a facilitator does it, of this table, and never with who facilitates or comes from elsewhere', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'cor'] });
	await isAlsoAt(meeting, meeting.gert);
	const { wies, gert, cor, fenna } = meeting;
	const before = await meeting.kept();
	const tries = [
		[wies, gert, wies, 'not-a-facilitator'],
		[wies, cor, fenna, 'merge-facilitator'],
		[fenna, wies, cor, 'merge-facilitator'],
		[gert, wies, fenna, 'merge-elsewhere']
	] as const;
	for (const [from, to, by, reason] of tries)
		expect(await merge(meeting, from.participant, to.participant, by)).toEqual(refusal(reason));
	expect(await merge(meeting, wies.participant, 'nobodyatall12345')).toEqual(refusal('participant-unknown'));
	expect(await meeting.kept()).toEqual(before);
});
