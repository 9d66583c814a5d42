import type { Seat } from '#domain/journey/access.ts';
import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';

// Where people write alone. A seat has a first notebook, with its own id, and another one for each time that a link of
// somebody else opened it (J14); to the table they are one person's.

export interface Notebook extends Seat {
	id: string;
	organisation: string | null;
}

/** Of everybody who ever had a seat, at the table now or not (N15); or of one of them. In an order that says nothing. */
export function notebooksIn(db: Query, journey: string, participant?: string): Promise<Notebook[]> {
	const all = db
		.selectFrom('participant')
		.innerJoin('notebook', 'notebook.participant_id', 'participant.id')
		.select([
			'notebook.id',
			'participant.id as participant',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.organisation_id as organisation'
		])
		.where('participant.journey_id', '=', journey)
		.orderBy('notebook.id');
	return (participant === undefined ? all : all.where('participant.id', '=', participant)).execute();
}

/** Of one person, the first one first. */
export async function notebooksOf(db: Query, participant: string): Promise<string[]> {
	const rows = await db
		.selectFrom('notebook')
		.select('id')
		.where('participant_id', '=', participant)
		.orderBy('made_at')
		.orderBy('id')
		.execute();
	return rows.map(({ id }) => id);
}

/** Whose it is; null: there is no such notebook. */
export async function writerOf(db: Query, notebook: string): Promise<string | null> {
	const row = await db
		.selectFrom('notebook')
		.select('participant_id')
		.where('id', '=', notebook)
		.executeTakeFirst();
	return row?.participant_id ?? null;
}

/** The first one of a seat has its id; returns that of another. */
export async function newNotebook(
	tx: Query,
	participant: string,
	at: number,
	id: string = newId()
): Promise<string> {
	await tx.insertInto('notebook').values({ id, participant_id: participant, made_at: at }).execute();
	return id;
}
