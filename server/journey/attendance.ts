import { decideHandover, decideTakeover } from '#domain/journey/facilitators.ts';
import { checkName } from '#domain/text/text.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { refused } from '#server/acts/outcome.ts';
import { asItWas, inRoomOf } from '#server/acts/in-room.ts';
import { newPerson, sitDown } from '#server/people/people.ts';
import type { SeatOf } from './seats.ts';
import { newToken } from '#server/app/secrets.ts';

/** Who is at the table, and who facilitates (F-rules). */
export function openAttendance(context: Context) {
	const { now } = context;
	const inRoom = inRoomOf(context);

	return {
		/** Somebody without a device. A return link can be printed for them at any time. */
		seatWithoutDevice: (by: SeatOf, journey: string, given: { name: string; organisation: string }) =>
			inRoom(by, journey, 'seat-without-device', async (tx) => {
				const name = checkName(given.name);
				if (!name.ok) return refused(name.reason, 'name');
				const organisation = given.organisation === 'guest' ? null : given.organisation;
				if (organisation && !(await belongs(tx, journey, organisation)))
					return refused('organisation-unknown', 'organisation');
				const person = await newPerson(tx, name.text, '', now());
				const participant = await sitDown(tx, {
					journey,
					person,
					organisation,
					role: 'participant',
					returnToken: newToken(),
					at: now(),
					enteredBy: by.participant
				});
				return { ok: true, subject: participant };
			}),

		/** Removes a person from the table: within a second their sockets close. Their cards stay (F5). */
		remove: (by: SeatOf, journey: string, participant: string) =>
			inRoom(by, journey, 'remove-person', async (tx) => {
				const seat = await seatById(tx, journey, participant);
				if (!seat) return refused('participant-unknown');
				if (seat.role === 'lead') return refused('lead-stays');
				if (seat.removed_at !== null) return asItWas;
				await tx
					.updateTable('participant')
					.set({ removed_at: now(), removed_by: by.participant })
					.where('id', '=', participant)
					.execute();
				return { ok: true, subject: participant };
			}),

		/** The counter-act of `remove`. */
		letBack: (by: SeatOf, journey: string, participant: string) =>
			inRoom(by, journey, 'let-back', async (tx) => {
				const seat = await seatById(tx, journey, participant);
				if (!seat) return refused('participant-unknown');
				if (seat.removed_at === null) return asItWas;
				await tx
					.updateTable('participant')
					.set({ removed_at: null, removed_by: null })
					.where('id', '=', participant)
					.execute();
				return { ok: true, subject: participant };
			}),

		makeCoFacilitator: (by: SeatOf, journey: string, participant: string) =>
			inRoom(by, journey, 'make-co-facilitator', async (tx, _, me) => {
				if (me.role !== 'lead') return refused('not-lead');
				const seat = await seatById(tx, journey, participant);
				if (!seat || seat.removed_at !== null) return refused('participant-unknown');
				if (seat.role === 'lead' || seat.role === 'co-facilitator') return asItWas;
				await setRole(tx, participant, 'co-facilitator');
				return { ok: true, subject: participant };
			}),

		/** The counter-act of `makeCoFacilitator`. */
		makeParticipant: (by: SeatOf, journey: string, participant: string) =>
			inRoom(by, journey, 'make-participant', async (tx, _, me) => {
				if (me.role !== 'lead') return refused('not-lead');
				const seat = await seatById(tx, journey, participant);
				if (!seat || seat.role === 'lead') return refused('participant-unknown');
				if (seat.role === 'participant') return asItWas;
				await setRole(tx, participant, 'participant');
				return { ok: true, subject: participant };
			}),

		handOver: (by: SeatOf, journey: string, participant: string) =>
			inRoom(by, journey, 'hand-over', async (tx, _, me) => {
				const seat = await seatById(tx, journey, participant);
				if (!seat) return refused('participant-unknown');
				const decision = decideHandover(me, {
					participant: seat.id,
					role: seat.role,
					removedAt: seat.removed_at
				});
				if (!decision.ok) return refused(decision.reason);
				await setRole(tx, by.participant, 'co-facilitator');
				await setRole(tx, participant, 'lead');
				return { ok: true, subject: participant };
			}),

		/** A co-facilitator takes the lead, only when the lead has been away for a minute (F3). */
		takeOver: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'take-over', async (tx, _, me) => {
				const lead = await tx
					.selectFrom('participant')
					.select('id')
					.where('journey_id', '=', journey)
					.where('role', '=', 'lead')
					.executeTakeFirst();
				const offlineSince = lead ? context.awaySince(journey, lead.id) : 0;
				const decision = decideTakeover({ me, lead: { offlineSince } }, now());
				if (!decision.ok) return refused(decision.reason);
				if (lead) await setRole(tx, lead.id, 'co-facilitator');
				await setRole(tx, by.participant, 'lead');
				return { ok: true, subject: by.participant };
			})
	};
}

export type Attendance = ReturnType<typeof openAttendance>;

function seatById(db: Query, journey: string, participant: string) {
	return db
		.selectFrom('participant')
		.select(['id', 'role', 'removed_at'])
		.where('id', '=', participant)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
}

async function setRole(tx: Query, participant: string, role: SeatOf['role']): Promise<void> {
	await tx.updateTable('participant').set({ role }).where('id', '=', participant).execute();
}

async function belongs(db: Query, journey: string, organisation: string): Promise<boolean> {
	const row = await db
		.selectFrom('organisation')
		.select('id')
		.where('id', '=', organisation)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
	return row !== undefined;
}
