import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	decideJudgement,
	difference,
	measured,
	movers,
	questions,
	sortByDifference,
	sortWeighed,
	weigh,
	type Answers,
	type Judgement,
	type Weighed
} from './judgement.ts';

const judging = {
	stage: 'judging',
	lockedAt: null,
	pausedAt: null,
	role: 'participant',
	solutionExists: true
} as const;
const given = { direction: '5', platform: '4', yield: '2' };
const refused = (reason: string) => ({ ok: false, reason });

let people = 0;
const says = (
	solution: string,
	organisation: string | null,
	direction: number,
	platform = direction,
	worth = direction
): Judgement => ({
	solution,
	organisation,
	participant: `p${(people += 1)}`,
	direction,
	platform,
	yield: worth
});
const all = (n: number): Answers => ({ direction: n, platform: n, yield: n });

const answer = fc.integer({ min: 1, max: 5 });
const judgements = fc
	.array(
		fc.record({
			solution: fc.constantFrom('s1', 's2', 's3'),
			organisation: fc.constantFrom('wel', 'ggd', 'gem', null),
			participant: fc.integer({ min: 1, max: 40 }).map(String),
			direction: answer,
			platform: answer,
			yield: answer
		}),
		{ maxLength: 60 }
	)
	.map((list): Judgement[] => [
		...new Map(list.map((one) => [`${one.solution} ${one.participant}`, one])).values()
	]);
const solutions = ['s1', 's2', 's3'];

test('Z1 the three questions are answered together, each with a whole number from 1 to 5', () => {
	expect(decideJudgement(judging, given)).toEqual({
		ok: true,
		answers: { direction: 5, platform: 4, yield: 2 }
	});
	for (const wrong of ['', '0', '6', '1.5', '-1', '1e0', ' 3', 'drie'])
		for (const question of questions)
			expect(decideJudgement(judging, { ...given, [question]: wrong })).toEqual(
				refused('judgement-incomplete')
			);
});

test('Z2 answers are given while the step is judging, about solutions that exist, by everyone but observers', () => {
	for (const stage of ['prepared', 'weighed', 'harvested'])
		expect(decideJudgement({ ...judging, stage }, given)).toEqual(refused('judging-not-open'));
	expect(decideJudgement({ ...judging, lockedAt: 1 }, given)).toEqual(refused('locked'));
	expect(decideJudgement({ ...judging, pausedAt: 1 }, given)).toEqual(refused('paused'));
	expect(decideJudgement({ ...judging, solutionExists: false }, given)).toEqual(refused('solution-gone'));
	expect(decideJudgement({ ...judging, role: 'observer' }, given)).toEqual(refused('observer'));
	for (const role of ['lead', 'co-facilitator'] as const)
		expect(decideJudgement({ ...judging, role }, given).ok).toBe(true);
});

test('Z4 an organisation counts once, however many of it answered, and so does everybody without one', () => {
	const [found] = weigh(
		[says('s1', 'wel', 5), says('s1', 'wel', 5), says('s1', 'wel', 5), says('s1', 'ggd', 2)],
		['s1']
	);
	expect(found).toMatchObject({
		people: 4,
		found: { raw: all(4.25), share: all(3.5), lowest: all(2), highest: all(5) },
		voices: [
			{ organisation: 'ggd', people: 1, weight: 0.5, answers: all(2) },
			{ organisation: 'wel', people: 3, weight: 0.5, answers: all(5) }
		]
	});
	const [guests] = weigh([says('s1', null, 1), says('s1', null, 2), says('s1', 'ggd', 5)], ['s1']);
	expect(guests!.voices.at(-1)).toMatchObject({ organisation: null, people: 2, weight: 0.5 });
	expect(guests!.found!.share.direction).toBe(3.25);
});

test('Z4 more people of one organisation who think as it does change the share of nobody', () => {
	fc.assert(
		fc.property(judgements, fc.integer({ min: 2, max: 5 }), (before, times) => {
			const after = before.flatMap((one) =>
				one.organisation === 'wel'
					? Array.from({ length: times }, (_, i) => ({ ...one, participant: `${one.participant}/${i}` }))
					: [one]
			);
			const shares = (of: readonly Judgement[]) =>
				weigh(of, solutions).map(({ found }) => found?.share ?? null);
			const [then, now] = [shares(before), shares(after)];
			for (const [i, share] of then.entries())
				if (share === null) expect(now[i]).toBeNull();
				else for (const question of questions) expect(now[i]![question]).toBeCloseTo(share[question], 9);
		})
	);
});

test('Z5 the weights about each solution make one, each organisation has the same, and means stay between the answers', () => {
	fc.assert(
		fc.property(judgements, (list) => {
			for (const { voices, found, people } of weigh(list, solutions)) {
				if (found === null) {
					expect([voices, people]).toEqual([[], 0]);
					continue;
				}
				expect(voices.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
				expect(new Set(voices.map(({ weight }) => weight)).size).toBe(1);
				expect(new Set(voices.map(({ organisation }) => organisation)).size).toBe(voices.length);
				expect(voices.reduce((sum, voice) => sum + voice.people, 0)).toBe(people);
				for (const question of questions)
					for (const lens of ['raw', 'share'] as const) {
						expect(found[lens][question]).toBeGreaterThanOrEqual(found.lowest[question] - 1e-9);
						expect(found[lens][question]).toBeLessThanOrEqual(found.highest[question] + 1e-9);
					}
			}
		})
	);
});

test('Z5 the order in which answers came changes nothing', () => {
	const shuffled = judgements.chain((list) =>
		fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [list, other] as const)
	);
	fc.assert(
		fc.property(shuffled, ([list, other]) => {
			expect(weigh(other, solutions)).toEqual(weigh(list, solutions));
		})
	);
});

test('Z6 an organisation that did not answer about a solution pulls it neither up nor down', () => {
	const about = [says('s1', 'wel', 5), says('s1', 'ggd', 3), says('s2', 'wel', 5)];
	const found = weigh(about, ['s1', 's2', 's3']);
	expect(found[1]).toMatchObject({ people: 1, found: { raw: all(5), share: all(5) } });
	expect(found[2]).toEqual({ solution: 's3', people: 0, voices: [], found: null });
	fc.assert(
		fc.property(judgements, (list) => {
			const without = list.filter((one) => !(one.organisation === 'gem' && one.solution === 's1'));
			const others = (of: readonly Judgement[]) => weigh(of, solutions).slice(1);
			expect(others(without)).toEqual(others(list));
		})
	);
});

test('Z7 the solutions whose place differs most are pointed out, and nothing when the lenses agree', () => {
	// Three of welfare like the first; the two others, of an organisation each, do not.
	const list = [
		...[1, 2, 3].flatMap(() => [says('s1', 'wel', 5), says('s2', 'wel', 3), says('s3', 'wel', 4)]),
		...['ggd', 'gem'].flatMap((org) => [says('s1', org, 2), says('s2', org, 4), says('s3', org, 3)])
	];
	const weighed = weigh(list, solutions);
	expect(sortWeighed(weighed, 'raw', 'all').map(({ solution }) => solution)).toEqual(['s1', 's3', 's2']);
	expect(sortWeighed(weighed, 'share', 'yield').map(({ solution }) => solution)).toEqual(['s2', 's3', 's1']);
	expect(movers(weighed)).toEqual([
		{ solution: 's1', share: 3, raw: 1 },
		{ solution: 's2', share: 1, raw: 3 }
	]);
	expect(movers(weigh([says('s1', 'wel', 5), says('s2', 'ggd', 2)], solutions))).toEqual([]);
	expect(movers([])).toEqual([]);
});

test('Z7 with one person of each organisation the lenses agree', () => {
	const one = judgements.map((list) => [
		...new Map(list.map((j) => [`${j.solution} ${j.organisation}`, j])).values()
	]);
	fc.assert(
		fc.property(one, (list) => {
			expect(movers(weigh(list, solutions))).toEqual([]);
		})
	);
});

test('Z7 what nobody answered comes last, in every order, and has no place', () => {
	const weighed = weigh([says('s2', 'wel', 1)], solutions);
	expect(sortWeighed(weighed, 'share', 'direction').map(({ solution }) => solution)).toEqual([
		's2',
		's1',
		's3'
	]);
	const nobody: Weighed = weighed[0]!;
	expect(measured(nobody, 'raw', 'all')).toBeNull();
});

test('Z15 what parts the organisations most comes first, on whichever question, not what parts colleagues', () => {
	const list = [
		says('s1', 'wel', 4),
		says('s1', 'ggd', 3),
		says('s2', 'wel', 1),
		says('s2', 'wel', 5),
		says('s2', 'ggd', 3),
		says('s3', 'wel', 4, 5, 4),
		says('s3', 'ggd', 4, 2, 4)
	];
	const weighed = weigh(list, [...solutions, 's4']);
	expect(weighed.map(difference)).toEqual([1, 0, 3, 0]);
	expect(sortByDifference(weighed).map(({ solution }) => solution)).toEqual(['s3', 's1', 's2', 's4']);
});
