import type { Counted } from '#domain/parts/anonymity/anonymity.ts';
import type { Query } from '#server/db/open.ts';
import { admittedAt } from '#server/journey/admissions.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

/** How much one person wrote in one of their notebooks that nobody saw yet. */
export interface Wrote {
	participant: string;
	cards: number;
}

/**
 * What of it counts for a reveal (N4). Who is admitted, or no more, since people began to write changes nothing: it
 * would tell whether that one person wrote (N16).
 */
export async function countedIn(db: Query, step: StepRow, wrote: readonly Wrote[]): Promise<Counted> {
	const admitted = await admittedAt(db, step.journey_id, step.stage_at);
	const counted = wrote.filter(({ participant, cards }) => cards > 0 && admitted.has(participant));
	// Somebody may have more than one notebook (J14), and is one person.
	const writers = new Set(counted.map(({ participant }) => participant));
	return {
		cards: counted.reduce((sum, { cards }) => sum + cards, 0),
		writers: [...writers].map((participant) => admitted.get(participant) ?? null)
	};
}
