import { expect, test } from 'vitest';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { aMeeting, idOf, must, type Fields, type Meeting, type Name } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';
import { holdWhatIsLater, timesTold } from '../../support/told.ts';

const secret = 'GEHEIM-456';
const slots = ['wel', 'ggd', 'gem', 'wcp', 'pol', 'zor'] as const;
const themes = [idOf('theme', 1), idOf('theme', 2), idOf('theme', 3)];
const table: Record<(typeof slots)[number], Name> = {
	wel: 'wies',
	ggd: 'gert',
	gem: 'gea',
	wcp: 'wout',
	pol: 'pelle',
	zor: 'zoe'
};

interface Mine {
	scores: { theme: string; score: number; evidence: string; onBehalf: boolean }[];
	found?: { tag: string; cards: { text: string }[] }[];
}

/** The step about today, with three themes that rest on two values. */
class Today {
	readonly meeting: Meeting;
	readonly step: string;

	constructor(meeting: Meeting, step: string) {
		this.meeting = meeting;
		this.step = step;
	}

	act(who: SeatOf, fields: Fields) {
		return this.meeting.act(who, fields, this.step);
	}

	score(who: Name | 'fenna', theme: string, score: number | string, evidence = `Bewijs van ${who}.`) {
		return this.act(this.meeting.seat(who), { act: 'score', theme, score: String(score), evidence });
	}

	/** Everybody but `except` scores everything; the second theme is where they lie furthest apart. */
	async scoreAll(except: readonly Name[] = []): Promise<void> {
		for (const [index, slot] of slots.entries()) {
			const who = table[slot];
			if (except.includes(who)) continue;
			must(await this.score(who, themes[0]!, 2 + (index % 2)));
			must(await this.score(who, themes[1]!, 1 + (index % 5), who === 'pelle' ? secret : undefined));
			must(await this.score(who, themes[2]!, 3));
		}
	}

	async now(): Promise<ScoresState> {
		return (await this.meeting.app.facts(this.meeting.journey)).step!.state as ScoresState;
	}

	async mine(who: SeatOf): Promise<Mine> {
		return (await this.meeting.view(who, this.step)).mine as unknown as Mine;
	}

	next = () => this.meeting.next(this.step);
	back = () => this.meeting.back(this.step);
	stage = () => this.meeting.stage(this.step);
}

async function aToday(): Promise<Today> {
	const meeting = await aMeeting({
		names: ['cor', 'wies', 'wim', 'gert', 'gea', 'wout', 'pelle', 'zoe', 'ria']
	});
	const { app, journey } = meeting;
	const step = (await app.journeys.setup(journey))!.steps.find((s) => s.kind === 'today')!.id;
	const values = [idOf('value', 1), idOf('value', 2)];
	for (const id of values) meeting.harvested(id, 'value', { name: id });
	for (const [index, id] of themes.entries()) {
		meeting.harvested(id, 'theme', { name: `Thema ${index}`, vision: 'Wij kennen elkaar.' }, values);
		meeting.sql('UPDATE harvest SET position = ? WHERE id = ?', index, id);
	}
	must(await app.acts.goTo(meeting.fenna, journey, { step }));
	return new Today(meeting, step);
}

/** Scores can be given. */
async function aScoring(): Promise<Today> {
	const today = await aToday();
	await today.next();
	return today;
}

test('B2 anyone of an organisation scores for it; colleagues share the score and the last one counts', async () => {
	const today = await aScoring();
	const { wies, wim, gert, ria, cor } = today.meeting;
	must(await today.score('wies', themes[0]!, 2, 'Twee buurten van de tien.'));
	expect((await today.mine(wim)).scores).toEqual([
		{
			theme: themes[0],
			organisation: today.meeting.organisations.wel,
			score: 2,
			evidence: 'Twee buurten van de tien.',
			onBehalf: false
		}
	]);
	must(await today.score('wim', themes[0]!, 4, 'Vier buurten, zeg ik.'));
	expect((await today.mine(wies)).scores).toMatchObject([{ score: 4, evidence: 'Vier buurten, zeg ik.' }]);
	expect((await today.mine(gert)).scores).toEqual([]);
	for (const nobody of [ria, cor])
		expect(await today.act(nobody, { act: 'score', theme: themes[0]!, score: '3', evidence: 'x' })).toEqual({
			ok: false,
			reason: 'score-without-organisation'
		});
});

test('B1 B2 a refusal says which field, and changes nothing', async () => {
	const today = await aScoring();
	must(await today.score('wies', themes[0]!, 2));
	const { meeting } = today;
	const before = await meeting.kept();
	for (const score of ['', '0', '6', '2.5', '1e0', 'vijf'])
		expect(await today.score('wies', themes[0]!, score)).toEqual({
			ok: false,
			reason: 'score-invalid',
			field: 'score'
		});
	expect(await today.score('wies', themes[0]!, 3, ' ')).toMatchObject({
		reason: 'evidence-empty',
		field: 'evidence'
	});
	expect(await today.score('wies', 'nosuchtheme', 3)).toMatchObject({ reason: 'theme-gone' });
	expect(await today.score('wies', meeting.organisations.wel!, 3)).toMatchObject({ reason: 'theme-gone' });
	must(await meeting.app.acts.lock(meeting.fenna, meeting.journey, { step: today.step }));
	expect(await today.score('wies', themes[0]!, 3)).toMatchObject({ reason: 'locked' });
	must(await meeting.app.acts.unlock(meeting.fenna, meeting.journey, { step: today.step }));
	must(await meeting.app.acts.pause(meeting.fenna, meeting.journey));
	expect(await today.score('wies', themes[0]!, 3)).toMatchObject({ reason: 'paused' });
	must(await meeting.app.acts.resume(meeting.fenna, meeting.journey));
	expect((await meeting.kept()).score).toEqual(before.score);
	await today.back();
	expect(await today.score('wies', themes[0]!, 3)).toMatchObject({ reason: 'scoring-not-open' });
});

test('B7 a double click and a replay keep one score, as it was', async () => {
	const today = await aScoring();
	const once = () => today.score('wies', themes[0]!, 2, 'Twee buurten.');
	expect(await Promise.all([once(), once()])).toEqual([{ ok: true }, { ok: true }]);
	const before = await today.meeting.kept();
	today.meeting.clock.now += 60_000;
	must(await once());
	expect(await today.meeting.kept()).toEqual(before);
});

/** All that people, beamer and facilitators can ask for. */
async function everythingServed(today: Today, but: readonly SeatOf[] = []): Promise<string> {
	const { app, journey, everyone } = today.meeting;
	const views = everyone
		.filter((who) => !but.some(({ participant }) => participant === who.participant))
		.map((who) => app.steps.view(who, journey, today.step));
	return JSON.stringify([
		await app.facts(journey),
		await Promise.all(views),
		await app.console.of(journey),
		await app.steps.board(journey, today.step),
		await app.reports.step(journey, today.step),
		await app.reports.journey(journey),
		await app.reports.stepCsv(journey, today.step, { ...csvHead })
	]);
}
const csvHead = {
	prompt: 'vraag',
	card: 'kaartje',
	organisation: 'organisatie',
	group: 'groep',
	on: 'op',
	dots: 'stippen',
	share: 'aandeel',
	harvest: 'waarde'
};

test('B3 before the spread no score and no evidence is served to anyone else, counts are', async () => {
	const today = await aScoring();
	const { pelle, fenna } = { pelle: today.meeting.seat('pelle'), fenna: today.meeting.fenna };
	const beamer = await today.meeting.connectBeamer(today.meeting.journeyDocument);
	const socket = await today.meeting.connect(fenna, today.meeting.journeyDocument);
	await today.scoreAll(['zoe']);
	expect(await everythingServed(today, [pelle])).not.toContain(secret);
	expect(await everythingServed(today, [pelle])).not.toContain('"spread":[');
	expect((await today.mine(pelle)).scores.map(({ evidence }) => evidence)).toContain(secret);
	for (const seat of [fenna, today.meeting.cor, today.meeting.ria])
		expect((await today.mine(seat)).scores).toEqual([]);
	const now = await today.now();
	expect(now).toMatchObject({ filled: 15, of: 18, spread: null, shown: null, found: null });
	expect(now.organisations).toEqual(
		slots.map((slot) => ({ id: today.meeting.organisations[slot], done: slot !== 'zor' }))
	);
	for (const client of [beamer, socket]) {
		const heard = () => client.facts.at(-1)?.step?.state;
		await until(() => (heard() as ScoresState | undefined)?.filled === 15, 'the count of the last score');
		expect(client.hasReceived(secret)).toBe(false);
	}
});

test('B4 the spread opens when every score is in, and what is missing is said without which', async () => {
	const today = await aScoring();
	await today.scoreAll(['zoe']);
	must(await today.score('zoe', themes[2]!, 1));
	const facts = await today.meeting.app.facts(today.meeting.journey);
	const zorg = facts.organisations.find(({ slot }) => slot === 'zor')!.name;
	expect(facts.step!.gate).toEqual([{ reason: 'scores-open', names: [`${zorg} (2)`] }]);
	const move = { step: today.step, from: 'scoring', by: 1, sure: true } as const;
	expect(await today.meeting.app.acts.move(today.meeting.fenna, today.meeting.journey, move)).toMatchObject({
		ok: false,
		reason: 'gate-closed'
	});
	must(await today.score('zoe', themes[0]!, 2));
	must(await today.score('zoe', themes[1]!, 2));
	const beamer = await today.meeting.connectBeamer(today.meeting.journeyDocument);
	await today.next();
	expect(await today.stage()).toBe('spread');
	expect(await everythingServed(today)).toContain(secret);
	await until(() => beamer.hasReceived(secret), 'the spread on the beamer');
});

test('B6 B10 the widest is shown first, until the facilitator chooses another', async () => {
	const today = await aScoring();
	expect(await today.act(today.meeting.fenna, { act: 'showTheme', theme: themes[0]! })).toMatchObject({
		reason: 'spread-not-open'
	});
	await today.scoreAll();
	await today.next();
	const { spread, shown } = await today.now();
	expect(spread!.map(({ theme, range }) => [theme, range])).toEqual([
		[themes[1], { from: 1, to: 5 }],
		[themes[0], { from: 2, to: 3 }],
		[themes[2], { from: 3, to: 3 }]
	]);
	expect(spread![0]!.apart).toMatchObject({
		high: { organisation: today.meeting.organisations.pol, score: 5, evidence: secret },
		low: { organisation: today.meeting.organisations.wel, score: 1 }
	});
	expect(JSON.stringify(spread)).not.toMatch(/mean|average/);
	expect(shown).toBe(themes[1]);
	must(await today.act(today.meeting.fenna, { act: 'showTheme', theme: themes[2]! }));
	expect((await today.now()).shown).toBe(themes[2]);
	expect(await today.act(today.meeting.fenna, { act: 'showTheme', theme: 'nosuchtheme' })).toMatchObject({
		reason: 'theme-gone'
	});
	expect(await today.act(today.meeting.wies, { act: 'showTheme', theme: themes[0]! })).toMatchObject({
		reason: 'not-a-facilitator'
	});
});

test('B8 P1 going back to scoring keeps every score and serves none to others', async () => {
	const today = await aScoring();
	await today.scoreAll();
	await today.next();
	const before = await today.meeting.kept();
	await today.back();
	expect((await today.meeting.kept()).score).toEqual(before.score);
	expect(await everythingServed(today, [today.meeting.seat('pelle')])).not.toContain(secret);
	must(await today.score('pelle', themes[1]!, 4, 'Bij nader inzien.'));
	await today.next();
	expect((await today.now()).spread![0]!.range).toEqual({ from: 1, to: 4 });
	expect(await everythingServed(today)).not.toContain(secret);
});

test('B9 a score on behalf is labelled, until somebody of that organisation sets it', async () => {
	const today = await aScoring();
	const { fenna, wies, organisations } = today.meeting;
	const words = { theme: themes[0]!, score: '2', evidence: secret };
	const behalf = { act: 'scoreOnBehalf', organisation: organisations.wel!, ...words };
	expect(await today.act(wies, behalf)).toMatchObject({ reason: 'not-a-facilitator' });
	expect(await today.act(fenna, { ...behalf, organisation: 'nobody' })).toEqual({
		ok: false,
		reason: 'organisation-unknown',
		field: 'organisation'
	});
	must(await today.act(fenna, behalf));
	must(await today.act(fenna, behalf));
	expect((await today.mine(wies)).scores).toMatchObject([{ score: 2, evidence: secret, onBehalf: true }]);
	expect(await everythingServed(today, [wies, today.meeting.wim])).not.toContain(secret);
	const told = today.meeting.sql<{ act: string; detail: string }>(
		`SELECT * FROM audit WHERE act = 'score-on-behalf'`
	);
	expect(told).toHaveLength(1);
	expect(JSON.stringify(told)).not.toContain(secret);
	must(await today.act(wies, { act: 'score', ...words }));
	expect((await today.mine(wies)).scores).toMatchObject([{ score: 2, onBehalf: false }]);
});

test('B11 an obstacle belongs to the principle of the prompt that it was written under', async () => {
	const today = await aScoring();
	await today.scoreAll();
	await today.next();
	await today.next();
	const prompts = ((await today.now()) as unknown as CardsState).prompts;
	expect(prompts.map(({ tag }) => tag)).toEqual([
		'health',
		'influence',
		'competence',
		'impartiality',
		'meaning',
		'nature',
		'strength'
	]);
	const add = (who: SeatOf, n: number, tag: string, words: string) =>
		today.act(who, {
			act: 'addCard',
			id: idOf('card', n),
			prompt: prompts.find((p) => p.tag === tag)!.id,
			text: words
		});
	must(await add(today.meeting.wies, 1, 'influence', 'De cliëntenraad praat mee over eten, niet over geld.'));
	must(await add(today.meeting.gert, 2, 'strength', 'Twaalf buurten hebben een ontmoetingsplek.'));
	expect(await add(today.meeting.gert, 3, 'strength', '   ')).toMatchObject({ reason: 'card-empty' });
	await today.next();
	await today.next();
	expect(await today.stage()).toBe('harvested');
	const found = (await today.mine(today.meeting.zoe)).found!;
	expect(
		found.filter(({ cards }) => cards.length > 0).map(({ tag, cards }) => [tag, cards[0]!.text])
	).toEqual([
		['influence', 'De cliëntenraad praat mee over eten, niet over geld.'],
		['strength', 'Twaalf buurten hebben een ontmoetingsplek.']
	]);
	const now = await today.now();
	expect(now.found!.map(({ cards }) => cards)).toEqual([0, 1, 0, 0, 0, 0, 1]);
	expect(now.spread).toHaveLength(3);
	expect((await today.meeting.app.reports.step(today.meeting.journey, today.step))!.step.name).toBe(
		'Vandaag'
	);
});

test('A10 a theme that is shown already is told to nobody again, whichever it is', async () => {
	holdWhatIsLater();
	const today = await aScoring();
	const { meeting } = today;
	await today.scoreAll();
	await today.next();
	await meeting.connect(meeting.gert, meeting.journeyDocument);
	const show = (theme: string) => async () =>
		must(await today.act(meeting.fenna, { act: 'showTheme', theme }));
	for (const theme of [themes[2]!, themes[0]!, themes[2]!]) {
		expect(await timesTold(meeting, show(theme))).toBe(1);
		expect(await timesTold(meeting, show(theme))).toBe(0);
	}
});
