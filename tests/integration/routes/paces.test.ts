import { expect, onTestFinished, test, vi } from 'vitest';
import { pages } from '#lib/form/pages.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, type Meeting } from '../../support/cast.ts';
import { Asking, handlersOf, type Came } from './asking.ts';

// Every form and every file that the program answers has a pace, also those of a page that comes tomorrow.

/** What costs next to nothing, and is asked again and again by machines and by pages without a socket. */
const unpaced = [
	'/healthz GET',
	'/livez GET',
	'/readyz GET',
	'/scherm/[token]/feiten GET',
	'/traject/[journey]/feiten GET',
	// Here a right code has to pass whatever others do; J6 counts the wrong ones.
	'/meedoen default'
];

const found = Object.keys(pages).flatMap((route) =>
	handlersOf(route)
		.filter(([what]) => what !== 'load')
		.map(([what, handler]) => [`${route} ${what}`, handler] as const)
);

const here = '192.0.2.1';

/** Nothing is left of any pace, of these people and of the network that they are in. */
function spend({ app }: Meeting, people: SeatOf[]): void {
	for (const { person } of people) {
		while (app.paces.act(person));
		while (app.paces.form(person, here));
		while (app.paces.work(person));
	}
	while (app.paces.form(null, here));
}

/** The page or the sentence that says so. */
function isTooFast(came: Came): boolean {
	if (came.kind === 'error') return came.reason === 'too-fast';
	return came.kind === 'failure' && JSON.stringify(came.data).includes('te snel');
}

test('BN11 every action and every answer of a route that costs something is refused to who asks too fast', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const meeting = await aMeeting({ names: ['wies'] });
	const invitation = await meeting.app.invitations.make();
	const site = new Asking(meeting);
	spend(meeting, [meeting.fenna, meeting.wies]);
	const tokens: Record<string, string> = { eerste: invitation, terug: meeting.returnToken('wies') };
	const before = await meeting.kept();
	const free: string[] = [];
	for (const [name, handler] of found) {
		const token = tokens[name.split('/')[1]!] ?? meeting.beamerToken;
		const who = token === meeting.beamerToken && !name.startsWith('/meedoen') ? meeting.fenna : null;
		const fields = {
			name: 'Huub',
			organisation: 'guest',
			journey: meeting.journey,
			id: 'rehearsal0000001'
		};
		const asked = {
			params: { journey: meeting.journey, step: meeting.steps.values, code: meeting.code, token },
			...(!name.endsWith('GET') && { fields }),
			address: here
		};
		if (!isTooFast(await site.at(who, handler, asked))) free.push(name);
	}
	expect(free.sort()).toEqual([...unpaced].sort());
	expect(found.length).toBeGreaterThan(60);
	expect(await meeting.kept()).toEqual(before);
}, 60_000);

test('BN11 a network where many are too fast holds up no other, and nobody whom we know', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { paces } = meeting.app;
	while (paces.form(null, '2001:db8::1'));
	expect(paces.form(null, '2001:db8::2')).toBe(false);
	expect(paces.form(null, '2001:db8:0:1::2')).toBe(true);
	expect(paces.form(meeting.wies.person, '2001:db8::2')).toBe(true);
	vi.advanceTimersByTime(1000);
	expect(paces.form(null, '2001:db8::2')).toBe(true);
});

test('BN11 two hundred people of one hall come in within the same minute, with a wrong code each', async () => {
	const meeting = await aMeeting({ names: [] });
	const { paces } = meeting.app;
	for (let asked = 0; asked < 4 * 200; asked++) expect(paces.form(null, here)).toBe(true);
});

test('BN11 a journey, a rehearsal and a report cost thirty at once, and one in ten seconds after that', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { app } = await aMeeting({ names: [] });
	const allowed = () => {
		let count = 0;
		while (app.paces.work('fenna')) count++;
		return count;
	};
	expect(allowed()).toBe(30);
	vi.advanceTimersByTime(10_000);
	expect(allowed()).toBe(1);
});
