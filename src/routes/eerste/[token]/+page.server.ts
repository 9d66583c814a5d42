import { fail, redirect } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { fieldsOf } from '#lib/form/seat.server.ts';
import { keepSession } from '#lib/form/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link uses nothing up: a preview by a mail program must not. The form does. */
export const load: PageServerLoad = async ({ params, locals, getClientAddress, setHeaders }) => {
	setHeaders({ 'Cache-Control': 'no-store' });
	if (!(await locals.app.limits.mayTryLink(getClientAddress()))) return { makes: null };
	const makes = await locals.app.invitations.makes(params.token);
	if (!makes) await locals.app.limits.wrongLink(getClientAddress());
	return { makes };
};

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url }) => {
		const { name = '', email = '' } = await fieldsOf(request);
		const made = await locals.app.invitations.accept(params.token, { name, email });
		if (!made.ok)
			return fail(400, { field: made.field ?? 'name', message: say(made.reason), given: { name, email } });
		keepSession({ cookies, url }, await locals.app.sessions.start(made.person));
		redirect(303, made.makes === 'administrator' ? '/beheer/post' : '/traject/nieuw');
	}
};
