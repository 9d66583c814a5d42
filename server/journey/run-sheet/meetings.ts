import * as v from 'valibot';
import { meetingsMost } from '#domain/bounds.ts';
import { checkMeeting, noPlace } from '#domain/journey/run-sheet.ts';
import { act, changed, unchanged } from '#server/acts/act.ts';
import { editing, was } from '#server/acts/editing.ts';
import { isFull } from '#server/acts/full.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { madeId } from '#server/documents/values.ts';
import { arrange, insertMeeting, meetingIn, meetingOnSheet, stepsOnSheet } from './rows.ts';

// The meetings of a run-sheet, in the order of their days (D13).

const when = v.optional(v.string(), '');
const words = { name: v.string(), place: v.string(), date: when, startsAt: when };

const addMeeting = act({
	name: 'add-meeting',
	who: 'facilitators',
	/** `id` is made by the form (D15). */
	input: v.object({ id: madeId, ...words }),
	async run(tx, { journey }, { id, ...given }) {
		if (await meetingIn(tx, journey, id)) return unchanged();
		const checked = checkMeeting(given);
		if (!checked.ok) return refused(checked.reason, checked.field);
		if (await isFull(tx, 'meeting.journey_id', journey, meetingsMost)) return refused('too-many', 'name');
		await insertMeeting(tx, id, journey, checked.words);
		await arrange(tx, journey);
		return changed({ audit: { subject: id, detail: { date: given.date } } });
	}
});

const changeMeeting = act({
	name: 'change-meeting',
	who: 'facilitators',
	input: v.object({ meeting: v.string(), ...words, was }),
	/** What was touched of its words and its day (F8). */
	async run(tx, at, { meeting, ...given }) {
		const row = await meetingOnSheet(tx, at.journey, meeting);
		if (!row) return refused('meeting-unknown');
		const place = row.place === noPlace ? '' : row.place;
		const stands = { name: row.name, place, date: row.date, startsAt: row.starts_at };
		const edit = await editing(tx, at, given, stands, { subject: row.id, acts: ['change-meeting'] });
		if (!edit.ok) return edit;
		const checked = checkMeeting(edit.fields);
		if (!checked.ok) return refused(checked.reason, checked.field);
		const { startsAt, ...words } = checked.words;
		const set = { ...words, starts_at: startsAt };
		if (Object.entries(set).every(([column, value]) => row[column as keyof typeof set] === value))
			return unchanged();
		await tx.updateTable('meeting').set(set).where('id', '=', row.id).execute();
		await arrange(tx, at.journey);
		return changed({ audit: { subject: row.id, detail: { date: words.date, startsAt } } });
	}
});

const removeMeeting = act({
	name: 'remove-meeting',
	who: 'facilitators',
	input: v.object({ meeting: v.string() }),
	/** Only one without steps that was never opened (D13). */
	async run(tx, { journey, now }, { meeting }) {
		const row = await meetingIn(tx, journey, meeting);
		if (!row) return refused('meeting-unknown');
		if (row.removed_at !== null) return unchanged();
		if (row.opened_at !== null) return refused('meeting-was-opened');
		if ((await stepsOnSheet(tx, journey)).some((step) => step.meeting === row.id))
			return refused('meeting-has-steps');
		await setRemoved(tx, row.id, now);
		await arrange(tx, journey);
		return changed({ audit: { subject: row.id } });
	}
});

const putBackMeeting = act({
	name: 'put-back-meeting',
	who: 'facilitators',
	input: v.object({ meeting: v.string() }),
	/** The counter-act. */
	async run(tx, { journey }, { meeting }) {
		const row = await meetingIn(tx, journey, meeting);
		if (!row) return refused('meeting-unknown');
		if (row.removed_at === null) return unchanged();
		await setRemoved(tx, row.id, null);
		await arrange(tx, journey);
		return changed({ audit: { subject: row.id } });
	}
});

export const sheetMeetingActs = { addMeeting, changeMeeting, removeMeeting, putBackMeeting };

async function setRemoved(tx: Query, meeting: string, at: number | null): Promise<void> {
	await tx.updateTable('meeting').set({ removed_at: at }).where('id', '=', meeting).execute();
}
