// Steps that are open outside the meeting, and who still owes something in them (R4–R7).

/** A reminder is not repeated within this time, ms: twenty hours, so that one may go each day. */
export const againAfter = 20 * 60 * 60 * 1000;
/** One reminder goes by itself so long before the deadline, ms. */
export const dayBefore = 24 * 60 * 60 * 1000;

export interface OwingFacts {
	/** Everybody who takes part. */
	people: readonly string[];
	/** Who did what the step asks, and who said to be ready. */
	done: ReadonlySet<string>;
	/** Until when the step is open by itself, ms since 1970; null: in the meeting only. */
	deadline: number | null;
}

/** Who still owes something (R4): takes part, and has neither done it nor said to be ready. In their order. */
export function owing({ people, done, deadline }: OwingFacts): string[] {
	return deadline === null ? [] : people.filter((person) => !done.has(person));
}

/** Whether a reminder may go to this person now (R5): not when it is over, and not so soon after the last one. */
export function mayRemind(step: { deadline: number | null }, last: number | null, now: number): boolean {
	if (step.deadline === null || now >= step.deadline) return false;
	return last === null || now - last >= againAfter;
}

/** Why somebody who owes something gets no reminder now (R19). */
export type LeftOut = 'no-address' | 'lately' | 'too-many';

/** `last`: when they were last reminded of it; `isFull`: their address had its mails of today. `over`: nobody gets one. */
export function leftOut(
	step: { deadline: number | null },
	{ hasAddress, last, isFull }: { hasAddress: boolean; last: number | null; isFull: boolean },
	now: number
): LeftOut | 'over' | null {
	if (step.deadline === null || now >= step.deadline) return 'over';
	if (!hasAddress) return 'no-address';
	if (!mayRemind(step, last, now)) return 'lately';
	return isFull ? 'too-many' : null;
}

/** Whether the reminder that goes by itself is due (R6): within a day of the deadline, and not before it was opened. */
export function isDue(step: { deadline: number | null }, now: number): boolean {
	return step.deadline !== null && now < step.deadline && now >= step.deadline - dayBefore;
}
