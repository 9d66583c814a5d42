import { checkDate, checkTime } from '#domain/journey/moments.ts';
import { sheetNameLimit } from '#domain/journey/run-sheet.ts';
import { absentDays } from '#domain/journey/working-days.ts';
import { checkLine } from '#domain/text/text.ts';
import { append } from '#server/acts/audit.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import type { Context } from '#server/app/context.ts';
import { newId, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { mayHost } from '#server/people/people.ts';
import type { Who } from '#server/people/who.ts';
import { addFirstOrganisations } from './organisations.ts';
import { sitDown } from './sitting-down.ts';
import { builtIn, insertTemplate, templateFor, type Template } from './templates.ts';

export interface NewJourney {
	name: string;
	/** Of the first meeting; empty: as the template has it. */
	meeting: string;
	place: string;
	/** Of the first meeting, `2026-11-12`. */
	date: string;
	/** `19:30` */
	startsAt: string;
	locale: 'nl' | 'en';
	/** `waarden-eerst`, or the id of one that was kept. */
	template?: string | undefined;
}

/** A journey that begins with a template, with the six kinds of organisation at the table. */
export async function createJourney(
	{ db, now }: Context,
	who: Who,
	given: NewJourney
): Promise<Outcome<{ journey: string }>> {
	const { person } = who;
	const checked = checkNew(given);
	if (!checked.ok) return checked;
	return db.transaction().execute(async (tx): Promise<Outcome<{ journey: string }>> => {
		if (!(await mayHost(tx, who))) return refused('not-a-host');
		const template = await templateFor(tx, person, given.template ?? builtIn, given.locale);
		if (!template) return refused('template-unknown', 'template');
		const journey = newId();
		await fill(tx, { journey, person, template, locale: given.locale, ...checked.words, at: now() });
		return { ok: true, journey };
	});
}

interface Words {
	name: string;
	place: string;
	/** Null: as the template has it. */
	meeting: string | null;
	date: string;
	startsAt: string;
}

function checkNew(given: NewJourney): Outcome<{ words: Words }> {
	const name = checkLine(given.name, sheetNameLimit);
	if (!name.ok) return refused(name.reason, 'name');
	const place = checkLine(given.place || '–', sheetNameLimit);
	if (!place.ok) return refused(place.reason, 'place');
	const meeting = given.meeting ? checkLine(given.meeting, sheetNameLimit) : null;
	if (meeting && !meeting.ok) return refused(meeting.reason, 'meeting');
	const date = checkDate(given.date);
	if (!date.ok) return refused(date.reason, 'date');
	const startsAt = checkTime(given.startsAt);
	if (!startsAt.ok) return refused(startsAt.reason, 'startsAt');
	const when = { date: date.text, startsAt: startsAt.text };
	return { ok: true, words: { name: name.text, place: place.text, meeting: meeting?.text ?? null, ...when } };
}

async function fill(
	tx: Query,
	given: Words & { journey: string; person: string; template: Template; locale: 'nl' | 'en'; at: number }
): Promise<void> {
	const { journey, name, person, at } = given;
	await insertJourney(tx, { journey, name, person, at });
	const admitted = { how: 'facilitator', by: null } as const;
	await sitDown(tx, {
		journey,
		person,
		organisation: null,
		role: 'lead',
		returnToken: newToken(),
		at,
		admitted
	});
	await addFirstOrganisations(tx, journey, given.locale);
	await insertTemplate(tx, given.template, {
		journey,
		place: given.place,
		date: given.date,
		startsAt: given.startsAt,
		firstMeeting: given.meeting,
		now: at
	});
	await append(tx, { journey, at, act: 'create-journey', subject: journey, by: { person } });
}

/** With its room, and nobody at the table yet. */
export async function insertJourney(
	tx: Query,
	given: { journey: string; name: string; person: string; at: number; rehearsalAt?: number }
): Promise<void> {
	const { journey, name, person, at, rehearsalAt = null } = given;
	await tx
		.insertInto('journey')
		.values({
			id: journey,
			name,
			created_at: at,
			created_by: person,
			beamer_token: newToken(),
			rehearsal_at: rehearsalAt,
			absent_days: absentDays.first
		})
		.execute();
	await tx
		.insertInto('room')
		.values({
			journey_id: journey,
			meeting_id: null,
			step_id: null,
			moved_at: at,
			moved_by: person,
			pulls: 0,
			paused_at: null,
			paused_by: null,
			timer_ends_at: null,
			timer_left_ms: null,
			timer_total_ms: null
		})
		.execute();
}
