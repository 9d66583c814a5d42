import type { Kysely } from 'kysely';
import type { Migration } from './migration.ts';

export const harvestOfAllKinds: Migration = {
	number: 2,
	name: 'one table for all that steps harvest, and what the steps from 2040 to the ambitions keep',
	async up(db) {
		const table = (name: string) => db.schema.createTable(name);
		await table('harvest')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('kind', 'text', (c) => c.notNull())
			.addColumn('group_id', 'text')
			.addColumn('name', 'text', (c) => c.notNull())
			.addColumn('texts', 'text', (c) => c.notNull())
			.addColumn('details', 'text', (c) => c.notNull())
			.addColumn('position', 'integer', (c) => c.notNull())
			.addColumn('harvested_at', 'bigint', (c) => c.notNull())
			.addColumn('harvested_by', 'text', (c) => c.notNull())
			.addColumn('dropped_at', 'bigint')
			.addUniqueConstraint('harvest_once', ['step_id', 'group_id'])
			.execute();
		await table('harvest_card')
			.addColumn('harvest_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('card_id', 'text', (c) => c.notNull().references('card.id'))
			.addPrimaryKeyConstraint('harvest_card_once', ['harvest_id', 'card_id'])
			.execute();
		await table('harvest_link')
			.addColumn('from_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('to_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addPrimaryKeyConstraint('harvest_link_once', ['from_id', 'to_id'])
			.execute();
		await moveValues(db as Kysely<Before2>);
		await db.schema.dropTable('value_card').execute();
		await db.schema.dropTable('value').execute();

		await table('stance')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
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
		await table('consent_text')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('subject', 'text', (c) => c.notNull())
			.addColumn('version', 'text', (c) => c.notNull())
			.addColumn('words', 'text', (c) => c.notNull())
			.addPrimaryKeyConstraint('consent_text_once', ['step_id', 'subject', 'version'])
			.execute();
		await table('integration')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('stance_id', 'text', (c) => c.notNull().references('stance.id').onDelete('cascade'))
			.addColumn('method', 'text', (c) => c.notNull())
			.addColumn('words', 'text', (c) => c.notNull())
			.addColumn('position', 'integer', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('participant_id', 'text', (c) => c.notNull())
			.addColumn('accepted_at', 'bigint')
			.addColumn('accepted_by', 'text')
			.execute();
		await table('gate_opening')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('stage', 'text', (c) => c.notNull())
			.addColumn('reason', 'text', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('participant_id', 'text', (c) => c.notNull())
			.addPrimaryKeyConstraint('gate_opening_once', ['step_id', 'stage'])
			.execute();
		await table('score')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('theme_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('organisation_id', 'text', (c) => c.notNull().references('organisation.id'))
			.addColumn('score', 'integer', (c) => c.notNull())
			.addColumn('evidence', 'text', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('participant_id', 'text', (c) => c.notNull())
			.addPrimaryKeyConstraint('score_once', ['step_id', 'theme_id', 'organisation_id'])
			.execute();
		await table('talk')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('card_id', 'text', (c) => c.notNull().references('card.id'))
			.addColumn('turn', 'integer', (c) => c.notNull())
			.addColumn('turn_at', 'bigint')
			.addColumn('begun_at', 'bigint', (c) => c.notNull())
			.addColumn('ended_at', 'bigint')
			.addColumn('agreement', 'text', (c) => c.notNull())
			.addColumn('open_point', 'text', (c) => c.notNull())
			.addColumn('next_date', 'text')
			.addUniqueConstraint('talk_once', ['step_id', 'card_id'])
			.execute();
		await table('emptying')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('participant_id', 'text', (c) => c.notNull())
			.addPrimaryKeyConstraint('emptying_once', ['step_id', 'participant_id'])
			.execute();
		await table('tension_item')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('tension_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('quadrant', 'text', (c) => c.notNull())
			.addColumn('text', 'text', (c) => c.notNull())
			.addColumn('organisation_id', 'text', (c) => c.references('organisation.id'))
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('removed_at', 'bigint')
			.execute();
		await table('leaning')
			.addColumn('tension_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('organisation_id', 'text', (c) => c.notNull().references('organisation.id'))
			.addColumn('pole', 'text', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addPrimaryKeyConstraint('leaning_once', ['tension_id', 'organisation_id'])
			.execute();
		await table('judgement')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('solution_id', 'text', (c) => c.notNull().references('harvest.id').onDelete('cascade'))
			.addColumn('participant_id', 'text', (c) =>
				c.notNull().references('participant.id').onDelete('cascade')
			)
			.addColumn('organisation_id', 'text')
			.addColumn('direction', 'integer', (c) => c.notNull())
			.addColumn('platform', 'integer', (c) => c.notNull())
			.addColumn('yield', 'integer', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addPrimaryKeyConstraint('judgement_once', ['step_id', 'solution_id', 'participant_id'])
			.execute();
		await table('not_now')
			.addColumn('solution_id', 'text', (c) => c.primaryKey().references('harvest.id').onDelete('cascade'))
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('reason', 'text', (c) => c.notNull())
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('participant_id', 'text', (c) => c.notNull())
			.addColumn('ended_at', 'bigint')
			.execute();
		await table('seating')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('participant_id', 'text', (c) =>
				c.notNull().references('participant.id').onDelete('cascade')
			)
			.addColumn('table_number', 'integer', (c) => c.notNull())
			.addColumn('drawn_at', 'bigint', (c) => c.notNull())
			.addPrimaryKeyConstraint('seating_once', ['step_id', 'participant_id'])
			.execute();
		await table('template')
			.addColumn('id', 'text', (c) => c.primaryKey())
			.addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
			.addColumn('name', 'text', (c) => c.notNull())
			.addColumn('locale', 'text', (c) => c.notNull())
			.addColumn('body', 'text', (c) => c.notNull())
			.addColumn('made_at', 'bigint', (c) => c.notNull())
			.execute();
		await table('reminder')
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('participant_id', 'text', (c) =>
				c.notNull().references('participant.id').onDelete('cascade')
			)
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('link_hash', 'text', (c) => c.unique())
			.addColumn('link_expires_at', 'bigint')
			.execute();
		const column = (to: string, name: string, type: 'text' | 'bigint', first?: string) =>
			db.schema
				.alterTable(to)
				.addColumn(name, type, (c) => (first === undefined ? c : c.notNull().defaultTo(first)))
				.execute();
		await column('step', 'form', 'text', 'plenary');
		await column('step', 'entered_at', 'bigint');
		await column('step', 'deadline', 'bigint');
		await column('step', 'removed_at', 'bigint');
		await column('meeting', 'starts_at', 'text', '09:00');
		await column('meeting', 'removed_at', 'bigint');
		await column('journey', 'rehearsal_at', 'bigint');
		await column('participant', 'simulated', 'text');
		for (const [name, on, of] of [
			['harvest_journey', 'harvest', 'journey_id'],
			['harvest_link_to', 'harvest_link', 'to_id'],
			['harvest_card_card', 'harvest_card', 'card_id'],
			['stance_step', 'stance', 'step_id'],
			['integration_stance', 'integration', 'stance_id'],
			['tension_item_tension', 'tension_item', 'tension_id'],
			['reminder_step', 'reminder', 'step_id']
		] as const)
			await db.schema.createIndex(name).on(on).column(of).execute();
	}
};

interface Before2 {
	value: {
		id: string;
		journey_id: string;
		step_id: string;
		group_id: string;
		name: string;
		meaning: string;
		seen: string;
		unseen: string;
		position: number;
		harvested_at: number;
		harvested_by: string;
		dropped_at: number | null;
	};
	value_card: { value_id: string; card_id: string };
	harvest: Omit<Before2['value'], 'meaning' | 'seen' | 'unseen'> & {
		kind: string;
		texts: string;
		details: string;
	};
	harvest_card: { harvest_id: string; card_id: string };
}

async function moveValues(db: Kysely<Before2>): Promise<void> {
	for (const { meaning, seen, unseen, ...value } of await db.selectFrom('value').selectAll().execute()) {
		const texts = JSON.stringify({ name: value.name, meaning, seen, unseen });
		await db
			.insertInto('harvest')
			.values({ ...value, kind: 'value', texts, details: '{}' })
			.execute();
	}
	for (const { value_id, card_id } of await db.selectFrom('value_card').selectAll().execute())
		await db.insertInto('harvest_card').values({ harvest_id: value_id, card_id }).execute();
}
