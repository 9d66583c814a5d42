import { expect, test } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { until } from '../../support/sync-client.ts';
import { aMeeting, anEmptyTable, idOf, must, type Meeting } from '../../support/cast.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const novel = 'Er was eens een waarde. '.repeat(4000);

test('J5 a return link brings the same person back to the same seat and cards, on another device, next month too', async () => {
	const meeting = await aMeeting();
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	must(await meeting.app.acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
	meeting.clock.now += 40 * day;
	const back = (await meeting.app.journeys.returning(meeting.returnToken('wies')))!;
	expect(back).toMatchObject({
		person: meeting.wies.person,
		journey: meeting.journey,
		name: 'Wies van Welzijn'
	});
	expect(await meeting.app.journeys.seat(back.journey, back.person)).toEqual(meeting.wies);
	const tablet = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	await until(() => tablet.doc.getMap('cards').has(idOf('card', 1)), 'the card on the other device');
});

test('J5 a new return link ends the old one, and only for a seat of this journey', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { returning } = meeting.app.journeys;
	const newReturnLink = (participant: string, by: SeatOf) =>
		meeting.app.acts.returnLink(by, meeting.journey, { participant });
	const { token } = must(await newReturnLink(meeting.wies.participant, meeting.fenna));
	expect(await returning(meeting.returnToken('wies'))).toBe(null);
	expect(await returning(token)).toMatchObject({ person: meeting.wies.person });
	const before = await meeting.kept();
	const refuse = (reason: string) => ({ ok: false, reason });
	expect(await newReturnLink(meeting.wies.participant, meeting.gert)).toEqual(refuse('not-a-facilitator'));
	expect(await newReturnLink('seatofsomewhere', meeting.fenna)).toEqual(refuse('participant-unknown'));
	expect(await meeting.kept()).toEqual(before);
});

test('F6 a co-facilitator makes no link that signs in as the lead, whose link opens other journeys', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(
		await meeting.app.acts.makeCoFacilitator(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	const co = (await meeting.app.journeys.seat(meeting.journey, meeting.wies.person))!;
	const made = await meeting.app.acts.returnLink(co, meeting.journey, {
		participant: meeting.fenna.participant
	});
	expect(made).toEqual({ ok: false, reason: 'link-not-yours' });
	must(await meeting.app.acts.returnLink(co, meeting.journey, { participant: meeting.gert.participant }));
});

test('F6 a facilitator makes no link for who sits at another table, or can make journeys; they make their own', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { acts, invitations, journeys } = meeting.app;
	const there = await anotherJourney(meeting);
	must(await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person, code: there.code }));
	const host = must(await invitations.accept(await invitations.make(), { name: 'Frits', email: '' }));
	must(await meeting.joinAs('Frits', 'guest', { person: host.person }));
	const frits = (await journeys.seat(meeting.journey, host.person))!;
	const before = await meeting.kept();
	for (const { participant } of [meeting.wies, frits])
		expect(await acts.returnLink(meeting.fenna, meeting.journey, { participant })).toEqual({
			ok: false,
			reason: 'link-not-yours'
		});
	// Her seat at the other table is none of this journey.
	const away = (await journeys.seat(there.journey, meeting.wies.person))!;
	expect(await acts.returnLink(meeting.fenna, meeting.journey, { participant: away.participant })).toEqual({
		ok: false,
		reason: 'participant-unknown'
	});
	expect(await meeting.kept()).toEqual(before);
	for (const seat of [meeting.wies, frits])
		must(await acts.returnLink(seat, meeting.journey, { participant: seat.participant }));
	must(await acts.returnLink(meeting.fenna, meeting.journey, { participant: meeting.gert.participant }));
});

test('J5 who joins again with the same session keeps the seat, another organisation or not', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const before = await meeting.kept();
	const again = await meeting.joinAs('Wies', meeting.organisations.ggd!, { person: meeting.wies.person });
	expect(again).toEqual({
		ok: true,
		journey: meeting.journey,
		person: meeting.wies.person,
		returnToken: null,
		mails: null
	});
	expect(await meeting.kept()).toEqual(before);
});

test('J9 a form that is posted twice, even at once, seats one person', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const post = (form: string, name = 'Nieuwe van Welzijn') =>
		meeting.app.joining.join({
			form,
			code: meeting.code,
			name,
			email: '',
			organisation: 'guest',
			who: null,
			locale: 'nl',
			address: '192.0.2.1'
		});
	const people = async () => (await meeting.app.facts(meeting.journey)).people;
	const before = await people();
	const [first, second] = await Promise.all([post('formofthisphone1'), post('formofthisphone1')]);
	expect(must(second).person).toBe(must(first).person);
	expect(await people()).toBe(before + 1);
	must(await post('formofthatphone2', 'Nog een nieuwe'));
	expect(await people()).toBe(before + 2);
});

test('J5 one person has a seat in each journey, and each has its own cards', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const there = await anotherJourney(meeting);
	const joined = must(
		await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person, code: there.code })
	);
	expect(joined).toMatchObject({ journey: there.journey, person: meeting.wies.person });
	const seat = (await meeting.app.journeys.seat(there.journey, meeting.wies.person))!;
	expect(seat.participant).not.toBe(meeting.wies.participant);
	expect(seat.organisation).toBe(null);
	expect((await meeting.app.journeys.seat(meeting.journey, meeting.wies.person))!.organisation).toBe(
		meeting.organisations.wel
	);
});

/** Who types this code, from there: in, or why not. */
const typing = (meeting: Meeting) => async (address: string, code: string) => {
	const found = await meeting.app.joining.meetingOf(code, address);
	return found.ok ? 'in' : found.reason;
};
const wrong = (n: number) => String(100_000 + n);

test('J6 J29 sixty people behind one address mistype twice, and everybody is in with six digits', async () => {
	const meeting = await aMeeting({ names: [] });
	const type = typing(meeting);
	const six = meeting.code.slice(0, 6);
	for (let person = 0; person < 60; person++) {
		for (const mistake of [2 * person, 2 * person + 1])
			expect(await type('hall', wrong(mistake))).toBe('code-unknown');
		expect(await type('hall', six)).toBe('in');
	}
	// The sheet of last month: one wrong code, however many type it.
	for (let person = 0; person < 200; person++)
		expect(await type('hall', wrong(7).replace(/(...)/, '$1 '))).toBe('code-unknown');
	expect(await type('hall', six)).toBe('in');
	for (let n = 0; n < 300; n++) expect(await type('clumsy', '12 34')).toBe('code-malformed');
	expect(await type('clumsy', six)).toBe('in');
});

test('J6 J29 who goes on guessing is asked for twelve digits, right or wrong, with all in that network; twelve always let in', async () => {
	const meeting = await aMeeting({ names: [] });
	const type = typing(meeting);
	const six = meeting.code.slice(0, 6);
	let tries = 0;
	while ((await type('hall', wrong(tries))) === 'code-unknown') tries++;
	expect(tries).toBe(150);
	for (const code of [six, wrong(3), wrong(300), six.replace(/(...)/, '$1-')])
		expect(await type('hall', code)).toBe('code-in-full');
	for (const code of [meeting.code, meeting.code.replaceAll(/(...)/g, '$1 ')])
		expect(await type('hall', code)).toBe('in');
	for (let n = 0; n < 2000; n++)
		expect(await type('hall', six + String(n).padStart(6, '0'))).not.toBe('code-in-full');
	expect(await type('hall', meeting.code)).toBe('in');
	must(await meeting.joinAs('Mo', 'guest'));
	expect(await type('elsewhere', six)).toBe('in');
	meeting.clock.now += day;
	must(await meeting.app.acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
	const opened = must(
		await meeting.app.acts.openMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id })
	);
	expect(await type('hall', opened.code.slice(0, 6))).toBe('in');
});

test('J6 a thousand networks together have 900 codes a day to try, also all at once; six digits that were right cost nothing', async () => {
	const meeting = await aMeeting({ names: [] });
	const type = typing(meeting);
	const six = meeting.code.slice(0, 6);
	await Promise.all(Array.from({ length: 200 }, () => type('hall', six)));
	const guesses = Array.from({ length: 3000 }, (_, n) => type(`198.51.${n % 250}.${n % 4}`, wrong(n)));
	const came = await Promise.all(guesses);
	expect(came.filter((answer) => answer === 'code-unknown')).toHaveLength(900);
	expect(came.filter((answer) => answer === 'code-in-full')).toHaveLength(2100);
	expect(await type('hall', six)).toBe('code-in-full');
	expect(await type('hall', meeting.code)).toBe('in');
});

test('J6 each guess from another address of version 6 is a guess of the same network, and so is each port that a proxy writes', async () => {
	const meeting = await aMeeting({ names: [] });
	const type = typing(meeting);
	const six = meeting.code.slice(0, 6);
	for (let n = 0; n < 150; n++) await type(`2001:db8::${n.toString(16)}`, wrong(n));
	expect(await type('2001:db8::beef', six)).toBe('code-in-full');
	expect(await type('2001:db8:0:1::beef', six)).toBe('in');
	for (let n = 0; n < 150; n++) await type(`203.0.113.9:${40_000 + n}`, wrong(200 + n));
	expect(await type('203.0.113.9', six)).toBe('code-in-full');
});

test('J6 a meeting that a program of before opened has six digits, and lets in with them', async () => {
	const meeting = await aMeeting({ names: [] });
	meeting.sql("UPDATE meeting SET code = '482731' WHERE id = ?", meeting.id);
	expect(await typing(meeting)('hall', '482 731')).toBe('in');
	expect(await typing(meeting)('hall', '482 731 000 000')).toBe('code-unknown');
	must(await meeting.joinAs('Mo', 'guest', { code: '482731' }));
});

test('J8 an organisation of another journey, or none that exists, is refused, and nobody is added', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const there = await anotherJourney(meeting);
	const theirs = (await meeting.app.journeys.setup(there.journey))!.organisations[0]!.id;
	const before = await meeting.kept();
	for (const organisation of [
		theirs,
		'nosuchorganisation',
		'__proto__',
		'guest ',
		meeting.organisations.wel + ' '
	])
		expect(await meeting.joinAs('Mo', organisation)).toEqual({
			ok: false,
			reason: 'organisation-unknown',
			field: 'organisation'
		});
	expect(await meeting.joinAs('Mo', '')).toMatchObject({ ok: false, reason: 'organisation-missing' });
	expect(
		await meeting.app.acts.seatWithoutDevice(meeting.fenna, meeting.journey, {
			name: 'Mo',
			organisation: theirs
		})
	).toMatchObject({ ok: false, reason: 'organisation-unknown', field: 'organisation' });
	expect(await meeting.kept()).toEqual(before);
});

test('a name that cannot be one is refused beside its field, and nobody is added', async () => {
	const meeting = await aMeeting({ names: [] });
	const before = await meeting.kept();
	const refusals: [string, string][] = [
		['', 'name-empty'],
		['  \u200b ', 'name-empty'],
		['🎉🎉', 'name-no-words'],
		['W'.repeat(61), 'name-too-long'],
		[novel, 'name-too-long']
	];
	for (const [name, reason] of refusals)
		expect(await meeting.joinAs(name, 'guest')).toEqual({ ok: false, reason, field: 'name' });
	for (const email of ['wies', 'a@b', 'a@b.nl, c@d.nl', 'a@b.nl\nBcc: c@d.nl', novel])
		expect(await meeting.joinAs('Wies', 'guest', { email })).toEqual({
			ok: false,
			reason: 'email-invalid',
			field: 'email'
		});
	expect(await meeting.kept()).toEqual(before);
});

test('a name is kept as it is meant: right to left, markup, accents in two parts', async () => {
	const meeting = await aMeeting({ names: [] });
	const names: [string, string][] = [
		['مريم', 'مريم'],
		['\u202eWies\u202c', 'Wies'],
		['<script>alert(1)</script>', '<script>alert(1)</script>'],
		['Zoe\u0308', 'Zo\u00eb'],
		['=SOM(A1)', '=SOM(A1)']
	];
	for (const [typed, kept] of names) {
		const { person } = must(await meeting.joinAs(typed, 'guest'));
		expect((await meeting.app.journeys.seat(meeting.journey, person))!.name).toBe(kept);
	}
});

test('J3 each code that lets nobody in says why, and adds nobody', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tryIt = async (code = meeting.code) => {
		const before = await meeting.kept();
		const page = await meeting.app.joining.meetingOf(code, '192.0.2.1');
		const joined = await meeting.joinAs('Mo', 'guest', { code });
		expect(await meeting.kept()).toEqual(before);
		return [page, joined].map((outcome) => (outcome.ok ? 'in' : outcome.reason));
	};
	const another = meeting.code.startsWith('731482') ? '482731' : '731482';
	expect(await tryIt(another)).toEqual(['code-unknown', 'code-unknown']);
	expect(await tryIt('abc')).toEqual(['code-malformed', 'code-malformed']);
	expect(await tryIt(novel)).toEqual(['code-malformed', 'code-malformed']);
	meeting.clock.now += 25 * hour;
	expect(await tryIt()).toEqual(['meeting-closed', 'meeting-closed']);
	expect((await meeting.app.facts(meeting.journey)).meeting!.code).toBe(null);
	const { code } = must(
		await meeting.app.acts.openMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id })
	);
	expect(must(await meeting.app.joining.meetingOf(code, '192.0.2.1')).meeting.id).toBe(meeting.id);
	must(await meeting.app.acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
	expect(await tryIt(code)).toEqual(['meeting-closed', 'meeting-closed']);
	expect((await meeting.view(meeting.wies)).step.stage).toBe('writing');
});

test('J4 a full meeting lets nobody new in, and everybody who was in', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	meeting.sql('UPDATE meeting SET room_for = 2');
	const before = await meeting.kept();
	expect(await meeting.joinAs('Mo', 'guest')).toEqual({ ok: false, reason: 'meeting-full', field: 'code' });
	expect(await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person })).toMatchObject({ ok: true });
	expect(await meeting.kept()).toEqual(before);
	// Who was removed has left their place, admitted as they are.
	const { participant } = meeting.wies;
	must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, { participant }));
	must(await meeting.joinAs('Mo', 'guest'));
});

test('J4 of two people who come in at the same time for the last seat, one gets it', async () => {
	const meeting = await aMeeting({ names: [] });
	meeting.sql('UPDATE meeting SET room_for = 2');
	const organisation = meeting.organisations.wel!;
	must(await meeting.app.acts.invite(meeting.fenna, meeting.journey, { organisation, lines: 'Mo\nBo' }));
	const both = await Promise.all(['Mo', 'Bo'].map((name) => meeting.joinAs(name, organisation)));
	expect(both.map((joined) => (joined.ok ? 'in' : joined.reason)).sort()).toEqual(['in', 'meeting-full']);
});

test('A7 who was removed comes back neither by code nor by link, until let back', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	const before = await meeting.kept();
	expect(await meeting.joinAs('Wies', 'guest', { person: meeting.wies.person })).toMatchObject({
		ok: false,
		reason: 'removed'
	});
	expect(await meeting.app.journeys.returning(meeting.returnToken('wies'))).toBe(null);
	expect(await meeting.kept()).toEqual(before);
	must(
		await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: meeting.wies.participant })
	);
	expect(await meeting.app.journeys.returning(meeting.returnToken('wies'))).not.toBe(null);
});

test('R13 F6 no facilitator makes a personal link for who administers the installation', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { participant, person } = meeting.wies;
	const link = () => meeting.app.acts.returnLink(meeting.fenna, meeting.journey, { participant });
	must(await link());
	meeting.sql('UPDATE person SET administers_at = 1 WHERE id = ?', person);
	expect(await link()).toEqual({ ok: false, reason: 'link-not-yours' });
	must(await meeting.app.acts.returnLink(meeting.wies, meeting.journey, { participant }));
});

test('R13 the first administrator, who facilitates too, is made once, by a link that works once and for a week', async () => {
	const meeting = await anEmptyTable();
	const { invitations } = meeting.app;
	const [first, second, late] = [
		(await invitations.first())!,
		await invitations.make(),
		await invitations.make()
	];
	const refused = await invitations.accept(first, { name: '', email: '' });
	expect(refused).toEqual({ ok: false, reason: 'name-empty', field: 'name' });
	const both = await Promise.all(
		['Fenna', 'Nep'].map((name) => invitations.accept(first, { name, email: 'Fenna@Siroop.nl' }))
	);
	expect(both.map((outcome) => (outcome.ok ? 'made' : outcome.reason)).sort()).toEqual([
		'invitation-used',
		'made'
	]);
	const made = both.find((outcome) => outcome.ok) as { person: string };
	expect(await meeting.app.people.person(made.person)).toMatchObject({ hosts: true, administers: true });
	expect(await invitations.first()).toBe(null);
	expect(await invitations.makes(second)).toBe('facilitator');
	meeting.clock.now += 8 * day;
	expect(await invitations.accept(late, { name: 'Laat', email: '' })).toMatchObject({
		reason: 'invitation-used'
	});
	expect(meeting.sql('SELECT name, email FROM person')).toEqual([
		{ name: expect.any(String), email: 'fenna@siroop.nl' }
	]);
});

/** A second journey of Fenna's, open too. */
async function anotherJourney(meeting: Meeting): Promise<{ journey: string; code: string }> {
	const { acts, journeys } = meeting.app;
	const given = {
		name: 'Regio Vecht',
		meeting: '',
		place: '',
		date: '2026-05-01',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	const { journey } = must(await journeys.create(meeting.fenna.person, given));
	const lead = (await journeys.seat(journey, meeting.fenna.person))!;
	const { code } = must(
		await acts.openMeeting(lead, journey, { meeting: (await journeys.setup(journey))!.meetings[0]!.id })
	);
	return { journey, code };
}
