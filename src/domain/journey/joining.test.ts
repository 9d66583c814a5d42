import { expect, test } from 'vitest';
import { decideJoin } from './joining.ts';

const open = { openedAt: 1, closedAt: null, roomFor: 60, people: 12 };

test('J3 a code lets in while its meeting is open', () => {
	expect(decideJoin(open, false)).toEqual({ ok: true });
	expect(decideJoin({ ...open, closedAt: 2 }, false)).toEqual({ ok: false, reason: 'meeting-closed' });
	expect(decideJoin({ ...open, openedAt: null }, false)).toEqual({ ok: false, reason: 'code-unknown' });
	expect(decideJoin(null, false)).toEqual({ ok: false, reason: 'code-unknown' });
});

test('J4 a full meeting lets nobody new in, and everybody who was in', () => {
	expect(decideJoin({ ...open, people: 59 }, false)).toEqual({ ok: true });
	expect(decideJoin({ ...open, people: 60 }, false)).toEqual({ ok: false, reason: 'meeting-full' });
	expect(decideJoin({ ...open, people: 60 }, true)).toEqual({ ok: true });
	expect(decideJoin({ ...open, closedAt: 2 }, true)).toEqual({ ok: false, reason: 'meeting-closed' });
});
