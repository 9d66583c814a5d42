import { mayFacilitate } from '#domain/journey/access.ts';
import { isDate } from '#domain/journey/run-sheet.ts';
import { checkInitials, checkLine, checkName } from '#domain/text/text.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { addOrganisations, organisationsOf } from './organisations.ts';
import { closedAt } from '#domain/journey/joining.ts';
import { sitDown } from '#server/people/people.ts';
import { seatIn, type SeatOf } from './seats.ts';
import { newId, newToken } from '#server/app/secrets.ts';
import { builtIn, insertTemplate, templateFor } from './templates.ts';

/** Letters in a name of a journey, a meeting, a step. */
const nameLimit = 80;
interface NewJourney {
	name: string;
	/** Of the first meeting; empty: as the template has it. */
	meeting: string;
	place: string;
	/** Of the first meeting, `2026-11-12`. */
	date: string;
	locale: 'nl' | 'en';
	/** `waarden-eerst`, or the id of one that was kept. */
	template?: string;
}

export function openJourneys(context: Context) {
	const { db, now } = context;

	return {
		/** A journey that begins with a template, with the six kinds of organisation at the table. */
		async create(person: string, given: NewJourney): Promise<Outcome<{ journey: string }>> {
			const checked = checkNew(given);
			if (!checked.ok) return checked;
			return db.transaction().execute(async (tx) => {
				const host = await tx
					.selectFrom('person')
					.select('hosts_at')
					.where('id', '=', person)
					.executeTakeFirst();
				if (!host?.hosts_at) return refused('not-a-host');
				const template = await templateFor(tx, person, given.template ?? builtIn, given.locale);
				if (!template) return refused('template-unknown', 'template');
				const journey = newId();
				const at = now();
				await insertJourney(tx, { journey, name: checked.name, person, at });
				await sitDown(tx, {
					journey,
					person,
					organisation: null,
					role: 'lead',
					returnToken: newToken(),
					at
				});
				await addOrganisations(tx, journey, given.locale);
				await insertTemplate(tx, template, {
					journey,
					place: checked.place,
					date: given.date,
					firstMeeting: checked.meeting,
					now: at
				});
				await append(tx, { journey, at, act: 'create-journey', subject: journey, by: { person } });
				return { ok: true, journey };
			});
		},

		/** The journeys that a person has a seat in, newest first. */
		list(person: string) {
			return db
				.selectFrom('participant')
				.innerJoin('journey', 'journey.id', 'participant.journey_id')
				.select([
					'journey.id',
					'journey.name',
					'participant.role',
					'journey.created_at as createdAt',
					'journey.rehearsal_at as rehearsalAt'
				])
				.where('participant.person_id', '=', person)
				.where('participant.removed_at', 'is', null)
				.orderBy('journey.created_at', 'desc')
				.execute();
		},

		/** Everything that the set-up page shows, or null. */
		async setup(journey: string) {
			const found = await db
				.selectFrom('journey')
				.select(['id', 'name', 'beamer_token as beamerToken'])
				.where('id', '=', journey)
				.executeTakeFirst();
			if (!found) return null;
			return {
				...found,
				organisations: await organisationsOf(db, journey),
				meetings: await meetingsIn(db, journey, now()),
				steps: await db
					.selectFrom('step')
					.select([
						'id',
						'meeting_id as meeting',
						'kind',
						'name',
						'question',
						'minutes',
						'form',
						'stage',
						'script',
						'settings'
					])
					.where('journey_id', '=', journey)
					.where('removed_at', 'is', null)
					.orderBy('position')
					.execute()
			};
		},

		/** Other words for an organisation at the table; its kind, colour and place stay. */
		async renameOrganisation(
			by: SeatOf,
			journey: string,
			given: { organisation: string; name: string; short: string; initials: string }
		): Promise<Outcome> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const name = checkLine(given.name, nameLimit);
			if (!name.ok) return refused(name.reason, 'name');
			const short = checkName(given.short);
			if (!short.ok) return refused(short.reason, 'short');
			const initials = checkInitials(given.initials);
			if (!initials.ok) return refused(initials.reason, 'initials');
			const outcome = await db.transaction().execute(async (tx): Promise<Outcome> => {
				const changed = await tx
					.updateTable('organisation')
					.set({ name: name.text, short: short.text, initials: initials.text })
					.where('id', '=', given.organisation)
					.where('journey_id', '=', journey)
					.executeTakeFirst();
				if (!changed.numUpdatedRows) return refused('organisation-unknown');
				await append(tx, {
					journey,
					at: now(),
					act: 'rename-organisation',
					subject: given.organisation,
					detail: { name: name.text, initials: initials.text },
					by
				});
				return { ok: true };
			});
			if (outcome.ok) context.announce(journey);
			return outcome;
		},

		/** The journey that a beamer's link belongs to, or null. */
		async ofBeamer(token: string): Promise<{ journey: string; name: string } | null> {
			const row = await db
				.selectFrom('journey')
				.select(['id as journey', 'name'])
				.where('beamer_token', '=', token)
				.executeTakeFirst();
			return row ?? null;
		},

		seat: (journey: string, person: string) => seatIn(db, journey, person)
	};
}

export type Journeys = ReturnType<typeof openJourneys>;

function checkNew(given: NewJourney): Outcome<{ name: string; place: string; meeting: string | null }> {
	const name = checkLine(given.name, nameLimit);
	if (!name.ok) return refused(name.reason, 'name');
	const place = checkLine(given.place || '–', nameLimit);
	if (!place.ok) return refused(place.reason, 'place');
	const meeting = given.meeting ? checkLine(given.meeting, nameLimit) : null;
	if (meeting && !meeting.ok) return refused(meeting.reason, 'meeting');
	if (!isDate(given.date)) return refused('date-invalid', 'date');
	return { ok: true, name: name.text, place: place.text, meeting: meeting?.text ?? null };
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
			rehearsal_at: rehearsalAt
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

/** The meetings on the run-sheet; a code only while it works (J3). */
async function meetingsIn(db: Query, journey: string, now: number) {
	const rows = await db
		.selectFrom('meeting')
		.select([
			'id',
			'name',
			'place',
			'date',
			'starts_at as startsAt',
			'code',
			'opened_at',
			'closed_at',
			'room_for as roomFor'
		])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.execute();
	return rows.map(({ opened_at, closed_at, code, ...meeting }) => {
		const closed = closedAt({ opened_at, closed_at }, now);
		return { ...meeting, code: closed === null ? code : null, openedAt: opened_at, closedAt: closed };
	});
}
