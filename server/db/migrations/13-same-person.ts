import type { Migration } from './migration.ts';

/** One person may have come in twice: what they said of it, and into which seat a facilitator brought both together. */
export const samePerson: Migration = {
	number: 13,
	name: 'somebody who came in twice says so, and both seats become one',
	async up(db) {
		for (const column of ['says_is', 'merged_into']) {
			await db.schema
				.alterTable('participant')
				.addColumn(column, 'text', (c) => c.references('participant.id').onDelete('set null'))
				.execute();
			await db.schema.createIndex(`participant_${column}`).on('participant').column(column).execute();
		}
	}
};
