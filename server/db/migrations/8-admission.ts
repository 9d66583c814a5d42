import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

export const admission: Migration = {
	number: 8,
	name: 'somebody says that a newcomer belongs to an organisation; whoever was in before was admitted then',
	async up(db) {
		await newcomers(db);
		await admissions(db);
		await invited(db);
		await sql`
			insert into admission (id, journey_id, participant_id, organisation_id, at, how)
			select id, journey_id, id, organisation_id, joined_at, 'before' from participant`.execute(db);
	}
};

async function newcomers(db: Kysely<unknown>): Promise<void> {
	const participant = () => db.schema.alterTable('participant');
	await participant()
		.addColumn('job', 'text', (c) => c.notNull().defaultTo(''))
		.execute();
	await participant().addColumn('doubted_at', 'bigint').execute();
	await participant()
		.addColumn('doubted_by', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.execute();
	await db.schema.createIndex('participant_doubted_by').on('participant').column('doubted_by').execute();
}

async function admissions(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('admission')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('organisation_id', 'text', (c) => c.references('organisation.id').onDelete('cascade'))
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('how', 'text', (c) => c.notNull())
		.addColumn('by_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.addColumn('ended_at', 'bigint')
		.addColumn('ended_by', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.execute();
	for (const column of ['journey_id', 'organisation_id', 'by_id', 'ended_by'])
		await db.schema.createIndex(`admission_${column}`).on('admission').column(column).execute();
	await db.schema
		.createIndex('admission_participant_id')
		.on('admission')
		.columns(['participant_id', 'ended_at'])
		.execute();
}

async function invited(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('invited')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('organisation_id', 'text', (c) =>
			c.notNull().references('organisation.id').onDelete('cascade')
		)
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('email', 'text', (c) => c.notNull())
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('participant_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.execute();
	for (const column of ['organisation_id', 'participant_id'])
		await db.schema.createIndex(`invited_${column}`).on('invited').column(column).execute();
}
