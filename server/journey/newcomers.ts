import { mayFacilitate } from '#domain/journey/access.ts';
import { isWaiting, mayAdmit } from '#domain/journey/admitting.ts';
import { hashOf } from '#server/app/secrets.ts';
import type { Query } from '#server/db/open.ts';
import type { Facts } from '#wire/journey/facts.ts';
import { waitingAt, type KnownSeat } from './seats.ts';

/** Newcomers that one phone asks about at once: what stands below is to be used. The others come as they are answered. */
const mostOnPhone = 1;

export interface Newcomer {
	participant: string;
	name: string;
	/** What they said that they do; may be empty. */
	job: string;
	/** Who said that they do not belong there: this person, or another. */
	doubted: 'me' | 'other' | null;
}

/** Who waits at the organisation of somebody who can say whether that is right; facilitators have their console. */
export async function newcomersFor(
	db: Query,
	journey: string,
	seat: KnownSeat
): Promise<{ shown: Newcomer[]; more: number }> {
	const { organisation, participant: me } = seat;
	if (organisation === null || mayFacilitate(seat) || !mayAdmit(seat, seat)) return { shown: [], more: 0 };
	const waiting = (await waitingAt(db, journey, organisation)).map(
		({ participant, name, job, doubtedBy }): Newcomer => {
			const doubted = doubtedBy === null ? null : doubtedBy === me ? 'me' : 'other';
			return { participant, name, job, doubted };
		}
	);
	return { shown: waiting.slice(0, mostOnPhone), more: Math.max(0, waiting.length - mostOnPhone) };
}

/** Whether somebody has to look again: what stands in it tells nothing of anybody. */
export function doorsOf(people: readonly KnownSeat[]): Facts['doors'] {
	const at = Map.groupBy(people, ({ organisation }) => organisation ?? 'guest');
	const markOf = (seats: readonly KnownSeat[]) =>
		seats.length === 0
			? ''
			: hashOf(
					seats
						.map(({ participant }) => participant)
						.sort()
						.join()
				).slice(0, 6);
	return Object.fromEntries(
		[...at].map(([door, seats]) => [
			door,
			{
				waits: markOf(seats.filter(isWaiting)),
				admitted: markOf(seats.filter((seat) => !isWaiting(seat)))
			}
		])
	);
}
