import { sql, type Kysely } from 'kysely';

/** One step of the schema. Never edited once it has landed; a change is a new step. */
export interface Migration {
	number: number;
	/** Why. */
	name: string;
	up: (db: Kysely<unknown>) => Promise<void>;
}

export const migrations: Migration[] = [
	{
		number: 1,
		name: 'people, journeys, the room, steps, cards, dots, values, check-in, mail, audit',
		async up(db) {
			const table = (name: string) => db.schema.createTable(name);
			await table('person')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('email', 'text')
				.addColumn('hosts_at', 'bigint')
				.addColumn('created_at', 'bigint', (c) => c.notNull())
				.execute();
			await table('session')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
				.addColumn('expires_at', 'bigint', (c) => c.notNull())
				.execute();
			await table('invitation')
				.addColumn('hash', 'text', (c) => c.primaryKey())
				.addColumn('made_at', 'bigint', (c) => c.notNull())
				.addColumn('expires_at', 'bigint', (c) => c.notNull())
				.addColumn('used_at', 'bigint')
				.execute();
			await table('journey')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('created_at', 'bigint', (c) => c.notNull())
				.addColumn('created_by', 'text', (c) => c.notNull().references('person.id'))
				.addColumn('beamer_token', 'text', (c) => c.notNull().unique())
				.execute();
			await table('organisation')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
				.addColumn('kind', 'text', (c) => c.notNull())
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('short', 'text', (c) => c.notNull())
				.addColumn('initials', 'text', (c) => c.notNull())
				.addColumn('slot', 'text', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.execute();
			await table('participant')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
				.addColumn('person_id', 'text', (c) => c.notNull().references('person.id'))
				.addColumn('organisation_id', 'text', (c) => c.references('organisation.id'))
				.addColumn('role', 'text', (c) => c.notNull())
				.addColumn('return_hash', 'text', (c) => c.notNull().unique())
				.addColumn('joined_at', 'bigint', (c) => c.notNull())
				.addColumn('entered_by', 'text')
				.addColumn('removed_at', 'bigint')
				.addColumn('removed_by', 'text')
				.addUniqueConstraint('participant_once', ['journey_id', 'person_id'])
				.execute();
			await table('meeting')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('place', 'text', (c) => c.notNull())
				.addColumn('date', 'text', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('code', 'text', (c) => c.unique())
				.addColumn('opened_at', 'bigint')
				.addColumn('closed_at', 'bigint')
				.addColumn('room_for', 'integer', (c) => c.notNull())
				.execute();
			await table('step')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
				.addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id').onDelete('cascade'))
				.addColumn('kind', 'text', (c) => c.notNull())
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('question', 'text', (c) => c.notNull())
				.addColumn('script', 'text', (c) => c.notNull())
				.addColumn('minutes', 'integer', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('stage', 'text', (c) => c.notNull())
				.addColumn('stage_at', 'bigint', (c) => c.notNull())
				.addColumn('stage_by', 'text')
				.addColumn('locked_at', 'bigint')
				.addColumn('locked_by', 'text')
				.addColumn('settings', 'text', (c) => c.notNull())
				.addColumn('note', 'text', (c) => c.notNull())
				.execute();
			await table('room')
				.addColumn('journey_id', 'text', (c) => c.primaryKey().references('journey.id').onDelete('cascade'))
				.addColumn('meeting_id', 'text', (c) => c.references('meeting.id'))
				.addColumn('step_id', 'text', (c) => c.references('step.id'))
				.addColumn('moved_at', 'bigint', (c) => c.notNull())
				.addColumn('moved_by', 'text', (c) => c.notNull())
				.addColumn('pulls', 'integer', (c) => c.notNull())
				.addColumn('paused_at', 'bigint')
				.addColumn('paused_by', 'text')
				.addColumn('timer_ends_at', 'bigint')
				.addColumn('timer_left_ms', 'bigint')
				.addColumn('timer_total_ms', 'bigint')
				.execute();
			await table('ready')
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('stage', 'text', (c) => c.notNull())
				.addColumn('participant_id', 'text', (c) =>
					c.notNull().references('participant.id').onDelete('cascade')
				)
				.addColumn('at', 'bigint', (c) => c.notNull())
				.addPrimaryKeyConstraint('ready_once', ['step_id', 'stage', 'participant_id'])
				.execute();
			await table('written')
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('participant_id', 'text', (c) =>
					c.notNull().references('participant.id').onDelete('cascade')
				)
				.addColumn('cards', 'integer', (c) => c.notNull())
				.addColumn('waiting', 'integer', (c) => c.notNull())
				.addColumn('at', 'bigint', (c) => c.notNull())
				.addPrimaryKeyConstraint('written_once', ['step_id', 'participant_id'])
				.execute();
			await table('card')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('prompt', 'text', (c) => c.notNull())
				.addColumn('text', 'text', (c) => c.notNull())
				.addColumn('participant_id', 'text', (c) => c.references('participant.id'))
				.addColumn('organisation_id', 'text', (c) => c.references('organisation.id'))
				.addColumn('shuffle', 'integer', (c) => c.notNull())
				.addColumn('revealed_at', 'bigint', (c) => c.notNull())
				.addColumn('entered_by', 'text')
				.addColumn('confirmed_at', 'bigint')
				.addColumn('hidden_at', 'bigint')
				.addColumn('hidden_by', 'text')
				.addColumn('group_id', 'text')
				.addColumn('on_card_id', 'text')
				.execute();
			await table('card_group')
				.addColumn('id', 'text', (c) => c.notNull())
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('title', 'text', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('gone_at', 'bigint')
				.addPrimaryKeyConstraint('card_group_once', ['step_id', 'id'])
				.execute();
			await table('dot')
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('group_id', 'text', (c) => c.notNull())
				.addColumn('participant_id', 'text', (c) =>
					c.notNull().references('participant.id').onDelete('cascade')
				)
				.addColumn('organisation_id', 'text')
				.addColumn('dots', 'integer', (c) => c.notNull())
				.addColumn('at', 'bigint', (c) => c.notNull())
				.addPrimaryKeyConstraint('dot_once', ['step_id', 'group_id', 'participant_id'])
				.execute();
			await table('weighing')
				.addColumn('step_id', 'text', (c) => c.primaryKey().references('step.id').onDelete('cascade'))
				.addColumn('closed_at', 'bigint', (c) => c.notNull())
				.addColumn('closed_by', 'text', (c) => c.notNull())
				.execute();
			await table('value')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('group_id', 'text', (c) => c.notNull())
				.addColumn('name', 'text', (c) => c.notNull())
				.addColumn('meaning', 'text', (c) => c.notNull())
				.addColumn('seen', 'text', (c) => c.notNull())
				.addColumn('unseen', 'text', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('harvested_at', 'bigint', (c) => c.notNull())
				.addColumn('harvested_by', 'text', (c) => c.notNull())
				.addColumn('dropped_at', 'bigint')
				.addUniqueConstraint('value_once', ['step_id', 'group_id'])
				.execute();
			await table('value_card')
				.addColumn('value_id', 'text', (c) => c.notNull().references('value.id').onDelete('cascade'))
				.addColumn('card_id', 'text', (c) => c.notNull().references('card.id'))
				.addPrimaryKeyConstraint('value_card_once', ['value_id', 'card_id'])
				.execute();
			await table('turn')
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('participant_id', 'text', (c) =>
					c.notNull().references('participant.id').onDelete('cascade')
				)
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('started_at', 'bigint')
				.addColumn('ended_at', 'bigint')
				.addPrimaryKeyConstraint('turn_once', ['step_id', 'participant_id'])
				.execute();
			await table('ground_rule')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('text', 'text', (c) => c.notNull())
				.addColumn('position', 'integer', (c) => c.notNull())
				.addColumn('added_by', 'text', (c) => c.notNull())
				.addColumn('added_at', 'bigint', (c) => c.notNull())
				.addColumn('removed_at', 'bigint')
				.execute();
			await table('acceptance')
				.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
				.addColumn('participant_id', 'text', (c) =>
					c.notNull().references('participant.id').onDelete('cascade')
				)
				.addColumn('rules', 'text', (c) => c.notNull())
				.addColumn('at', 'bigint', (c) => c.notNull())
				.addPrimaryKeyConstraint('acceptance_once', ['step_id', 'participant_id'])
				.execute();
			await table('mail')
				.addColumn('id', 'text', (c) => c.primaryKey())
				.addColumn('recipient', 'text', (c) => c.notNull())
				.addColumn('subject', 'text', (c) => c.notNull())
				.addColumn('body', 'text', (c) => c.notNull())
				.addColumn('written_at', 'bigint', (c) => c.notNull())
				.addColumn('sent_at', 'bigint')
				.addColumn('failed_at', 'bigint')
				.addColumn('failure', 'text')
				.execute();
			await table('audit')
				.addColumn('journey_id', 'text', (c) => c.notNull())
				.addColumn('seq', 'integer', (c) => c.notNull())
				.addColumn('at', 'bigint', (c) => c.notNull())
				.addColumn('act', 'text', (c) => c.notNull())
				.addColumn('subject', 'text')
				.addColumn('detail', 'text', (c) => c.notNull())
				.addColumn('personal', 'text')
				.addColumn('salt', 'text')
				.addColumn('commitment', 'text', (c) => c.notNull())
				.addColumn('hash', 'text', (c) => c.notNull())
				.addPrimaryKeyConstraint('audit_once', ['journey_id', 'seq'])
				.execute();
			for (const [name, on, column] of [
				['session_person', 'session', 'person_id'],
				['organisation_journey', 'organisation', 'journey_id'],
				['participant_person', 'participant', 'person_id'],
				['meeting_journey', 'meeting', 'journey_id'],
				['step_journey', 'step', 'journey_id'],
				['card_step', 'card', 'step_id'],
				['value_journey', 'value', 'journey_id']
			] as const)
				await db.schema.createIndex(name).on(on).column(column).execute();
		}
	},
	{
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
	},
	{
		number: 3,
		name: 'which steps are to be mended after a crash: a start looks at those only',
		async up(db) {
			for (const name of ['projection', 'recount'])
				await db.schema
					.createTable(name)
					.addColumn('step_id', 'text', (c) => c.primaryKey().references('step.id').onDelete('cascade'))
					.execute();
			// A program of before may have been killed in between, and said of no step that it was.
			await sql`insert into projection (step_id) select id from step`.execute(db);
			await sql`insert into recount (step_id) select distinct step_id from room where step_id is not null`.execute(
				db
			);
		}
	},
	{
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
	}
];

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
