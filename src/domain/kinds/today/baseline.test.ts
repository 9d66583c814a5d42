import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	decideScore,
	evidenceLimit,
	scoresFor,
	spreadOf,
	unscored,
	widthOf,
	type Score,
	type Scoring
} from './baseline.ts';

const scoring: Scoring = {
	role: 'participant',
	isScoring: true,
	lockedAt: null,
	pausedAt: null,
	organisation: 'pol',
	themeExists: true
};
const decide = (more: Partial<Scoring>, score = 2, evidence = 'Mensen bellen niet meer.') =>
	decideScore({ ...scoring, ...more }, { score, evidence });
const refused = (reason: string, field?: string) => ({ ok: false, reason, ...(field && { field }) });

test('B1 a score is whole, 1 to 5, with one line of evidence of 1 to 280 visible characters', () => {
	for (const score of [1, 2, 3, 4, 5]) expect(decide({}, score)).toMatchObject({ ok: true, score });
	for (const score of [0, 6, 2.5, -1, NaN, Infinity])
		expect(decide({}, score)).toEqual(refused('score-invalid', 'score'));
	expect(decide({}, 3, ' Twee\nregels ')).toMatchObject({ ok: true, evidence: 'Twee regels' });
	expect(decide({}, 3, '👨‍👩‍👧‍👦'.repeat(evidenceLimit))).toMatchObject({ ok: true });
	expect(decide({}, 3, 'x'.repeat(evidenceLimit + 1))).toEqual(refused('evidence-too-long', 'evidence'));
	for (const empty of ['', '  ', '\u200b'])
		expect(decide({}, 3, empty)).toEqual(refused('evidence-empty', 'evidence'));
});

test('B2 an organisation scores through anyone of it, while scoring is open, not locked and not paused', () => {
	expect(decide({})).toEqual({
		ok: true,
		organisation: 'pol',
		score: 2,
		evidence: 'Mensen bellen niet meer.'
	});
	expect(decide({ role: 'observer' })).toEqual(refused('observer'));
	expect(decide({ organisation: null })).toEqual(refused('score-without-organisation'));
	expect(decide({ isScoring: false })).toEqual(refused('scoring-not-open'));
	expect(decide({ lockedAt: 1 })).toEqual(refused('locked'));
	expect(decide({ pausedAt: 1 })).toEqual(refused('paused'));
	expect(decide({ themeExists: false })).toEqual(refused('theme-gone'));
});

const organisations = ['wel', 'ggd', 'gem', 'wcp', 'pol', 'zor'];
const themes = ['buurten', 'jeugd', 'thuis', 'wonen', 'veilig'];
const on = (theme: string, scores: readonly number[]): Score[] =>
	scores.map((score, index) => ({
		theme,
		organisation: organisations[index]!,
		score,
		evidence: `zin ${index}`
	}));

test('B5 the spread has every organisation, the range and who lie furthest apart, and no mean', () => {
	const [veilig] = spreadOf(on('veilig', [3, 3, 4, 3, 2, 3]), ['veilig'], organisations);
	expect(veilig).toEqual({
		theme: 'veilig',
		scores: on('veilig', [3, 3, 4, 3, 2, 3]),
		range: { from: 2, to: 4 },
		apart: {
			high: { theme: 'veilig', organisation: 'gem', score: 4, evidence: 'zin 2' },
			low: { theme: 'veilig', organisation: 'pol', score: 2, evidence: 'zin 4' }
		}
	});
	const [agreed] = spreadOf(on('veilig', [3, 3, 3, 3, 3, 3]), ['veilig'], organisations);
	expect(agreed).toMatchObject({ range: { from: 3, to: 3 }, apart: null });
	expect(spreadOf([], ['veilig'], organisations)).toEqual([
		{ theme: 'veilig', scores: [], range: null, apart: null }
	]);
});

test('B6 the widest comes first, equally wide ones in the order of the themes', () => {
	const scores = [
		...on('buurten', [3, 2]),
		...on('jeugd', [5, 1]),
		...on('thuis', [2, 3]),
		...on('wonen', [4, 4])
	];
	expect(spreadOf(scores, themes, organisations).map((row) => row.theme)).toEqual([
		'jeugd',
		'buurten',
		'thuis',
		'wonen',
		'veilig'
	]);
});

const anyScores = fc.uniqueArray(
	fc.record({
		theme: fc.constantFrom(...themes),
		organisation: fc.constantFrom(...organisations),
		score: fc.integer({ min: 1, max: 5 }),
		evidence: fc.string({ minLength: 1, maxLength: 8 })
	}),
	{ selector: (score) => `${score.organisation} ${score.theme}` }
);

test('B5 B6 in whatever order the scores come in, the spread is the same', () => {
	fc.assert(
		fc.property(
			anyScores.chain((scores) =>
				fc.tuple(fc.constant(scores), fc.shuffledSubarray(scores, { minLength: scores.length }))
			),
			([scores, shuffled]) => {
				expect(spreadOf(shuffled, themes, organisations)).toEqual(spreadOf(scores, themes, organisations));
			}
		)
	);
});

test('B5 B6 every score lies in its range, both ends are somebody’s, and no row is wider than the one above it', () => {
	fc.assert(
		fc.property(anyScores, (scores) => {
			const rows = spreadOf(scores, themes, organisations);
			expect(rows.flatMap((row) => row.scores)).toHaveLength(scores.length);
			rows.forEach((row, index) => {
				const given = scores.filter((score) => score.theme === row.theme).map(({ score }) => score);
				expect(row.range).toEqual(
					given.length === 0 ? null : { from: Math.min(...given), to: Math.max(...given) }
				);
				expect(row.apart === null).toBe(widthOf(row) === 0);
				if (row.apart) expect(row.apart.high.score - row.apart.low.score).toBe(widthOf(row));
				if (index > 0) expect(widthOf(row)).toBeLessThanOrEqual(widthOf(rows[index - 1]!));
			});
		})
	);
});

test('B3 while it is blind nobody sees another organisation’s score, and who has no organisation sees none', () => {
	fc.assert(
		fc.property(anyScores, fc.option(fc.constantFrom(...organisations)), (scores, organisation) => {
			const seen = scoresFor(scores, { isBlind: true, organisation });
			expect(seen).toEqual(scores.filter((score) => score.organisation === organisation));
			expect(scoresFor(scores, { isBlind: false, organisation })).toEqual(scores);
		})
	);
});

test('B4 as long as one score is missing its organisation is missing, with how many and not which', () => {
	fc.assert(
		fc.property(anyScores, (scores) => {
			const missing = unscored(scores, themes, organisations);
			const all = themes.length * organisations.length;
			expect(missing.reduce((sum, of) => sum + of.themes, 0)).toBe(all - scores.length);
			expect(missing.every((of) => of.themes > 0)).toBe(true);
			expect(Object.keys(missing[0] ?? {})).toEqual(missing.length ? ['organisation', 'themes'] : []);
		})
	);
	const complete = themes.flatMap((theme) => on(theme, [1, 2, 3, 4, 5, 1]));
	expect(unscored(complete, themes, organisations)).toEqual([]);
	expect(unscored(complete.slice(1), themes, organisations)).toEqual([{ organisation: 'wel', themes: 1 }]);
});
