import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

/**
 * What a session opens, and where somebody writes alone. Sessions of before stay as they are: of the person. The first
 * notebook of a seat has the id of that seat, so that documents of before keep their names.
 */
export const sessions: Migration = {
	number: 9,
	name: 'a session says how it began and what it opens, and a seat has notebooks',
	async up(db) {
		await notebooks(db);
		await columnsOfSession(db);
		await links(db);
	}
};

async function notebooks(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('notebook')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('made_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('notebook_participant_id').on('notebook').column('participant_id').execute();
	await sql`INSERT INTO notebook (id, participant_id, made_at) SELECT id, id, joined_at FROM participant`.execute(
		db
	);
	await db.schema.alterTable('emptying').renameColumn('participant_id', 'notebook_id').execute();
	await db.schema.alterTable('participant').addColumn('device_at', 'bigint').execute();
	// Who was entered without a device and came in with a link has left a session.
	await sql`
		UPDATE participant SET device_at = joined_at
		WHERE entered_by IS NULL OR EXISTS (SELECT 1 FROM session WHERE session.person_id = participant.person_id)`.execute(
		db
	);
}

async function columnsOfSession(db: Kysely<unknown>): Promise<void> {
	const add = (column: string, type: 'text' | 'bigint' | 'integer', standard: string | number | null) =>
		db.schema
			.alterTable('session')
			.addColumn(column, type, (c) => (standard === null ? c : c.notNull().defaultTo(standard)))
			.execute();
	await add('how', 'text', 'before');
	await add('device', 'text', '');
	await add('started_at', 'bigint', 0);
	await add('seen_at', 'bigint', 0);
	await add('whole', 'integer', 1);
	await add('link', 'text', null);
	await add('ends_at', 'bigint', null);
	for (const column of ['link', 'ends_at', 'expires_at'])
		await db.schema.createIndex(`session_${column}`).on('session').column(column).execute();
	await db.schema
		.createTable('session_seat')
		.addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('notebook_id', 'text', (c) => c.notNull().references('notebook.id').onDelete('cascade'))
		.addPrimaryKeyConstraint('session_seat_once', ['session_id', 'participant_id'])
		.execute();
	for (const column of ['participant_id', 'notebook_id'])
		await db.schema.createIndex(`session_seat_${column}`).on('session_seat').column(column).execute();
}

async function links(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('personal_link')
		.addColumn('hash', 'text', (c) => c.primaryKey())
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('made_by', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('made_at', 'bigint', (c) => c.notNull())
		.addColumn('notebook_id', 'text', (c) => c.references('notebook.id').onDelete('cascade'))
		.addColumn('root', 'text', (c) => c.notNull())
		.addColumn('opened_at', 'bigint')
		.addColumn('device', 'text')
		.execute();
	for (const column of ['participant_id', 'made_by', 'notebook_id', 'root'])
		await db.schema.createIndex(`personal_link_${column}`).on('personal_link').column(column).execute();
	await db.schema
		.createTable('link_answer')
		.addColumn('hash', 'text', (c) => c.notNull().references('personal_link.hash').onDelete('cascade'))
		.addColumn('session_id', 'text', (c) => c.notNull().references('session.id').onDelete('cascade'))
		.addPrimaryKeyConstraint('link_answer_once', ['hash', 'session_id'])
		.execute();
	await db.schema.createIndex('link_answer_session_id').on('link_answer').column('session_id').execute();
	await db.schema
		.createTable('device_link')
		.addColumn('hash', 'text', (c) => c.primaryKey())
		.addColumn('session_id', 'text', (c) => c.notNull().unique().references('session.id').onDelete('cascade'))
		.addColumn('expires_at', 'bigint', (c) => c.notNull())
		.addColumn('lasting', 'integer', (c) => c.notNull().defaultTo(0))
		.execute();
	await db.schema.createIndex('device_link_expires_at').on('device_link').column('expires_at').execute();
}
