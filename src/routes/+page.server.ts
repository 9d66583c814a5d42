import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	journeys: locals.who ? await locals.app.journeys.list(locals.who) : []
});
