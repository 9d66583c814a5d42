import type { Migration } from './migration.ts';

export const changes: Migration = {
	number: 17,
	name: 'who changed something last is found by what it is',
	async up(db) {
		await db.schema
			.createIndex('audit_subject')
			.on('audit')
			.columns(['journey_id', 'subject', 'seq'])
			.execute();
	}
};
