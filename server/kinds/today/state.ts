import type { Missing } from '#domain/journey/gates.ts';
import { spreadOf, unscored } from '#domain/kinds/today/baseline.ts';
import type { ScoresState } from '#wire/kinds/today/state.ts';
import type { Reading } from '#server/journey/reading.ts';
import type { StepRow } from '#server/journey/step-rows.ts';
import { countFound } from './found.ts';
import { isBlindIn, scoresOf } from './scores.ts';
import { settingsOf } from './settings.ts';

/** While it is blind, nothing but counts (B3). */
export async function scoresState(reading: Reading, step: StepRow): Promise<ScoresState> {
	const themes = await themesOf(reading);
	const themeIds = themes.map(({ id }) => id);
	const organisations = (await reading.organisations()).map(({ id }) => id);
	const scores = await reading.rows(scoresOf, step.id);
	const missing = unscored(scores, themeIds, organisations);
	const of = themes.length * organisations.length;
	const spread = isBlindIn(step) ? null : spreadOf(scores, themeIds, organisations);
	const { shown } = settingsOf(step);
	return {
		part: 'scores',
		themes,
		filled: of - missing.reduce((sum, { themes }) => sum + themes, 0),
		of,
		organisations: organisations.map((id) => ({
			id,
			done: themes.length > 0 && !missing.some(({ organisation }) => organisation === id)
		})),
		spread,
		shown: (spread?.find(({ theme }) => theme === shown) ?? spread?.[0])?.theme ?? null,
		found: step.stage === 'harvested' ? await countFound(reading.db, step) : null
	};
}

/** Which organisations have still to score, with how many themes and without which (B4). */
export async function missingScores(reading: Reading, step: StepRow): Promise<Missing[]> {
	const organisations = await reading.organisations();
	const themes = await themesOf(reading);
	const missing = unscored(
		await reading.rows(scoresOf, step.id),
		themes.map(({ id }) => id),
		organisations.map(({ id }) => id)
	);
	const nameOf = (id: string) => organisations.find((organisation) => organisation.id === id)!.name;
	const names = missing.map(({ organisation, themes }) => `${nameOf(organisation)} (${themes})`);
	return names.length > 0 ? [{ reason: 'scores-open', names }] : [];
}

export async function themesOf(reading: Reading): Promise<ScoresState['themes']> {
	const themes = await reading.harvest(['theme']);
	return themes.map(({ id, name, texts }) => ({ id, name, vision: texts.vision ?? '' }));
}
