import * as v from 'valibot';
import { pauseTimer, resumeTimer } from '#domain/journey/timer.ts';
import { act, changed, stepAct, unchanged } from '#server/acts/act.ts';
import { editing, lastChange, was } from '#server/acts/editing.ts';
import { refused } from '#server/acts/outcome.ts';
import type { Query } from '#server/db/open.ts';
import { isEmbargoedIn } from './embargo.ts';
import { keepMove } from './room-move.ts';
import { seatWhoIsHere } from './seating.ts';
import { enterStep } from './step-rows.ts';
import { timerColumns, timerOf } from './timer.ts';

// What facilitators do with the room: where it is, whether it pauses, and who holds the pens (F1).

/** Letters in the facilitators' note at a step. */
const noteLimit = 5000;
/** After this the audit says again that the same person writes in a note, ms. */
const noteSaidFor = 10 * 60_000;

const goTo = stepAct({
	name: 'go-to-step',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	/** Takes the room to another step (P4). Nobody is torn from a sentence: each page decides when it follows. */
	async run(tx, at) {
		const { context, journey, step, room, seat, now } = at;
		if (room.step_id === step.id) return unchanged();
		if (await isEmbargoedIn(tx, journey, step.kind, { room: step.id })) return refused('room-embargoed');
		const first = step.entered_at === null;
		if (first) await enterStep(tx, step.id, now);
		await seatWhoIsHere(tx, context, step);
		await keepMove(tx, at, { stage: null, first });
		return changed({
			audit: { subject: step.id },
			room: { step_id: step.id, moved_at: now, moved_by: seat.person, ...timerColumns(null) }
		});
	}
});

const pull = act({
	name: 'pull',
	who: 'facilitators',
	input: v.object({}),
	/** Everyone comes here; who is mid-sentence may finish it first (P5). */
	run: async (_, { room }) => changed({ audit: {}, room: { pulls: room.pulls + 1 } })
});

const pause = act({
	name: 'pause',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	async run(_, { room, seat, now }) {
		if (room.paused_at !== null) return unchanged();
		const timer = timerOf(room);
		const stands = timerColumns(timer && pauseTimer(timer, now));
		return changed({ audit: {}, room: { paused_at: now, paused_by: seat.person, ...stands } });
	}
});

const resume = act({
	name: 'resume',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	async run(_, { room, now }) {
		if (room.paused_at === null) return unchanged();
		const timer = timerOf(room);
		const runs = timerColumns(timer && resumeTimer(timer, now));
		return changed({ audit: {}, room: { paused_at: null, paused_by: null, ...runs } });
	}
});

const lock = stepAct({
	name: 'lock',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	/** Pens down: the board is read only and no dot is given or taken; what someone writes alone goes on (A3). */
	async run(tx, { step, seat, now }) {
		if (step.locked_at !== null) return unchanged();
		await setLock(tx, step.id, { locked_at: now, locked_by: seat.person });
		return changed({ audit: { subject: step.id } });
	}
});

const unlock = stepAct({
	name: 'unlock',
	who: 'facilitators',
	rights: true,
	input: v.object({}),
	async run(tx, { step }) {
		if (step.locked_at === null) return unchanged();
		await setLock(tx, step.id, { locked_at: null, locked_by: null });
		return changed({ audit: { subject: step.id } });
	}
});

const note = stepAct({
	name: 'note',
	who: 'facilitators',
	input: v.object({ note: v.string(), was }),
	/** The facilitators' own note at a step; nobody else ever receives it. */
	async run(tx, at, given) {
		const { step, seat, now } = at;
		if (given.note.length > noteLimit) return refused('note-too-long', 'note');
		const noting = { subject: step.id, acts: ['note'] };
		const edit = await editing(tx, at, given, { note: step.note }, noting);
		if (!edit.ok) return edit;
		const { note } = edit.fields;
		if (note === step.note) return unchanged();
		await tx.updateTable('step').set({ note }).where('id', '=', step.id).execute();
		// A note keeps itself while it is typed: that one person wrote there is said once in a while.
		const last = await lastChange(tx, at, noting);
		const isSaid = last?.participant === seat.participant && now - last.at < noteSaidFor;
		return changed({ isPrivate: true, ...(!isSaid && { audit: { subject: step.id } }) });
	}
});

export const roomActs = { goTo, pull, pause, resume, lock, unlock, note };

async function setLock(
	tx: Query,
	step: string,
	lock: { locked_at: number | null; locked_by: string | null }
): Promise<void> {
	await tx.updateTable('step').set(lock).where('id', '=', step).execute();
}
