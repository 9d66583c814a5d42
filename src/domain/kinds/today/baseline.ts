// Where a theme stands today, as each organisation sees it: scored blind, then shown as a spread. B-rules.
import type { Role } from '#domain/journey/access.ts';
import { scale } from '#domain/parts/scale/scale.ts';
import { checkLine } from '#domain/text/text.ts';

/** Visible characters in the sentence that says what a score rests on. */
export const evidenceLimit = 280;

export interface Score {
	theme: string;
	organisation: string;
	/** 1: still far away; 5: it is so already. */
	score: number;
	evidence: string;
}

/** What is looked at before a score is written down. */
export interface Scoring {
	role: Role;
	/** The stage in which scores are given. */
	isScoring: boolean;
	lockedAt: number | null;
	pausedAt: number | null;
	/** Null for residents and guests: a score is an organisation's. */
	organisation: string | null;
	themeExists: boolean;
}

type Refusal =
	| 'observer'
	| 'score-without-organisation'
	| 'scoring-not-open'
	| 'locked'
	| 'paused'
	| 'theme-gone'
	| 'score-invalid'
	| 'evidence-empty'
	| 'evidence-too-long';

export type ScoreDecision =
	| { ok: true; organisation: string; score: number; evidence: string }
	| { ok: false; reason: Refusal; field?: 'score' | 'evidence' };

/** `given` is what the score of this organisation on this theme shall be: a double click changes nothing (B2). */
export function decideScore(facts: Scoring, given: { score: number; evidence: string }): ScoreDecision {
	const refused = (reason: Refusal, field?: 'score' | 'evidence'): ScoreDecision => ({
		ok: false,
		reason,
		...(field && { field })
	});
	if (facts.role === 'observer') return refused('observer');
	if (!facts.isScoring) return refused('scoring-not-open');
	if (facts.lockedAt !== null) return refused('locked');
	if (facts.pausedAt !== null) return refused('paused');
	if (facts.organisation === null) return refused('score-without-organisation');
	if (!facts.themeExists) return refused('theme-gone');
	if (!scale.some((step) => step === given.score)) return refused('score-invalid', 'score');
	const evidence = checkLine(given.evidence, evidenceLimit);
	if (!evidence.ok)
		return refused(evidence.reason === 'line-empty' ? 'evidence-empty' : 'evidence-too-long', 'evidence');
	return { ok: true, organisation: facts.organisation, score: given.score, evidence: evidence.text };
}

/** What somebody of this organisation may see of the scores: while it is blind nothing but their own (B3). */
export const scoresFor = <S extends Score>(
	scores: readonly S[],
	to: { isBlind: boolean; organisation: string | null }
): S[] => scores.filter((score) => !to.isBlind || score.organisation === to.organisation);

/** How many themes each organisation has still to score, in their fixed order; whoever is done is left out (B4). */
export function unscored(
	scores: readonly Score[],
	themes: readonly string[],
	organisations: readonly string[]
): { organisation: string; themes: number }[] {
	const given = new Set(scores.map((score) => keyOf(score.organisation, score.theme)));
	return organisations
		.map((organisation) => ({
			organisation,
			themes: themes.filter((theme) => !given.has(keyOf(organisation, theme))).length
		}))
		.filter((missing) => missing.themes > 0);
}

const keyOf = (organisation: string, theme: string) => `${organisation} ${theme}`;

/** How far the organisations lie apart on one theme. There is no mean in it: a mean hides the talk (B5). */
export interface Spread<S extends Score = Score> {
	theme: string;
	/** In the fixed order of the organisations. */
	scores: S[];
	/** Null where nobody scored: a facilitator can open the spread with a reason. */
	range: { from: number; to: number } | null;
	/** Who lie furthest apart, of equals the first at the table; null where all agree. */
	apart: { high: S; low: S } | null;
}

/** Widest first, and of equally wide ones in the order of the themes (B6). */
export function spreadOf<S extends Score>(
	scores: readonly S[],
	themes: readonly string[],
	organisations: readonly string[]
): Spread<S>[] {
	return themes
		.map((theme) => spreadOn(theme, scores, organisations))
		.toSorted((a, b) => widthOf(b) - widthOf(a));
}

/** 0 to 4. */
export const widthOf = ({ range }: Pick<Spread, 'range'>): number => (range ? range.to - range.from : 0);

function spreadOn<S extends Score>(
	theme: string,
	all: readonly S[],
	organisations: readonly string[]
): Spread<S> {
	const scores = organisations.flatMap((organisation) =>
		all.filter((score) => score.theme === theme && score.organisation === organisation)
	);
	if (scores.length === 0) return { theme, scores, range: null, apart: null };
	const high = scores.reduce((top, score) => (score.score > top.score ? score : top));
	const low = scores.reduce((bottom, score) => (score.score < bottom.score ? score : bottom));
	return {
		theme,
		scores,
		range: { from: low.score, to: high.score },
		apart: high.score === low.score ? null : { high, low }
	};
}
