import type { Migration } from './migration.ts';

/** Columns that refer to a row of another table: SQLite looks there for whom it takes along when that row goes. */
const references = [
	['acceptance', 'participant_id'],
	['card', 'organisation_id'],
	['card', 'participant_id'],
	['consent_text', 'journey_id'],
	['dot', 'participant_id'],
	['ground_rule', 'step_id'],
	['journey', 'created_by'],
	['judgement', 'participant_id'],
	['judgement', 'solution_id'],
	['leaning', 'organisation_id'],
	['not_now', 'step_id'],
	['participant', 'organisation_id'],
	['ready', 'participant_id'],
	['reminder', 'participant_id'],
	['room', 'meeting_id'],
	['room', 'step_id'],
	['score', 'organisation_id'],
	['score', 'theme_id'],
	['seating', 'participant_id'],
	['stance', 'journey_id'],
	['stance', 'organisation_id'],
	['stance', 'participant_id'],
	['step', 'meeting_id'],
	['talk', 'card_id'],
	['template', 'person_id'],
	['tension_item', 'organisation_id'],
	['turn', 'participant_id'],
	['written', 'participant_id']
] as const;

const asked = [
	['mail', 'sent_at'],
	['mail', 'written_at'],
	['person', 'hosts_at'],
	['step', 'deadline']
] as const;

export const indexes: Migration = {
	number: 5,
	name: 'every question finds its rows by an index: a page takes no longer beside ten thousand other journeys',
	async up(db) {
		for (const [table, column] of [...references, ...asked])
			await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
	}
};
