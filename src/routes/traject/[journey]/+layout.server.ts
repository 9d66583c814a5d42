import { error, redirect } from '@sveltejs/kit';
import { mayFacilitate } from '#domain/journey/access.ts';
import { say } from '#lib/form/reasons.ts';
import type { LayoutServerLoad } from './$types';

/** Everybody below has a seat in the journey; whoever was removed is told so. */
export const load: LayoutServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:journey');
	if (!locals.person) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const seat = await locals.app.journeys.seat(params.journey, locals.person);
	if (!seat) error(403, { message: say('not-yours'), reason: 'not-yours' });
	if (seat.removedAt !== null) error(403, { message: say('removed'), reason: 'removed' });
	locals.app.seen(seat.participant);
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
