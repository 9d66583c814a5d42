import { expect, test } from 'vitest';
import { until } from '../../support/sync-client.ts';
import { aMeeting, idOf, must, stages, type Meeting } from '../../support/cast.ts';

const hour = 60 * 60 * 1000;
const card = (n: number) => idOf('card', n);
const [near, proud] = [idOf('group', 1), idOf('group', 2)];

/** Rows that say what people made, without those that say where the room is. */
async function made(meeting: Meeting): Promise<object> {
	const {
		card,
		card_group,
		dot,
		harvest,
		harvest_card,
		weighing,
		ready,
		turn,
		acceptance,
		ground_rule,
		...rest
	} = await meeting.dump();
	const documents = Object.entries(rest).filter(([name]) => name.includes('/'));
	return {
		card,
		card_group,
		dot,
		harvest,
		harvest_card,
		weighing,
		ready,
		turn,
		acceptance,
		ground_rule,
		...Object.fromEntries(documents)
	};
}

async function aWeighedMeeting(): Promise<Meeting> {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'zoe'], stage: 'writing' });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	must(await meeting.write(meeting.gert, 'Nabij', card(2)));
	must(await meeting.write(meeting.zoe, 'Trots', card(3)));
	await meeting.next();
	await meeting.group(near, 'Nabijheid', [card(1), card(2)], { [card(2)]: card(1) });
	await meeting.group(proud, 'Trots', [card(3)]);
	await meeting.next();
	must(await meeting.act(meeting.wies, { act: 'dots', group: near, dots: '2' }));
	must(await meeting.act(meeting.gert, { act: 'dots', group: proud, dots: '1' }));
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	must(await meeting.act(meeting.fenna, { act: 'closeWeighing' }));
	must(await meeting.act(meeting.fenna, { act: 'harvestGroup', group: near }));
	await meeting.next();
	return meeting;
}

test('P1 going back and forward through all stages changes no card, group, dot or text', async () => {
	const meeting = await aWeighedMeeting();
	const before = await made(meeting);
	for (const stage of stages.toReversed()) {
		await meeting.reach(stage);
		expect(await made(meeting)).toEqual(before);
	}
	for (const stage of stages) {
		await meeting.reach(stage);
		expect(await made(meeting)).toEqual(before);
	}
});

test('P1 closing and opening the meeting changes nothing that was made, and the room is where it was', async () => {
	const meeting = await aWeighedMeeting();
	const before = await made(meeting);
	const { acts, joining } = meeting.app;
	must(await acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
	expect(await acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id })).toMatchObject({
		reason: 'meeting-closed'
	});
	expect((await meeting.app.facts(meeting.journey)).step!.id).toBe(meeting.steps.values);
	const opened = must(await acts.openMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id }));
	const again = await meeting.kept();
	expect(must(await acts.openMeeting(meeting.fenna, meeting.journey, { meeting: meeting.id })).code).toBe(
		opened.code
	);
	expect(await meeting.kept()).toEqual(again);
	must(await joining.meetingOf(opened.code, '192.0.2.1'));
	const { step, meeting: here } = await meeting.app.facts(meeting.journey);
	expect([step!.id, step!.stage, here!.code]).toEqual([meeting.steps.values, 'harvested', opened.code]);
	expect(await made(meeting)).toEqual(before);
});

test('J41 J42 closed too early it opens again where it stopped, with the same code, and screens hear both', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts, joining } = meeting.app;
	const { id, code, clock } = meeting;
	const close = async () => must(await acts.closeMeeting(meeting.fenna, meeting.journey, { meeting: id }));
	const open = async () => must(await acts.openMeeting(meeting.fenna, meeting.journey, { meeting: id })).code;
	const phone = await meeting.connect(meeting.wies, meeting.journeyDocument);
	const hears = (what: string | null) =>
		until(() => phone.latest && phone.latest.meeting!.code === what, `that the code is ${what}`);
	for (let again = 0; again < 2; again++) {
		clock.now += hour;
		await close();
		await hears(null);
		expect(await joining.meetingOf(code, '192.0.2.1')).toMatchObject({ reason: 'meeting-closed' });
		clock.now += hour;
		expect(await open()).toBe(code);
		await hears(code);
		expect(phone.latest!.step).toMatchObject({ id: meeting.steps.values, stage: 'writing' });
		must(await joining.meetingOf(code, '192.0.2.1'));
	}
	// A day after it was first opened it is over, however often it was closed; then people get another code.
	clock.now += 20 * hour;
	expect(await joining.meetingOf(code, '192.0.2.1')).toMatchObject({ reason: 'meeting-closed' });
	const other = await open();
	expect(other).not.toBe(code);
	expect(await joining.meetingOf(code, '192.0.2.1')).toMatchObject({ reason: 'code-unknown' });
	await close();
	clock.now += 24 * hour;
	expect(await open()).not.toBe(other);
});

test('P1 a restart of the program changes nothing that was made', async () => {
	const meeting = await aWeighedMeeting();
	const before = await meeting.kept();
	await meeting.restart();
	expect(await meeting.kept()).toEqual(before);
});

test('P2 a double click, or a replay of "next", moves one stage', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const next = { step: meeting.steps.values, from: 'writing', by: 1 as const, sure: true };
	const both = await Promise.all(
		[1, 2].map(() => meeting.app.acts.move(meeting.fenna, meeting.journey, next))
	);
	expect(both).toEqual([
		{ ok: true, stage: 'sorting' },
		{ ok: true, stage: 'sorting' }
	]);
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	phone.doc.getMap('cards').set(card(1), { text: 'Nog van mij alleen', prompt: '1', at: 1 });
	await until(() => meeting.sql('SELECT * FROM written WHERE waiting = 1').length, 'the count');
	const before = await meeting.kept();
	must(await meeting.app.acts.move(meeting.fenna, meeting.journey, next));
	expect(await meeting.kept()).toEqual(before);
});

test('P2 a step of another journey is none of ours', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const before = await meeting.kept();
	const step = 'stepofelsewhere1';
	const refused = { ok: false, reason: 'step-unknown' };
	const move = { step, from: 'writing', by: 1 as const, sure: true };
	expect(await acts.move(meeting.fenna, meeting.journey, move)).toEqual(refused);
	expect(await acts.goTo(meeting.fenna, meeting.journey, { step })).toEqual(refused);
	expect(await acts.lock(meeting.fenna, meeting.journey, { step })).toEqual(refused);
	expect(await acts.unlock(meeting.fenna, meeting.journey, { step })).toEqual(refused);
	expect(await acts.note(meeting.fenna, meeting.journey, { step, note: 'x' })).toEqual(refused);
	expect(await meeting.app.steps.view(meeting.wies, meeting.journey, step)).toBe(null);
	expect(await meeting.app.reports.step(meeting.journey, step)).toBe(null);
	expect(await meeting.kept()).toEqual(before);
});

test('P3 forward is asked twice while an organisation is not ready, and back never', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	for (const who of [meeting.wies, meeting.gert]) meeting.app.seen(who.participant);
	const move = (by: 1 | -1, sure: boolean, from = 'writing') =>
		meeting.app.acts.move(meeting.fenna, meeting.journey, {
			step: meeting.steps.values,
			from,
			by,
			sure
		});
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	const before = await meeting.kept();
	expect(await move(1, false)).toEqual({ ok: false, reason: 'not-all-ready' });
	expect(await meeting.kept()).toEqual(before);
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' }));
	must(await move(1, false));
	must(await move(-1, false, 'sorting'));
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'no' }));
	must(await move(1, true));
});

test('R1 who takes back that they are ready does so for themselves only', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert', 'wim'] });
	for (const who of [meeting.wies, meeting.gert]) must(await meeting.act(who, { act: 'ready', on: 'yes' }));
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'no' }));
	expect(meeting.sql('SELECT participant_id FROM ready')).toEqual([
		{ participant_id: meeting.wies.participant }
	]);
});

test('P4 P5 going to another step, and pulling everyone there, closes no private document and touches no draft', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const phone = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	const table = await meeting.connect(meeting.gert, meeting.journeyDocument);
	phone.doc.getMap('drafts').set('1', 'Midden in een zin over');
	await until(() => phone.isSaved, 'the draft');
	const { acts } = meeting.app;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	must(await acts.pull(meeting.fenna, meeting.journey));
	await until(
		() => table.facts.some(({ pulls, step }) => pulls === 1 && step!.kind === 'check-in'),
		'the pull'
	);
	phone.doc.getMap('drafts').set('1', 'Midden in een zin over vertrouwen');
	await until(() => phone.isSaved, 'the rest of the sentence');
	expect(await meeting.document(meeting.ownDocument(meeting.wies))).toEqual({
		cards: {},
		drafts: { 1: 'Midden in een zin over vertrouwen' }
	});
	must(await meeting.write(meeting.wies, 'Vertrouwen', card(1)));
});

test('P5 a pull is counted and changes nothing else', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const before = await meeting.kept();
	must(await meeting.app.acts.pull(meeting.fenna, meeting.journey));
	const after = await meeting.kept();
	const [room] = before.room as { pulls: number }[];
	expect(after).toEqual({ ...before, room: [{ ...room, pulls: room!.pulls + 1 }], audit: expect.anything() });
	expect((after.audit as unknown[]).length).toBe((before.audit as unknown[]).length + 1);
});

test('P6 a lock holds the pens of the table, not the facilitator, nor who writes alone', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const { acts } = meeting.app;
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	const locked = await meeting.kept();
	must(await acts.lock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(await meeting.kept()).toEqual(locked);
	must(await meeting.write(meeting.wies, 'Te laat voor nu', card(1)));
	expect((await meeting.board()).count).toBe(0);
	expect(await meeting.act(meeting.wies, { act: 'layMine' })).toEqual({ ok: false, reason: 'locked' });
	await meeting.next();
	await meeting.back();
	must(await acts.unlock(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect((await meeting.board()).count).toBe(1);
});

test('A6 in a pause a card that is written waits, and comes onto the table when it is laid', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const { acts } = meeting.app;
	must(await acts.pause(meeting.fenna, meeting.journey));
	must(await meeting.write(meeting.wies, 'In de pauze bedacht', card(1)));
	expect((await meeting.board()).count).toBe(0);
	expect(await meeting.act(meeting.wies, { act: 'layMine' })).toEqual({ ok: false, reason: 'paused' });
	must(await acts.resume(meeting.fenna, meeting.journey));
	expect(must(await meeting.act(meeting.wies, { act: 'layMine' })).revealed).toBe(1);
	expect((await meeting.board()).count).toBe(1);
});

test('R3 being ready belongs to one stage, and going back finds it as it was', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const readyPeople = async () =>
		(await meeting.app.facts(meeting.journey)).organisations.map((o) => o.readyPeople).join('');
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	const once = await meeting.kept();
	must(await meeting.act(meeting.wies, { act: 'ready', on: 'yes' }));
	expect(await meeting.kept()).toEqual(once);
	expect(await readyPeople()).toBe('100000');
	await meeting.next();
	const refused = { ok: false, reason: 'nothing-to-be-ready-for' };
	expect(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' })).toEqual(refused);
	await meeting.next();
	expect(await readyPeople()).toBe('000000');
	must(await meeting.act(meeting.gert, { act: 'ready', on: 'yes' }));
	expect(await readyPeople()).toBe('010000');
	await meeting.reach('writing');
	expect(await readyPeople()).toBe('100000');
	expect((await meeting.view(meeting.wies)).mine.ready).toBe(true);
});

test('T4 at zero nothing closes, moves or locks', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	must(await meeting.app.acts.startTimer(meeting.fenna, meeting.journey, { minutes: 12 }));
	const board = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	const before = await meeting.kept();
	meeting.clock.now += 60 * 60_000;
	expect(await meeting.kept()).toEqual(before);
	must(await meeting.write(meeting.wies, 'Na de bel', card(1)));
	await until(() => board.doc.getMap('cards').has(card(1)), 'the card');
	const facts = await meeting.app.facts(meeting.journey);
	expect(facts.step).toMatchObject({ stage: 'writing', lockedAt: null, cards: 1 });
	expect(facts.timer!.endsAt).toBeLessThan(facts.now);
});

test('T3 time that is added to a paused timer does not start it, and a break starts no timer that stood still', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const timer = async () => (await meeting.app.facts(meeting.journey)).timer;
	const room = [meeting.fenna, meeting.journey] as const;
	expect(await acts.pauseTimer(...room)).toEqual({ ok: false, reason: 'no-timer' });
	must(await acts.addTime(...room, { minutes: 5 }));
	expect(await timer()).toMatchObject({ endsAt: meeting.clock.now + 5 * 60_000, totalMs: 5 * 60_000 });
	must(await acts.pauseTimer(...room));
	must(await acts.addTime(...room, { minutes: 1 }));
	expect(await timer()).toEqual({ endsAt: null, leftMs: 6 * 60_000, totalMs: 6 * 60_000 });
	const paused = await meeting.kept();
	must(await acts.resume(...room));
	expect(await meeting.kept()).toEqual(paused);
	must(await acts.resumeTimer(...room));
	must(await acts.goTo(...room, { step: meeting.steps.values }));
	expect((await timer())!.endsAt).toBe(meeting.clock.now + 6 * 60_000);
	for (const minutes of [Number.NaN, 0, -1, 601, Number.POSITIVE_INFINITY])
		expect(await acts.startTimer(...room, { minutes })).toMatchObject({
			ok: false,
			reason: 'form-malformed'
		});
	expect((await timer())!.endsAt).toBe(meeting.clock.now + 6 * 60_000);
});

test('T6 the timer of the room ends with its step and with its stage, and other steps have no part in it', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const room = [meeting.fenna, meeting.journey] as const;
	const timer = async () => (await meeting.app.facts(meeting.journey)).timer;
	const start = async () => must(await acts.startTimer(...room, { minutes: 12 }));

	await start();
	await meeting.next();
	expect(await timer()).toBeNull();
	await start();
	await meeting.back();
	expect(await timer()).toBeNull();

	await start();
	const running = await timer();
	await meeting.next(meeting.steps.checkIn);
	expect(await timer()).toEqual(running);
	must(await acts.goTo(...room, { step: meeting.steps.checkIn }));
	expect(await timer()).toBeNull();
	await start();
	await meeting.next();
	expect(await timer()).not.toBeNull();
	must(await acts.pauseTimer(...room));
	must(await acts.goTo(...room, { step: meeting.steps.values }));
	expect(await timer()).toBeNull();
});

test('P1 what a pen did in its last second is in the rows too, so that dots can be given on it', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const board = await meeting.connect(meeting.wies, meeting.boardDocument);
	await meeting.next();
	board.doc.getMap('groups').set(near, { title: 'Net op tijd', order: 1 });
	await until(() => board.isSaved, 'the group');
	await until(() => meeting.sql('SELECT * FROM card_group').length, 'the group in the rows');
	must(await meeting.act(meeting.gert, { act: 'dots', group: near, dots: '1' }));
});

/** What a facilitator can take back now. */
const undoIn = async (meeting: Meeting) => (await meeting.app.console.of(meeting.journey)).undo;
async function takeBack(meeting: Meeting, by = meeting.fenna) {
	const { step, moved } = (await undoIn(meeting))!;
	return meeting.app.acts.undoMove(by, meeting.journey, { step, moved });
}

test('P16 next is taken back for ten seconds, once: the stage and the timer that it ended are as they were', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const { acts } = meeting.app;
	must(await acts.startTimer(meeting.fenna, meeting.journey, { minutes: 12 }));
	meeting.clock.now += 60_000;
	await meeting.next();
	expect((await meeting.app.facts(meeting.journey)).timer).toBe(null);
	expect(await undoIn(meeting)).toMatchObject({ stage: 'sorting', stays: null });
	meeting.clock.now += 9_000;
	const { step, moved } = (await undoIn(meeting))!;
	must(await takeBack(meeting));
	const { step: now, timer } = await meeting.app.facts(meeting.journey);
	expect(now!.stage).toBe('sorting');
	expect(timer).toMatchObject({ endsAt: meeting.clock.now + 12 * 60_000 - 69_000, totalMs: 12 * 60_000 });
	const before = await meeting.kept();
	must(await acts.undoMove(meeting.fenna, meeting.journey, { step, moved }));
	expect(await meeting.kept()).toEqual(before);
	expect(await undoIn(meeting)).toBe(null);
});

test('P16 after ten seconds it is offered no more and then refused, and only who facilitates can', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	await meeting.next();
	expect(await takeBack(meeting, meeting.wies)).toMatchObject({ ok: false, reason: 'not-a-facilitator' });
	const { step, moved } = (await undoIn(meeting))!;
	meeting.clock.now += 10_000;
	expect(await undoIn(meeting)).toBe(null);
	meeting.clock.now += 10_000;
	const before = await meeting.kept();
	expect(await meeting.app.acts.undoMove(meeting.fenna, meeting.journey, { step, moved })).toEqual({
		ok: false,
		reason: 'undo-late'
	});
	expect(await meeting.kept()).toEqual(before);
});

test('P16 taking back a reveal leads to writing; the cards that were laid stay on the table, and it is said', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	must(await meeting.write(meeting.wies, 'Dichtbij', card(1)));
	await meeting.next();
	expect(await undoIn(meeting)).toMatchObject({ stage: 'writing', stays: 'cards' });
	must(await takeBack(meeting));
	expect(await meeting.stage()).toBe('writing');
	await meeting.next();
	expect((await meeting.board()).count).toBe(1);
});

test('P16 back is taken back too, and says of nothing that it stays', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'weighing' });
	await meeting.back();
	expect(await undoIn(meeting)).toMatchObject({ stage: 'weighing', stays: null });
	must(await takeBack(meeting));
	expect(await meeting.stage()).toBe('weighing');
});

test('P16 going to another step is taken back: the room, its timer, and that the step was not begun', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	must(await acts.startTimer(meeting.fenna, meeting.journey, { minutes: 5 }));
	const begun = () => meeting.sql(`SELECT entered_at FROM step WHERE id = '${meeting.steps.checkIn}'`);
	const before = begun();
	meeting.clock.now += 1000;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	must(await acts.pause(meeting.fenna, meeting.journey));
	expect(await undoIn(meeting)).toMatchObject({ stage: null, toStep: meeting.steps.values });
	must(await takeBack(meeting));
	const { step, timer } = await meeting.app.facts(meeting.journey);
	expect(step!.id).toBe(meeting.steps.values);
	// The room pauses meanwhile, so its timer stands still.
	expect(timer).toMatchObject({ endsAt: null, totalMs: 5 * 60_000 });
	expect(begun()).toEqual(before);
});

test('P16 a step that moves where the room is not is no move of the room', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	meeting.clock.now += 60_000;
	await meeting.next(meeting.steps.checkIn);
	expect(await undoIn(meeting)).toBe(null);
});
