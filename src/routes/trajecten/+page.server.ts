import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.person) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const journeys = await locals.app.journeys.list(locals.person);
	return {
		journeys: journeys.map(({ id, name, role }) => ({ id, name, role })),
		mails: !locals.app.settings.smtpUrl
	};
};
