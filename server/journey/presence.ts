import type { SyncServer } from '#server/sync/server.ts';

/** Somebody whose sockets are blocked counts as present this long after their last request, ms. */
const lingers = 90_000;

/**
 * Who is at the table right now, by socket or, where sockets are blocked, by request. Memory only: after a restart
 * everybody comes back by themselves.
 */
export function createPresence(now: () => number, sync: () => SyncServer) {
	const startedAt = now();
	const posted = new Map<string, number>();
	const left = new Map<string, number>();
	const connected = new Map<string, ReadonlySet<string>>();

	return {
		/** A participant's page or form was asked for. */
		seen(participant: string): void {
			posted.set(participant, now());
		},
		/** The sockets of a journey changed. */
		changed(journey: string): void {
			const here = sync().presence(journey).participants;
			for (const gone of [...(connected.get(journey) ?? [])].filter((p) => !here.has(p))) {
				left.set(gone, now());
				posted.delete(gone);
			}
			connected.set(journey, new Set(here));
		},
		/**
		 * `unnamed`: since when people write without their names. Who was here since stays here: by form somebody would
		 * be back at the very moment that they write (N14).
		 */
		present(journey: string, participants: readonly string[], unnamed: number | null = null): Set<string> {
			const here = sync().presence(journey).participants;
			// Gone this very moment: `changed` has not come yet.
			const lastHere = (p: string) =>
				connected.get(journey)?.has(p) ? now() : Math.max(posted.get(p) ?? 0, left.get(p) ?? 0);
			const isHere = (p: string) =>
				here.has(p) || (posted.get(p) ?? 0) > now() - lingers || (unnamed !== null && lastHere(p) >= unnamed);
			return new Set(participants.filter(isHere));
		},
		awaySince(journey: string, participant: string): number | null {
			if (sync().presence(journey).participants.has(participant)) return null;
			// Gone this very moment: `changed` has not come yet.
			if (connected.get(journey)?.has(participant)) return now();
			const last = Math.max(left.get(participant) ?? startedAt, posted.get(participant) ?? startedAt);
			return last;
		}
	};
}

export type Presence = ReturnType<typeof createPresence>;
