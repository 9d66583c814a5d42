import { expect, test } from 'vitest';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';

async function aRound(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'wim', 'gert', 'zoe'], stage: 'prepared' });
	must(await meeting.app.acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	await meeting.next(meeting.steps.checkIn);
	return meeting;
}

const act = (meeting: Meeting, fields: Record<string, string> & { act: string }, who = meeting.fenna) =>
	meeting.act(who, fields, meeting.steps.checkIn);
const speaks = async (meeting: Meeting) => (await meeting.checkInNow()).speaker?.id ?? '';
const goOn = async (meeting: Meeting, by: 'nextSpeaker' | 'skipSpeaker' = 'nextSpeaker') => {
	must(await act(meeting, { act: by, after: await speaks(meeting) }));
	return speaks(meeting);
};
const rulesOf = async (meeting: Meeting) => (await meeting.view(meeting.wies, meeting.steps.checkIn)).mine;

test('K2 when a speaker is done the next one begins, once, however often it is pressed', async () => {
	const meeting = await aRound();
	const first = await goOn(meeting);
	const press = { act: 'nextSpeaker', after: first };
	expect(await Promise.all([1, 2, 3].map(() => act(meeting, press)))).toEqual([
		{ ok: true },
		{ ok: true },
		{ ok: true }
	]);
	const second = await speaks(meeting);
	expect(second).not.toBe(first);
	const before = await meeting.kept();
	for (const after of [first, '', 'nobodyatthistable'])
		must(await act(meeting, { act: 'nextSpeaker', after }));
	must(await act(meeting, { act: 'skipSpeaker', after: first }));
	expect(await meeting.kept()).toEqual(before);
	expect(await meeting.checkInNow()).toMatchObject({
		spoken: 1,
		total: 5,
		bellAt: meeting.clock.now + 40_000,
		speaker: { id: second }
	});
});

test('K2 everybody speaks once, and colleagues not after each other', async () => {
	const meeting = await aRound();
	const order: string[] = [];
	for (let who = await goOn(meeting); who !== ''; who = await goOn(meeting)) order.push(who);
	expect(order.toSorted()).toEqual(meeting.everyone.map((seat) => seat.participant).sort());
	const places = [meeting.wies, meeting.wim].map((seat) => order.indexOf(seat.participant));
	expect(Math.abs(places[0]! - places[1]!)).toBeGreaterThan(1);
	expect(await meeting.checkInNow()).toMatchObject({ spoken: 5, speaker: null, next: null, bellAt: null });
});

test('K3 who comes late or is passed over speaks at the end, and nobody loses a place', async () => {
	const meeting = await aRound();
	const first = await goOn(meeting);
	const planned = (await meeting.checkInNow()).next!.id;
	await meeting.sitDown('ria');
	expect(await goOn(meeting, 'skipSpeaker')).toBe(planned);
	const order = [planned];
	for (let who = await goOn(meeting); who !== ''; who = await goOn(meeting)) order.push(who);
	expect(order).toHaveLength(6);
	expect(order.slice(-2).toSorted()).toEqual([first, meeting.ria.participant].sort());
});

test('K3 who is removed while speaking is not waited for, and is called again when let back', async () => {
	const meeting = await aRound();
	let first = await goOn(meeting);
	if (first === meeting.fenna.participant) first = await goOn(meeting);
	must(await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, { participant: first }));
	expect(await speaks(meeting)).toBe('');
	const second = await goOn(meeting);
	expect(second).not.toBe('');
	must(await meeting.app.acts.letBack(meeting.fenna, meeting.journey, { participant: first }));
	expect(await speaks(meeting)).toBe(second);
	const rest: string[] = [];
	for (let who = await goOn(meeting); who !== ''; who = await goOn(meeting)) rest.push(who);
	expect(rest).toContain(first);
	expect((await meeting.checkInNow()).spoken).toBe(5);
});

test('K2 the round goes on from where it was when the room went on and came back', async () => {
	const meeting = await aRound();
	await goOn(meeting);
	const second = await goOn(meeting);
	const before = await meeting.checkInNow();
	await meeting.next(meeting.steps.checkIn);
	expect(await act(meeting, { act: 'nextSpeaker', after: second })).toEqual({
		ok: false,
		reason: 'round-not-open'
	});
	await meeting.back(meeting.steps.checkIn);
	expect(await meeting.checkInNow()).toMatchObject({ speaker: before.speaker, next: before.next, spoken: 1 });
});

test('K4 accepting holds for the wording on the screen, once, and another rule is asked again', async () => {
	const meeting = await aRound();
	await meeting.next(meeting.steps.checkIn);
	const { wording } = await rulesOf(meeting);
	must(await act(meeting, { act: 'accept', wording }, meeting.wies));
	const once = await meeting.kept();
	must(await act(meeting, { act: 'accept', wording }, meeting.wies));
	expect(await meeting.kept()).toEqual(once);
	expect(await meeting.checkInNow()).toMatchObject({ accepted: 1 });

	const rule = { act: 'addRule', id: idOf('rule', 1), text: 'Telefoons op stil.' };
	expect(await Promise.all([act(meeting, rule), act(meeting, rule)])).toEqual([{ ok: true }, { ok: true }]);
	const added = await meeting.kept();
	must(await act(meeting, rule));
	expect(await meeting.kept()).toEqual(added);
	expect((await meeting.checkInNow()).rules.at(-1)).toEqual({ id: rule.id, text: rule.text });
	expect(await rulesOf(meeting)).toMatchObject({ accepted: false });
	expect((await meeting.checkInNow()).accepted).toBe(0);
	const late = await act(meeting, { act: 'accept', wording }, meeting.gert);
	expect(late).toEqual({ ok: false, reason: 'rules-changed' });
	expect(await meeting.kept()).toEqual(added);

	must(await act(meeting, { act: 'removeRule', id: rule.id }));
	const removed = await meeting.kept();
	must(await act(meeting, { act: 'removeRule', id: rule.id }));
	expect(await act(meeting, { act: 'removeRule', id: idOf('rule', 9) })).toEqual({
		ok: false,
		reason: 'rule-gone'
	});
	expect(await meeting.kept()).toEqual(removed);
	expect(await rulesOf(meeting)).toMatchObject({ wording, accepted: true });
});

test('C10 a ground rule that is none is refused beside its field, and only who facilitates adds one', async () => {
	const meeting = await aRound();
	await meeting.next(meeting.steps.checkIn);
	const before = await meeting.kept();
	const add = (text: string, who = meeting.fenna) =>
		act(meeting, { act: 'addRule', id: idOf('rule', 1), text }, who);
	expect(await add('')).toEqual({ ok: false, reason: 'line-empty', field: 'text' });
	expect(await add('W'.repeat(121))).toEqual({ ok: false, reason: 'line-too-long', field: 'text' });
	expect(await add('Telefoons uit.', meeting.wies)).toEqual({ ok: false, reason: 'not-a-facilitator' });
	expect(await act(meeting, { act: 'nextSpeaker', after: '' }, meeting.wies)).toMatchObject({
		reason: 'not-a-facilitator'
	});
	expect(await meeting.kept()).toEqual(before);
});

test('K4 coming back to the rules brings none of them again, and a removed one stays away', async () => {
	const meeting = await aRound();
	await meeting.next(meeting.steps.checkIn);
	const [first] = (await meeting.checkInNow()).rules;
	must(await act(meeting, { act: 'removeRule', id: first!.id }));
	const { rules } = await meeting.checkInNow();
	await meeting.back(meeting.steps.checkIn);
	await meeting.next(meeting.steps.checkIn);
	expect((await meeting.checkInNow()).rules).toEqual(rules);
	expect(rules.length).toBeGreaterThan(0);
});

test('A5 K4 an observer accepts nothing', async () => {
	const meeting = await aRound();
	await meeting.next(meeting.steps.checkIn);
	const { wording } = await rulesOf(meeting);
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.wies.participant);
	expect(await act(meeting, { act: 'accept', wording }, meeting.wies)).toEqual({
		ok: false,
		reason: 'observer'
	});
	expect((await meeting.checkInNow()).accepted).toBe(0);
});
