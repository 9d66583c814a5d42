import { redirect } from '@sveltejs/kit';
import { mayFacilitate } from '#domain/journey/access.ts';
import { seatIn } from '#lib/form/seat.server.ts';
import type { LayoutServerLoad } from './$types';

/** Everybody below has a seat in the journey; whoever was removed is told so. */
export const load: LayoutServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:journey');
	if (!locals.who) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const seat = await seatIn(locals, params.journey, 'seats');
	const links = await locals.app.links.news(seat);
	locals.isTold = links.length > 0;
	return {
		facts: await locals.app.facts(params.journey),
		seat: {
			participant: seat.participant,
			notebook: seat.notebook,
			name: seat.name,
			role: seat.role,
			organisation: seat.organisation
		},
		facilitates: mayFacilitate(seat),
		/** Links that somebody else made for this seat. */
		links
	};
};
