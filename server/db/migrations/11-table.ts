import type { Migration } from './migration.ts';

/** An organisation comes and goes: what was taken out keeps its row, and all that it made. */
export const table: Migration = {
	number: 11,
	name: 'an organisation can be taken out of the table',
	async up(db) {
		await db.schema.alterTable('organisation').addColumn('removed_at', 'bigint').execute();
	}
};
