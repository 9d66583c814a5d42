import * as v from 'valibot';
import { templatesMost } from '#domain/bounds.ts';
import { sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { mergeEdit } from '#domain/journey/edits.ts';
import { checkLine } from '#domain/text/text.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { changedMeanwhile, was } from '#server/acts/editing.ts';
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
	rename: (person: string, given: Renaming) => rename(db, person, given),
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

interface Renaming {
	template: string;
	name: string;
	/** What the form began with. */
	was?: string | undefined;
}

async function rename(
	db: Db,
	person: string,
	{ template, was: began, ...given }: Renaming
): Promise<Outcome> {
	const fields = v.safeParse(was, began);
	if (!fields.success) return refused('form-malformed');
	return db.transaction().execute(async (tx): Promise<Outcome> => {
		const kept = await keptBy(tx, person, template);
		if (!kept) return refused('template-unknown');
		const stands = { name: kept.name };
		const edit = mergeEdit(fields.output ?? {}, given, stands);
		// A template is of one person alone: it was on another screen of theirs.
		if (edit.clashes.length > 0) return changedMeanwhile(edit, stands, { by: null, isMe: true });
		const name = checkLine(edit.fields.name ?? '', sheetNameLimit);
		if (!name.ok) return refused(name.reason, 'name');
		const body = JSON.stringify({ ...kept, name: name.text });
		await tx.updateTable('template').set({ name: name.text, body }).where('id', '=', template).execute();
		return { ok: true };
	});
}

/** The counter-act of `keepTemplate`. Journeys that began with it stay as they are. Throwing away twice is once. */
async function throwAway(db: Query, person: string, template: string): Promise<Outcome> {
	await db.deleteFrom('template').where('id', '=', template).where('person_id', '=', person).execute();
	return { ok: true };
}
