import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Straight to where the room is; before it is anywhere, the lobby. */
export const load: PageServerLoad = async ({ parent, params, url }) => {
	const { facts } = await parent();
	if (facts.step) redirect(303, `/traject/${params.journey}/stap/${facts.step.id}${url.search}`);
};
