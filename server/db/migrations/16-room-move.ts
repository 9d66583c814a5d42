import type { Migration } from './migration.ts';

/** The last move of the room, so that it can be taken back for a moment. */
export const roomMove: Migration = {
	number: 16,
	name: 'the last move of the room is kept, with the timer that it ended',
	async up(db) {
		await db.schema
			.createTable('room_move')
			.addColumn('journey_id', 'text', (c) => c.primaryKey().references('journey.id').onDelete('cascade'))
			.addColumn('at', 'bigint', (c) => c.notNull())
			.addColumn('by', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
			.addColumn('step_id', 'text', (c) => c.notNull().references('step.id').onDelete('cascade'))
			.addColumn('stage', 'text')
			.addColumn('from_step_id', 'text', (c) => c.references('step.id').onDelete('cascade'))
			.addColumn('first', 'integer', (c) => c.notNull())
			.addColumn('timer_ends_at', 'bigint')
			.addColumn('timer_left_ms', 'bigint')
			.addColumn('timer_total_ms', 'bigint')
			.execute();
		for (const column of ['by', 'step_id', 'from_step_id'])
			await db.schema.createIndex(`room_move_${column}`).on('room_move').column(column).execute();
	}
};
