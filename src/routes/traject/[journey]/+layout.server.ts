import { redirect } from '@sveltejs/kit';
import { mayFacilitate } from '#domain/journey/access.ts';
import { seatIn } from '#lib/form/seat.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SeatOf } from '#server/journey/seats.ts';
import type { Facts } from '#wire/journey/facts.ts';
import type { LayoutServerLoad } from './$types';

/** Everybody below has a seat in the journey; whoever was removed is told so. */
export const load: LayoutServerLoad = async ({ locals, params, url, depends }) => {
	depends('siroop:journey');
	if (!locals.who) redirect(303, `/meedoen?verder=${encodeURIComponent(url.pathname)}`);
	const seat = await seatIn(locals, params.journey, 'seats');
	const links = await locals.app.links.news(seat);
	locals.isTold = links.length > 0;
	const facts = await locals.app.facts(params.journey);
	return {
		facts,
		seat: {
			participant: seat.participant,
			notebook: seat.notebook,
			name: seat.name,
			role: seat.role,
			organisation: seat.organisation,
			waits: waitsFor(seat, facts)
		},
		newcomers: await locals.app.newcomers(params.journey, seat),
		facilitates: mayFacilitate(seat),
		/** Links that somebody else made for this seat. */
		links
	};
};

/** Beside what only those can do who were admitted. */
function waitsFor({ admittedAt, organisation: of }: SeatOf, { organisations }: Facts): string | null {
	if (admittedAt !== null) return null;
	const organisation = organisations.find(({ id }) => id === of)?.short;
	return organisation ? m.seat_waits({ organisation }) : m.seat_waits_guest();
}
