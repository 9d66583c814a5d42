import { expect, test } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';

const minute = 60_000;

const leads = (meeting: Meeting) =>
	meeting
		.sql<{ id: string }>(`SELECT id FROM participant WHERE role = 'lead' AND journey_id = ?`, meeting.journey)
		.map(({ id }) => id);

/** The seat of now, as a page reads it. */
const seatNow = async (meeting: Meeting, who: SeatOf) =>
	(await meeting.app.journeys.seat(meeting.journey, who.person))!;

/** Each act of a facilitator, as `by`. */
function actsOf(meeting: Meeting, by: SeatOf): (() => Promise<object>)[] {
	const { app, journey, steps, wies } = meeting;
	const { acts } = app;
	const inStep: Fields[] = [
		{ act: 'hideCard', id: idOf('card', 1) },
		{ act: 'showCard', id: idOf('card', 1) },
		{ act: 'layAll' },
		{ act: 'addOnBehalf', id: idOf('card', 2), participant: wies.participant, prompt: '1', text: 'Namens' },
		{ act: 'closeWeighing' },
		{ act: 'reopenWeighing' },
		{ act: 'setDots', each: '5', most: '5' },
		{ act: 'harvestGroup', group: idOf('group', 1) },
		{ act: 'dropHarvest', harvest: idOf('value', 1) }
	];
	const [organisation] = Object.values(meeting.organisations);
	const names = { organisation: organisation!, name: 'Anders', short: 'A', initials: 'A' };
	return [
		() => acts.goTo(by, journey, { step: steps.checkIn }),
		() => acts.move(by, journey, { step: steps.values, from: 'sorting', by: 1, sure: true }),
		() => acts.pull(by, journey),
		() => acts.pause(by, journey),
		() => acts.resume(by, journey),
		() => acts.startTimer(by, journey, { minutes: 5 }),
		() => acts.addTime(by, journey, { minutes: 5 }),
		() => acts.pauseTimer(by, journey),
		() => acts.resumeTimer(by, journey),
		() => acts.stopTimer(by, journey),
		() => acts.lock(by, journey, { step: steps.values }),
		() => acts.unlock(by, journey, { step: steps.values }),
		() => acts.note(by, journey, { step: steps.values, note: 'x' }),
		() => acts.seatWithoutDevice(by, journey, { name: 'Opa', organisation: 'guest' }),
		() => acts.removePerson(by, journey, { participant: wies.participant }),
		() => acts.letBack(by, journey, { participant: wies.participant }),
		() => acts.makeCoFacilitator(by, journey, { participant: wies.participant }),
		() => acts.makeParticipant(by, journey, { participant: meeting.cor.participant }),
		() => acts.handOver(by, journey, { participant: wies.participant }),
		() => acts.takeOver(by, journey),
		() => app.acts.openMeeting(by, journey, { meeting: meeting.id }),
		() => app.acts.closeMeeting(by, journey, { meeting: meeting.id }),
		() => app.acts.renameOrganisation(by, journey, names),
		...inStep.map((fields) => () => meeting.act(by, fields))
	];
}

test('F1 every act of a facilitator is refused to anybody else, and changes nothing', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'cor'], stage: 'sorting' });
	const before = await meeting.kept();
	for (const act of actsOf(meeting, meeting.gert))
		expect(await act()).toEqual({ ok: false, reason: 'not-a-facilitator' });
	expect(await meeting.kept()).toEqual(before);
});

test('F1 a co-facilitator who was removed, or is one no more, facilitates nothing', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'], stage: 'sorting' });
	const { acts } = meeting.app;
	const asCo = await seatNow(meeting, meeting.cor);
	expect(asCo.role).toBe('co-facilitator');
	must(await acts.pull(asCo, meeting.journey));
	must(await acts.makeParticipant(meeting.fenna, meeting.journey, { participant: meeting.cor.participant }));
	expect(await acts.pull(asCo, meeting.journey)).toMatchObject({ reason: 'not-a-facilitator' });
	must(
		await acts.makeCoFacilitator(meeting.fenna, meeting.journey, { participant: meeting.cor.participant })
	);
	must(await acts.removePerson(meeting.fenna, meeting.journey, { participant: meeting.cor.participant }));
	const removed = await seatNow(meeting, meeting.cor);
	const before = await meeting.kept();
	for (const act of actsOf(meeting, removed)) expect(await act()).toMatchObject({ ok: false });
	expect(await meeting.kept()).toEqual(before);
});

test('F1 a facilitator of another journey has nothing to say here', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'] });
	const { acts, journeys, invitations } = meeting.app;
	const frits = must(await invitations.accept(await invitations.make(), { name: 'Frits', email: '' }));
	const given = {
		name: 'Regio Vecht',
		meeting: '',
		place: '',
		date: '2026-05-01',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	const there = must(await journeys.create(frits.person, given));
	const seat = (await journeys.seat(there.journey, frits.person))!;
	const before = await meeting.kept();
	expect(await acts.pull(seat, meeting.journey)).toEqual({ ok: false, reason: 'not-yours' });
	const unknown = { ok: false, reason: 'participant-unknown' };
	expect(await acts.removePerson(seat, there.journey, { participant: meeting.wies.participant })).toEqual(
		unknown
	);
	expect(await acts.letBack(seat, there.journey, { participant: meeting.wies.participant })).toEqual(unknown);
	expect(await acts.handOver(seat, there.journey, { participant: meeting.wies.participant })).toEqual(
		unknown
	);
	expect(
		await acts.makeCoFacilitator(seat, there.journey, { participant: meeting.wies.participant })
	).toEqual(unknown);
	expect(await meeting.app.acts.closeMeeting(seat, there.journey, { meeting: meeting.id })).toMatchObject({
		ok: false
	});
	expect(await meeting.kept()).toEqual(before);
});

test('F2 F4 handing over makes one other lead, and twice at once makes no second', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'cor'] });
	const { acts } = meeting.app;
	const cor = await seatNow(meeting, meeting.cor);
	expect(await acts.handOver(cor, meeting.journey, { participant: meeting.wies.participant })).toEqual({
		ok: false,
		reason: 'not-lead'
	});
	expect(
		await acts.handOver(meeting.fenna, meeting.journey, { participant: meeting.fenna.participant })
	).toMatchObject({
		reason: 'already-lead'
	});
	const handed = await Promise.all(
		[meeting.wies, meeting.gert].map((to) =>
			acts.handOver(meeting.fenna, meeting.journey, { participant: to.participant })
		)
	);
	expect(handed).toEqual([{ ok: true }, { ok: false, reason: 'not-lead' }]);
	expect(leads(meeting)).toEqual([meeting.wies.participant]);
	expect((await seatNow(meeting, meeting.fenna)).role).toBe('co-facilitator');
	// A page of the lead of before that was left open makes nobody anything any more.
	const fenna = await seatNow(meeting, meeting.fenna);
	expect(
		await acts.makeCoFacilitator(fenna, meeting.journey, { participant: meeting.gert.participant })
	).toMatchObject({ ok: false, reason: 'not-lead' });
	// All three still facilitate.
	for (const seat of [fenna, cor, await seatNow(meeting, meeting.wies)])
		must(await acts.pull(seat, meeting.journey));
});

test('F3 F4 a co-facilitator takes over when the lead has been away for a minute, and not before', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'] });
	const { acts } = meeting.app;
	const cor = await seatNow(meeting, meeting.cor);
	const screen = await meeting.connect(meeting.fenna, meeting.journeyDocument);
	await until(() => screen.facts.some(({ connected }) => connected === 1), 'Fenna to be there');
	meeting.clock.now += 60 * minute;
	const present = { ok: false, reason: 'lead-present' };
	expect(await acts.takeOver(cor, meeting.journey)).toEqual(present);
	await screen.leave();
	expect(await acts.takeOver(cor, meeting.journey)).toEqual(present);
	await until(() => meeting.app.sync.presence(meeting.journey).participants.size === 0, 'Fenna to be gone');
	expect(await acts.takeOver(cor, meeting.journey)).toEqual(present);
	const other = await meeting.connect(meeting.cor, meeting.journeyDocument);
	await until(() => other.facts.length, 'the table to have noticed');
	meeting.clock.now += minute - 1;
	expect(await acts.takeOver(cor, meeting.journey)).toEqual(present);
	meeting.clock.now += 1;
	const both = await Promise.all([1, 2].map(() => acts.takeOver(cor, meeting.journey)));
	expect(both[0]).toEqual({ ok: true });
	expect(leads(meeting)).toEqual([meeting.cor.participant]);
	expect((await seatNow(meeting, meeting.fenna)).role).toBe('co-facilitator');
});

test('F3 a lead whose sockets are blocked is there as long as the pages ask', async () => {
	const meeting = await aMeeting({ names: ['cor'] });
	const cor = await seatNow(meeting, meeting.cor);
	meeting.clock.now += 60 * minute;
	meeting.app.seen(meeting.fenna.participant);
	meeting.clock.now += minute - 1;
	expect(await meeting.app.acts.takeOver(cor, meeting.journey)).toMatchObject({
		reason: 'lead-present'
	});
	meeting.clock.now += 1;
	must(await meeting.app.acts.takeOver(cor, meeting.journey));
});

test('F5 A7 removing a person closes all their sockets within a second and keeps their revealed cards', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', idOf('card', 1)));
	await meeting.next();
	const documents = [meeting.ownDocument(meeting.wies), meeting.boardDocument, meeting.journeyDocument];
	const sockets = await Promise.all(documents.map((document) => meeting.connect(meeting.wies, document)));
	const other = await meeting.connect(meeting.gert, meeting.boardDocument);
	const { acts } = meeting.app;
	expect(
		await acts.removePerson(meeting.fenna, meeting.journey, { participant: meeting.fenna.participant })
	).toEqual({
		ok: false,
		reason: 'lead-stays'
	});
	const began = performance.now();
	must(await acts.removePerson(meeting.fenna, meeting.journey, { participant: meeting.wies.participant }));
	for (const socket of sockets) expect(await socket.closed).toEqual({ code: 4403, reason: 'removed' });
	expect(performance.now() - began).toBeLessThan(1000);
	const before = await meeting.kept();
	must(await acts.removePerson(meeting.fenna, meeting.journey, { participant: meeting.wies.participant }));
	expect(await meeting.kept()).toEqual(before);
	expect((await meeting.board()).loose.map(({ text }) => text)).toEqual(['Dichtbij']);
	other.doc.getMap('groups').set(idOf('group', 1), { title: 'Verder', order: 1 });
	await until(() => other.isSaved, 'the others to go on');
	must(await acts.letBack(meeting.fenna, meeting.journey, { participant: meeting.wies.participant }));
	const back = await meeting.connect(meeting.wies, meeting.boardDocument);
	expect(back.isSynced).toBe(true);
});

test('F2 F4 whoever facilitates hears of every act, also of one that changes nothing for the table', async () => {
	const meeting = await aMeeting({ names: ['wies', 'cor'] });
	const screen = await meeting.connect(meeting.cor, meeting.journeyDocument);
	await until(() => screen.facts.some(({ connected }) => connected === 1), 'Cor to be there');
	const heard = screen.facts.length;
	must(
		await meeting.app.acts.handOver(meeting.fenna, meeting.journey, {
			participant: meeting.cor.participant
		})
	);
	await until(() => screen.facts.length > heard, 'the act');
	const { version: _, now: __, ...before } = screen.facts[heard - 1]!;
	expect(screen.facts[heard]).toMatchObject(before);
});

test('A8 a screen that comes where nobody listened any more is told the facts', async () => {
	const meeting = await aMeeting({ names: ['wies', 'wim'] });
	const first = await meeting.connect(meeting.wies, meeting.journeyDocument);
	await until(() => first.facts.some(({ connected }) => connected === 1), 'Wies to be there');
	await first.leave();
	await until(() => meeting.app.sync.presence(meeting.journey).participants.size === 0, 'Wies to be gone');
	// A colleague: what is told is what it was.
	const next = await meeting.connect(meeting.wim, meeting.journeyDocument);
	await until(() => next.facts.length > 0, 'the facts');
});
