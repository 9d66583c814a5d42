import { mayFacilitate } from '#domain/journey/access.ts';
import { closedAt } from '#domain/journey/joining.ts';
import { makeCode } from '#domain/journey/code.ts';
import { append } from '#server/acts/audit.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { enter } from '#server/acts/in-room.ts';
import type { SeatOf } from './seats.ts';

/** Opening and closing a meeting. Its code works only in between (J3). */
export function openMeetings(context: Context) {
	const { db, now, random } = context;

	return {
		/** Gives the meeting a code and takes the room there. Opening an open meeting changes nothing. */
		async open(by: SeatOf, journey: string, meeting: string): Promise<Outcome<{ code: string }>> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const outcome = await db.transaction().execute(async (tx): Promise<Outcome<{ code: string }>> => {
				const row = await tx
					.selectFrom('meeting')
					.select(['id', 'code', 'opened_at', 'closed_at'])
					.where('id', '=', meeting)
					.where('journey_id', '=', journey)
					.where('removed_at', 'is', null)
					.executeTakeFirst();
				if (!row) return refused('meeting-unknown');
				if (row.code && closedAt(row, now()) === null) return { ok: true, code: row.code };
				const taken = await tx.selectFrom('meeting').select('code').where('code', 'is not', null).execute();
				const code = makeCode(random, new Set(taken.map((m) => m.code!)));
				const first = await tx
					.selectFrom('step')
					.select('id')
					.where('meeting_id', '=', meeting)
					.where('removed_at', 'is', null)
					.orderBy('position')
					.executeTakeFirst();
				if (!first) return refused('meeting-empty');
				const room = await tx
					.selectFrom('room')
					.select(['meeting_id', 'step_id'])
					.where('journey_id', '=', journey)
					.executeTakeFirstOrThrow();
				await tx
					.updateTable('meeting')
					.set({ code, opened_at: now(), closed_at: null })
					.where('id', '=', meeting)
					.execute();
				// A meeting that opens again goes on where it was (P1).
				const step = (room.meeting_id === meeting && room.step_id) || first.id;
				await enter(tx, step, now());
				await tx
					.updateTable('room')
					.set({
						meeting_id: meeting,
						step_id: step,
						moved_at: now(),
						moved_by: by.person
					})
					.where('journey_id', '=', journey)
					.execute();
				await append(tx, {
					journey,
					at: now(),
					act: 'open-meeting',
					subject: meeting,
					by
				});
				return { ok: true, code };
			});
			if (outcome.ok) context.announce(journey);
			return outcome;
		},

		/** The code stops working; who is inside stays inside, and nothing is lost. */
		async close(by: SeatOf, journey: string, meeting: string): Promise<Outcome> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			const outcome = await db.transaction().execute(async (tx): Promise<Outcome> => {
				const closed = await tx
					.updateTable('meeting')
					.set({ closed_at: now() })
					.where('id', '=', meeting)
					.where('journey_id', '=', journey)
					.where('opened_at', 'is not', null)
					.where('closed_at', 'is', null)
					.executeTakeFirst();
				if (!closed.numUpdatedRows) return refused('meeting-closed');
				await append(tx, {
					journey,
					at: now(),
					act: 'close-meeting',
					subject: meeting,
					by
				});
				return { ok: true };
			});
			if (outcome.ok) context.announce(journey);
			return outcome;
		}
	};
}

export type Meetings = ReturnType<typeof openMeetings>;
