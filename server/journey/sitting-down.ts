import type { Role } from '#domain/journey/access.ts';
import { hashOf, newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { beginAdmission, type NewAdmission } from './admissions.ts';
import { newNotebook } from './notebooks.ts';
import { seatLate } from './seating.ts';

export interface NewSeat {
	journey: string;
	person: string;
	organisation: string | null;
	role: Role;
	returnToken: string;
	/** Ms since 1970. */
	at: number;
	enteredBy?: string;
	/** What they said that they do. */
	job?: string;
	/** Another seat that they say to have already. */
	saysIs?: string | null;
	/** They need not wait until somebody says that they belong here (J22). */
	admitted: Pick<NewAdmission, 'how' | 'by'> | null;
	/** Which person of the demo is simulated, in a rehearsal. */
	simulated?: string;
}

/** A person gets a seat in a journey, and a place at the tables that were drawn; returns its id. */
export async function sitDown(tx: Query, seat: NewSeat): Promise<string> {
	const id = newId();
	await tx
		.insertInto('participant')
		.values({
			id,
			journey_id: seat.journey,
			person_id: seat.person,
			organisation_id: seat.organisation,
			role: seat.role,
			return_hash: hashOf(seat.returnToken),
			joined_at: seat.at,
			entered_by: seat.enteredBy ?? null,
			device_at: seat.enteredBy === undefined ? seat.at : null,
			simulated: seat.simulated ?? null,
			removed_at: null,
			removed_by: null,
			job: seat.job ?? '',
			doubted_at: null,
			doubted_by: null,
			says_is: seat.saysIs ?? null,
			merged_into: null
		})
		.execute();
	await newNotebook(tx, id, seat.at, id);
	if (seat.admitted) await beginAdmission(tx, { ...seat, ...seat.admitted, participant: id });
	await seatLate(tx, seat.journey, (participant) => participant === id);
	return id;
}
