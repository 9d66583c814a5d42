import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import type { Sheet } from '#server/reports/sheet.ts';
import { isBlindIn, scoresOf } from './scores.ts';
import { themesOf } from './state.ts';

/** Nobody's score, and nobody's evidence, before the spread is open (B3). */
export async function scoreSheets(reading: Reading, step: StepRow): Promise<Sheet[]> {
	if (isBlindIn(step)) return [];
	const organisations = await reading.everyOrganisation();
	const scores = await scoresOf(reading.db, step.id);
	const rows = (await themesOf(reading)).flatMap((theme) =>
		organisations.flatMap((organisation) =>
			scores
				.filter((score) => score.theme === theme.id && score.organisation === organisation.id)
				.map(({ score, evidence }) => [theme.name, organisation.name, score, evidence])
		)
	);
	return [{ name: 'scores', columns: ['theme', 'organisation', 'score', 'evidence'], rows }];
}
