import { expect, test } from 'vitest';
import type { Role, Seat } from './access.ts';
import { decideLink, decideHandover, decideRename, decideTakeover } from './facilitators.ts';

const seat = (participant: string, role: Role, removedAt: number | null = null): Seat => ({
	participant,
	role,
	removedAt
});
const now = Date.UTC(2026, 10, 21, 19);

test('F2 the lead hands over to somebody who is there', () => {
	const lead = seat('femke', 'lead');
	for (const role of ['co-facilitator', 'participant', 'observer'] as const)
		expect(decideHandover(lead, seat('gerda', role))).toEqual({ ok: true });
	expect(decideHandover(lead, seat('gerda', 'participant', 1))).toEqual({ ok: false, reason: 'removed' });
	expect(decideHandover(lead, lead)).toEqual({ ok: false, reason: 'already-lead' });
});

test('F2 nobody but the lead hands over', () => {
	for (const role of ['co-facilitator', 'participant', 'observer'] as const)
		expect(decideHandover(seat('gerda', role), seat('henk', 'participant'))).toEqual({
			ok: false,
			reason: 'not-lead'
		});
	expect(decideHandover(seat('femke', 'lead', 1), seat('henk', 'participant'))).toEqual({
		ok: false,
		reason: 'not-lead'
	});
});

test('F3 a co-facilitator takes over when the lead has been offline for 60 seconds', () => {
	const me = seat('gerda', 'co-facilitator');
	const after = (ms: number) => decideTakeover({ me, lead: { offlineSince: now - ms } }, now);
	expect(after(59_999)).toEqual({ ok: false, reason: 'lead-present' });
	expect(after(60_000)).toEqual({ ok: true });
	expect(decideTakeover({ me, lead: { offlineSince: null } }, now)).toEqual({
		ok: false,
		reason: 'lead-present'
	});
});

test('F3 nobody else takes over', () => {
	const gone = { offlineSince: now - 3_600_000 };
	for (const me of [
		seat('femke', 'lead'),
		seat('henk', 'participant'),
		seat('ina', 'observer'),
		seat('gerda', 'co-facilitator', 1)
	])
		expect(decideTakeover({ me, lead: gone }, now)).toEqual({ ok: false, reason: 'not-co-facilitator' });
});

test('F6 everybody makes their own link; a facilitator one for somebody who sits at this table only', () => {
	const at = (role: Seat['role'], participant: string, removedAt: number | null = null): Seat => ({
		participant,
		role,
		removedAt
	});
	const only = (seat: Seat) => ({ ...seat, elsewhere: false });
	const lead = at('lead', 'lead');
	const co = at('co-facilitator', 'co');
	const guest = at('participant', 'guest');
	const refuse = (reason: string) => ({ ok: false, reason });
	expect(decideLink(guest, { ...guest, elsewhere: true })).toEqual({ ok: true });
	expect(decideLink(lead, { ...lead, elsewhere: true })).toEqual({ ok: true });
	expect(decideLink(co, only(guest))).toEqual({ ok: true });
	expect(decideLink(guest, only(at('participant', 'other')))).toEqual(refuse('not-a-facilitator'));
	expect(decideLink(co, only(lead))).toEqual(refuse('link-not-yours'));
	expect(decideLink(lead, only(co))).toEqual(refuse('link-not-yours'));
	expect(decideLink(lead, { ...guest, elsewhere: true })).toEqual(refuse('link-not-yours'));
	expect(decideLink(lead, only(at('participant', 'gone', 5)))).toEqual(refuse('removed'));
	expect(decideLink(at('lead', 'gone', 5), only(guest))).toEqual(refuse('removed'));
});

test('J38 a facilitator changes the name of who sits at this table only, and everybody their own', () => {
	const lead = seat('femke', 'lead');
	const guest = seat('gerda', 'participant');
	const refuse = (reason: string) => ({ ok: false, reason });
	expect(decideRename(lead, { ...guest, elsewhere: false })).toEqual({ ok: true });
	expect(decideRename(lead, { ...guest, elsewhere: true })).toEqual(refuse('name-not-yours'));
	expect(decideRename(lead, { ...lead, elsewhere: true })).toEqual({ ok: true });
	expect(decideRename(lead, { ...seat('gone', 'participant', 5), elsewhere: false })).toEqual(
		refuse('removed')
	);
	expect(decideRename(seat('femke', 'lead', 5), { ...guest, elsewhere: false })).toEqual(refuse('removed'));
});
