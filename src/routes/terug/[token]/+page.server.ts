import { redirect } from '@sveltejs/kit';
import { newId } from '#lib/form/new-id.ts';
import { fieldsOf, tooFast } from '#lib/form/seat.server.ts';
import { comeIn } from '#lib/form/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link signs nobody in: previews open links too. The button does. */
export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	return { seat: await locals.app.openings.look(params.token), form: newId() };
};

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url, getClientAddress }) => {
		const { openings, paces } = locals.app;
		const { form = '' } = await fieldsOf(request);
		const found = await openings.look(params.token);
		// Only who has a right link has a pace, so that none waits for what others try (J29).
		if (found && !paces.form(found.person, getClientAddress())) tooFast();
		const opened = await openings.open(params.token, { who: locals.who, device: locals.device, form });
		if (!opened) redirect(303, `/terug/${encodeURIComponent(params.token)}`);
		if (opened.started) await comeIn({ locals, cookies, url }, opened.person, opened.started);
		redirect(303, opened.to);
	}
};
