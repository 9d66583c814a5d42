import { expect, test } from 'vitest';
import {
	bellAt,
	checkNextDate,
	checkOutcome,
	closing,
	decideBegin,
	decideTurn,
	missingTalks,
	script,
	stateOf,
	talkLimit
} from './talk.ts';

const talk = (card: string, turn: number, endedAt: number | null = null) => ({ card, turn, endedAt });

test('Q1 four turns make 45 minutes, and each has a bell of its own', () => {
	expect(script.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45);
	expect(script.map(({ name }) => name)).toEqual(['uninterrupted', 'recognising', 'mine', 'agreeing']);
	expect([0, 1, 2, 3, 4, closing].map((turn) => bellAt(turn, 1000))).toEqual([
		null,
		...script.map(({ minutes }) => 1000 + minutes * 60_000),
		null
	]);
	expect(bellAt(1, null)).toBe(null);
});

test('Q2 where a card stands follows from its talk', () => {
	expect(stateOf(undefined)).toBe('none');
	expect(stateOf(talk('a', 0))).toBe('none');
	expect([1, 2, 3, 4, closing].map((turn) => stateOf(talk('a', turn)))).toEqual(Array(5).fill('under-way'));
	expect(stateOf(talk('a', closing, 9))).toBe('discussed');
	expect(stateOf(talk('a', 0, 9))).toBe('left-open');
});

test('Q2 one talk at a time, and beginning the same one twice begins it once', () => {
	expect(decideBegin([], 'a')).toEqual({ ok: true, changes: true });
	expect(decideBegin([talk('a', 2)], 'a')).toEqual({ ok: true, changes: false });
	expect(decideBegin([talk('a', 2)], 'b')).toEqual({ ok: false, reason: 'talk-under-way' });
	expect(decideBegin([talk('a', 0), talk('c', closing, 9)], 'b')).toEqual({ ok: true, changes: true });
	for (const over of [talk('a', closing, 9), talk('a', 0, 9)])
		expect(decideBegin([over], 'a')).toEqual({ ok: false, reason: 'talk-over' });
});

test('Q2 a double click moves one turn, and nobody leaves the script at either end', () => {
	expect(decideTurn(talk('a', 1), 1, 1)).toEqual({ ok: true, turn: 2 });
	expect(decideTurn(talk('a', 2), 1, 1)).toEqual({ ok: true, turn: 2 });
	expect(decideTurn(talk('a', 4), 4, 1)).toEqual({ ok: true, turn: closing });
	expect(decideTurn(talk('a', closing), closing, 1)).toEqual({ ok: true, turn: closing });
	expect(decideTurn(talk('a', 3), 3, -1)).toEqual({ ok: true, turn: 2 });
	expect(decideTurn(talk('a', 1), 1, -1)).toEqual({ ok: true, turn: 1 });
	for (const still of [talk('a', 0), talk('a', closing, 9)])
		expect(decideTurn(still, still.turn, 1)).toEqual({ ok: false, reason: 'talk-not-under-way' });
});

const given = (agreement = '', openPoint = '', nextDate = '') => ({ agreement, openPoint, nextDate });
const today = '2026-03-14';

test('Q3 an agreement is enough; an open point needs a day; neither is nothing', () => {
	expect(checkOutcome(given(' We bellen\neerst '), today)).toEqual({
		ok: true,
		outcome: { agreement: 'We bellen eerst', openPoint: '', nextDate: null }
	});
	expect(checkOutcome(given('', 'Wie betaalt', '2026-04-01'), today)).toEqual({
		ok: true,
		outcome: { agreement: '', openPoint: 'Wie betaalt', nextDate: '2026-04-01' }
	});
	expect(checkOutcome(given('Wij', '', '2026-04-01'), today)).toMatchObject({ ok: true });
	for (const [wrong, reason, field] of [
		[given(), 'talk-outcome-missing', 'agreement'],
		[given('\u200b', ' '), 'talk-outcome-missing', 'agreement'],
		[given('Wij', 'Wie betaalt'), 'talk-date-missing', 'nextDate'],
		[given('Wij', 'Wie betaalt', '2026-03-13'), 'date-past', 'nextDate'],
		[given('Wij', '', 'morgen'), 'date-invalid', 'nextDate'],
		[given('a'.repeat(talkLimit + 1)), 'line-too-long', 'agreement'],
		[given('Wij', 'a'.repeat(talkLimit + 1), '2026-04-01'), 'line-too-long', 'openPoint']
	] as const)
		expect(checkOutcome(wrong, today)).toEqual({ ok: false, reason, field });
});

test('Q4 a card is left open with a day that exists, from today on', () => {
	expect(checkNextDate(today, today)).toEqual({ ok: true, text: today });
	expect(checkNextDate('', today)).toEqual({ ok: false, reason: 'talk-date-missing' });
	expect(checkNextDate('2026-03-13', today)).toEqual({ ok: false, reason: 'date-past' });
	for (const none of ['2026-02-30', '2026-13-01', '14-03-2026', '2026-3-14'])
		expect(checkNextDate(none, today)).toEqual({ ok: false, reason: 'date-invalid' });
});

test('Q6 what is neither discussed nor left open keeps the harvest closed, by count', () => {
	expect(missingTalks(0)).toEqual([]);
	expect(missingTalks(3)).toEqual([{ reason: 'talks-undecided', names: ['3'] }]);
});
