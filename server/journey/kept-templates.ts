import * as v from 'valibot';
import { templatesMost } from '#domain/bounds.ts';
import { sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { checkLine } from '#domain/text/text.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { isFull } from '#server/acts/full.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import type { Db, Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { builtIn, keptBy, parseTemplate, readTemplate, sheetOf, type Template } from './templates.ts';

// Run-sheets that a facilitator keeps, to begin other journeys with (D14).

export const keepTemplate = act({
	name: 'keep-template',
	who: 'facilitators',
	/** `id` is made by the form (D15). */
	input: v.object({ id: madeId, name: v.string(), locale: v.picklist(['nl', 'en']) }),
	/** Keeps the run-sheet of a journey under a name; nothing that was made in it. */
	async run(tx, { journey, seat, now }, { id, locale, ...given }) {
		const checked = checkLine(given.name, sheetNameLimit);
		if (!checked.ok) return refused(checked.reason, 'name');
		const there = await tx.selectFrom('template').select('id').where('id', '=', id).executeTakeFirst();
		if (there) return unchanged();
		if (await isFull(tx, 'template.person_id', seat.person, templatesMost))
			return refused('too-many', 'name');
		const name = checked.text;
		const body: Template = { name, meetings: await sheetOf(tx, journey) };
		await tx
			.insertInto('template')
			.values({ id, person_id: seat.person, name, locale, body: JSON.stringify(body), made_at: now })
			.execute();
		return changed({ audit: { subject: id }, isPrivate: true });
	}
});

export const createTemplates = ({ db }: Context) => ({
	list: (person: string, locale: 'nl' | 'en') => listOf(db, person, locale),
	rename: (person: string, given: { template: string; name: string }) => rename(db, person, given),
	throwAway: (person: string, given: { template: string }) => throwAway(db, person, given.template)
});

/** The built-in one first, then those that this person kept, newest first. */
async function listOf(db: Query, person: string, locale: 'nl' | 'en') {
	const kept = await db
		.selectFrom('template')
		.select(['id', 'body'])
		.where('person_id', '=', person)
		.orderBy('made_at', 'desc')
		.orderBy('id')
		.execute();
	return [
		inShort(builtIn, readTemplate(builtIn, locale)),
		...kept.map(({ id, body }) => inShort(id, parseTemplate(body)))
	];
}

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

async function rename(db: Db, person: string, given: { template: string; name: string }): Promise<Outcome> {
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
}

/** The counter-act of `keepTemplate`. Journeys that began with it stay as they are. Throwing away twice is once. */
async function throwAway(db: Query, person: string, template: string): Promise<Outcome> {
	await db.deleteFrom('template').where('id', '=', template).where('person_id', '=', person).execute();
	return { ok: true };
}
