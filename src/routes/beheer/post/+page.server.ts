import { error } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import type { PageServerLoad } from './$types';

/** The administrator's (R8): what left, what waits and what failed, without a word or a link of it. */
export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	const person = locals.person ? await locals.app.people.person(locals.person) : null;
	if (!person?.administers)
		error(403, { message: say('not-an-administrator'), reason: 'not-an-administrator' });
	setHeaders({ 'Cache-Control': 'no-store' });
	const { postman } = locals.app;
	return { held: postman.held, mails: await postman.outbox() };
};
