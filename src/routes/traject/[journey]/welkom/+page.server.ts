import { seatOf } from '#lib/seat.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	/** A fresh personal link. Only its hash is kept, so it can be shown once; an older one stops working. */
	default: async ({ locals, params, url }) => {
		const seat = await seatOf(locals, params.journey);
		const token = await locals.app.people.newReturnLink(params.journey, seat.participant, seat);
		return { link: `${locals.app.settings.origin ?? url.origin}/terug/${token}` };
	}
};
