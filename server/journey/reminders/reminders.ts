import { bind } from '#server/acts/bind.ts';
import type { Context } from '#server/app/context.ts';
import { createReading } from '#server/journey/reading.ts';
import { stepOnSheet } from '#server/journey/step-rows.ts';
import { whoOwes } from './owing.ts';
import { remind, remindable, remindDue } from './sending.ts';

/** How many still owe something in a step; never who (R5). */
export interface Owing {
	owe: number;
	/** Of these, who has an address and can be reminded now. */
	remindable: number;
}

export const createReminders = (context: Context) => ({
	...bind(context, { remind }),
	remindDue: () => remindDue(context),
	owing: (journey: string, step: string) => owingIn(context, journey, step)
});

async function owingIn({ db, hands, now }: Context, journey: string, id: string): Promise<Owing> {
	const step = await stepOnSheet(db, journey, id);
	if (!step) return { owe: 0, remindable: 0 };
	const owe = await whoOwes(createReading(db, journey, now()), step, hands);
	return { owe: owe.length, remindable: (await remindable(db, step, owe, now())).length };
}
