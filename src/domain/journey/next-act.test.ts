import { expect, test } from 'vitest';
import { kinds } from '#domain/kinds/kinds.ts';
import { nextAct, skippedBy, type NextAct, type StateNow, type StepNow } from './next-act.ts';

const table = { people: 8, loose: 0 };
const at = (kind: string, stage: string, state: StateNow | null = null, waiting = 0): StepNow => ({
	...{ kind, stage, state, waiting }
});
const act = (step: StepNow) => nextAct(step, false);
const named = (next: NextAct) => ('name' in next ? next.name : next.is);
const skipped = (step: StepNow, more = table) =>
	skippedBy(step, more).map(({ reason, count }) => [reason, count]);

const round = (more: object = {}): StateNow => ({
	...{ part: 'check-in', speaker: null, next: { id: 'wies' }, spoken: 0, total: 8, rules: [], accepted: 0 },
	...more
});
const cards = (more: object = {}): StateNow => ({
	...{ part: 'cards', anonymous: false, dots: { closedAt: null }, harvest: [] },
	...more
});

test('P14 without anything else to wait for the next act is on, in each stage of each kind', () => {
	for (const { kind, stages } of kinds)
		for (const { name } of stages) expect(act(at(kind, name))).toEqual({ is: 'on' });
});

test('P14 in a break the next act is that it goes on, in each stage of each kind', () => {
	for (const { kind, stages } of kinds)
		for (const { name } of stages) expect(nextAct(at(kind, name), true)).toEqual({ is: 'resume' });
});

test('P14 P15 the round: begin, next, last, and then on', () => {
	const speaks = { speaker: { id: 'gert' } };
	expect(act(at('check-in', 'round', round()))).toMatchObject({
		name: 'begin-round',
		fields: { act: 'nextSpeaker', after: '' }
	});
	expect(act(at('check-in', 'round', round({ ...speaks, spoken: 1 })))).toMatchObject({
		name: 'next-speaker',
		fields: { after: 'gert' }
	});
	expect(named(act(at('check-in', 'round', round({ ...speaks, next: null, spoken: 7 }))))).toBe(
		'last-speaker'
	);
	expect(named(act(at('check-in', 'round', round({ next: null, spoken: 8 }))))).toBe('on');
	expect(skipped(at('check-in', 'round', round()))).toEqual([['round-not-held', 1]]);
	expect(skipped(at('check-in', 'round', round({ ...speaks, spoken: 5 })))).toEqual([['round-not-over', 3]]);
	expect(skipped(at('check-in', 'round', round({ next: null, spoken: 8 })))).toEqual([]);
	expect(skipped(at('check-in', 'round', round({ next: null, total: 0 })))).toEqual([]);
});

test('P15 ground rules that some did not agree to are skipped', () => {
	const rules = (accepted: number) => at('check-in', 'agreeing', round({ rules: [{}], spoken: 8, accepted }));
	expect(skipped(rules(5))).toEqual([['rules-open', 3]]);
	expect(skipped(rules(8))).toEqual([]);
	expect(skipped(at('check-in', 'agreeing', round({ spoken: 8 })))).toEqual([]);
	expect(skipped(at('check-in', 'harvested', round({ rules: [{}] })))).toEqual([]);
});

test('P14 P15 the dots are closed, which shows the totals, before it goes on', () => {
	const weighing = (closedAt: number | null) => at('values', 'weighing', cards({ dots: { closedAt } }));
	expect(act(weighing(null))).toMatchObject({ name: 'close-dots', fields: { act: 'closeWeighing' } });
	expect(skipped(weighing(null))).toEqual([['dots-open', 1]]);
	expect(named(act(weighing(1)))).toBe('on');
	expect(skipped(weighing(1))).toEqual([]);
});

test('P15 loose and late cards are skipped while groups are made, and nothing harvested afterwards', () => {
	const sorting = at('ideas', 'sorting', cards(), 2);
	expect(named(act(sorting))).toBe('on');
	expect(skipped(sorting, { ...table, loose: 1 })).toEqual([
		['cards-late', 2],
		['cards-loose', 1]
	]);
	// What was written anonymously is not laid later.
	expect(skipped(at('hard-talk', 'sorting', cards({ anonymous: true, dots: null }), 2))).toEqual([]);
	expect(skipped(at('values', 'harvested', cards()))).toEqual([['harvest-none', 1]]);
	expect(skipped(at('values', 'harvested', cards({ harvest: [{}] })))).toEqual([]);
	expect(skipped(at('values', 'writing', cards()), { ...table, loose: 4 })).toEqual([]);
});

test('P14 P15 consent: the objection first, then who has still to answer; both are skipped by going on', () => {
	const subject = (id: string, ...standings: ('asked' | 'consent' | 'objection')[]) => ({
		id,
		agreed: standings.every((standing) => standing === 'consent'),
		...{ shown: true, given: 0 },
		standings: standings.map((standing) => ({ standing }))
	});
	const asks = (...subjects: ReturnType<typeof subject>[]) =>
		at('ambitions', 'consenting', {
			...{ part: 'consent', phase: 'standpoint', questions: [], reactions: [] },
			subjects
		});
	const both = asks(subject('a', 'asked', 'consent'), subject('b', 'objection', 'asked'));
	expect(act(both)).toEqual({ is: 'look', name: 'objection', at: 'subject-b' });
	expect(skipped(both)).toEqual([
		['objections-open', 1],
		['answers-missing', 2]
	]);
	expect(act(asks(subject('a', 'asked', 'consent')))).toEqual({
		is: 'look',
		name: 'answers',
		at: 'subject-a'
	});
	expect(named(act(asks(subject('a', 'consent', 'consent'))))).toBe('on');
	expect(skipped(asks(subject('a', 'consent')))).toEqual([]);
});

test('P14 P15 the spread is walked theme by theme; while scoring what misses is skipped', () => {
	const scores = (stage: string, shown: string | null, more = {}) =>
		at('today', stage, {
			part: 'scores',
			filled: 9,
			of: 12,
			spread: [{ theme: 'a' }, { theme: 'b' }],
			shown,
			...more
		});
	expect(act(scores('spread', 'a'))).toMatchObject({
		name: 'next-theme',
		fields: { act: 'showTheme', theme: 'b' }
	});
	expect(skipped(scores('spread', 'a'))).toEqual([['themes-unseen', 1]]);
	expect(named(act(scores('spread', 'b')))).toBe('on');
	expect(skipped(scores('scoring', null, { spread: null }))).toEqual([['scores-missing', 3]]);
	expect(skipped(scores('harvested', 'a'))).toEqual([]);
});

test('P14 P15 I20 consent: questions, reactions, standpoints; while answers are hidden those that came count', () => {
	const subject = { id: 'a', agreed: false, shown: false, given: 2 };
	const round = (phase: 'questions' | 'reactions' | 'standpoint', given = 2) =>
		at('values', 'consenting', {
			...{ part: 'consent', phase, questions: [{ answer: null }, { answer: '' }] },
			reactions: [
				{ organisation: 'wel', words: 'Goed', passed: false },
				{ organisation: 'gem', words: null, passed: false }
			],
			subjects: [{ ...subject, given, standings: many(3) }]
		});
	const many = (count: number) => Array.from({ length: count }, () => ({ standing: 'asked' as const }));
	expect(act(round('questions'))).toEqual({
		...{ is: 'deed', name: 'to-reactions', skips: [{ reason: 'questions-open', count: 1 }] },
		fields: { act: 'goToPhase', from: 'questions', to: 'reactions' }
	});
	expect(act(round('reactions'))).toMatchObject({
		...{ name: 'to-standpoints', skips: [{ reason: 'reactions-missing', count: 1 }] },
		fields: { from: 'reactions', to: 'standpoint' }
	});
	expect(skipped(round('questions'))).toEqual([
		['questions-open', 1],
		['answers-missing', 1]
	]);
	expect(named(act(round('standpoint')))).toBe('answers');
	expect(named(act(round('standpoint', 3)))).toBe('on');
	expect(skipped(round('standpoint', 3))).toEqual([]);
});

test('P14 P15 the talk: choose a card, turn by turn, keep its lines; a card that nobody decided on is skipped', () => {
	const talk = (states: string[], turn: number | null, stage = 'talking') =>
		at('hard-talk', stage, {
			part: 'talk',
			cards: states.map((state) => ({ state })),
			current: turn === null ? null : { talk: 't', turn }
		});
	expect(act(talk(['none', 'discussed'], null))).toEqual({ is: 'look', name: 'choose-card', at: 'cards' });
	expect(act(talk(['under-way'], 1))).toMatchObject({ name: 'next-turn', fields: { talk: 't', from: '1' } });
	expect(named(act(talk(['under-way'], 4)))).toBe('end-script');
	expect(act(talk(['under-way'], 5))).toEqual({ is: 'send', name: 'end-talk', form: 'end-talk' });
	expect(named(act(talk(['discussed', 'left-open'], null)))).toBe('on');
	expect(skipped(talk(['none', 'none', 'discussed'], null))).toEqual([['cards-undecided', 2]]);
	expect(skipped(talk(['under-way', 'none'], 2))).toEqual([['talk-open', 1]]);
	expect(named(act(talk(['none'], null, 'harvested')))).toBe('on');
	expect(skipped(talk(['none'], null, 'harvested'))).toEqual([]);
});

test('P15 tensions, solutions and ambitions: what is not there yet is skipped', () => {
	expect(skipped(at('both-and', 'naming', { part: 'tensions', tensions: [] }))).toEqual([
		['tensions-none', 1]
	]);
	expect(skipped(at('both-and', 'mapping', { part: 'tensions', tensions: [] }))).toEqual([]);
	const choose = (stage: string) =>
		at('choose', stage, {
			...{ part: 'choose', weighed: {}, solutions: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
			...{ ambitions: [{ solutions: ['a'] }], notNow: [{ solution: 'b' }] }
		});
	expect(skipped(choose('weighed'))).toEqual([['solutions-open', 1]]);
	expect(skipped(choose('harvested'))).toEqual([]);
	const written = (stage: string) =>
		at('ambitions', stage, { part: 'ambitions', cards: [{ faults: [{}] }, { faults: [] }] });
	expect(skipped(written('writing'))).toEqual([['ambitions-incomplete', 1]]);
	expect(skipped(written('harvested'))).toEqual([]);
});
