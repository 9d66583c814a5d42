import { closedAt } from '#domain/journey/joining.ts';
import { mayFacilitate } from '#domain/journey/access.ts';
import { isWaiting, spoken } from '#domain/journey/admitting.ts';
import { organisationReady, readiness } from '#domain/journey/readiness.ts';
import { stageOf } from '#domain/kinds/kinds.ts';
import { inFives } from '#domain/parts/anonymity/anonymity.ts';
import type {
	Facts,
	OrganisationFacts,
	OrganisationMark,
	Readiness,
	StepFacts
} from '#wire/journey/facts.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { kindServer } from '#server/kinds/kinds.ts';
import { isAnonymousStep, isWrittenUnnamed, unnamedSince } from '#server/parts/anonymity/anonymous-step.ts';
import { gateOf } from './gates.ts';
import { timerOf } from './timer.ts';
import { doorsOf } from './newcomers.ts';
import { sits } from './organisations.ts';
import type { Reading } from './reading.ts';
import type { Counts, roomIn } from './room-rows.ts';
import { tablesOf } from './seating.ts';
import type { StepRow } from './step-rows.ts';

/** What of the app the facts are told from: who is here, and what simulated people do. */
type Presence = Pick<Context, 'present' | 'writing' | 'crowd' | 'told' | 'hands'>;

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
		gone: await goneFrom(reading),
		people: people.length,
		connected: context.present(journey, ids, unnamedSince(step)).size,
		doors: doorsOf(people),
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
	const told = await context.told.told(step);
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
		cards: revealed + (told ? inFives(told.cards) : waiting),
		writing: writingIn(step, context).size,
		waiting,
		ready: told && (await roomReady(reading, step, context)),
		gate: await gateOf(reading, step, told),
		state: await kindServer(step.kind).state(reading, step)
	};
}

/** How far the table is in this stage, in organisations (R1) or, where nothing is told of one of them, in people (N14). */
export async function readinessNow(reading: Reading, step: StepRow, context: Presence): Promise<Readiness> {
	if (isWrittenUnnamed(step)) return roomReady(reading, step, context);
	return readiness(await readinessOf(reading, step, context));
}

/** Of who takes part and facilitates nothing. */
async function roomReady(reading: Reading, step: StepRow, context: Presence): Promise<Readiness> {
	const people = (await reading.people())
		.filter((seat) => !mayFacilitate(seat))
		.map(({ participant }) => participant);
	const raised = context.hands.raised(step);
	const present = context.present(reading.journey, people, unnamedSince(step));
	const here = people.filter((one) => present.has(one) || raised.has(one));
	return { ready: here.filter((one) => raised.has(one)).length, of: here.length };
}

async function goneFrom(reading: Reading): Promise<OrganisationMark[]> {
	const gone = (await reading.everyOrganisation()).filter((one) => !sits(one));
	return gone.map(({ id, name, short, initials, slot }) => ({ id, name, short, initials, slot }));
}

/** Per organisation, in their fixed order: how many are there, and unless nobody is to know who wrote, ready and still writing (R1). */
async function readinessOf(
	reading: Reading,
	step: StepRow | null,
	context: Presence
): Promise<OrganisationFacts[]> {
	const { journey } = reading;
	const people = await reading.people();
	const present = context.present(
		journey,
		people.map((p) => p.participant),
		unnamedSince(step)
	);
	const isTold = step !== null && !isWrittenUnnamed(step);
	const isSpoken = step !== null && spoken.includes(stageOf(step.kind, step.stage).opens);
	const writing: ReadonlySet<string> = step ? writingIn(step, context) : new Set();
	const ready: ReadonlySet<string> = isTold ? await readyIn(reading.db, step) : new Set();
	return (await reading.organisations()).map(({ id, name, short, initials, slot }) => {
		const here = people
			.filter((seat) => seat.organisation === id && (!isSpoken || !isWaiting(seat)))
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

/** Who has a sentence under way. In an anonymous step nobody is told, after the reveal either: it was begun before. */
const writingIn = (step: StepRow, { writing }: Presence): ReadonlySet<string> =>
	isAnonymousStep(step) ? new Set() : writing(step.journey_id);

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
