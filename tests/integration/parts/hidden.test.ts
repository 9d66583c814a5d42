import { expect, test } from 'vitest';
import type { ConsentState, MyConsent } from '#wire/parts/consent/state.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const six = ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] as const;
const secret = 'Dit betalen wij geheimhouderig niet';

/** One value, of which every organisation is asked whether it consents. */
async function aRound(): Promise<Meeting> {
	const meeting = await aMeeting({ names: [...six, 'wim', 'ria'] });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	await meeting.intoConsent();
	return meeting;
}

const now = async (meeting: Meeting) => {
	const part = (await meeting.app.facts(meeting.journey)).step!.state as ConsentState;
	return { ...part, subject: part.subjects[0]! };
};
const mine = async (meeting: Meeting, who: Name) => {
	const view = await meeting.view(meeting.seat(who));
	return (view.mine as unknown as { consent: MyConsent }).consent.subjects[0]!;
};
const standings = async (meeting: Meeting) =>
	(await now(meeting)).subject.standings.map(({ standing }) => standing);
async function say(meeting: Meeting, who: Name, stance: string, more: Record<string, string> = {}) {
	const { version } = await mine(meeting, who);
	return meeting.act(meeting.seat(who), { act: 'stance', subject: 'values', version, stance, ...more });
}
const object = async (meeting: Meeting, who: Name) =>
	must(await say(meeting, who, 'objection', { harms: (await now(meeting)).harmable[0]!.id, words: secret }));
const show = async (meeting: Meeting, who = meeting.fenna) =>
	meeting.act(who, {
		act: 'showStandpoints',
		subject: 'values',
		version: (await now(meeting)).subject.version
	});

/** Everything that anybody but this organisation can get to see of the round. */
async function everythingSeen(meeting: Meeting): Promise<string> {
	const { app, journey, steps } = meeting;
	const views = await Promise.all(
		(['fenna', 'gert', 'gea', 'ria'] as const).map((who) => meeting.view(meeting.seat(who)))
	);
	const reports = [await app.reports.journey(journey), await app.reports.step(journey, steps.values)];
	return JSON.stringify([await app.facts(journey), views, reports]);
}

test('I18 what was answered is told nowhere until all have, but how many have', async () => {
	const meeting = await aRound();
	const ear = await meeting.connect(meeting.gert, meeting.journeyDocument);
	await object(meeting, 'wies');
	must(await say(meeting, 'gea', 'consent'));
	expect((await now(meeting)).subject).toMatchObject({ shown: false, given: 2, agreed: false, voiced: [] });
	expect(await standings(meeting)).toEqual(six.map(() => 'asked'));
	expect(await everythingSeen(meeting)).not.toContain(secret);
	expect(await mine(meeting, 'wim')).toMatchObject({ own: 'objection' });
	expect(await mine(meeting, 'gert')).toMatchObject({ own: 'asked' });
	for (const who of ['gert', 'wout', 'pelle'] as const) must(await say(meeting, who, 'consent'));
	expect((await now(meeting)).subject).toMatchObject({ shown: false, given: 5 });
	expect(JSON.stringify(ear.facts)).not.toContain(secret);
	must(await say(meeting, 'zoe', 'consent'));
	expect((await now(meeting)).subject).toMatchObject({ shown: true, given: 6 });
	expect(await standings(meeting)).toEqual(['objection', ...six.slice(1).map(() => 'consent')]);
	expect(await everythingSeen(meeting)).toContain(secret);
});

test('I18 who is recorded as absent is not waited for', async () => {
	const meeting = await aRound();
	for (const who of six.slice(0, 5)) must(await say(meeting, who, 'consent'));
	expect((await now(meeting)).subject.shown).toBe(false);
	const zor = meeting.organisations.zor!;
	must(await meeting.act(meeting.fenna, { act: 'markAbsent', subject: 'values', organisation: zor }));
	expect((await now(meeting)).subject.shown).toBe(true);
	expect((await standings(meeting)).at(-1)).toBe('absent');
});

test('I18 a facilitator shows them, once, on the text that stands there; nobody else does', async () => {
	const meeting = await aRound();
	await object(meeting, 'wies');
	expect(await show(meeting, meeting.gert)).toEqual({ ok: false, reason: 'not-a-facilitator' });
	const other = { act: 'showStandpoints', subject: 'values', version: 'then' };
	expect(await meeting.act(meeting.fenna, other)).toEqual({ ok: false, reason: 'text-changed' });
	must(await show(meeting));
	const once = await meeting.kept();
	must(await show(meeting));
	expect(await meeting.kept()).toEqual(once);
	expect((await standings(meeting))[0]).toBe('objection');
	expect(await everythingSeen(meeting)).toContain(secret);
	const told = meeting.sql<{ detail: string }>("SELECT detail FROM audit WHERE act = 'show-standpoints'");
	expect(told.map(({ detail }) => JSON.parse(detail) as object)).toMatchObject([{ missing: 5 }]);
});

test('I18 the gate to what follows names everybody while it is hidden', async () => {
	const meeting = await aRound();
	for (const who of six.slice(0, 5)) must(await say(meeting, who, 'consent'));
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const future = steps.find(({ kind }) => kind === 'future')!.id;
	const { gate } = (await meeting.view(meeting.fenna, future)).step;
	expect(gate[0]).toMatchObject({ reason: 'values-open' });
	expect(gate[0]!.names).toHaveLength(6);
	must(await show(meeting));
	expect((await meeting.view(meeting.fenna, future)).step.gate[0]!.names).toEqual(['Zorggroep']);
});

test('I19 what was shown stays so when another comes to the table; another text is hidden again', async () => {
	const meeting = await aRound();
	for (const who of six) must(await say(meeting, who, 'consent'));
	const { app, fenna, journey } = meeting;
	const words = { name: 'Huisartsen', short: 'Huisarts', initials: 'Ha' };
	must(
		await app.acts.addOrganisation(fenna, journey, {
			id: idOf('organisation', 1),
			kind: 'huisartsen',
			...words
		})
	);
	expect((await now(meeting)).subject).toMatchObject({ shown: true, given: 6, agreed: false });
	expect(await standings(meeting)).toEqual([...six.map(() => 'consent'), 'asked']);
	const harvest = (await now(meeting)).harmable[0]!.id;
	must(await meeting.act(fenna, { act: 'amend', harvest, field: 'name', text: 'Nabij' }));
	await object(meeting, 'wies');
	expect((await now(meeting)).subject).toMatchObject({ shown: false, given: 1, voiced: [] });
	expect(await everythingSeen(meeting)).not.toContain(secret);
});
