import { mayFacilitate, type Seat } from './access.ts';

/** One of two seats that may be one person's. `elsewhere`: its person is somebody at another table or in the installation. */
interface One extends Seat {
	elsewhere: boolean;
}

/**
 * Whether both become the seat `to` (J46). Who facilitates is never one of them, or a stranger's device would, and
 * neither is who comes from elsewhere: their devices open more than this table.
 */
export function decideMerge(
	from: One,
	to: Seat
): { ok: true } | { ok: false; reason: 'removed' | 'merge-same' | 'merge-facilitator' | 'merge-elsewhere' } {
	if (from.participant === to.participant) return { ok: false, reason: 'merge-same' };
	if (from.removedAt !== null || to.removedAt !== null) return { ok: false, reason: 'removed' };
	if (mayFacilitate(from) || mayFacilitate(to)) return { ok: false, reason: 'merge-facilitator' };
	return from.elsewhere ? { ok: false, reason: 'merge-elsewhere' } : { ok: true };
}

/** Two names that somebody may have typed for the same person. */
export const isSameName = (one: string, other: string): boolean => asTyped(one) === asTyped(other);

const asTyped = (name: string) =>
	name.normalize('NFC').toLocaleLowerCase('nl').replaceAll(/\s+/g, ' ').trim();
