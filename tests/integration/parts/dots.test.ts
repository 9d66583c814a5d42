import { expect, test, vi } from 'vitest';
import type { Outcome } from '#server/acts/outcome.ts';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, type Meeting, type Name } from '../../support/cast.ts';

const card = (n: number) => idOf('card', n);
const near = idOf('group', 1);
const proud = idOf('group', 2);

/** Two groups lie there to be weighed: three dots each, at most two on one group. */
async function aWeighing(names: readonly Name[] = ['wies', 'wim', 'gert', 'ria', 'cor']): Promise<Meeting> {
	const meeting = await aMeeting({ names });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.wies, 'Trots', card(2)));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [card(1)]);
	await meeting.group(proud, 'Trots', [card(2)]);
	await meeting.next();
	return meeting;
}

const give = (meeting: Meeting, who: Name | 'fenna', group: string, dots: number | string) =>
	meeting.act(meeting.seat(who), { act: 'dots', group, dots: String(dots) });

test('W1 the limits hold for a request that no button made, and a refusal changes nothing', async () => {
	const meeting = await aWeighing();
	must(await give(meeting, 'wies', near, 2));
	const before = await meeting.kept();
	const refusals: [string, number | string, string][] = [
		[near, 3, 'dots-group-full'],
		[proud, 2, 'dots-spent'],
		[near, '-1', 'form-malformed'],
		[near, '1.5', 'form-malformed'],
		[near, '1e3', 'form-malformed'],
		[near, '', 'form-malformed'],
		['nosuchgroup123', 1, 'group-gone'],
		['__proto__', 1, 'group-gone']
	];
	for (const [group, dots, reason] of refusals)
		expect(await give(meeting, 'wies', group, dots)).toEqual({ ok: false, reason, field: 'dots' });
	expect(await meeting.kept()).toEqual(before);
});

test('W1 many requests at once give no more than there are', async () => {
	const meeting = await aWeighing();
	const asked = [near, proud, near, proud, near].map((group) => give(meeting, 'wies', group, 2));
	const given = (await Promise.all(asked)).map((outcome) => outcome.ok);
	expect(given).toEqual([true, false, true, false, true]);
	expect((await meeting.view(meeting.wies)).mine.dots).toEqual([{ group: near, dots: 2 }]);
});

test('W3 a double click and a replay give once', async () => {
	const meeting = await aWeighing();
	const once = () => give(meeting, 'wies', near, 1);
	expect(await Promise.all([once(), once()])).toEqual([{ ok: true }, { ok: true }]);
	const before = await meeting.kept();
	meeting.clock.now += 60_000;
	must(await once());
	expect(await meeting.kept()).toEqual(before);
});

test('W4 what was given can be taken back, also when the limits were lowered', async () => {
	const meeting = await aWeighing();
	must(await give(meeting, 'wies', near, 2));
	must(await meeting.act(meeting.fenna, { act: 'setDots', each: '1', most: '1' }));
	expect(await give(meeting, 'wies', proud, 1)).toMatchObject({ reason: 'dots-spent' });
	must(await give(meeting, 'wies', near, 1));
	must(await give(meeting, 'wies', near, 0));
	must(await give(meeting, 'wies', proud, 1));
	for (const rule of [
		{ each: '0', most: '0' },
		{ each: '21', most: '1' },
		{ each: '2', most: '3' }
	])
		expect(await meeting.act(meeting.fenna, { act: 'setDots', ...rule })).toEqual({
			ok: false,
			reason: 'dots-rule-invalid',
			field: 'each'
		});
});

test('W5 totals, and how many gave, go to nobody before the weighing is closed, and to everybody after', async () => {
	const meeting = await aWeighing();
	const beamer = await meeting.connectBeamer(meeting.journeyDocument);
	for (const who of ['wies', 'wim', 'gert', 'ria'] as const) must(await give(meeting, who, near, 2));
	expect(await meeting.cardsState()).toMatchObject({ totals: null, givers: null, dots: { closedAt: null } });
	const { app, journey, steps } = meeting;
	const seen = async () => ({
		step: (await app.facts(journey)).step,
		console: await app.console.of(journey),
		mine: await meeting.view(meeting.fenna),
		board: await app.steps.board(journey, steps.values)
	});
	const before = await seen();
	must(await give(meeting, 'cor', proud, 1));
	expect(await seen()).toEqual(before);
	const found = (await app.reports.step(journey, steps.values))!;
	expect(found.groups.map(({ dots, share }) => [dots, share])).toEqual([
		[null, null],
		[null, null]
	]);
	expect((await meeting.view(meeting.fenna)).mine.dots).toEqual([]);

	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	const closed = await meeting.kept();
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	expect(await meeting.kept()).toEqual(closed);
	const totals = [
		{ group: near, title: 'Nabijheid', dots: 8, share: expect.closeTo(8 / 9, 5) },
		{ group: proud, title: 'Trots', dots: 1, share: expect.closeTo(1 / 9, 5) }
	];
	expect(await meeting.cardsState()).toMatchObject({ totals, givers: 5 });
	await until(
		() => beamer.facts.some(({ step }) => step!.state?.part === 'cards' && step!.state.totals),
		'the totals'
	);
	expect(await give(meeting, 'wies', near, 1)).toMatchObject({ reason: 'weighing-closed' });

	must(await meeting.act(meeting.fenna, { act: 'reopenWeighing' }));
	expect(await meeting.cardsState()).toMatchObject({ totals: null, givers: null });
	const reopened = await meeting.kept();
	must(await meeting.act(meeting.fenna, { act: 'reopenWeighing' }));
	expect(await meeting.kept()).toEqual(reopened);
	must(await give(meeting, 'wies', near, 1));
});

test('W7 dots on a group that is gone rest, count for nobody, and come back with it', async () => {
	const meeting = await aWeighing();
	must(await give(meeting, 'wies', near, 2));
	must(await give(meeting, 'gert', near, 2));
	must(await give(meeting, 'gert', proud, 1));
	await meeting.back();
	await meeting.ungroup(near);
	await meeting.next();
	expect((await meeting.view(meeting.wies)).mine.dots).toEqual([]);
	const before = await meeting.kept();
	expect(await give(meeting, 'wies', near, 1)).toEqual({ ok: false, reason: 'group-gone', field: 'dots' });
	expect(await meeting.kept()).toEqual(before);
	must(await give(meeting, 'wies', proud, 2));
	must(await give(meeting, 'gert', proud, 0));
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	expect((await meeting.cardsState()).totals).toMatchObject([{ group: proud, dots: 2 }]);
	expect((await meeting.cardsState()).givers).toBe(1);
	must(await meeting.act(meeting.fenna, { act: 'reopenWeighing' }));
	await meeting.back();
	await meeting.group(near, 'Nabijheid', [card(1)]);
	await meeting.next();
	expect((await meeting.view(meeting.wies)).mine.dots).toEqual([{ group: proud, dots: 2 }]);
	expect((await meeting.view(meeting.gert)).mine.dots).toEqual(
		expect.arrayContaining([{ group: near, dots: 2 }])
	);
});

test('W10 no dot is given in a lock, a pause, another stage, by an observer or by who was removed', async () => {
	const meeting = await aWeighing();
	const { acts } = meeting.app;
	const refused = async (reason: string) => {
		const before = await meeting.kept();
		expect(await give(meeting, 'wies', near, 1)).toMatchObject({ ok: false, reason });
		expect(await meeting.kept()).toEqual(before);
	};
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	await refused('locked');
	must(await acts.unlock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	must(await acts.pause(meeting.fenna, meeting.journey));
	await refused('paused');
	must(await acts.resume(meeting.fenna, meeting.journey));
	await meeting.next();
	await refused('weighing-not-open');
	expect(await meeting.act(meeting.fenna, { act: 'closeWeighing' })).toMatchObject({
		reason: 'weighing-not-open'
	});
	await meeting.back();
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.wies.participant);
	await refused('observer');
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.wies.participant
		})
	);
	await refused('removed');
});

test('W10 a dot that was under way when the stage went on is not given', async () => {
	const meeting = await aWeighing();
	const next = { step: meeting.steps.values, from: 'weighing', by: 1 as const, sure: true };
	const seat = meeting.wies;
	const dots = { act: 'dots', group: near, dots: '1' };
	// The act has read its step, and gets its turn when the move is done.
	const { sync } = meeting.app;
	const read = sync.read.bind(sync);
	const hold = sync.hold.bind(sync);
	let giving: Promise<Outcome> | undefined;
	let isMoving = false;
	vi.spyOn(sync, 'hold').mockImplementation((documents, work) => {
		isMoving = true;
		return hold(documents, work);
	});
	vi.spyOn(sync, 'read').mockImplementation(async (document, look) => {
		const found = await read(document, look);
		if (isMoving) giving ??= meeting.app.steps.act(seat, meeting.journey, meeting.steps.values, dots);
		return found;
	});
	must(await meeting.app.acts.move(meeting.fenna, meeting.journey, next));
	const given = await giving;
	expect(given).toMatchObject({ ok: false, reason: 'weighing-not-open' });
	expect(meeting.sql('SELECT * FROM dot')).toEqual([]);
});
