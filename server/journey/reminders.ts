import { mayFacilitate } from '#domain/journey/access.ts';
import { neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { isDue, mayRemind, owing } from '#domain/journey/reminders.ts';
import type { Query } from '#server/db/open.ts';
import { stepFacts } from './facts.ts';
import { stepIn } from './step-rows.ts';
import { gateOf } from './gates.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { asItWas, inRoomOf } from '#server/acts/in-room.ts';
import { organisationsOf } from './organisations.ts';
import type { StepRow } from './step-rows.ts';
import { queueReminder } from '#server/mail/mail.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymity.ts';
import { atTable, type SeatOf } from './seats.ts';
import { hashOf, newToken } from '#server/app/secrets.ts';

/** A link in a reminder works this much longer than the step is open, ms. */
const linkLastsLonger = 7 * 24 * 60 * 60 * 1000;
/** The farthest deadline, ms. */
const farthest = 366 * 24 * 60 * 60 * 1000;

/** How many still owe something in a step; never who (R5). */
export interface Owing {
	owe: number;
	/** Of these, who has an address and can be reminded now. */
	remindable: number;
}

/** Steps that people do before or after the meeting, until a deadline, and the mails that remind them (R4–R7). */
export function openOwing(context: Context) {
	const { db, now } = context;
	const inRoom = inRoomOf(context);

	return {
		/** Opens a step outside the meeting, until then: from now on everybody may do it. */
		openUntil: (by: SeatOf, journey: string, step: string, deadline: number): Promise<Outcome> =>
			inRoom(by, journey, 'open-until', async (tx) => {
				const row = await stepIn(tx, journey, step);
				if (!row) return refused('step-unknown');
				if (!Number.isFinite(deadline) || deadline <= now() || deadline > now() + farthest)
					return refused('deadline-invalid', 'deadline');
				if (row.deadline === deadline) return asItWas;
				const begun = await begin(tx, row, by);
				if (!begun.ok) return begun;
				await tx.updateTable('step').set({ deadline }).where('id', '=', step).execute();
				return { ok: true, subject: step, detail: { deadline } };
			}),

		/** The counter-act: in the meeting only. What was written stays. */
		closeAhead: (by: SeatOf, journey: string, step: string): Promise<Outcome> =>
			inRoom(by, journey, 'close-ahead', async (tx) => {
				const row = await stepIn(tx, journey, step);
				if (!row) return refused('step-unknown');
				if (row.deadline === null) return asItWas;
				await tx.updateTable('step').set({ deadline: null }).where('id', '=', step).execute();
				return { ok: true, subject: step };
			}),

		async of(journey: string, step: string): Promise<Owing> {
			const row = await stepIn(db, journey, step);
			if (!row) return { owe: 0, remindable: 0 };
			const owe = await whoOwes(db, row, context);
			const addressed = await addressedAmong(db, row, owe);
			return {
				owe: owe.length,
				remindable: addressed.filter(({ last }) => mayRemind(row, last, now())).length
			};
		},

		/** Whether this person still owes something in the step. */
		async owes(seat: SeatOf, row: StepRow): Promise<boolean> {
			return (await whoOwes(db, row, context)).includes(seat.participant);
		},

		/** A mail to everybody who still owes something here, each with a link of their own (R5). Answers how many went. */
		async remind(
			by: SeatOf,
			journey: string,
			given: { step: string; origin: string; locale: 'nl' | 'en' }
		): Promise<Outcome<{ sent: number }>> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const row = await stepIn(db, journey, given.step);
			if (!row) return refused('step-unknown');
			return { ok: true, sent: await remind(row, given.origin, given.locale) };
		},

		/** The reminders that go by themselves (R6); called every so often. */
		async remindDue(origin: string): Promise<number> {
			const rows = await db.selectFrom('step').selectAll().where('deadline', '>', now()).execute();
			let sent = 0;
			for (const row of rows.filter((step) => isDue(step, now()))) sent += await remind(row, origin, 'nl');
			return sent;
		}
	};

	async function remind(row: StepRow, origin: string, locale: 'nl' | 'en'): Promise<number> {
		const owe = await whoOwes(db, row, context);
		return db.transaction().execute(async (tx) => {
			const addressed = await addressedAmong(tx, row, owe);
			const due = addressed.filter(({ last }) => mayRemind(row, last, now()));
			for (const person of due) {
				const token = newToken();
				await tx
					.insertInto('reminder')
					.values({
						step_id: row.id,
						participant_id: person.participant,
						at: now(),
						link_hash: hashOf(token),
						link_expires_at: row.deadline! + linkLastsLonger
					})
					.execute();
				await queueReminder(tx, {
					to: person.email,
					name: person.name,
					journey: person.journey,
					step: row.name,
					until: row.deadline!,
					link: `${origin}/terug/${token}`,
					locale,
					at: now()
				});
			}
			return due.length;
		});
	}

	/** A step that nobody has begun yet opens with its first stage that asks something. */
	async function begin(tx: Query, row: StepRow, by: SeatOf): Promise<Outcome> {
		if (stageOf(row.kind, row.stage).opens !== 'nothing') return { ok: true };
		const next = neighbour(row.kind, row.stage, 1);
		if (!next) return refused('last-stage');
		if ((await gateOf(tx, row, context)).length > 0) return refused('gate-closed');
		const at = { context, step: row, seat: by, now: now() };
		const refusal = await context.kinds.get(row.kind)?.entering?.(tx, at, next.name);
		if (refusal) return refusal;
		await tx
			.updateTable('step')
			.set({ stage: next.name, stage_at: now(), stage_by: by.person })
			.where('id', '=', row.id)
			.execute();
		return { ok: true };
	}
}

export type OwingDesk = ReturnType<typeof openOwing>;

async function whoOwes(db: Query, row: StepRow, context: Context): Promise<string[]> {
	// Most steps are open in the meeting only, and the console asks again and again.
	if (row.deadline === null) return [];
	const people = await atTable(db, row.journey_id);
	return owing({
		people: people.map(({ id }) => id),
		done: await doneIn(db, row, people, context),
		deadline: row.deadline
	});
}

type Person = { id: string; organisation_id: string | null };

/** Who did what the stage asks, as far as it asks anything of each: a card, an answer, a stance, being ready. */
async function doneIn(
	db: Query,
	row: StepRow,
	people: readonly Person[],
	context: Context
): Promise<ReadonlySet<string>> {
	const { opens, readiness } = stageOf(row.kind, row.stage);
	const ready = await db
		.selectFrom('ready')
		.select('participant_id')
		.where('step_id', '=', row.id)
		.where('stage', '=', row.stage)
		.execute();
	const done = new Set(ready.map((one) => one.participant_id));
	// In an anonymous step nobody is told who wrote: there people only say themselves that they are ready (N12).
	if (opens === 'cards' && !isAnonymousStep(row)) {
		const written = await db
			.selectFrom('written')
			.select('participant_id')
			.where('step_id', '=', row.id)
			.where('cards', '>', 0)
			.execute();
		for (const one of written) done.add(one.participant_id);
	}
	const organisations = await organisationsDone(db, row, context);
	for (const person of people)
		if (organisations ? organisations.has(person.organisation_id ?? '') : !readiness && opens !== 'cards')
			done.add(person.id);
	return done;
}

/** Where each organisation answers as one: those that did; null where people answer for themselves. */
async function organisationsDone(db: Query, row: StepRow, context: Context): Promise<Set<string> | null> {
	const { state } = await stepFacts(db, row, context);
	if (state?.part === 'scores')
		return new Set(['', ...state.organisations.filter(({ done }) => done).map(({ id }) => id)]);
	if (state?.part !== 'consent') return null;
	const asked = new Set(
		state.subjects.flatMap(({ standings }) =>
			standings
				.filter(({ standing }) => ['asked', 'absent', 'overdue'].includes(standing))
				.map(({ organisation }) => organisation)
		)
	);
	const all = await organisationsOf(db, row.journey_id);
	return new Set(['', ...all.map(({ id }) => id).filter((id) => !asked.has(id))]);
}

/** Of these people: who has an address, and when they were reminded of this step last. */
async function addressedAmong(db: Query, row: StepRow, people: readonly string[]) {
	if (people.length === 0) return [];
	const rows = await db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.innerJoin('journey', 'journey.id', 'participant.journey_id')
		.leftJoin('reminder', (join) =>
			join.onRef('reminder.participant_id', '=', 'participant.id').on('reminder.step_id', '=', row.id)
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
		email === null ? [] : [{ ...person, email, last: last === null ? null : Number(last) }]
	);
}
