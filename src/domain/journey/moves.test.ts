import { expect, test } from 'vitest';
import { kinds } from '#domain/kinds/kinds.ts';
import { decideMove } from './moves.ts';

const at = (stage: string, kind = 'values') => ({ kind, stage, lockedAt: null });
const allReady = { ready: 6, of: 6 };
const oneWrites = { ready: 5, of: 6 };

test('P2 a step goes forward and back through the stages of its kind, one at a time', () => {
	for (const { kind, stages } of kinds)
		stages.slice(1).forEach(({ name }, i) => {
			const before = stages[i]!.name;
			expect(decideMove(at(before, kind), 1, allReady, false)).toEqual({ ok: true, stage: name });
			expect(decideMove(at(name, kind), -1, allReady, false)).toEqual({ ok: true, stage: before });
		});
});

test('P2 there is nothing before the first stage and nothing after the last', () => {
	expect(decideMove(at('prepared'), -1, allReady, true)).toEqual({ ok: false, reason: 'first-stage' });
	expect(decideMove(at('consenting'), 1, allReady, true)).toEqual({ ok: false, reason: 'last-stage' });
});

test('P3 going on while an organisation is not ready is asked twice', () => {
	for (const stage of ['writing', 'weighing']) {
		expect(decideMove(at(stage), 1, oneWrites, false)).toEqual({ ok: false, reason: 'not-all-ready' });
		expect(decideMove(at(stage), 1, oneWrites, true).ok).toBe(true);
		expect(decideMove(at(stage), 1, allReady, false).ok).toBe(true);
	}
	expect(decideMove(at('writing'), 1, { ready: 0, of: 0 }, false).ok).toBe(true);
	expect(decideMove(at('sorting'), 1, oneWrites, false)).toEqual({ ok: true, stage: 'weighing' });
});

test('P3 going back is never asked twice', () => {
	expect(decideMove(at('writing'), -1, oneWrites, false)).toEqual({ ok: true, stage: 'prepared' });
	expect(decideMove(at('weighing'), -1, oneWrites, false)).toEqual({ ok: true, stage: 'sorting' });
});

test('P6 a lock does not hold the facilitator', () => {
	expect(decideMove({ ...at('sorting'), lockedAt: 1 }, 1, allReady, false).ok).toBe(true);
});

test('P7 a kind or stage that this program does not know is a bug', () => {
	expect(() => decideMove(at('writing', 'karaoke'), 1, allReady, false)).toThrow('karaoke');
	expect(() => decideMove(at('round'), 1, allReady, false)).toThrow('round');
});
