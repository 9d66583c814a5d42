import type { ShownScore } from '#wire/kinds/today/state.ts';
import type { Query } from '#server/db/open.ts';
import type { StepRow } from '#server/journey/step-rows.ts';

// Scores as rows: one of each organisation on each theme.

/** Before the spread, also when the facilitator went back to before it (B8). */
export const isBlindIn = ({ stage }: Pick<StepRow, 'stage'>): boolean =>
	stage === 'prepared' || stage === 'scoring';

/** All of them; what may leave the server of it, `scoresFor` says. */
export async function scoresOf(db: Query, step: string): Promise<ShownScore[]> {
	const rows = await db
		.selectFrom('score')
		.innerJoin('participant', 'participant.id', 'score.participant_id')
		.select([
			'score.theme_id as theme',
			'score.organisation_id as organisation',
			'score.score',
			'score.evidence',
			'participant.organisation_id as of'
		])
		.where('score.step_id', '=', step)
		.execute();
	return rows.map(({ of, ...score }) => ({ ...score, onBehalf: of !== score.organisation }));
}

/** Of one organisation on one theme; undefined: none yet. */
export async function scoreOf(
	db: Query,
	step: string,
	of: Pick<ShownScore, 'theme' | 'organisation'>
): Promise<ShownScore | undefined> {
	return (await scoresOf(db, step)).find(
		({ theme, organisation }) => theme === of.theme && organisation === of.organisation
	);
}

/** In the place of the one that the organisation gave before. */
export async function keepScore(
	tx: Query,
	step: string,
	{ theme, organisation, score, evidence }: Omit<ShownScore, 'onBehalf'>,
	by: { participant: string; now: number }
): Promise<void> {
	const row = { score, evidence, at: by.now, participant_id: by.participant };
	await tx
		.insertInto('score')
		.values({ step_id: step, theme_id: theme, organisation_id: organisation, ...row })
		.onConflict((oc) => oc.columns(['step_id', 'theme_id', 'organisation_id']).doUpdateSet(row))
		.execute();
}
