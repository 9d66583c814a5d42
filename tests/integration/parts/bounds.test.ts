import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	cardsEach,
	comparedMost,
	groundRulesMost,
	groupsMost,
	harvestMost,
	linesMost,
	meetingsMost,
	orderAfter,
	orderMost,
	sharedTextMost,
	stepsMost,
	templatesMost
} from '#domain/bounds.ts';
import { rulesOf } from '#server/documents/kinds.ts';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import { aMeeting, idOf, must, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

const card = (n: number) => idOf('card', n);

/** Straight into a table, as somebody who has done it all before: so many rows that differ in their ids. */
function fill(
	meeting: Meeting,
	count: number,
	table: string,
	columns: Record<string, string | number | null>
): void {
	const names = Object.keys(columns);
	meeting.sql(
		`INSERT INTO ${table} (id, ${names.join(', ')})
		 WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ?)
		 SELECT printf('row%012d', n), ${names.map(() => '?').join(', ')} FROM number`,
		...[count, ...Object.values(columns)]
	);
}

test('BN1 the fifty-first card of somebody in a step is refused at its field, by form too; a replay of the fiftieth is not', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'writing' });
	for (let n = 1; n <= cardsEach; n++) must(await meeting.write(meeting.wies, `Kaartje ${n}`, card(n)));
	const full = { ok: false, reason: 'too-many-cards', field: 'text' };
	expect(await meeting.write(meeting.wies, 'Nog een', card(51))).toEqual(full);
	must(await meeting.write(meeting.wies, `Kaartje ${cardsEach}`, card(cardsEach)));
	must(await meeting.write(meeting.gert, 'Een ander', card(60)));
	await meeting.reach('sorting');
	expect(await meeting.write(meeting.wies, 'Te laat', card(52))).toEqual(full);
	expect(meeting.sql('SELECT id FROM card')).toHaveLength(cardsEach + 1);
});

test('BN1 who writes more cards than twice as many on a socket is refused, and what was kept stays', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'writing' });
	const own = await meeting.connect(meeting.wies, meeting.ownDocument(meeting.wies));
	const cards = own.doc.getMap('cards');
	for (let n = 1; n <= 2 * cardsEach; n++) cards.set(card(n), { text: `Kaartje ${n}`, prompt: '1', at: n });
	await until(() => own.isSaved, 'twice as many');
	cards.set(card(500), { text: 'Nog een', prompt: '1', at: 500 });
	expect(await own.closed).toEqual({ code: 4422, reason: 'too-many' });
	const kept = (await meeting.document(meeting.ownDocument(meeting.wies))).cards as object;
	expect(Object.keys(kept)).toHaveLength(2 * cardsEach);
});

test('BN2 groups beyond the bound are refused on a socket; another title for one that is there is not', async () => {
	const meeting = await aMeeting({ names: ['wies', 'gert'], stage: 'sorting' });
	const [pen, other] = [meeting.wies, meeting.gert].map((who) => meeting.connect(who, meeting.boardDocument));
	const groups = (await pen!).doc.getMap('groups');
	(await pen!).doc.transact(() => {
		for (let n = 1; n <= 2 * groupsMost; n++) groups.set(idOf('group', n), { title: `${n}`, order: n });
	});
	await until(async () => (await pen!).isSaved, 'the groups');
	(await other!).doc.getMap('groups').set(idOf('group', 1), { title: 'Nabijheid', order: 1 });
	await until(async () => (await other!).isSaved, 'the title');
	groups.set(idOf('more', 1), { title: 'Te veel', order: 1 });
	expect(await (await pen!).closed).toEqual({ code: 4422, reason: 'too-many' });
});

test('BN3 letters beyond the bound of a text are refused on a socket, in one frame or in many', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	await meeting.app.sync.change(meeting.boardDocument, (doc) =>
		doc.getMap('texts').set('value.meaning', new Y.Text('Wij'))
	);
	const rules = rulesOf(meeting.boardDocument)!;
	expect(rules.mostIn('texts')).toBe(2 * sharedTextMost);
	await meeting.group(idOf('group', 1), 'Nabijheid', []);
	const text = async () => {
		const client = await meeting.connect(meeting.wies, meeting.boardDocument);
		return { client, text: client.doc.getMap<Y.Text>('texts').get('value.meaning')! };
	};
	await meeting.reach('weighing');
	await meeting.next();
	const once = await text();
	once.text.insert(0, 'a' + '\u0301\u0323'.repeat(100_000));
	expect(await once.client.closed).toEqual({ code: 4422, reason: 'text-too-long' });
	const often = await text();
	for (let n = 0; n < 3; n++) often.text.insert(0, 'x'.repeat(sharedTextMost));
	expect(await often.client.closed).toEqual({ code: 4422, reason: 'text-too-long' });
	const kept = await meeting.app.sync.read(boardDocument(meeting.steps.values), (doc) =>
		doc.getMap<Y.Text>('texts').get('value.meaning')!.toString()
	);
	expect(kept.length).toBeLessThanOrEqual(2 * sharedTextMost);
});

test('BN4 a list that people add to one by one ends, with a reason at the field', async () => {
	const meeting = await aMeeting({ names: ['cor', 'wies'], stage: 'writing' });
	const { journey, fenna } = meeting;
	const { steps: all } = (await meeting.app.journeys.setup(journey))!;
	const bothAnd = all.find(({ kind }) => kind === 'both-and')!.id;
	const checkIn = all.find(({ kind }) => kind === 'check-in')!.id;
	const harvested = {
		kind: 'tension',
		name: 'A & B',
		texts: '{}',
		details: '{}',
		position: 1,
		harvested_at: 0
	};
	const where = { journey_id: journey, step_id: bothAnd, harvested_by: fenna.participant };
	fill(meeting, harvestMost, 'harvest', { ...harvested, ...where });
	meeting.sql(`UPDATE step SET stage = 'naming' WHERE id = ?`, bothAnd);
	must(await meeting.app.acts.goTo(fenna, journey, { step: bothAnd }));
	const tension = { act: 'addTension', id: idOf('tension', 1), poleA: 'Nu helpen', poleB: 'Later voorkomen' };
	expect(await meeting.act(meeting.wies, tension, bothAnd)).toEqual({
		ok: false,
		reason: 'too-many',
		field: 'poleA'
	});
	const line = { tension_id: 'row000000000000', quadrant: 'a-plus', text: 'Nabij', at: 0, removed_at: 1 };
	fill(meeting, linesMost, 'tension_item', { ...line, organisation_id: null });
	meeting.sql(`UPDATE step SET stage = 'mapping' WHERE id = ?`, bothAnd);
	const another = {
		act: 'addItem',
		id: idOf('line', 1),
		tension: 'row000000000000',
		quadrant: 'a-plus',
		text: 'x'
	};
	expect(await meeting.act(meeting.wies, another, bothAnd)).toEqual({
		ok: false,
		reason: 'too-many',
		field: 'text'
	});
	meeting.sql('DELETE FROM ground_rule');
	const added = { text: 'Luister', position: 1, added_by: fenna.participant, added_at: 0, removed_at: 1 };
	fill(meeting, groundRulesMost, 'ground_rule', { step_id: checkIn, ...added });
	must(await meeting.app.acts.goTo(fenna, journey, { step: checkIn }));
	const rule = { act: 'addRule', id: idOf('rule', 1), text: 'Een is genoeg' };
	expect(await meeting.act(fenna, rule, checkIn)).toEqual({ ok: false, reason: 'too-many', field: 'text' });
});

test('BN4 so do what is harvested, the steps and meetings of a run-sheet, and the templates of a person', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const { journey, fenna, id: day } = meeting;
	const { values } = meeting.steps;
	const { acts } = meeting.app;
	const full = (field?: string) => ({ ok: false, reason: 'too-many', ...(field && { field }) });

	await meeting.group(idOf('group', 1), 'Nabijheid', []);
	await meeting.reach('weighing');
	const value = { kind: 'value', name: 'Lef', texts: '{}', details: '{}', position: 1, harvested_at: 0 };
	fill(meeting, harvestMost, 'harvest', {
		...{ ...value, journey_id: journey, step_id: values, harvested_by: fenna.participant }
	});
	const harvest = { act: 'harvestGroup', group: idOf('group', 1) };
	expect(await meeting.act(fenna, harvest)).toEqual(full());
	// One that is there is no new one.
	meeting.sql(
		`UPDATE harvest SET group_id = ?, dropped_at = 1 WHERE id = 'row000000000000'`,
		idOf('group', 1)
	);
	must(await meeting.act(fenna, harvest));

	const addStep = (id: string) =>
		acts.addStep(fenna, journey, { id, meeting: day, kind: 'values', locale: 'nl' });
	const spare = { form: 'plenary', question: '', script: '', minutes: 1, position: 1, removed_at: 1 };
	const step = {
		...spare,
		stage: 'prepared',
		stage_at: 0,
		settings: '{}',
		note: '',
		kind: 'values',
		name: 'x'
	};
	const { steps: there } = (await meeting.app.journeys.setup(journey))!;
	fill(meeting, stepsMost - there.length - 1, 'step', { ...step, journey_id: journey, meeting_id: day });
	must(await addStep(idOf('step', 1)));
	expect(await addStep(idOf('step', 2))).toEqual(full());
	must(await addStep(idOf('step', 1)));

	const addMeeting = (id: string) => {
		const words = { name: 'Dag', place: '', date: '2026-03-12', startsAt: '09:30' };
		return acts.addMeeting(fenna, journey, { id, ...words });
	};
	const known = meeting.sql('SELECT id FROM meeting').length;
	const gone = { name: 'Dag', place: '', date: '2026-03-12', starts_at: '09:30', position: 1, removed_at: 1 };
	fill(meeting, meetingsMost - known - 1, 'meeting', { ...gone, journey_id: journey, room_for: 30 });
	must(await addMeeting(idOf('meeting', 1)));
	expect(await addMeeting(idOf('meeting', 2))).toEqual(full('name'));

	const keep = (id: string) => acts.keepTemplate(fenna, journey, { id, name: 'Ons draaiboek', locale: 'nl' });
	const kept = { person_id: fenna.person, name: 'x', locale: 'nl', body: '{}', made_at: 0 };
	fill(meeting, templatesMost - 1, 'template', kept);
	must(await keep(idOf('template', 1)));
	expect(await keep(idOf('template', 2))).toEqual(full('name'));
});

test('BN5 likeness is looked for among so many cards, and the same question gets the same answer', async () => {
	const meeting = await aMeeting({ names: ['wies'], stage: 'sorting' });
	const card = { prompt: '1', text: 'Samen dichtbij iedereen', shuffle: 1, revealed_at: 0 };
	fill(meeting, comparedMost + 100, 'card', { step_id: meeting.steps.values, ...card });
	const ask = async () =>
		must(await meeting.act(meeting.wies, { act: 'suggest' })).suggestions as { cards: string[] }[];
	const first = await ask();
	expect(first.map(({ cards }) => cards.length)).toEqual([comparedMost]);
	expect(await ask()).toBe(first);
});

test('BN6 a place out of range is refused, and behind the last there is always room', () => {
	const { checkValue } = rulesOf(boardDocument('step000000000000'))!;
	const at = (order: number): BoardPlace => ({ group: null, on: null, order });
	for (const order of [orderMost, -orderMost, 0.5])
		expect(checkValue('place', card(1), at(order)), `${order}`).toBeNull();
	for (const order of [1.7e308, orderMost * 1.01, -1e300, Infinity, NaN]) {
		expect(checkValue('place', card(1), at(order)), `${order}`).toBe('value-malformed');
		expect(checkValue('groups', card(1), { title: 'Zorg', order }), `${order}`).toBe('value-malformed');
	}
	expect(checkValue('place', card(1), at(orderAfter(orderMost, 40)))).toBeNull();
});
