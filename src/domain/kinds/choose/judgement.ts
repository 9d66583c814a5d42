// The three questions of The Natural Step about a solution: who answers them, and what the answers come to (Z1–Z7).
import type { Role } from '#domain/journey/access.ts';
import { scale } from '#domain/parts/scale/scale.ts';

/** Does it bring us closer? Can it be built upon? Does it yield enough? */
export const questions = ['direction', 'platform', 'yield'] as const;
export type Question = (typeof questions)[number];

/** A number for each question: of one person a whole one from 1 to 5, of more people the mean of theirs. */
export type Answers = Record<Question, number>;

/** What one person answered about one solution. */
export interface Judgement extends Answers {
	solution: string;
	participant: string;
	/** Null for residents and guests; together they are one voice (Z4). */
	organisation: string | null;
}

export type JudgementDecision =
	| { ok: true; answers: Answers }
	| {
			ok: false;
			reason:
				'observer' | 'judging-not-open' | 'locked' | 'paused' | 'solution-gone' | 'judgement-incomplete';
	  };

/** `given` is how the three answers shall be, so that a double click changes nothing (Z1). */
export function decideJudgement(
	facts: {
		stage: string;
		lockedAt: number | null;
		pausedAt: number | null;
		role: Role;
		solutionExists: boolean;
	},
	given: Record<Question, string>
): JudgementDecision {
	if (facts.role === 'observer') return { ok: false, reason: 'observer' };
	if (facts.stage !== 'judging') return { ok: false, reason: 'judging-not-open' };
	if (facts.lockedAt !== null) return { ok: false, reason: 'locked' };
	if (facts.pausedAt !== null) return { ok: false, reason: 'paused' };
	if (!facts.solutionExists) return { ok: false, reason: 'solution-gone' };
	if (!questions.every((question) => scale.some((step) => String(step) === given[question])))
		return { ok: false, reason: 'judgement-incomplete' };
	return { ok: true, answers: perQuestion((question) => Number(given[question])) };
}

/** An organisation that answered, or everybody without one: it counts once, whoever of it answered (Z4). */
export interface Voice {
	organisation: string | null;
	people: number;
	/** 0..1; of all voices about one solution together 1 (Z5). */
	weight: number;
	answers: Answers;
}

export interface Weighed {
	solution: string;
	/** Who answered about it. */
	people: number;
	voices: Voice[];
	/** Null when nobody answered. */
	found: {
		/** Each person counts once. */
		raw: Answers;
		/** Each organisation counts once. */
		share: Answers;
		/** Of single people: from here … */
		lowest: Answers;
		/** … to here. */
		highest: Answers;
	} | null;
}

/** In the order of `solutions`. What was answered about any other solution rests, and counts for nothing. */
export function weigh(judgements: readonly Judgement[], solutions: readonly string[]): Weighed[] {
	const about = Map.groupBy(judgements, (judgement) => judgement.solution);
	return solutions.map((solution) => weighOne(solution, about.get(solution) ?? []));
}

function weighOne(solution: string, given: readonly Judgement[]): Weighed {
	const voices = voicesOf(given);
	if (given.length === 0) return { solution, people: 0, voices, found: null };
	return {
		solution,
		people: given.length,
		voices,
		found: {
			raw: meanOf(given),
			share: perQuestion((question) =>
				voices.reduce((sum, { weight, answers }) => sum + weight * answers[question], 0)
			),
			lowest: perQuestion((question) => Math.min(...given.map((answers) => answers[question]))),
			highest: perQuestion((question) => Math.max(...given.map((answers) => answers[question])))
		}
	};
}

/** In one fixed order, so that the same answers always give the same sums (Z5); who has no organisation comes last. */
function voicesOf(given: readonly Judgement[]): Voice[] {
	const voices = [...Map.groupBy(given, ({ organisation }) => organisation)];
	return voices
		.map(([organisation, of]) => ({
			organisation,
			people: of.length,
			weight: 1 / voices.length,
			answers: meanOf(of)
		}))
		.sort((a, b) => (placeInTurn(a) < placeInTurn(b) ? -1 : 1));
}

/** After every id there is. */
const last = '~';
const placeInTurn = ({ organisation }: Voice) => organisation ?? last;

const meanOf = (given: readonly Answers[]): Answers =>
	perQuestion((question) => given.reduce((sum, answers) => sum + answers[question], 0) / given.length);

const perQuestion = (number: (question: Question) => number): Answers => ({
	direction: number('direction'),
	platform: number('platform'),
	yield: number('yield')
});

/** Each organisation counts once, or each person does. */
export type Lens = 'share' | 'raw';
/** One question, or the three together. */
export type Measure = Question | 'all';

/** 1..5, or null when nobody answered. The three together are their mean. */
export function measured({ found }: Weighed, lens: Lens, by: Measure): number | null {
	if (found === null) return null;
	const answers = found[lens];
	return by === 'all'
		? questions.reduce((sum, question) => sum + answers[question], 0) / questions.length
		: answers[by];
}

/** Highest first, what nobody answered last; equals keep their order. A new list. */
export function sortWeighed(weighed: readonly Weighed[], lens: Lens, by: Measure): Weighed[] {
	return weighed.toSorted((a, b) => compare(measured(b, lens, by), measured(a, lens, by)));
}

/** Means are sums of fractions: what differs less than this is equal. */
const tolerance = 1e-3;
function compare(a: number | null, b: number | null): number {
	const [left, right] = [a ?? 0, b ?? 0];
	return Math.abs(left - right) < tolerance ? 0 : left - right;
}

/** Where a solution stands in both lenses; 1 is highest, equals share a place. */
export interface Places {
	solution: string;
	share: number;
	raw: number;
}

/**
 * The solutions whose place differs most between the lenses, all of them when several differ as much; none when
 * the lenses agree. It is something to talk about, not an error (Z7).
 */
export function movers(weighed: readonly Weighed[], by: Measure = 'all'): Places[] {
	const answered = weighed.filter(({ found }) => found !== null);
	const places = answered.map((one) => ({
		solution: one.solution,
		share: placeOf(one, answered, 'share', by),
		raw: placeOf(one, answered, 'raw', by)
	}));
	const gap = ({ share, raw }: Places) => Math.abs(share - raw);
	const widest = Math.max(0, ...places.map(gap));
	return widest === 0 ? [] : places.filter((place) => gap(place) === widest);
}

const placeOf = (one: Weighed, all: readonly Weighed[], lens: Lens, by: Measure) =>
	1 + all.filter((other) => compare(measured(other, lens, by), measured(one, lens, by)) > 0).length;

/** How far the organisations lie apart about a solution, on the question that parts them most; 0..4 (Z15). */
export function difference({ voices }: Weighed): number {
	if (voices.length === 0) return 0;
	return Math.max(
		...questions.map((question) => {
			const answers = voices.map((voice) => voice.answers[question]);
			return Math.max(...answers) - Math.min(...answers);
		})
	);
}

/** What parts the organisations most comes first; equals keep their order. A new list. */
export const sortByDifference = (weighed: readonly Weighed[]): Weighed[] =>
	weighed.toSorted((a, b) => compare(difference(b), difference(a)));
