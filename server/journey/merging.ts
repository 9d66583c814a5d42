import * as v from 'valibot';
import { decideMerge } from '#domain/journey/merging.ts';
import { act, changed, unchanged, type At } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import { sql, type Expression } from 'kysely';
import type { Query } from '#server/db/open.ts';
import { endAdmission } from './admissions.ts';
import { removeSeat } from './removal.ts';
import { linkedSeat } from './return-links.ts';
import { satAt } from './seats.ts';
import { takeAlong } from './taking-along.ts';

// Somebody who came in twice is one person again (J46). Nobody's private words open to a device that did not write them:
// each goes on in the notebook that it had (J14).

const mergeSeats = act({
	name: 'merge-seats',
	who: 'facilitators',
	rights: true,
	input: v.object({ participant: v.string(), into: v.string() }),
	async run(tx, at, { participant, into }) {
		const { context, journey, now } = at;
		const [from, to] = [await linkedSeat(tx, journey, participant), await linkedSeat(tx, journey, into)];
		if (!from || !to) return refused('participant-unknown');
		if ((await mergedInto(tx, participant)) === into) return unchanged();
		const decision = decideMerge(from, to);
		if (!decision.ok) return refused(decision.reason);
		const project = await bringTogether(tx, { from: participant, to: into });
		await passNotebooks(tx, from, to);
		await endAdmission(tx, { participant, by: at.seat.participant, at: now });
		await removeSeat(tx, at, participant);
		await sitsAt(tx, at, { from, to });
		const write = async () => {
			context.sync.reidentify(from.person);
			for (const one of [participant, into]) context.look(journey, one);
		};
		return changed({ audit: { subject: into, detail: { merged: participant } }, project, write });
	}
});

export const mergingActs = { mergeSeats };

interface Seat {
	participant: string;
	person: string;
}

/** Into which seat this one was brought; null: it is one of its own. */
export async function mergedInto(tx: Query, participant: string): Promise<string | null> {
	const row = await tx
		.selectFrom('participant')
		.select('merged_into')
		.where('id', '=', participant)
		.executeTakeFirstOrThrow();
	return row.merged_into;
}

/** What both made at the table becomes one person's. Returns the steps whose boards have to follow. */
async function bringTogether(tx: Query, { from, to }: { from: string; to: string }): Promise<string[]> {
	const [was, is] = [await satAt(tx, from), await satAt(tx, to)];
	const steps = was === is ? [] : await takeAlong(tx, { participant: from, from: was, to: is });
	const theirs = { participant_id: to };
	for (const table of ['card', 'stance', 'advice', 'consent_question'] as const)
		await tx.updateTable(table).set(theirs).where('participant_id', '=', from).execute();
	await tx
		.updateTable('score')
		.set(theirs)
		.where(
			'organisation_id',
			'in',
			[was, is].filter((one) => one !== null)
		)
		.where('participant_id', '=', from)
		.execute();
	await tx.updateTable('invited').set(theirs).where('participant_id', '=', from).execute();
	await passNaming(tx, from, to);
	await joinCounts(tx, from, to);
	await oneVoice(tx, from, to);
	return steps;
}

/** Who was named to answer for the organisation still is; one person is named for one thing (I17). */
async function passNaming(tx: Query, from: string, to: string): Promise<void> {
	await tx
		.updateTable('speaker')
		.set({ participant_id: to })
		.where('participant_id', '=', from)
		.where('ended_at', 'is', null)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('speaker as own')
						.select('own.id')
						.where('own.participant_id', '=', to)
						.where('own.ended_at', 'is', null)
				)
			)
		)
		.execute();
}

/** Of what one person gives once, what the seat that stays gave counts; dots are given once in a step (W1). */
async function oneVoice(tx: Query, from: string, to: string): Promise<void> {
	await tx
		.deleteFrom('dot')
		.where('participant_id', '=', from)
		.where('step_id', 'in', (of) => of.selectFrom('dot').select('step_id').where('participant_id', '=', to))
		.execute();
	for (const table of ['dot', 'judgement', 'ready', 'turn', 'acceptance', 'seating'] as const) {
		await sql`update or ignore ${sql.table(table)} set participant_id = ${to} where participant_id = ${from}`.execute(
			tx
		);
		await tx.deleteFrom(table).where('participant_id', '=', from).execute();
	}
}

/** How many cards they wrote, in all notebooks together. */
async function joinCounts(tx: Query, from: string, to: string): Promise<void> {
	const rows = await tx.selectFrom('written').selectAll().where('participant_id', '=', from).execute();
	for (const row of rows)
		await tx
			.insertInto('written')
			.values({ ...row, participant_id: to })
			.onConflict((oc) =>
				oc.columns(['step_id', 'participant_id']).doUpdateSet(({ ref }) => ({
					cards: sum(ref('written.cards'), ref('excluded.cards')),
					waiting: sum(ref('written.waiting'), ref('excluded.waiting')),
					at: ref('excluded.at')
				}))
			)
			.execute();
	await tx.deleteFrom('written').where('participant_id', '=', from).execute();
}

/** The devices of the one open the seat of the other, each with the notebook that it had. */
async function passNotebooks(tx: Query, from: Seat, to: Seat): Promise<void> {
	await tx
		.updateTable('notebook')
		.set({ participant_id: to.participant })
		.where('participant_id', '=', from.participant)
		.execute();
	const sessions = await tx
		.selectFrom('session')
		.select(['id', 'whole'])
		.where('person_id', '=', from.person)
		.execute();
	const whole = sessions.filter((session) => session.whole === 1).map(({ id }) => id);
	for (const session_id of whole)
		await tx
			.insertInto('session_seat')
			.values({ session_id, participant_id: to.participant, notebook_id: from.participant })
			.execute();
	const single = sessions.filter((session) => session.whole === 0).map(({ id }) => id);
	if (single.length > 0)
		await tx
			.updateTable('session_seat')
			.set({ participant_id: to.participant })
			.where('session_id', 'in', single)
			.where('participant_id', '=', from.participant)
			.execute();
	await tx
		.updateTable('session')
		.set({ person_id: to.person, whole: 0 })
		.where('person_id', '=', from.person)
		.execute();
}

/** Somebody came in at the seat that stays, and can be reached where the other one said. */
async function sitsAt(tx: Query, { now }: At, { from, to }: { from: Seat; to: Seat }): Promise<void> {
	await tx
		.updateTable('participant')
		.set({ merged_into: to.participant, says_is: null })
		.where('id', '=', from.participant)
		.execute();
	await tx
		.updateTable('participant')
		.set({ device_at: now })
		.where('id', '=', to.participant)
		.where('device_at', 'is', null)
		.execute();
	const { email } = await tx
		.selectFrom('person')
		.select('email')
		.where('id', '=', from.person)
		.executeTakeFirstOrThrow();
	await tx
		.updateTable('person')
		.set({ email })
		.where('id', '=', to.person)
		.where('email', 'is', null)
		.execute();
}

const sum = (one: Expression<number>, other: Expression<number>) => sql<number>`${one} + ${other}`;
