import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	checkDotRules,
	decideDots,
	disagreement,
	sortTotals,
	totals,
	type Dot,
	type Total,
	type Weighing
} from './dots.ts';

const weighing: Weighing = {
	opens: 'dots',
	lockedAt: null,
	pausedAt: null,
	closedAt: null,
	groupExists: true,
	mine: [],
	each: 5,
	most: 3,
	role: 'participant'
};
const decide = (more: Partial<Weighing>, wanted: number, group = 'lef') =>
	decideDots({ ...weighing, ...more }, group, wanted);
const refused = (reason: string) => ({ ok: false, reason });

test('W1 each person gives whole dots, at most `most` on one group and `each` in all', () => {
	expect(decide({}, 3)).toEqual({ ok: true, dots: 3 });
	expect(decide({}, 4)).toEqual(refused('dots-group-full'));
	const mine = [
		{ group: 'lef', dots: 1 },
		{ group: 'tijd', dots: 3 }
	];
	expect(decide({ mine }, 2)).toEqual({ ok: true, dots: 2 });
	expect(decide({ mine }, 3)).toEqual(refused('dots-spent'));
	for (const wanted of [-1, 1.5, NaN, Infinity]) expect(decide({}, wanted)).toEqual(refused('dots-invalid'));
});

test('W10 dots are given while the weighing is open: in its stage, not closed, not locked, not paused', () => {
	expect(decide({ opens: 'board' }, 1)).toEqual(refused('weighing-not-open'));
	expect(decide({ opens: 'texts', closedAt: 1 }, 1)).toEqual(refused('weighing-not-open'));
	expect(decide({ closedAt: 1 }, 0)).toEqual(refused('weighing-closed'));
	expect(decide({ lockedAt: 1 }, 1)).toEqual(refused('locked'));
	expect(decide({ pausedAt: 1 }, 1)).toEqual(refused('paused'));
	expect(decide({ groupExists: false }, 1)).toEqual(refused('group-gone'));
});

test('W10 an observer gives none, every other role does', () => {
	expect(decide({ role: 'observer' }, 1)).toEqual(refused('observer'));
	for (const role of ['lead', 'co-facilitator', 'participant'] as const)
		expect(decide({ role }, 1)).toEqual({ ok: true, dots: 1 });
});

test('W3 giving says how many dots there shall be, so a double click or a replay changes nothing', () => {
	const mine = [{ group: 'lef', dots: 3 }];
	expect(decide({ mine }, 3)).toEqual({ ok: true, dots: 3 });
	expect(decide({ mine: [...mine, { group: 'tijd', dots: 2 }] }, 3)).toEqual({ ok: true, dots: 3 });
});

test('W4 taking back is possible as long as giving is, even after the limits were lowered', () => {
	const mine = [
		{ group: 'lef', dots: 5 },
		{ group: 'tijd', dots: 5 }
	];
	const lowered = { mine, each: 3, most: 1 };
	expect(decide(lowered, 5)).toEqual({ ok: true, dots: 5 });
	expect(decide(lowered, 4)).toEqual({ ok: true, dots: 4 });
	expect(decide(lowered, 0)).toEqual({ ok: true, dots: 0 });
	expect(decide(lowered, 6)).toEqual(refused('dots-group-full'));
});

test('W1 W3 W4 however someone clicks, no limit is passed', () => {
	const click = fc.record({
		group: fc.constantFrom('lef', 'tijd', 'trouw'),
		wanted: fc.integer({ min: -1, max: 8 })
	});
	fc.assert(
		fc.property(fc.array(click), (clicks) => {
			const mine = new Map<string, number>();
			for (const { group, wanted } of clicks) {
				const given = [...mine].map(([group, dots]) => ({ group, dots }));
				const decision = decide({ mine: given }, wanted, group);
				if (decision.ok) mine.set(group, decision.dots);
				expect(Math.max(0, ...mine.values())).toBeLessThanOrEqual(weighing.most);
				expect([...mine.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(weighing.each);
			}
		})
	);
});

const groups = ['lef', 'tijd', 'trouw'].map((id) => ({ id, title: id.toUpperCase() }));
const dot = (organisation: string | null, participant: string, group: string, dots: number): Dot => ({
	organisation,
	participant,
	group,
	dots
});

test('W6 one organisation, one share', () => {
	const crowd = Array.from({ length: 10 }, (_, i) => dot('gem', `ambtenaar ${i}`, 'tijd', 3));
	const result = totals([...crowd, dot('pol', 'wijkagent', 'lef', 1)], groups);
	expect(result).toEqual([
		{ group: 'lef', title: 'LEF', dots: 1, share: 0.5 },
		{ group: 'tijd', title: 'TIJD', dots: 30, share: 0.5 },
		{ group: 'trouw', title: 'TROUW', dots: 0, share: 0 }
	]);
});

test('W6 residents and guests without an organisation are one voice together', () => {
	const dots = [
		dot(null, 'inwoner 1', 'lef', 3),
		dot(null, 'inwoner 2', 'tijd', 1),
		dot('pol', 'wijkagent', 'trouw', 2)
	];
	expect(totals(dots, groups).map((total) => total.share)).toEqual([0.375, 0.125, 0.5]);
});

test('W6 an organisation that gave nothing takes nothing away', () => {
	const dots = [dot('pol', 'wijkagent', 'lef', 2), dot('ggd', 'arts', 'tijd', 0)];
	expect(totals(dots, groups).map((total) => total.share)).toEqual([1, 0, 0]);
});

const anyDots = fc.array(
	fc.record({
		group: fc.constantFrom('lef', 'tijd', 'trouw', 'weg'),
		participant: fc.string({ maxLength: 2 }),
		organisation: fc.constantFrom('wel', 'ggd', 'gem', null),
		dots: fc.integer({ min: 0, max: 20 })
	})
);

test('W6 all shares make 1, or 0 when nobody gave', () => {
	fc.assert(
		fc.property(anyDots, (dots) => {
			const result = totals(dots, groups);
			const given = result.reduce((sum, total) => sum + total.dots, 0);
			const shares = result.reduce((sum, total) => sum + total.share, 0);
			expect(shares).toBeCloseTo(given > 0 ? 1 : 0, 9);
			expect(result.map((total) => total.group)).toEqual(groups.map((group) => group.id));
		})
	);
});

test('W7 dots on a group that is gone count for nobody, and count again when it is back', () => {
	const dots = [dot('pol', 'wijkagent', 'weg', 3), dot('pol', 'wijkagent', 'lef', 1)];
	expect(totals(dots, groups).map((total) => total.dots)).toEqual([1, 0, 0]);
	expect(totals(dots, groups)[0]!.share).toBe(1);
	const back = totals(dots, [...groups, { id: 'weg', title: 'WEG' }]);
	expect(back.map((total) => total.share)).toEqual([0.25, 0, 0, 0.75]);
});

const total = (group: string, dots: number, share: number): Total => ({ group, title: group, dots, share });

test('W8 totals stand in the order of the board until someone sorts them, and equals never change places', () => {
	const result = [total('a', 2, 0.2), total('b', 5, 0.1 + 0.2), total('c', 5, 0.3), total('d', 9, 0.2)];
	expect(sortTotals(result, 'dots').map(({ group }) => group)).toEqual(['d', 'b', 'c', 'a']);
	expect(sortTotals(result, 'share').map(({ group }) => group)).toEqual(['b', 'c', 'a', 'd']);
	expect(sortTotals(result.toReversed(), 'share').map(({ group }) => group)).toEqual(['c', 'b', 'd', 'a']);
	expect(result.map(({ group }) => group)).toEqual(['a', 'b', 'c', 'd']);
});

test('W9 the group whose place differs most between the two lenses is pointed out', () => {
	const result = [total('a', 9, 0.1), total('b', 5, 0.4), total('c', 2, 0.5)];
	expect(disagreement(result)).toEqual({ group: 'a', byShare: 3, byDots: 1 });
	expect(disagreement([total('a', 9, 0.6), total('b', 5, 0.4)])).toBe(null);
	expect(disagreement([total('a', 3, 0.5), total('b', 3, 0.5)])).toBe(null);
	expect(disagreement([])).toBe(null);
});

test('W2 a facilitator gives each person 1 to 20 dots, of which 1 to all on one group', () => {
	for (const [each, most] of [
		[1, 1],
		[5, 3],
		[20, 20]
	] as const)
		expect(checkDotRules(each, most)).toEqual({ ok: true });
	for (const [each, most] of [
		[0, 0],
		[21, 1],
		[5, 6],
		[5, 0],
		[2.5, 1],
		[5, NaN]
	] as const)
		expect(checkDotRules(each, most)).toEqual(refused('dots-rule-invalid'));
});
