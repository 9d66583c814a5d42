// A rehearsal: simulated people at the table, so that a facilitator can practise alone (Y-rules).
import { mayFacilitate, type Seat } from '#domain/journey/access.ts';

/** How quickly they go on; `asked`: only when the facilitator says so. */
export const paces = ['slow', 'normal', 'fast', 'asked'] as const;
export type Pace = (typeof paces)[number];

/** From one thing that somebody does to the next thing that anybody does, ms. Who is asked hurries. */
export const betweenMs: Record<Pace, number> = { slow: 6000, normal: 2500, fast: 600, asked: 20 };

/** Two of each organisation: the one who decides and one who works there. */
export const peopleEach = 2;

export interface CrowdState {
	isRunning: boolean;
	pace: Pace;
	/** The facilitator said so, and it is not done yet. */
	isAsked: boolean;
}

/** Before they first came: nothing, at the usual pace. */
export const resting: CrowdState = { isRunning: false, pace: 'normal', isAsked: false };

/** Whether somebody does something now (Y4). */
export const goesOn = ({ isRunning, pace, isAsked }: CrowdState): boolean =>
	isRunning && (pace !== 'asked' || isAsked);

/**
 * The next thing that is done, or null: one that was not done yet (Y3), by who did nothing for longest. `acted` names
 * who acted, newest last.
 */
export function nextDeed<Deed extends { key: string; by: { key: string } }>(
	deeds: readonly Deed[],
	done: ReadonlySet<string>,
	acted: readonly string[]
): Deed | null {
	const left = deeds.filter(({ key }) => !done.has(key));
	return left.reduce<Deed | null>(
		(first, deed) =>
			first && acted.lastIndexOf(first.by.key) <= acted.lastIndexOf(deed.by.key) ? first : deed,
		null
	);
}

type Decision = { ok: true } | { ok: false; reason: string };

/**
 * Whether a rehearsal of this journey may be made (Y1). It is a journey of its own, with a lead, so it takes what every
 * journey takes: somebody who may make them (Y7).
 */
export function decideRehearsal(seat: Seat, hosts: boolean, rehearsalAt: number | null): Decision {
	if (!mayFacilitate(seat)) return { ok: false, reason: 'not-a-facilitator' };
	if (!hosts) return { ok: false, reason: 'not-a-host' };
	return rehearsalAt === null ? { ok: true } : { ok: false, reason: 'rehearsal-already' };
}

/** Whether simulated people may begin, stop, or keep another pace (Y2). */
export function decideCrowd(seat: Seat, rehearsalAt: number | null): Decision {
	if (!mayFacilitate(seat)) return { ok: false, reason: 'not-a-facilitator' };
	return rehearsalAt === null ? { ok: false, reason: 'not-a-rehearsal' } : { ok: true };
}

/** Whether the journey may be thrown away, with all that was made in it (Y6). */
export function decideThrowAway(seat: Seat, rehearsalAt: number | null): Decision {
	if (seat.role !== 'lead' || seat.removedAt !== null) return { ok: false, reason: 'not-lead' };
	return rehearsalAt === null ? { ok: false, reason: 'not-a-rehearsal' } : { ok: true };
}
