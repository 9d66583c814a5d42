import { redirect } from '@sveltejs/kit';
import { mayFacilitate } from '#domain/journey/access.ts';
import { seatIn } from '#lib/form/seat.server.ts';
import type { LayoutServerLoad } from './$types';

/** Everybody below has a seat in the journey; whoever was removed is told so. */
export const load: LayoutServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:journey');
	if (!locals.person) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const seat = await seatIn(locals, params.journey, 'seats');
	return {
		facts: await locals.app.facts(params.journey),
		seat: {
			participant: seat.participant,
			name: seat.name,
			role: seat.role,
			organisation: seat.organisation
		},
		facilitates: mayFacilitate(seat)
	};
};
