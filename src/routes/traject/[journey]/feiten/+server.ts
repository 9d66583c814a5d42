import { json } from '@sveltejs/kit';
import { seatOf } from '#lib/form/seat.server.ts';
import type { RequestHandler } from './$types';

/** The facts, for a page whose sockets are blocked; asking for them counts as being at the table. */
export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	await seatOf(event);
	return json(await locals.app.facts(params.journey), { headers: { 'cache-control': 'no-store' } });
};
