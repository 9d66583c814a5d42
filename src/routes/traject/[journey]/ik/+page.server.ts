import { redirect, type RequestEvent } from '@sveltejs/kit';
import { failed } from '#lib/form/facilitator-act.server.ts';
import { formOf, seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await seatOf(event);
};

/** A page without a script is sent back to itself, so that a reload repeats nothing. */
const doing =
	(act: 'renameMyself' | 'sitElsewhere') =>
	async (event: RequestEvent<{ journey: string }, '/traject/[journey]/ik'>) => {
		const { request, locals, params, url } = event;
		const seat = await seatOf(event);
		const given = await formOf(event);
		const outcome = await locals.app.act(seat, params.journey, act, given);
		if (!outcome.ok) return failed(outcome, given);
		if (!request.headers.has('x-sveltekit-action')) redirect(303, url.pathname);
		return { ok: true as const };
	};

export const actions: Actions = { rename: doing('renameMyself'), move: doing('sitElsewhere') };
