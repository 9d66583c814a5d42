import { fail, redirect } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf, tooFast } from '#lib/form/seat.server.ts';
import { comeIn } from '#lib/form/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link uses nothing up: a preview by a mail program must not. The form does. */
export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	return { makes: await locals.app.invitations.makes(params.token) };
};

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url, getClientAddress }) => {
		const { name = '', email = '' } = await fieldsOf(request);
		const { invitations, paces } = locals.app;
		// Only who has a right link has a pace, so that none waits for what others try (J29).
		if ((await invitations.makes(params.token)) && !paces.form(null, getClientAddress())) tooFast();
		const made = await invitations.accept(params.token, { name, email, locale: locals.locale });
		if (!made.ok)
			return fail(400, { field: made.field ?? 'name', message: say(made.reason), given: { name, email } });
		const session = await locals.app.sessions.start(made.person, {
			how: 'invitation',
			device: locals.device
		});
		await comeIn({ locals, cookies, url }, made.person, session);
		redirect(303, made.makes === 'administrator' ? '/beheer/post' : '/traject/nieuw');
	}
};
