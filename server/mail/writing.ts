import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Db, Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { reminderLetter, returnLinkLetter, type Words } from './letters.ts';

// A letter is written when it leaves, with a link that nobody had before: no word of it and no link lies on disk (R9).

type Mail = Database['mail'];

/** The letter of this mail, or null when it has become pointless. `origin`: where its link leads (R10). */
export function writeLetter(db: Db, mail: Mail, origin: string, now: number): Promise<Words | null> {
	return db.transaction().execute(async (tx) => {
		const to = await addressee(tx, mail);
		if (!to) return null;
		const token = newToken();
		const link = `${origin}/terug/${token}`;
		const letter = { name: to.name, journey: to.journey, link, locale: mail.locale };
		switch (mail.kind) {
			case 'return-link':
				// Another personal link was made since: that one is to go on working (F6).
				if (to.linkHash !== mail.link_hash) return null;
				await replaceReturnLink(tx, mail, hashOf(token));
				return returnLinkLetter(letter);
			case 'reminder': {
				const step = await openStep(tx, mail, now);
				if (!step) return null;
				await replaceReminderLink(tx, mail, hashOf(token));
				return reminderLetter({ ...letter, step: step.name, until: step.deadline });
			}
			default:
				return mail.kind satisfies never;
		}
	});
}

/** Null: has no seat there any more. */
async function addressee(tx: Query, { participant_id }: Mail) {
	return tx
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.innerJoin('journey', 'journey.id', 'participant.journey_id')
		.select(['person.name', 'journey.name as journey', 'participant.return_hash as linkHash'])
		.where('participant.id', '=', participant_id)
		.where('participant.removed_at', 'is', null)
		.executeTakeFirst();
}

/** Null: it is over, closed, or taken out of the run-sheet. */
async function openStep(tx: Query, { step_id }: Mail, now: number) {
	const step = await tx
		.selectFrom('step')
		.select(['name', 'deadline'])
		.where('id', '=', step_id)
		.where('deadline', '>', now)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	return step && { name: step.name, deadline: step.deadline! };
}

async function replaceReturnLink(tx: Query, { id, participant_id }: Mail, hash: string): Promise<void> {
	await tx.updateTable('participant').set({ return_hash: hash }).where('id', '=', participant_id).execute();
	await tx.updateTable('mail').set({ link_hash: hash }).where('id', '=', id).execute();
}

async function replaceReminderLink(
	tx: Query,
	{ step_id, participant_id, written_at }: Mail,
	hash: string
): Promise<void> {
	await tx
		.updateTable('reminder')
		.set({ link_hash: hash })
		.where('participant_id', '=', participant_id)
		.where('step_id', '=', step_id)
		.where('at', '=', written_at)
		.execute();
}
