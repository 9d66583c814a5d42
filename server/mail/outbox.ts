import type { Query } from '#server/db/open.ts';

// What can be seen of mails, which is never a word of them.

/** After this a mail is given up, and of one that went nothing is kept any longer, ms (R9). */
const kept = 7 * 24 * 60 * 60 * 1000;
/** Mails that the outbox page shows. */
const shown = 200;

/** Takes away what is older. */
export async function forgotten(db: Query, now: number): Promise<void> {
	await db
		.deleteFrom('mail')
		.where('written_at', '<=', now - kept)
		.execute();
}

/**
 * For the administrator. An address is told only while somebody has to mend it, and never that of a reminder: who gets
 * one still owes something (R7).
 */
export async function outbox(db: Query) {
	const mails = await db
		.selectFrom('mail')
		.innerJoin('journey', 'journey.id', 'mail.journey_id')
		.select(['mail.id', 'kind', 'journey.name as journey', 'recipient', 'failure'])
		.select(['written_at as writtenAt', 'sent_at as sentAt'])
		.orderBy('written_at', 'desc')
		.limit(shown)
		.execute();
	return mails.map(({ recipient, ...mail }) => ({
		...mail,
		to: mail.kind === 'return-link' && mail.failure !== null ? recipient : null
	}));
}

/** For the facilitators of a journey: how many of the last week went, wait, and failed (R11). */
export async function postOf(db: Query, journey: string) {
	const mails = await db
		.selectFrom('mail')
		.select(['sent_at', 'failure'])
		.where('journey_id', '=', journey)
		.execute();
	const sent = mails.filter((mail) => mail.sent_at !== null).length;
	const failed = mails.filter((mail) => mail.failure !== null).length;
	return { sent, failed, waiting: mails.length - sent - failed };
}
