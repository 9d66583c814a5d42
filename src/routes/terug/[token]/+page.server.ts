import { redirect } from '@sveltejs/kit';
import { tooFast } from '#lib/form/seat.server.ts';
import { keepSession } from '#lib/form/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link signs nobody in: previews open links too. The button does. */
export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	const found = await locals.app.journeys.returning(params.token);
	return { seat: found && { name: found.name, journey: found.journeyName } };
};

export const actions: Actions = {
	default: async ({ params, locals, cookies, url, getClientAddress }) => {
		const found = await locals.app.journeys.returning(params.token);
		if (!found) redirect(303, `/terug/${encodeURIComponent(params.token)}`);
		if (!locals.app.paces.form(found.person, getClientAddress())) tooFast();
		keepSession({ cookies, url }, await locals.app.sessions.start(found.person));
		redirect(303, `/traject/${found.journey}${found.step ? `/stap/${found.step}` : ''}`);
	}
};
