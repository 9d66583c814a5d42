import { expect, test } from 'vitest';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, idOf, must, type Fields, type Meeting, type Name } from '../../support/cast.ts';
import { holdWhatIsLater, timesTold } from '../../support/told.ts';

const key = idOf('solution', 1);
const pot = idOf('solution', 2);
const app = idOf('solution', 3);
const theme = idOf('theme', 1);
const tension = idOf('tension', 1);
const ambition = (n: number) => idOf('ambition', n);

const six = [1, 2, 3, 4, 5, 6].map(ambition);

interface Choice {
	meeting: Meeting;
	step: string;
	act: (who: SeatOf, fields: Fields) => ReturnType<Meeting['act']>;
	now: () => Promise<ChooseState>;
}

/** The room is at the choice; three solutions lie there, of which the first two rest on a theme and a tension. */
async function aChoice(
	stage: 'prepared' | 'judging' | 'weighed' = 'judging',
	names: readonly Name[] = ['cor', 'wies', 'wim', 'gert', 'ria']
): Promise<Choice> {
	const meeting = await aMeeting({ names });
	const { app: program, journey, fenna } = meeting;
	const step = program.journeys
		.setup(journey)
		.then((setup) => setup!.steps.find((s) => s.kind === 'choose')!.id);
	const id = await step;
	layOut(meeting);
	must(await program.acts.goTo(fenna, journey, { step: id }));
	const stages = ['prepared', 'judging', 'weighed'];
	for (let i = 0; i < stages.indexOf(stage); i++) await meeting.next(id);
	return {
		meeting,
		step: id,
		act: (who, fields) => meeting.act(who, fields, id),
		now: async () => (await program.facts(journey)).step!.state as ChooseState
	};
}

/** As the steps before this one leave it. */
function layOut(meeting: Meeting): void {
	meeting.harvested(theme, 'theme', { name: 'Buurten' });
	meeting.harvested(tension, 'tension', { poleA: 'Snel', poleB: 'Samen' });
	for (const [id, name, ...links] of [
		[key, 'Sleutel van elke buurtkamer', theme],
		[pot, 'Voorkantpot', theme, tension],
		[app, 'App voor buren']
	] as const)
		meeting.harvested(id, 'solution', { name, what: `${name}, zo gaat dat.` }, links);
}

const judge = (solution: string, direction: number, platform = direction, worth = direction): Fields => ({
	act: 'judge',
	solution,
	direction: String(direction),
	platform: String(platform),
	yield: String(worth)
});
const make = (id: string, name: string, ...solutions: string[]): Fields => ({
	act: 'makeAmbition',
	id,
	name,
	solutions: solutions.join(',')
});
const linksOf = (meeting: Meeting, id: string) =>
	meeting
		.sql<{ to_id: string }>('SELECT to_id FROM harvest_link WHERE from_id = ? ORDER BY to_id', id)
		.map((row) => row.to_id);

test('Z1 three answers are one post, may be changed until it closes, and a replay changes nothing', async () => {
	const { meeting, step, act } = await aChoice();
	must(await act(meeting.wies, judge(key, 5, 4, 2)));
	const before = await meeting.kept();
	meeting.clock.now += 60_000;
	must(await act(meeting.wies, judge(key, 5, 4, 2)));
	expect(await meeting.kept()).toEqual(before);
	const wrongs: Record<string, string>[] = [
		{ yield: '6' },
		{ yield: '' },
		{ direction: '1.5' },
		{ platform: '1e0' }
	];
	for (const wrong of wrongs)
		expect(await act(meeting.wies, { ...judge(key, 3), ...wrong })).toEqual({
			ok: false,
			reason: 'judgement-incomplete',
			field: 'solution'
		});
	for (const gone of ['__proto__', theme, 'nosuchsolution'])
		expect(await act(meeting.wies, judge(gone, 3))).toMatchObject({ reason: 'solution-gone' });
	expect(await meeting.kept()).toEqual(before);
	must(await act(meeting.wies, judge(key, 1)));
	const { mine } = await meeting.view(meeting.wies, step);
	expect(mine).toMatchObject({ answers: [{ solution: key, direction: 1, platform: 1, yield: 1 }] });
	const rows = meeting.sql('SELECT organisation_id FROM judgement');
	expect(rows).toEqual([{ organisation_id: meeting.organisations.wel }]);
});

test('Z2 nobody answers before or after, while locked or paused, or as an observer', async () => {
	const { meeting, step, act } = await aChoice('prepared');
	const { app: program, journey, fenna } = meeting;
	expect(await act(meeting.wies, judge(key, 3))).toMatchObject({ reason: 'judging-not-open' });
	await meeting.next(step);
	must(await program.acts.lock(fenna, journey, { step }));
	expect(await act(meeting.wies, judge(key, 3))).toMatchObject({ reason: 'locked' });
	must(await program.acts.unlock(fenna, journey, { step }));
	must(await program.acts.pause(fenna, journey));
	expect(await act(meeting.wies, judge(key, 3))).toMatchObject({ reason: 'paused' });
	must(await program.acts.resume(fenna, journey));
	meeting.sql(`UPDATE participant SET role = 'observer' WHERE id = ?`, meeting.gert.participant);
	expect(await act(meeting.gert, judge(key, 3))).toMatchObject({ reason: 'observer' });
	must(await act(meeting.wies, judge(key, 3)));
	must(await act(meeting.cor, judge(key, 3)));
	await meeting.next(step);
	expect(await act(meeting.wies, judge(key, 4))).toMatchObject({ reason: 'judging-not-open' });
});

test('Z3 what was answered, and by whom, goes to nobody before the facilitator goes on', async () => {
	const { meeting, step, act, now } = await aChoice();
	const { app: program, journey, fenna, wim } = meeting;
	const beamer = await meeting.connectBeamer(meeting.journeyDocument);
	const socket = await meeting.connect(wim, meeting.journeyDocument);
	const seen = async () => ({
		facts: (await program.facts(journey)).step,
		beamer: await program.steps.board(journey, step),
		console: await program.console.of(journey),
		lead: await meeting.view(fenna, step),
		colleague: await meeting.view(wim, step),
		json: await program.reports.step(journey, step),
		csv: await program.reports.stepCsv(journey, step, {
			prompt: '',
			card: '',
			organisation: '',
			group: '',
			on: '',
			dots: '',
			share: '',
			harvest: ''
		})
	});
	const before = await seen();
	expect((await now()).weighed).toBeNull();
	must(await act(meeting.wies, judge(key, 5, 4, 3)));
	must(await act(meeting.gert, judge(key, 2, 2, 2)));
	must(await act(meeting.ria, judge(app, 1, 1, 1)));
	expect(await seen()).toEqual(before);
	for (const { facts } of [beamer, socket])
		for (const heard of facts) expect(heard.step?.state).not.toMatchObject({ weighed: expect.anything() });
	expect(await meeting.view(meeting.wies, step)).toMatchObject({
		mine: { answers: [{ solution: key, direction: 5, platform: 4, yield: 3 }] }
	});

	await meeting.next(step);
	const weighed = (await now()).weighed!;
	expect(weighed).toMatchObject([
		{
			solution: key,
			people: 2,
			found: { raw: { direction: 3.5 }, share: { direction: 3.5 }, lowest: { yield: 2 } }
		},
		{ solution: pot, people: 0, voices: [], found: null },
		{ solution: app, people: 1, voices: [{ organisation: null, people: 1, weight: 1 }] }
	]);
	expect(JSON.stringify(weighed)).not.toContain(meeting.wies.participant);

	const kept = meeting.sql('SELECT * FROM judgement');
	await meeting.back(step);
	expect((await now()).weighed).toBeNull();
	expect(meeting.sql('SELECT * FROM judgement')).toEqual(kept);
	must(await act(meeting.wies, judge(key, 1)));
	await meeting.next(step);
	expect((await now()).weighed![0]!.found!.raw.direction).toBe(1.5);
});

test('Z4 three of one organisation and one of another: two lenses', async () => {
	const { meeting, step, act, now } = await aChoice();
	for (const who of [meeting.wies, meeting.wim]) must(await act(who, judge(key, 5)));
	must(await act(meeting.gert, judge(key, 2)));
	must(await act(meeting.ria, judge(key, 2)));
	must(await act(meeting.cor, judge(key, 4)));
	await meeting.next(step);
	const { wel, ggd } = meeting.organisations;
	const [found] = (await now()).weighed!;
	expect(found!.found).toMatchObject({
		raw: { direction: 3.6 },
		share: { direction: 3.333 },
		lowest: { direction: 2 },
		highest: { direction: 5 }
	});
	const voice = (organisation: string | null) => found!.voices.find((v) => v.organisation === organisation);
	expect(voice(wel!)).toMatchObject({ people: 2, answers: { direction: 5 } });
	expect(voice(ggd!)).toMatchObject({ people: 1, answers: { direction: 2 } });
	// The co-facilitator and a resident have no organisation: one voice together.
	expect(voice(null)).toMatchObject({ people: 2, weight: 0.333, answers: { direction: 3 } });
});

test('Z8 the seventh ambition is refused, and asks which one stops', async () => {
	const { meeting, act, now } = await aChoice('weighed');
	const { fenna } = meeting;
	expect(await act(meeting.wies, make(ambition(1), 'Iedereen hoort erbij'))).toMatchObject({
		reason: 'not-a-facilitator'
	});
	for (const [i, id] of six.entries()) must(await act(fenna, make(id, `Ambitie ${i + 1}`, i ? '' : key)));
	const before = await meeting.kept();
	const seventh = make(ambition(7), 'De zevende', pot);
	expect(await act(fenna, seventh)).toEqual({ ok: false, reason: 'six-ambitions' });
	expect(await act(fenna, { ...seventh, stops: 'nosuchambition' })).toMatchObject({
		reason: 'ambition-gone'
	});
	expect(await meeting.kept()).toEqual(before);
	must(await act(fenna, { ...seventh, stops: ambition(2) }));
	const names = (await now()).ambitions.map(({ name }) => name);
	expect(names).toHaveLength(6);
	expect(names).toContain('De zevende');
	expect(names).not.toContain('Ambitie 2');
	expect(await act(fenna, { act: 'takeUpAmbition', id: ambition(2) })).toMatchObject({
		reason: 'six-ambitions'
	});
	must(await act(fenna, { act: 'takeUpAmbition', id: ambition(2), stops: ambition(7) }));
	expect((await now()).ambitions.map(({ name }) => name)).toContain('Ambitie 2');
});

test('Z8 ambitions made at once stay six', async () => {
	const { meeting, act, now } = await aChoice('weighed');
	const made = await Promise.all(
		Array.from({ length: 9 }, (_, i) => act(meeting.fenna, make(ambition(i + 1), `Ambitie ${i + 1}`)))
	);
	expect(made.filter(({ ok }) => ok)).toHaveLength(6);
	expect((await now()).ambitions).toHaveLength(6);
});

test('Z8 nothing is chosen, let go of or put aside while people judge', async () => {
	const { meeting, step, act } = await aChoice('weighed');
	const { fenna } = meeting;
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key)));
	must(await act(fenna, make(ambition(2), 'De tweede')));
	must(await act(fenna, { act: 'dropAmbition', id: ambition(2) }));
	must(await act(fenna, { act: 'notNow', solution: app, reason: 'Te groot voor nu.' }));
	await meeting.back(step);
	const before = await meeting.kept();
	const all: Fields[] = [
		make(ambition(3), 'De derde'),
		{ ...make(ambition(1), 'Iedereen telt mee', key), act: 'changeAmbition' },
		{ act: 'dropAmbition', id: ambition(1) },
		{ act: 'takeUpAmbition', id: ambition(2) },
		{ act: 'notNow', solution: pot, reason: 'Te groot voor nu.' },
		{ act: 'stillNow', solution: app }
	];
	for (const fields of all)
		expect(await act(fenna, fields), fields.act).toMatchObject({ reason: 'choosing-not-open' });
	expect(await meeting.kept()).toEqual(before);
});

test('Z9 an ambition without a name, or with a long one, is refused beside its field', async () => {
	const { meeting, act } = await aChoice('weighed');
	expect(await act(meeting.fenna, make(ambition(1), ' '))).toEqual({
		ok: false,
		reason: 'ambition-nameless',
		field: 'name'
	});
	expect(await act(meeting.fenna, make(key, 'Wat al iets anders is'))).toEqual({
		ok: false,
		reason: 'form-malformed',
		field: 'id'
	});
	const long = 'een twee drie vier vijf zes zeven acht negen';
	expect(await act(meeting.fenna, make(ambition(1), long))).toEqual({
		ok: false,
		reason: 'ambition-name-long',
		field: 'name'
	});
});

test('Z10 an ambition rests on its solutions, and through them on their themes and tensions', async () => {
	const { meeting, act, now } = await aChoice('weighed');
	const { fenna } = meeting;
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key, pot)));
	expect(linksOf(meeting, ambition(1))).toEqual([key, pot, tension, theme].sort());
	const change = { ...make(ambition(1), 'Iedereen telt mee', key), act: 'changeAmbition' };
	must(await act(fenna, change));
	expect(linksOf(meeting, ambition(1))).toEqual([key, theme].sort());
	expect((await now()).ambitions).toEqual([{ id: ambition(1), name: 'Iedereen telt mee', solutions: [key] }]);
	must(
		await act(fenna, {
			act: 'changeAmbition',
			id: ambition(1),
			name: 'Iedereen telt mee',
			[`solution-${pot}`]: 'on'
		})
	);
	expect(linksOf(meeting, ambition(1))).toEqual([pot, tension, theme].sort());
	expect(await act(fenna, { ...change, solutions: theme })).toMatchObject({ reason: 'solution-gone' });
});

test('Z11 a solution is in an ambition or "niet nu", never in both, and "niet nu" needs a reason', async () => {
	const { meeting, act, now } = await aChoice('weighed');
	const { fenna } = meeting;
	const aside = (solution: string, reason: string) => act(fenna, { act: 'notNow', solution, reason });
	expect(await aside(app, '  ')).toEqual({ ok: false, reason: 'not-now-without-reason', field: 'reason' });
	expect(await aside(app, 'x'.repeat(281))).toMatchObject({ reason: 'not-now-too-long' });
	must(await aside(app, 'Er zijn al vier apps.'));
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key)));
	expect(await aside(key, 'Te duur')).toMatchObject({ reason: 'solution-in-ambition' });
	expect(await act(fenna, make(ambition(2), 'Een app', app))).toMatchObject({
		reason: 'solution-not-now'
	});
	const kept = await meeting.kept();
	meeting.clock.now += 1000;
	must(await aside(app, ' Er zijn al  vier apps. '));
	expect(await meeting.kept()).toEqual(kept);
	must(await aside(app, 'Eerst mensen, dan een app.'));
	expect((await now()).notNow).toEqual([{ solution: app, reason: 'Eerst mensen, dan een app.' }]);
	expect(await act(meeting.wies, { act: 'notNow', solution: pot, reason: 'Nee' })).toMatchObject({
		reason: 'not-a-facilitator'
	});
	// What there is no more waits for nothing.
	meeting.sql('UPDATE harvest SET dropped_at = ? WHERE id = ?', meeting.clock.now, app);
	expect((await now()).notNow).toEqual([]);
});

test('Z12 the gate to the harvest names what is undecided', async () => {
	const { meeting, step, act } = await aChoice('weighed');
	const { app: program, journey, fenna } = meeting;
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key)));
	const gate = async () => (await program.facts(journey)).step!.gate;
	expect(await gate()).toEqual([{ reason: 'solutions-undecided', names: ['Voorkantpot', 'App voor buren'] }]);
	const go = () => program.acts.move(fenna, journey, { step, from: 'weighed', by: 1, sure: true });
	expect(await go()).toMatchObject({ reason: 'gate-closed' });
	for (const solution of [pot, app])
		must(await act(fenna, { act: 'notNow', solution, reason: 'Te groot voor nu.' }));
	expect(await gate()).toEqual([]);
	must(await go());
	expect(await meeting.stage(step)).toBe('harvested');
	must(await act(fenna, { act: 'stillNow', solution: pot }));
});

test('Z13 a dropped ambition, and a reason that was taken back, stay and come back', async () => {
	const { meeting, step, act, now } = await aChoice('weighed');
	const { fenna } = meeting;
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key)));
	const before = await now();
	const links = linksOf(meeting, ambition(1));
	must(await act(fenna, { act: 'dropAmbition', id: ambition(1) }));
	expect((await now()).ambitions).toEqual([]);
	expect(await meeting.view(fenna, step)).toMatchObject({
		mine: { dropped: [{ id: ambition(1), name: 'Iedereen hoort erbij' }] }
	});
	expect((await meeting.view(meeting.wies, step)).mine).not.toHaveProperty('dropped');
	expect(linksOf(meeting, ambition(1))).toEqual(links);
	must(await act(fenna, { act: 'notNow', solution: key, reason: 'Te groot voor nu.' }));
	expect(await act(fenna, { act: 'takeUpAmbition', id: ambition(1) })).toMatchObject({
		reason: 'solution-not-now'
	});
	must(await act(fenna, { act: 'stillNow', solution: key }));
	expect((await now()).notNow).toEqual([]);
	expect(await meeting.view(fenna, step)).toMatchObject({
		mine: { earlier: [{ solution: key, reason: 'Te groot voor nu.' }] }
	});
	must(await act(fenna, { act: 'takeUpAmbition', id: ambition(1) }));
	expect(await now()).toEqual(before);
	for (const act_ of ['dropAmbition', 'takeUpAmbition'])
		expect(await act(fenna, { act: act_, id: 'nosuchambition' })).toMatchObject({ reason: 'ambition-gone' });
});

test('Z14 doing it twice does it once, and what was decided stands in the log', async () => {
	const { meeting, act } = await aChoice('weighed');
	const { fenna, journey } = meeting;
	const twice: Fields[] = [
		make(ambition(1), 'Iedereen hoort erbij', key),
		{ ...make(ambition(1), 'Iedereen telt mee', key), act: 'changeAmbition' },
		{ act: 'dropAmbition', id: ambition(1) },
		{ act: 'takeUpAmbition', id: ambition(1) },
		{ act: 'notNow', solution: app, reason: 'Eerst mensen.' },
		{ act: 'stillNow', solution: app }
	];
	for (const fields of twice) {
		must(await act(fenna, fields));
		const before = await meeting.kept();
		meeting.clock.now += 1000;
		must(await act(fenna, fields));
		expect(await meeting.kept()).toEqual(before);
	}
	const log = meeting.sql<{ act: string }>(
		'SELECT act FROM audit WHERE journey_id = ? ORDER BY seq',
		journey
	);
	expect(log.map((line) => line.act).slice(-6)).toEqual([
		'make-ambition',
		'change-ambition',
		'drop-ambition',
		'take-up-ambition',
		'not-now',
		'still-now'
	]);
});

test('Z14 an ambition that is being written out already follows its new name, and one that comes late is there too', async () => {
	const { meeting, act } = await aChoice('weighed');
	const { app: program, journey, fenna } = meeting;
	must(await act(fenna, make(ambition(1), 'Iedereen hoort erbij', key)));
	const { steps } = (await program.journeys.setup(journey))!;
	const cards = steps.find(({ kind }) => kind === 'ambitions')!.id;
	must(await act(fenna, make(ambition(3), 'Niemand is alleen')));
	must(await act(fenna, { act: 'dropAmbition', id: ambition(3) }));
	await meeting.next(cards);
	must(await act(fenna, { ...make(ambition(1), 'Iedereen telt mee', key), act: 'changeAmbition' }));
	must(await act(fenna, make(ambition(2), 'Elk kind wordt gezien', pot)));
	must(await act(fenna, { act: 'takeUpAmbition', id: ambition(3) }));
	const texts = await program.sync.read(boardDocument(cards), (doc) => doc.getMap('texts').toJSON());
	expect(texts).toMatchObject({
		[`${ambition(1)}.name`]: 'Iedereen telt mee',
		[`${ambition(2)}.name`]: 'Elk kind wordt gezien',
		[`${ambition(3)}.name`]: 'Niemand is alleen'
	});
});

test('Z3 A10 while people judge nobody is told that somebody did', async () => {
	holdWhatIsLater();
	const { meeting, act } = await aChoice();
	await meeting.connect(meeting.gert, meeting.journeyDocument);
	for (const fields of [judge(key, 5), judge(key, 4), judge(pot, 1)])
		expect(await timesTold(meeting, async () => must(await act(meeting.wies, fields)))).toBe(0);
	expect(await timesTold(meeting, () => act(meeting.wies, { act: 'ready', on: 'yes' }))).toBe(1);
});
