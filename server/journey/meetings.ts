import * as v from 'valibot';
import { makeCode, shortOf } from '#domain/journey/code.ts';
import { closedAt, isReopened } from '#domain/journey/joining.ts';
import { act, changed, unchanged, type At } from '#server/acts/act.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { enterStep } from './step-rows.ts';

// Opening and closing a meeting. Its code works only in between (J3).

const openMeeting = act({
	name: 'open-meeting',
	who: 'facilitators',
	rights: true,
	input: v.object({ meeting: v.string() }),
	/**
	 * Gives the meeting a code, or the one that it had a moment ago (J41), and takes the room there. Opening an open meeting
	 * changes nothing.
	 */
	async run(tx, { context, journey, room, seat, now }, { meeting }) {
		const row = await meetingOnSheet(tx, journey, meeting);
		if (!row) return refused('meeting-unknown');
		if (row.code && closedAt(row, now) === null) return unchanged({ code: row.code });
		const first = await firstStepOf(tx, meeting);
		if (!first) return refused('meeting-empty');
		const again = row.code !== null && isReopened(row, now);
		const code = again ? row.code! : await freeCode(tx, context.random);
		const opened_at = again ? row.opened_at : now;
		await tx
			.updateTable('meeting')
			.set({ code, opened_at, closed_at: null })
			.where('id', '=', meeting)
			.execute();
		// A meeting that opens again goes on where it was (P1).
		const step = (room.meeting_id === meeting && room.step_id) || first.id;
		await enterStep(tx, step, now);
		const moved = { meeting_id: meeting, step_id: step, moved_at: now, moved_by: seat.person };
		return changed({ audit: { subject: meeting }, room: moved }, { code });
	}
});

const closeMeeting = act({
	name: 'close-meeting',
	who: 'facilitators',
	input: v.object({ meeting: v.string() }),
	/** The code stops working; who is inside stays inside, and nothing is lost. */
	async run(tx, { journey, now }, { meeting }) {
		const closed = await tx
			.updateTable('meeting')
			.set({ closed_at: now })
			.where('id', '=', meeting)
			.where('journey_id', '=', journey)
			.where('opened_at', 'is not', null)
			.where('closed_at', 'is', null)
			.executeTakeFirst();
		return closed.numUpdatedRows ? changed({ audit: { subject: meeting } }) : refused('meeting-closed');
	}
});

export const meetingActs = { openMeeting, closeMeeting };

function meetingOnSheet(tx: Query, journey: string, meeting: string) {
	return tx
		.selectFrom('meeting')
		.select(['code', 'opened_at', 'closed_at'])
		.where('id', '=', meeting)
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
}

function firstStepOf(tx: Query, meeting: string) {
	return tx
		.selectFrom('step')
		.select('id')
		.where('meeting_id', '=', meeting)
		.where('removed_at', 'is', null)
		.orderBy('position')
		.executeTakeFirst();
}

/** A code of which no meeting has the first six digits. */
async function freeCode(tx: Query, random: At['context']['random']): Promise<string> {
	const taken = await tx.selectFrom('meeting').select('code').where('code', 'is not', null).execute();
	return makeCode(random, new Set(taken.flatMap(({ code }) => (code === null ? [] : shortOf(code)))));
}
