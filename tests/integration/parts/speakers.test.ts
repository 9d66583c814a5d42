import { expect, test } from 'vitest';
import type { ConsentState, MyConsent } from '#wire/parts/consent/state.ts';
import type { SpeakerRole } from '#domain/parts/consent/speaking.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const six = ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] as const;

/** One value was harvested, and consent to it is the next stage. */
async function beforeConsent(): Promise<Meeting> {
	const meeting = await aMeeting({ names: [...six, 'wim', 'ria'] });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	return meeting;
}

const naming = (meeting: Meeting, who: Name, role: SpeakerRole = 'holder') =>
	meeting.app.acts.nameSpeaker(meeting.fenna, meeting.journey, {
		participant: meeting.seat(who).participant,
		role
	});
const unnaming = (meeting: Meeting, who: Name) =>
	meeting.app.acts.unnameSpeaker(meeting.fenna, meeting.journey, {
		participant: meeting.seat(who).participant
	});

/** Of each organisation its first is named, and of welfare Wim as deputy; consent is asked. */
async function aNamedRound(): Promise<Meeting> {
	const meeting = await beforeConsent();
	for (const who of six) must(await naming(meeting, who));
	must(await naming(meeting, 'wim', 'deputy'));
	await meeting.next();
	await meeting.toStandpoint();
	await meeting.showStandpoints();
	return meeting;
}

const gate = async (meeting: Meeting) => (await meeting.view(meeting.fenna)).step.gate;
const mine = async (meeting: Meeting, who: Name) => {
	const view = await meeting.view(meeting.seat(who));
	return (view.mine as unknown as { consent: MyConsent }).consent;
};
const standings = async (meeting: Meeting) =>
	((await meeting.app.facts(meeting.journey)).step!.state as ConsentState).subjects[0]!.standings.map(
		({ standing }) => standing
	);
async function say(meeting: Meeting, who: Name, stance: string, more: Record<string, string> = {}) {
	const { version } = (await mine(meeting, who)).subjects[0]!;
	const fields = { act: 'stance', subject: 'values', version, stance, ...more };
	return meeting.act(meeting.seat(who), fields);
}

test('G7 consent waits until of every organisation somebody is named, and opens with a reason too', async () => {
	const meeting = await beforeConsent();
	for (const who of six.slice(1)) must(await naming(meeting, who));
	expect(await gate(meeting)).toEqual([{ reason: 'speakers-none', names: ['Welzijnsorganisatie'] }]);
	const { app, fenna, journey, steps } = meeting;
	const on = { step: steps.values, from: 'harvested', by: 1, sure: true } as const;
	expect(await app.acts.move(fenna, journey, on)).toEqual({ ok: false, reason: 'gate-closed' });
	must(await naming(meeting, 'wim', 'deputy'));
	expect(await gate(meeting)).toEqual([]);
	must(await unnaming(meeting, 'wim'));
	expect(await gate(meeting)).toHaveLength(1);
	await meeting.intoConsent();
	await meeting.showStandpoints();
	// Of welfare nobody was named: everybody answers for it.
	must(await say(meeting, 'wim', 'consent'));
	expect((await standings(meeting))[0]).toBe('consent');
});

test('I17 one holder and one deputy, of an organisation and admitted; naming again changes nothing', async () => {
	const meeting = await beforeConsent();
	must(await naming(meeting, 'wies'));
	const once = await meeting.kept();
	must(await naming(meeting, 'wies'));
	expect(await meeting.kept()).toEqual(once);
	expect(await naming(meeting, 'ria')).toEqual({ ok: false, reason: 'speaker-elsewhere' });
	const nosuch = { participant: 'nosuch', role: 'holder' } as const;
	expect(await meeting.app.acts.nameSpeaker(meeting.fenna, meeting.journey, nosuch)).toEqual({
		ok: false,
		reason: 'participant-unknown'
	});
	expect(await meeting.kept()).toEqual(once);
	const roles = async () =>
		Object.fromEntries(
			(await meeting.app.console.of(meeting.journey)).people.map(({ name, speaks }) => [name, speaks])
		);
	must(await naming(meeting, 'wim'));
	expect(await roles()).toMatchObject({ 'Wies van Welzijn': null, 'Wim van Welzijn': 'holder' });
	must(await naming(meeting, 'wies', 'deputy'));
	must(await naming(meeting, 'wies'));
	expect(await roles()).toMatchObject({ 'Wies van Welzijn': 'holder', 'Wim van Welzijn': null });
	must(await unnaming(meeting, 'wies'));
	const none = await meeting.kept();
	must(await unnaming(meeting, 'wies'));
	expect(await meeting.kept()).toEqual(none);
	expect(await roles()).toMatchObject({ 'Wies van Welzijn': null });
});

test('I17 who left the table answers for nobody, and does again when they are back', async () => {
	const meeting = await aNamedRound();
	const gert = { participant: meeting.seat('gert').participant };
	must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, gert));
	await meeting.back();
	expect(await gate(meeting)).toEqual([{ reason: 'speakers-none', names: ['GGD'] }]);
	must(await meeting.app.acts.letBack(meeting.fenna, meeting.journey, gert));
	expect(await gate(meeting)).toEqual([]);
});

test('I14 I16 a colleague advises, the holder sees it by name, and nobody of another organisation does', async () => {
	const meeting = await aNamedRound();
	await meeting.connect(meeting.wies, meeting.journeyDocument);
	expect(await mine(meeting, 'wim')).toMatchObject({
		speaks: false,
		role: 'deputy',
		holder: 'Wies van Welzijn'
	});
	expect(await say(meeting, 'wim', 'consent')).toEqual({ ok: false, reason: 'holder-speaks' });
	const advice = { act: 'advise', stance: 'concern', words: 'Wie betaalt dat geheimpje?' };
	must(await say(meeting, 'wim', 'concern', advice));
	const once = await meeting.kept();
	must(await say(meeting, 'wim', 'concern', advice));
	expect(await meeting.kept()).toEqual(once);
	expect((await standings(meeting))[0]).toBe('asked');
	const said = { name: 'Wim van Welzijn', stance: 'concern', words: 'Wie betaalt dat geheimpje?' };
	expect((await mine(meeting, 'wies')).subjects[0]!.advice).toMatchObject([{ ...said, isMine: false }]);
	expect((await mine(meeting, 'wim')).subjects[0]!.advice).toMatchObject([{ ...said, isMine: true }]);
	for (const who of ['gert', 'ria', 'fenna'] as const)
		expect(JSON.stringify(await meeting.view(meeting.seat(who)))).not.toContain('geheimpje');
	expect(JSON.stringify(await meeting.app.facts(meeting.journey))).not.toContain('geheimpje');
	must(await say(meeting, 'wies', 'consent'));
	expect((await standings(meeting))[0]).toBe('consent');
});

test('I16 advice on another version, of nobody, or as absence is refused', async () => {
	const meeting = await aNamedRound();
	await meeting.connect(meeting.wies, meeting.journeyDocument);
	const before = await meeting.kept();
	const bad: [Name, Record<string, string>, string][] = [
		['wim', { version: 'then' }, 'text-changed'],
		['wim', { subject: 'nosuch' }, 'subject-gone'],
		['wim', { stance: 'absent' }, 'form-malformed'],
		['wim', { words: 'a'.repeat(501) }, 'line-too-long'],
		['ria', {}, 'no-organisation']
	];
	for (const [who, given, reason] of bad)
		expect(await say(meeting, who, 'consent', { act: 'advise', ...given }), reason).toMatchObject({ reason });
	const { session: _, ...kept } = await meeting.dump();
	expect(kept).toEqual(before);
});

test('I15 the deputy answers while the holder is away, or leaves it to them', async () => {
	const meeting = await aNamedRound();
	expect(await mine(meeting, 'wim')).toMatchObject({ speaks: true });
	must(await say(meeting, 'wim', 'consent'));
	await meeting.connect(meeting.wies, meeting.journeyDocument);
	expect(await say(meeting, 'wim', 'consent')).toEqual({ ok: false, reason: 'holder-speaks' });
	const leave = (who: Name, on: string) => meeting.act(meeting.seat(who), { act: 'leaveToDeputy', on });
	expect(await leave('wim', 'yes')).toEqual({ ok: false, reason: 'not-the-holder' });
	expect(await leave('gert', 'yes')).toEqual({ ok: false, reason: 'no-deputy' });
	must(await leave('wies', 'yes'));
	const once = await meeting.kept();
	must(await leave('wies', 'yes'));
	expect(await meeting.kept()).toEqual(once);
	expect(await say(meeting, 'wies', 'consent')).toEqual({ ok: false, reason: 'holder-speaks' });
	must(await say(meeting, 'wim', 'concern', { words: 'Wie betaalt dat?' }));
	expect((await standings(meeting))[0]).toBe('concern');
	must(await leave('wies', 'no'));
	expect(await say(meeting, 'wim', 'consent')).toEqual({ ok: false, reason: 'holder-speaks' });
	must(await say(meeting, 'wies', 'consent'));
	expect((await standings(meeting))[0]).toBe('consent');
});
