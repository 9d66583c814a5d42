import { expect, test } from 'vitest';
import { answerOf, pageOf } from './answer.ts';

test('values that refer to each other by number come back as they were', () => {
	const data = [{ name: 1, list: 2, none: 4, gone: -1 }, 'lef', [1, 3], 2040, null];
	const page = { name: 'lef', list: ['lef', 2040], none: null, gone: undefined };
	expect(pageOf({ nodes: [{ type: 'data', data }] })).toEqual(page);
	expect(answerOf({ type: 'success', data: JSON.stringify(data) })).toEqual({ ...page, ok: true });
});

test('an act that was done answers what it found, and a refusal its reason', () => {
	expect(answerOf({ type: 'success', data: '[{"act":1,"ok":2,"code":3},"open",true,"123456"]' })).toEqual({
		act: 'open',
		ok: true,
		code: '123456'
	});
	expect(
		answerOf({
			type: 'failure',
			data: '[{"ok":1,"reason":2,"field":3,"message":4},false,"locked","text","Dicht."]'
		})
	).toEqual({ ok: false, reason: 'locked', field: 'text' });
	expect(answerOf({ type: 'redirect', location: '/traject/abc' })).toEqual({
		ok: true,
		location: '/traject/abc'
	});
	expect(answerOf({ type: 'error', error: { reason: 'removed', message: 'Van de lijst.' } })).toEqual({
		ok: false,
		reason: 'removed'
	});
	expect(answerOf({ type: 'success' })).toEqual({ ok: true });
});

test('a page has what its layouts were given too, and says why it was not given', () => {
	const nodes = [null, { type: 'data', data: [{ a: 1 }, 1] }, { type: 'data', data: [{ b: 1 }, 2] }];
	expect(pageOf({ nodes: nodes as never })).toEqual({ a: 1, b: 2 });
	expect(() => pageOf({ nodes: [{ type: 'error', error: { reason: 'not-yours' } }] })).toThrow('not-yours');
});
