import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

/** What organisations answered is told when all of them have, or when a facilitator shows it. */
export const shown: Migration = {
	number: 15,
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
		await roundsInPhases(db);
	}
};

/** Questions and reactions come before answers; a round in which somebody answered is past them. */
async function roundsInPhases(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('consent_phase')
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('phase', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('by_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.addPrimaryKeyConstraint('consent_phase_pk', ['round_id', 'position'])
		.execute();
	await db.schema
		.createTable('consent_question')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('subject', 'text', (c) => c.notNull())
		.addColumn('organisation_id', 'text', (c) => c.references('organisation.id').onDelete('cascade'))
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('text', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('answer', 'text')
		.addColumn('answered_at', 'bigint')
		.addColumn('answered_by', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.addColumn('removed_at', 'bigint')
		.execute();
	await db.schema
		.createTable('consent_reaction')
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('organisation_id', 'text', (c) =>
			c.notNull().references('organisation.id').onDelete('cascade')
		)
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('words', 'text')
		.addColumn('at', 'bigint')
		.addColumn('by_id', 'text', (c) => c.references('participant.id').onDelete('set null'))
		.addColumn('passed_at', 'bigint')
		.addPrimaryKeyConstraint('consent_reaction_pk', ['round_id', 'organisation_id'])
		.execute();
	const referring = {
		consent_phase: ['journey_id', 'by_id'],
		consent_question: ['round_id', 'journey_id', 'organisation_id', 'participant_id', 'answered_by'],
		consent_reaction: ['journey_id', 'organisation_id', 'by_id']
	};
	for (const [table, columns] of Object.entries(referring))
		for (const column of columns)
			await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
	await sql`
		insert into consent_phase (round_id, position, journey_id, phase, at)
		select round_id, 1, journey_id, 'standpoint', min(at) from stance group by round_id, journey_id`.execute(db);
}
