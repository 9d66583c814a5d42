import { seatOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('siroop:step');
	const seat = await seatOf(locals, params.journey);
	return { meetings: await locals.app.overview.of(seat, params.journey) };
};
