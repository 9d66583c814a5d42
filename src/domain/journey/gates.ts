// Gates: what must be there before a stage may begin (G-rules). Facts in, what is missing out.
import { linksAsked } from '#domain/parts/harvest/harvest.ts';
import { isFarLonger, isLonger, tidy, visibleLength, type Checked } from '#domain/text/text.ts';

/** Something that must be there first: `gate_<reason>` is its message key, `names` are what it is about. */
export interface Missing {
	reason: string;
	names: string[];
	/** No reason opens the gate while this is missing (N4). */
	final?: true;
}

/** The values: there are some, and every organisation consented to them (G2). `open`: who has not yet, by name. */
export function missingValues(facts: { values: number; open: readonly string[] }): Missing[] {
	if (facts.values === 0) return [{ reason: 'values-none', names: [] }];
	return missing('values-open', facts.open);
}

/** The themes: there are some, each with its vision sentence and at least two values (G3). */
export function missingThemes(
	themes: readonly { name: string; vision: string; values: number }[]
): Missing[] {
	if (themes.length === 0) return [{ reason: 'themes-none', names: [] }];
	const names = (of: typeof themes) => of.map((theme) => theme.name);
	return [
		...missing('themes-vision', names(themes.filter((theme) => theme.vision === ''))),
		...missing(
			'themes-values',
			names(themes.filter((theme) => linksAsked('theme', 'value', theme.values) > 0))
		)
	];
}

/** G4 */
export const missingSolutions = (solutions: number): Missing[] =>
	solutions > 0 ? [] : [{ reason: 'solutions-none', names: [] }];

/** G4 */
export const missingAmbitions = (ambitions: number): Missing[] =>
	ambitions > 0 ? [] : [{ reason: 'ambitions-none', names: [] }];

const missing = (reason: string, names: readonly string[]): Missing[] =>
	names.length > 0 ? [{ reason, names: [...names] }] : [];

/** Visible characters in the reason of who opens a gate all the same (G5). */
export const reasonLeast = 10;
export const reasonMost = 500;

/** A gate opens with a written reason only; `missing` is what keeps it closed now (G5). */
export function decideOpening(missing: readonly Missing[], reason: string): Checked {
	if (missing.length === 0) return { ok: false, reason: 'gate-not-closed' };
	if (missing.some(({ final }) => final)) return { ok: false, reason: 'gate-final' };
	if (isFarLonger(reason, reasonMost)) return { ok: false, reason: 'gate-reason-long' };
	const text = tidy(reason);
	if (isLonger(text, reasonMost)) return { ok: false, reason: 'gate-reason-long' };
	if (visibleLength(text) < reasonLeast) return { ok: false, reason: 'gate-reason-short' };
	return { ok: true, text };
}
