import { error, fail } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { formOf, seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params, depends } = event;
	depends('siroop:step');
	const seat = await seatOf(event);
	const view = await locals.app.steps.view(seat, params.journey, params.step);
	if (!view) {
		const reason = await locals.app.steps.hidden(params.journey, params.step);
		error(reason === 'embargoed' ? 403 : 404, { message: say(reason), reason });
	}
	return { view };
};

export const actions: Actions = {
	/** Every act in a step, of people and of facilitators: the field `act` says which (server/journey/steps.ts). */
	act: async (event) => {
		const { locals, params } = event;
		const seat = await seatOf(event);
		const fields = await formOf(event);
		const outcome = await locals.app.steps.act(seat, params.journey, params.step, fields);
		if (outcome.ok) return { act: fields.act, ...outcome };
		const { reason, field } = outcome;
		return fail(400, {
			act: fields.act,
			ok: false as const,
			reason,
			field,
			message: say(reason),
			given: fields
		});
	}
};
