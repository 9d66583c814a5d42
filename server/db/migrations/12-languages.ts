import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The language in which somebody reads: letters go out in it. Known already is that of the last mail to them. */
export const languages: Migration = {
	number: 12,
	name: 'the language that somebody reads',
	async up(db) {
		await db.schema.alterTable('person').addColumn('locale', 'text').execute();
		await sql`
			UPDATE person SET locale = (
				SELECT mail.locale FROM mail
				JOIN participant ON participant.id = mail.participant_id
				WHERE participant.person_id = person.id AND mail.kind = 'return-link'
				ORDER BY mail.written_at DESC LIMIT 1
			)
		`.execute(db);
	}
};
