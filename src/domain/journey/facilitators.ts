import { mayFacilitate, type Seat } from './access.ts';

/** So long the lead must be offline before a co-facilitator can take over: longer than a dropped Wi-Fi. */
export const takeoverMs = 60_000;

/** `offlineSince`: when the lead's last connection ended; null while there is one. */
export function decideTakeover(
	facts: { me: Seat; lead: { offlineSince: number | null } },
	now: number
): { ok: true } | { ok: false; reason: 'lead-present' | 'not-co-facilitator' } {
	const { me, lead } = facts;
	if (me.role !== 'co-facilitator' || me.removedAt !== null)
		return { ok: false, reason: 'not-co-facilitator' };
	const gone = lead.offlineSince !== null && now - lead.offlineSince >= takeoverMs;
	return gone ? { ok: true } : { ok: false, reason: 'lead-present' };
}

/** The lead becomes a co-facilitator, and `to` the lead. */
export function decideHandover(
	me: Seat,
	to: Seat
): { ok: true } | { ok: false; reason: 'not-lead' | 'removed' | 'already-lead' } {
	if (me.role !== 'lead' || me.removedAt !== null) return { ok: false, reason: 'not-lead' };
	if (to.removedAt !== null) return { ok: false, reason: 'removed' };
	return to.participant === me.participant ? { ok: false, reason: 'already-lead' } : { ok: true };
}

/**
 * A personal link signs its holder in as that person, everywhere (F6). Everybody makes their own; a facilitator makes
 * one, to print, for somebody who sits at this table only: no colleague's, and nobody's way into other journeys.
 */
export function decideLink(
	me: Seat,
	to: Seat & { elsewhere: boolean }
): { ok: true } | { ok: false; reason: 'not-a-facilitator' | 'removed' | 'link-not-yours' } {
	if (me.removedAt !== null || to.removedAt !== null) return { ok: false, reason: 'removed' };
	if (to.participant === me.participant) return { ok: true };
	if (!mayFacilitate(me)) return { ok: false, reason: 'not-a-facilitator' };
	return to.elsewhere || mayFacilitate(to) ? { ok: false, reason: 'link-not-yours' } : { ok: true };
}

/** Whose name a facilitator puts right: of who sits at this table only; everybody else does it themselves (J38). */
export function decideRename(
	me: Seat,
	to: Seat & { elsewhere: boolean }
): { ok: true } | { ok: false; reason: 'removed' | 'name-not-yours' } {
	if (me.removedAt !== null || to.removedAt !== null) return { ok: false, reason: 'removed' };
	const isMine = to.participant === me.participant;
	return to.elsewhere && !isMine ? { ok: false, reason: 'name-not-yours' } : { ok: true };
}
