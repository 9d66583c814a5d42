import { error } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	/** A fresh personal link. Only its hash is kept, so it can be shown once; an older one stops working. */
	default: async (event) => {
		const { locals, params, url } = event;
		const seat = await seatOf(event);
		const made = await locals.app.acts.returnLink(seat, params.journey, {
			participant: seat.participant
		});
		if (!made.ok) error(403, { message: say(made.reason), reason: made.reason });
		return { link: `${locals.app.settings.origin ?? url.origin}/terug/${made.token}` };
	}
};
