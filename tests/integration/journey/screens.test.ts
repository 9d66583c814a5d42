import { expect, test } from 'vitest';
import type { SeatOf } from '#server/journey/seats.ts';
import { SyncClient, until } from '../../support/sync-client.ts';
import { aMeeting, must, type Meeting } from '../../support/cast.ts';

const forbidden = { code: 4403, reason: 'not-yours' };

/** Everybody comes by way of a proxy, which says from where. */
const inTheHall = () => aMeeting({ names: ['wies', 'cor'], env: { PROXIES: '1' } });

async function screenAt(meeting: Meeting, network: string, signedInAs?: SeatOf): Promise<SyncClient> {
	const cookie = signedInAs ? await meeting.cookieOf(signedInAs) : '';
	const headers = { 'x-forwarded-for': `10.9.9.9, ${network}`, cookie };
	const screen = await meeting.connectBeamer(meeting.journeyDocument, meeting.beamerToken, headers);
	await until(() => screen.policy, 'the screen to be let in');
	return screen;
}

/** A page of theirs, from there. */
async function connectedAt(meeting: Meeting, who: SeatOf, network: string): Promise<SyncClient> {
	const { server, document, headers } = await meeting.addressOf(who, meeting.journeyDocument);
	return SyncClient.join({ server, document, headers: { ...headers, 'x-forwarded-for': network } });
}

const tokenNow = async ({ app, journey }: Meeting) => (await app.journeys.setup(journey))!.beamerToken;
const renew = async (meeting: Meeting, token = meeting.beamerToken, by = meeting.fenna) =>
	meeting.app.acts.renewBeamer(by, meeting.journey, { token });

test('A17 A18 a new link: the screens of the room go along, every other one is shut out and learns nothing', async () => {
	const meeting = await inTheHall();
	await connectedAt(meeting, meeting.fenna, '192.0.2.1');
	await connectedAt(meeting, meeting.wies, '192.0.2.7');
	const follow = [
		await screenAt(meeting, '192.0.2.1'),
		await screenAt(meeting, '192.0.2.1', meeting.fenna),
		await screenAt(meeting, '198.51.100.9', meeting.fenna)
	];
	const stay = [
		await screenAt(meeting, '192.0.2.2'),
		await screenAt(meeting, '192.0.2.7'),
		await screenAt(meeting, '192.0.2.1', meeting.wies)
	];
	expect((await meeting.app.console.of(meeting.journey)).beamers).toBe(6);
	expect(must(await renew(meeting)).screens).toBe(3);
	const token = await tokenNow(meeting);
	expect(token).not.toBe(meeting.beamerToken);
	// With the old token they are all refused; who was told of the new one comes back with it.
	for (const screen of follow) expect(await screen.closed).toEqual({ code: 4410, reason: token });
	for (const screen of stay) expect(await screen.closed).toEqual(forbidden);
	expect(follow.map((screen) => screen.hasReceived(token))).toEqual([true, true, true]);
	expect(stay.map((screen) => screen.hasReceived(token))).toEqual([false, false, false]);
	expect(await meeting.app.journeys.ofBeamer(meeting.beamerToken)).toBe(null);
	expect(await meeting.app.journeys.ofBeamer(token)).toMatchObject({ journey: meeting.journey });
	const back = await meeting.connectBeamer(meeting.journeyDocument, token);
	await until(() => back.policy, 'the screen with its new link');
	const late = await meeting.connectBeamer(meeting.journeyDocument);
	expect(await late.closed).toEqual(forbidden);
});

test('A17 who facilitated and is removed, or facilitates no more, has a link that is over, on their own screen too', async () => {
	const meeting = await inTheHall();
	const { acts } = meeting.app;
	const { participant } = meeting.cor;
	await connectedAt(meeting, meeting.fenna, '192.0.2.1');
	await connectedAt(meeting, meeting.cor, '198.51.100.9');
	const [ofRoom, ofCor, atCors] = [
		await screenAt(meeting, '192.0.2.1'),
		await screenAt(meeting, '192.0.2.1', meeting.cor),
		await screenAt(meeting, '198.51.100.9')
	];
	must(await acts.removePerson(meeting.fenna, meeting.journey, { participant }));
	const second = await tokenNow(meeting);
	expect(second).not.toBe(meeting.beamerToken);
	for (const screen of [ofCor, atCors]) expect(await screen.closed).toEqual(forbidden);
	expect(await ofRoom.closed).toEqual({ code: 4410, reason: second });
	expect([ofRoom, ofCor, atCors].map((screen) => screen.hasReceived(second))).toEqual([true, false, false]);
	must(await acts.letBack(meeting.fenna, meeting.journey, { participant }));
	expect(await tokenNow(meeting)).toBe(second);
	must(await acts.makeParticipant(meeting.fenna, meeting.journey, { participant }));
	const third = await tokenNow(meeting);
	expect(third).not.toBe(second);
	must(await acts.makeParticipant(meeting.fenna, meeting.journey, { participant }));
	expect(await tokenNow(meeting)).toBe(third);
	const told = meeting.sql<{ act: string; detail: string }>(
		`SELECT act, detail FROM audit WHERE act IN ('remove-person', 'make-participant') ORDER BY seq`
	);
	expect(told).toEqual([
		{ act: 'remove-person', detail: '{"screens":1}' },
		{ act: 'make-participant', detail: '{"screens":0}' }
	]);
});

test('A17 whoever never had the link leaves it as it is', async () => {
	const meeting = await inTheHall();
	const { participant } = meeting.wies;
	must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, { participant }));
	must(
		await meeting.app.acts.handOver(meeting.fenna, meeting.journey, { participant: meeting.cor.participant })
	);
	expect(await tokenNow(meeting)).toBe(meeting.beamerToken);
});

test('A17 F1 pressed twice, even at once, the link is renewed once, and only by who facilitates', async () => {
	const meeting = await inTheHall();
	const before = await meeting.kept();
	expect(await renew(meeting, meeting.beamerToken, meeting.wies)).toEqual({
		ok: false,
		reason: 'not-a-facilitator'
	});
	expect(await renew(meeting, 'notthelinkofnow')).toEqual({ ok: true, screens: 0 });
	expect(await meeting.kept()).toEqual(before);
	await Promise.all([renew(meeting), renew(meeting, meeting.beamerToken, meeting.cor)]);
	const token = await tokenNow(meeting);
	must(await renew(meeting));
	expect(await tokenNow(meeting)).toBe(token);
	expect(meeting.sql(`SELECT detail FROM audit WHERE act = 'renew-beamer'`)).toEqual([
		{ detail: '{"screens":0}' }
	]);
});

test('A18 J30 behind a proxy a screen is where the proxy saw it, whatever it says of itself', async () => {
	const meeting = await inTheHall();
	await connectedAt(meeting, meeting.fenna, '2001:db8:0:1::5');
	const near = await screenAt(meeting, '2001:db8:0:1::77');
	const headers = { 'x-forwarded-for': '2001:db8:0:1::77, 203.0.113.9' };
	const far = await meeting.connectBeamer(meeting.journeyDocument, meeting.beamerToken, headers);
	await until(() => far.policy, 'the screen to be let in');
	expect(must(await renew(meeting)).screens).toBe(1);
	await Promise.all([near.closed, far.closed]);
	const token = await tokenNow(meeting);
	expect([near.hasReceived(token), far.hasReceived(token)]).toEqual([true, false]);
});
