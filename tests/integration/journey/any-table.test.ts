import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { boardDocument, type BoardPlace } from '#wire/parts/board/board.ts';
import type { CardsState } from '#wire/parts/cards/state.ts';
import type { ChooseState } from '#wire/kinds/choose/state.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import type { ConsentState } from '#wire/parts/consent/state.ts';
import type { SeatOf } from '#server/journey/seats.ts';
import { anEmptyTable, idOf, must, type Fields, type Meeting } from '../../support/cast.ts';
import { until } from '../../support/sync-client.ts';

const ambitionTexts: Record<string, string> = {
	...{ text: 'In 2040 kent iedereen drie mensen.', from: 'alleen', to: 'samen', indicator: 'Inwoners' },
	...{ unit: '%', baseline: '58', baselineYear: '2025', target2028: '65', target2040: '90' },
	...{ source: 'Buurtpeiling', unmeasured: 'of het gebeurt', stop: 'losse subsidies' },
	...{ residents: 'Zij beheren de sleutel.', alarms: 'waar mogelijk\nvoldoende plekken' }
};

/** A journey of so many organisations, each with one person who answers for it, from set-up on by acts alone. */
class Table {
	readonly meeting: Meeting;
	people: SeatOf[] = [];
	organisations: string[] = [];
	#steps: Record<string, string> = {};
	#step = '';

	constructor(meeting: Meeting) {
		this.meeting = meeting;
	}

	static async of(count: number): Promise<Table> {
		const meeting = await anEmptyTable();
		await meeting.begin();
		const table = new Table(meeting);
		await table.#setUp(count);
		return table;
	}

	async #setUp(count: number): Promise<void> {
		const { app, journey, fenna } = this.meeting;
		const first = Object.values(this.meeting.organisations);
		for (const organisation of first.slice(count))
			must(await app.acts.removeOrganisation(fenna, journey, { organisation }));
		for (let n = first.length; n < count; n++) {
			const words = { name: `Partij ${n}`, short: `Partij ${n}`, initials: `P${n}` };
			const kind = 'anders';
			must(await app.acts.addOrganisation(fenna, journey, { id: idOf('organisation', n), kind, ...words }));
		}
		const { organisations, steps } = (await app.journeys.setup(journey))!;
		this.organisations = organisations.map(({ id }) => id);
		this.#steps = Object.fromEntries(steps.map(({ kind, id }) => [kind, id]));
		for (const { id, name } of organisations) this.people.push(await this.#sitDown(name, id));
	}

	async #sitDown(name: string, organisation: string): Promise<SeatOf> {
		const { app, journey, fenna } = this.meeting;
		const { person } = must(await this.meeting.joinAs(`Iemand van ${name}`, organisation));
		await this.meeting.admit(person);
		const seat = (await app.journeys.seat(journey, person))!;
		must(await app.acts.nameSpeaker(fenna, journey, { participant: seat.participant, role: 'holder' }));
		return seat;
	}

	async goTo(kind: string): Promise<void> {
		const { app, journey, fenna } = this.meeting;
		this.#step = this.#steps[kind]!;
		must(await app.acts.goTo(fenna, journey, { step: this.#step }));
	}

	async next(): Promise<void> {
		await this.meeting.app.persisted();
		expect((await this.meeting.view(this.meeting.fenna, this.#step)).step.gate).toEqual([]);
		await this.meeting.next(this.#step);
	}

	async state<State>(): Promise<State> {
		return (await this.meeting.app.facts(this.meeting.journey)).step!.state as State;
	}

	async lead(fields: Fields): Promise<void> {
		must(await this.meeting.act(this.meeting.fenna, fields, this.#step));
	}

	/** Everybody does one thing; `of`: the number of each. */
	async each(fields: (of: number) => Fields): Promise<void> {
		for (const [index, seat] of this.people.entries())
			must(await this.meeting.act(seat, fields(index), this.#step));
	}

	/** A card of everybody, in two groups that are harvested; their ids. */
	async write(kind: string, prompt = '1'): Promise<void> {
		await this.next();
		const card = (n: number) => idOf(`${kind}card`, n);
		await this.each((of) => ({ act: 'addCard', id: card(of), prompt, text: `${kind} van ${of}` }));
		await this.next();
		await this.meeting.app.sync.change(boardDocument(this.#step), (doc) => {
			const place = doc.getMap<BoardPlace>('place');
			for (const group of [1, 2])
				doc.getMap('groups').set(idOf(kind, group), { title: `${kind} ${group}`, order: group * 1000 });
			for (const of of this.people.keys())
				place.set(card(of), { group: idOf(kind, 1 + (of % 2)), on: null, order: of });
		});
		await this.next();
	}

	/** Everybody weighs, and the totals are shown. */
	async weigh(kind: string): Promise<void> {
		await this.each((of) => ({ act: 'dots', group: idOf(kind, 1 + (of % 2)), dots: '2' }));
		await this.lead({ act: 'closeWeighing' });
		const { totals } = await this.state<CardsState>();
		expect(totals).toHaveLength(2);
	}

	async harvest(kind: string): Promise<string[]> {
		for (const group of [1, 2]) await this.lead({ act: 'harvestGroup', group: idOf(kind, group) });
		return (await this.state<CardsState>()).harvest.map(({ id }) => id);
	}

	/** What is written under what was harvested, by field. */
	async writeUnder(item: string, texts: Record<string, string>): Promise<void> {
		const pen = await this.meeting.connect(this.people[0]!, boardDocument(this.#step));
		const under = pen.doc.getMap<Y.Text>('texts');
		for (const [field, text] of Object.entries(texts)) {
			await until(() => under.get(`${item}.${field}`), field);
			under.get(`${item}.${field}`)!.insert(0, text);
		}
		await until(() => pen.isSaved, 'the texts to be kept');
		await this.meeting.app.persisted();
		await pen.leave();
	}

	/** Everybody says a line, in drawn order. */
	async react(): Promise<void> {
		await this.lead({ act: 'goToPhase', from: 'questions', to: 'reactions' });
		const { reactions } = await this.state<ConsentState>();
		expect(reactions.map(({ organisation }) => organisation).toSorted()).toEqual(
			this.organisations.toSorted()
		);
		for (const { organisation } of reactions) {
			const seat = this.people[this.organisations.indexOf(organisation)]!;
			must(await this.meeting.act(seat, { act: 'react', words: 'Dit herken ik.' }, this.#step));
		}
		await this.lead({ act: 'goToPhase', from: 'reactions', to: 'standpoint' });
	}

	/** Everybody consents to all that is asked; until the last one did, nobody knows who did. */
	async consent(): Promise<void> {
		await this.react();
		const { subjects } = await this.state<ConsentState>();
		for (const { id: subject, version } of subjects) {
			for (const [index, seat] of this.people.entries()) {
				const { given, shown } = await this.subject(subject);
				expect({ given, shown }).toEqual({ given: index, shown: false });
				const fields = { act: 'stance', subject, version, stance: 'consent' };
				must(await this.meeting.act(seat, fields, this.#step));
			}
			const { agreed, standings } = await this.subject(subject);
			expect(agreed).toBe(true);
			expect(standings.map(({ organisation }) => organisation)).toEqual(this.organisations);
		}
	}

	async subject(id: string) {
		return (await this.state<ConsentState>()).subjects.find((subject) => subject.id === id)!;
	}
}

async function toTheValues(table: Table): Promise<string[]> {
	await table.goTo('values');
	await table.write('value');
	await table.weigh('value');
	const values = await table.harvest('value');
	await table.next();
	await table.next();
	await table.consent();
	return values;
}

async function toTheThemes(table: Table, values: readonly string[]): Promise<string[]> {
	await table.goTo('future');
	await table.write('theme', 'postcard');
	await table.weigh('theme');
	const themes = await table.harvest('theme');
	await table.next();
	for (const theme of themes) {
		await table.writeUnder(theme, { vision: 'Wij kennen elkaar.' });
		for (const value of values) await table.lead({ act: 'link', from: theme, to: value, on: 'yes' });
	}
	return themes;
}

async function throughToday(table: Table, themes: readonly string[]): Promise<void> {
	await table.goTo('today');
	await table.next();
	for (const theme of themes)
		await table.each((of) => ({
			act: 'score',
			theme,
			score: String(1 + (of % 5)),
			evidence: `Bewijs ${of}.`
		}));
	await table.next();
	expect((await table.state<ScoresState>()).organisations.filter(({ done }) => done)).toHaveLength(
		table.people.length
	);
}

async function toTheAmbition(table: Table): Promise<string> {
	await table.goTo('ideas');
	await table.write('solution');
	const solutions = await table.harvest('solution');
	await table.goTo('choose');
	await table.next();
	for (const solution of solutions)
		await table.each((of) => ({
			...{ act: 'judge', solution, direction: String(1 + (of % 5)), platform: '3', yield: '4' }
		}));
	await table.next();
	expect((await table.state<ChooseState>()).weighed).toHaveLength(2);
	const id = idOf('ambition', 1);
	await table.lead({
		act: 'makeAmbition',
		id,
		name: 'Drie mensen',
		stops: '',
		solutions: solutions.join(',')
	});
	await table.next();
	return id;
}

async function writtenOut(table: Table, ambition: string, values: readonly string[]): Promise<void> {
	await table.goTo('ambitions');
	await table.next();
	await table.writeUnder(ambition, ambitionTexts);
	const [lead, ...others] = table.organisations;
	const choices: Fields[] = [
		...['care', 'youth'].map((domain) => ({ act: 'domain', ambition, domain, on: 'yes' })),
		{ act: 'lead', ambition, organisation: lead! },
		...others.slice(0, 2).map((organisation) => ({ act: 'party', ambition, organisation, on: 'yes' })),
		...values.map((to) => ({ act: 'link', from: ambition, to, on: 'yes' }))
	];
	for (const choice of choices) await table.lead(choice);
	await table.next();
}

for (const count of [2, 9, 16])
	test(`J48 a table of ${count} goes from set-up to agreed ambitions`, async () => {
		const table = await Table.of(count);
		expect((await table.meeting.app.facts(table.meeting.journey)).organisations).toHaveLength(count);
		const values = await toTheValues(table);
		const themes = await toTheThemes(table, values);
		await throughToday(table, themes);
		const ambition = await toTheAmbition(table);
		await writtenOut(table, ambition, values);
		await table.consent();
		await table.next();
		const { step } = await table.meeting.app.facts(table.meeting.journey);
		expect(step).toMatchObject({ kind: 'ambitions', stage: 'harvested' });
		const report = await table.meeting.app.reports.journey(table.meeting.journey);
		const stances = report.steps.flatMap(({ sheets }) => sheets.filter(({ name }) => name === 'stances'));
		expect(stances.map(({ rows }) => rows.length)).toEqual([count, count]);
	});
