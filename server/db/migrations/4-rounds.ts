import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

export const rounds: Migration = {
	number: 4,
	name: 'consent does not hang on a step: a round of any area has stances, which go with their journey',
	async up(db) {
		await copyStances(db);
		await copyConsentTexts(db);
		// Where a table is dropped, what refers to its rows goes too: integrations move before the stances do.
		await copyIntegrations(db);
		for (const name of ['integration', 'stance', 'consent_text']) {
			await db.schema.dropTable(name).execute();
			await db.schema.alterTable(`${name}_of_round`).renameTo(name).execute();
		}
		await db.schema.createIndex('stance_round').on('stance').column('round_id').execute();
		await db.schema.createIndex('integration_stance').on('integration').column('stance_id').execute();
	}
};

async function copyStances(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('stance_of_round')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('subject', 'text', (c) => c.notNull())
		.addColumn('version', 'text', (c) => c.notNull())
		.addColumn('organisation_id', 'text', (c) => c.notNull().references('organisation.id'))
		.addColumn('stance', 'text', (c) => c.notNull())
		.addColumn('harms_id', 'text')
		.addColumn('words', 'text', (c) => c.notNull())
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
		.execute();
	await sql`
		insert into stance_of_round
		select stance.id, step_id, journey_id, subject, version, organisation_id, stance.stance, harms_id, words,
			stance.position, at, participant_id
		from stance join step on step.id = step_id
		order by stance.rowid`.execute(db);
}

async function copyConsentTexts(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('consent_text_of_round')
		.addColumn('round_id', 'text', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('subject', 'text', (c) => c.notNull())
		.addColumn('version', 'text', (c) => c.notNull())
		.addColumn('words', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('consent_text_once', ['round_id', 'subject', 'version'])
		.execute();
	await sql`
		insert into consent_text_of_round
		select step_id, journey_id, subject, version, words
		from consent_text join step on step.id = step_id`.execute(db);
}

async function copyIntegrations(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('integration_of_round')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('stance_id', 'text', (c) => c.notNull().references('stance_of_round.id').onDelete('cascade'))
		.addColumn('method', 'text', (c) => c.notNull())
		.addColumn('words', 'text', (c) => c.notNull())
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('participant_id', 'text', (c) => c.notNull())
		.addColumn('accepted_at', 'bigint')
		.addColumn('accepted_by', 'text')
		.execute();
	await sql`
		insert into integration_of_round
		select id, stance_id, method, words, position, at, participant_id, accepted_at, accepted_by
		from integration
		order by rowid`.execute(db);
}
