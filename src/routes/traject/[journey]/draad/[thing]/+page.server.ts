import { error } from '@sveltejs/kit';
import { say } from '#lib/form/reasons.ts';
import { seatOf } from '#lib/form/seat.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params } = event;
	const seat = await seatOf(event);
	const thread = await locals.app.thread.of(params.journey, seat, params.thing);
	if (!thread) error(404, { message: say('thing-unknown'), reason: 'thing-unknown' });
	return { thread };
};
