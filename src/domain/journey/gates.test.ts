import { expect, test } from 'vitest';
import {
	decideOpening,
	missingAmbitions,
	missingSolutions,
	missingThemes,
	missingValues,
	reasonLeast,
	reasonMost
} from './gates.ts';

test('G2 values are missing, or whoever does not consent to them', () => {
	expect(missingValues({ values: 0, open: ['GGD'] })).toEqual([{ reason: 'values-none', names: [] }]);
	expect(missingValues({ values: 1, open: ['GGD', 'Politie'] })).toEqual([
		{ reason: 'values-open', names: ['GGD', 'Politie'] }
	]);
	expect(missingValues({ values: 1, open: [] })).toEqual([]);
});

test('G3 a theme needs its vision sentence and two values', () => {
	const theme = (name: string, vision: string, values: number) => ({ name, vision, values });
	expect(missingThemes([])).toEqual([{ reason: 'themes-none', names: [] }]);
	expect(missingThemes([theme('Wonen', 'In 2040 …', 2)])).toEqual([]);
	expect(
		missingThemes([theme('Wonen', '', 1), theme('Zorg', 'In 2040 …', 1), theme('Jeugd', '', 3)])
	).toEqual([
		{ reason: 'themes-vision', names: ['Wonen', 'Jeugd'] },
		{ reason: 'themes-values', names: ['Wonen', 'Zorg'] }
	]);
});

test('G4 one solution, or one ambition, is enough', () => {
	expect(missingSolutions(0)).toEqual([{ reason: 'solutions-none', names: [] }]);
	expect(missingAmbitions(0)).toEqual([{ reason: 'ambitions-none', names: [] }]);
	expect([...missingSolutions(1), ...missingAmbitions(1)]).toEqual([]);
});

test('G5 a reason has 10 to 500 visible characters, and only a closed gate is opened', () => {
	const missing = [{ reason: 'values-none', names: [] }];
	const reason = 'a'.repeat(reasonLeast);
	expect(decideOpening(missing, ` ${reason}\n`)).toEqual({ ok: true, text: reason });
	expect(decideOpening(missing, 'a'.repeat(reasonMost)).ok).toBe(true);
	const refusedFor = (reason: string) => decideOpening(missing, reason);
	expect(refusedFor('')).toEqual({ ok: false, reason: 'gate-reason-short' });
	expect(refusedFor(`${'a'.repeat(reasonLeast - 1)}   \u200b`)).toMatchObject({
		reason: 'gate-reason-short'
	});
	expect(refusedFor('👨‍👩‍👧‍👦'.repeat(reasonLeast - 1))).toMatchObject({ reason: 'gate-reason-short' });
	expect(refusedFor('a'.repeat(reasonMost + 1))).toEqual({ ok: false, reason: 'gate-reason-long' });
	expect(refusedFor('a'.repeat(1_000_000))).toEqual({ ok: false, reason: 'gate-reason-long' });
	expect(decideOpening([], reason)).toEqual({ ok: false, reason: 'gate-not-closed' });
});
