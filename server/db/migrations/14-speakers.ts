import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

/** Who answers for an organisation is named; what its colleagues think is advice. */
export const speakers: Migration = {
	number: 14,
	name: 'somebody is named to answer for an organisation, and colleagues advise',
	async up(db) {
		await namings(db);
		await advice(db);
	}
};

async function namings(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('speaker')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('organisation_id', 'text', (c) =>
			c.notNull().references('organisation.id').onDelete('cascade')
		)
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('role', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('by_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.addColumn('left_at', 'bigint')
		.addColumn('ended_at', 'bigint')
		.addColumn('ended_by', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.execute();
	for (const column of ['journey_id', 'participant_id', 'by_id', 'ended_by'])
		await db.schema.createIndex(`speaker_${column}`).on('speaker').column(column).execute();
	// One holder and one deputy at a time.
	await sql`
		create unique index speaker_now on speaker (organisation_id, role) where ended_at is null`.execute(db);
	await db.schema.createIndex('speaker_organisation_id').on('speaker').column('organisation_id').execute();
}

async function advice(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('advice')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('subject', 'text', (c) => c.notNull())
		.addColumn('version', 'text', (c) => c.notNull())
		.addColumn('organisation_id', 'text', (c) =>
			c.notNull().references('organisation.id').onDelete('cascade')
		)
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('stance', 'text', (c) => c.notNull())
		.addColumn('words', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createIndex('advice_round_id')
		.on('advice')
		.columns(['round_id', 'organisation_id'])
		.execute();
	for (const column of ['journey_id', 'organisation_id', 'participant_id'])
		await db.schema.createIndex(`advice_${column}`).on('advice').column(column).execute();
}
