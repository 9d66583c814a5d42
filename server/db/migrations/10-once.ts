import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The demo had a link to another device that worked as often as it was opened; it has its facilitator's own link now. */
export const once: Migration = {
	number: 10,
	name: 'a link to another device works once, whoever made it',
	async up(db) {
		await sql`DELETE FROM device_link WHERE lasting = 1`.execute(db);
		await db.schema.alterTable('device_link').dropColumn('lasting').execute();
	}
};
