import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** What was kept of each person in steps where nobody is to know who wrote. */
export const noCountsOfWriters: Migration = {
	number: 7,
	name: 'nothing is kept of one person where people write without their names',
	erases: true,
	async up(db) {
		for (const table of ['written', 'ready'])
			await sql`
				DELETE FROM ${sql.table(table)} WHERE step_id IN (
					SELECT id FROM step WHERE kind = 'hard-talk' OR json_extract(settings, '$.anonymous') = 1
				)`.execute(db);
	}
};
