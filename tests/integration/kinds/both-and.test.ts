import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { lacksOf } from '#domain/kinds/both-and/tension.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import type { TensionState, TensionsState } from '#wire/kinds/both-and/state.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { aMeeting, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';
import { holdWhatIsLater, timesTold } from '../../support/told.ts';

const helping = idOf('tension', 1);
const line = (n: number) => idOf('line', n);
const stageNames = ['prepared', 'naming', 'mapping', 'harvested'];

/** The step about tensions, with one of them on the list. */
class TensionsStep {
	readonly meeting: Meeting;
	readonly id: string;

	constructor(meeting: Meeting, id: string) {
		this.meeting = meeting;
		this.id = id;
	}

	act(who: SeatOf, fields: Fields) {
		return this.meeting.act(who, fields, this.id);
	}

	async now(): Promise<TensionsState> {
		return (await this.meeting.view(this.meeting.fenna, this.id)).step.state as TensionsState;
	}

	async tension(id = helping): Promise<TensionState> {
		return (await this.now()).tensions.find((tension) => tension.id === id)!;
	}

	/** A gate that asks for themes is opened with a reason, as a facilitator may. */
	async reach(stage: string): Promise<void> {
		const at = async () => stageNames.indexOf(await this.meeting.stage(this.id));
		while ((await at()) < stageNames.indexOf(stage)) await this.meeting.next(this.id);
		while ((await at()) > stageNames.indexOf(stage)) await this.meeting.back(this.id);
	}
}

const propose = {
	act: 'addTension',
	id: helping,
	poleA: 'Nu helpen',
	poleB: 'Later voorkomen'
} as const;

async function aTensionsStep(stage: 'naming' | 'mapping' = 'naming'): Promise<TensionsStep> {
	const meeting = await aMeeting({ names: ['cor', 'wies', 'wim', 'gert', 'zoe', 'ria'] });
	const { steps } = (await meeting.app.journeys.setup(meeting.journey))!;
	const id = steps.find(({ kind }) => kind === 'both-and')!.id;
	meeting.sql(
		'INSERT INTO gate_opening (step_id, stage, reason, at, participant_id) VALUES (?, ?, ?, ?, ?)',
		id,
		'naming',
		'Voor deze proef.',
		meeting.clock.now,
		meeting.fenna.participant
	);
	const step = new TensionsStep(meeting, id);
	await step.reach('naming');
	must(await step.act(meeting.wies, propose));
	await step.reach(stage);
	return step;
}

/** Without sessions, and without what tells that something was looked at. */
const kept = (step: TensionsStep) => step.meeting.kept();

test('M1 a tension is proposed by two poles, once, and a pole that judges is refused beside its field', async () => {
	const step = await aTensionsStep();
	const { meeting } = step;
	expect(await step.tension()).toMatchObject({
		name: 'Nu helpen & Later voorkomen',
		texts: { poleA: 'Nu helpen', poleB: 'Later voorkomen', clauseA: '' },
		items: [],
		leanings: [],
		owners: { a: null, b: null },
		links: []
	});
	const before = await kept(step);
	must(await step.act(meeting.wies, propose));
	const other = { ...propose, id: idOf('tension', 2) };
	expect(await step.act(meeting.gert, { ...other, poleA: 'Te veel regels' })).toEqual({
		ok: false,
		reason: 'pole-judges',
		field: 'poleA'
	});
	expect(await step.act(meeting.gert, { ...other, poleB: '' })).toMatchObject({ reason: 'line-empty' });
	expect(await step.act(meeting.gert, { ...other, theme: 'nosuchtheme' })).toMatchObject({
		reason: 'link-unknown'
	});
	expect(await kept(step)).toEqual(before);
	meeting.harvested(idOf('theme', 1), 'theme', { name: 'Buurten' });
	expect(await step.act(meeting.gert, { ...other, id: idOf('theme', 1) })).toEqual({
		ok: false,
		reason: 'form-malformed',
		field: 'id'
	});
	await step.reach('mapping');
	expect(await step.act(meeting.gert, other)).toEqual({ ok: false, reason: 'tensions-not-open' });
});

test('M7 an organisation leans to one pole or to none, its last word counts, and a resident leans for nobody', async () => {
	const step = await aTensionsStep();
	const { meeting } = step;
	const lean = (who: SeatOf, pole: string, more = {}) =>
		step.act(who, { act: 'lean', tension: helping, pole, ...more });
	const { wel, ggd, zor } = meeting.organisations;
	must(await lean(meeting.wies, 'a'));
	must(await lean(meeting.gert, 'b'));
	must(await lean(meeting.wim, 'b'));
	must(await lean(meeting.fenna, 'a', { organisation: zor }));
	const leanings = [
		{ organisation: wel, pole: 'b' },
		{ organisation: ggd, pole: 'b' },
		{ organisation: zor, pole: 'a' }
	];
	expect((await step.tension()).leanings).toEqual(leanings);
	const before = await kept(step);
	must(await lean(meeting.wies, 'b'));
	expect(await lean(meeting.ria, 'a')).toEqual({ ok: false, reason: 'organisation-missing' });
	expect(await lean(meeting.fenna, 'a')).toEqual({ ok: false, reason: 'organisation-missing' });
	expect(await lean(meeting.wies, 'c')).toMatchObject({ reason: 'form-malformed' });
	expect(await kept(step)).toEqual(before);
	// Nobody else speaks for another organisation.
	must(await lean(meeting.gert, 'none', { organisation: zor }));
	expect((await step.tension()).leanings).toEqual([leanings[0], leanings[2]]);
});

test('M9 a line in a quadrant keeps the organisation that it came from, never the person', async () => {
	const step = await aTensionsStep('mapping');
	const { meeting } = step;
	const add = (who: SeatOf, n: number, more = {}) =>
		step.act(who, {
			act: 'addItem',
			id: line(n),
			tension: helping,
			quadrant: 'a-plus',
			text: ` Regel  ${n} `,
			...more
		});
	must(await add(meeting.gert, 1));
	must(await add(meeting.ria, 2));
	must(await add(meeting.fenna, 3, { organisation: meeting.organisations.zor }));
	must(await add(meeting.gert, 4, { organisation: meeting.organisations.zor }));
	const before = await kept(step);
	must(await add(meeting.gert, 1, { text: 'Iets anders' }));
	expect(await add(meeting.gert, 5, { text: ' ' })).toEqual({
		ok: false,
		reason: 'line-empty',
		field: 'text'
	});
	expect(await add(meeting.gert, 5, { quadrant: 'c-plus' })).toMatchObject({ reason: 'form-malformed' });
	expect(await add(meeting.gert, 5, { tension: idOf('tension', 9) })).toMatchObject({
		reason: 'harvest-gone'
	});
	expect(await kept(step)).toEqual(before);
	const { ggd, zor } = meeting.organisations;
	expect((await step.tension()).items).toEqual([
		{ id: line(1), quadrant: 'a-plus', text: 'Regel 1', organisation: ggd },
		{ id: line(2), quadrant: 'a-plus', text: 'Regel 2', organisation: null },
		{ id: line(3), quadrant: 'a-plus', text: 'Regel 3', organisation: zor },
		{ id: line(4), quadrant: 'a-plus', text: 'Regel 4', organisation: ggd }
	]);
	const rows = JSON.stringify(meeting.sql('SELECT * FROM tension_item'));
	const audit = JSON.stringify(meeting.sql(`SELECT * FROM audit WHERE act LIKE '%item%'`));
	for (const seat of [meeting.gert, meeting.ria, meeting.fenna])
		for (const trace of [seat.participant, seat.person]) expect(rows + audit).not.toContain(trace);
});

test('M10 a tension or a line that was taken away keeps its row and comes back as it was', async () => {
	const step = await aTensionsStep('mapping');
	const { meeting } = step;
	const add = { act: 'addItem', id: line(1), tension: helping, quadrant: 'b-plus', text: 'Minder leed' };
	must(await step.act(meeting.wies, add));
	const full = await step.tension();
	for (const [there, back] of [
		['removeItem', 'bringBackItem'],
		['removeItem', 'bringBackItem']
	] as const) {
		must(await step.act(meeting.gert, { act: there, id: line(1) }));
		must(await step.act(meeting.gert, { act: there, id: line(1) }));
		must(await step.act(meeting.wies, add));
		expect((await step.tension()).items).toEqual([]);
		must(await step.act(meeting.gert, { act: back, id: line(1) }));
		expect(await step.tension()).toEqual(full);
	}
	expect(await step.act(meeting.gert, { act: 'removeItem', id: line(9) })).toMatchObject({
		reason: 'item-gone'
	});

	const drop = { act: 'dropTension', tension: helping };
	const back = { act: 'bringBackTension', tension: helping };
	expect(await step.act(meeting.wies, drop)).toMatchObject({ reason: 'not-a-facilitator' });
	must(await step.act(meeting.fenna, drop));
	const dropped = await kept(step);
	must(await step.act(meeting.fenna, drop));
	expect(await kept(step)).toEqual(dropped);
	expect((await step.now()).tensions).toEqual([]);
	const { mine } = await meeting.view(meeting.fenna, step.id);
	expect(mine).toMatchObject({ dropped: [{ id: helping, name: 'Nu helpen & Later voorkomen' }] });
	expect((await meeting.view(meeting.wies, step.id)).mine).not.toHaveProperty('dropped');
	must(await step.act(meeting.fenna, back));
	expect(await step.tension()).toEqual(full);
});

test('M10 what was written in the last second before a tension is dropped comes back with it', async () => {
	const step = await aTensionsStep('mapping');
	const { meeting } = step;
	const pen = await meeting.connect(meeting.wies, boardDocument(step.id));
	const fear = await until(() => pen.doc.getMap<Y.Text>('texts').get(`${helping}.fear`), 'the text');
	fear.insert(0, 'We blijven eeuwig dweilen.');
	await until(() => pen.isSaved, 'the text to be kept');
	must(await step.act(meeting.fenna, { act: 'dropTension', tension: helping }));
	await meeting.restart(() => meeting.loseDocuments());
	must(await step.act(meeting.fenna, { act: 'bringBackTension', tension: helping }));
	const board = await meeting.app.sync.read(boardDocument(step.id), (doc) => doc.getMap('texts').toJSON());
	expect(board).toMatchObject({ [`${helping}.fear`]: 'We blijven eeuwig dweilen.' });
	await step.reach('harvested');
	expect((await step.tension()).texts).toMatchObject({ fear: 'We blijven eeuwig dweilen.' });
});

test('M10 a page that does not know yet that a tension was dropped takes nothing out of it', async () => {
	const step = await aTensionsStep('mapping');
	const { meeting } = step;
	const add = { act: 'addItem', id: line(1), tension: helping, quadrant: 'b-plus', text: 'Minder leed' };
	must(await step.act(meeting.wies, add));
	const full = await step.tension();
	must(await step.act(meeting.fenna, { act: 'dropTension', tension: helping }));
	const dropped = await kept(step);
	for (const act of ['removeItem', 'bringBackItem'])
		expect(await step.act(meeting.gert, { act, id: line(1) })).toMatchObject({ reason: 'harvest-gone' });
	expect(await kept(step)).toEqual(dropped);
	must(await step.act(meeting.fenna, { act: 'bringBackTension', tension: helping }));
	expect(await step.tension()).toEqual(full);
});

test('M6 M8 a map is written at and taken along whatever it misses, and complete when everything is there', async () => {
	const step = await aTensionsStep();
	const { meeting } = step;
	const { wel, ggd, zor } = meeting.organisations;
	must(await step.act(meeting.wies, { act: 'lean', tension: helping, pole: 'a' }));
	must(await step.act(meeting.gert, { act: 'lean', tension: helping, pole: 'b' }));
	await step.reach('harvested');
	expect((await step.tension()).texts).toMatchObject({ poleA: 'Nu helpen', clauseA: '' });
	await step.reach('mapping');

	const board = boardDocument(step.id);
	const pens = [await meeting.connect(meeting.wies, board), await meeting.connect(meeting.gert, board)];
	const write = async (pen: 0 | 1, field: string, words: string) => {
		const texts = pens[pen]!.doc.getMap<Y.Text>('texts');
		(await until(() => texts.get(`${helping}.${field}`), field)).insert(0, words);
		await until(() => pens[pen]!.isSaved, 'the text to be kept');
	};
	for (const [index, [field, words]] of Object.entries({
		purpose: 'Mensen krijgen hulp en hebben straks minder hulp nodig.',
		fear: 'We blijven eeuwig dweilen.',
		signalA: 'Het voorkantpot dicht een tekort\nNog een teken\n',
		signalB: 'De wachttijd stijgt',
		clauseA: 'houden de hulp op peil',
		clauseB: 'zetten elk jaar een deel erbij'
	}).entries())
		await write((index % 2) as 0 | 1, field, words);
	let n = 0;
	for (const quadrant of ['a-plus', 'a-minus', 'b-plus', 'b-minus'])
		for (const who of [meeting.wies, meeting.gert])
			must(
				await step.act(who, {
					act: 'addItem',
					id: line(++n),
					tension: helping,
					quadrant,
					text: `Regel ${n}`
				})
			);

	const owners = (a: string, b: string) =>
		step.act(meeting.zoe, { act: 'setOwners', tension: helping, a, b });
	expect(await owners(ggd!, wel!)).toEqual({ ok: false, reason: 'owner-leans-not', field: 'a' });
	expect(await owners(wel!, zor!)).toEqual({ ok: false, reason: 'owner-leans-not', field: 'b' });
	must(await owners(wel!, ''));
	must(await owners(wel!, ggd!));
	const once = meeting.sql('SELECT * FROM audit');
	must(await owners(wel!, ggd!));
	expect(meeting.sql('SELECT * FROM audit')).toEqual(once);

	await step.reach('harvested');
	const tension = await step.tension();
	expect(tension.texts.signalA).toBe('Het voorkantpot dicht een tekort\nNog een teken');
	expect(lacksOf(tension)).toEqual(['theme']);
	expect(lacksOf({ ...tension, links: ['a-theme'] })).toEqual([]);
	expect(await step.act(meeting.wies, { act: 'removeItem', id: line(1) })).toEqual({
		ok: false,
		reason: 'tensions-not-open'
	});
	await meeting.restart(() => meeting.loseDocuments());
	expect(await step.tension()).toEqual(tension);
	await step.reach('mapping');
	await step.reach('harvested');
	expect(await step.tension()).toEqual(tension);
});

test('M8 a lock or a pause takes the pens, and what is shown large is the facilitator’s', async () => {
	const step = await aTensionsStep();
	const { meeting } = step;
	const lean = () => step.act(meeting.wies, { act: 'lean', tension: helping, pole: 'a' });
	const show = (tension: string, who = meeting.fenna) => step.act(who, { act: 'showTension', tension });
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: step.id }));
	expect(await lean()).toMatchObject({ reason: 'locked' });
	must(await meeting.app.acts.unlock(meeting.fenna, meeting.journey, { step: step.id }));
	must(await meeting.app.acts.pause(meeting.fenna, meeting.journey));
	expect(await lean()).toMatchObject({ reason: 'paused' });
	must(await meeting.app.acts.resume(meeting.fenna, meeting.journey));
	must(await lean());
	expect(await show(helping, meeting.wies)).toMatchObject({ reason: 'not-a-facilitator' });
	expect(await show(idOf('tension', 9))).toMatchObject({ reason: 'harvest-gone' });
	must(await show(helping));
	expect((await step.now()).shown).toBe(helping);
	must(await show(''));
	expect((await step.now()).shown).toBeNull();
	must(await show(helping));
	must(await step.act(meeting.fenna, { act: 'dropTension', tension: helping }));
	expect((await step.now()).shown).toBeNull();
});

test('A10 a tension that is large already, or all of them that are not, is told to nobody again', async () => {
	holdWhatIsLater();
	const step = await aTensionsStep();
	const { meeting } = step;
	await meeting.connect(meeting.gert, meeting.journeyDocument);
	const show = (tension: string) => async () =>
		must(await step.act(meeting.fenna, { act: 'showTension', tension }));
	for (const tension of [helping, '']) {
		expect(await timesTold(meeting, show(tension))).toBe(1);
		expect(await timesTold(meeting, show(tension))).toBe(0);
	}
});
