import { expect, test } from 'vitest';
import {
	checkAmbitionName,
	decideAmbition,
	decideNotNow,
	missingDecisions,
	undecided,
	type Choice
} from './choosing.ts';

const choice: Choice = {
	stage: 'weighed',
	solutions: ['sleutel', 'pot', 'bus', 'app'],
	notNow: ['app'],
	ambitions: [{ id: 'a1', name: 'Iedereen hoort erbij', solutions: ['sleutel'] }]
};
const six = Array.from({ length: 6 }, (_, i) => ({
	id: `a${i + 1}`,
	name: `Ambitie ${i + 1}`,
	solutions: []
}));
const wants = (more: Partial<Parameters<typeof decideAmbition>[1]> = {}) => ({
	id: 'new',
	solutions: ['pot'],
	stops: null,
	...more
});
const refused = (reason: string) => ({ ok: false, reason });

test('Z8 a seventh ambition is refused, unless it is said which one stops for it', () => {
	const full = { ...choice, ambitions: six };
	expect(decideAmbition({ ...choice, ambitions: six.slice(1) }, wants())).toEqual({ ok: true });
	expect(decideAmbition(full, wants())).toEqual(refused('six-ambitions'));
	expect(decideAmbition(full, wants({ stops: 'a3' }))).toEqual({ ok: true });
	expect(decideAmbition(full, wants({ stops: 'gone' }))).toEqual(refused('ambition-gone'));
	expect(decideAmbition(full, wants({ id: 'a3' }))).toEqual({ ok: true });
	expect(decideAmbition(full, wants({ id: 'a3', stops: 'a3' }))).toEqual(refused('ambition-gone'));
	expect(decideAmbition({ ...full, ambitions: [...six, ...six] }, wants({ stops: 'a1' }))).toEqual(
		refused('six-ambitions')
	);
});

test('Z8 ambitions are chosen once the answers are on the table, from solutions that exist', () => {
	for (const stage of ['prepared', 'judging'])
		expect(decideAmbition({ ...choice, stage }, wants())).toEqual(refused('choosing-not-open'));
	expect(decideAmbition({ ...choice, stage: 'harvested' }, wants())).toEqual({ ok: true });
	expect(decideAmbition(choice, wants({ solutions: ['nergens'] }))).toEqual(refused('solution-gone'));
	expect(decideAmbition(choice, wants({ solutions: [] }))).toEqual({ ok: true });
});

test('Z9 the name of an ambition has one to eight words', () => {
	expect(checkAmbitionName('  Eén verhaal,  een kwart naar de voorkant ')).toEqual({
		ok: true,
		text: 'Eén verhaal, een kwart naar de voorkant'
	});
	expect(checkAmbitionName('een twee drie vier vijf zes zeven acht').ok).toBe(true);
	expect(checkAmbitionName('een twee drie vier vijf zes zeven acht negen')).toEqual(
		refused('ambition-name-long')
	);
	expect(checkAmbitionName('x'.repeat(81))).toEqual(refused('ambition-name-long'));
	expect(checkAmbitionName(' \u200b ')).toEqual(refused('ambition-nameless'));
});

test('Z11 a solution is in an ambition or "niet nu", never in both', () => {
	expect(decideAmbition(choice, wants({ solutions: ['pot', 'app'] }))).toEqual(refused('solution-not-now'));
	expect(decideNotNow(choice, 'sleutel', 'Te duur')).toEqual(refused('solution-in-ambition'));
	expect(decideNotNow(choice, 'bus', ' Eerst  mensen ')).toEqual({ ok: true, reason: 'Eerst mensen' });
	expect(decideNotNow(choice, 'nergens', 'Te duur')).toEqual(refused('solution-gone'));
	expect(decideNotNow({ ...choice, stage: 'judging' }, 'bus', 'Nee')).toEqual(refused('choosing-not-open'));
});

test('Z11 "niet nu" has a reason of 1 to 280 visible characters', () => {
	expect(decideNotNow(choice, 'bus', ' \n ')).toEqual(refused('not-now-without-reason'));
	expect(decideNotNow(choice, 'bus', 'é'.repeat(281))).toEqual(refused('not-now-too-long'));
	expect(decideNotNow(choice, 'bus', '👨‍👩‍👧‍👦'.repeat(280)).ok).toBe(true);
});

test('Z12 the harvest waits for every solution to be decided, and names those that are not', () => {
	expect(undecided(choice)).toEqual(['pot', 'bus']);
	expect(undecided({ ...choice, notNow: ['app', 'pot', 'bus'] })).toEqual([]);
	expect(missingDecisions(['Nachtbus'])).toEqual([{ reason: 'solutions-undecided', names: ['Nachtbus'] }]);
	expect(missingDecisions([])).toEqual([]);
});
