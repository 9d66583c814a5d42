import { closedAt } from '#domain/journey/joining.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { createJourney, type NewJourney } from './new-journey.ts';
import { everyOrganisationOf, sits } from './organisations.ts';
import { returning } from './openings.ts';
import { seatIn } from './seats.ts';
import { asWho, type Who } from '#server/people/who.ts';

/** The journeys, and who has a seat in which. */
export function createJourneys(context: Context) {
	const { db, now } = context;
	return {
		create: (who: Who | string, given: NewJourney) => createJourney(context, asWho(who), given),
		list: (who: Who) => journeysOf(db, who),
		setup: (journey: string) => setup(db, journey, now()),
		ofBeamer: (token: string) => ofBeamer(db, token),

		/** As the session of whoever asks opens it, a removed one included, so that the page can say so; null: none. */
		seat: (journey: string, who: Who | string) => seatIn(db, journey, who),
		returning: (token: string) => returning(db, token, now())
	};
}

/** The journeys in which a session opens a seat, newest first. */
function journeysOf(db: Query, { person, seats }: Who) {
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
		.$if(seats !== null, (all) => all.where('participant.id', 'in', [...seats!.keys()]))
		.orderBy('journey.created_at', 'desc')
		.execute();
}

/** The journey that a beamer's link belongs to, or null. */
async function ofBeamer(db: Query, token: string): Promise<{ journey: string; name: string } | null> {
	const row = await db
		.selectFrom('journey')
		.select(['id as journey', 'name'])
		.where('beamer_token', '=', token)
		.executeTakeFirst();
	return row ?? null;
}

/** Everything that the set-up page shows, or null. */
async function setup(db: Query, journey: string, now: number) {
	const found = await db
		.selectFrom('journey')
		.select(['id', 'name', 'beamer_token as beamerToken', 'absent_days as absentDays'])
		.where('id', '=', journey)
		.executeTakeFirst();
	if (!found) return null;
	const every = await everyOrganisationOf(db, journey);
	return {
		...found,
		organisations: every.filter(sits),
		gone: every.filter((one) => !sits(one)),
		meetings: await meetingsIn(db, journey, now),
		steps: await stepsIn(db, journey)
	};
}

const stepsIn = (db: Query, journey: string) =>
	db
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
		.execute();

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
