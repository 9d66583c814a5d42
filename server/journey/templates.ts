import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { mayFacilitate } from '#domain/journey/access.ts';
import { daysLater, forms, sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { checkLine } from '#domain/text/text.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { SeatOf } from './seats.ts';
import { arrange, insertMeeting, insertStep } from './run-sheet-rows.ts';
import { newId } from '#server/app/secrets.ts';

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

/** How a journey begins: data, not code (DESIGN §3). */
export type Template = v.InferOutput<typeof template>;

/** The one that comes with the program; every other is kept by a facilitator and has an id. */
export const builtIn = 'waarden-eerst';
const daysBetween = 7;

/** The template in the language of the journey. Throws on a file that has not the shape: that is a bug. */
export function readTemplate(name: typeof builtIn, locale: 'nl' | 'en'): Template {
	const file = new URL(`./templates/${name}.${locale}.json`, import.meta.url);
	return v.parse(template, JSON.parse(readFileSync(file, 'utf8')));
}

/** Run-sheets to begin a journey with (D14). */
export function openTemplates(context: Context) {
	const { db, now } = context;

	return {
		/** The built-in one first, then those that this person kept, newest first. */
		async list(person: string, locale: 'nl' | 'en') {
			const kept = await db
				.selectFrom('template')
				.select(['id', 'body'])
				.where('person_id', '=', person)
				.orderBy('made_at', 'desc')
				.orderBy('id')
				.execute();
			const read = ({ id, body }: { id: string; body: string }) => inShort(id, parse(body));
			return [inShort(builtIn, readTemplate(builtIn, locale)), ...kept.map(read)];
		},

		/** Keeps the run-sheet of a journey under a name; nothing that was made in it. `id` is made by the form (D15). */
		async keep(by: SeatOf, journey: string, given: { id: string; name: string; locale: 'nl' | 'en' }) {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const name = checkLine(given.name, sheetNameLimit);
			if (!name.ok) return refused(name.reason, 'name');
			return db.transaction().execute(async (tx): Promise<Outcome> => {
				const there = await tx
					.selectFrom('template')
					.select('id')
					.where('id', '=', given.id)
					.executeTakeFirst();
				if (there) return { ok: true };
				const meetings = await sheetOf(tx, journey);
				await tx
					.insertInto('template')
					.values({
						id: given.id,
						person_id: by.person,
						name: name.text,
						locale: given.locale,
						body: JSON.stringify({ name: name.text, meetings } satisfies Template),
						made_at: now()
					})
					.execute();
				await append(tx, { journey, at: now(), act: 'keep-template', subject: given.id, by });
				return { ok: true };
			});
		},

		async rename(person: string, given: { template: string; name: string }): Promise<Outcome> {
			const name = checkLine(given.name, sheetNameLimit);
			if (!name.ok) return refused(name.reason, 'name');
			return db.transaction().execute(async (tx): Promise<Outcome> => {
				const kept = await keptBy(tx, person, given.template);
				if (!kept) return refused('template-unknown');
				const body = JSON.stringify({ ...kept, name: name.text });
				await tx
					.updateTable('template')
					.set({ name: name.text, body })
					.where('id', '=', given.template)
					.execute();
				return { ok: true };
			});
		},

		/** The counter-act of `keep`. Journeys that began with it stay as they are. Throwing away twice is once. */
		async throwAway(person: string, given: { template: string }): Promise<Outcome> {
			await db
				.deleteFrom('template')
				.where('id', '=', given.template)
				.where('person_id', '=', person)
				.execute();
			return { ok: true };
		}
	};
}

export type Templates = ReturnType<typeof openTemplates>;

/** What a page says of a template. */
function inShort(id: string, { name, meetings }: Template) {
	return {
		id,
		name,
		meetings: meetings.map((meeting) => ({
			name: meeting.name,
			steps: meeting.steps.map(({ name, minutes }) => ({ name, minutes }))
		}))
	};
}

const parse = (body: string): Template => v.parse(template, JSON.parse(body));

async function keptBy(db: Query, person: string, id: string): Promise<Template | null> {
	const row = await db
		.selectFrom('template')
		.select('body')
		.where('id', '=', id)
		.where('person_id', '=', person)
		.executeTakeFirst();
	return row ? parse(row.body) : null;
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

/** Lays a template into a new journey: its meetings from a date on, all in one place. */
export async function insertTemplate(
	tx: Query,
	{ meetings }: Template,
	at: { journey: string; place: string; date: string; firstMeeting: string | null; now: number }
): Promise<void> {
	for (const [index, { name, startsAt, day, steps }] of meetings.entries()) {
		const meeting = newId();
		await insertMeeting(tx, meeting, at.journey, {
			name: (index === 0 && at.firstMeeting) || name,
			place: at.place,
			date: daysLater(at.date, day ?? index * daysBetween),
			startsAt
		});
		for (const step of steps)
			await insertStep(tx, newId(), { journey: at.journey, meeting, now: at.now }, step);
	}
	await arrange(tx, at.journey);
}

const dayMs = 24 * 60 * 60 * 1000;

/** The run-sheet of a journey as a template has it. */
export async function sheetOf(db: Query, journey: string): Promise<Template['meetings']> {
	const meetings = await db
		.selectFrom('meeting')
		.select(['id', 'name', 'date', 'starts_at as startsAt'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
	const steps = await db
		.selectFrom('step')
		.select(['meeting_id as meeting', 'kind', 'name', 'question', 'minutes', 'form', 'script', 'settings'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
	const first = Date.parse(meetings[0]?.date ?? '');
	return meetings.map(({ id, name, date, startsAt }) => ({
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
