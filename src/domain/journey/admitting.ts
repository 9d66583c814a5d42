// Who is admitted: somebody said that they belong to the organisation that they sat down at (J20 and on).
import type { Opens } from '#domain/kinds/kind.ts';
import { mayFacilitate, type Seat } from './access.ts';

/** People of one journey who wait at once (J26): a hall of two hundred, and half as many again. */
export const waitingMost = 300;

/** What people do there for their organisation, or as one voice; being ready is part of it (J28). */
export const spoken: readonly Opens[] = ['own', 'dots', 'consent'];

/** How it came that somebody is admitted. `before`: they were in when nobody was asked yet. */
export type AdmittedHow = 'facilitator' | 'colleague' | 'invited' | 'simulated' | 'before';

export interface Waiting extends Seat {
	organisation: string | null;
	/** Since when they are admitted, ms since 1970; null: they wait. */
	admittedAt: number | null;
}

/** Who speaks for nobody, because nobody said yet that they belong here. */
export const isWaiting = ({ admittedAt, removedAt }: Pick<Waiting, 'admittedAt' | 'removedAt'>): boolean =>
	removedAt === null && admittedAt === null;

/** Whose answer is asked about a newcomer: of every facilitator, and of who was admitted to the same organisation (J21). */
export function mayAdmit(me: Waiting, newcomer: Waiting): boolean {
	if (mayFacilitate(me)) return true;
	if (me.removedAt !== null || me.admittedAt === null || me.role === 'observer') return false;
	return me.organisation !== null && me.organisation === newcomer.organisation;
}

/** As which organisation somebody answers, scores and leans; null: as none. */
export const speaksAs = ({ organisation, admittedAt }: Waiting): string | null =>
	admittedAt === null ? null : organisation;

/** Who waits takes nobody's place (J4, J26): of those who wait there are no more than so many, and who is invited waits not. */
export const mayWait = (waiting: number, isInvited: boolean): boolean => isInvited || waiting < waitingMost;
