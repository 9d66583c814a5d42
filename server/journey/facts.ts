import { closedAt } from '#domain/journey/joining.ts';
import { organisationReady } from '#domain/journey/readiness.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { gateOf } from './gates.ts';
import { createReading, type Reading } from './reading.ts';
import { tablesOf } from './seating.ts';
import type { StepRow } from './step-rows.ts';

/** What of the app the facts are told from: who is here, and what simulated people do. */
type Presence = Pick<Context, 'present' | 'writing' | 'crowd'>;

/**
 * What everyone in a journey may know now. Facts are rows, read here as one small value: counts, never words, never
 * who is slow (A2). `version` and `now` are stamped by whoever sends it.
 */
export async function factsOf(
	db: Query,
	journey: string,
	context: Context
): Promise<Omit<Facts, 'version' | 'now'>> {
	const reading = createReading(db, journey, context.now());
	const room = await roomOf(db, journey);
	const step = room.step_id
		? await db.selectFrom('step').selectAll().where('id', '=', room.step_id).executeTakeFirstOrThrow()
		: null;
	const people = await reading.people();
	const ids = people.map((p) => p.id);
	return {
		journey: {
			id: journey,
			name: room.name,
			rehearsal: room.rehearsal_at === null ? null : context.crowd(journey)
		},
		meeting: meetingOf(room, context.now()),
		step: step && (await stepFacts(reading, step, context)),
		pausedAt: room.paused_at,
		pulls: room.pulls,
		timer:
			room.timer_total_ms === null
				? null
				: { endsAt: room.timer_ends_at, leftMs: room.timer_left_ms ?? 0, totalMs: room.timer_total_ms },
		organisations: await readinessOf(reading, step, context),
		people: people.length,
		connected: context.present(journey, ids).size,
		values: step ? await valuesBefore(reading, step) : []
	};
}

/** Where the room is, with the journey and the meeting that it belongs to. */
const roomOf = (db: Query, journey: string) =>
	db
		.selectFrom('room')
		.innerJoin('journey', 'journey.id', 'room.journey_id')
		.leftJoin('meeting', 'meeting.id', 'room.meeting_id')
		.select([
			'journey.name',
			'journey.rehearsal_at',
			'meeting.id as meeting',
			'meeting.name as meetingName',
			'meeting.place',
			'meeting.code',
			'meeting.opened_at',
			'meeting.closed_at',
			'room.step_id',
			'room.paused_at',
			'room.pulls',
			'room.timer_ends_at',
			'room.timer_left_ms',
			'room.timer_total_ms'
		])
		.where('room.journey_id', '=', journey)
		.executeTakeFirstOrThrow();

/** The meeting that the room is in; its code only while it works (J3). */
function meetingOf(room: Awaited<ReturnType<typeof roomOf>>, now: number): Facts['meeting'] {
	const { meeting, meetingName, place, code, opened_at, closed_at } = room;
	if (meeting === null) return null;
	const isClosed = closedAt({ opened_at, closed_at }, now) !== null;
	return { id: meeting, name: meetingName ?? '', place: place ?? '', code: isClosed ? null : code };
}

/** What binds everyone at this step: the values of the steps before it (U7). */
async function valuesBefore(reading: Reading, step: StepRow): Promise<string[]> {
	const values = await reading.harvest(['value']);
	if (values.length === 0) return [];
	const before = await reading.db
		.selectFrom('step')
		.select('id')
		.where('journey_id', '=', reading.journey)
		.where('removed_at', 'is', null)
		.where('position', '<', step.position)
		.execute();
	const ids = new Set(before.map(({ id }) => id));
	return values.filter((value) => ids.has(value.step)).map(({ name }) => name);
}

/** The facts of one step; also for a page that shows a step where the room is not. */
export async function stepFacts(reading: Reading, step: StepRow, context: Presence): Promise<StepFacts> {
	const { of, waiting, revealed } = await countsOf(reading.db, step);
	return {
		id: step.id,
		kind: step.kind,
		name: step.name,
		question: step.question,
		position: step.position,
		of,
		stage: step.stage,
		lockedAt: step.locked_at,
		minutes: step.minutes,
		form: step.form,
		tables: (await tablesOf(reading.db, step))?.tables ?? null,
		cards: revealed + waiting,
		writing: context.writing(step.journey_id).size,
		waiting,
		gate: await gateOf(reading, step),
		state: await kindServer(step.kind).state(reading, step)
	};
}

/** Steps of the journey, cards that wait in private documents, and cards on the table. */
async function countsOf(db: Query, step: StepRow) {
	const steps = db
		.selectFrom('step')
		.select(({ fn }) => fn.countAll<number>().as('number'))
		.where('journey_id', '=', step.journey_id)
		.where('removed_at', 'is', null);
	const waiting = db
		.selectFrom('written')
		.innerJoin('participant', 'participant.id', 'written.participant_id')
		.select(({ fn }) => fn.sum<number>('waiting').as('number'))
		.where('step_id', '=', step.id)
		// What somebody who was removed wrote alone is never laid, so nobody waits for it.
		.where('participant.removed_at', 'is', null)
		.where('participant.role', '!=', 'observer');
	const revealed = db
		.selectFrom('card')
		.select(({ fn }) => fn.countAll<number>().as('number'))
		.where('step_id', '=', step.id)
		.where('hidden_at', 'is', null);
	const counts = await db
		.selectNoFrom([steps.as('of'), waiting.as('waiting'), revealed.as('revealed')])
		.executeTakeFirstOrThrow();
	return {
		of: Number(counts.of),
		waiting: Number(counts.waiting ?? 0),
		revealed: Number(counts.revealed)
	};
}

/** Per organisation, in their fixed order: how many are there, ready, and still writing (R1). */
export async function readinessOf(
	reading: Reading,
	step: Pick<StepRow, 'id' | 'kind' | 'stage'> | null,
	context: Presence
): Promise<OrganisationFacts[]> {
	const { journey } = reading;
	const people = await reading.people();
	const present = context.present(
		journey,
		people.map((p) => p.id)
	);
	const writing = context.writing(journey);
	const ready = step ? await readyIn(reading.db, step) : new Set<string>();
	return (await reading.organisations()).map(({ id, name, short, initials, slot }) => {
		const here = people.filter((p) => p.organisation_id === id && (present.has(p.id) || ready.has(p.id)));
		return {
			id,
			name,
			short,
			initials,
			slot,
			people: here.length,
			readyPeople: here.filter((p) => ready.has(p.id)).length,
			writing: here.filter((p) => writing.has(p.id)).length,
			ready: organisationReady(here.map((p) => ({ ready: ready.has(p.id) })))
		};
	});
}

/** Who said to be ready in this stage; asks nothing where nobody can. */
async function readyIn(db: Query, step: Pick<StepRow, 'id' | 'kind' | 'stage'>): Promise<Set<string>> {
	if (!stageOf(step.kind, step.stage).readiness) return new Set();
	const rows = await db
		.selectFrom('ready')
		.select('participant_id')
		.where('step_id', '=', step.id)
		.where('stage', '=', step.stage)
		.execute();
	return new Set(rows.map((row) => row.participant_id));
}
