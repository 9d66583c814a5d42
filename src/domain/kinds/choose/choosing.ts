// Choosing: at most six ambitions, and "niet nu" with a reason for what is not chosen (Z8–Z12).
import { checkLine, titleLimit } from '#domain/text/text.ts';
import { hasLongName } from '#domain/parts/harvest/harvest.ts';
import type { Missing } from '#domain/journey/gates.ts';

/** Focus: more ambitions than this are a list of wishes (Z8). */
export const mostAmbitions = 6;
/** Visible characters in the reason of a "niet nu". */
export const reasonLimit = 280;

type Refusal<Reason extends string> = { ok: false; reason: Reason };

/** Once the answers are on the table, and as long as the step lasts. */
export const choosingOpen = (stage: string): boolean => stage === 'weighed' || stage === 'harvested';

export function checkAmbitionName(
	raw: string
): { ok: true; text: string } | Refusal<'ambition-nameless' | 'ambition-name-long'> {
	const checked = checkLine(raw, titleLimit);
	if (!checked.ok)
		return {
			ok: false,
			reason: checked.reason === 'line-empty' ? 'ambition-nameless' : 'ambition-name-long'
		};
	return hasLongName(checked.text) ? { ok: false, reason: 'ambition-name-long' } : checked;
}

/** What there is to choose from, and what was chosen of it so far. */
export interface Choice {
	stage: string;
	/** Ids of the solutions that exist. */
	solutions: readonly string[];
	/** Of them, those that are "niet nu". */
	notNow: readonly string[];
	/** The ambitions that stand, with their solutions. */
	ambitions: readonly { id: string; name: string; solutions: readonly string[] }[];
}

export type AmbitionRefusal =
	'choosing-not-open' | 'six-ambitions' | 'ambition-gone' | 'solution-gone' | 'solution-not-now';

/**
 * An ambition that is new, changed, or taken up again, with the solutions that it shall rest on; it may rest on none
 * yet. `stops` is another one that gives up its place for it (Z8).
 */
export function decideAmbition(
	choice: Choice,
	wanted: { id: string; solutions: readonly string[]; stops: string | null }
): { ok: true } | Refusal<AmbitionRefusal> {
	if (!choosingOpen(choice.stage)) return { ok: false, reason: 'choosing-not-open' };
	if (wanted.solutions.some((id) => !choice.solutions.includes(id)))
		return { ok: false, reason: 'solution-gone' };
	if (wanted.solutions.some((id) => choice.notNow.includes(id)))
		return { ok: false, reason: 'solution-not-now' };
	const others = choice.ambitions.filter(({ id }) => id !== wanted.id);
	if (wanted.stops !== null && !others.some(({ id }) => id === wanted.stops))
		return { ok: false, reason: 'ambition-gone' };
	const stay = others.length - (wanted.stops === null ? 0 : 1);
	return stay >= mostAmbitions ? { ok: false, reason: 'six-ambitions' } : { ok: true };
}

export function decideNotNow(
	choice: Choice,
	solution: string,
	raw: string
):
	| { ok: true; reason: string }
	| Refusal<
			| 'choosing-not-open'
			| 'solution-gone'
			| 'solution-in-ambition'
			| 'not-now-without-reason'
			| 'not-now-too-long'
	  > {
	if (!choosingOpen(choice.stage)) return { ok: false, reason: 'choosing-not-open' };
	if (!choice.solutions.includes(solution)) return { ok: false, reason: 'solution-gone' };
	if (choice.ambitions.some(({ solutions }) => solutions.includes(solution)))
		return { ok: false, reason: 'solution-in-ambition' };
	const checked = checkLine(raw, reasonLimit);
	if (checked.ok) return { ok: true, reason: checked.text };
	return {
		ok: false,
		reason: checked.reason === 'line-empty' ? 'not-now-without-reason' : 'not-now-too-long'
	};
}

/** In no ambition and not "niet nu", in their order: these keep the harvest waiting (Z12). */
export function undecided({ solutions, notNow, ambitions }: Omit<Choice, 'stage'>): string[] {
	const decided = new Set([...notNow, ...ambitions.flatMap((ambition) => ambition.solutions)]);
	return solutions.filter((solution) => !decided.has(solution));
}

export const missingDecisions = (names: readonly string[]): Missing[] =>
	names.length > 0 ? [{ reason: 'solutions-undecided', names: [...names] }] : [];
