import { redirect } from '@sveltejs/kit';
import { keepSession } from '#lib/form/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link signs nobody in: previews open links too. The button does. */
export const load: PageServerLoad = async ({ params, locals, getClientAddress, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	if (!(await locals.app.limits.mayTryLink(getClientAddress()))) return { seat: null };
	const found = await locals.app.journeys.returning(params.token);
	if (!found) await locals.app.limits.wrongLink(getClientAddress());
	return { seat: found && { name: found.name, journey: found.journeyName } };
};

export const actions: Actions = {
	default: async ({ params, locals, cookies, url }) => {
		const found = await locals.app.journeys.returning(params.token);
		if (!found) redirect(303, `/terug/${encodeURIComponent(params.token)}`);
		keepSession({ cookies, url }, await locals.app.sessions.start(found.person));
		redirect(303, `/traject/${found.journey}${found.step ? `/stap/${found.step}` : ''}`);
	}
};
