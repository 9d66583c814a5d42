import * as v from 'valibot';
import { isDue, mayRemind } from '#domain/journey/reminders.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import type { Context } from '#server/app/context.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import { createReading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { queueReminder } from '#server/mail/letters.ts';
import { whoOwes } from './owing.ts';

// Mails to who still owes something (R5–R7).

/** A link in a reminder works this much longer than the step is open, ms (J10). */
const linkLastsLonger = 7 * 24 * 60 * 60 * 1000;

/** How a reminder is written, and where its links lead. */
interface Letter {
	origin: string;
	locale: 'nl' | 'en';
}

/** Called by the program, never by the name of a form: a form must not say where links lead. */
export const remind = stepAct({
	name: 'remind',
	who: 'facilitators',
	input: v.object({ origin: v.string(), locale: v.picklist(['nl', 'en']) }),
	/** A mail to everybody who still owes something here, each with a link of their own (R5). */
	async run(tx, { step, now }, letter) {
		const sent = await sendReminders(tx, step, letter, now);
		return sent > 0 ? changed({ isPrivate: true }, { sent }) : unchanged({ sent });
	}
});

/** The reminders that go by themselves (R6); called every so often. Returns how many went. */
export async function remindDue({ db, now }: Context, origin: string): Promise<number> {
	const steps = await db
		.selectFrom('step')
		.selectAll()
		.where('deadline', '>', now())
		.where('removed_at', 'is', null)
		.execute();
	let sent = 0;
	for (const step of steps.filter((one) => isDue(one, now())))
		sent += await db.transaction().execute((tx) => sendReminders(tx, step, { origin, locale: 'nl' }, now()));
	return sent;
}

async function sendReminders(tx: Query, step: StepRow, letter: Letter, now: number): Promise<number> {
	const owe = await whoOwes(createReading(tx, step.journey_id, now), step);
	const due = await remindable(tx, step, owe, now);
	for (const person of due) await sendReminder(tx, step, person, letter, now);
	return due.length;
}

async function sendReminder(
	tx: Query,
	step: StepRow,
	person: Addressed,
	{ origin, locale }: Letter,
	now: number
): Promise<void> {
	const token = newToken();
	const until = step.deadline!;
	await tx
		.insertInto('reminder')
		.values({
			step_id: step.id,
			participant_id: person.participant,
			at: now,
			link_hash: hashOf(token),
			link_expires_at: until + linkLastsLonger
		})
		.execute();
	const { email: to, name, journey } = person;
	const link = `${origin}/terug/${token}`;
	await queueReminder(tx, { to, name, journey, step: step.name, until, link, locale, at: now });
}

interface Addressed {
	participant: string;
	name: string;
	email: string;
	/** Its name. */
	journey: string;
}

/** Of these people: who has an address, and was not reminded of this step a moment ago. */
export async function remindable(
	db: Query,
	step: StepRow,
	people: readonly string[],
	now: number
): Promise<Addressed[]> {
	if (people.length === 0) return [];
	const rows = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.innerJoin('journey', 'journey.id', 'participant.journey_id')
		.leftJoin('reminder', (join) =>
			join.onRef('reminder.participant_id', '=', 'participant.id').on('reminder.step_id', '=', step.id)
		)
		.select(({ fn }) => [
			'participant.id as participant',
			'person.name',
			'person.email',
			'journey.name as journey',
			fn.max('reminder.at').as('last')
		])
		.where('participant.id', 'in', people)
		.where('person.email', 'is not', null)
		.groupBy(['participant.id', 'person.name', 'person.email', 'journey.name'])
		.execute();
	return rows.flatMap(({ email, last, ...person }) =>
		email !== null && mayRemind(step, last, now) ? [{ ...person, email }] : []
	);
}
