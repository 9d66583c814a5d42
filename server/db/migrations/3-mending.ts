import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const mending: Migration = {
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
};
