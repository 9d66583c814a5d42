import { expect, test } from 'vitest';
import { aMeeting, must, type Meeting } from '../../support/cast.ts';

/** As a page does: the name of the form, and its fields as text. */
const post = (meeting: Meeting, name: string, fields: Record<string, string>, by = meeting.fenna) =>
	meeting.app.act(by, meeting.journey, name, fields);

test('F1 an act by its name reads the fields of a form, of a step too', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const step = meeting.steps.values;
	expect(await post(meeting, 'move', { step, from: 'writing', by: '1', sure: 'yes' })).toEqual({
		ok: true,
		stage: 'sorting'
	});
	must(await post(meeting, 'startTimer', { minutes: '12' }));
	const { timer } = await meeting.app.facts(meeting.journey);
	expect(timer).toMatchObject({ totalMs: 12 * 60_000 });
	must(await post(meeting, 'removePerson', { participant: meeting.wies.participant }));
	expect((await meeting.app.facts(meeting.journey)).people).toBe(1);
});

test('F1 an act that there is not, or fields that it can not read, are refused and change nothing', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const step = meeting.steps.values;
	const before = await meeting.kept();
	const malformed = { ok: false, reason: 'form-malformed' };
	for (const name of ['fly', 'toString', '__proto__', 'remind'])
		expect(await post(meeting, name, { step })).toEqual({ ok: false, reason: 'act-unknown' });
	expect(await post(meeting, 'lock', {})).toEqual(malformed);
	expect(await post(meeting, 'move', { step, from: 'writing', by: '2' })).toEqual(malformed);
	expect(await post(meeting, 'startTimer', { minutes: '0' })).toEqual(malformed);
	expect(await post(meeting, 'removePerson', {})).toEqual(malformed);
	expect(await post(meeting, 'pause', {}, meeting.wies)).toEqual({ ok: false, reason: 'not-a-facilitator' });
	expect(await meeting.kept()).toEqual(before);
});
