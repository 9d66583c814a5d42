import { newId } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';

// Mails are rows first: what the program promised to send survives a crash and a mail server that is away.

/** Mails to one address in a day, whoever gave it: an office with one address for all of its people has enough (R12). */
const mostADay = 10;
/** Personal links to one address in an hour, whichever journeys they are of: more of them are somebody's joke (R16). */
const linksAnHour = 3;
/** Personal links in an hour of one journey, and of all: a hall of two hundred, and five of them (R16). */
const linksOfJourney = 250;
const linksInAll = 1000;
const hour = 60 * 60 * 1000;
const day = 24 * hour;

interface Promised {
	to: string;
	journey: string;
	participant: string;
	locale: 'nl' | 'en';
	at: number;
}

/**
 * The personal link, to somebody who just sat down. `linkHash`: of the link that this seat has now. Returns whether it
 * goes: anybody can type anybody's address (R16).
 */
export async function queueReturnLink(
	tx: Query,
	{ linkHash, ...promised }: Promised & { linkHash: string }
): Promise<boolean> {
	const goes = (await mayMail(tx, promised)) && (await mayMailLink(tx, promised));
	if (goes) await queue(tx, promised, { kind: 'return-link', step_id: null, link_hash: linkHash });
	return goes;
}

/** A reminder; its row in `reminder` has the same moment. */
export function queueReminder(tx: Query, { step, ...promised }: Promised & { step: string }): Promise<void> {
	return queue(tx, promised, { kind: 'reminder', step_id: step, link_hash: null });
}

/** Whether this address had few mails today (R12). */
export async function mayMail(tx: Query, { to, at }: Pick<Promised, 'to' | 'at'>): Promise<boolean> {
	const rows = await mailsTo(tx, to)
		.where('mail.written_at', '>', at - day)
		.limit(mostADay)
		.execute();
	return rows.length < mostADay;
}

/** Of these people: whose address had as many mails today as it may have (R12). */
export async function fullToday(tx: Query, people: readonly string[], at: number): Promise<Set<string>> {
	if (people.length === 0) return new Set();
	const rows = await tx
		.selectFrom('participant as to')
		.innerJoin('person as who', 'who.id', 'to.person_id')
		.innerJoin('person as same', 'same.email', 'who.email')
		.innerJoin('participant as other', 'other.person_id', 'same.id')
		.innerJoin('mail', 'mail.participant_id', 'other.id')
		.select('to.id')
		.where('to.id', 'in', people)
		.where('mail.written_at', '>', at - day)
		.groupBy('to.id')
		.having((eb) => eb(eb.fn.count('mail.id'), '>=', mostADay))
		.execute();
	return new Set(rows.map(({ id }) => id));
}

/** Whether few personal links went in the last hour: to this address, of this journey, and in all (R16). */
async function mayMailLink(tx: Query, { to, journey, at }: Promised): Promise<boolean> {
	const links = (most: number) =>
		tx
			.selectFrom('mail')
			.select('mail.id')
			.where('mail.written_at', '>', at - hour)
			.where('kind', '=', 'return-link')
			.limit(most);
	const toIt = mailsTo(tx, to)
		.where('mail.written_at', '>', at - hour)
		.where('mail.kind', '=', 'return-link')
		.limit(linksAnHour);
	if ((await toIt.execute()).length >= linksAnHour) return false;
	const ofIt = links(linksOfJourney).where('journey_id', '=', journey);
	if ((await ofIt.execute()).length >= linksOfJourney) return false;
	return (await links(linksInAll).execute()).length < linksInAll;
}

/** Also those that went already, whose address is not kept with them. */
const mailsTo = (tx: Query, to: string) =>
	tx
		.selectFrom('person')
		.innerJoin('participant', 'participant.person_id', 'person.id')
		.innerJoin('mail', 'mail.participant_id', 'participant.id')
		.select('mail.id')
		.where('person.email', '=', to.toLowerCase());

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
