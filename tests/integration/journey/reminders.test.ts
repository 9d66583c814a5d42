import { expect, test } from 'vitest';
import { harvestFields } from '#domain/parts/harvest/harvest.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { aMailServer, linkIn, sending } from '../../support/mail-server.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** The values are open until three days from now. Wies, Gert and Gea gave an address, Ria did not. */
async function anOpenStep(env: Record<string, string> = {}): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'gea', 'ria'], stage: 'prepared', env });
	for (const name of ['wies', 'gert', 'gea'] as const)
		meeting.sql(
			'UPDATE person SET email = ? WHERE id = ?',
			`${name}@voorbeeld.nl`,
			meeting.seat(name).person
		);
	must(await open(meeting, meeting.clock.now + 3 * day));
	return meeting;
}

const open = (meeting: Meeting, deadline: number, step = meeting.steps.values) =>
	meeting.app.acts.openUntil(meeting.fenna, meeting.journey, { step, deadline });
const remind = (meeting: Meeting) =>
	meeting.app.reminders.remind(meeting.fenna, meeting.journey, { step: meeting.steps.values });
const owing = (meeting: Meeting) => meeting.app.reminders.owing(meeting.journey, meeting.steps.values);
const mails = (meeting: Meeting) =>
	meeting.sql<{ recipient: string }>('SELECT recipient FROM mail ORDER BY recipient');

test('R4 opening a step begins it for everybody, and who writes a card or is ready owes nothing more', async () => {
	const meeting = await anOpenStep();
	const facts = (await meeting.app.facts(meeting.journey)).step!;
	expect(facts.stage).toBe('writing');
	// Fenna facilitates and takes part too.
	expect(await owing(meeting)).toMatchObject({ owe: 5, remindable: 3 });
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' }));
	expect(await owing(meeting)).toMatchObject({ owe: 3, remindable: 1 });
	must(await meeting.app.acts.closeAhead(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(await owing(meeting)).toMatchObject({ owe: 0, remindable: 0 });
});

test('R5 R7 reminders go to who still owes something, once in twenty hours, and nobody hears who', async () => {
	const meeting = await anOpenStep();
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	expect(await remind(meeting)).toEqual({ ok: true, sent: 2 });
	expect(mails(meeting).map(({ recipient }) => recipient)).toEqual(['gea@voorbeeld.nl', 'gert@voorbeeld.nl']);
	expect(await remind(meeting)).toEqual({ ok: true, sent: 0 });
	meeting.clock.now += 20 * hour;
	must(await meeting.act(meeting.gea, { act: 'ready', on: 'yes' }));
	expect(await remind(meeting)).toEqual({ ok: true, sent: 1 });
	meeting.clock.now += 3 * day;
	expect(await remind(meeting)).toEqual({ ok: true, sent: 0 });
	expect(
		await meeting.app.reminders.remind(meeting.wies, meeting.journey, { step: meeting.steps.values })
	).toMatchObject({ reason: 'not-a-facilitator' });
});

test('R6 a day before the deadline one reminder goes by itself, and only one', async () => {
	const meeting = await anOpenStep();
	const { reminders } = meeting.app;
	expect(await reminders.remindDue()).toBe(0);
	meeting.clock.now += 2 * day;
	expect(await reminders.remindDue()).toBe(3);
	expect(await reminders.remindDue()).toBe(0);
});

test('R18 a reminder is in the language of who reads it, whoever sends it, and in Dutch while that is unknown', async () => {
	const server = await aMailServer();
	const meeting = await anOpenStep(sending(server));
	await meeting.app.people.reads(meeting.gert.person, 'en');
	meeting.sql('UPDATE person SET locale = NULL WHERE id = ?', meeting.gea.person);
	must(await remind(meeting));
	await meeting.app.postman.deliver();
	const to = (name: string) => server.letters.find((letter) => letter.includes(`To: ${name}@`))!;
	expect(to('gert')).toContain('Still to do');
	expect(to('gert')).toContain('Dutch time');
	expect(to('gea')).toContain('Nog te doen');
	expect(to('wies')).toContain('Nog te doen');
});

test('R18 a join is in a language, and that is the language of the letters from then on', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { code } = (await meeting.app.journeys.setup(meeting.journey))!.meetings[0]!;
	must(
		await meeting.app.joining.join({
			...{ code: code!, name: 'Olivia', email: 'olivia@example.org', who: null, locale: 'en' },
			...{ organisation: 'guest', address: '192.0.2.1' }
		})
	);
	expect(meeting.sql(`SELECT locale FROM person WHERE name = 'Olivia'`)).toEqual([{ locale: 'en' }]);
});

test('R19 who gets no reminder is counted by why, and what does not leave at all is said', async () => {
	const meeting = await anOpenStep();
	expect(await owing(meeting)).toEqual({
		...{ owe: 5, remindable: 3, held: 'no-server' },
		left: { 'no-address': 2, lately: 0, 'too-many': 0 }
	});
	must(await remind(meeting));
	expect(await owing(meeting)).toMatchObject({ remindable: 0, left: { 'no-address': 2, lately: 3 } });
	meeting.clock.now += 20 * hour;
	for (let n = 0; n < 9; n++)
		meeting.sql(
			`INSERT INTO mail SELECT 'mail' || ?, kind, journey_id, participant_id, step_id, link_hash, recipient, locale,
				written_at, due_at, sent_at, failed_at, failure FROM mail WHERE recipient = 'gea@voorbeeld.nl' LIMIT 1`,
			n
		);
	expect(await owing(meeting)).toMatchObject({ remindable: 2, left: { 'no-address': 2, 'too-many': 1 } });
	const posted = await anOpenStep({ SMTP_URL: 'smtp://127.0.0.1:1' });
	expect(await owing(posted)).toMatchObject({ held: 'no-origin' });
});

test('J10 the link in a reminder brings its person to the step, and ends a week after the deadline', async () => {
	const server = await aMailServer();
	const meeting = await anOpenStep(sending(server));
	must(await remind(meeting));
	await meeting.app.postman.deliver();
	const { token } = linkIn(server.letters.find((letter) => letter.includes('To: gea@')));
	expect(await meeting.app.journeys.returning(token)).toMatchObject({
		person: meeting.gea.person,
		step: meeting.steps.values
	});
	// The personal link still works beside it.
	expect(await meeting.app.journeys.returning(meeting.returnToken('gea'))).toMatchObject({ step: null });
	meeting.clock.now += 10 * day - 1;
	expect(await meeting.app.journeys.returning(token)).toMatchObject({ step: meeting.steps.values });
	meeting.clock.now += 1;
	expect(await meeting.app.journeys.returning(token)).toBeNull();
});

test('R4 a deadline in the past, or no moment at all, opens nothing', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'prepared' });
	const before = await meeting.kept();
	for (const deadline of [meeting.clock.now, Number.NaN, meeting.clock.now + 400 * day])
		expect(await open(meeting, deadline)).toEqual({
			ok: false,
			reason: 'deadline-invalid',
			field: 'deadline'
		});
	expect(await meeting.kept()).toEqual(before);
});

test('P8 R4 a step that opens with texts has them on its board at once', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const step = steps.find(({ kind }) => kind === 'ambitions')!.id;
	meeting.harvested(idOf('ambition', 1), 'ambition', { name: 'Drie mensen' });
	must(await open(meeting, meeting.clock.now + day, step));
	const { texts } = await meeting.document(boardDocument(step));
	expect(Object.keys(texts as object)).toHaveLength(harvestFields.ambition.length);
});

test('P8 R4 U6 a step does not open over a room that looks at what it embargoes', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { app, fenna, journey } = meeting;
	const { steps } = (await app.journeys.setup(journey))!;
	const [future, today] = ['future', 'today'].map((wanted) => steps.find(({ kind }) => kind === wanted)!.id);
	const opening = { step: future!, stage: 'writing', reason: 'De waarden zijn vorige maand al vastgesteld.' };
	must(await app.acts.openGate(fenna, journey, opening));
	must(await app.acts.goTo(fenna, journey, { step: today! }));
	const before = await meeting.kept();
	expect(await open(meeting, meeting.clock.now + day, future)).toEqual({
		ok: false,
		reason: 'embargoes-the-room'
	});
	expect(await meeting.kept()).toEqual(before);
});

test('R6 D11 nobody is reminded of a step that was taken out of the run-sheet', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'prepared' });
	meeting.sql('UPDATE person SET email = ? WHERE id = ?', 'wies@voorbeeld.nl', meeting.wies.person);
	const { acts, reminders } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	must(await acts.openUntil(...by, { step, deadline: meeting.clock.now + 3 * day }));
	must(await acts.goTo(...by, { step: meeting.steps.checkIn }));
	must(await acts.removeStep(...by, { step }));
	meeting.clock.now += 2 * day;
	expect(await reminders.remindDue()).toBe(0);
});
