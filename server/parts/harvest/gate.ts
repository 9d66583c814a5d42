import { missingAmbitions, missingSolutions, missingThemes, type Missing } from '#domain/journey/gates.ts';
import type { Reading } from '#server/journey/reading.ts';

// What kinds ask of the harvest of the steps before them (G-rules).

/** Themes, each with its vision sentence and at least two values (G3). */
export async function themesThere(reading: Reading): Promise<Missing[]> {
	const links = await reading.links();
	const themes = await reading.harvest(['theme']);
	return missingThemes(
		themes.map(({ id, name, texts }) => ({
			name,
			vision: texts.vision ?? '',
			values: links.get(id)?.length ?? 0
		}))
	);
}

/** At least one solution (G4). */
export async function solutionsThere(reading: Reading): Promise<Missing[]> {
	return missingSolutions((await reading.harvest(['solution'])).length);
}

/** At least one ambition was chosen (G4). */
export async function ambitionsChosen(reading: Reading): Promise<Missing[]> {
	return missingAmbitions((await reading.harvest(['ambition'])).length);
}
