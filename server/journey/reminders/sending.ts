import * as v from 'valibot';
import { isDue, leftOut, type LeftOut } from '#domain/journey/reminders.ts';
import { changed, stepAct, unchanged } from '#server/acts/act.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { createReading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Hands } from '#server/parts/anonymity/hands.ts';
import { fullToday, mayMail, queueReminder } from '#server/mail/queue.ts';
import { whoOwes } from './owing.ts';

// Mails to who still owes something (R5–R7).

/** A link in a reminder works this much longer than the step is open, ms (J10). */
const linkLastsLonger = 7 * 24 * 60 * 60 * 1000;

type Locale = 'nl' | 'en';

export const remind = stepAct({
	name: 'remind',
	who: 'facilitators',
	input: v.object({}),
	/** A mail to everybody who still owes something here, each with a link of their own (R5). */
	async run(tx, { context, step, now }) {
		const sent = await sendReminders(tx, step, context.hands, now);
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
		sent += await db.transaction().execute((tx) => sendReminders(tx, step, hands, now()));
	return sent;
}

async function sendReminders(tx: Query, step: StepRow, hands: Hands, now: number): Promise<number> {
	const owe = await whoOwes(createReading(tx, step.journey_id, now), step, hands);
	const { due } = await remindable(tx, step, owe, now);
	let sent = 0;
	// Of one address more people may be due than it may have mails (R12).
	for (const { participant, email: to, locale } of due)
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
	/** In which they read; of who never said so it is Dutch (R18). */
	locale: Locale;
}

/** Who can be reminded now, and how many of the others can not, by why (R19). */
export interface Remindable {
	due: Addressed[];
	left: Record<LeftOut, number>;
}

export const noOne: Remindable = { due: [], left: { 'no-address': 0, lately: 0, 'too-many': 0 } };

/** Of these people: who has an address, and was not reminded of this step a moment ago, nor mailed too often today. */
export async function remindable(
	db: Query,
	step: StepRow,
	people: readonly string[],
	now: number
): Promise<Remindable> {
	const left = { ...noOne.left };
	const due: Addressed[] = [];
	const full = await fullToday(db, people, now);
	for (const { last, email, locale, participant } of await addressed(db, step, people)) {
		const why = leftOut(step, { hasAddress: email !== null, last, isFull: full.has(participant) }, now);
		if (why === null) due.push({ participant, email: email!, locale: locale ?? 'nl' });
		else if (why !== 'over') left[why]++;
	}
	return { due, left };
}

async function addressed(db: Query, step: StepRow, people: readonly string[]) {
	if (people.length === 0) return [];
	return db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('reminder', (join) =>
			join.onRef('reminder.participant_id', '=', 'participant.id').on('reminder.step_id', '=', step.id)
		)
		.select(({ fn }) => [
			...(['participant.id as participant', 'person.email', 'person.locale'] as const),
			fn.max('reminder.at').as('last')
		])
		.where('participant.id', 'in', people)
		.groupBy(['participant.id', 'person.email', 'person.locale'])
		.execute();
}
