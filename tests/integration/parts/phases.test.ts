import { expect, test } from 'vitest';
import { questionsMost } from '#domain/bounds.ts';
import { turnOf } from '#domain/parts/consent/phases.ts';
import type { ConsentState } from '#wire/parts/consent/state.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const six = ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] as const;
const question = (n: number) => idOf('question', n);

/** One value, of which the organisations are asked whether they consent: at the questions. */
async function aRound(): Promise<Meeting> {
	const meeting = await aMeeting({ names: [...six, 'wim', 'ria'] });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	for (const who of six) {
		const { participant } = meeting.seat(who);
		must(await meeting.app.acts.nameSpeaker(meeting.fenna, meeting.journey, { participant, role: 'holder' }));
	}
	await meeting.next();
	return meeting;
}

const now = async (meeting: Meeting) =>
	(await meeting.app.facts(meeting.journey)).step!.state as ConsentState;
const goTo = async (meeting: Meeting, to: string, from?: string) =>
	meeting.act(meeting.fenna, { act: 'goToPhase', from: from ?? (await now(meeting)).phase, to });
const ask = (meeting: Meeting, who: Name | 'fenna', n: number, more: Record<string, string> = {}) =>
	meeting.act(meeting.seat(who), {
		...{ act: 'ask', id: question(n), subject: 'values', text: `Vraag ${n}` },
		...more
	});
const react = (meeting: Meeting, who: Name | 'fenna', words: string, organisation = '') =>
	meeting.act(meeting.seat(who), { act: 'react', words, organisation });
const whose = (meeting: Meeting, organisation: string) =>
	six.find((who) => meeting.seat(who).organisation === organisation)!;

test('I20 nobody answers before standpoints are asked; going on and back keeps all, and a second tap does nothing', async () => {
	const meeting = await aRound();
	const { phase, subjects } = await now(meeting);
	expect(phase).toBe('questions');
	const stance = { act: 'stance', subject: 'values', version: subjects[0]!.version, stance: 'consent' };
	expect(await meeting.act(meeting.wies, stance)).toEqual({ ok: false, reason: 'standpoint-later' });
	must(await ask(meeting, 'wies', 1));
	expect(await goTo(meeting, 'reactions')).toMatchObject({ ok: true });
	const once = await meeting.kept();
	must(await goTo(meeting, 'reactions', 'questions'));
	expect(await meeting.kept()).toEqual(once);
	const gert = { act: 'goToPhase', from: 'reactions', to: 'standpoint' };
	expect(await meeting.act(meeting.gert, gert)).toEqual({ ok: false, reason: 'not-a-facilitator' });
	const drawn = (await now(meeting)).reactions;
	must(await goTo(meeting, 'questions'));
	must(await goTo(meeting, 'reactions'));
	expect((await now(meeting)).reactions).toEqual(drawn);
	must(await goTo(meeting, 'standpoint'));
	must(await meeting.act(meeting.wies, stance));
	const skipped = meeting.sql<{ detail: string }>(
		"SELECT detail FROM audit WHERE act = 'consent-phase' ORDER BY seq"
	);
	expect(skipped.map(({ detail }) => JSON.parse(detail) as object)).toMatchObject([
		{ to: 'reactions', skipped: 1 },
		{ to: 'questions' },
		{ to: 'reactions', skipped: 1 },
		{ to: 'standpoint', skipped: 6 }
	]);
});

test('I21 a question is asked, answered, opened again and taken back, by who may', async () => {
	const meeting = await aRound();
	must(await ask(meeting, 'ria', 1));
	must(await ask(meeting, 'wim', 2));
	must(await ask(meeting, 'fenna', 3, { organisation: meeting.organisations.ggd! }));
	const once = await meeting.kept();
	must(await ask(meeting, 'wim', 2));
	expect(await ask(meeting, 'wim', 4, { text: ' ' })).toMatchObject({ reason: 'line-empty', field: 'text' });
	expect(await ask(meeting, 'wim', 4, { subject: 'nosuch' })).toMatchObject({ reason: 'subject-gone' });
	expect(await ask(meeting, 'fenna', 4, { organisation: 'nosuch' })).toMatchObject({
		reason: 'organisation-unknown'
	});
	expect(await meeting.kept()).toEqual(once);
	const { wel, ggd } = meeting.organisations;
	expect((await now(meeting)).questions.map(({ organisation }) => organisation)).toEqual([null, wel, ggd]);

	const act = (who: Name | 'fenna', name: string, n: number, more = {}) =>
		meeting.act(meeting.seat(who), { act: name, question: question(n), ...more });
	expect(await act('wim', 'answerQuestion', 2)).toMatchObject({ reason: 'not-a-facilitator' });
	must(await act('fenna', 'answerQuestion', 1));
	must(await act('fenna', 'answerQuestion', 2, { answer: 'Voor iedereen.' }));
	expect((await now(meeting)).questions.map(({ answer }) => answer)).toEqual(['', 'Voor iedereen.', null]);
	const answered = await meeting.kept();
	must(await act('fenna', 'answerQuestion', 2, { answer: 'Voor iedereen.' }));
	expect(await act('fenna', 'answerQuestion', 9)).toMatchObject({ reason: 'question-gone' });
	expect(await act('ria', 'withdrawQuestion', 2)).toMatchObject({ reason: 'not-your-question' });
	expect(await meeting.kept()).toEqual(answered);
	must(await act('fenna', 'reopenQuestion', 2));
	must(await act('wim', 'withdrawQuestion', 2));
	must(await act('fenna', 'withdrawQuestion', 3));
	expect((await now(meeting)).questions).toMatchObject([{ id: question(1), answer: '' }]);
	must(await goTo(meeting, 'reactions'));
	expect(await ask(meeting, 'wim', 5)).toEqual({ ok: false, reason: 'questions-over' });
	const { participant, name } = meeting.wim;
	for (const trace of [participant, name]) expect(JSON.stringify(await now(meeting))).not.toContain(trace);
});

test('BN13 in one round so many questions are asked, and no more', async () => {
	const meeting = await aRound();
	must(await ask(meeting, 'wim', 1));
	for (let n = 2; n <= questionsMost; n++)
		meeting.sql(
			`INSERT INTO consent_question SELECT ?, round_id, journey_id, subject, organisation_id, participant_id, text, at,
			 answer, answered_at, answered_by, removed_at FROM consent_question WHERE id = ?`,
			question(n),
			question(1)
		);
	expect(await ask(meeting, 'wim', questionsMost + 1)).toEqual({ ok: false, reason: 'too-many' });
});

test('I22 reactions are one round in drawn order; a facilitator types for others and passes them over', async () => {
	const meeting = await aRound();
	expect(await react(meeting, 'wies', 'Goed')).toEqual({ ok: false, reason: 'reactions-closed' });
	must(await goTo(meeting, 'reactions'));
	const order = (await now(meeting)).reactions.map(({ organisation }) => organisation);
	expect(order.toSorted()).toEqual(Object.values(meeting.organisations).toSorted());
	const [first, second, third] = order;
	const before = await meeting.kept();
	expect(await react(meeting, whose(meeting, second!), 'Goed')).toEqual({
		ok: false,
		reason: 'not-your-turn'
	});
	expect(await react(meeting, 'ria', 'Goed')).toMatchObject({ reason: 'organisation-unknown' });
	expect(await react(meeting, whose(meeting, first!), ' ')).toMatchObject({ reason: 'line-empty' });
	expect(await meeting.kept()).toEqual(before);
	must(await react(meeting, whose(meeting, first!), 'Dit herken ik.'));
	must(await react(meeting, whose(meeting, first!), 'Dit herken ik goed.'));
	const pass = { act: 'passReaction', organisation: second! };
	expect(await meeting.act(meeting.gert, pass)).toMatchObject({ reason: 'not-a-facilitator' });
	must(await meeting.act(meeting.fenna, pass));
	expect(turnOf((await now(meeting)).reactions)).toBe(third);
	must(await react(meeting, 'fenna', 'Wij ook.', third));
	must(await react(meeting, 'fenna', 'Toch iets.', second));
	expect((await now(meeting)).reactions.slice(0, 3)).toEqual([
		{ organisation: first, words: 'Dit herken ik goed.', passed: false },
		{ organisation: second, words: 'Toch iets.', passed: false },
		{ organisation: third, words: 'Wij ook.', passed: false }
	]);
	const report = await meeting.app.reports.journey(meeting.journey);
	expect(JSON.stringify(report)).toContain('Dit herken ik goed.');
});

test('I22 of an organisation only who answers for it reacts', async () => {
	const meeting = await aRound();
	must(await goTo(meeting, 'reactions'));
	const { wel } = meeting.organisations;
	for (const { organisation } of (await now(meeting)).reactions) {
		if (organisation === wel) break;
		must(await meeting.act(meeting.fenna, { act: 'passReaction', organisation }));
	}
	expect(await react(meeting, 'wim', 'Goed')).toEqual({ ok: false, reason: 'holder-speaks' });
	must(await react(meeting, 'wies', 'Goed'));
});

test('I23 who comes later is drawn behind the others, and who left is passed over', async () => {
	const meeting = await aRound();
	must(await goTo(meeting, 'reactions'));
	const order = (await now(meeting)).reactions.map(({ organisation }) => organisation);
	const { app, fenna, journey } = meeting;
	const id = idOf('organisation', 1);
	const words = { name: 'Huisartsen', short: 'Huisarts', initials: 'Ha' };
	must(await app.acts.addOrganisation(fenna, journey, { id, kind: 'huisartsen', ...words }));
	must(await app.acts.removeOrganisation(fenna, journey, { organisation: order[0]! }));
	expect(turnOf((await now(meeting)).reactions)).toBe(order[1]);
	must(await goTo(meeting, 'questions'));
	must(await goTo(meeting, 'reactions'));
	expect((await now(meeting)).reactions.map(({ organisation }) => organisation)).toEqual([
		...order.slice(1),
		id
	]);
});
