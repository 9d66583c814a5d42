import { expect, test } from 'vitest';
import type { Outcome } from '#server/acts/outcome.ts';
import { aMeeting, anEmptyTable, idOf, must, type Meeting } from '../../support/cast.ts';

/** The run-sheet as its editor shows it, in words: `Dag 1 | Inchecken, Waarden`. */
async function outline(meeting: Meeting): Promise<string[]> {
	const { meetings } = await meeting.app.runSheet.sheet(meeting.journey);
	return meetings.map(({ name, steps }) => `${name} | ${steps.map((step) => step.name).join(', ')}`);
}

const sheetOf = (meeting: Meeting) => meeting.app.runSheet.sheet(meeting.journey);
const positions = (meeting: Meeting) =>
	meeting
		.sql<{ position: number }>('SELECT position FROM step WHERE removed_at IS NULL ORDER BY position')
		.map((row) => row.position);

/** A meeting with only the first day in its run-sheet, so that the words of the template do not matter. */
async function aFirstDay(...given: Parameters<typeof aMeeting>): Promise<Meeting> {
	const meeting = await aMeeting(...given);
	const { acts } = meeting.app;
	const [, ...later] = (await sheetOf(meeting)).meetings;
	for (const { id, steps } of later) {
		for (const step of steps) must(await acts.removeStep(meeting.fenna, meeting.journey, { step: step.id }));
		must(await acts.removeMeeting(meeting.fenna, meeting.journey, { meeting: id }));
	}
	return meeting;
}

const secondDay = {
	id: idOf('day', 2),
	name: 'Tweede dag',
	place: 'De Schakel',
	date: '2026-03-19',
	startsAt: '13:00'
};
const addStep = (meeting: Meeting, id: string, kind = 'values', day = meeting.id) =>
	meeting.app.acts.addStep(meeting.fenna, meeting.journey, { id, meeting: day, kind, locale: 'nl' });
const words = {
	name: 'Onze waarden',
	question: 'Wat telt hier?',
	minutes: '25',
	form: 'fours',
	script: 'Rustig aan.'
};

test('D9 D16 a step is changed while people write, and every screen hears it', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { acts } = meeting.app;
	const step = meeting.steps.values;
	const given = { step, ...words, dotsEach: '5', dotsMost: '3' };
	must(await meeting.write(meeting.wies, 'samen', idOf('card', 1)));
	must(await acts.changeStep(meeting.fenna, meeting.journey, given));
	const facts = (await meeting.app.facts(meeting.journey)).step!;
	expect(facts).toMatchObject({
		name: 'Onze waarden',
		question: 'Wat telt hier?',
		minutes: 25,
		form: 'fours'
	});
	expect(await meeting.cardsState()).toMatchObject({ dots: { each: 5, most: 3 } });
	expect((await meeting.view(meeting.wies)).mine.cards).toHaveLength(1);
	const kept = await meeting.kept();
	must(await acts.changeStep(meeting.fenna, meeting.journey, given));
	expect(await meeting.kept()).toEqual(kept);
	const last = meeting
		.sql<{ act: string; detail: string }>('SELECT act, detail FROM audit ORDER BY seq')
		.at(-1)!;
	expect(last.act).toBe('change-step');
	expect(JSON.parse(last.detail)).toEqual({
		changed: 'name question minutes form script settings',
		minutes: 25
	});
});

test('D9 what can not be is refused beside its field and changes nothing', async () => {
	const meeting = await aFirstDay({ names: ['wies'] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	const before = await meeting.kept();
	const change = (more: Record<string, string>) => acts.changeStep(...by, { step, ...words, ...more });
	const refusals: [Promise<Outcome>, string, string?][] = [
		[change({ name: '' }), 'line-empty', 'name'],
		[change({ minutes: '0' }), 'minutes-invalid', 'minutes'],
		[change({ dotsEach: '2', dotsMost: '3' }), 'dots-rule-invalid', 'dotsEach'],
		[
			acts.changeStep(...by, { step: meeting.steps.checkIn, ...words, turnSeconds: '4' }),
			'seconds-invalid',
			'turnSeconds'
		],
		[
			acts.changeStep(...by, {
				step: meeting.steps.checkIn,
				...words,
				rules: `Stil.\n${'w'.repeat(121)}`
			}),
			'line-too-long',
			'rules'
		],
		[
			acts.changeStep(...by, { step: meeting.steps.checkIn, ...words, rules: 'Stil.\n'.repeat(13) }),
			'rules-too-many',
			'rules'
		],
		[change({ step: 'none' }), 'step-unknown'],
		[acts.addPrompt(...by, { step, id: 'p2', text: ' ', hint: '' }), 'line-empty', 'text'],
		[acts.addPrompt(...by, { step, id: 'p2', text: 'Wat?', hint: 'w'.repeat(281) }), 'line-too-long', 'hint'],
		[
			acts.addPrompt(...by, { step: meeting.steps.checkIn, id: 'p2', text: 'Wat?', hint: '' }),
			'prompt-unknown'
		],
		[acts.removePrompt(...by, { step, prompt: '1' }), 'prompt-last'],
		[acts.addMeeting(...by, { ...secondDay, date: '2026-02-30' }), 'date-invalid', 'date'],
		[acts.addMeeting(...by, { ...secondDay, date: '0026-02-03' }), 'year-invalid', 'date'],
		[acts.addMeeting(...by, { ...secondDay, date: '9999-02-03' }), 'year-invalid', 'date'],
		[acts.addMeeting(...by, { ...secondDay, startsAt: '25:00' }), 'time-invalid', 'startsAt'],
		[
			acts.changeMeeting(...by, { ...secondDay, meeting: meeting.id, startsAt: '9 uur' }),
			'time-invalid',
			'startsAt'
		],
		[addStep(meeting, idOf('step', 1), 'none'), 'kind-unknown', 'kind'],
		[addStep(meeting, idOf('step', 1), 'values', 'none'), 'meeting-unknown', 'meeting'],
		[acts.moveStep(...by, { step, meeting: 'none', place: 1 }), 'meeting-unknown', 'meeting']
	];
	for (const [answer, reason, field] of refusals)
		expect(await answer).toEqual({ ok: false, reason, ...(field && { field }) });
	expect(await meeting.kept()).toEqual(before);
});

test('D16 whoever facilitates nothing changes nothing', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const { acts } = meeting.app;
	const by = [meeting.wies, meeting.journey] as const;
	const step = meeting.steps.values;
	const before = await meeting.kept();
	for (const answer of [
		acts.changeStep(...by, { step, ...words }),
		acts.addStep(...by, { id: idOf('step', 1), meeting: meeting.id, kind: 'values', locale: 'nl' }),
		acts.moveStep(...by, { step, meeting: meeting.id, place: 1 }),
		acts.removeStep(...by, { step: meeting.steps.checkIn }),
		acts.putBackStep(...by, { step }),
		acts.addPrompt(...by, { step, id: 'p2', text: 'Wat?', hint: '' }),
		acts.addMeeting(...by, secondDay),
		acts.changeMeeting(...by, { ...secondDay, meeting: meeting.id }),
		acts.removeMeeting(...by, { meeting: meeting.id }),
		acts.drawTables(...by, { step, drawn: '' }),
		acts.keepTemplate(...by, { id: idOf('template', 1), name: 'Ons draaiboek', locale: 'nl' })
	])
		expect(await answer).toEqual({ ok: false, reason: 'not-a-facilitator' });
	expect(await meeting.kept()).toEqual(before);
});

test('D10 D13 steps and meetings keep their numbers without gaps, in the order of the days', async () => {
	const meeting = await aFirstDay({ names: [] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	must(await acts.addMeeting(...by, secondDay));
	must(await addStep(meeting, idOf('step', 3), 'values', secondDay.id));
	must(await addStep(meeting, idOf('step', 4), 'check-in'));
	expect(await outline(meeting)).toEqual([
		'Dag 1: Waarden | Inchecken, Waarden, Inchecken',
		'Tweede dag | Waarden'
	]);
	expect(positions(meeting)).toEqual([1, 2, 3, 4]);
	const move = (step: string, day: string, place: number) =>
		acts.moveStep(...by, { step, meeting: day, place });
	must(await move(idOf('step', 4), meeting.id, 1));
	must(await move(meeting.steps.checkIn, secondDay.id, 2));
	expect(await outline(meeting)).toEqual([
		'Dag 1: Waarden | Inchecken, Waarden',
		'Tweede dag | Waarden, Inchecken'
	]);
	expect(positions(meeting)).toEqual([1, 2, 3, 4]);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ position: 2, of: 4 });
	// The room is there: it can't be in two meetings.
	expect(await move(meeting.steps.values, secondDay.id, 1)).toMatchObject({ reason: 'room-is-here' });
	// An earlier day comes first, and its steps with it.
	must(await acts.changeMeeting(...by, { ...secondDay, meeting: secondDay.id, date: '2026-03-11' }));
	expect(await outline(meeting)).toEqual([
		'Tweede dag | Waarden, Inchecken',
		'Dag 1: Waarden | Inchecken, Waarden'
	]);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ position: 4, of: 4 });
});

test('D13 only an empty meeting that was never opened is taken out, and it comes back', async () => {
	const meeting = await aFirstDay({ names: [] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	expect(await acts.removeMeeting(...by, { meeting: meeting.id })).toMatchObject({
		reason: 'meeting-was-opened'
	});
	must(await acts.addMeeting(...by, secondDay));
	must(await addStep(meeting, idOf('step', 3), 'values', secondDay.id));
	const remove = () => acts.removeMeeting(...by, { meeting: secondDay.id });
	expect(await remove()).toMatchObject({ reason: 'meeting-has-steps' });
	must(await acts.removeStep(...by, { step: idOf('step', 3) }));
	expect(await meeting.app.acts.openMeeting(...by, { meeting: secondDay.id })).toMatchObject({
		reason: 'meeting-empty'
	});
	must(await remove());
	must(await remove());
	expect(await outline(meeting)).toHaveLength(1);
	expect(await meeting.app.acts.openMeeting(...by, { meeting: secondDay.id })).toMatchObject({
		reason: 'meeting-unknown'
	});
	expect((await meeting.app.journeys.setup(meeting.journey))!.meetings).toHaveLength(1);
	// Its step comes back where there is a meeting.
	must(await acts.putBackStep(...by, { step: idOf('step', 3) }));
	expect(await outline(meeting)).toEqual(['Dag 1: Waarden | Inchecken, Waarden, Waarden']);
	must(await acts.putBackMeeting(...by, { meeting: secondDay.id }));
	expect(await outline(meeting)).toHaveLength(2);
});

test('D11 a step that is taken out is gone from every screen and comes back with all that was made in it', async () => {
	const meeting = await aFirstDay({ names: ['wies', 'gert'] });
	const { acts, steps } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	must(await meeting.write(meeting.wies, 'samen', idOf('card', 1)));
	await meeting.next();
	meeting.harvested(idOf('value', 1), 'value', { name: 'Lef', meaning: 'We durven' });
	const made = async () => {
		const thread = await meeting.app.thread.overview(meeting.journey, meeting.fenna);
		const report = await meeting.app.reports.journey(meeting.journey);
		return { thread: thread.map(({ name }) => name), report: report.steps.map((told) => told.step.name) };
	};
	expect(await made()).toEqual({ thread: ['Lef', 'samen'], report: ['Inchecken', 'Waarden'] });
	expect(await acts.removeStep(...by, { step })).toEqual({ ok: false, reason: 'room-is-here' });
	must(await acts.goTo(...by, { step: meeting.steps.checkIn }));
	must(await acts.removeStep(...by, { step }));
	const removed = await meeting.kept();
	must(await acts.removeStep(...by, { step }));
	expect(await meeting.kept()).toEqual(removed);

	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ position: 1, of: 1 });
	expect(await steps.view(meeting.wies, meeting.journey, step)).toBeNull();
	expect(await meeting.write(meeting.wies, 'toch', idOf('card', 2))).toMatchObject({
		reason: 'step-unknown'
	});
	expect(await acts.goTo(...by, { step })).toMatchObject({ reason: 'step-unknown' });
	expect((await meeting.app.console.of(meeting.journey)).steps.map(({ id }) => id)).toEqual([
		meeting.steps.checkIn
	]);
	expect((await meeting.app.journeys.setup(meeting.journey))!.steps).toHaveLength(1);
	expect((await sheetOf(meeting)).removed.steps).toContainEqual({ id: step, name: 'Waarden' });
	expect(await made()).toEqual({ thread: [], report: ['Inchecken'] });

	must(await acts.putBackStep(...by, { step }));
	expect(await outline(meeting)).toEqual(['Dag 1: Waarden | Inchecken, Waarden']);
	expect((await meeting.view(meeting.wies)).mine.cards.map((card) => card.text)).toEqual(['samen']);
	expect(await made()).toEqual({ thread: ['Lef', 'samen'], report: ['Inchecken', 'Waarden'] });
	must(await acts.goTo(...by, { step }));
	expect(await meeting.stage()).toBe('sorting');
});

test('D12 cards stay with their prompt whatever its words and place, and such a prompt is not taken out', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	const prompts = async () => (await meeting.cardsState()).prompts.map(({ id, text }) => `${id} ${text}`);
	const second = { step, id: 'tweede', text: 'En waarom?', hint: '' };
	must(await acts.addPrompt(...by, second));
	must(await acts.addPrompt(...by, { ...second, id: 'derde', text: 'En dan?' }));
	must(
		await meeting.act(meeting.wies, { act: 'addCard', id: idOf('card', 1), prompt: 'tweede', text: 'daarom' })
	);
	must(await acts.movePrompt(...by, { step, prompt: 'tweede', place: 1 }));
	must(await acts.changePrompt(...by, { step, prompt: 'tweede', text: 'Waarom?', hint: 'Kort mag.' }));
	expect(await prompts()).toEqual(['tweede Waarom?', '1 Vanuit welke waarden vertrek jij?', 'derde En dan?']);
	expect((await meeting.view(meeting.wies)).mine.cards).toMatchObject([{ prompt: 'tweede', text: 'daarom' }]);

	const remove = (prompt: string) => acts.removePrompt(...by, { step, prompt });
	// Still with its writer, and then on the table.
	expect(await remove('tweede')).toEqual({ ok: false, reason: 'prompt-has-cards' });
	await meeting.next();
	expect(await remove('tweede')).toEqual({ ok: false, reason: 'prompt-has-cards' });
	must(await remove('derde'));
	must(await remove('1'));
	expect(await prompts()).toEqual(['tweede Waarom?']);
});

test('D12 a prompt stays for the cards of who left the table, for they may come back', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	must(await acts.addPrompt(...by, { step, id: 'tweede', text: 'En waarom?', hint: '' }));
	must(await meeting.write(meeting.wies, 'daarom', idOf('card', 1)));
	must(await acts.removePerson(...by, { participant: meeting.wies.participant }));
	expect(await acts.removePrompt(...by, { step, prompt: '1' })).toEqual({
		ok: false,
		reason: 'prompt-has-cards'
	});
	must(await acts.removePrompt(...by, { step, prompt: 'tweede' }));
});

test('D15 a double click or a replay changes nothing', async () => {
	const meeting = await aFirstDay({ names: ['wies', 'gert'] });
	const { acts } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	const step = meeting.steps.values;
	const posts = [
		() => acts.addMeeting(...by, secondDay),
		() => addStep(meeting, idOf('step', 3)),
		() => acts.moveStep(...by, { step: idOf('step', 3), meeting: meeting.id, place: 1 }),
		() => acts.addPrompt(...by, { step, id: 'tweede', text: 'En waarom?', hint: '' }),
		() => acts.movePrompt(...by, { step, prompt: 'tweede', place: 1 }),
		() => acts.changePrompt(...by, { step, prompt: 'tweede', text: 'Waarom?', hint: '' }),
		() => acts.removePrompt(...by, { step, prompt: 'tweede' }),
		() => acts.removeStep(...by, { step: idOf('step', 3) }),
		() => acts.putBackStep(...by, { step: idOf('step', 3) }),
		() => acts.keepTemplate(...by, { id: idOf('template', 1), name: 'Ons draaiboek', locale: 'nl' as const })
	];
	for (const post of posts) {
		must(await post());
		const once = await meeting.kept();
		expect(await Promise.all([post(), post()])).toEqual([{ ok: true }, { ok: true }]);
		expect(await meeting.kept()).toEqual(once);
	}
});

test('D14 a template has the run-sheet and nothing that was made in it, and a change in one changes no other', async () => {
	const meeting = await aFirstDay({ names: ['wies'] });
	const { acts, runSheet, templates, journeys } = meeting.app;
	const by = [meeting.fenna, meeting.journey] as const;
	must(await meeting.write(meeting.wies, 'samen', idOf('card', 1)));
	must(await acts.addMeeting(...by, secondDay));
	must(await acts.changeStep(...by, { step: meeting.steps.values, ...words, dotsEach: '4', dotsMost: '2' }));
	must(await acts.moveStep(...by, { step: meeting.steps.checkIn, meeting: secondDay.id, place: 1 }));
	const id = idOf('template', 1);
	must(await acts.keepTemplate(...by, { id, name: 'Ons draaiboek', locale: 'nl' }));
	must(await acts.changeStep(...by, { step: meeting.steps.values, ...words, name: 'Weer anders' }));

	const begin = async (template?: string) => {
		const given = {
			name: 'Regio Twee',
			meeting: '',
			place: '',
			date: '2027-01-30',
			startsAt: '10:15',
			locale: 'nl' as const
		};
		const { journey } = must(
			await journeys.create(meeting.fenna.person, { ...given, ...(template && { template }) })
		);
		return { journey, ...(await runSheet.sheet(journey)) };
	};
	const { meetings, journey } = await begin(id);
	expect(meetings.map(({ name, date, startsAt }) => ({ name, date, startsAt }))).toEqual([
		{ name: 'Dag 1: Waarden', date: '2027-01-30', startsAt: '10:15' },
		{ name: 'Tweede dag', date: '2027-02-06', startsAt: '13:00' }
	]);
	expect(meetings[0]!.steps).toMatchObject([
		{ name: 'Onze waarden', minutes: 25, form: 'fours', settings: { dotsEach: '4' } }
	]);
	expect(meetings[1]!.steps).toMatchObject([{ name: 'Inchecken', kind: 'check-in' }]);
	expect(meeting.sql('SELECT * FROM card')).toEqual([]);
	const fresh = meeting.sql<Record<string, unknown>>(
		`SELECT stage, note, entered_at, stage_by FROM step WHERE journey_id = '${journey}'`
	);
	for (const step of fresh)
		expect(step).toEqual({ stage: 'prepared', note: '', entered_at: null, stage_by: null });

	const list = () => templates.list(meeting.fenna.person, 'nl');
	expect((await list()).map(({ id, name }) => [id, name])).toEqual([
		['waarden-eerst', 'Waarden eerst'],
		[id, 'Ons draaiboek']
	]);
	must(await templates.rename(meeting.fenna.person, { template: id, name: 'Twee dagen' }));
	expect((await list())[1]).toMatchObject({ name: 'Twee dagen' });
	expect(await templates.rename(meeting.wies.person, { template: id, name: 'Van mij' })).toMatchObject({
		reason: 'template-unknown'
	});
	must(await templates.throwAway(meeting.wies.person, { template: id }));
	expect(await list()).toHaveLength(2);
	must(await templates.throwAway(meeting.fenna.person, { template: id }));
	must(await templates.throwAway(meeting.fenna.person, { template: id }));
	expect(await list()).toHaveLength(1);
	expect((await runSheet.sheet(journey)).meetings).toHaveLength(2);
	const given = {
		name: 'Regio Drie',
		meeting: '',
		place: '',
		date: '2027-01-30',
		startsAt: '09:30',
		locale: 'nl' as const
	};
	expect(await journeys.create(meeting.fenna.person, { ...given, template: id })).toEqual({
		ok: false,
		reason: 'template-unknown',
		field: 'template'
	});
});

test('D9 D18 a journey asks when its first meeting begins, and the others of its template begin as late', async () => {
	const meeting = await anEmptyTable();
	await meeting.begin();
	const { journeys, runSheet } = meeting.app;
	const given = { name: 'Avond', meeting: '', place: '', date: '2027-01-30', locale: 'nl' as const };
	const create = (more: { startsAt: string; date?: string }) =>
		journeys.create(meeting.fenna.person, { ...given, ...more });
	for (const startsAt of ['', '25:00'])
		expect(await create({ startsAt })).toEqual({ ok: false, reason: 'time-invalid', field: 'startsAt' });
	for (const date of ['0026-01-30', '9999-01-30'])
		expect(await create({ startsAt: '19:30', date })).toEqual({
			...{ ok: false, reason: 'year-invalid', field: 'date' }
		});
	const { journey } = must(await create({ startsAt: '19:30' }));
	const { meetings } = await runSheet.sheet(journey);
	expect(new Set(meetings.map(({ startsAt }) => startsAt))).toEqual(new Set(['19:30']));
});

test('D14 the built-in template begins on the day that was given, with a week between its meetings', async () => {
	const meeting = await anEmptyTable();
	await meeting.begin();
	const { meetings } = await sheetOf(meeting);
	expect(meetings[0]).toMatchObject({ date: '2026-03-12', startsAt: '09:30' });
	meetings.forEach(({ date }, index) =>
		expect((Date.parse(date) - Date.parse('2026-03-12')) / 86_400_000).toBe(7 * index)
	);
	expect(positions(meeting)).toEqual(positions(meeting).map((_, index) => index + 1));
	const { kinds } = meeting.app.runSheet;
	expect(kinds('en').map(({ kind }) => kind)).toEqual(kinds('nl').map(({ kind }) => kind));
});

test('D3 the first time that the room comes to a step is kept', async () => {
	const meeting = await aMeeting({ names: [] });
	const { acts } = meeting.app;
	const entered = async () => {
		const { steps } = await meeting.app.console.of(meeting.journey);
		return steps.slice(0, 2).map((step) => step.enteredAt);
	};
	const opened = meeting.clock.now;
	expect(await entered()).toEqual([opened, opened]);
	meeting.clock.now += 600_000;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.values }));
	expect(await entered()).toEqual([opened, opened]);
});

/** With a socket of everybody of these: who is there. */
async function inFours(names: Parameters<typeof aMeeting>[0] & object): Promise<Meeting> {
	const meeting = await aMeeting({ stage: 'prepared', ...names });
	must(
		await meeting.app.acts.changeStep(meeting.fenna, meeting.journey, {
			step: meeting.steps.values,
			...words,
			form: 'pairs'
		})
	);
	return meeting;
}

test('D6 D7 D15 who is there gets a table, once, and nobody sits with a colleague only', async () => {
	const meeting = await inFours({ names: ['wies', 'wim', 'gert', 'gea', 'zoe'] });
	const { acts, runSheet } = meeting.app;
	const step = meeting.steps.values;
	const draw = (drawn: string) => acts.drawTables(meeting.fenna, meeting.journey, { step, drawn });
	expect(await draw('')).toEqual({ ok: false, reason: 'too-few-for-tables' });
	// Gert is away; Klaas has no device and sits at a table all the same.
	for (const who of [meeting.wies, meeting.wim, meeting.gea, meeting.zoe, meeting.fenna])
		meeting.app.seen(who.participant);
	const klaas = { name: 'Klaas', organisation: meeting.organisations.zor! };
	must(await meeting.app.acts.seatWithoutDevice(meeting.fenna, meeting.journey, klaas));
	must(await draw(''));
	const { drawnAt, tables } = (await runSheet.tables(meeting.journey, step))!;
	expect(tables.map((table) => table.number)).toEqual([1, 2]);
	expect(tables.flatMap((table) => table.people.map(({ name }) => name)).sort()).toEqual([
		'Gea van de gemeente',
		'Klaas',
		'Wies van Welzijn',
		'Wim van Welzijn',
		'Zoë van de zorggroep'
	]);
	for (const { people } of tables) expect(new Set(people.map((p) => p.organisation)).size).toBeGreaterThan(1);
	expect((await meeting.app.facts(meeting.journey)).step).toMatchObject({ form: 'pairs', tables });

	meeting.clock.now += 1000;
	const once = await meeting.kept();
	must(await draw(''));
	expect(await meeting.kept()).toEqual(once);
	must(await draw(String(drawnAt)));
	expect((await runSheet.tables(meeting.journey, step))!.drawnAt).toBe(meeting.clock.now);
	must(await acts.clearTables(meeting.fenna, meeting.journey, { step, drawn: String(meeting.clock.now) }));
	expect(await runSheet.tables(meeting.journey, step)).toBeNull();
	expect(
		await acts.drawTables(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn, drawn: '' })
	).toEqual({
		ok: false,
		reason: 'no-tables'
	});
});

test('D8 who joins or comes back after the draw gets a table, and nobody moves for it', async () => {
	const meeting = await inFours({ names: ['wies', 'gert', 'gea', 'zoe'] });
	const { acts, runSheet } = meeting.app;
	const step = meeting.steps.values;
	for (const who of [meeting.wies, meeting.gert, meeting.gea]) meeting.app.seen(who.participant);
	must(await acts.drawTables(meeting.fenna, meeting.journey, { step, drawn: '' }));
	const seats = async () =>
		(await runSheet.tables(meeting.journey, step))!.tables.map((table) => table.people.map((p) => p.id));
	const before = await seats();
	await meeting.sitDown('ria');
	expect((await seats()).flat().sort()).toEqual([...before.flat(), meeting.ria.participant].sort());
	// Zoë's phone finds the room again.
	await meeting.connect(meeting.zoe, meeting.journeyDocument);
	await expect.poll(async () => (await seats()).flat()).toContain(meeting.zoe.participant);
	const after = await seats();
	before.forEach((table, index) => expect(after[index]).toEqual(expect.arrayContaining(table)));
	must(
		await meeting.app.acts.removePerson(meeting.fenna, meeting.journey, {
			participant: meeting.ria.participant
		})
	);
	expect((await seats()).flat()).not.toContain(meeting.ria.participant);
});

test('D8 who came between the draw and the step gets a table when the room comes there', async () => {
	const meeting = await inFours({ names: ['wies', 'gert', 'gea'] });
	const { acts, runSheet } = meeting.app;
	const step = meeting.steps.values;
	must(await acts.goTo(meeting.fenna, meeting.journey, { step: meeting.steps.checkIn }));
	for (const who of [meeting.wies, meeting.gert]) meeting.app.seen(who.participant);
	must(await acts.drawTables(meeting.fenna, meeting.journey, { step, drawn: '' }));
	meeting.app.seen(meeting.gea.participant);
	must(await acts.goTo(meeting.fenna, meeting.journey, { step }));
	const { tables } = (await runSheet.tables(meeting.journey, step))!;
	expect(tables.flatMap((table) => table.people.map((p) => p.id))).toContain(meeting.gea.participant);
});

test('D11 U7 what a step harvested binds nobody while that step is taken out, wherever the room is', async () => {
	const meeting = await aMeeting({ names: ['wies'] });
	const by = [meeting.fenna, meeting.journey] as const;
	const { acts, facts, journeys } = meeting.app;
	meeting.harvested(idOf('value', 1), 'value', { name: 'Nabijheid' });
	const [, , third, fourth] = (await journeys.setup(meeting.journey))!.steps;
	const values = async () => (await facts(meeting.journey)).values;
	must(await acts.goTo(...by, { step: third!.id }));
	expect(await values()).toEqual(['Nabijheid']);
	must(await acts.removeStep(...by, { step: meeting.steps.values }));
	expect(await values()).toEqual([]);
	must(await acts.goTo(...by, { step: fourth!.id }));
	expect(await values()).toEqual([]);
	must(await acts.putBackStep(...by, { step: meeting.steps.values }));
	expect(await values()).toEqual(['Nabijheid']);
});

test('D11 the board of a step that was taken out is open to nobody, and comes back with the step', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const by = [meeting.fenna, meeting.journey] as const;
	const { acts } = meeting.app;
	const open = await meeting.connect(meeting.gert, meeting.boardDocument);
	must(await acts.goTo(...by, { step: meeting.steps.checkIn }));
	must(await acts.removeStep(...by, { step: meeting.steps.values }));
	expect((await open.closed).code).toBe(4404);
	const late = await meeting.knock(meeting.boardDocument, { cookie: await meeting.cookieOf(meeting.wies) });
	expect((await late.closed).code).toBe(4404);
	must(await acts.putBackStep(...by, { step: meeting.steps.values }));
	expect((await meeting.connect(meeting.wies, meeting.boardDocument)).isSynced).toBe(true);
});
