import type { Seat } from '#domain/journey/access.ts';
import type { Query } from '#server/db/open.ts';

/** A person's place in a journey. */
export interface SeatOf extends Seat {
	person: string;
	name: string;
	organisation: string | null;
}

/** The seat of a person in a journey, a removed one too; null: none. */
export async function seatIn(db: Query, journey: string, person: string): Promise<SeatOf | null> {
	const row = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'participant.id',
			'participant.role',
			'participant.organisation_id',
			'participant.removed_at',
			'person.id as person',
			'person.name'
		])
		.where('journey_id', '=', journey)
		.where('person_id', '=', person)
		.executeTakeFirst();
	return row
		? {
				participant: row.id,
				role: row.role,
				removedAt: row.removed_at,
				person: row.person,
				name: row.name,
				organisation: row.organisation_id
			}
		: null;
}

/** Everybody who takes part: not who was removed, and no observer. They write, speak and are waited for. */
export function atTable(db: Query, journey: string) {
	return db
		.selectFrom('participant')
		.select(['id', 'organisation_id'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('role', '!=', 'observer')
		.execute();
}
