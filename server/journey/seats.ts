import type { JoinBuilder } from 'kysely';
import type { OpenSeat, Seat } from '#domain/journey/access.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { asWho, type Who } from '#server/people/who.ts';

/** A person's place in a journey, as the session opens it with which they came. */
export interface SeatOf extends OpenSeat {
	person: string;
	name: string;
	/** Null: they come as a guest, or theirs was taken out of the table (J34). */
	organisation: string | null;
	/** By which they came. */
	by: Who;
	/** Since when they are admitted, ms since 1970; null: they wait until somebody says so (J20). */
	admittedAt: number | null;
}

/** One that is there, whoever opens it. */
export type KnownSeat = Omit<SeatOf, 'notebook' | 'by'>;

/**
 * The one way in: the seat of whoever asks in a journey, a removed one too; null: their session opens none there (J12).
 */
export async function seatIn(db: Query, journey: string, who: Who | string): Promise<SeatOf | null> {
	const by = asWho(who);
	const row = await seats(db, journey).where('person_id', '=', by.person).executeTakeFirst();
	return row ? openedBy(by, row) : null;
}

/** The seat of this person, if their session opens it. */
export function openedBy(who: Who, seat: KnownSeat): SeatOf | null {
	const notebook = notebookOf(who, seat);
	return notebook === null ? null : { ...seat, notebook, by: who };
}

/** In which this session writes there; null: it does not open that seat. */
export function notebookOf(
	{ person, seats }: Pick<Who, 'person' | 'seats'>,
	seat: Pick<KnownSeat, 'participant' | 'person'>
): string | null {
	if (seat.person !== person) return null;
	return seats === null ? seat.participant : (seats.get(seat.participant) ?? null);
}

/** One of those who ever had a seat, or undefined. */
export const seatOf = (db: Query, journey: string, participant: string): Promise<KnownSeat | undefined> =>
	seats(db, journey).where('participant.id', '=', participant).executeTakeFirst();

/** Everybody who ever had one. */
export const seatsOf = (db: Query, journey: string): Promise<KnownSeat[]> => seats(db, journey).execute();

/** Everybody who ever had one at this organisation; null: at none. */
export const seatsAt = (db: Query, journey: string, organisation: string | null): Promise<KnownSeat[]> =>
	seats(db, journey)
		.where('organisation.id', organisation === null ? 'is' : '=', organisation)
		.execute();

/** At which organisation somebody sat down, also one that left the table; null: at none. */
export async function satAt(tx: Query, participant: string): Promise<string | null> {
	const row = await tx
		.selectFrom('participant')
		.select('organisation_id')
		.where('id', '=', participant)
		.executeTakeFirstOrThrow();
	return row.organisation_id;
}

/** Who waits at an organisation, longest first, with what they do there and who said that they do not belong there. */
export const waitingAt = (db: Query, journey: string, organisation: string) =>
	seats(db, journey)
		.select(['participant.job', 'participant.doubted_by as doubtedBy'])
		.where('participant.organisation_id', '=', organisation)
		.where('participant.removed_at', 'is', null)
		.where('admission.at', 'is', null)
		.orderBy('participant.joined_at')
		.execute();

/** How many are at the table, by whether somebody said yet that they belong there. Counted where they are kept. */
export async function headCount(db: Query, journey: string): Promise<{ admitted: number; waiting: number }> {
	const { seated, admitted } = await db
		.selectFrom('participant')
		.leftJoin('admission', admittedBy)
		.select(({ fn }) => [fn.countAll<number>().as('seated'), fn.count<number>('admission.at').as('admitted')])
		.where('participant.journey_id', '=', journey)
		.where('participant.removed_at', 'is', null)
		.executeTakeFirstOrThrow();
	return { admitted, waiting: seated - admitted };
}

/** On which a seat is joined with its organisation: one that left the table is nobody's to speak for (J34). */
export const atTableFor = (join: JoinBuilder<Database, 'participant' | 'organisation'>) =>
	join.onRef('organisation.id', '=', 'participant.organisation_id').on('organisation.removed_at', 'is', null);

/** And with the admission that was not taken back. */
export const admittedBy = (join: JoinBuilder<Database, 'participant' | 'admission'>) =>
	join.onRef('admission.participant_id', '=', 'participant.id').on('admission.ended_at', 'is', null);

const seats = (db: Query, journey: string) =>
	db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('organisation', atTableFor)
		.leftJoin('admission', admittedBy)
		.select([
			'participant.id as participant',
			'participant.role',
			'participant.removed_at as removedAt',
			'organisation.id as organisation',
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
