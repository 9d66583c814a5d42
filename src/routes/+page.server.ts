import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	journeys: locals.person ? await locals.app.journeys.list(locals.person) : []
});
