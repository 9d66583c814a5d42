import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';

// Mails are rows first: what the program promised to send survives a crash and a mail server that is away.

/** Mails to one address in a day, whoever gave it: an office with one address for all of its people has enough (R12). */
const mostADay = 10;
const day = 24 * 60 * 60 * 1000;

interface Promised {
	to: string;
	journey: string;
	participant: string;
	locale: 'nl' | 'en';
	at: number;
}

/** The personal link, to somebody who just sat down. `linkHash`: of the link that this seat has now. */
export async function queueReturnLink(
	tx: Query,
	{ linkHash, ...promised }: Promised & { linkHash: string }
): Promise<void> {
	if (await mayMail(tx, promised))
		await queue(tx, promised, { kind: 'return-link', step_id: null, link_hash: linkHash });
}

/** A reminder; its row in `reminder` has the same moment. */
export function queueReminder(tx: Query, { step, ...promised }: Promised & { step: string }): Promise<void> {
	return queue(tx, promised, { kind: 'reminder', step_id: step, link_hash: null });
}

/** Whether this address had few mails today (R12). */
export async function mayMail(tx: Query, { to, at }: Pick<Promised, 'to' | 'at'>): Promise<boolean> {
	const rows = await tx
		.selectFrom('person')
		.innerJoin('participant', 'participant.person_id', 'person.id')
		.innerJoin('mail', 'mail.participant_id', 'participant.id')
		.select('mail.id')
		.where('person.email', '=', to.toLowerCase())
		.where('mail.written_at', '>', at - day)
		.limit(mostADay)
		.execute();
	return rows.length < mostADay;
}

async function queue(
	tx: Query,
	{ to, journey, participant, locale, at }: Promised,
	about: { kind: 'return-link' | 'reminder'; step_id: string | null; link_hash: string | null }
): Promise<void> {
	await tx
		.insertInto('mail')
		.values({
			...about,
			id: newId(),
			journey_id: journey,
			participant_id: participant,
			recipient: to,
			locale,
			written_at: at,
			due_at: at,
			sent_at: null,
			failed_at: null,
			failure: null
		})
		.execute();
}
