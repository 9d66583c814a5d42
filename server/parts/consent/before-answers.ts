import type { Query } from '#server/db/open.ts';
import type { Reading } from '#server/journey/reading.ts';
import { idsAsked } from './subjects.ts';

// The rows of questions and reactions.

/** In the order in which they were asked. */
export const questionsIn = (db: Query, round: string) =>
	db
		.selectFrom('consent_question')
		.select([
			'id',
			'subject',
			'organisation_id as organisation',
			'participant_id as participant',
			'text',
			'answer',
			'removed_at as removedAt'
		])
		.where('round_id', '=', round)
		.orderBy('at')
		.orderBy('id')
		.execute();

/** Those that were not taken back. */
export const questionsOf = async (reading: Reading, round: string) =>
	(await reading.rows(questionsIn, round)).filter(({ removedAt }) => removedAt === null);

/** Of who sits at the table, in drawn order. */
export async function reactionsIn(reading: Reading, round: string) {
	const table = await idsAsked(reading);
	const rows = await reading.rows(turnsIn, round);
	return rows
		.filter(({ organisation }) => table.includes(organisation))
		.map(({ passedAt, ...turn }) => ({ ...turn, passed: passedAt !== null }));
}

export const turnsIn = (db: Query, round: string) =>
	db
		.selectFrom('consent_reaction')
		.select(['organisation_id as organisation', 'position', 'words', 'passed_at as passedAt'])
		.where('round_id', '=', round)
		.orderBy('position')
		.execute();
