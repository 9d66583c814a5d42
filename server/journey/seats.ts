import type { Seat } from '#domain/journey/access.ts';
import type { Query } from '#server/db/open.ts';

/** A person's place in a journey. */
export interface SeatOf extends Seat {
	person: string;
	name: string;
	organisation: string | null;
	/** Since when they are admitted, ms since 1970; null: they wait until somebody says so (J20). */
	admittedAt: number | null;
}

/** The seat of a person in a journey, a removed one too; null: none. */
export async function seatIn(db: Query, journey: string, person: string): Promise<SeatOf | null> {
	const row = await seats(db, journey).where('person_id', '=', person).executeTakeFirst();
	return row ?? null;
}

/** Everybody who ever had one. */
export const seatsOf = (db: Query, journey: string): Promise<SeatOf[]> => seats(db, journey).execute();

const seats = (db: Query, journey: string) =>
	db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('admission', (join) =>
			join.onRef('admission.participant_id', '=', 'participant.id').on('admission.ended_at', 'is', null)
		)
		.select([
			'participant.id as participant',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.organisation_id as organisation',
			'person.id as person',
			'person.name',
			'admission.at as admittedAt'
		])
		.where('participant.journey_id', '=', journey);

/** Who takes part: not who was removed, and no observer. They write, speak and are waited for. */
export const isAtTable = ({ role, removedAt }: Seat): boolean => removedAt === null && role !== 'observer';

/** All of them. */
export function atTable(db: Query, journey: string) {
	return db
		.selectFrom('participant')
		.select(['id', 'organisation_id'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.where('role', '!=', 'observer')
		.execute();
}
