import { mayFacilitate } from '#domain/journey/access.ts';
import { speaksAs } from '#domain/journey/admitting.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';

/** Whose view it is: one's own organisation's once one is admitted, or for a facilitator the one that she writes it down for. */
export async function speaksFor(
	tx: Query,
	{ journey, seat }: Pick<AtStep, 'journey' | 'seat'>,
	wanted?: string
): Promise<string | null> {
	if (!wanted || !mayFacilitate(seat)) return speaksAs(seat);
	const found = await tx
		.selectFrom('organisation')
		.select('id')
		.where('id', '=', wanted)
		.where('journey_id', '=', journey)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	return found?.id ?? null;
}
