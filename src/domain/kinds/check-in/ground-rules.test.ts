import { expect, test } from 'vitest';
import { decideAccept } from './ground-rules.ts';

const rules = [{ id: 'a', text: 'Wie praat, maakt zijn zin af' }];

test('K4 accepting holds for the wording that was on the screen', () => {
	expect(decideAccept(rules, 'v1', 'v1')).toEqual({ ok: true });
	expect(decideAccept(rules, 'v1', 'v2')).toEqual({ ok: false, reason: 'rules-changed' });
});

test('K4 where there are no ground rules there is nothing to accept', () => {
	expect(decideAccept([], 'v1', 'v1')).toEqual({ ok: false, reason: 'rules-changed' });
});
