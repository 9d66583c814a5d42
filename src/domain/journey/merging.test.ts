import { expect, test } from 'vitest';
import type { Role } from './access.ts';
import { decideMerge, isSameName } from './merging.ts';

const seat = (participant: string, role: Role = 'participant', removedAt: number | null = null) => ({
	...{ participant, role, removedAt, elsewhere: false }
});
const refuse = (reason: string) => ({ ok: false, reason });

test('J46 two seats become one, and a seat with itself or with one that was removed does not', () => {
	const [one, other] = [seat('one'), seat('other')];
	expect(decideMerge(one, other)).toEqual({ ok: true });
	expect(decideMerge(one, one)).toEqual(refuse('merge-same'));
	expect(decideMerge(seat('one', 'participant', 5), other)).toEqual(refuse('removed'));
	expect(decideMerge(one, seat('other', 'participant', 5))).toEqual(refuse('removed'));
});

test('J47 who facilitates is none of them, nor who comes from another table', () => {
	const [one, other] = [seat('one'), seat('other')];
	for (const role of ['lead', 'co-facilitator'] as const) {
		expect(decideMerge(one, seat('other', role))).toEqual(refuse('merge-facilitator'));
		expect(decideMerge(seat('one', role), other)).toEqual(refuse('merge-facilitator'));
	}
	expect(decideMerge({ ...one, elsewhere: true }, other)).toEqual(refuse('merge-elsewhere'));
});

test.each([
	['Wim', ' wim ', true],
	['Wim  de Wit', 'wim de wit', true],
	['Zoë', 'Zoe\u0308', true],
	['Wim', 'Wim de Wit', false]
])('J45 %s and %s are typed for the same person: %s', (one, other, same) => {
	expect(isSameName(one, other)).toBe(same);
});
