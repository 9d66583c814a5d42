import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration.ts';

export const mail: Migration = {
	number: 6,
	name: 'a letter is written when it leaves, and lies on no disk; an installation has an administrator',
	erases: true,
	async up(db) {
		await db.schema.alterTable('person').addColumn('administers_at', 'bigint').execute();
		await db.schema.createIndex('person_administers_at').on('person').column('administers_at').execute();
		await db.schema.createIndex('person_email').on('person').column('email').execute();
		await db.schema
			.alterTable('invitation')
			.addColumn('makes', 'text', (c) => c.notNull().defaultTo('facilitator'))
			.execute();
		// Whoever came first to an installation of before saw every mail in it, and was let in from its own machine.
		await sql`
			update person set administers_at = hosts_at where id =
				(select id from person where hosts_at is not null order by hosts_at, created_at, id limit 1)`.execute(db);
		await moveWaiting(db as Kysely<Tables>);
	}
};

interface Before {
	id: string;
	recipient: string;
	body: string;
	written_at: number;
	sent_at: number | null;
}

interface Tables {
	mail: Before;
	mail_to_write: Record<string, unknown>;
	participant: { id: string; journey_id: string; return_hash: string };
	reminder: { participant_id: string; step_id: string; at: number; link_hash: string | null };
}

/** What was not sent yet becomes what it is about; its link, which only its words held, tells whose it is. */
async function moveWaiting(db: Kysely<Tables>): Promise<void> {
	await newTable(db);
	const waiting = await db.selectFrom('mail').selectAll().where('sent_at', 'is', null).execute();
	for (const { id, recipient, body, written_at } of waiting) {
		const hash = hashIn(body);
		const about = hash && ((await reminderBy(db, hash)) ?? (await seatBy(db, hash)));
		if (!about) continue;
		const locale = body.startsWith('Dag ') ? 'nl' : 'en';
		const due_at = written_at;
		const row = { id, recipient, locale, written_at, due_at, ...about };
		await db.insertInto('mail_to_write').values(row).execute();
	}
	await db.schema.dropTable('mail').execute();
	await db.schema.alterTable('mail_to_write').renameTo('mail').execute();
	for (const column of ['due_at', 'written_at', 'participant_id', 'journey_id', 'step_id'])
		await db.schema.createIndex(`mail_${column}`).on('mail').column(column).execute();
}

function newTable(db: Kysely<Tables>): Promise<void> {
	return db.schema
		.createTable('mail_to_write')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('journey_id', 'text', (c) => c.notNull().references('journey.id').onDelete('cascade'))
		.addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id').onDelete('cascade'))
		.addColumn('step_id', 'text', (c) => c.references('step.id').onDelete('cascade'))
		.addColumn('recipient', 'text')
		.addColumn('locale', 'text', (c) => c.notNull())
		.addColumn('link_hash', 'text')
		.addColumn('written_at', 'bigint', (c) => c.notNull())
		.addColumn('due_at', 'bigint')
		.addColumn('sent_at', 'bigint')
		.addColumn('failed_at', 'bigint')
		.addColumn('failure', 'text')
		.execute();
}

function hashIn(body: string): string | null {
	const [, token] = /\/terug\/([a-z0-9]+)/.exec(body) ?? [];
	return token ? createHash('sha256').update(token).digest('hex') : null;
}

async function reminderBy(db: Kysely<Tables>, hash: string) {
	const row = await db
		.selectFrom('reminder')
		.innerJoin('participant', 'participant.id', 'reminder.participant_id')
		.select(['participant_id', 'journey_id', 'step_id'])
		.where('link_hash', '=', hash)
		.executeTakeFirst();
	return row && { kind: 'reminder', ...row };
}

async function seatBy(db: Kysely<Tables>, hash: string) {
	const row = await db
		.selectFrom('participant')
		.select(['id as participant_id', 'journey_id'])
		.where('return_hash', '=', hash)
		.executeTakeFirst();
	return row && { kind: 'return-link', link_hash: hash, ...row };
}
