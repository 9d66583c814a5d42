import { expect, test, vi } from 'vitest';
import type * as Y from 'yjs';
import { afterWorkingDays } from '#domain/journey/working-days.ts';
import { nameOf } from '#domain/parts/harvest/harvest.ts';
import type { ConsentState, MyConsent } from '#wire/parts/consent/state.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const near = idOf('group', 1);
const open = idOf('group', 2);
const six = ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] as const;
const hour = 60 * 60 * 1000;

/** Two values, of which every organisation is asked whether it consents. */
async function aRound(names: readonly Name[] = [...six, 'wim', 'ria']): Promise<Meeting> {
	const meeting = await aMeeting({ names });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	must(await meeting.write(meeting.wies, 'zeggen wat er is', idOf('card', 2)));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [idOf('card', 1)]);
	await meeting.group(open, 'Eerlijkheid', [idOf('card', 2)]);
	await meeting.next();
	for (const group of [near, open]) must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group }));
	await meeting.next();
	await meeting.intoConsent();
	await meeting.showStandpoints();
	return meeting;
}

const now = async (meeting: Meeting) => {
	const part = (await meeting.app.facts(meeting.journey)).step!.state as ConsentState;
	return { ...part, subject: part.subjects[0]! };
};
const mine = async (meeting: Meeting, who: Name) => {
	const view = await meeting.view(meeting.seat(who));
	return (view.mine as unknown as { consent: MyConsent }).consent;
};
const standings = async (meeting: Meeting) =>
	(await now(meeting)).subject.standings.map(({ standing }) => standing);
const valueIds = async (meeting: Meeting) => (await now(meeting)).harmable.map(({ id }) => id);

/** As the form on a page does: with the version that stands there. */
async function say(meeting: Meeting, who: Name, stance: string, more: Record<string, string> = {}) {
	const { version } = (await mine(meeting, who)).subjects[0]!;
	return meeting.act(meeting.seat(who), { act: 'stance', subject: 'values', version, stance, ...more });
}
const object = async (meeting: Meeting, who: Name, words = 'Zo sluiten we mensen buiten') =>
	must(await say(meeting, who, 'objection', { harms: (await valueIds(meeting))[0]!, words }));

test('I4 I1 every organisation consents and it is agreed; another letter asks everybody again', async () => {
	const meeting = await aRound();
	expect(await standings(meeting)).toEqual(six.map(() => 'asked'));
	for (const who of six) {
		expect((await now(meeting)).subject.agreed).toBe(false);
		must(await say(meeting, who, 'consent'));
	}
	expect(await standings(meeting)).toEqual(six.map(() => 'consent'));
	expect((await now(meeting)).subject).toMatchObject({ agreed: true, round: 1, voiced: [] });
	const [value] = await valueIds(meeting);
	must(
		await meeting.act(meeting.fenna, { act: 'amend', harvest: value!, field: 'name', text: 'Nabijheid.' })
	);
	expect(await standings(meeting)).toEqual(six.map(() => 'asked'));
	expect((await now(meeting)).subject.agreed).toBe(false);
	const read = (await mine(meeting, 'wies')).subjects[0]!;
	expect(read.words[0]).toMatchObject({ field: 'name', text: 'Nabijheid.' });
	expect(read.before![0]).toMatchObject({ field: 'name', text: 'Nabijheid' });
});

test('I2 nobody consents to a text that was not on the screen', async () => {
	const meeting = await aRound();
	const { version } = (await mine(meeting, 'gert')).subjects[0]!;
	const [value] = await valueIds(meeting);
	must(await meeting.act(meeting.fenna, { act: 'amend', harvest: value!, field: 'seen', text: 'een deur' }));
	const before = await meeting.kept();
	expect(
		await meeting.act(meeting.gert, { act: 'stance', subject: 'values', version, stance: 'consent' })
	).toEqual({ ok: false, reason: 'text-changed' });
	expect(await meeting.kept()).toEqual(before);
});

test('I3 an objection without what it harms, or a stance on nothing, changes nothing', async () => {
	const meeting = await aRound();
	const before = await meeting.kept();
	const bad: [Record<string, string>, string][] = [
		[{ stance: 'objection', words: 'Dit schaadt ons' }, 'harms-missing'],
		[{ stance: 'objection', words: 'Dit schaadt ons', harms: 'nosuch' }, 'harms-missing'],
		[
			{ stance: 'objection', words: ' \u200b ', harms: (await valueIds(meeting))[0]! },
			'objection-without-words'
		],
		[{ stance: 'concern', words: '' }, 'concern-without-words'],
		[{ stance: 'concern', words: 'a'.repeat(501) }, 'line-too-long'],
		[{ stance: 'concern', words: 'a'.repeat(1_000_000) }, 'line-too-long'],
		[{ stance: 'maybe' }, 'form-malformed'],
		[{ stance: 'consent', subject: 'nosuch' }, 'subject-gone'],
		[{ stance: 'consent', version: '' }, 'text-changed']
	];
	for (const [given, reason] of bad)
		expect(await say(meeting, 'wies', given.stance!, given), reason).toMatchObject({ ok: false, reason });
	expect(await meeting.kept()).toEqual(before);
});

test('I10 everybody answers for their own organisation and for no other', async () => {
	const meeting = await aRound();
	must(await say(meeting, 'wim', 'consent'));
	expect((await standings(meeting))[0]).toBe('consent');
	const before = await meeting.kept();
	expect(await say(meeting, 'ria', 'consent')).toEqual({ ok: false, reason: 'no-organisation' });
	const welfare = meeting.organisations.wel!;
	for (const organisation of [welfare, meeting.organisations.ggd!])
		expect(await meeting.act(meeting.gert, { act: 'markAbsent', subject: 'values', organisation })).toEqual({
			ok: false,
			reason: 'not-a-facilitator'
		});
	expect(
		await meeting.act(meeting.fenna, { act: 'markAbsent', subject: 'values', organisation: welfare })
	).toEqual({ ok: false, reason: 'stance-given' });
	expect(
		await meeting.act(meeting.fenna, { act: 'markAbsent', subject: 'values', organisation: 'nosuch' })
	).toEqual({ ok: false, reason: 'organisation-unknown' });
	expect(await say(meeting, 'ria', 'consent', { organisation: welfare })).toMatchObject({ ok: false });
	expect(await meeting.kept()).toEqual(before);
	must(await say(meeting, 'wies', 'concern', { words: 'Wie betaalt dat?' }));
	expect((await standings(meeting))[0]).toBe('concern');
});

test('I8 absent is recorded once, is overdue when its working days are over, and its own answer takes it back', async () => {
	const meeting = await aRound();
	const care = meeting.organisations.zor!;
	const mark = () => meeting.act(meeting.fenna, { act: 'markAbsent', subject: 'values', organisation: care });
	must(await mark());
	const recorded = meeting.clock.now;
	meeting.clock.now += hour;
	const before = await meeting.kept();
	must(await mark());
	expect(await meeting.kept()).toEqual(before);
	expect((await now(meeting)).subject.standings[5]).toEqual({
		organisation: care,
		standing: 'absent',
		answersBy: afterWorkingDays(recorded, 10)
	});
	for (const who of six.slice(0, 5)) must(await say(meeting, who, 'consent'));
	meeting.clock.now = afterWorkingDays(recorded, 10);
	expect((await standings(meeting))[5]).toBe('overdue');
	expect((await now(meeting)).subject.agreed).toBe(false);
	must(await say(meeting, 'zoe', 'consent'));
	expect((await now(meeting)).subject.agreed).toBe(true);
});

test('I8 how long who is absent has is set for the journey, in working days, and holds at once', async () => {
	const meeting = await aRound();
	const { app, fenna, journey, gert } = meeting;
	const organisation = meeting.organisations.zor!;
	must(await meeting.act(fenna, { act: 'markAbsent', subject: 'values', organisation }));
	const until = async () => (await now(meeting)).subject.standings[5]!.answersBy;
	const set = (days: string) => app.acts.setAbsentDays(fenna, journey, { days });
	expect(await until()).toBe(afterWorkingDays(meeting.clock.now, 10));
	must(await set('3'));
	expect(await until()).toBe(afterWorkingDays(meeting.clock.now, 3));
	expect((await now(meeting)).absentDays).toBe(3);
	const before = await meeting.kept();
	must(await set('3'));
	for (const days of ['0', '61', '', '2.5', '-1', 'tien'])
		expect(await set(days)).toEqual({ ok: false, reason: 'absent-days-invalid', field: 'days' });
	expect(await app.acts.setAbsentDays(gert, journey, { days: '5' })).toMatchObject({
		reason: 'not-a-facilitator'
	});
	expect(await meeting.kept()).toEqual(before);
});

test('I6 an objection is integrated, accepted by who raised it, and asked again', async () => {
	const meeting = await aRound();
	for (const who of six.slice(1)) must(await say(meeting, who, 'consent'));
	await object(meeting, 'wies');
	const { voiced } = (await now(meeting)).subject;
	expect(voiced).toEqual([
		{
			id: expect.any(String),
			organisation: meeting.organisations.wel,
			stance: 'objection',
			words: 'Zo sluiten we mensen buiten',
			harms: (await valueIds(meeting))[0],
			stands: true,
			integration: null
		}
	]);
	const stance = voiced[0]!.id;
	const integrate = (words: string, method = 'trial') =>
		meeting.act(meeting.fenna, { act: 'integrate', stance, method, words });
	must(await integrate('Een proef van een half jaar'));
	const once = await meeting.kept();
	must(await integrate('Een proef van een half jaar'));
	expect(await meeting.kept()).toEqual(once);
	const first = (await now(meeting)).subject.voiced[0]!.integration!.id;
	must(await integrate('Een proef van een kwartaal'));
	const { integration } = (await now(meeting)).subject.voiced[0]!;
	expect(integration).toMatchObject({
		method: 'trial',
		words: 'Een proef van een kwartaal',
		accepted: false
	});

	const accept = (who: Name, id: string) =>
		meeting.act(meeting.seat(who), { act: 'acceptIntegration', integration: id });
	const before = await meeting.kept();
	expect(await accept('gert', integration!.id)).toEqual({ ok: false, reason: 'not-your-objection' });
	expect(await accept('wies', first)).toEqual({ ok: false, reason: 'integration-gone' });
	expect(await accept('wies', 'nosuch')).toEqual({ ok: false, reason: 'integration-gone' });
	expect(await integrate('', 'trial')).toMatchObject({ reason: 'line-empty' });
	expect(await integrate('Goed', 'answer')).toMatchObject({ reason: 'method-missing' });
	expect(await integrate('Goed', 'magic')).toMatchObject({ reason: 'form-malformed' });
	expect(await meeting.kept()).toEqual(before);

	must(await accept('wim', integration!.id));
	const accepted = await meeting.kept();
	must(await accept('wies', integration!.id));
	expect(await meeting.kept()).toEqual(accepted);
	expect((await standings(meeting))[0]).toBe('asked');
	expect((await now(meeting)).subject).toMatchObject({ agreed: false, voiced: [{ stands: false }] });
	must(await say(meeting, 'wies', 'consent'));
	expect((await now(meeting)).subject.agreed).toBe(true);
});

test('I7 after three rounds an objection is not integrated any more', async () => {
	const meeting = await aRound();
	for (let round = 1; round <= 3; round++) {
		await object(meeting, 'gert', `Bezwaar ${round}`);
		expect((await now(meeting)).subject).toMatchObject({ round, smallerStep: false });
		const stance = (await now(meeting)).subject.voiced.at(-1)!.id;
		must(
			await meeting.act(meeting.fenna, { act: 'integrate', stance, method: 'measure', words: 'We meten het' })
		);
		const { integration } = (await now(meeting)).subject.voiced.at(-1)!;
		must(await meeting.act(meeting.gert, { act: 'acceptIntegration', integration: integration!.id }));
	}
	await object(meeting, 'gert', 'Bezwaar 4');
	expect((await now(meeting)).subject).toMatchObject({ round: 4, smallerStep: true });
	const stance = (await now(meeting)).subject.voiced.at(-1)!.id;
	const before = await meeting.kept();
	expect(
		await meeting.act(meeting.fenna, { act: 'integrate', stance, method: 'trial', words: 'Nog een proef' })
	).toEqual({ ok: false, reason: 'smaller-step' });
	expect(await meeting.kept()).toEqual(before);
});

test('I9 a concern is answered and blocks nothing', async () => {
	const meeting = await aRound();
	for (const who of six.slice(1)) must(await say(meeting, who, 'consent'));
	must(await say(meeting, 'wies', 'concern', { words: 'Een week is snel' }));
	const { agreed, voiced } = (await now(meeting)).subject;
	expect([agreed, voiced[0]!.harms]).toEqual([true, null]);
	must(
		await meeting.act(meeting.fenna, {
			act: 'integrate',
			stance: voiced[0]!.id,
			method: 'answer',
			words: 'Het gaat om een bekende die er is'
		})
	);
	expect((await now(meeting)).subject).toMatchObject({
		agreed: true,
		round: 1,
		voiced: [{ stands: true, integration: { method: 'answer' } }]
	});
});

test('I5 the same answer again changes nothing, another one counts, and history is kept', async () => {
	const meeting = await aRound();
	must(await say(meeting, 'gert', 'consent'));
	const before = await meeting.kept();
	must(await say(meeting, 'gert', 'consent'));
	expect(await meeting.kept()).toEqual(before);
	await object(meeting, 'gert');
	must(await say(meeting, 'gert', 'consent'));
	expect((await standings(meeting))[1]).toBe('consent');
	expect(meeting.sql('SELECT stance FROM stance ORDER BY position')).toEqual([
		{ stance: 'consent' },
		{ stance: 'objection' },
		{ stance: 'consent' }
	]);
	expect((await now(meeting)).subject.voiced).toMatchObject([{ stance: 'objection', stands: false }]);
});

test('I11 nobody sees who spoke for an organisation, and the audit has it beside the chain only', async () => {
	const meeting = await aRound();
	await object(meeting, 'wies');
	must(await say(meeting, 'gert', 'concern', { words: 'Een week is snel' }));
	const seen = JSON.stringify([
		(await meeting.app.facts(meeting.journey)).step,
		await mine(meeting, 'wies'),
		(await meeting.view(meeting.fenna)).mine
	]);
	for (const who of ['wies', 'gert'] as const) {
		const { participant, person, name } = meeting.seat(who);
		for (const trace of [participant, person, name]) expect(seen).not.toContain(trace);
	}
	expect(seen).toContain('Een week is snel');
	const details = meeting.sql<{ detail: string }>("SELECT detail FROM audit WHERE act = 'stance'");
	expect(details.map(({ detail }) => JSON.parse(detail).organisation)).toEqual([
		meeting.organisations.wel,
		meeting.organisations.ggd
	]);
	for (const { detail } of details) expect(detail).not.toContain(meeting.wies.participant);
});

test('I13 while organisations consent only a facilitator changes the text, in row and document', async () => {
	const meeting = await aRound();
	const [value, other] = await valueIds(meeting);
	const amend = (who: Name | 'fenna', text: string, more: Record<string, string> = {}) =>
		meeting.act(meeting.seat(who), { act: 'amend', harvest: value!, field: 'meaning', text, ...more });
	const before = await meeting.kept();
	expect(await amend('gert', 'dat wij er zijn')).toMatchObject({ reason: 'not-a-facilitator' });
	expect(await amend('fenna', 'x', { harvest: 'nosuch' })).toMatchObject({ reason: 'harvest-gone' });
	expect(await amend('fenna', 'x', { field: 'vision' })).toMatchObject({ reason: 'harvest-gone' });
	expect(await amend('fenna', '')).toMatchObject({ reason: 'line-empty', field: 'text' });
	expect(await amend('fenna', 'a'.repeat(2001))).toMatchObject({ reason: 'line-too-long' });
	expect(await meeting.kept()).toEqual(before);
	const pen = await meeting.connect(meeting.gert, meeting.boardDocument);
	must(await amend('fenna', ' dat wij\ner zijn '));
	expect((await mine(meeting, 'gert')).subjects[0]!.words).toContainEqual({
		harvest: value,
		field: 'meaning',
		text: 'dat wij er zijn'
	});
	const { texts } = await meeting.document(meeting.boardDocument);
	expect(texts).toMatchObject({ [`${value}.meaning`]: 'dat wij er zijn', [`${other}.meaning`]: '' });
	const after = await meeting.kept();
	must(await amend('fenna', 'dat wij er zijn'));
	expect(await meeting.kept()).toEqual(after);
	expect(pen.doc.getMap('texts').size).toBeGreaterThan(0);
	await meeting.back();
	expect(await amend('fenna', 'iets anders')).toMatchObject({ reason: 'consent-not-open' });
});

/** What stands under one of the texts, on the board and in the row. */
const stands = async (meeting: Meeting, value: string, field: string) => {
	const { texts } = await meeting.document(meeting.boardDocument);
	return [(texts as Record<string, string>)[`${value}.${field}`], rowOf(meeting, value)[field]];
};

const rowOf = (meeting: Meeting, value: string) =>
	JSON.parse(
		meeting.sql<{ texts: string }>('SELECT texts FROM harvest WHERE id = ?', value)[0]!.texts
	) as Record<string, string>;

/** As an amendment leaves it when nothing after its commit could be done. */
function amendInRowOnly(meeting: Meeting, value: string, texts: Record<string, string>): void {
	const all = { ...rowOf(meeting, value), ...texts };
	meeting.sql(
		'UPDATE harvest SET texts = ?, name = ? WHERE id = ?',
		JSON.stringify(all),
		nameOf('value', all),
		value
	);
	meeting.sql('INSERT OR IGNORE INTO projection VALUES (?)', meeting.steps.values);
}

test('I13 an amendment that a crash kept from the board stands there when the program starts again', async () => {
	const meeting = await aRound();
	const [value] = await valueIds(meeting);
	const { version } = (await now(meeting)).subject;
	await meeting.restart(() => amendInRowOnly(meeting, value!, { name: 'Om de hoek' }));
	expect(await stands(meeting, value!, 'name')).toEqual(['Om de hoek', 'Om de hoek']);
	expect((await now(meeting)).subject.version).not.toBe(version);
	expect(meeting.sql('SELECT * FROM projection')).toEqual([]);
});

test('I13 an amendment that the board could not take is not undone by going back to the texts', async () => {
	const meeting = await aRound();
	const [value] = await valueIds(meeting);
	amendInRowOnly(meeting, value!, { meaning: 'dat wij er zijn' });
	await meeting.back();
	await meeting.app.persisted();
	expect(await stands(meeting, value!, 'meaning')).toEqual(['dat wij er zijn', 'dat wij er zijn']);
	await meeting.next();
	expect((await mine(meeting, 'gert')).subjects[0]!.words).toContainEqual({
		harvest: value,
		field: 'meaning',
		text: 'dat wij er zijn'
	});
});

test('I13 a letter that came onto the board after its texts stood still is in no version', async () => {
	const meeting = await aRound();
	const [value] = await valueIds(meeting);
	const { version } = (await now(meeting)).subject;
	await meeting.app.sync.change(boardDocument(meeting.steps.values), (doc) =>
		doc.getMap<Y.Text>('texts').get(`${value}.name`)!.insert(0, 'te laat ')
	);
	await meeting.app.persisted();
	expect((await now(meeting)).subject.version).toBe(version);
	const amended = { act: 'amend', harvest: value!, field: 'meaning', text: 'dat wij er zijn' };
	must(await meeting.act(meeting.fenna, amended));
	expect(await stands(meeting, value!, 'name')).toEqual(['Nabijheid', 'Nabijheid']);
	expect(await stands(meeting, value!, 'meaning')).toEqual(['dat wij er zijn', 'dat wij er zijn']);
});

test('I13 of amendments that come together the last one stands, in row and document', async () => {
	const meeting = await aRound();
	const [value] = await valueIds(meeting);
	const texts = ['een', 'twee', 'drie', 'vier'];
	await Promise.all(
		texts.map(async (text) =>
			must(await meeting.act(meeting.fenna, { act: 'amend', harvest: value!, field: 'seen', text }))
		)
	);
	const [board, row] = await stands(meeting, value!, 'seen');
	expect(texts).toContain(row);
	expect(board).toBe(row);
});

test('I5 going back to writing and forward again keeps every stance', async () => {
	const meeting = await aRound();
	must(await say(meeting, 'gert', 'consent'));
	await object(meeting, 'wies');
	const before = (await now(meeting)).subject;
	await meeting.back();
	const { version } = before;
	expect(
		await meeting.act(meeting.gert, { act: 'stance', subject: 'values', version, stance: 'absent' })
	).toEqual({ ok: false, reason: 'consent-not-open' });
	await meeting.next();
	expect((await now(meeting)).subject).toEqual(before);
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(await say(meeting, 'gert', 'absent')).toEqual({ ok: false, reason: 'locked' });
	must(await meeting.app.acts.unlock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	must(await meeting.app.acts.pause(meeting.fenna, meeting.journey));
	expect(await say(meeting, 'gert', 'absent')).toEqual({ ok: false, reason: 'paused' });
});

test('I4 R4 of an absent organisation everybody still owes an answer, until one of them gives it', async () => {
	const meeting = await aRound();
	const { acts, reminders } = meeting.app;
	must(
		await acts.openUntil(meeting.fenna, meeting.journey, {
			step: meeting.steps.values,
			deadline: meeting.clock.now + hour
		})
	);
	const owe = async () => (await reminders.owing(meeting.journey, meeting.steps.values)).owe;
	// Wies and Wim sit for one organisation; Ria and Fenna for none.
	expect(await owe()).toBe(7);
	for (const who of ['gert', 'gea', 'wout', 'pelle'] as const) must(await say(meeting, who, 'consent'));
	const organisation = meeting.seat('zoe').organisation!;
	must(await meeting.act(meeting.fenna, { act: 'markAbsent', subject: 'values', organisation }));
	expect(await owe()).toBe(3);
	must(await say(meeting, 'zoe', 'consent'));
	expect(await owe()).toBe(2);
	must(await say(meeting, 'wim', 'concern', { words: 'Het mag scherper.' }));
	expect(await owe()).toBe(0);
});

test('I13 a board that was read before organisations were asked is not written over what was amended since', async () => {
	const meeting = await aRound();
	const { app, fenna, journey, steps } = meeting;
	const [value] = await valueIds(meeting);
	await meeting.back();
	// The export reads the board, and comes to the rows only after this.
	const read = app.sync.read.bind(app.sync);
	const reading = vi.spyOn(app.sync, 'read');
	reading.mockImplementation(async (room, of) => {
		const found = await read(room, of);
		if (typeof found !== 'object') return found;
		reading.mockRestore();
		await meeting.next();
		must(await meeting.act(fenna, { act: 'amend', harvest: value!, field: 'name', text: 'Vlakbij' }));
		return found;
	});
	await app.reports.step(journey, steps.values);
	expect(await meeting.stage()).toBe('consenting');
	expect((await mine(meeting, 'wies')).subjects[0]!.words[0]).toMatchObject({ text: 'Vlakbij' });
});
