import { bind } from '#server/acts/bind.ts';
import type { Context } from '#server/app/context.ts';
import { createReading } from '#server/journey/reading.ts';
import { heldBy, type Held } from '#server/mail/held.ts';
import { stepOnSheet } from '#server/journey/step-rows.ts';
import { whoOwes } from './owing.ts';
import { noOne, remind, remindable, remindDue, type Remindable } from './sending.ts';

/** How many still owe something in a step; never who (R5). */
export interface Owing {
	owe: number;
	/** Of these, who has an address and can be reminded now. */
	remindable: number;
	/** Of these, who can not, by why (R19). */
	left: Remindable['left'];
	/** Why no reminder leaves at all, the one that goes by itself neither; null: they do. */
	held: Held;
}

export const createReminders = (context: Context) => ({
	...bind(context, { remind }),
	remindDue: () => remindDue(context),
	owing: (journey: string, step: string) => owingIn(context, journey, step)
});

async function owingIn(context: Context, journey: string, id: string): Promise<Owing> {
	const { db, hands, now, settings } = context;
	const step = await stepOnSheet(db, journey, id);
	const owe = step ? await whoOwes(createReading(db, journey, now()), step, hands) : [];
	const { due, left } = step ? await remindable(db, step, owe, now()) : noOne;
	return { owe: owe.length, remindable: due.length, left, held: heldBy(settings) };
}
