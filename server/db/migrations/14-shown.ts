import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** What organisations answered is told when all of them have, or when a facilitator shows it. */
export const shown: Migration = {
	number: 14,
	name: 'what organisations answer is hidden until it is shown, and how long an absent one has is set',
	async up(db) {
		await db.schema
			.alterTable('journey')
			.addColumn('absent_days', 'integer', (c) => c.notNull().defaultTo(10))
			.execute();
		await db.schema
			.createTable('consent_shown')
			.addColumn('round_id', 'text', (c) => c.notNull())
			.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
			.addColumn('subject', 'text', (c) => c.notNull())
			.addColumn('version', 'text', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('by_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
			.addPrimaryKeyConstraint('consent_shown_pk', ['round_id', 'subject', 'version'])
			.execute();
		for (const column of ['journey_id', 'by_id'])
			await db.schema.createIndex(`consent_shown_${column}`).on('consent_shown').column(column).execute();
		await sql`
			insert into consent_shown (round_id, journey_id, subject, version, at)
			select round_id, journey_id, subject, version, min(at) from stance
			group by round_id, journey_id, subject, version`.execute(db);
	}
};
