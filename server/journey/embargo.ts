import { isEmbargoed, mayFacilitate, type Seat, type Standing } from '#domain/journey/access.ts';
import { kindOf } from '#domain/kinds/kinds.ts';
import type { Query } from '#server/db/open.ts';

/** Nothing of this step is served to this person now (U5); null: to the beamer. */
export const isEmbargoedFor = async (
	db: Query,
	seat: Seat | null,
	{ journey_id, kind }: { journey_id: string; kind: string }
): Promise<boolean> => !mayFacilitate(seat) && isEmbargoedIn(db, journey_id, kind);

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
	const steps = await db
		.selectFrom('step')
		.innerJoin('room', 'room.journey_id', 'step.journey_id')
		.select(['step.id', 'step.kind', 'step.stage', 'room.step_id as at'])
		.where('step.journey_id', '=', journey)
		.where('step.removed_at', 'is', null)
		.execute();
	const standing = steps.map(({ id, kind, stage, at }): Standing => ({
		kind,
		stage: id === change.step && change.stage ? change.stage : stage,
		here: id === (change.room ?? at)
	}));
	return (kind) => isEmbargoed(kind, standing);
}
