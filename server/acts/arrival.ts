import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import type { Who } from '#server/people/who.ts';
import { admittedBy, atTableFor, openedBy, type SeatOf } from '#server/journey/seats.ts';
import { isStep, type StepRow } from '#server/journey/step-rows.ts';

export type RoomRow = Database['room'];

/** What an act finds: who acts, where the room is, and the step that it is about. */
export interface Arrival {
	seat: SeatOf;
	room: RoomRow;
	/** Null: none was named, or it is not on the run-sheet. */
	step: StepRow | null;
	/** Place on the run-sheet of the step where the room is; null: at none. */
	roomPosition: number | null;
}

/** In one statement, for every act begins with it. Null: no seat here, or a session that was ended meanwhile (J15). */
export async function readArrival(
	tx: Query,
	{ journey, who, step: id = '' }: { journey: string; who: Who; step?: string }
): Promise<Arrival | null> {
	const row = await tx
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('organisation', atTableFor)
		.leftJoin('admission', admittedBy)
		.innerJoin('room', 'room.journey_id', 'participant.journey_id')
		.leftJoin('step', (join) =>
			join
				.onRef('step.journey_id', '=', 'room.journey_id')
				.on('step.id', '=', id)
				.on('step.removed_at', 'is', null)
		)
		.leftJoin('step as here', 'here.id', 'room.step_id')
		.selectAll('step')
		.select('here.position as roomPosition')
		.select(seatColumns)
		.select(roomColumns)
		.where('participant.journey_id', '=', journey)
		.where('participant.person_id', '=', who.person)
		.$if(who.session !== null, (found) =>
			found.where(({ exists, selectFrom }) =>
				exists(selectFrom('session').select('session.id').where('session.id', '=', who.session!))
			)
		)
		.executeTakeFirst();
	if (!row) return null;
	const { participant, role, removedAt, organisation, admittedAt, called, inMeeting, roomPosition, ...rest } =
		row;
	const { step_id, moved_at, moved_by, pulls, paused_at, paused_by, ...others } = rest;
	const { timer_ends_at, timer_left_ms, timer_total_ms, ...step } = others;
	const at = { step_id, moved_at, moved_by, pulls, paused_at, paused_by };
	const timer = { timer_ends_at, timer_left_ms, timer_total_ms };
	const { person } = who;
	const seat = openedBy(who, {
		participant,
		role,
		removedAt,
		organisation,
		admittedAt,
		person,
		name: called
	});
	if (!seat) return null;
	return {
		seat,
		room: { journey_id: journey, meeting_id: inMeeting, ...at, ...timer },
		step: isStep(step) ? step : null,
		roomPosition
	};
}

const seatColumns = [
	'participant.id as participant',
	'participant.role',
	'participant.removed_at as removedAt',
	'organisation.id as organisation',
	'admission.at as admittedAt',
	'person.name as called'
] as const;

/** A step has a meeting too. */
const roomColumns = [
	'room.meeting_id as inMeeting',
	'room.step_id',
	'room.moved_at',
	'room.moved_by',
	'room.pulls',
	'room.paused_at',
	'room.paused_by',
	'room.timer_ends_at',
	'room.timer_left_ms',
	'room.timer_total_ms'
] as const;
