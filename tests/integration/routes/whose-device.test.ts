import { expect, test } from 'vitest';
import type { Who } from '#server/people/who.ts';
import * as first from '../../../src/routes/eerste/[token]/+page.server.ts';
import * as back from '../../../src/routes/terug/[token]/+page.server.ts';
import * as joiningHere from '../../../src/routes/meedoen/[code]/+page.server.ts';
import { anotherJourney } from '../../support/elsewhere.ts';
import { aMailServer, linkIn, sending } from '../../support/mail-server.ts';
import { aMeeting, type Meeting } from '../../support/cast.ts';
import * as devices from '../../../src/routes/apparaten/+page.server.ts';
import * as ik from '../../../src/routes/traject/[journey]/ik/+page.server.ts';
import { Asking, type Asked } from './asking.ts';

// Petra comes in on the tablet on which Wies takes part in another journey, or in this one.

/** A browser that keeps its session from one page to the next. */
class Tablet {
	readonly #site: Asking;
	cookie = '';

	constructor(meeting: Meeting) {
		this.#site = new Asking(meeting);
	}

	who = (): Promise<Who | null> => this.#site.meeting.app.sessions.who(this.cookie);

	async ask(handler: Parameters<Asking['ask']>[0], asked: Asked = {}) {
		const came = await this.#site.ask(handler, { who: this.cookie ? await this.who() : null, ...asked });
		this.cookie = this.#site.last.cookies.at(-1)?.value ?? this.cookie;
		return came;
	}

	look = (code: string, said = '') =>
		this.ask(joiningHere.load, { params: { code }, path: `/meedoen/${code}${said}` });

	join = (code: string, fields: Record<string, string>) =>
		this.ask(joiningHere.actions.default, {
			params: { code },
			fields: { organisation: 'guest', seat: `form${fields.name!.toLowerCase()}`.padEnd(16, '0'), ...fields }
		});
}

async function tabletOfWies(meeting: Meeting): Promise<Tablet> {
	const tablet = new Tablet(meeting);
	tablet.cookie = (await meeting.app.sessions.start(meeting.wies.person)).value;
	return tablet;
}

const peopleIn = (meeting: Meeting, journey: string) =>
	meeting
		.sql<{ name: string }>(
			`SELECT name FROM participant JOIN person ON person.id = person_id
			 WHERE journey_id = ? AND role = 'participant' ORDER BY name`,
			journey
		)
		.map(({ name }) => name);

test('J35 who comes with a code on a device of somebody is asked who they are, in another journey and in the same', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const there = await anotherJourney(meeting);
	const tablet = await tabletOfWies(meeting);
	for (const code of [meeting.code, there.code])
		expect(await tablet.look(code)).toMatchObject({ kind: 'answer', data: { who: null } });
	expect(await tablet.look(meeting.code, '?ik=zelf')).toMatchObject({ to: `/traject/${meeting.journey}` });
	expect(await tablet.look(there.code, '?ik=zelf')).toMatchObject({ data: { who: 'me' } });
	expect(await tablet.look(meeting.code, '?ik=ander')).toMatchObject({ data: { who: 'other' } });
	// Also of the six digits that somebody typed.
	expect(await tablet.look(meeting.code.slice(0, 6), '?ik=ander')).toMatchObject({
		to: `/meedoen/${meeting.code}?ik=ander`
	});
	expect(await new Tablet(meeting).look(meeting.code)).toMatchObject({ data: { who: 'other' } });
});

test('J35 who says to be somebody else is seated, greeted and mailed under their own name, and reads nothing of the one before', async () => {
	const server = await aMailServer();
	const meeting = await aMeeting({ names: ['wies'], env: sending(server) });
	const there = await anotherJourney(meeting);
	const tablet = await tabletOfWies(meeting);
	const came = await tablet.join(there.code, { name: 'Petra', email: 'petra@markt.nl' });
	expect(came).toMatchObject({ to: `/traject/${there.journey}` });
	expect(peopleIn(meeting, there.journey)).toEqual(['Petra']);
	const petra = (await tablet.who())!;
	expect(petra.person).not.toBe(meeting.wies.person);
	expect(await meeting.app.journeys.seat(meeting.journey, petra)).toBeNull();
	await meeting.app.postman.deliver();
	expect(server.letters).toHaveLength(1);
	expect(server.letters[0]).toContain('Petra');
	expect(server.letters[0]).not.toContain('Wies');
	const { token } = linkIn(server.letters[0]);
	expect(await meeting.app.openings.look(token)).toMatchObject({ name: 'Petra', person: petra.person });
});

test('J35 on a device of the same journey somebody else gets a seat of their own', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await tabletOfWies(meeting);
	await tablet.join(meeting.code, { name: 'Petra' });
	expect(peopleIn(meeting, meeting.journey)).toEqual(['Petra', 'Wies van Welzijn']);
});

test('J35 who says to be the same person goes on with their own name, whatever else is typed', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const there = await anotherJourney(meeting);
	const tablet = await tabletOfWies(meeting);
	const before = tablet.cookie;
	await tablet.join(there.code, { me: meeting.wies.person, name: 'Petra' });
	expect(peopleIn(meeting, there.journey)).toEqual(['Wies van Welzijn']);
	expect(tablet.cookie).toBe(before);
});

test('J35 a form of the one before seats nobody once the device is another’s', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const there = await anotherJourney(meeting);
	const tablet = await tabletOfWies(meeting);
	await tablet.join(there.code, { name: 'Petra' });
	const form = { me: meeting.wies.person, name: 'Wies', seat: 'formofwiesbefore' };
	expect(await tablet.join(there.code, form)).toMatchObject({ kind: 'failure', data: { field: 'code' } });
	tablet.cookie = '';
	expect(await tablet.join(there.code, form)).toMatchObject({ kind: 'failure' });
	expect(peopleIn(meeting, there.journey)).toEqual(['Petra']);
});

test('J36 J9 a form that is posted twice on a device of somebody else seats one new person, who stays signed in', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await tabletOfWies(meeting);
	await tablet.join(meeting.code, { name: 'Petra' });
	const cookie = tablet.cookie;
	await tablet.join(meeting.code, { name: 'Petra' });
	expect(tablet.cookie).toBe(cookie);
	expect(await tablet.who()).not.toBeNull();
	expect(peopleIn(meeting, meeting.journey)).toEqual(['Petra', 'Wies van Welzijn']);
});

test('J36 who comes in as somebody else ends what the one before began there, by code, link and invitation, and nothing elsewhere', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const ways: ((tablet: Tablet) => Promise<unknown>)[] = [
		(tablet) => tablet.join(meeting.code, { name: 'Petra' }),
		(tablet) =>
			tablet.ask(back.actions.default, { params: { token: meeting.returnToken('gert') }, fields: {} }),
		async (tablet) =>
			tablet.ask(first.actions.default, {
				params: { token: await meeting.app.invitations.make() },
				fields: { name: 'Frits' }
			})
	];
	const phone = await tabletOfWies(meeting);
	for (const come of ways) {
		const tablet = await tabletOfWies(meeting);
		const { cookie } = tablet;
		await come(tablet);
		expect(tablet.cookie).not.toBe(cookie);
		expect(await meeting.app.sessions.who(cookie)).toBeNull();
		expect((await tablet.who())!.person).not.toBe(meeting.wies.person);
		expect(await phone.who()).not.toBeNull();
	}
});

test('J36 a page of the one before that is still open is told so, and one’s own link ends nothing', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await tabletOfWies(meeting);
	const { cookie } = tablet;
	await tablet.ask(back.actions.default, { params: { token: meeting.returnToken('wies') }, fields: {} });
	expect(await meeting.app.sessions.who(cookie)).not.toBeNull();
	const page = await meeting.knock(meeting.journeyDocument, { cookie: `siroop_sessie=${cookie}` });
	await page.opened();
	expect(page.isOpen).toBe(true);
	await tablet.join(meeting.code, { name: 'Petra' });
	await page.closed;
});

test('J40 J31 from the name on top two taps lead to a form of one’s own; what the first one typed stays the first’s', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await tabletOfWies(meeting);
	const at = { params: { journey: meeting.journey } };
	const away = () => tablet.ask(devices.actions.signOut, { fields: { journey: meeting.journey } });
	expect(await tablet.ask(ik.load, at)).toMatchObject({ kind: 'answer' });
	expect(await away()).toMatchObject({ to: `/meedoen/${meeting.code}` });
	expect(await tablet.who()).toBeNull();
	expect(await tablet.look(meeting.code)).toMatchObject({ data: { who: 'other' } });
	await tablet.join(meeting.code, { name: 'Petra' });
	const petra = (await tablet.who())!;
	expect(await meeting.app.journeys.seat(meeting.journey, petra)).toMatchObject({ name: 'Petra' });
	expect(await meeting.app.journeys.seat(meeting.journey, meeting.wies.person)).toEqual(meeting.wies);
});

test('J38 J40 on the page behind the name one changes it, with a script and without, and hears what is wrong', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const tablet = await tabletOfWies(meeting);
	const rename = (name: string, script = true) =>
		tablet.ask(ik.actions.rename, {
			...{ params: { journey: meeting.journey }, path: `/traject/${meeting.journey}/ik` },
			...{ fields: { name }, script }
		});
	expect(await rename('Wies de Wit')).toEqual({ kind: 'answer', data: { ok: true } });
	expect(await rename('Wies', false)).toMatchObject({ to: `/traject/${meeting.journey}/ik` });
	expect(await rename('…')).toMatchObject({ kind: 'failure', data: { field: 'name', given: { name: '…' } } });
	const move = await tablet.ask(ik.actions.move, {
		...{ params: { journey: meeting.journey }, fields: { organisation: 'guest' } }
	});
	expect(move).toMatchObject({ kind: 'failure', data: { reason: 'seat-admitted' } });
});
