import { expect, test } from 'vitest';
import { isWaiting, mayAdmit, mayWait, speaksAs, waitingMost, type Waiting } from './admitting.ts';

const somebody = (more: Partial<Waiting> = {}): Waiting => ({
	participant: 'wies',
	role: 'participant',
	removedAt: null,
	organisation: 'wel',
	admittedAt: 1,
	...more
});
const newcomer = somebody({ participant: 'nina', admittedAt: null });

test('J20 who waits speaks as no organisation, and a guest who is admitted neither', () => {
	expect(speaksAs(somebody())).toBe('wel');
	expect(speaksAs(newcomer)).toBeNull();
	expect(speaksAs(somebody({ organisation: null }))).toBeNull();
	expect([newcomer, somebody(), somebody({ admittedAt: null, removedAt: 2 })].map(isWaiting)).toEqual([
		true,
		false,
		false
	]);
});

test('J21 whose answer is asked about a newcomer', () => {
	expect(mayAdmit(somebody(), newcomer)).toBe(true);
	expect(mayAdmit(somebody({ role: 'co-facilitator', organisation: null }), newcomer)).toBe(true);
	for (const not of [
		somebody({ admittedAt: null }),
		somebody({ organisation: 'ggd' }),
		somebody({ organisation: null }),
		somebody({ removedAt: 2 }),
		somebody({ role: 'observer' }),
		somebody({ role: 'lead', removedAt: 2 }),
		newcomer
	])
		expect(mayAdmit(not, newcomer)).toBe(false);
	// Guests have no colleagues.
	expect(mayAdmit(somebody({ organisation: null }), { ...newcomer, organisation: null })).toBe(false);
});

test('J26 so many wait, and who is invited comes in beside them', () => {
	expect(mayWait(waitingMost - 1, false)).toBe(true);
	expect(mayWait(waitingMost, false)).toBe(false);
	expect(mayWait(waitingMost, true)).toBe(true);
});
