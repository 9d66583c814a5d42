import { closedAt } from '#domain/journey/joining.ts';
import { organisationReady } from '#domain/journey/readiness.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { gateOf } from './gates.ts';
import { timerOf } from './timer.ts';
import type { Reading } from './reading.ts';
import type { Counts, roomIn } from './room-rows.ts';
import { tablesOf } from './seating.ts';
import type { StepRow } from './step-rows.ts';

/** What of the app the facts are told from: who is here, and what simulated people do. */
type Presence = Pick<Context, 'present' | 'writing' | 'crowd'>;

/**
 * What everyone in a journey may know now. Facts are rows, read here as one small value: counts, never words, never
 * who is slow (A2). `run`, `version` and `now` are stamped by whoever sends it.
 */
export async function factsOf(
	reading: Reading,
	context: Presence
): Promise<Omit<Facts, 'run' | 'version' | 'now'>> {
	const { journey } = reading;
	const room = await reading.room();
	const { step } = room;
	const people = await reading.people();
	const ids = people.map((p) => p.participant);
	return {
		journey: {
			id: journey,
			name: room.journeyName,
			rehearsal: room.rehearsal_at === null ? null : context.crowd(journey)
		},
		meeting: meetingOf(room, reading.now),
		step: step && (await stepFacts(reading, step, room.counts, context)),
		pausedAt: room.paused_at,
		pulls: room.pulls,
		timer: timerOf(room),
		organisations: await readinessOf(reading, step, context),
		people: people.length,
		connected: context.present(journey, ids).size,
		values: step ? await valuesBefore(reading, step) : []
	};
}

/** The meeting that the room is in; its code only while it works (J3). */
function meetingOf(room: Awaited<ReturnType<typeof roomIn>>, now: number): Facts['meeting'] {
	const { meeting, meetingName, place, code, opened_at, closed_at } = room;
	if (meeting === null) return null;
	const isClosed = closedAt({ opened_at, closed_at }, now) !== null;
	return { id: meeting, name: meetingName ?? '', place: place ?? '', code: isClosed ? null : code };
}

/** What binds everyone at this step: the values of the steps before it (U7). */
async function valuesBefore(reading: Reading, step: StepRow): Promise<string[]> {
	const values = await reading.harvest(['value']);
	if (values.length === 0) return [];
	const before = (await reading.steps()).filter(
		({ removed_at, position }) => removed_at === null && position < step.position
	);
	const ids = new Set(before.map(({ id }) => id));
	return values.filter((value) => ids.has(value.step)).map(({ name }) => name);
}

/** The facts of one step; also for a page that shows a step where the room is not. */
export async function stepFacts(
	reading: Reading,
	step: StepRow,
	{ of, waiting, revealed }: Counts,
	context: Presence
): Promise<StepFacts> {
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
		people.map((p) => p.participant)
	);
	const writing = context.writing(journey);
	const ready = step ? await readyIn(reading.db, step) : new Set<string>();
	return (await reading.organisations()).map(({ id, name, short, initials, slot }) => {
		const here = people
			.filter(({ organisation }) => organisation === id)
			.map(({ participant }) => participant)
			.filter((one) => present.has(one) || ready.has(one));
		return {
			id,
			name,
			short,
			initials,
			slot,
			people: here.length,
			readyPeople: here.filter((one) => ready.has(one)).length,
			writing: here.filter((one) => writing.has(one)).length,
			ready: organisationReady(here.map((one) => ({ ready: ready.has(one) })))
		};
	});
}

/** Who said to be ready in this stage; asks nothing where nobody can. */
export async function readyIn(db: Query, step: Pick<StepRow, 'id' | 'kind' | 'stage'>): Promise<Set<string>> {
	if (!stageOf(step.kind, step.stage).readiness) return new Set();
	const rows = await db
		.selectFrom('ready')
		.select('participant_id')
		.where('step_id', '=', step.id)
		.where('stage', '=', step.stage)
		.execute();
	return new Set(rows.map((row) => row.participant_id));
}
