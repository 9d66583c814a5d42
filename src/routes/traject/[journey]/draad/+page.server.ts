import { seatOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const seat = await seatOf(locals, params.journey);
	return { things: await locals.app.thread.overview(params.journey, seat) };
};
