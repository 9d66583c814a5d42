import { organisationReady } from '#domain/journey/readiness.ts';
import type { Facts, OrganisationFacts, StepFacts } from '#wire/journey/facts.ts';
import type { Query } from '#server/db/open.ts';
import type { Context } from '#server/app/context.ts';
import { organisationsOf } from './organisations.ts';
import { closedAt } from '#domain/journey/joining.ts';
import { gateOf } from './gates.ts';
import { atTable } from './seats.ts';
import { tablesOf } from './seating.ts';
import type { StepRow } from './step-rows.ts';

/**
 * What everyone in a journey may know now (DESIGN §4). Counts, never words, never who is slow (A2).
 * `version` and `now` are stamped by whoever sends it.
 */
export async function factsOf(
	db: Query,
	journey: string,
	context: Context
): Promise<Omit<Facts, 'version' | 'now'>> {
	const { name, rehearsal_at } = await db
		.selectFrom('journey')
		.select(['name', 'rehearsal_at'])
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	const room = await db
		.selectFrom('room')
		.selectAll()
		.where('journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	const meeting = room.meeting_id ? await meetingFacts(db, room.meeting_id, context.now()) : null;
	const step = room.step_id
		? await db.selectFrom('step').selectAll().where('id', '=', room.step_id).executeTakeFirstOrThrow()
		: null;
	const people = await atTable(db, journey);
	const present = context.present(
		journey,
		people.map((p) => p.id)
	);
	return {
		journey: { id: journey, name, rehearsal: rehearsal_at === null ? null : context.crowd(journey) },
		meeting,
		step: step && (await stepFacts(db, step, context)),
		pausedAt: room.paused_at,
		pulls: room.pulls,
		timer:
			room.timer_total_ms === null
				? null
				: { endsAt: room.timer_ends_at, leftMs: room.timer_left_ms ?? 0, totalMs: room.timer_total_ms },
		organisations: await readinessOf(db, journey, step, context),
		people: people.length,
		connected: present.size,
		values: step ? await valuesBefore(db, step) : []
	};
}

/** What binds everyone at this step: the values of the steps before it (U7). */
async function valuesBefore(db: Query, step: StepRow): Promise<string[]> {
	const rows = await db
		.selectFrom('harvest')
		.innerJoin('step', 'step.id', 'harvest.step_id')
		.select('harvest.name')
		.where('harvest.journey_id', '=', step.journey_id)
		.where('harvest.kind', '=', 'value')
		.where('harvest.dropped_at', 'is', null)
		.where('step.position', '<', step.position)
		.orderBy('harvest.position')
		.execute();
	return rows.map(({ name }) => name);
}

/** The meeting that the room is in; its code only while it works (J3). */
async function meetingFacts(db: Query, id: string, now: number): Promise<Facts['meeting']> {
	const { code, opened_at, closed_at, ...meeting } = await db
		.selectFrom('meeting')
		.select(['id', 'name', 'place', 'code', 'opened_at', 'closed_at'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return { ...meeting, code: closedAt({ opened_at, closed_at }, now) === null ? code : null };
}

/** The facts of one step; also for a page that shows a step where the room is not. */
export async function stepFacts(db: Query, step: StepRow, context: Context): Promise<StepFacts> {
	const kind = context.kinds.get(step.kind);
	const { of } = await db
		.selectFrom('step')
		.select((eb) => eb.fn.countAll<number>().as('of'))
		.where('journey_id', '=', step.journey_id)
		.where('removed_at', 'is', null)
		.executeTakeFirstOrThrow();
	const written = await db
		.selectFrom('written')
		.innerJoin('participant', 'participant.id', 'written.participant_id')
		.select((eb) => eb.fn.sum<number>('waiting').as('waiting'))
		.where('step_id', '=', step.id)
		// What somebody who was removed wrote alone is never laid, so nobody waits for it.
		.where('participant.removed_at', 'is', null)
		.where('participant.role', '!=', 'observer')
		.executeTakeFirst();
	const revealed = await db
		.selectFrom('card')
		.select((eb) => eb.fn.countAll<number>().as('cards'))
		.where('step_id', '=', step.id)
		.where('hidden_at', 'is', null)
		.executeTakeFirstOrThrow();
	const waiting = Number(written?.waiting ?? 0);
	return {
		id: step.id,
		kind: step.kind,
		name: step.name,
		question: step.question,
		position: step.position,
		of: Number(of),
		stage: step.stage,
		lockedAt: step.locked_at,
		minutes: step.minutes,
		form: step.form,
		tables: (await tablesOf(db, step))?.tables ?? null,
		cards: Number(revealed.cards) + waiting,
		writing: context.writing(step.journey_id).size,
		waiting,
		gate: await gateOf(db, step, context),
		state: (await kind?.facts(db, step, context)) ?? null
	};
}

/** Per organisation, in their fixed order: how many are there, ready, and still writing (R1). */
export async function readinessOf(
	db: Query,
	journey: string,
	step: Pick<StepRow, 'id' | 'stage'> | null,
	context: Context
): Promise<OrganisationFacts[]> {
	const organisations = await organisationsOf(db, journey);
	const people = await atTable(db, journey);
	const present = context.present(
		journey,
		people.map((p) => p.id)
	);
	const writing = context.writing(journey);
	const rows = step
		? await db
				.selectFrom('ready')
				.select('participant_id')
				.where('step_id', '=', step.id)
				.where('stage', '=', step.stage)
				.execute()
		: [];
	const ready = new Set(rows.map((row) => row.participant_id));
	return organisations.map(({ id, name, short, initials, slot }) => {
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
