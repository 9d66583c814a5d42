import { mayFacilitate } from '#domain/journey/access.ts';
import type { AtStep } from '#server/acts/act.ts';
import type { Query } from '#server/db/open.ts';

/** Whose view it is: one's own organisation's, or for a facilitator the one that she writes it down for. */
export async function speaksFor(
	tx: Query,
	{ journey, seat }: Pick<AtStep, 'journey' | 'seat'>,
	wanted?: string
): Promise<string | null> {
	if (!wanted || !mayFacilitate(seat)) return seat.organisation;
	const found = await tx
		.selectFrom('organisation')
		.select('id')
		.where('id', '=', wanted)
		.where('journey_id', '=', journey)
		.executeTakeFirst();
	return found?.id ?? null;
}
