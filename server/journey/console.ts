import { kindOf, neighbour, stageOf } from '#domain/kinds/kinds.ts';
import type { Context } from '#server/app/context.ts';
import type { Query } from '#server/db/open.ts';
import { unnamedSince } from '#server/parts/anonymity/anonymous-step.ts';
import { openedWith } from './gates.ts';
import { roomIn } from './room-rows.ts';
import { admittedBy } from './seats.ts';
import { stepIn } from './step-rows.ts';
import { undoOf } from './undo.ts';

/** What the console shows beside the facts. Participants' names are for facilitators only. */
export const createConsole = (context: Context) => ({
	of: (journey: string) => consoleOf(context, journey),

	/** The reason with which the next stage of a step was opened, or null. */
	async opened(journey: string, step: string): Promise<string | null> {
		const row = await stepIn(context.db, journey, step);
		return row ? openedWith(context.db, row) : null;
	}
});

async function consoleOf({ db, now, present, sync }: Context, journey: string) {
	const { beamer_token } = await db
		.selectFrom('journey')
		.select('beamer_token')
		.where('id', '=', journey)
		.executeTakeFirstOrThrow();
	const people = await peopleAt(db, journey);
	const here = present(
		journey,
		people.map((person) => person.id),
		unnamedSince((await roomIn(db, journey)).step)
	);
	return {
		beamerToken: beamer_token,
		undo: await undoOf(db, journey, now()),
		steps: (await stepsOf(db, journey)).map((step) => ({
			...step,
			next: neighbour(step.kind, step.stage, 1)?.name ?? null,
			back: neighbour(step.kind, step.stage, -1)?.name ?? null,
			stages: kindOf(step.kind).stages.map((stage) => stage.name),
			readiness: stageOf(step.kind, step.stage).readiness
		})),
		/** Screens that show the beamer page now. */
		beamers: sync.presence(journey).beamers,
		people: people.map((person) => ({ ...person, here: here.has(person.id) }))
	};
}

const stepsOf = (db: Query, journey: string) =>
	db
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

const peopleAt = (db: Query, journey: string) =>
	db
		.selectFrom('participant')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.leftJoin('organisation', 'organisation.id', 'participant.organisation_id')
		.leftJoin('admission', admittedBy)
		.leftJoin('speaker', (join) =>
			join
				.onRef('speaker.participant_id', '=', 'participant.id')
				.onRef('speaker.organisation_id', '=', 'participant.organisation_id')
				.on('speaker.ended_at', 'is', null)
		)
		.leftJoin('participant as doubter', 'doubter.id', 'participant.doubted_by')
		.leftJoin('person as doubted', 'doubted.id', 'doubter.person_id')
		.select([
			'participant.id',
			'person.name',
			'participant.role',
			'participant.removed_at as removedAt',
			'participant.entered_by as enteredBy',
			'participant.device_at as deviceAt',
			'participant.says_is as saysIs',
			'organisation.id as organisation',
			'organisation.initials',
			'organisation.slot',
			'participant.job',
			'participant.joined_at as joinedAt',
			'admission.at as admittedAt',
			'speaker.role as speaks',
			'doubted.name as doubtedBy'
		])
		.where('participant.journey_id', '=', journey)
		.where('participant.merged_into', 'is', null)
		.orderBy('organisation.position')
		.orderBy('person.name')
		.execute();
