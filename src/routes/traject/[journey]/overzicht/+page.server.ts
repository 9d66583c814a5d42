import { fail, redirect } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { formOf, seatOf } from '#lib/form/seat.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params, depends } = event;
	depends('siroop:step');
	const seat = await seatOf(event);
	return { meetings: await locals.app.overview.of(seat, params.journey) };
};

/** What somebody says of a newcomer at their own organisation; a page without a script comes back to this one. */
const saying = (act: 'admit' | 'doubt') => async (event: RequestEvent) => {
	const { request, locals, params, url } = event;
	const seat = await seatOf(event);
	const said = await locals.app.act(seat, params.journey, act, await formOf(event));
	if (!said.ok) return fail(400, { ok: false as const, reason: said.reason, message: say(said.reason) });
	if (!request.headers.has('x-sveltekit-action')) redirect(303, url.pathname);
	return { ok: true as const };
};

export const actions: Actions = { admit: saying('admit'), doubt: saying('doubt') };
