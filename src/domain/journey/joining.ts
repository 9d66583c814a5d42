/** What a code was found to mean; null when no meeting has or had it. */
export interface MeetingToJoin {
	openedAt: number | null;
	closedAt: number | null;
	/** People it has room for. */
	roomFor: number;
	/** People who are in. */
	people: number;
}

export type JoinDecision =
	{ ok: true } | { ok: false; reason: 'code-unknown' | 'meeting-closed' | 'meeting-full' };

/** `already`: this person is in, and comes back (J4). */
export function decideJoin(meeting: MeetingToJoin | null, already: boolean): JoinDecision {
	if (meeting === null || meeting.openedAt === null) return { ok: false, reason: 'code-unknown' };
	if (meeting.closedAt !== null) return { ok: false, reason: 'meeting-closed' };
	if (!already && meeting.people >= meeting.roomFor) return { ok: false, reason: 'meeting-full' };
	return { ok: true };
}
