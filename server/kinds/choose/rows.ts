import type { Choice } from '#domain/kinds/choose/choosing.ts';
import { kinds } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

/** Why a solution is "niet nu". */
interface Reason {
	solution: string;
	reason: string;
}

/** What the table has chosen so far. */
export interface ReasonedChoice extends Choice {
	/** Of each solution that is "niet nu", oldest first. */
	reasons: readonly Reason[];
}

export async function choiceIn(reading: Reading, { stage }: Pick<StepRow, 'stage'>): Promise<ReasonedChoice> {
	const solutions = (await reading.harvest(['solution'])).map(({ id }) => id);
	const ambitions = await reading.harvest(['ambition']);
	const links = await reading.links();
	const reasons = await reading.rows(standingReasons, reading.journey);
	return {
		stage,
		solutions,
		reasons,
		notNow: reasons.map(({ solution }) => solution),
		ambitions: ambitions.map(({ id, name }) => ({
			id,
			name,
			solutions: (links.get(id) ?? []).filter((to) => solutions.includes(to))
		}))
	};
}

export const standingReasons = (db: Query, journey: string) => reasonsIn(db, journey, 'standing');

/** Reasons for "niet nu", of solutions that exist, oldest first. */
export function reasonsIn(db: Query, journey: string, which: 'standing' | 'taken back'): Promise<Reason[]> {
	return db
		.selectFrom('not_now')
		.innerJoin('harvest', 'harvest.id', 'not_now.solution_id')
		.select(['not_now.solution_id as solution', 'not_now.reason'])
		.where('harvest.journey_id', '=', journey)
		.where('harvest.dropped_at', 'is', null)
		.where('not_now.ended_at', which === 'standing' ? 'is' : 'is not', null)
		.orderBy('not_now.at')
		.orderBy('harvest.position')
		.execute();
}

/** Ambitions that were let go of. */
export function droppedIn(db: Query, journey: string): Promise<{ id: string; name: string }[]> {
	return db
		.selectFrom('harvest')
		.select(['id', 'name'])
		.where('journey_id', '=', journey)
		.where('kind', '=', 'ambition')
		.where('dropped_at', 'is not', null)
		.orderBy('position')
		.execute();
}

/** What has this id, dropped or not; null: nothing. */
export async function holderOf(
	db: Query,
	journey: string,
	id: string
): Promise<'ambition' | 'something else' | null> {
	const row = await db
		.selectFrom('harvest')
		.select(['journey_id', 'kind'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) return null;
	return row.journey_id === journey && row.kind === 'ambition' ? 'ambition' : 'something else';
}

/** Kinds on whose board ambitions are written out. */
const writingOut = kinds.filter(({ writesAt }) => writesAt === 'ambition').map(({ kind }) => kind);

/** The steps that write ambitions out; one that was taken out of the run-sheet too, for it comes back as they are. */
export async function stepsWritingOut(db: Query, journey: string): Promise<string[]> {
	const steps = await db
		.selectFrom('step')
		.select('id')
		.where('journey_id', '=', journey)
		.where('kind', 'in', writingOut)
		.execute();
	return steps.map(({ id }) => id);
}
