import type { LayoutServerLoad } from './$types';

/** Who is signed in, for the bar of each page. */
export const load: LayoutServerLoad = async ({ locals }) => ({
	me: locals.who ? await locals.app.people.person(locals.who) : null
});
