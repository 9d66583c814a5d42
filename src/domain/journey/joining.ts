/** What a code was found to mean; null when no meeting has or had it. */
export interface MeetingToJoin {
	openedAt: number | null;
	closedAt: number | null;
	/** People it has room for. */
	roomFor: number;
	/** People who were admitted: who waits takes no place. */
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

/** A code stops by itself, for facilitators who forget to close; a meeting lasts a day, ms. */
const codeLasts = 24 * 60 * 60 * 1000;

/** When a meeting was closed, by hand or by time; null while it is open or was never opened (J3). */
export function closedAt(
	meeting: { opened_at: number | null; closed_at: number | null },
	now: number
): number | null {
	if (meeting.closed_at !== null || meeting.opened_at === null) return meeting.closed_at;
	const ends = meeting.opened_at + codeLasts;
	return ends <= now ? ends : null;
}

/** It was closed by hand, perhaps too early, and opens again as if it had not been: people have its code (J41). */
export const isReopened = (
	{ opened_at, closed_at }: { opened_at: number | null; closed_at: number | null },
	now: number
): boolean => opened_at !== null && closed_at !== null && now < opened_at + codeLasts;
