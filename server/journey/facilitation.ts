import { mayFacilitate } from '#domain/journey/access.ts';
import { kindOf, neighbour, stageOf } from '#domain/kinds/kinds.ts';
import { readiness } from '#domain/journey/readiness.ts';
import { decideMove } from '#domain/journey/moves.ts';
import { addTime, pauseTimer, resumeTimer, startTimer, type TimerState } from '#domain/journey/timer.ts';
import { append } from '#server/acts/audit.ts';
import type { Query } from '#server/db/open.ts';
import { stepIn, stepOnSheet } from './step-rows.ts';
import { readinessOf } from './facts.ts';
import { closeGate, gateOf, openedWith, openGate } from './gates.ts';
import type { Context } from '#server/app/context.ts';
import { refused, type Outcome } from '#server/acts/outcome.ts';
import { asItWas, enter, inRoomOf, type RoomRow } from '#server/acts/in-room.ts';
import { seatIn, type SeatOf } from './seats.ts';
import { seatWhoIsHere } from './seating.ts';
import { isEmbargoedIn } from './embargo.ts';

/** The longest that a timer is set for, minutes. */
const longestTimer = 600;

/** What the facilitator does with the room: where it is, how long, who is in it (F1). */
export function openFacilitation(context: Context) {
	const { db, now } = context;

	const inRoom = inRoomOf(context);

	const timerOf = (room: RoomRow): TimerState | null =>
		room.timer_total_ms === null
			? null
			: { endsAt: room.timer_ends_at, leftMs: room.timer_left_ms ?? 0, totalMs: room.timer_total_ms };
	const timerColumns = (timer: TimerState | null) => ({
		timer_ends_at: timer?.endsAt ?? null,
		timer_left_ms: timer?.leftMs ?? null,
		timer_total_ms: timer?.totalMs ?? null
	});

	return {
		/** Takes the room to another step (P4). Nobody is torn from a sentence: each page decides when it follows. */
		goTo: (by: SeatOf, journey: string, step: string) =>
			inRoom(by, journey, 'go-to-step', async (tx, room) => {
				const row = await stepOnSheet(tx, journey, step);
				if (!row) return refused('step-unknown');
				if (room.step_id === step) return asItWas;
				if (await isEmbargoedIn(tx, journey, row.kind, { room: step })) return refused('room-embargoed');
				await enter(tx, step, now());
				await seatWhoIsHere(tx, context, row);
				return {
					ok: true,
					subject: step,
					set: { step_id: step, moved_at: now(), moved_by: by.person, ...timerColumns(null) }
				};
			}),

		/**
		 * One stage forward or back (P2, P3). Forward with people still busy asks for a second tap (`sure`).
		 * `from` is the stage that the facilitator saw: a second tap of a double click finds another stage and changes nothing.
		 */
		async move(
			by: SeatOf,
			journey: string,
			given: { step: string; from: string; by: 1 | -1; sure: boolean }
		): Promise<Outcome<{ stage: string }>> {
			const change = () =>
				db.transaction().execute(async (tx): Promise<Outcome<{ stage: string }>> => {
					const me = await seatIn(tx, journey, by.person);
					if (!me || !mayFacilitate(me)) return refused('not-a-facilitator');
					const step = await stepOnSheet(tx, journey, given.step);
					if (!step) return refused('step-unknown');
					if (step.stage !== given.from) return { ok: true, stage: step.stage };
					const counts = await readinessOf(tx, journey, step, context);
					const closed = given.by === 1 && (await gateOf(tx, step, context)).length > 0;
					if (closed) return refused('gate-closed');
					const decision = decideMove(
						{ ...step, lockedAt: step.locked_at },
						given.by,
						readiness(counts),
						given.sure
					);
					if (!decision.ok) return refused(decision.reason);
					if (await embargoesTheRoom(tx, journey, { step: step.id, stage: decision.stage }))
						return refused('embargoes-the-room');
					const acting = { context, step, seat: by, now: now() };
					const entered = await context.kinds.get(step.kind)?.entering?.(tx, acting, decision.stage);
					if (entered) return entered;
					await tx
						.updateTable('step')
						.set({ stage: decision.stage, stage_at: now(), stage_by: by.person })
						.where('id', '=', step.id)
						.execute();
					await tx
						.updateTable('room')
						.set({ moved_at: now(), moved_by: by.person, ...timerColumns(null) })
						.where('journey_id', '=', journey)
						// A step where the room is not has no part in its timer.
						.where('step_id', '=', step.id)
						.execute();
					await append(tx, {
						journey,
						at: now(),
						act: 'move-stage',
						subject: step.id,
						detail: { from: step.stage, to: decision.stage },
						by
					});
					return { ok: true, stage: decision.stage };
				});
			const outcome = await around(context, journey, given, change);
			if (!outcome.ok) return outcome;
			try {
				const step = await stepIn(db, journey, given.step);
				if (step) await context.kinds.get(step.kind)?.project?.(context, step);
			} finally {
				// The stage has changed, whatever became of the documents.
				context.announce(journey);
			}
			return outcome;
		},

		/** Opens the next stage of a step although something is missing, with a written reason (G5). */
		openGate: (by: SeatOf, journey: string, given: { step: string; stage: string; reason: string }) =>
			inRoom(by, journey, 'open-gate', async (tx, _, seat) => {
				const step = await stepIn(tx, journey, given.step);
				return step ? openGate(tx, { context, step, seat, now: now() }, given) : refused('step-unknown');
			}),

		/** The counter-act (G6). */
		closeGate: (by: SeatOf, journey: string, given: { step: string; stage: string }) =>
			inRoom(by, journey, 'close-gate', async (tx) => {
				const step = await stepIn(tx, journey, given.step);
				return step ? closeGate(tx, step, given.stage) : refused('step-unknown');
			}),

		/** The reason with which the next stage of a step was opened, or null. */
		async opened(journey: string, step: string): Promise<string | null> {
			const row = await stepIn(db, journey, step);
			return row ? openedWith(db, row) : null;
		},

		/** Everyone comes here; who is mid-sentence may finish it first (P5). */
		pull: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'pull', async (_, room) => ({ ok: true, set: { pulls: room.pulls + 1 } })),

		pause: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'pause', async (_, room) => {
				if (room.paused_at !== null) return asItWas;
				const timer = timerOf(room);
				return {
					ok: true,
					set: {
						paused_at: now(),
						paused_by: by.person,
						...timerColumns(timer && pauseTimer(timer, now()))
					}
				};
			}),

		resume: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'resume', async (_, room) => {
				if (room.paused_at === null) return asItWas;
				const timer = timerOf(room);
				return {
					ok: true,
					set: { paused_at: null, paused_by: null, ...timerColumns(timer && resumeTimer(timer, now())) }
				};
			}),

		startTimer: (by: SeatOf, journey: string, minutes: number) =>
			inRoom(by, journey, 'start-timer', async () =>
				isTime(minutes)
					? { ok: true, set: timerColumns(startTimer(minutes, now())) }
					: refused('form-malformed', 'minutes')
			),

		addTime: (by: SeatOf, journey: string, minutes: number) =>
			inRoom(by, journey, 'add-time', async (_, room) => {
				if (!isTime(Math.abs(minutes))) return refused('form-malformed', 'minutes');
				const timer = timerOf(room);
				if (timer) return { ok: true, set: timerColumns(addTime(timer, minutes * 60_000, now())) };
				if (minutes < 0) return refused('no-timer');
				const fresh = startTimer(minutes, now());
				return { ok: true, set: timerColumns(room.paused_at === null ? fresh : pauseTimer(fresh, now())) };
			}),

		pauseTimer: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'pause-timer', async (_, room) => {
				const timer = timerOf(room);
				return timer ? { ok: true, set: timerColumns(pauseTimer(timer, now())) } : refused('no-timer');
			}),

		resumeTimer: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'resume-timer', async (_, room) => {
				const timer = timerOf(room);
				return timer ? { ok: true, set: timerColumns(resumeTimer(timer, now())) } : refused('no-timer');
			}),

		stopTimer: (by: SeatOf, journey: string) =>
			inRoom(by, journey, 'stop-timer', async () => ({ ok: true, set: timerColumns(null) })),

		/** Pens down: the board is read only and no dot is given or taken; what someone writes alone goes on (A3). */
		lock: (by: SeatOf, journey: string, step: string) =>
			inRoom(by, journey, 'lock', async (tx) => {
				const row = await stepIn(tx, journey, step);
				if (!row) return refused('step-unknown');
				if (row.locked_at !== null) return asItWas;
				await tx
					.updateTable('step')
					.set({ locked_at: now(), locked_by: by.person })
					.where('id', '=', step)
					.execute();
				return { ok: true, subject: step };
			}),

		unlock: (by: SeatOf, journey: string, step: string) =>
			inRoom(by, journey, 'unlock', async (tx) => {
				const row = await stepIn(tx, journey, step);
				if (!row) return refused('step-unknown');
				if (row.locked_at === null) return asItWas;
				await tx
					.updateTable('step')
					.set({ locked_at: null, locked_by: null })
					.where('id', '=', step)
					.execute();
				return { ok: true, subject: step };
			}),

		/** The facilitators' own note at a step; nobody else ever receives it. */
		async note(by: SeatOf, journey: string, step: string, text: string): Promise<Outcome> {
			if (!mayFacilitate(by)) return refused('not-a-facilitator');
			if (text.length > 5000) return refused('note-too-long', 'note');
			const noted = await db
				.updateTable('step')
				.set({ note: text })
				.where('id', '=', step)
				.where('journey_id', '=', journey)
				.executeTakeFirst();
			return noted.numUpdatedRows ? { ok: true } : refused('step-unknown');
		},

		/** What the console shows beside the facts. Participants' names are for facilitators only. */
		async console(journey: string) {
			const steps = await db
				.selectFrom('step')
				.select([
					'id',
					'kind',
					'name',
					'question',
					'minutes',
					'stage',
					'script',
					'note',
					'position',
					'meeting_id as meeting',
					'form',
					'entered_at as enteredAt',
					'deadline'
				])
				.where('journey_id', '=', journey)
				.where('removed_at', 'is', null)
				.orderBy('position')
				.execute();
			const { beamer_token } = await db
				.selectFrom('journey')
				.select('beamer_token')
				.where('id', '=', journey)
				.executeTakeFirstOrThrow();
			const people = await peopleAt(db, journey);
			const present = context.present(
				journey,
				people.map((person) => person.id)
			);
			return {
				beamerToken: beamer_token,
				steps: steps.map((step) => ({
					...step,
					next: neighbour(step.kind, step.stage, 1)?.name ?? null,
					back: neighbour(step.kind, step.stage, -1)?.name ?? null,
					stages: kindOf(step.kind).stages.map((s) => s.name),
					readiness: stageOf(step.kind, step.stage).readiness
				})),
				/** Screens that show the beamer page now. */
				beamers: context.sync.presence(journey).beamers,
				people: people.map((person) => ({ ...person, here: present.has(person.id) }))
			};
		}
	};
}

export type Facilitation = ReturnType<typeof openFacilitation>;

const isTime = (minutes: number) => Number.isFinite(minutes) && minutes > 0 && minutes <= longestTimer;

function peopleAt(db: Query, journey: string) {
	return db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('organisation', 'organisation.id', 'participant.organisation_id')
		.select([
			'participant.id',
			'person.name',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.entered_by as enteredBy',
			'organisation.id as organisation',
			'organisation.initials',
			'organisation.slot'
		])
		.where('participant.journey_id', '=', journey)
		.orderBy('organisation.position')
		.orderBy('person.name')
		.execute();
}

/** The table would lose the step that it is looking at (U6). */
async function embargoesTheRoom(
	tx: Query,
	journey: string,
	change: { step: string; stage: string }
): Promise<boolean> {
	const here = await tx
		.selectFrom('room')
		.innerJoin('step', 'step.id', 'room.step_id')
		.select('step.kind')
		.where('room.journey_id', '=', journey)
		.executeTakeFirst();
	return here !== undefined && (await isEmbargoedIn(tx, journey, here.kind, change));
}

/** What the kind of the step does around the change of its stage, and in it the change. */
async function around(
	context: Context,
	journey: string,
	given: { step: string; from: string; by: 1 | -1 },
	change: () => Promise<Outcome<{ stage: string }>>
): Promise<Outcome<{ stage: string }>> {
	const step = await stepIn(context.db, journey, given.step);
	const stage = step?.stage === given.from ? neighbour(step.kind, given.from, given.by) : null;
	const wrap = step && stage && context.kinds.get(step.kind)?.around;
	return wrap ? wrap(context, step, stage.name, change) : change();
}
