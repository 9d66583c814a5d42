import { seatOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params, depends } = event;
	depends('siroop:step');
	const seat = await seatOf(event);
	return { meetings: await locals.app.overview.of(seat, params.journey) };
};
