import * as v from 'valibot';
import type { Pole, Quadrant } from '#domain/kinds/both-and/tension.ts';
import type { Query } from '#server/db/open.ts';

/** A tension that is on the list. */
export function tensionIn(db: Query, step: string, id: string) {
	return db
		.selectFrom('harvest')
		.select(['id', 'details'])
		.where('id', '=', id)
		.where('step_id', '=', step)
		.where('dropped_at', 'is', null)
		.executeTakeFirst();
}

/** Tensions that were taken off it. */
export function droppedIn(db: Query, step: string) {
	return db
		.selectFrom('harvest')
		.select(['id', 'name'])
		.where('step_id', '=', step)
		.where('dropped_at', 'is not', null)
		.orderBy('dropped_at')
		.execute();
}

/** What stands in the quadrants of these tensions, oldest first. */
export async function itemsOf(db: Query, tensions: readonly string[]) {
	if (tensions.length === 0) return [];
	const rows = await db
		.selectFrom('tension_item')
		.select(['id', 'tension_id as tension', 'quadrant', 'text', 'organisation_id as organisation'])
		.where('tension_id', 'in', tensions)
		.where('removed_at', 'is', null)
		.orderBy('at')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, quadrant: row.quadrant as Quadrant }));
}

/** In the fixed order of the table: organisations are never ranked. */
export async function leaningsOf(db: Query, tensions: readonly string[]) {
	if (tensions.length === 0) return [];
	const rows = await db
		.selectFrom('leaning')
		.innerJoin('organisation', 'organisation.id', 'leaning.organisation_id')
		.select(['tension_id as tension', 'organisation_id as organisation', 'pole'])
		.where('tension_id', 'in', tensions)
		.where('organisation.removed_at', 'is', null)
		.orderBy('organisation.position')
		.execute();
	return rows.map((row) => ({ ...row, pole: row.pole as Pole }));
}

const ownersShape = v.object({ a: v.nullable(v.string()), b: v.nullable(v.string()) });

/** Which organisation looks after which pole. */
export function ownersIn(details: Record<string, unknown>): Record<Pole, string | null> {
	return v.parse(ownersShape, details.owners ?? { a: null, b: null });
}

const shownShape = v.object({ shown: v.optional(v.nullable(v.string()), null) });

/** The tension that was put on the beamer, whether or not it is still on the list. */
export function shownIn(step: { settings: string }): string | null {
	return v.parse(shownShape, JSON.parse(step.settings)).shown;
}
