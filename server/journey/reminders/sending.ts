import * as v from 'valibot';
import { isDue, mayRemind } from '#domain/journey/reminders.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { createReading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Hands } from '#server/parts/anonymity/hands.ts';
import { mayMail, queueReminder } from '#server/mail/queue.ts';
import { whoOwes } from './owing.ts';

// Mails to who still owes something (R5–R7).

/** A link in a reminder works this much longer than the step is open, ms (J10). */
const linkLastsLonger = 7 * 24 * 60 * 60 * 1000;

type Locale = 'nl' | 'en';

export const remind = stepAct({
	name: 'remind',
	who: 'facilitators',
	input: v.object({ locale: v.picklist(['nl', 'en']) }),
	/** A mail to everybody who still owes something here, each with a link of their own (R5). */
	async run(tx, { context, step, now }, { locale }) {
		const sent = await sendReminders(tx, step, context.hands, locale, now);
		return sent > 0 ? changed({ isPrivate: true }, { sent }) : unchanged({ sent });
	}
});

/** The reminders that go by themselves (R6); called every so often. Returns how many went. */
export async function remindDue({ db, hands, now }: Context): Promise<number> {
	const steps = await db
		.selectFrom('step')
		.selectAll()
		.where('deadline', '>', now())
		.where('removed_at', 'is', null)
		.execute();
	let sent = 0;
	for (const step of steps.filter((one) => isDue(one, now())))
		sent += await db.transaction().execute((tx) => sendReminders(tx, step, hands, 'nl', now()));
	return sent;
}

async function sendReminders(
	tx: Query,
	step: StepRow,
	hands: Hands,
	locale: Locale,
	now: number
): Promise<number> {
	const owe = await whoOwes(createReading(tx, step.journey_id, now), step, hands);
	const due = await remindable(tx, step, owe, now);
	let sent = 0;
	for (const { participant, email: to } of due)
		if (await mayMail(tx, { to, at: now })) {
			await sendReminder(tx, step, { participant, to, locale, at: now });
			sent++;
		}
	return sent;
}

/** Its link is made when the letter is written. */
async function sendReminder(
	tx: Query,
	{ id, journey_id, deadline }: StepRow,
	mail: { participant: string; to: string; locale: Locale; at: number }
): Promise<void> {
	await tx
		.insertInto('reminder')
		.values({
			step_id: id,
			participant_id: mail.participant,
			at: mail.at,
			link_hash: null,
			link_expires_at: deadline! + linkLastsLonger
		})
		.execute();
	await queueReminder(tx, { ...mail, journey: journey_id, step: id });
}

interface Addressed {
	participant: string;
	email: string;
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
		.leftJoin('reminder', (join) =>
			join.onRef('reminder.participant_id', '=', 'participant.id').on('reminder.step_id', '=', step.id)
		)
		.select(({ fn }) => ['participant.id as participant', 'person.email', fn.max('reminder.at').as('last')])
		.where('participant.id', 'in', people)
		.where('person.email', 'is not', null)
		.groupBy(['participant.id', 'person.email'])
		.execute();
	return rows.flatMap(({ email, last, ...person }) =>
		email !== null && mayRemind(step, last, now) ? [{ ...person, email }] : []
	);
}
