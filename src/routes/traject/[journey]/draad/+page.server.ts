import { seatOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params } = event;
	const seat = await seatOf(event);
	return { things: await locals.app.thread.overview(params.journey, seat) };
};
