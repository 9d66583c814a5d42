import type { Seat } from '#domain/journey/access.ts';
import type { Query } from '#server/db/open.ts';
import { isAnonymousStep } from '#server/parts/anonymity/anonymous-step.ts';

/** What says who may do what in the documents of a journey, as it is at one moment. */
export interface Snapshot {
	seats: Map<string, Seat & { name: string; organisation: string | null }>;
	owners: Set<string>;
	steps: Map<
		string,
		{
			kind: string;
			stage: string;
			anonymous: boolean;
			locked_at: number | null;
			removed_at: number | null;
		}
	>;
	pausedAt: number | null;
	/** The step where the room is. */
	at: string | null;
	beamer: string;
}

/** Throws where there is no such journey. */
export async function readSnapshot(db: Query, journey: string): Promise<Snapshot> {
	const room = await db
		.selectFrom('room')
		.innerJoin('journey', 'journey.id', 'room.journey_id')
		.select(['room.paused_at', 'room.step_id', 'journey.beamer_token'])
		.where('room.journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	const people = await peopleOf(db, journey);
	return {
		seats: new Map(people.map(({ person, ...seat }) => [person, seat])),
		owners: new Set(people.map((p) => p.participant)),
		steps: await stepsOf(db, journey),
		pausedAt: room.paused_at,
		at: room.step_id,
		beamer: room.beamer_token
	};
}

const peopleOf = (db: Query, journey: string) =>
	db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'participant.id as participant',
			'participant.person_id as person',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.organisation_id as organisation',
			'person.name'
		])
		.where('journey_id', '=', journey)
		.execute();

async function stepsOf(db: Query, journey: string): Promise<Snapshot['steps']> {
	const steps = await db
		.selectFrom('step')
		.select(['id', 'kind', 'stage', 'settings', 'locked_at', 'removed_at'])
		.where('journey_id', '=', journey)
		.execute();
	return new Map(
		steps.map(({ id, settings, ...step }) => [
			id,
			{ ...step, anonymous: isAnonymousStep({ kind: step.kind, settings }) }
		])
	);
}
