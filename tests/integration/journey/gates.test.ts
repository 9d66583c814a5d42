import { expect, test } from 'vitest';
import type { MyConsent } from '#wire/parts/consent/state.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const six = ['wies', 'gert', 'gea', 'wout', 'pelle', 'zoe'] as const;
const reason = 'De politie stemt vrijdag in.';

/** One value, of which the organisations are asked whether they consent; and the step about 2040, still prepared. */
async function beforeTheFuture(): Promise<{ meeting: Meeting; future: string }> {
	const meeting = await aMeeting({ names: [...six, 'cor'] });
	must(await meeting.write(meeting.wies, 'om de hoek', idOf('card', 1)));
	await meeting.next();
	await meeting.group(idOf('group', 1), 'Nabijheid', [idOf('card', 1)]);
	await meeting.next();
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: idOf('group', 1) }));
	await meeting.next();
	await meeting.intoConsent();
	await meeting.showStandpoints();
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	return { meeting, future: steps.find(({ kind }) => kind === 'future')!.id };
}

async function consent(meeting: Meeting, who: Name): Promise<void> {
	const { mine } = await meeting.view(meeting.seat(who));
	const { version } = (mine as unknown as { consent: MyConsent }).consent.subjects[0]!;
	must(
		await meeting.act(meeting.seat(who), { act: 'stance', subject: 'values', version, stance: 'consent' })
	);
}

const gate = async (meeting: Meeting, step: string) => (await meeting.view(meeting.fenna, step)).step.gate;
const goOn = (meeting: Meeting, step: string) =>
	meeting.app.acts.move(meeting.fenna, meeting.journey, {
		step,
		from: 'prepared',
		by: 1,
		sure: true
	});
const openGate = (meeting: Meeting, step: string, given: { stage?: string; reason?: string } = {}) =>
	meeting.app.acts.openGate(meeting.fenna, meeting.journey, {
		step,
		stage: 'writing',
		reason,
		...given
	});
const closeGate = (meeting: Meeting, step: string, stage = 'writing') =>
	meeting.app.acts.closeGate(meeting.fenna, meeting.journey, { step, stage });
const audited = (meeting: Meeting) =>
	meeting
		.sql<{ act: string; detail: string }>(
			"SELECT act, detail FROM audit WHERE act LIKE '%-gate' AND subject <> ? ORDER BY seq",
			meeting.steps.values
		)
		.map(({ act, detail }) => ({ act, ...(JSON.parse(detail) as object) }));

test('G1 G2 2040 is closed until every organisation consented to the values, and says on whom it waits', async () => {
	const { meeting, future } = await beforeTheFuture();
	for (const who of six.slice(0, 5)) await consent(meeting, who);
	const missing = [{ reason: 'values-open', names: ['Zorggroep'] }];
	expect(await gate(meeting, future)).toEqual(missing);
	const before = await meeting.kept();
	expect(await goOn(meeting, future)).toEqual({ ok: false, reason: 'gate-closed' });
	expect(await meeting.kept()).toEqual(before);
	await consent(meeting, 'zoe');
	expect(await gate(meeting, future)).toEqual([]);
	must(await goOn(meeting, future));
	expect(await meeting.stage(future)).toBe('writing');
});

test('G1 going back is always open, also where the way on is closed', async () => {
	const { meeting, future } = await beforeTheFuture();
	for (const who of six) await consent(meeting, who);
	must(await goOn(meeting, future));
	const { id } = meeting.sql<{ id: string }>('SELECT id FROM harvest')[0]!;
	must(await meeting.act(meeting.fenna, { act: 'amend', harvest: id, field: 'name', text: 'Nabij' }));
	await meeting.back(future);
	expect(await gate(meeting, future)).toEqual([{ reason: 'values-open', names: expect.any(Array) }]);
	expect(await goOn(meeting, future)).toEqual({ ok: false, reason: 'gate-closed' });
});

test('G2 without a value there is nothing to consent to, and the gate says so', async () => {
	const { meeting, future } = await beforeTheFuture();
	for (const who of six) await consent(meeting, who);
	const { id } = meeting.sql<{ id: string }>('SELECT id FROM harvest')[0]!;
	must(await meeting.act(meeting.fenna, { act: 'dropHarvest', harvest: id }));
	expect(await gate(meeting, future)).toEqual([{ reason: 'values-none', names: [] }]);
});

test('G2 nobody is waited for in a step that was taken out of the run-sheet', async () => {
	const { meeting, future } = await beforeTheFuture();
	const { acts } = meeting.app;
	const step = meeting.steps.values;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: future }));
	must(await acts.removeStep(meeting.fenna, meeting.journey, { step }));
	expect(await gate(meeting, future)).toEqual([{ reason: 'values-none', names: [] }]);
	must(await acts.putBackStep(meeting.fenna, meeting.journey, { step }));
	expect(await gate(meeting, future)).toMatchObject([{ reason: 'values-open' }]);
});

test('G5 a facilitator opens a closed gate with a reason, which is kept and in the audit', async () => {
	const { meeting, future } = await beforeTheFuture();
	for (const who of six.slice(0, 5)) await consent(meeting, who);
	must(await openGate(meeting, future));
	const before = await meeting.kept();
	must(await openGate(meeting, future, { reason: 'Een tweede tik op de knop' }));
	expect(await meeting.kept()).toEqual(before);
	expect(await gate(meeting, future)).toEqual([]);
	expect(await meeting.app.console.opened(meeting.journey, future)).toBe(reason);
	expect(audited(meeting)).toEqual([
		{ act: 'open-gate', stage: 'writing', reason, missing: 'values-open, Zorggroep' }
	]);
	must(await goOn(meeting, future));
	expect(await meeting.app.console.opened(meeting.journey, future)).toBeNull();
});

test('G5 no gate opens without a reason, by who does not facilitate, or where none is closed', async () => {
	const { meeting, future } = await beforeTheFuture();
	const before = await meeting.kept();
	const { acts } = meeting.app;
	const by = (seat = meeting.gert) =>
		acts.openGate(seat, meeting.journey, { step: future, stage: 'writing', reason });
	expect(await by()).toEqual({ ok: false, reason: 'not-a-facilitator' });
	expect(await openGate(meeting, future, { reason: ' \u200b haast ' })).toEqual({
		ok: false,
		reason: 'gate-reason-short',
		field: 'reason'
	});
	expect(await openGate(meeting, future, { reason: 'a'.repeat(501) })).toMatchObject({
		reason: 'gate-reason-long'
	});
	for (const stage of ['sorting', 'prepared', 'nosuch'])
		expect(await openGate(meeting, future, { stage })).toMatchObject({ reason: 'gate-not-closed' });
	expect(await openGate(meeting, 'nosuch')).toEqual({ ok: false, reason: 'step-unknown' });
	expect(await openGate(meeting, meeting.steps.checkIn, { stage: 'round' })).toMatchObject({
		reason: 'gate-not-closed'
	});
	expect(await meeting.kept()).toEqual(before);
	must(await by(meeting.cor));
});

test('G6 an opened gate closes again until its stage was entered', async () => {
	const { meeting, future } = await beforeTheFuture();
	must(await openGate(meeting, future));
	must(await closeGate(meeting, future));
	const closed = await meeting.kept();
	must(await closeGate(meeting, future));
	expect(await meeting.kept()).toEqual(closed);
	expect(await goOn(meeting, future)).toEqual({ ok: false, reason: 'gate-closed' });
	must(await openGate(meeting, future));
	must(await goOn(meeting, future));
	const entered = await meeting.kept();
	expect(await closeGate(meeting, future)).toEqual({ ok: false, reason: 'gate-entered' });
	expect(await closeGate(meeting, 'nosuch')).toEqual({ ok: false, reason: 'step-unknown' });
	expect(await meeting.kept()).toEqual(entered);
	expect(audited(meeting).map(({ act }) => act)).toEqual(['open-gate', 'close-gate', 'open-gate']);
});

test('G1 G3 today is closed until there are themes', async () => {
	const { meeting } = await beforeTheFuture();
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const today = steps.find(({ kind }) => kind === 'today')!.id;
	expect(await gate(meeting, today)).toEqual([{ reason: 'themes-none', names: [] }]);
	expect(await goOn(meeting, today)).toEqual({ ok: false, reason: 'gate-closed' });
});
