import { journeyDocument } from '#wire/journey/document.ts';
import { boardDocument } from '#wire/parts/board/board.ts';
import { ownDocument } from '#wire/parts/cards/own.ts';
import type { Query } from '#server/db/open.ts';
import { notebooksIn } from '#server/journey/notebooks.ts';

// A rehearsal that is thrown away leaves nothing behind (Y6).

/** Every document that the journey can have. */
export async function documentsOf(db: Query, journey: string): Promise<string[]> {
	const steps = await db.selectFrom('step').select('id').where('journey_id', '=', journey).execute();
	const notebooks = await notebooksIn(db, journey);
	return [
		journeyDocument(journey),
		...steps.flatMap(({ id: step }) => [
			boardDocument(step),
			...notebooks.map(({ id }) => ownDocument(step, id))
		])
	];
}

/** What belongs to the journey goes with its row; its audit goes too, and who sat nowhere else. */
export async function dropJourney(tx: Query, journey: string): Promise<void> {
	const seats = await tx
		.selectFrom('participant')
		.select('person_id')
		.where('journey_id', '=', journey)
		.execute();
	const gone = await tx
		.deleteFrom('journey')
		.where('id', '=', journey)
		.where('rehearsal_at', 'is not', null)
		.executeTakeFirst();
	if (!gone.numDeletedRows) throw new Error('a journey that is no rehearsal was to be thrown away');
	await tx.deleteFrom('audit').where('journey_id', '=', journey).execute();
	for (const { person_id } of seats)
		await tx
			.deleteFrom('person')
			.where('id', '=', person_id)
			.where('hosts_at', 'is', null)
			.where('administers_at', 'is', null)
			.where('id', 'not in', tx.selectFrom('participant').select('person_id'))
			.where('id', 'not in', tx.selectFrom('journey').select('created_by'))
			.execute();
}
