// Weighing: who may give how many dots, and what they come to. W-rules.
import type { Role } from '#domain/journey/access.ts';
import type { Opens } from '#domain/kinds/kind.ts';

export interface Dot {
	group: string;
	participant: string;
	/** Null for residents and guests; together they are one voice (W6). */
	organisation: string | null;
	dots: number;
}

export interface Weighing {
	opens: Opens;
	lockedAt: number | null;
	pausedAt: number | null;
	closedAt: number | null;
	groupExists: boolean;
	/** What this person has given, on groups that exist. */
	mine: { group: string; dots: number }[];
	/** Dots for each person. */
	each: number;
	/** Of which at most so many on one group. */
	most: number;
	role: Role;
}

export type DotsDecision =
	| { ok: true; dots: number }
	| {
			ok: false;
			reason:
				| 'weighing-not-open'
				| 'locked'
				| 'paused'
				| 'weighing-closed'
				| 'group-gone'
				| 'dots-spent'
				| 'dots-group-full'
				| 'dots-invalid'
				| 'observer';
	  };

/** `wanted` is what this person's dots on `group` shall be, not what is added: a double click changes nothing (W3). */
export function decideDots(facts: Weighing, group: string, wanted: number): DotsDecision {
	if (facts.role === 'observer') return { ok: false, reason: 'observer' };
	if (facts.opens !== 'dots') return { ok: false, reason: 'weighing-not-open' };
	if (facts.closedAt !== null) return { ok: false, reason: 'weighing-closed' };
	if (facts.lockedAt !== null) return { ok: false, reason: 'locked' };
	if (facts.pausedAt !== null) return { ok: false, reason: 'paused' };
	if (!Number.isInteger(wanted) || wanted < 0) return { ok: false, reason: 'dots-invalid' };
	if (!facts.groupExists) return { ok: false, reason: 'group-gone' };
	return withinLimits(facts, group, wanted);
}

function withinLimits({ mine, each, most }: Weighing, group: string, wanted: number): DotsDecision {
	const sum = (dots: typeof mine) => dots.reduce((total, given) => total + given.dots, 0);
	const here = sum(mine.filter((given) => given.group === group));
	const elsewhere = sum(mine) - here;
	// W4: taking back is always fine, even where the limits were lowered after the dots were given
	if (wanted <= here) return { ok: true, dots: wanted };
	if (wanted > most) return { ok: false, reason: 'dots-group-full' };
	if (elsewhere + wanted > each) return { ok: false, reason: 'dots-spent' };
	return { ok: true, dots: wanted };
}

/** The most dots that a facilitator can hand out. */
const dotsLimit = 20;

export function checkDotRules(
	each: number,
	most: number
): { ok: true } | { ok: false; reason: 'dots-rule-invalid' } {
	const fits = (n: number, limit: number) => Number.isInteger(n) && n >= 1 && n <= limit;
	return fits(each, dotsLimit) && fits(most, each)
		? { ok: true }
		: { ok: false, reason: 'dots-rule-invalid' };
}

export interface Total {
	group: string;
	title: string;
	dots: number;
	/** 0..1; all groups together make 1, or 0 when nobody gave. */
	share: number;
}

/** In the order of `groups`. Dots on any other group count for nobody (W7). */
export function totals(dots: Dot[], groups: { id: string; title: string }[]): Total[] {
	const existing = new Set(groups.map((group) => group.id));
	const counted = dots.filter((dot) => dot.dots > 0 && existing.has(dot.group));
	const voices = [...Map.groupBy(counted, (dot) => dot.organisation).values()].map(dotsByGroup);
	return groups.map(({ id, title }) => ({
		group: id,
		title,
		dots: dotsByGroup(counted).given.get(id) ?? 0,
		share: mean(voices.map((voice) => (voice.given.get(id) ?? 0) / voice.all))
	}));
}

function dotsByGroup(dots: Dot[]): { given: Map<string, number>; all: number } {
	const given = new Map<string, number>();
	for (const dot of dots) given.set(dot.group, (given.get(dot.group) ?? 0) + dot.dots);
	return { given, all: dots.reduce((sum, dot) => sum + dot.dots, 0) };
}

const mean = (numbers: number[]) =>
	numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** Highest first; equals keep their order. A new list. */
export function sortTotals<T extends Total>(totals: readonly T[], by: 'share' | 'dots'): T[] {
	return totals.toSorted((a, b) => compare(b[by], a[by]));
}

/** Shares are sums of fractions: what differs less than this is equal. */
const tolerance = 1e-9;
const compare = (a: number, b: number) => (Math.abs(a - b) < tolerance ? 0 : a - b);

/**
 * The group on whose place the two lenses differ most, with its places (1 is highest), or null when they agree.
 * It is something to talk about, not an error (W9).
 */
export function disagreement(
	totals: readonly Total[]
): { group: string; byShare: number; byDots: number } | null {
	const places = totals.map((total) => ({
		group: total.group,
		byShare: placeOf(total, totals, 'share'),
		byDots: placeOf(total, totals, 'dots')
	}));
	const gap = (place: { byShare: number; byDots: number }) => Math.abs(place.byShare - place.byDots);
	const widest = places.toSorted((a, b) => gap(b) - gap(a))[0];
	return widest && gap(widest) > 0 ? widest : null;
}

/** Groups with equal numbers share the place. */
const placeOf = (total: Total, totals: readonly Total[], by: 'share' | 'dots') =>
	1 + totals.filter((other) => compare(other[by], total[by]) > 0).length;
