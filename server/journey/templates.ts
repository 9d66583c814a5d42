import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { daysLater, forms } from '#domain/journey/run-sheet.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { arrange, insertMeeting, insertStep, meetingsOf } from './run-sheet/rows.ts';

const step = v.object({
	kind: v.string(),
	name: v.string(),
	question: v.string(),
	minutes: v.number(),
	/** How people sit: alone, in pairs, in fours, or all together. */
	form: v.optional(v.picklist(forms), 'plenary'),
	script: v.string(),
	/** Read by the kind itself. */
	settings: v.record(v.string(), v.unknown())
});
const template = v.object({
	name: v.string(),
	meetings: v.array(
		v.object({
			name: v.string(),
			startsAt: v.optional(v.string(), '09:00'),
			/** Days after the first meeting; a week after the one before it when left out. */
			day: v.optional(v.number()),
			steps: v.array(step)
		})
	)
});

/** How a journey begins: data, not code, so that a facilitator can copy it and change it. */
export type Template = v.InferOutput<typeof template>;

/** The one that comes with the program; every other is kept by a facilitator and has an id. */
export const builtIn = 'waarden-eerst';
const daysBetween = 7;

/** The template in the language of the journey. Throws on a file that has not the shape: that is a bug. */
export function readTemplate(name: typeof builtIn, locale: 'nl' | 'en'): Template {
	const file = new URL(`./templates/${name}.${locale}.json`, import.meta.url);
	return v.parse(template, JSON.parse(readFileSync(file, 'utf8')));
}

export const parseTemplate = (body: string): Template => v.parse(template, JSON.parse(body));

/** One that this person kept; null: there is none. */
export async function keptBy(db: Query, person: string, id: string): Promise<Template | null> {
	const row = await db
		.selectFrom('template')
		.select('body')
		.where('id', '=', id)
		.where('person_id', '=', person)
		.executeTakeFirst();
	return row ? parseTemplate(row.body) : null;
}

/** The built-in template or one that this person kept; null: there is none. */
export async function templateFor(
	db: Query,
	person: string,
	id: string,
	locale: 'nl' | 'en'
): Promise<Template | null> {
	return id === builtIn ? readTemplate(builtIn, locale) : keptBy(db, person, id);
}

interface Laid {
	journey: string;
	place: string;
	date: string;
	/** Of the first meeting, and of those that begin as early as it in the template; null: as the template has it. */
	startsAt: string | null;
	firstMeeting: string | null;
	now: number;
}

/** Lays a template into a new journey: its meetings from a date on, all in one place (D18). */
export async function insertTemplate(tx: Query, { meetings }: Template, at: Laid): Promise<void> {
	const usual = meetings[0]?.startsAt;
	for (const [index, { name, startsAt, day, steps }] of meetings.entries()) {
		const meeting = newId();
		await insertMeeting(tx, meeting, at.journey, {
			name: (index === 0 && at.firstMeeting) || name,
			place: at.place,
			date: daysLater(at.date, day ?? index * daysBetween),
			startsAt: startsAt === usual ? (at.startsAt ?? startsAt) : startsAt
		});
		for (const step of steps)
			await insertStep(tx, newId(), { journey: at.journey, meeting, now: at.now }, step);
	}
	await arrange(tx, at.journey);
}

const dayMs = 24 * 60 * 60 * 1000;

/** The run-sheet of a journey as a template has it. */
export async function sheetOf(db: Query, journey: string): Promise<Template['meetings']> {
	const meetings = await meetingsOf(db, journey);
	const steps = await stepsOf(db, journey);
	const first = Date.parse(meetings[0]?.date ?? '');
	return meetings.map(({ id, name, date, starts_at: startsAt }) => ({
		name,
		startsAt,
		day: Math.round((Date.parse(date) - first) / dayMs),
		steps: steps
			.filter((step) => step.meeting === id)
			.map(({ meeting: _, settings, ...step }) => ({
				...step,
				settings: JSON.parse(settings) as Record<string, unknown>
			}))
	}));
}

const stepsOf = (db: Query, journey: string) =>
	db
		.selectFrom('step')
		.select(['meeting_id as meeting', 'kind', 'name', 'question', 'minutes', 'form', 'script', 'settings'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
