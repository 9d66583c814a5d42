import { lateInRound, speakerOrder } from '#domain/kinds/check-in/round.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';
import type { Database } from '#server/db/schema/schema.ts';
import { atTable } from '#server/journey/seats.ts';

// One round in which each person speaks once.

export interface Turn {
	participant: string;
	name: string;
	organisation: string | null;
	position: number;
	startedAt: number | null;
	endedAt: number | null;
}

export const speakerOf = (turns: readonly Turn[]): Turn | null =>
	turns.find((turn) => turn.startedAt !== null && turn.endedAt === null) ?? null;

export const nextOf = (turns: readonly Turn[]): Turn | null =>
	turns.find((turn) => turn.startedAt === null) ?? null;

/** In the order in which people speak; who was removed is passed over. */
export function turnsOf(db: Query, step: string): Promise<Turn[]> {
	return db
		.selectFrom('turn')
		.innerJoin('participant', 'participant.id', 'turn.participant_id')
		.innerJoin('person', 'person.id', 'participant.person_id')
		.select([
			'turn.participant_id as participant',
			'turn.position',
			'turn.started_at as startedAt',
			'turn.ended_at as endedAt',
			'person.name',
			'participant.organisation_id as organisation'
		])
		.where('turn.step_id', '=', step)
		.where('participant.removed_at', 'is', null)
		.orderBy('turn.position')
		.execute();
}

/** The order in which people speak: shuffled, rotating over the organisations (K1). Who came later comes last. */
export async function drawOrder(
	tx: Query,
	{ context, journey, step }: Pick<AtStep, 'context' | 'journey' | 'step'>
): Promise<void> {
	const places = new Map(
		(await turnsOf(tx, step.id)).map(({ participant, position }) => [participant, position])
	);
	const newcomers = (await atTable(tx, journey))
		.filter(({ id }) => !places.has(id))
		.map(({ id, organisation_id }) => ({ id, organisation: organisation_id }));
	const order = lateInRound([...places.keys()], speakerOrder(newcomers, context.random));
	const moved = order
		.map((participant_id, index) => ({ participant_id, position: index + 1 }))
		.filter(({ participant_id, position }) => places.get(participant_id) !== position);
	if (moved.length === 0) return;
	await tx
		.insertInto('turn')
		.values(moved.map((turn) => ({ step_id: step.id, ...turn, started_at: null, ended_at: null })))
		.onConflict((oc) =>
			oc
				.columns(['step_id', 'participant_id'])
				.doUpdateSet(({ ref }) => ({ position: ref('excluded.position') }))
		)
		.execute();
}

export async function changeTurn(
	tx: Query,
	step: string,
	participant: string,
	turn: Partial<Pick<Database['turn'], 'position' | 'started_at' | 'ended_at'>>
): Promise<void> {
	await tx
		.updateTable('turn')
		.set(turn)
		.where('step_id', '=', step)
		.where('participant_id', '=', participant)
		.execute();
}

/** Who was removed while speaking has not spoken: if let back, that person is called again. */
export async function takeBackTurns(tx: Query, step: string): Promise<void> {
	await tx
		.updateTable('turn')
		.set({ started_at: null })
		.where('step_id', '=', step)
		.where('ended_at', 'is', null)
		.where(({ exists, selectFrom }) =>
			exists(
				selectFrom('participant')
					.select('id')
					.whereRef('participant.id', '=', 'turn.participant_id')
					.where('removed_at', 'is not', null)
			)
		)
		.execute();
}
