import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { BoardPlace } from '#wire/board.ts';
import type * as Y from 'yjs';
import type { App } from '../app.ts';
import type { Outcome } from '../ground.ts';
import type { SeatOf } from '../people.ts';

const shape = v.object({
	journey: v.string(),
	organisations: v.array(v.object({ key: v.string(), kind: v.string(), name: v.string() })),
	people: v.array(
		v.object({ key: v.string(), organisation: v.nullable(v.string()), role: v.string(), kind: v.string() })
	),
	meetings: v.array(v.object({ name: v.string(), date: v.string(), place: v.string() })),
	valueCards: v.array(
		v.object({
			key: v.string(),
			by: v.string(),
			text: v.string(),
			value: v.nullable(v.string()),
			sameAs: v.optional(v.string())
		})
	),
	values: v.array(
		v.object({
			key: v.string(),
			name: v.string(),
			meaning: v.string(),
			seen: v.string(),
			unseen: v.string(),
			importance: v.record(v.string(), v.number())
		})
	)
});

/** The fictional journey of Regio Wilgenmeer. */
export const wilgenmeer = v.parse(
	shape,
	JSON.parse(readFileSync(new URL('./wilgenmeer.json', import.meta.url), 'utf8'))
);

/** How far the demo is played, in the order of the evening. */
export const moments = [
	'lobby',
	'check-in',
	'writing',
	'sorting',
	'weighing',
	'weighed',
	'harvested'
] as const;
export type Moment = (typeof moments)[number];

export interface Demo {
	journey: string;
	code: string;
	beamerToken: string;
	/** Return tokens. */
	facilitator: string;
	participant: string;
	/** By the keys of wilgenmeer.json. */
	seats: Map<string, SeatOf>;
	steps: { checkIn: string; values: string };
}

/**
 * Plays the journey up to a moment, through the same acts that people use: joining by code, cards by form, stages by
 * the facilitator. Only the clock is quick.
 */
export async function fillDemo(app: App, until: Moment): Promise<Demo> {
	const reached = (moment: Moment) => moments.indexOf(until) >= moments.indexOf(moment);
	const demo = await sitDownTogether(app);
	if (reached('check-in')) await checkIn(app, demo, reached('writing'));
	if (reached('writing')) await writeCards(app, demo);
	if (reached('sorting')) await sortCards(app, demo, reached('weighing'));
	if (reached('weighing')) await giveDots(app, demo, reached('weighed'));
	if (reached('harvested')) await harvest(app, demo);
	return demo;
}

/** A refusal here is a bug: the demo plays by the rules. */
function must<T>(outcome: Outcome<T>): { ok: true } & T {
	if (!outcome.ok) throw new Error(`the demo was refused: ${outcome.reason}`);
	return outcome;
}

async function sitDownTogether(app: App): Promise<Demo> {
	const { people, journeys, meetings } = app;
	const lead = must(
		await people.acceptInvitation(await people.invite(), { name: 'procesbegeleider', email: '' })
	);
	const [day] = wilgenmeer.meetings;
	const { journey } = must(
		await journeys.create(lead.person, {
			name: wilgenmeer.journey,
			meeting: day!.name,
			place: day!.place,
			date: day!.date,
			locale: 'nl'
		})
	);
	const seats = new Map<string, SeatOf>();
	const facilitator = (await people.seat(journey, lead.person))!;
	seats.set('fac-1', facilitator);
	const setup = (await journeys.setup(journey))!;
	const organisations = new Map<string, string>();
	for (const { key, kind, name } of wilgenmeer.organisations) {
		const row = setup.organisations.find((o) => o.kind === kind)!;
		organisations.set(key, row.id);
		must(await journeys.renameOrganisation(facilitator, journey, { ...row, organisation: row.id, name }));
	}
	const { code } = must(await meetings.open(facilitator, journey, setup.meetings[0]!.id));
	for (const person of wilgenmeer.people.filter((p) => p.key !== 'fac-1')) {
		const joined = must(
			await people.join({
				code,
				name: person.role,
				email: '',
				organisation: person.organisation ? organisations.get(person.organisation)! : 'guest',
				person: null,
				origin: '',
				locale: 'nl'
			})
		);
		seats.set(person.key, (await people.seat(journey, joined.person))!);
	}
	must(await app.attendance.makeCoFacilitator(facilitator, journey, seats.get('fac-2')!.participant));
	const [checkInStep, valuesStep] = setup.steps;
	return {
		journey,
		code,
		beamerToken: setup.beamerToken,
		facilitator: must(await people.newReturnLink(journey, facilitator.participant, facilitator)).token,
		participant: must(await people.newReturnLink(journey, seats.get('wel-b')!.participant, facilitator))
			.token,
		seats,
		steps: { checkIn: checkInStep!.id, values: valuesStep!.id }
	};
}

const leadOf = (demo: Demo) => demo.seats.get('fac-1')!;

async function next(app: App, demo: Demo, step: string, from: string): Promise<void> {
	must(await app.facilitation.move(leadOf(demo), demo.journey, { step, from, by: 1, sure: true }));
}

async function checkIn(app: App, demo: Demo, finish: boolean): Promise<void> {
	const { checkIn: step } = demo.steps;
	await next(app, demo, step, 'prepared');
	const speaks = async () => {
		const now = (await app.facts(demo.journey)).step?.now;
		return now?.part === 'check-in' ? (now.speaker?.id ?? '') : '';
	};
	const goOn = async () =>
		must(
			await app.steps.act(leadOf(demo), demo.journey, step, { act: 'nextSpeaker', after: await speaks() })
		);
	await goOn();
	if (!finish) return;
	while (await speaks()) await goOn();
	await next(app, demo, step, 'round');
	for (const seat of demo.seats.values()) {
		const view = await app.steps.view(seat, demo.journey, step);
		const { wording } = view!.mine as unknown as { wording: string };
		must(await app.steps.act(seat, demo.journey, step, { act: 'accept', wording }));
	}
	await next(app, demo, step, 'agreeing');
}

async function writeCards(app: App, demo: Demo): Promise<void> {
	const { values: step } = demo.steps;
	must(await app.facilitation.goTo(leadOf(demo), demo.journey, step));
	await next(app, demo, step, 'prepared');
	must(await app.facilitation.startTimer(leadOf(demo), demo.journey, 12));
	for (const card of wilgenmeer.valueCards) {
		const fields = { act: 'addCard', id: cardIdOf(card.key), prompt: '1', text: card.text };
		must(await app.steps.act(demo.seats.get(card.by)!, demo.journey, step, fields));
	}
}

/** Card ids of the demo can be told apart by eye: "nv07" becomes "wilgenmeernv07". */
export const cardIdOf = (key: string) => `wilgenmeer${key}`;
const groupIdOf = (key: string) => `wilgenmeer${key}group`;

/** Lays the groups as the journey had them; where the evening stops at sorting, the last two are still to be made. */
async function sortCards(app: App, demo: Demo, finish: boolean): Promise<void> {
	const { values: step } = demo.steps;
	await next(app, demo, step, 'writing');
	const made = finish ? wilgenmeer.values : wilgenmeer.values.slice(0, -2);
	await app.sync.change({ kind: 'board', step }, (doc) => {
		const place = doc.getMap<BoardPlace>('place');
		made.forEach((value, index) =>
			doc.getMap('groups').set(groupIdOf(value.key), { title: value.name, order: (index + 1) * 1000 })
		);
		wilgenmeer.valueCards.forEach((card, index) => {
			if (!made.some((value) => value.key === card.value)) return;
			const on = card.sameAs ? cardIdOf(card.sameAs) : null;
			place.set(cardIdOf(card.key), { group: groupIdOf(card.value!), on, order: (index + 1) * 1000 });
		});
	});
}

/** Three dots each, on what one's organisation finds most indispensable; residents on what gives them a say. */
async function giveDots(app: App, demo: Demo, closed: boolean): Promise<void> {
	const { values: step } = demo.steps;
	await next(app, demo, step, 'sorting');
	for (const [index, person] of wilgenmeer.people.filter((p) => p.kind !== 'facilitator').entries()) {
		const weight = (value: (typeof wilgenmeer.values)[number]) =>
			person.organisation ? (value.importance[person.organisation] ?? 0) : value.key === 'v6' ? 5 : 1;
		const favourites = wilgenmeer.values
			.map((value, place) => ({ value, weight: weight(value) + ((place * 7 + index * 3) % 8) / 8 }))
			.sort((a, b) => b.weight - a.weight)
			.slice(0, 3);
		for (const { value } of favourites) {
			const fields = { act: 'dots', group: groupIdOf(value.key), dots: '1' };
			must(await app.steps.act(demo.seats.get(person.key)!, demo.journey, step, fields));
		}
	}
	if (closed) must(await app.steps.act(leadOf(demo), demo.journey, step, { act: 'closeWeighing' }));
}

async function harvest(app: App, demo: Demo): Promise<void> {
	const { values: step } = demo.steps;
	for (const value of wilgenmeer.values)
		must(
			await app.steps.act(leadOf(demo), demo.journey, step, {
				act: 'harvestGroup',
				group: groupIdOf(value.key)
			})
		);
	await next(app, demo, step, 'weighing');
	const now = (await app.facts(demo.journey)).step?.now;
	const harvested = now?.part === 'cards' ? now.harvest : [];
	await app.sync.change({ kind: 'board', step }, (doc) => {
		const texts = doc.getMap<Y.Text>('texts');
		for (const { id, group } of harvested) {
			const value = wilgenmeer.values.find((w) => groupIdOf(w.key) === group);
			if (!value) continue;
			for (const field of ['meaning', 'seen', 'unseen'] as const) {
				const text = texts.get(`${id}.${field}`);
				text?.delete(0, text.length);
				text?.insert(0, value[field]);
			}
		}
	});
}
