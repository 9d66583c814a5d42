import { isEmbargoed, type Standing } from '#domain/journey/access.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';

interface Change {
	room?: string;
	step?: string;
	stage?: string;
}

/** Whether a step of this kind is embargoed now; asks nothing of the database for a kind that never is. */
export async function isEmbargoedIn(
	db: Query,
	journey: string,
	kind: string,
	change?: Change
): Promise<boolean> {
	return kindOf(kind).embargoedBy !== undefined && (await embargoOf(db, journey, change))(kind);
}

/**
 * Whether steps of a kind are embargoed in this journey now (U5); what serves something of a step to people asks it first.
 * `change`: as it would be after a step went to another stage, or the room to another step.
 */
export async function embargoOf(
	db: Query,
	journey: string,
	change: Change = {}
): Promise<(kind: string) => boolean> {
	const room = await db
		.selectFrom('room')
		.select('step_id')
		.where('journey_id', '=', journey)
		.executeTakeFirstOrThrow();
	const steps = await db
		.selectFrom('step')
		.select(['id', 'kind', 'stage'])
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.execute();
	const at = change.room ?? room.step_id;
	const standing = steps.map(({ id, kind, stage }): Standing => ({
		kind,
		stage: id === change.step && change.stage ? change.stage : stage,
		here: id === at
	}));
	return (kind) => isEmbargoed(kind, standing);
}
